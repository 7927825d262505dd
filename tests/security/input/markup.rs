//! Markup in every text that others write, seen in real Chromium: it stays text.

use bankfeeds_link::domain::callout::Callout;
use bankfeeds_link::domain::settings::{Bilingual, Settings};
use serde_json::{Value, json};

use crate::support::{Browser, Connection, Database, PartnerClient, Reader, Server, checking, tell};

use super::{CANARY, sends, tells_nothing};

/// Each runs, links, formats or computes somewhere; none may here.
const EVIL: [&str; 10] = [
    "</h1><img src=x onerror=window.pwned=1>",
    "\"><script>window.pwned=1</script>",
    "'-window.pwned=1-'",
    "</title><svg onload=window.pwned=1>",
    "{{7*7}}${7*7}<%=7*7%>#{7*7}",
    "javascript:window.pwned=1//**x**",
    "<!--<a href=//evil.example>x</a>",
    "&lt;b&gt;&#60;b&#62;&amp;lt;",
    "https://evil.example/ [x](//e) `x`",
    "</p><iframe srcdoc='<script>x'>",
];

fn harmless(text: &str) -> String {
    "x".repeat(text.len())
}

/// A bank whose every text is one of these, with a company and an account of the same making.
async fn bank(server: &Server, text: impl Fn(usize) -> String) -> Connection {
    let mut settings = Settings::new(&text(0)).unwrap();
    settings.institution = Bilingual { en: text(1), fr: Some(text(2)) };
    settings.callout_en = Some(Callout::new(&text(3), &text(4)).unwrap());
    settings.support.hours = Some(Bilingual { en: text(5), fr: None });
    settings.support.phone = Some("311".into());
    settings.support.email = Some("'onclick='window.pwned=1'@x.y".into());
    settings.support.help_url = Some("https://bank.example/'onmouseover=window.pwned=1//%22%3E%3Cscript%3E".into());
    settings.return_url = Some("https://bank.example/?x={p}\"'><script>window.pwned=1</script>".into());
    settings.return_hosts = vec!["bank.example".into()];
    let bank = PartnerClient::with_settings(server, &settings).await;
    let company = bank.creates_company("Bistro <b>");
    let connection = bank.connects(&company);
    for number in 6..10 {
        let mut account = checking(&format!("{number}{}", &text(number)[..10]));
        account["accountName"] = text(number).into();
        // The last four of a number are shown.
        account["accountNumber"] = json!(format!("{number}00{}", &text(number)[..4]));
        bank.adds_account(&connection, &account);
    }
    connection
}

/// What a page is made of: the tags and the names of their attributes, without any text; and its whole text.
async fn seen(browser: &Browser) -> (String, String) {
    let shape = "[...document.querySelectorAll('*')].map(e => e.tagName + '[' + [...e.attributes].map(a => a.name).join() + ']').join(' ')";
    let shape = browser.evaluates(shape).await.as_str().unwrap().to_owned();
    let text =
        browser.evaluates("document.documentElement.textContent + document.title").await.as_str().unwrap().to_owned();
    assert_eq!(browser.evaluates("window.pwned === undefined").await, Value::Bool(true), "{text}");
    let addresses = "[...document.querySelectorAll('[href],[src],[action]')].every(e => /^(https?|tel|mailto):/.test(e.href || e.src || e.action))";
    assert_eq!(browser.evaluates(addresses).await, Value::Bool(true), "{shape}");
    (shape, text)
}

/// Every page from the link to the end.
async fn walks(browser: &Browser, server: &Server, connection: &Connection) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    browser.opens(&format!("{}&p=%22%3E%3Cscript%3Ewindow.pwned%3D1%3C%2Fscript%3E", connection.link_url)).await;
    pages.push(seen(browser).await);
    for (button, then) in
        [("Next", "Connect to"), ("Next", "Get credentials"), ("Get credentials", "Your credentials are ready")]
    {
        browser.presses(button).await;
        browser.sees(then).await;
        pages.push(seen(browser).await);
    }
    for page in ["finish", "revoke"] {
        browser.opens(&format!("{}/link/{}/{page}", server.url(), connection.id)).await;
        pages.push(seen(browser).await);
    }
    pages
}

#[test]
fn v1_2_1_markup_in_any_text_of_others_stays_text_in_a_real_browser() {
    tell(async {
        let server = Server::start(Database::sqlite()).await;
        let evil = bank(&server, |number| EVIL[number].to_owned()).await;
        let good = bank(&server, |number| harmless(EVIL[number])).await;
        let browser = Browser::of(Reader::english()).await;
        let (evil, good) = (walks(&browser, &server, &evil).await, walks(&browser, &server, &good).await);
        for ((evil, _), (good, _)) in evil.iter().zip(&good) {
            assert_eq!(evil, good, "a page has other elements than it should");
        }
        let said: String = evil.iter().map(|(_, text)| text.as_str()).collect();
        for (number, text) in EVIL.iter().enumerate().filter(|(number, _)| *number != 2) {
            assert!(said.contains(text), "text {number} is not shown as it was written: {text}");
        }
    });
}

on_both_databases! {
    async fn v4_2_5_nothing_that_is_sent_becomes_a_header(database: Database) {
        let server = Server::start(database).await;
        let evil = bank(&server, |number| EVIL[number].to_owned()).await;
        let injected = "%0d%0aX-Injected:%201%0d%0a%0d%0a<script>";
        let click = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        for path in [
            format!("/{injected}"), format!("//evil.example/{injected}"), format!("/\\evil.example/{injected}"), format!("/company/{injected}"),
            format!("/%5cevil.example{injected}"), format!("/?{injected}"), format!("/companies/{}/connections/{}/start?otp={injected}", evil.company, evil.id),
        ] {
            for (method, body) in [("GET", ""), ("POST", "language=fr-CA")] {
                let answer = sends(&server, &format!("{method} {path} HTTP/1.1\r\n{click}"), body.as_bytes());
                let what = format!("{method} {path}");
                tells_nothing(&answer, &what);
                assert!(answer.header("x-injected").is_empty() && !answer.body.contains("X-Injected"), "{what}: {}", answer.head);
                let location = answer.header("location");
                let leads_home = location.is_empty() || (location.starts_with('/') && !location[1..].starts_with(['/', '\\']));
                assert!(leads_home, "{what}: {location}");
            }
        }
        let head = format!("GET / HTTP/1.1\r\nX-Request-Id: {CANARY}\r\nX-Forwarded-Host: {CANARY}\r\nForwarded: host={CANARY}\r\n");
        tells_nothing(&sends(&server, &head, b""), "ids and hosts of others");
    }
}
