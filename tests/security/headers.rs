//! The headers that go with every kind of answer (security reference 4.3).

use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::PublicUrl;
use time::macros::datetime;

use super::addresses::{METHODS, declared, start};
use crate::link::{Invitation, Walk};
use crate::portal::crawl::{INVENTED, filled, lookable, roles};
use crate::support::{Answer, Database, HttpBrowser, Member, PartnerClient, Server, Wire, agent, checking, send};

const NOTHING_RUNS: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";
/// Of the page that is told when QuickBooks has signed in; no other may ask for anything.
const LISTENING_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(), \
     clipboard-write=(self), fullscreen=(), browsing-topics=()";
const ROBOTS: &str = "noindex, nofollow";

on_both_databases! {
    async fn a_page_lets_only_our_own_files_run_and_is_kept_by_nobody(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        let unknown = format!("{}/nowhere", invitation.server.url());
        // A dead end may stand at a linkUrl: what it sends along names no path.
        let pages = [
            (invitation.page_address("credentials"), 200, Class::Listening),
            (invitation.page_address("set-up"), 200, Class::Page),
            (unknown, 404, Class::DeadEnd),
        ];
        for (address, status, class) in pages {
            let page = marie.asks("GET", &address);
            assert_eq!(page.status, status, "{address}");
            is_complete(&page, class, false, &address);
            assert_eq!(page.header("content-language"), "en-CA", "{address}");
        }
    }

    async fn a_redirect_gives_no_referrer_and_is_kept_by_nobody(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let redirect = send(&agent(), "GET", invitation.link(), &[], ());
        assert_eq!(redirect.status, 303);
        is_complete(&redirect, Class::Redirect, false, "the link");
    }

    async fn programs_get_answers_that_no_browser_shows_as_a_page(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let url = invitation.server.url();
        let mine = invitation.bank.gets(&invitation.connection.path(""));
        let stranger = send(&agent(), "GET", &format!("{url}/companies"), &[], ());
        let ofx = send(&agent(), "GET", &invitation.server.ofx_url(), &[], ());
        for (answer, status) in [(mine, 200), (stranger, 401), (ofx, 405)] {
            assert_eq!(answer.status, status, "{}", answer.text());
            is_complete(&answer, Class::Program, false, "a program's");
        }
    }

    async fn the_files_of_a_page_are_kept_for_ever_and_run_nothing_by_themselves(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let html = HttpBrowser::new("en-CA").opens(invitation.link()).html();
        let addresses = html.split('"').filter(|text| text.starts_with("/static/") || text.starts_with("/theme/"));
        let addresses: Vec<&str> = addresses.collect();
        assert!(addresses.len() >= 3, "{addresses:?}");
        for address in addresses {
            let file = send(&agent(), "GET", &format!("{}{address}", invitation.server.url()), &[], ());
            assert_eq!(file.status, 200, "{address}");
            is_complete(&file, Class::File, false, address);
        }
    }
}

/// What an answer is to a browser, which is what its headers depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Page,
    /// The page with the credentials.
    Listening,
    /// A page without a session, which may stand at a linkUrl.
    DeadEnd,
    Redirect,
    /// For programs, or with nothing in it.
    Program,
    /// Of a page, under an address that names its content.
    File,
    /// A page that is the same for everybody.
    Docs,
    /// The same for programs.
    Description,
}

impl Class {
    /// Of an answer to somebody without a session, who asks for no file by a name that it has.
    fn of(answer: &Answer) -> Self {
        match (answer.status, answer.header("content-type")) {
            (303, _) => Self::Redirect,
            (200, "text/html; charset=utf-8") if !answer.header("etag").is_empty() => Self::Docs,
            (200, _) if !answer.header("etag").is_empty() => Self::Description,
            (_, "text/html; charset=utf-8") => Self::DeadEnd,
            _ => Self::Program,
        }
    }

    /// Of an answer at this address.
    fn at(path: &str, answer: &Answer) -> Self {
        match Self::of(answer) {
            // No address of the portal holds a code.
            Self::DeadEnd if path.starts_with("/portal") => Self::Page,
            class => class,
        }
    }

