//! Hostile input at the portal: in every field in which somebody types, in every address and every body.

use std::time::Duration;

use bankfeeds_link::domain::role::Role;
use bankfeeds_link::portal::PAGES;

use super::{CANARY, INNARDS, Raw, sends_bytes, tells_nothing};
use crate::portal::crawl::{FORM, Filled, INVENTED, filled, forms, lookable};
use crate::support::{Answer, Database, Member, PartnerClient, Server};

/// What somebody may type who means no good, or whose keyboard is broken. Each holds nothing that a page may show as markup.
fn corpus() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\r\nSet-Cookie: p=x\r\n\r\n",
        "\u{202e}gnp.exe",
        "\u{200b}\u{2060}\u{feff}",
        "\u{1b}[31m",
        "\u{fffd}\u{fffe}\u{ffff}",
        "'; DROP TABLE members; --",
        "\" OR 1=1 --",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{7*7}}${7*7}<%= 7*7 %>#{7*7}",
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://evil.example\\@bank.example/",
        "%00%0a%0d%ff",
        "=HYPERLINK(\"https://evil.example\")",
        "-1",
        "0x7fffffff",
        "99999999999999999999999999999999",
        "1e309",
        "NaN",
        "٣١",
        "2026-02-30",
        "9999-99-99",
        "👩‍👩‍👧‍👦",
        "ǆ İ ß ﬁ",
        "()[]{}*+?.\\^$|",
        INVENTED,
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend(["x".repeat(3_000), "é".repeat(1_000), format!("Z{}", "\u{301}".repeat(500)), "👩‍👩‍👧‍👦".repeat(100)]);
    all
}

/// No failure of ours, nothing of how we are made, and nothing of what was typed as markup.
fn is_sound(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {}\n{}", answer.status, answer.text());
    let text = answer.text();
    for word in INNARDS.into_iter().filter(|word| *word != "src/") {
        assert!(!text.contains(word), "{what}: the answer says {word}:\n{text}");
    }
    for markup in ["<script>alert", "<img src=x"] {
        assert!(!text.contains(markup), "{what}: {markup} stands in the page");
    }
    assert!(answer.header("set-cookie").find("p=x").is_none(), "{what}: a header was smuggled in");
}

/// Pages whose form ends what the crawl stands on.
fn ends_the_visit(action: &str) -> bool {
    ["/sign-out", "/sessions", "/remove", "/password", "/authenticator"].iter().any(|end| action.ends_with(end))
}

/// Every form with a field to type in, from the page it stands on, as it is drawn now.
fn drawn(member: &Member, page: &str, action: &str) -> Option<Filled> {
    forms(&member.opens(page).html()).into_iter().find(|form| form.action == action)
}

