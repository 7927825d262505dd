//! The pages in the brands, widths and modes that break others: pictures in `target/screenshots`, and what can be measured.

use std::time::Duration;

use bankfeeds_link::domain::branding::Colour;
use bankfeeds_link::domain::partner::ImageKind;
use bankfeeds_link::domain::settings::{Bilingual, Settings};
use serde_json::json;

use super::Invitation;
use super::brand::{drawing, lettering, shows};
use super::looks::{checked, dressed};
use crate::support::{Browser, Database, Reader, tell};

/// As long as a partner's name may be.
const LONGEST: &str = "Coopérative financière des entrepreneurs des Hautes-Rivières";

fn painted(primary: &str, secondary: &str) -> impl FnOnce(&mut Settings) {
    move |settings| {
        dressed(settings);
        settings.primary_colour = Colour::parse(primary).unwrap();
        settings.secondary_colour = Colour::parse(secondary).unwrap();
    }
}

fn emulates(browser: &Browser, features: &[(&str, &str)]) {
    let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    browser.asks_chromium("Emulation.setEmulatedMedia", &json!({ "features": features }));
}

#[test]
fn ugly_brands_light_and_dark() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        for colour in ["#ffffff", "#000000", "#ffd100", "#767676"] {
            let invitation = Invitation::with(Database::sqlite(), painted(colour, colour)).await;
            for scheme in ["light", "dark"] {
                emulates(&browser, &[("prefers-color-scheme", scheme)]);
                browser.opens(invitation.link()).await;
                browser.client.execute("document.querySelector('main .button').focus()", Vec::new()).await.unwrap();
                checked(&browser, &format!("brand-{}-{scheme}", &colour[1..])).await;
            }
        }
    });
}

#[test]
fn forced_colours_keep_every_edge() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        emulates(&browser, &[("forced-colors", "active"), ("prefers-color-scheme", "dark")]);
        let invitation = Invitation::with(Database::sqlite(), painted("#ffd100", "#ffd100")).await;
        browser.opens(invitation.link()).await;
        checked(&browser, "forced-1-software").await;
        for control in [".tile", ".button", ".language button"] {
            let style = format!("getComputedStyle(document.querySelector('{control}'))");
            let width = browser.evaluates(&format!("parseFloat({style}.borderTopWidth)")).await;
            assert!(width.as_f64().unwrap() >= 1.0, "{control} has no edge");
        }
        for (press, see, name) in
            [("Next", "What does not happen", "2-permission"), ("Next", "Before you start", "3-set-up")]
        {
            browser.presses(press).await;
            browser.sees(see).await;
            checked(&browser, &format!("forced-{name}")).await;
        }
    });
}

#[test]
fn the_longest_french_fits_the_narrowest_phone() {
    tell(async {
        let browser = Browser::of(Reader { width: 320, height: 640, ..Reader::french() }).await;
        let invitation = Invitation::with(Database::sqlite(), |settings| {
            dressed(settings);
            settings.name = Bilingual::new(LONGEST);
            settings.support.hours =
                Some(Bilingual { en: "-".into(), fr: Some("Du lundi au vendredi, de 8\u{a0}h à 20\u{a0}h".into()) });
            settings.support.privacy_url = Some("https://erable.example/privacy".into());
            settings.support.terms_url = Some("https://erable.example/terms".into());
            settings.support.accessibility_url = Some("https://erable.example/accessibility".into());
            settings.return_hosts = vec!["erable.example".into()];
            settings.return_url = Some("https://erable.example/back?code={statusCode}".into());
        })
        .await;
        browser.opens(invitation.link()).await;
        browser.presses("J’utilise un autre logiciel").await;
        checked(&browser, "narrow-1-software").await;
        browser.presses("Suivant").await;
        browser.sees("Ce que cette connexion ne permet pas").await;
        checked(&browser, "narrow-2-permission").await;
        browser.presses("Suivant").await;
        browser.sees("Avant de commencer").await;
        checked(&browser, "narrow-3-set-up").await;
        browser.goes_back().await;
        browser.presses("Je ne veux pas me connecter").await;
        browser.sees("Rien n’a été transmis").await;
        checked(&browser, "narrow-declined").await;
        browser.opens(&invitation.page_address("consent")).await;
        browser.presses("Suivant").await;
        browser.presses("Obtenir les identifiants").await;
        browser.sees("Vos identifiants sont prêts").await;
        browser.opens(&invitation.page_address("finish")).await;
        checked(&browser, "narrow-finish").await;
    });
}

