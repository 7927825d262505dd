//! Cookies: flipped, swapped, replayed, and what they are bound to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::PublicUrl;
use bankfeeds_link::domain::role::Role;

use crate::link::{Invitation, Walk, unless_busy};
use crate::portal::crawl::{leads_to_the_door, lookable};
use crate::support::{Answer, Database, HttpBrowser, Member, Page, PartnerClient, Server, checking};

const FORM: &str = "application/x-www-form-urlencoded";
const PAGES: [&str; 8] =
    ["select-software", "consent", "set-up", "credentials", "revoke", "revoked", "finish", "declined"];

fn asks(address: &str, cookie: &str) -> Answer {
    HttpBrowser::new("en-CA").sends("GET", address, &[("cookie", cookie)], "")
}

/// What a header can carry at all.
fn sendable(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| text.chars().all(|letter| letter.is_ascii_graphic()))
}

/// The attributes of each `Set-Cookie`, without the value.
fn attributes(answer: &Answer) -> Vec<String> {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    cookies
        .map(|cookie| {
            let (pair, attributes) = cookie.split_once("; ").unwrap_or((cookie, ""));
            format!("{}; {attributes}", pair.split_once('=').unwrap().0)
        })
        .collect()
}

/// A browser that takes `Secure` cookies without TLS, as one behind a proxy that ends it does.
struct Walker<'a> {
    origin: &'a str,
    url: &'a str,
    jar: RefCell<BTreeMap<String, String>>,
}

