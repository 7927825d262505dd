//! The link in real Chromium: what stays in it, what it tells others, and scanners that press buttons.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;
use std::time::Duration;

use bankfeeds_link::domain::timeline::What;
use bankfeeds_link::store;
use fantoccini::Locator;
use serde_json::json;

use crate::link::{Invitation, Walk};
use crate::support::{Browser, Database, HttpBrowser, Reader, tell};

/// Somebody else's site; it keeps what the first visitor sends.
struct Elsewhere {
    url: String,
    heard: JoinHandle<String>,
}

impl Elsewhere {
    fn listens() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/outside", listener.local_addr().unwrap());
        let heard = std::thread::spawn(move || {
            let (mut visitor, _) = listener.accept().unwrap();
            visitor.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let (mut head, mut part) = (Vec::new(), [0; 4_096]);
            while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                let read = visitor.read(&mut part).unwrap();
                assert!(read > 0, "the visitor left");
                head.extend_from_slice(&part[..read]);
            }
            visitor.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\noutside").unwrap();
            String::from_utf8(head).unwrap().to_lowercase()
        });
        Self { url, heard }
    }
}

/// Follows a link from this page to there, and answers the head of the request.
async fn leaves(browser: &Browser) -> String {
    let elsewhere = Elsewhere::listens();
    let click = format!(
        "(() => {{ const link = document.createElement('a'); link.href = '{}'; document.body.append(link); link.click(); }})()",
        elsewhere.url
    );
    browser.evaluates(&click).await;
    browser.sees("outside").await;
    elsewhere.heard.join().unwrap()
}

/// Every address in the browser's history.
fn history(browser: &Browser) -> Vec<String> {
    let history = browser.asks_chromium("Page.getNavigationHistory", &json!({}));
    let entries = history["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["url"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn o_08_after_opening_no_code_is_in_the_address_the_history_or_a_referer() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let otp = invitation.link().split_once("otp=").unwrap().1;
        let browser = Browser::of(Reader::english()).await;
        browser.opens(invitation.link()).await;
        browser.sees("Select your accounting software").await;
        assert!(browser.evaluates("location.href").await.as_str().unwrap().ends_with("/select-software"));
        assert_eq!(browser.evaluates("document.referrer").await, json!(""));
        let stored = browser.evaluates("JSON.stringify([localStorage, sessionStorage, document.cookie])").await;
        assert_eq!(stored, json!("[{},{},\"\"]"), "scripts see nothing");
        let heard = leaves(&browser).await;
        assert!(!heard.contains("referer:"), "{heard}");
        let addresses = history(&browser);
        assert!(addresses.len() >= 2 && addresses.iter().all(|address| !address.contains(otp)), "{addresses:?}");

        // A dead end stands at the address with the code: it names its origin and no more.
        browser.opens(&invitation.wrong_link()).await;
        browser.sees("We cannot open this link").await;
        let heard = leaves(&browser).await;
        let referer = heard.lines().find(|line| line.starts_with("referer:")).unwrap_or("referer:");
        assert!(!referer.contains("otp") && !referer.contains("companies"), "{referer}");
    });
}

/// A program that opens the links in mail in a real browser, and presses one button.
async fn scans(invitation: &Invitation, button: &str) -> Browser {
    let scanner = Browser::of(Reader::english()).await;
    scanner.opens(invitation.link()).await;
    scanner.sees("Select your accounting software").await;
    scanner.client.find(Locator::Css(button)).await.unwrap().click().await.unwrap();
    scanner
}

#[test]
fn o_12_a_scanner_that_presses_the_first_button_takes_nothing_from_the_customer() {
    tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let before = invitation.server.database.tables().await;
        let scanner = scans(&invitation, "button, input[type=submit], input[type=button]").await;
        scanner.sees("Sélectionnez votre logiciel de comptabilité").await;
        assert_eq!(invitation.server.database.tables().await, before, "the first button is the language's");
        let marie = Browser::of(Reader::english()).await;
        marie.opens(invitation.link()).await;
        marie.presses("Next").await;
        marie.sees("Connect to QuickBooks Online Bank Feeds").await;
        marie.presses("Next").await;
        marie.presses("Get credentials").await;
        marie.sees("Your credentials are ready").await;
    });
}

#[test]
fn o_12_a_scanner_that_presses_next_is_named_and_the_customer_gets_there_with_the_next_link() {
    tell(async {
        let invitation = Invitation::with(Database::sqlite(), |settings| {
            settings.return_hosts = vec!["erable.example".into()];
            settings.refresh_url = Some("https://erable.example/quickbooks".into());
        })
        .await;
        let scanner = scans(&invitation, "main button").await;
        scanner.sees("Connect to QuickBooks Online Bank Feeds").await;
        let marie = HttpBrowser::new("en-CA");
        let told = marie.opens(invitation.link());
        assert_eq!(told.status(), 410);
        assert!(
            told.says("This link has already been opened") && told.says("Programs that check email"),
            "{}",
            told.html()
        );
        assert!(told.html().contains("https://erable.example/quickbooks"), "the way to a new one");
        let mut db = invitation.server.app.store.read().await.unwrap();
        let lines = store::timeline::of_connection(&mut db, invitation.connection.id.parse().unwrap()).await.unwrap();
        drop(db);
        let claimed = lines.iter().find(|line| line.what == What::LinkClaimed).unwrap();
        assert!(claimed.why.contains("HeadlessChrome"), "{claimed:?}");
        // Opened once, it is not answered again: the bank's page has a new link at once.
        assert!(marie.walks_to_credentials(&invitation.fresh_link()).says("Your credentials are ready"));
    });
}