#[test]
fn logos_of_every_shape_are_seen() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        let wide: String =
            (0..30).map(|at| format!(r#"<path fill="white" d="M{} 40h12v20h-12z"/>"#, at * 20)).collect();
        let square =
            r##"<path fill="#ffd100" d="M250 0h100v100h-100z"/><path fill="#12355b" d="M270 20h60v60h-60z"/>"##;
        let halves = format!("{}{}", lettering("#ffffff"), r##"<path fill="#000" d="M300 0h300v100h-300z"/>"##);
        for (name, secondary, inside) in [
            ("wide", "#12355b", wide),
            ("square", "#12355b", square.to_owned()),
            ("white-on-white", "#ffffff", lettering("#ffffff")),
            ("black-on-navy", "#12355b", lettering("#000000")),
            ("halves", "#12355b", halves),
        ] {
            let invitation = Invitation::with(Database::sqlite(), painted("#00874e", secondary)).await;
            shows(&invitation, ImageKind::Logo, &drawing(&inside)).await;
            browser.opens(invitation.link()).await;
            checked(&browser, &format!("logo-{name}")).await;
        }
    });
}

#[test]
fn dead_ends_are_calm() {
    tell(async {
        let browser = Browser::of(Reader::french().on_a_phone()).await;
        let invitation = Invitation::with(Database::sqlite(), |settings| {
            dressed(settings);
            settings.support.help_url = Some("https://erable.example/help".into());
            settings.return_hosts = vec!["erable.example".into()];
            settings.refresh_url = Some("https://erable.example/quickbooks".into());
        })
        .await;
        browser.opens(&invitation.page_address("set-up")).await;
        checked(&browser, "dead-end-lost").await;
        browser.opens(&invitation.wrong_link()).await;
        checked(&browser, "dead-end-no-link").await;
        invitation.server.app.clock.advance(Duration::from_secs(3_600));
        browser.opens(invitation.link()).await;
        checked(&browser, "dead-end-expired").await;
        invitation.bank.changes_settings(&invitation.server, |settings| settings.integration_enabled = false).await;
        browser.opens(invitation.link()).await;
        checked(&browser, "dead-end-off").await;
    });
}

#[test]
fn nothing_selected_takes_the_reader_to_the_error_and_from_there_to_the_tile() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        let invitation = Invitation::with(Database::sqlite(), dressed).await;
        browser.opens(invitation.link()).await;
        browser.client.execute("document.getElementById('software').checked = false", Vec::new()).await.unwrap();
        browser.presses("Next").await;
        browser.sees("There is a problem").await;
        assert_eq!(browser.evaluates("document.activeElement.className").await, json!("errors"));
        checked(&browser, "nothing-selected").await;
        browser.presses("Select your accounting software, then select Next.").await;
        assert_eq!(browser.evaluates("document.activeElement.id").await, json!("software"));
    });
}

/// Without a hero: what a customer on a slow line waits for (six requests, 25 kB).
#[test]
fn the_first_page_is_light_over_the_wire() {
    tell(async {
        let browser = Browser::of(Reader::french().on_a_phone()).await;
        let invitation = Invitation::with(Database::sqlite(), dressed).await;
        shows(&invitation, ImageKind::Logo, &drawing(&lettering("#ffffff"))).await;
        browser.opens(invitation.link()).await;
        browser.sees("Suivant").await;
        let loaded = "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]";
        let weight = browser.evaluates(&format!("{loaded}.reduce((sum, it) => sum + it.transferSize, 0)")).await;
        let requests = browser.evaluates(&format!("{loaded}.length")).await;
        println!("figures: {weight} bytes in {requests} requests");
        assert!((1_000..=25_000).contains(&weight.as_u64().unwrap()), "{weight} bytes");
        assert!((4..=6).contains(&requests.as_u64().unwrap()), "{requests} requests");
    });
}