on_both_databases! {
    async fn whatever_is_typed_into_any_field_of_the_portal_is_taken_or_explained(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        bank.connects(&bank.creates_company("Bistro"));
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let mut fields = 0;
        for page in lookable().map(|entry| entry.path) {
            let shown = forms(&ada.opens(page).html());
            for form in shown.iter().filter(|form| !form.texts.is_empty() && !form.is_multipart && !ends_the_visit(&form.action)) {
                fields += form.texts.len();
                let below = form.action.trim_start_matches("/portal");
                for typed in corpus() {
                    // A form is drawn anew each time: it may be good for once.
                    let form = drawn(&ada, page, &form.action).unwrap_or_else(|| form.clone());
                    let answer = ada.asks("POST", below, &form.with_all(&typed));
                    is_sound(&answer, &format!("{}: {typed:?} everywhere", form.action));
                }
                for field in &form.texts {
                    for typed in ["\u{0}", "<script>alert(1)</script>", "99999999999999999999999999999999"] {
                        let form = drawn(&ada, page, &form.action).unwrap_or_else(|| form.clone());
                        let answer = ada.asks("POST", below, &form.with(field, typed));
                        is_sound(&answer, &format!("{}: {typed:?} in {field}", form.action));
                    }
                    // Bytes that are no text at all.
                    is_sound(&ada.asks("POST", below, &format!("{}&{field}=%ff%fe%80", form.body())), &form.action);
                }
            }
        }
        assert!(fields > 0, "there is nothing to type in");
        let still = Member::of(&server, bank.id, Role::Administrator).await;
        for page in lookable().map(|entry| entry.path) {
            assert!(still.opens(page).status() < 500, "{page} still shows what was kept");
        }
    }

    async fn whatever_stands_in_an_address_of_the_portal_is_answered(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        bank.creates_company("Bistro");
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let names = ["q", "page", "to", "deleted", "said", "from", "until", "who", "lang", "x"];
        for typed in corpus().into_iter().filter(|typed| typed.len() < 1_000) {
            let encoded = serde_urlencoded::to_string(names.map(|name| (name, typed.as_str()))).unwrap();
            for page in lookable().map(|entry| entry.path) {
                let answer = ada.asks("GET", &format!("{page}?{encoded}"), "");
                is_sound(&answer, &format!("{page}?{typed:?}"));
                assert!(matches!(answer.status, 200 | 303 | 404 | 422), "{page}?{typed:?}: {}", answer.status);
                assert!(!answer.header("location").contains("evil"), "{page}?{typed:?} leads away");
            }
            let id = serde_urlencoded::to_string([("", &typed)]).unwrap().trim_start_matches('=').to_owned();
            for entry in PAGES.iter().filter(|entry| entry.path.contains('{') && !id.is_empty() && id != "." && id != "..") {
                let answer = ada.asks("GET", &filled(entry, &id), "");
                is_sound(&answer, &format!("{} {typed:?}", entry.path));
                assert!(matches!(answer.status, 404 | 405), "{} {typed:?}: {}", entry.path, answer.status);
            }
        }
        for query in ["q=%ff", "q=%", "q=a&q=b", "%00=1", "q[]=1", "?", "&&&", "page=1&page=2"] {
            let answer = ada.asks("GET", &format!("/companies?{query}"), "");
            is_sound(&answer, query);
        }
        let long = ada.asks("GET", &format!("/companies?q={}", "x".repeat(20_000)), "");
        assert!(matches!(long.status, 414 | 422 | 431), "{}", long.status);
    }

    async fn a_body_that_no_form_of_the_portal_sends_is_refused_as_a_page(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let cookie = ada.browser.cookie("p").unwrap();
        let mut before = server.database.tables().await;
        let posts = |address: &str, kind: &str, body: &[u8]| -> Raw {
            let head = format!(
                "POST /portal{address} HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nCookie: p={cookie}\r\n"
            );
            sends_bytes(&server, head.as_bytes(), body)
        };
        let many: String = (0..2_500).map(|number| format!("&{number}=")).collect();
        for entry in PAGES.iter().filter(|entry| entry.post.is_some()) {
            let address = filled(entry, INVENTED);
            for (what, kind, body) in [
                ("nothing", FORM, Vec::new()),
                ("no token", FORM, format!("name={CANARY}").into_bytes()),
                ("two tokens", FORM, format!("csrf={CANARY}&csrf=&nonce={CANARY}").into_bytes()),
                ("no UTF-8", FORM, [b"csrf=\xff\xfe%ff&name=".as_slice(), CANARY.as_bytes()].concat()),
                ("many fields", FORM, format!("csrf=x{many}").into_bytes()),
                ("JSON", "application/json", format!("{{\"csrf\":\"{CANARY}\"}}").into_bytes()),
                ("multipart without a boundary", "multipart/form-data", CANARY.as_bytes().to_vec()),
                ("multipart that breaks off", "multipart/form-data; boundary=b", format!("--b\r\n{CANARY}").into_bytes()),
                ("plain text", "text/plain", CANARY.as_bytes().to_vec()),
                ("no kind", "", CANARY.as_bytes().to_vec()),
            ] {
                let answer = posts(&address, kind, &body);
                assert!(matches!(answer.status, 303 | 400 | 403 | 404 | 415 | 422), "{address}: {what}: {}\n{}", answer.status, answer.body);
                tells_nothing(&answer, &format!("{address}: {what}"));
            }
        }
        // One that is refused before it was read whole is left open for a while: not at every address.
        for address in ["/developers/keys/new", "/settings/link/contacts"] {
            let large = posts(address, FORM, format!("csrf=x&name={}", CANARY.repeat(2_000)).as_bytes());
            assert_eq!(large.status, 413, "{address}");
            tells_nothing(&large, address);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut after = server.database.tables().await;
        for tables in [&mut before, &mut after] {
            tables.retain(|name, _| !["members", "member_sessions"].contains(&name.as_str()));
        }
        assert_eq!(after, before);
    }
}
