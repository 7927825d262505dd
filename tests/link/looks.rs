//! The pages as they are seen: in real Chromium, on a phone and a desktop, in both languages, light and dark, in ugly
//! brands. Each leaves a picture in `target/screenshots`; what can be measured is measured here.

use bankfeeds_link::domain::branding::Colour;
use bankfeeds_link::domain::callout::Callout;
use bankfeeds_link::domain::settings::{Bilingual, Settings};
use serde_json::json;

use super::Invitation;
use crate::support::{Browser, Database, Reader, tell};

pub fn dressed(settings: &mut Settings) {
    settings.institution =
        Bilingual { en: "Érable Bank (Business)".into(), fr: Some("Banque Érable (Entreprises)".into()) };
    settings.callout_en =
        Some(Callout::new("Before you start", "Only enter these credentials in QuickBooks.").unwrap());
    settings.callout_fr =
        Some(Callout::new("Avant de commencer", "N’entrez ces identifiants que dans QuickBooks.").unwrap());
    settings.support.phone = Some("1 888 555-0142".into());
    settings.support.email = Some("entreprises@erable.example".into());
}

struct Words {
    next: &'static str,
    get: &'static str,
    ready: &'static str,
    permission: &'static str,
    set_up: &'static str,
    revoke: &'static str,
    done: &'static str,
}

const ENGLISH: Words = Words {
    next: "Next",
    get: "Get credentials",
    ready: "Your credentials are ready",
    permission: "Connect to QuickBooks Online Bank Feeds",
    set_up: "Set up QuickBooks",
    revoke: "Revoke credentials",
    done: "Revoke all credentials?",
};

const FRENCH: Words = Words {
    next: "Suivant",
    get: "Obtenir les identifiants",
    ready: "Vos identifiants sont prêts",
    permission: "Connexion bancaire avec QuickBooks en ligne",
    set_up: "Configurez QuickBooks",
    revoke: "Révoquer les identifiants",
    done: "Révoquer tous les identifiants?",
};

/// Walks all pages, checks what can be measured on each, and keeps pictures under this name.
async fn walks(browser: &Browser, link: &str, words: &Words, name: &str) {
    browser.opens(link).await;
    checked(browser, &format!("{name}-1-software")).await;
    browser.presses(words.next).await;
    browser.sees(words.permission).await;
    checked(browser, &format!("{name}-2-permission")).await;
    browser.presses(words.next).await;
    browser.sees(words.set_up).await;
    checked(browser, &format!("{name}-3-set-up")).await;
    browser.presses(words.get).await;
    browser.sees(words.ready).await;
    checked(browser, &format!("{name}-4-credentials")).await;
    assert!(!browser.address().await.contains("otp"));
    browser.presses(words.revoke).await;
    browser.sees(words.done).await;
    checked(browser, &format!("{name}-5-revoke")).await;
}

/// No sideways scroll, one heading, everything from our own origin, at most six requests.
pub async fn checked(browser: &Browser, name: &str) {
    browser.keeps_a_picture(name);
    let sideways =
        browser.evaluates("document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
    assert_eq!(sideways, json!(0), "{name} scrolls sideways");
    assert_eq!(browser.evaluates("document.querySelectorAll('h1').length").await, json!(1), "{name}");
    let foreign = "performance.getEntriesByType('resource').filter(it => !it.name.startsWith(location.origin)).length";
    assert_eq!(browser.evaluates(foreign).await, json!(0), "{name} asks a third party");
    let requests = browser.evaluates("performance.getEntriesByType('resource').length + 1").await;
    assert!(requests.as_u64().unwrap() <= 6, "{name}: {requests} requests");
}

on_both_databases! {
    async fn a_phone_without_javascript_walks_the_whole_way(database: Database) {
        let invitation = Invitation::with(database, dressed).await;
        let browser = Browser::of(Reader::french().on_a_phone().without_javascript()).await;
        browser.opens(invitation.link()).await;
        browser.presses("Suivant").await;
        browser.sees("Connexion bancaire avec QuickBooks en ligne").await;
        browser.presses("Suivant").await;
        browser.sees("Configurez QuickBooks").await;
        browser.presses("Obtenir les identifiants").await;
        browser.sees("Vos identifiants sont prêts").await;
        let copy = "document.querySelector('[data-copy]').hidden";
        assert_eq!(browser.evaluates(copy).await, json!(true), "a button that does nothing is not shown");
        browser.keeps_a_picture("no-javascript-phone-fr");
    }
}

/// The gallery needs one database only: what is seen does not depend on it.
#[test]
fn the_pages_are_fit_to_be_seen() {
    tell(async {
        for (reader, words, name) in [
            (Reader::english(), &ENGLISH, "desktop-en"),
            (Reader::french(), &FRENCH, "desktop-fr"),
            (Reader::english().on_a_phone(), &ENGLISH, "phone-en"),
            (Reader::french().on_a_phone(), &FRENCH, "phone-fr"),
        ] {
            let invitation = Invitation::with(Database::sqlite(), dressed).await;
            walks(&Browser::of(reader).await, invitation.link(), words, name).await;
        }
    });
}

#[test]
fn dark_mode_and_ugly_brands_are_fit_to_be_seen() {
    tell(async {
        for (name, primary, is_dark) in [
            ("dark", "#00874e", true),
            ("yellow", "#ffd100", false),
            ("gray", "#767676", false),
            ("yellow-dark", "#ffd100", true),
        ] {
            let invitation = Invitation::with(Database::sqlite(), |settings| {
                dressed(settings);
                settings.primary_colour = Colour::parse(primary).unwrap();
                settings.secondary_colour = Colour::parse(primary).unwrap();
            })
            .await;
            let browser = Browser::of(Reader::french().on_a_phone()).await;
            let scheme = if is_dark { "dark" } else { "light" };
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            browser.asks_chromium("Emulation.setEmulatedMedia", &media);
            walks(&browser, invitation.link(), &FRENCH, name).await;
        }
    });
}

#[test]
fn the_pair_is_gone_when_somebody_comes_back_to_the_page_later() {
    tell(async {
        let invitation = Invitation::with(Database::sqlite(), dressed).await;
        let browser = Browser::of(Reader::english()).await;
        walks(&browser, invitation.link(), &ENGLISH, "back").await;
        invitation.server.app.clock.advance(std::time::Duration::from_secs(601));
        browser.goes_back().await;
        browser.sees("We already showed these credentials").await;
        assert_eq!(browser.evaluates("document.getElementById('password')").await, json!(null));
    });
}