    /// Every header that differs from class to class; an empty value stands for none.
    fn headers(self) -> [(&'static str, &'static str); 6] {
        let (policy, caching, referrer, permissions, opener, robots) = match self {
            Self::Page => (PAGE_POLICY, "no-store", "same-origin", PERMISSIONS, "same-origin", ROBOTS),
            Self::Listening => (LISTENING_POLICY, "no-store", "same-origin", PERMISSIONS, "same-origin", ROBOTS),
            Self::DeadEnd => (PAGE_POLICY, "no-store", "strict-origin", PERMISSIONS, "same-origin", ROBOTS),
            Self::Redirect => (NOTHING_RUNS, "no-store", "no-referrer", "", "same-origin", ROBOTS),
            Self::Program => (NOTHING_RUNS, "no-store", "no-referrer", "", "", ""),
            Self::File => (NOTHING_RUNS, "public, max-age=31536000, immutable", "no-referrer", "", "", ""),
            Self::Docs => (PAGE_POLICY, "no-cache", "no-referrer", PERMISSIONS, "same-origin", ROBOTS),
            Self::Description => (NOTHING_RUNS, "no-cache", "no-referrer", "", "", ""),
        };
        [
            ("content-security-policy", policy),
            ("cache-control", caching),
            ("referrer-policy", referrer),
            ("permissions-policy", permissions),
            ("cross-origin-opener-policy", opener),
            ("x-robots-tag", robots),
        ]
    }
}

/// What holds for any answer to anybody, whatever its status.
fn is_complete(answer: &Answer, class: Class, is_https: bool, what: &str) {
    for (name, value) in class.headers() {
        // An error is for no crawler, whatever it is.
        let value = if name == "x-robots-tag" && answer.status >= 400 { ROBOTS } else { value };
        let sent: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert_eq!(sent.len(), usize::from(!value.is_empty()), "{what}, {class:?}: {name} {sent:?}");
        assert_eq!(answer.header(name), value, "{what}, {class:?}: {name}");
    }
    assert!(!answer.header("date").is_empty(), "{what}: no date");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("x-request-id").len(), 32, "{what}");
    let hsts = if is_https { "max-age=63072000; includeSubDomains" } else { "" };
    assert_eq!(answer.header("strict-transport-security"), hsts, "{what}");
    for name in answer.headers.keys() {
        let is_told = name == "server" || name == "x-powered-by" || name.as_str().starts_with("access-control");
        assert!(!is_told, "{what}: {name}");
    }
    for value in answer.headers.get_all("set-cookie") {
        is_ours(value.to_str().unwrap(), is_https, what);
    }
}

/// The attributes of security reference 4.2; the language alone outlives the visit.
fn is_ours(cookie: &str, is_https: bool, what: &str) {
    assert!(cookie.len() <= 4_096, "{what}: {} bytes", cookie.len());
    let mut parts: Vec<&str> = cookie.split("; ").skip(1).collect();
    parts.sort_unstable();
    let name = cookie.split('=').next().unwrap();
    // The portal is entered directly: nothing that another site leads to needs its cookies.
    let of_members = ["p", "door", "d"].contains(&name.trim_start_matches("__Host-"));
    let mut expected = vec!["HttpOnly", "Path=/", if of_members { "SameSite=Strict" } else { "SameSite=Lax" }];
    expected.extend(is_https.then_some("Secure"));
    expected
        .extend(name.ends_with("language").then_some("Max-Age=15552000").filter(|_| !name.ends_with("link-language")));
    expected.sort_unstable();
    assert_eq!(parts, expected, "{what}: {cookie}");
    assert_eq!(name.starts_with("__Host-"), is_https, "{what}: {cookie}");
}

/// With a key, as a stranger, and as a page of somebody else's.
async fn crawl(invitation: &Invitation, is_https: bool) {
    let key = invitation.bank.authorization();
    let visitors: [&[(&str, &str)]; 3] = [
        &[("authorization", &key)],
        &[],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("accept", "application/json")],
    ];
    let mut addresses: Vec<String> = declared(invitation).into_iter().map(|address| address.path).collect();
    addresses.extend(["/nowhere", "/companies/a/b/c", "/link/1/nothing", "/ofx/nobody"].map(str::to_owned));
    addresses.push(format!("{}?otp=123456", start(invitation)));
    for path in addresses {
        for method in METHODS {
            for headers in visitors {
                let url = format!("{}{path}", invitation.server.url());
                let answer = send(&agent(), method, &url, headers, ureq::SendBody::none());
                let what = format!("{method} {path} {}", answer.status);
                is_complete(&answer, Class::at(&path, &answer), is_https, &what);
                assert!(answer.status < 500, "{what}");
                assert!(method != "HEAD" || answer.bytes.is_empty(), "{what}");
            }
        }
    }
}

