//! The page with the pair: shown once, read out, copied, entered, printed; and the page of whoever comes back.

use std::time::Duration;

use serde_json::json;

use super::live::{Software, figure, password};
use super::{Invitation, Walk};
use crate::support::{Browser, Database, HttpBrowser, Reader, tell};

on_both_databases! {
    async fn who_has_entered_them_is_not_shown_them_again(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let entered = marie.submits(&ready.form("/credentials/entered"), &[]);
        assert!(entered.url.ends_with("/credentials") && entered.says("We already showed these credentials"));
        assert!(entered.says("They were created on November 21, 2026 at 10:00 a.m. Eastern Standard Time."));
        assert!(entered.says("Earlier sets keep working until you revoke them.") && entered.says("Waiting for QuickBooks…"));
        assert!(entered.text_of("password").is_none() && entered.text_of("username").is_none());
        let again = marie.submits(&ready.form("/credentials/entered"), &[]);
        assert_eq!(again.status(), 200, "pressed twice");
        Software::reading(&ready).signs_on(&invitation.server);
        let fresh = marie.gets_credentials(&entered);
        assert_ne!(fresh.text_of("username"), ready.text_of("username"));
    }

    async fn another_visitors_form_does_not_hide_the_pair(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let form = ready.form("/credentials/entered");
        let good = form.hidden[0].1.clone();
        let swapped = format!("{}{}", &good[1..], &good[..1]);
        let revoke = marie.opens(&invitation.page_address("revoke")).form("/revoke").hidden[0].1.clone();
        for token in [String::new(), swapped, revoke] {
            assert_eq!(marie.posts(&form.action, &[("csrf", &token)]).status(), 403);
        }
        let body = format!("csrf={good}");
        let kind = ("content-type", "application/x-www-form-urlencoded");
        for origin in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "none"), ("origin", "https://evil.example")] {
            assert_eq!(marie.sends("POST", &form.action, &[kind, origin], &body).status, 403, "{origin:?}");
        }
        assert!(marie.opens(&ready.url).text_of("password").is_some());
    }

    async fn the_pair_is_read_out_letter_by_letter_in_both_languages(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("fr-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let password = password(&ready);
        assert!(ready.says("Épeler lettre par lettre"));
        let [french, english] = [ready.clone(), marie.submits(&ready.forms()[0], &[("language", "en-CA")])];
        for group in password.as_bytes().chunks(4) {
            let group = std::str::from_utf8(group).unwrap();
            assert!(french.html().contains(&format!(">{group}</b> ")) && english.html().contains(&format!(">{group}</b> ")));
        }
        let said = |page: &crate::support::Page| page.html().split("class=\"spelling\"").nth(1).unwrap().to_owned();
        for (digit, (en, fr)) in [('2', ("two", "deux")), ('7', ("seven", "sept"))] {
            let (username, is_said) = (ready.text_of("username").unwrap(), |words: &str, html: &str| html.contains(words));
            if username.contains(digit) || password.contains(digit) {
                assert!(is_said(en, &said(&english)) && is_said(fr, &said(&french)));
            }
        }
    }

    async fn whoever_comes_back_sees_what_is_connected_first(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, marie) = (&invitation.server, HttpBrowser::new("en-CA"));
        let ready = marie.walks_to_credentials(invitation.link());
        let before = marie.opens(&invitation.page_address("set-up"));
        assert!(before.html().contains("<h1>Set up QuickBooks</h1>") && before.says("Not used yet"));
        Software::reading(&ready).connects_both(server);
        server.app.clock.advance(Duration::from_secs(120));
        Software::reading(&ready).connects_both(server);
        let back = marie.opens(&invitation.page_address("set-up"));
        assert!(back.html().contains("<h1>Your accounts are connected</h1>"), "{}", back.html());
        for words in [
            "Chequing, ending in 4821", "Savings, ending in 0077", "Connected since", "November 21, 2026 at 10:00 a.m.",
            "Last collected", "November 21, 2026 at 10:02 a.m.", "Credentials you already have", "Add accounts",
            "Get credentials", "Revoke credentials",
        ] {
            assert!(back.says(words), "{words}: {}", back.html());
        }
        assert!(back.says(&ready.text_of("username").unwrap()) && !back.says("0004821") && back.text_of("password").is_none());
        let confirm = marie.opens(&invitation.page_address("revoke"));
        assert!(confirm.says("No further transactions can be sent for 2 accounts."));
    }
}