impl Walker<'_> {
    fn asks(&self, method: &str, path: &str, body: &str) -> Answer {
        let jar: Vec<_> = self.jar.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let jar = jar.join("; ");
        let headers = [("cookie", jar.as_str()), ("origin", self.origin), ("content-type", FORM)];
        let answer = HttpBrowser::new("en-CA").sends(method, &format!("{}{path}", self.url), &headers, body);
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split("; ").next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.jar.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// From the link to the page with the pair: what was asked for, and the attributes of the cookies that came.
    fn walks(&self, link: &str) -> Vec<(String, Vec<String>)> {
        let opened = self.asks("GET", link, "");
        let mut way = vec![("GET start".to_owned(), attributes(&opened))];
        let mut at = opened.header("location").to_owned();
        for (to, field) in [("select-software", "software=hcws"), ("consent", "answer=agree"), ("credentials", "")] {
            let answer = self.asks("GET", &at, "");
            assert_eq!(answer.status, 200, "{at}");
            way.push((format!("GET {}", last_part(&at)), attributes(&answer)));
            let form = Page { url: format!("{}{at}", self.url), answer }.form(&format!("/{to}"));
            let body = format!("{}&{field}", serde_urlencoded::to_string(&form.hidden).unwrap());
            let action = form.action.strip_prefix(self.url).unwrap();
            let step = unless_busy(|| self.asks("POST", action, &body), |answer| answer.status);
            assert_eq!(step.status, 303, "{to}: {}", step.text());
            way.push((format!("POST {to}"), attributes(&step)));
            at = step.header("location").to_owned();
        }
        let ready = self.asks("GET", &at, "");
        assert!(ready.text().contains("id=\"password\""), "{}", ready.text());
        way.push((format!("GET {}", last_part(&at)), attributes(&ready)));
        way
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

on_both_databases! {
    async fn a_cookie_with_any_byte_flipped_is_no_cookie(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, name) = (HttpBrowser::new("en-CA"), invitation.cookie_name());
        let first = marie.opens(invitation.link());
        let look = marie.cookie(&name).unwrap();
        let select = invitation.page_address("select-software");
        assert_eq!(asks(&select, &format!("{name}={look}")).status, 200);
        for place in 0..look.len() {
            for flipped in [1, 2, 0x20] {
                let mut broken = look.clone().into_bytes();
                broken[place] ^= flipped;
                let Some(broken) = sendable(broken) else { continue };
                assert_eq!(asks(&select, &format!("{name}={broken}")).status, 410, "the look's byte {place}");
            }
        }
        marie.presses_next(&first);
        let session = marie.cookie(&name).unwrap();
        assert_eq!(asks(&invitation.page_address("consent"), &format!("{name}={session}")).status, 200);
        for place in 0..session.len() {
            for flipped in [1, 2, 0x20] {
                let mut broken = session.clone().into_bytes();
                broken[place] ^= flipped;
                let Some(broken) = sendable(broken) else { continue };
                let answer = asks(&invitation.page_address("consent"), &format!("{name}={broken}"));
                assert_eq!(answer.status, 410, "the session's byte {place}");
            }
        }
    }

    async fn a_cookie_that_is_nonsense_is_no_cookie_and_no_trouble(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, name) = (HttpBrowser::new("en-CA"), invitation.cookie_name());
        marie.presses_next(&marie.opens(invitation.link()));
        let session = marie.cookie(&name).unwrap();
        let long = "s.".repeat(3_000);
        for value in ["", "s.", "l.", "s", "x.", "s.AAAA", "l.AAAA", "s.%00", "%", "\"\"", "s.====", "ééé", &session[2..], &long] {
            for page in PAGES {
                let answer = asks(&invitation.page_address(page), &format!("{name}={value}"));
                assert_eq!(answer.status, 410, "{page}: {value}");
            }
        }
        for language in ["", "xx", "fr-CA; fr-CA", "%ff", "<script>", &long] {
            for cookie in ["language", "link-language", "n"] {
                let page = asks(&invitation.page_address("consent"), &format!("{cookie}={language}; {name}={session}"));
                assert_eq!(page.status, 200, "{cookie}: {language}");
                assert!(!page.text().contains("<script>"));
            }
        }
    }

    async fn a_value_in_another_cookies_place_is_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, name) = (HttpBrowser::new("en-CA"), invitation.cookie_name());
        let first = marie.opens(&format!("{}&lang=fr", invitation.link()));
        let look = marie.cookie(&name).unwrap();
        let before_claim = first.form("/select-software").hidden[0].1.clone();
        let page = marie.presses_next(&first);
        let session = marie.cookie(&name).unwrap();
        let token = page.form("/consent").hidden[0].1.clone();
        let fresh = marie.cookie("n").unwrap();
        let consent = invitation.page_address("consent");
        for value in [
            token.clone(), format!("s.{token}"), format!("l.{token}"), format!("s.{before_claim}"), fresh.clone(), format!("s.{fresh}"),
            "fr-CA".into(), session.replacen("s.", "l.", 1), look.replacen("l.", "s.", 1),
        ] {
            assert_eq!(asks(&consent, &format!("{name}={value}")).status, 410, "{value}");
        }
        for value in [&look, &session, &token] {
            for other in ["language", "link-language", "n"] {
                assert_eq!(asks(&consent, &format!("{other}={value}")).status, 410, "{other}");
            }
        }
        // Nor is any of them a form's token.
        let kind = ("content-type", FORM);
        for value in [&look, &session, &fresh, &session[2..].to_owned()] {
            let body = format!("csrf={value}&answer=agree");
            let answer = marie.sends("POST", &consent, &[kind, ("sec-fetch-site", "same-origin")], &body);
            assert_eq!(answer.status, 403, "{value}");
        }
    }

    async fn the_cookie_from_before_the_claim_is_worth_nothing_after_it(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, name) = (HttpBrowser::new("en-CA"), invitation.cookie_name());
        let first = marie.opens(invitation.link());
        let old = marie.cookie(&name).unwrap();
        let ready = marie.gets_credentials(&marie.agrees(&marie.presses_next(&first)));
        let session = marie.cookie(&name).unwrap();
        assert!(session != old && !session.contains(&old[2..]), "a new value at the claim");
        for page in &PAGES[1..] {
            let answer = asks(&invitation.page_address(page), &format!("{name}={old}"));
            assert_eq!(answer.status, 410, "{page}");
            assert!(!answer.text().contains(&ready.text_of("username").unwrap()));
        }
    }

    async fn after_a_revocation_by_the_bank_a_replayed_session_is_dead_at_once(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, name) = (HttpBrowser::new("en-CA"), invitation.cookie_name());
        marie.walks_to_credentials(invitation.link());
        let cookie = format!("{name}={}", marie.cookie(&name).unwrap());
        let other_node = invitation.restarted().await;
        let there = invitation.page_address("set-up").replace(invitation.server.url(), other_node.url());
        assert_eq!(asks(&there, &cookie).status, 200);
        assert_eq!(invitation.bank.revokes_credentials(&invitation.connection).status, 204);
        for address in [there, invitation.page_address("set-up")] {
            assert_eq!(asks(&address, &cookie).status, 410, "{address}");
        }
    }

    async fn a_session_ends_an_hour_after_its_last_step_to_the_second(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, clock) = (HttpBrowser::new("en-CA"), &invitation.server.app.clock);
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        clock.advance(Duration::from_secs(1_800));
        marie.agrees(&permission);
        clock.advance(Duration::from_secs(3_600) - Duration::from_micros(1));
        let set_up = marie.opens(&invitation.page_address("set-up"));
        assert_eq!(set_up.status(), 200, "looking is no step");
        clock.advance(Duration::from_micros(1));
        for page in PAGES {
            let lost = marie.opens(&invitation.page_address(page));
            assert!(lost.status() == 410 && lost.says("We lost your place"), "{page}");
        }
        assert_eq!(marie.gets_credentials(&set_up).status(), 410);
        assert!(invitation.server.database.tables().await["credentials"].is_empty());
    }

    async fn no_order_of_the_pages_leads_to_credentials_without_claim_and_consent(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let steps = [("select-software", "software=hcws"), ("consent", "answer=agree"), ("credentials", "nonce=abc")];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for order in orders {
            let marie = HttpBrowser::new("en-CA");
            invitation.server.app.clock.advance(Duration::from_secs(301));
            marie.opens(&invitation.fresh_link());
            let sets = invitation.server.database.tables().await["credentials"].len();
            for step in order {
                let (name, fields) = steps[step];
                let page = marie.opens(&invitation.page_address(if name == "credentials" { "set-up" } else { name }));
                let made_for = page.forms().into_iter().find(|form| form.action.ends_with(&format!("/{name}")));
                // Where the page has no such form, one with somebody's guess is sent all the same.
                let hidden = made_for.map_or(vec![("csrf".to_owned(), "guess".to_owned())], |form| form.hidden);
                let ours = fields.split_once('=').unwrap();
                let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|it| it.0 != ours.0);
                let fields: Vec<_> = hidden.chain([ours]).collect();
                marie.posts(&invitation.page_address(name), &fields);
            }
            let made = invitation.server.database.tables().await["credentials"].len() - sets;
            assert_eq!(made, usize::from(order == [0, 1, 2]), "{order:?}");
        }
    }

    async fn a_members_cookie_with_any_byte_flipped_leads_to_the_door(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Onboarding).await;
        let (session, home) = (ada.browser.cookie("p").unwrap(), ada.address(""));
        assert_eq!(asks(&home, &format!("p={session}")).status, 200);
        for place in 0..session.len() {
            for flipped in [1, 2, 0x20] {
                let mut broken = session.clone().into_bytes();
                broken[place] ^= flipped;
                let Some(broken) = sendable(broken) else { continue };
                assert!(leads_to_the_door(&asks(&home, &format!("p={broken}"))), "byte {place}");
            }
        }
        let long = "A".repeat(6_000);
        for value in ["", "A", "%00", "\"\"", "ééé", "=====", &session[1..], &format!("{session}A"), &format!("s.{session}"), &long] {
            for entry in lookable() {
                let answer = asks(&ada.address(entry.path), &format!("p={value}"));
                assert!(leads_to_the_door(&answer), "{}: {value}: {}", entry.path, answer.status);
            }
        }
        // Nor is it one in another's place, nor another in its own.
        for name in ["door", "d", "set-up", "language", "n", "sandbox", "l-12345678"] {
            assert!(leads_to_the_door(&asks(&home, &format!("{name}={session}"))), "{name}");
        }
        let token = Page { url: home.clone(), answer: asks(&home, &format!("p={session}")) }.form("/sign-out").hidden[0].1.clone();
        let fresh = ada.opens("").answer.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
        for value in [token, fresh, bank.api_key.clone()] {
            assert!(leads_to_the_door(&asks(&home, &format!("p={value}"))), "{value}");
        }
    }

    async fn a_members_session_that_was_ended_is_dead_at_every_page_and_node(database: Database) {
        let server = Server::start(database.clone()).await;
        let (clock, keys) = (server.app.clock.clone(), server.app.keys.clone());
        let node = Server::with(database, clock, |app| app.keys = keys).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Onboarding).await;
        let cookie = format!("p={}", ada.browser.cookie("p").unwrap());
        let there = |server: &Server, path: &str| format!("{}/portal{path}", server.url());
        assert_eq!(asks(&there(&node, ""), &cookie).status, 200);
        ada.browser.submits(&ada.opens("").form("/sign-out"), &[]);
        assert_eq!(ada.browser.cookie("p").unwrap_or_default(), "", "the browser forgets it");
        for entry in lookable() {
            for server in [&server, &node] {
                assert!(leads_to_the_door(&asks(&there(server, entry.path), &cookie)), "{}", entry.path);
            }
        }
        assert!(server.database.tables().await["member_sessions"].is_empty());
    }

    async fn a_member_of_one_partner_is_nobody_to_the_api_the_link_pages_and_the_sandbox(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let ada = Member::of(&invitation.server, invitation.bank.id, Role::Administrator).await;
        let cookie = format!("p={}", ada.browser.cookie("p").unwrap());
        let url = invitation.server.url();
        assert_eq!(asks(&format!("{url}/companies"), &cookie).status, 401);
        assert_eq!(asks(&invitation.page_address("set-up"), &cookie).status, 410);
        let name = invitation.cookie_name();
        let value = ada.browser.cookie("p").unwrap();
        assert_eq!(asks(&invitation.page_address("set-up"), &format!("{name}=s.{value}")).status, 410);
    }

    async fn cookies_are_bound_to_the_host_over_https_and_hidden_from_scripts_always(database: Database) {
        for is_https in [false, true] {
            let public_url = is_https.then(|| PublicUrl::parse("https://link.bank.example").unwrap());
            let server = Server::with(database.clone(), Clock::System, |app| {
                app.public_url = public_url.unwrap_or_else(|| app.public_url.clone());
            })
            .await;
            let bank = PartnerClient::new(&server, "Banque Érable").await;
            let connection = bank.connects(&bank.creates_company("Bistro"));
            bank.adds_account(&connection, &checking("1"));
            let (start, query) = connection.link_url.split_once("/companies/").unwrap();
            assert_eq!(start.starts_with("https:"), is_https);
            let marie = Walker { origin: start, url: server.url(), jar: RefCell::default() };
            let way = marie.walks(&format!("/companies/{query}&lang=fr"));
            let tag = &connection.id[..8];
            let (prefix, secure) = if is_https { ("__Host-", " Secure;") } else { ("", "") };
            let expected = |name: &str| format!("{prefix}{name}; HttpOnly; SameSite=Lax;{secure} Path=/");
            let (place, fresh) = (expected(&format!("l-{tag}")), expected("n"));
            let shown = |page: &str| (format!("GET {page}"), vec![fresh.clone()]);
            assert_eq!(way, [
                ("GET start".to_owned(), vec![place.clone(), expected("link-language")]),
                shown("select-software"),
                ("POST select-software".to_owned(), vec![place]),
                shown("consent"),
                ("POST consent".to_owned(), Vec::new()),
                shown("set-up"),
                ("POST credentials".to_owned(), Vec::new()),
                shown("credentials"),
            ]);
            let clicked = marie.asks("POST", "/", "language=en-CA");
            assert_eq!(attributes(&clicked), [format!("{}; Max-Age=15552000", expected("language"))]);
        }
    }
}

#[test]
fn the_longest_parameters_of_a_link_still_fit_into_its_cookie() {
    crate::support::tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        for value in ["v", "%22", "%C3%A9", "%F0%9D%94%98"] {
            let parameter = |number| format!("&{}{number}={}", "p".repeat(39), value.repeat(256));
            let long: String = (0..10).map(parameter).collect();
            let opened = HttpBrowser::new("en-CA").asks("GET", &format!("{}{long}", invitation.link()));
            let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
            let page = asks(&invitation.page_address("select-software"), &cookie);
            // Over https its name is longer.
            let length = cookie.len() + "__Host-".len();
            assert!(page.status == 200 && length <= 4_096, "{value}: {} {} {length}", opened.status, page.status);
            assert!(length > 3_000, "most of them are kept: {length}");
        }
    });
}