on_both_databases! {
    async fn hdr_every_address_and_method_answers_with_every_header(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        crawl(&invitation, false).await;
    }

    async fn hdr_every_page_of_the_portal_has_every_header_for_every_role(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        for role in roles() {
            let member = Member::of(&server, bank.id, role).await;
            let things = bankfeeds_link::portal::PAGES.iter().filter(|entry| entry.path.contains('{'));
            let addresses: Vec<String> = lookable().chain(things).map(|entry| filled(entry, INVENTED)).collect();
            for address in addresses {
                for (method, body) in [("GET", ""), ("POST", "csrf=x"), ("PUT", "")] {
                    let answer = member.asks(method, &address, body);
                    let class = Class::at("/portal", &answer);
                    let what = format!("{role}: {method} {address} {}", answer.status);
                    if class == Class::Page && answer.header("content-security-policy") != PAGE_POLICY {
                        // The preview stands in a frame of ours, and its editors hold one; nothing else does.
                        let policy = answer.header("content-security-policy");
                        let is_framing = policy == PAGE_POLICY.replace("form-action", "frame-src 'self'; form-action");
                        let is_framed = policy == PAGE_POLICY.replace("ancestors 'none'", "ancestors 'self'");
                        assert!(is_framing || is_framed, "{what}: {policy}");
                        assert!(address.starts_with("/settings/"), "{what}: {policy}");
                        assert_eq!(answer.header("x-frame-options"), if is_framed { "SAMEORIGIN" } else { "DENY" }, "{what}");
                        assert_eq!(answer.header("cache-control"), "no-store", "{what}");
                        continue;
                    }
                    is_complete(&answer, class, false, &what);
                }
            }
        }
    }

    async fn hdr_behind_https_every_answer_says_so_and_every_cookie_is_bound_to_the_host(database: Database) {
        let ours = "https://link.example";
        let server = Server::with(database, Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into()), |app| {
            app.public_url = PublicUrl::parse(ours).unwrap();
        });
        let server = server.await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        bank.adds_account(&connection, &checking("4821"));
        let invitation = Invitation { server, bank, connection };
        // The longest parameters that a link may bring are sealed in its cookie, or left out.
        for letter in ["a", "\"", "%F0%9F%8D%81"] {
            let more: String = (0..10).map(|n| format!("&{}{n}={}", "n".repeat(39), letter.repeat(256))).collect();
            let link = format!("{}{more}&lang=fr", invitation.link().replace(ours, invitation.server.url()));
            let opened = send(&agent(), "GET", &link.replace('"', "%22"), &[], ());
            assert_eq!(opened.status, 303, "{}", opened.text());
            assert_eq!(opened.headers.get_all("set-cookie").iter().count(), 2);
            is_complete(&opened, Class::Redirect, true, "the link");
            let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
            let page = invitation.page_address("select-software");
            let page = send(&agent(), "GET", &page, &[("cookie", &cookie)], ());
            assert_eq!(page.status, 200);
            is_complete(&page, Class::Page, true, "the first page");
        }
        let form = [("origin", ours), ("content-type", "application/x-www-form-urlencoded")];
        let click = send(&agent(), "POST", &format!("{}/", invitation.server.url()), &form, "language=fr-CA");
        assert_eq!((click.status, click.headers.get_all("set-cookie").iter().count()), (303, 1));
        is_complete(&click, Class::Redirect, true, "the language button");
        crawl(&invitation, true).await;
    }

    async fn hdr_every_refusal_has_every_header(database: Database) {
        let invitation = Invitation::with(database, |settings| settings.integration_enabled = true).await;
        let url = invitation.server.url();
        let key = invitation.bank.authorization();
        let json = [("authorization", key.as_str()), ("content-type", "application/json")];
        let text = [("authorization", key.as_str()), ("content-type", "text/plain")];
        let origin = [("origin", url), ("content-type", "text/plain")];
        let big = "x".repeat(300 * 1024);
        let refused = [
            (413, Class::Program, send(&agent(), "POST", &format!("{url}/companies"), &json, &big)),
            (413, Class::Program, send(&agent(), "POST", &format!("{url}/ofx"), &[], &big)),
            (415, Class::Program, send(&agent(), "POST", &format!("{url}/companies"), &text, "{}")),
            (415, Class::DeadEnd, send(&agent(), "POST", &format!("{url}/"), &origin, "language=fr")),
            (503, Class::Program, send(&agent(), "GET", invitation.link(), &[("sec-purpose", "prefetch")], ())),
            (410, Class::DeadEnd, send(&agent(), "GET", &invitation.page_address("consent"), &[], ())),
        ];
        for (status, class, answer) in refused {
            assert_eq!(answer.status, status, "{}", answer.text());
            is_complete(&answer, class, false, &status.to_string());
        }
        let tries: Vec<Answer> =
            (0..31).map(|_| send(&agent(), "GET", &invitation.wrong_link(), &[], ())).collect();
        let last = &tries[30];
        assert_eq!(last.status, 429);
        is_complete(last, Class::DeadEnd, false, "429");
        // What the application refuses for its slowness; what the framework refuses before has no header of ours.
        let mut wire = Wire::to(url);
        wire.sends("POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf");
        assert!(wire.is_closed_within(Duration::from_secs(18)), "{}", wire.heard());
        assert_eq!(wire.status(), 408);
        for header in ["x-content-type-options: nosniff", "x-robots-tag: noindex", "cache-control: no-store", "x-request-id: "] {
            assert!(wire.heard().contains(header), "{}", wire.heard());
        }
    }
}