/// Somebody on the page with the pair.
async fn gets_a_pair(invitation: &Invitation, reader: Reader) -> (Browser, Software) {
    let browser = Browser::of(reader).await;
    let (next, get, ready) = match reader.language {
        "fr-CA" => ("Suivant", "Obtenir les identifiants", "Vos identifiants sont prêts"),
        _ => ("Next", "Get credentials", "Your credentials are ready"),
    };
    browser.opens(invitation.link()).await;
    browser.presses(next).await;
    browser.sees("4821").await;
    browser.presses(next).await;
    browser.presses(get).await;
    browser.sees(ready).await;
    let software = Software::with(browser.text_of("username").await, browser.text_of("password").await);
    (browser, software)
}

/// What the page's own script says of its state.
async fn state(browser: &Browser) -> String {
    browser.evaluates("document.getElementById('live').dataset.state").await.as_str().unwrap_or_default().to_owned()
}

async fn is_hidden(browser: &Browser, id: &str) -> bool {
    browser.evaluates(&format!("document.getElementById('{id}').hidden")).await == json!(true)
}

/// A page that was told is headed and named like one that is loaded now, and whoever is somewhere on it stays there.
async fn is_turned(browser: &Browser) {
    let turned = "JSON.stringify([document.title, document.querySelector('h1').textContent,
        document.getElementById('next').textContent])";
    let told = browser.evaluates(turned).await;
    let shown = browser.evaluates(SHOWN).await;
    assert_eq!(shown, json!([["pair"], "password"]), "what holds the focus stays, and else only what is still to do");
    let address = browser.address().await;
    browser.evaluates("document.activeElement.blur()").await;
    browser.opens(&address).await;
    assert_eq!(browser.evaluates(turned).await, told, "loaded anew it says the same");
}

/// What is left of what was to be done before, and what has the focus.
const SHOWN: &str = "[[...document.querySelectorAll('[data-until-connected]')]
    .filter((it) => it.offsetParent).map((it) => it.className), document.activeElement.dataset.copy]";

/// The page stands still while this happens, and says it by itself.
async fn notices(reader: Reader, said: [&str; 3], name: &str) {
    let invitation = Invitation::from_a_bank(Database::sqlite()).await;
    let (browser, quickbooks) = gets_a_pair(&invitation, reader).await;
    browser.sees(said[0]).await;
    browser.keeps_a_picture(&format!("{name}-live-1-waiting"));
    let listens = std::time::Instant::now();
    while !is_hidden(&browser, "check").await {
        assert!(listens.elapsed() < Duration::from_secs(10), "it does not listen");
    }
    quickbooks.signs_on(&invitation.server);
    let begun = std::time::Instant::now();
    browser.sees(said[1]).await;
    let signed_on = begun.elapsed();
    browser.evaluates("getSelection().removeAllRanges(), document.querySelector('[data-copy=password]').focus()").await;
    browser.keeps_a_picture(&format!("{name}-live-2-signed-on"));
    quickbooks.connects_both(&invitation.server);
    let begun = std::time::Instant::now();
    browser.sees(said[2]).await;
    let connected = begun.elapsed();
    browser.keeps_a_picture(&format!("{name}-live-3-connected"));
    assert!(state(&browser).await == "connected" && !is_hidden(&browser, "onward").await);
    is_turned(&browser).await;
    let regions = browser.evaluates("document.querySelectorAll('[role=status]').length").await;
    assert_eq!(regions, json!(1), "one region, for all that is announced");
    figure(&format!("{name}: the sign-on was seen"), signed_on);
    figure(&format!("{name}: the accounts were seen"), connected);
    browser.keeps_a_picture(&format!("{name}-live-4-reload"));
    browser.opens(&invitation.page_address("set-up")).await;
    browser.keeps_a_picture(&format!("{name}-live-5-back"));
    browser.opens(&invitation.page_address("revoke")).await;
    browser.keeps_a_picture(&format!("{name}-live-6-revoke"));
}

#[test]
fn the_page_notices_quickbooks_by_itself() {
    tell(async {
        notices(
            Reader::english(),
            ["Waiting for QuickBooks…", "QuickBooks signed in at 10:00 a.m.", "2 accounts connected"],
            "desktop-en",
        )
        .await;
        notices(
            Reader::french().on_a_phone(),
            ["En attente de QuickBooks…", "QuickBooks a ouvert une session à 10 h 00", "2 comptes connectés"],
            "phone-fr",
        )
        .await;
    });
}

/// A tab whose line was given to newer ones, or whose device slept, has it again as soon as somebody looks at it.
#[test]
fn whoever_comes_back_to_the_page_is_told_again() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let (browser, quickbooks) = gets_a_pair(&invitation, Reader::english()).await;
        let until = async |wanted: bool| {
            let begun = std::time::Instant::now();
            while is_hidden(&browser, "check").await != wanted {
                assert!(begun.elapsed() < Duration::from_secs(10), "hidden: {}", !wanted);
            }
        };
        until(true).await;
        let newer = "[1, 2, 3].map(() => new EventSource(document.getElementById('live').dataset.events)).length";
        browser.evaluates(newer).await;
        until(false).await;
        browser.evaluates("document.dispatchEvent(new Event('visibilitychange'))").await;
        until(true).await;
        quickbooks.signs_on(&invitation.server);
        browser.sees("In QuickBooks, choose the accounts to connect").await;
    });
}

