//! Until when the pages stay open, and how they are kept so (WCAG 2.2.1).

use std::time::Duration;

use serde_json::json;

use super::looks::{checked, dressed};
use super::{Invitation, Walk};
use crate::support::{Browser, Database, Form, HttpBrowser, Page, Reader, tell};

const MINUTE: Duration = Duration::from_secs(60);

/// The two forms of *Keep going*: on the page, and in the dialog that scripts open.
fn keep_going(page: &Page) -> [Form; 2] {
    let forms: Vec<Form> = page.forms().into_iter().filter(|form| form.action.contains("/keep-going?")).collect();
    forms.try_into().unwrap()
}

on_both_databases! {
    async fn keep_going_gives_the_whole_hour_again_as_often_as_it_is_pressed(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (clock, marie) = (&invitation.server.app.clock, HttpBrowser::new("en-CA"));
        let first = marie.opens(invitation.link());
        assert!(!first.says("stays open until"), "nothing is kept for whoever only looks");
        let mut page = marie.agrees(&marie.presses_next(&first));
        assert!(page.says("This page stays open until 11:00 a.m. Eastern Standard Time."));
        for _ in 0..12 {
            clock.advance(59 * MINUTE);
            let [on_the_page, _] = keep_going(&page);
            page = marie.submits(&on_the_page, &[]);
            assert!(page.url.ends_with("/set-up") && page.status() == 200, "{}", page.url);
        }
        // Ten o'clock, twelve times fifty-nine minutes, and an hour.
        assert!(page.says("This page stays open until 10:48 p.m. Eastern Standard Time."), "{}", page.html());
        clock.advance(60 * MINUTE);
        let [too_late, _] = keep_going(&page);
        assert_eq!(marie.submits(&too_late, &[]).status(), 410);
    }

    async fn every_step_gives_an_hour_more(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (clock, marie) = (&invitation.server.app.clock, HttpBrowser::new("en-CA"));
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        let page = |name: &str| marie.opens(&invitation.page_address(name));
        clock.advance(59 * MINUTE);
        assert_eq!(marie.agrees(&permission).status(), 200);
        clock.advance(59 * MINUTE);
        marie.submits(&page("select-software").form("/select-software"), &[("software", "hcws")]);
        clock.advance(59 * MINUTE);
        assert_eq!(marie.gets_credentials(&page("set-up")).status(), 200);
        clock.advance(9 * MINUTE);
        let ready = page("credentials");
        marie.submits(&ready.form("/entered"), &[]);
        clock.advance(59 * MINUTE);
        marie.submits(&page("another-device").form("/another-device"), &[]);
        clock.advance(59 * MINUTE);
        marie.submits(&page("revoke").form("/revoke"), &[]);
        clock.advance(59 * MINUTE);
        assert!(page("revoked").says("This page stays open until"));
        clock.advance(MINUTE);
        assert_eq!(page("revoked").status(), 410);
    }

    async fn the_dialogs_form_leaves_the_page_as_it_is(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let [_, in_the_dialog] = keep_going(&ready);
        invitation.server.app.clock.advance(59 * MINUTE);
        assert_eq!(marie.submits(&in_the_dialog, &[]).status(), 204);
        invitation.server.app.clock.advance(59 * MINUTE);
        assert_eq!(marie.opens(&invitation.page_address("set-up")).status(), 200);
    }

    async fn only_pages_that_end_by_the_clock_say_so(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        for page in ["select-software", "consent", "set-up", "credentials", "another-device", "revoke"] {
            assert!(marie.opens(&invitation.page_address(page)).says("stays open until"), "{page}");
        }
        let stranger = HttpBrowser::new("en-CA");
        let mut others: Vec<Page> = ["finish", "declined"].map(|page| marie.opens(&invitation.page_address(page))).into();
        others.push(stranger.opens(&invitation.page_address("set-up")));
        others.push(stranger.opens(&invitation.wrong_link()));
        for page in others {
            assert!(!page.says("stays open until") && !page.html().contains("<dialog"), "{}", page.url);
        }
    }
}

/// Turns the clock that the page's own script reads.
async fn turns_clock_of(browser: &Browser, by: Duration) {
    let turn = format!("const wall = Date.now; Date.now = () => wall() + {}", by.as_millis());
    browser.client.execute(&turn, Vec::new()).await.unwrap();
}

