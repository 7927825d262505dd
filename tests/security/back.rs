//! The Back button after the credentials page, in real Chromium: browsers keep left pages frozen, `no-store` or not
//! (security reference 3.6). What the server would not show any more must not come back from there.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;

use crate::link::Invitation;
use crate::support::{Browser, Database, QuickBooks, Reader, tell};

/// Another site, for as long as the test runs.
fn elsewhere() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://localhost:{}/outside", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for visitor in listener.incoming() {
            let Ok(mut visitor) = visitor else { return };
            let _ = visitor.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = visitor.read(&mut [0; 4_096]);
            let page = "<!doctype html><title>x</title><p>Somebody else</p>";
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
            let _ = write!(visitor, "{head}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
        }
    });
    url
}

/// Somebody on the page with the pair; answers the password.
async fn gets_a_pair(invitation: &Invitation, browser: &Browser) -> String {
    browser.opens(invitation.link()).await;
    browser.presses("Next").await;
    browser.sees("Connect to QuickBooks Online Bank Feeds").await;
    browser.presses("Next").await;
    browser.presses("Get credentials").await;
    browser.sees("Your credentials are ready").await;
    browser.text_of("password").await
}

async fn shows_nothing(browser: &Browser, password: &str, what: &str) {
    let html = browser.evaluates("document.documentElement.outerHTML").await;
    let html = html.as_str().unwrap().replace("</span><span>", "");
    assert!(!html.contains(password), "{what}: {html}");
}

async fn leaves_and_comes_back(reader: Reader) {
    let what = format!("javascript: {}", reader.javascript);
    let invitation = Invitation::from_a_bank(Database::sqlite()).await;
    let browser = Browser::of(reader).await;
    let password = gets_a_pair(&invitation, &browser).await;
    // To another site: no answer of ours comes in between.
    browser.opens(&elsewhere()).await;
    browser.sees("Somebody else").await;
    invitation.server.app.clock.advance(Duration::from_secs(601));
    browser.goes_back().await;
    browser.sees("We already showed these credentials").await;
    shows_nothing(&browser, &password, &what).await;
}

#[test]
fn back_from_another_site_later_shows_no_pair() {
    tell(leaves_and_comes_back(Reader::english()));
}

#[test]
fn back_from_another_site_later_shows_no_pair_without_javascript() {
    tell(leaves_and_comes_back(Reader::english().without_javascript()));
}

async fn revokes_and_goes_back(reader: Reader) {
    let what = format!("javascript: {}", reader.javascript);
    let invitation = Invitation::from_a_bank(Database::sqlite()).await;
    let browser = Browser::of(reader).await;
    let password = gets_a_pair(&invitation, &browser).await;
    browser.presses("Revoke credentials").await;
    browser.sees("Revoke all credentials?").await;
    browser.presses("Revoke credentials").await;
    browser.sees("Your credentials are revoked").await;
    for _ in 0..4 {
        browser.goes_back().await;
        shows_nothing(&browser, &password, &what).await;
    }
}

#[test]
fn back_after_revoking_shows_no_pair_on_any_page() {
    tell(async {
        revokes_and_goes_back(Reader::english()).await;
        revokes_and_goes_back(Reader::english().without_javascript()).await;
    });
}

#[test]
fn back_after_quickbooks_has_used_the_pair_shows_it_no_more() {
    tell(async {
        for reader in [Reader::english(), Reader::english().without_javascript()] {
            let invitation = Invitation::from_a_bank(Database::sqlite()).await;
            let browser = Browser::of(reader).await;
            let password = gets_a_pair(&invitation, &browser).await;
            let username = browser.text_of("username").await;
            browser.presses("I have connected my accounts").await;
            browser.sees("You are almost done").await;
            let quickbooks = QuickBooks::signing_on(&invitation.server, &username, &password);
            assert!(quickbooks.downloads_everything().is_good());
            browser.goes_back().await;
            browser.sees("We already showed these credentials").await;
            shows_nothing(&browser, &password, "used").await;
        }
    });
}

/// For browsers that freeze it all the same: with JavaScript the page is empty before it is frozen, and asks anew.
#[test]
fn a_page_with_a_pair_empties_itself_when_it_is_left() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let browser = Browser::of(Reader::english()).await;
        let password = gets_a_pair(&invitation, &browser).await;
        browser.evaluates("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))").await;
        shows_nothing(&browser, &password, "left").await;
        assert_eq!(browser.text_of("password").await, "");
        invitation.server.app.clock.advance(Duration::from_secs(601));
        browser.evaluates("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))").await;
        browser.sees("We already showed these credentials").await;
    });
}

/// Or the stories above would prove nothing.
#[test]
fn this_browser_does_keep_pages_frozen() {
    tell(async {
        for reader in [Reader::english(), Reader::english().without_javascript()] {
            let browser = Browser::of(reader).await;
            browser.opens(&elsewhere()).await;
            browser.evaluates("window.frozen = 7").await;
            browser.opens(&elsewhere()).await;
            browser.goes_back().await;
            browser.sees("Somebody else").await;
            assert_eq!(browser.evaluates("window.frozen").await, json!(7));
        }
    });
}