#[test]
fn without_javascript_check_again_says_how_far_it_is() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let (browser, quickbooks) = gets_a_pair(&invitation, Reader::english().without_javascript()).await;
        browser.sees("Waiting for QuickBooks…").await;
        browser.presses("I have entered them").await;
        browser.sees("We already showed these credentials").await;
        browser.keeps_a_picture("no-javascript-entered");
        browser.presses("Check again").await;
        browser.sees("Waiting for QuickBooks…").await;
        quickbooks.signs_on(&invitation.server);
        browser.presses("Check again").await;
        browser.sees("QuickBooks signed in at 10:00 a.m. Eastern Standard Time").await;
        quickbooks.connects_both(&invitation.server);
        browser.presses("Check again").await;
        browser.sees("2 accounts connected").await;
        browser.presses("Continue").await;
        browser.sees("You are done").await;
    });
}

#[test]
fn a_page_whose_stream_is_refused_falls_back_to_check_again() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let (browser, _) = gets_a_pair(&invitation, Reader::english()).await;
        assert_eq!(invitation.bank.revokes_credentials(&invitation.connection).status, 204);
        let begun = std::time::Instant::now();
        while is_hidden(&browser, "check").await {
            assert!(begun.elapsed() < Duration::from_secs(10), "nothing is left to press");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
}

#[test]
fn copying_is_announced_and_so_is_a_clipboard_that_refuses() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let (browser, quickbooks) = gets_a_pair(&invitation, Reader::english()).await;
        let kept = "navigator.clipboard.writeText = async (text) => { window.copied = text; }";
        browser.evaluates(&format!("({kept}, 1)")).await;
        browser.presses("Copy username").await;
        browser.sees("Username copied").await;
        let warns = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))";
        assert_eq!(browser.evaluates(warns).await, json!(true), "the password could still be lost");
        browser.presses("Copy password").await;
        browser.sees("Password copied").await;
        assert_eq!(browser.evaluates("window.copied").await, json!(quickbooks.password()));
        assert_eq!(browser.evaluates(warns).await, json!(false), "it is safe in the clipboard");
        browser.evaluates("(navigator.clipboard.writeText = async () => { throw new Error('no'); }, 1)").await;
        browser.presses("Copy username").await;
        browser.sees("Could not copy. Select the text and copy it yourself.").await;
        assert_eq!(browser.evaluates("getSelection().toString()").await, json!(browser.text_of("username").await));
        browser.keeps_a_picture("clipboard-refused");
    });
}

#[test]
fn what_is_read_out_leaves_the_page_with_the_pair() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let (browser, _) = gets_a_pair(&invitation, Reader::english()).await;
        browser.presses("Read it out letter by letter").await;
        browser.keeps_a_picture("desktop-en-spelled");
        let read_out = "document.querySelector('.spelling').textContent.trim().split(/\\s+/).length";
        assert!(browser.evaluates(read_out).await.as_u64().unwrap() > 30);
        browser.evaluates("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))").await;
        assert!(browser.evaluates(read_out).await.as_u64().unwrap() < 10);
    });
}

#[test]
fn the_password_is_printed_only_for_who_asks_for_it() {
    tell(async {
        for reader in [Reader::english(), Reader::english().without_javascript()] {
            let invitation = Invitation::from_a_bank(Database::sqlite()).await;
            let (browser, _) = gets_a_pair(&invitation, reader).await;
            browser.asks_chromium("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
            let visible = async |id: &str| {
                browser.evaluates(&format!("getComputedStyle(document.getElementById('{id}')).visibility")).await
            };
            assert_eq!((visible("username").await, visible("password").await), (json!("visible"), json!("hidden")));
            assert!(browser.page().await.contains("The password is left out of the printed page."));
            assert!(browser.page().await.contains(&invitation.page_address("credentials")), "where it came from");
            browser.keeps_a_picture("print-without-password");
            browser.asks_chromium("Emulation.setEmulatedMedia", &json!({ "media": "screen" }));
            browser.chooses("Print with the password").await;
            browser.asks_chromium("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
            assert_eq!(visible("password").await, json!("visible"));
            assert!(!browser.page().await.contains("The password is left out of the printed page."));
            browser.keeps_a_picture("print-with-password");
        }
    });
}