async fn waits_until(browser: &Browser, expression: &str) {
    let patience = std::time::Instant::now() + Duration::from_secs(10);
    while browser.evaluates(expression).await != json!(true) {
        assert!(std::time::Instant::now() < patience, "never {expression}:\n{}", browser.page().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

const IS_OPEN: &str = "document.querySelector('dialog').open";
const FOCUSED: &str = "document.activeElement.textContent.trim()";

#[test]
fn five_minutes_before_its_end_a_page_asks_and_goes_on_as_it_was() {
    tell(async {
        let invitation = Invitation::with(Database::sqlite(), dressed).await;
        let (browser, clock) = (Browser::of(Reader::english().on_a_phone()).await, &invitation.server.app.clock);
        browser.opens(invitation.link()).await;
        for (words, then) in [
            ("Next", "What does not happen"),
            ("Next", "Before you start"),
            ("Get credentials", "Your credentials are ready"),
        ] {
            browser.presses(words).await;
            browser.sees(then).await;
        }
        let password = browser.text_of("password").await;
        let title = browser.evaluates("document.title").await;
        turns_clock_of(&browser, 54 * MINUTE).await;
        assert_eq!(browser.evaluates(IS_OPEN).await, json!(false), "not six minutes before");
        turns_clock_of(&browser, 2 * MINUTE).await;
        clock.advance(56 * MINUTE);
        waits_until(&browser, IS_OPEN).await;
        browser.sees("Are you still there?").await;
        browser.sees("this page closes in less than 5 minutes").await;
        checked(&browser, "session-asked").await;
        assert_eq!(browser.evaluates(FOCUSED).await, json!("Keep going"));
        let asked = browser.evaluates("document.title").await;
        assert!(asked.as_str().unwrap().starts_with("Are you still there? – "), "{asked}");
        let button = browser.client.active_element().await.unwrap();
        button.click().await.unwrap();
        browser.sees("You have more time: this page stays open for one hour now.").await;
        assert_eq!(browser.evaluates(IS_OPEN).await, json!(false));
        assert_eq!(browser.evaluates("document.title").await, title);
        assert_eq!(browser.text_of("password").await, password, "the page is as it was");
        clock.advance(59 * MINUTE);
        browser.opens(&invitation.page_address("set-up")).await;
        browser.sees("Before you start").await;
    });
}

#[test]
fn a_dialog_that_was_closed_stays_closed_and_the_end_is_said() {
    tell(async {
        let invitation = Invitation::with(Database::sqlite(), |settings| {
            dressed(settings);
            settings.return_hosts = vec!["erable.example".into()];
            settings.refresh_url = Some("https://erable.example/new".into());
        })
        .await;
        let browser = Browser::of(Reader::french()).await;
        browser.opens(invitation.link()).await;
        browser.presses("Suivant").await;
        browser.sees("Cette page reste ouverte jusqu’à").await;
        let before = "document.querySelector('main button').focus()";
        browser.client.execute(before, Vec::new()).await.unwrap();
        let focused = browser.evaluates(FOCUSED).await;
        turns_clock_of(&browser, 56 * MINUTE).await;
        waits_until(&browser, IS_OPEN).await;
        browser.sees("Êtes-vous toujours là?").await;
        checked(&browser, "session-asked-fr").await;
        // The keyboard goes round inside, and Escape leads out to where it was.
        let keys = browser.client.active_element().await.unwrap();
        keys.send_keys(&char::from(fantoccini::key::Key::Tab).to_string()).await.unwrap();
        assert_eq!(browser.evaluates(FOCUSED).await, json!("Fermer ce message"));
        let keys = browser.client.active_element().await.unwrap();
        keys.send_keys(&char::from(fantoccini::key::Key::Escape).to_string()).await.unwrap();
        waits_until(&browser, &format!("!{IS_OPEN}")).await;
        assert_eq!(browser.evaluates(FOCUSED).await, focused);
        turns_clock_of(&browser, 5 * MINUTE).await;
        browser.sees("Cette page est maintenant fermée").await;
        assert_eq!(browser.evaluates(IS_OPEN).await, json!(false));
        checked(&browser, "session-over-fr").await;
        let way_out = "document.querySelector('#stay-over a').href";
        let expected = format!("https://erable.example/new?connectionId={}&reason=over", invitation.connection.id);
        assert_eq!(browser.evaluates(way_out).await, json!(expected));
        assert_eq!(browser.evaluates("document.querySelector('#stay').hidden").await, json!(true));
    });
}
