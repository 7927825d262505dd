//! What holds for every page of the portal, whichever it is: who is let in, and what is told to whoever is not.

use std::collections::BTreeSet;
use std::time::Duration;

use bankfeeds_link::domain::api_key;
use bankfeeds_link::domain::role::{Action, Role};
use bankfeeds_link::portal::{Entry, PAGES};
use bankfeeds_link::store::members;
use bankfeeds_link::web::form;
use uuid::Uuid;

use super::crawl::{
    FORM, INVENTED, about_things, filled, is_of_role, leads_to_the_door, lookable, open_to_all, roles, stranger,
};
use crate::support::{Database, Member, PartnerClient, Server, checking, send};

/// Each part of the portal: where it begins, what one must be allowed to look at it and to change something, and whether that
/// asks for a fresh proof of who it is. Written here once more, so that a slip in the table of pages shows.
const PARTS: [(&str, &[Action], &[Action], bool); 12] = {
    use Action::*;
    [
        ("/team", &[SeeTeam, ChangeTeam], &[ChangeTeam], true),
        ("/settings/integrations", &[SeeIntegration], &[ChangeIntegration, ChangeTexts], false),
        ("/settings/link", &[SeeLinkSettings], &[ChangeLinkSettings, ChangeTexts], false),
        ("/settings/callout", &[SeeLooks, ChangeLooks], &[ChangeLooks], false),
        ("/settings/branding", &[SeeLooks, ChangeLooks], &[ChangeLooks], false),
        ("/settings/preview", &[SeeLooks], &[], false),
        ("/developers/keys", &[SeeKeys, ChangeKeys], &[ChangeKeys], true),
        ("/companies", &[SeeCompanies, MakeLinks], &[MakeLinks], false),
        ("/connections", &[MakeLinks], &[MakeLinks], false),
        ("/audit", &[SeeAudit], &[SeeAudit], false),
        ("/account", &[OwnAccount], &[OwnAccount], false),
        ("", &[OwnAccount], &[OwnAccount], false),
    ]
};

fn part(entry: &Entry) -> &'static (&'static str, &'static [Action], &'static [Action], bool) {
    PARTS.iter().find(|(begins, ..)| entry.path.starts_with(begins)).unwrap()
}

#[test]
fn every_page_asks_for_what_its_part_of_the_portal_asks_for() {
    assert!(PAGES.len() > 5);
    for entry in PAGES {
        let (begins, see, change, is_fresh) = part(entry);
        let is_own = ["", "/sign-out", "/confirm", "/confirm/passkey"].contains(&entry.path);
        assert!(!begins.is_empty() || is_own, "{} belongs to no part of the portal", entry.path);
        assert!(entry.get.is_some() || entry.post.is_some(), "nobody answers at {}", entry.path);
        if entry.get.is_some() {
            assert!(see.contains(&entry.needs.see), "{} asks for {} to look", entry.path, entry.needs.see);
        }
        if entry.post.is_some() {
            assert!(change.contains(&entry.needs.change), "{} asks for {} to change", entry.path, entry.needs.change);
            assert!(entry.needs.fresh || !is_fresh, "{} asks for no fresh proof", entry.path);
        }
        let is_before = entry.needs.before_second_factor;
        assert!(!is_before || entry.needs.see == Action::OwnAccount, "{} is open without a second factor", entry.path);
    }
    let mut paths: Vec<&str> = PAGES.iter().map(|entry| entry.path).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), PAGES.len(), "an address stands in the table twice");
    assert!(open_to_all().keys().all(|path| !paths.contains(&path.as_str())), "what is open needs no entry");
}

on_both_databases! {
    async fn each_role_comes_to_the_pages_of_the_table_and_to_no_other(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let mut members = Vec::new();
        for role in roles() {
            members.push((role, Member::of(&server, acme.id, role).await));
        }
        let before = server.database.settled().await;
        let mut refused = 0;
        for (role, member) in members {
            for entry in PAGES.iter().filter(|entry| entry.path != "/sign-out") {
                let address = filled(entry, INVENTED);
                for (method, is_taken, action) in [
                    ("GET", entry.get.is_some(), entry.needs.see),
                    ("HEAD", entry.get.is_some(), entry.needs.see),
                    ("POST", entry.post.is_some(), entry.needs.change),
                ] {
                    let answer = member.asks(method, &address, "");
                    let what = format!("{role}: {method} {address}: {}", answer.status);
                    if !is_taken {
                        assert_eq!(answer.status, 405, "{what}");
                    } else if role.may(action) {
                        assert!(!is_of_role(&answer) && answer.status < 500, "{what}");
                        assert!(method == "POST" || matches!(answer.status, 200 | 303 | 404 | 409), "{what}");
                        assert!(method != "POST" || matches!(answer.status, 303 | 403 | 404 | 415), "{what}: without its token");
                        assert!(!leads_to_the_door(&answer), "{what}");
                    } else {
                        assert!(answer.status == 403 && (method == "HEAD" || is_of_role(&answer)), "{what}");
                        assert!(method == "HEAD" || answer.text().contains("An administrator of your team can do it"), "{what}");
                        refused += 1;
                    }
                    assert!(method != "HEAD" || answer.bytes.is_empty(), "{what}");
                }
            }
        }
        assert!(refused > 20, "{refused}");
        assert_eq!(server.database.settled().await, before);
    }

    async fn whoever_is_not_signed_in_comes_to_the_door_from_every_page(database: Database) {
        let server = Server::start(database).await;
        PartnerClient::new(&server, "Acme Bank").await;
        let (before, origin) = (server.database.tables().await, server.url());
        for entry in PAGES {
            let address = format!("/portal{}", filled(entry, INVENTED));
            let to = serde_urlencoded::to_string([("to", &address)]).unwrap();
            // Nobody is led back to what answers forms alone.
            let door = match entry.get {
                Some(_) if address != "/portal" => format!("/portal/sign-in?{to}"),
                _ => "/portal/sign-in".to_owned(),
            };
            for (method, is_taken) in [("GET", entry.get.is_some()), ("HEAD", entry.get.is_some()), ("POST", entry.post.is_some())] {
                let page = format!("{origin}{address}");
                let headers = [("sec-fetch-site", "same-origin"), ("content-type", FORM), ("referer", page.as_str())];
                let headers = if method == "POST" { headers.as_slice() } else { &[] };
                let answer = stranger().sends(method, &page, headers, "");
                match is_taken {
                    true => assert_eq!((answer.status, answer.header("location")), (303, door.as_str()), "{method} {address}"),
                    false => assert_eq!(answer.status, 405, "{method} {address}"),
                }
                assert!(method != "HEAD" || answer.bytes.is_empty(), "{method} {address}");
            }
        }
        assert_eq!(server.database.tables().await, before);
    }

    async fn a_member_without_the_second_factor_that_the_role_asks_for_comes_to_set_it_up_and_nowhere_else(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, acme.id, Role::Administrator).await;
        let mut db = server.app.store.write().await.unwrap();
        members::set_second_factor(&mut db, ada.id, false).await.unwrap();
        db.commit().await.unwrap();
        for entry in PAGES.iter().filter(|entry| !entry.needs.before_second_factor) {
            let address = filled(entry, INVENTED);
            for (method, is_taken) in [("GET", entry.get.is_some()), ("POST", entry.post.is_some())] {
                let answer = ada.asks(method, &address, "");
                let led = (answer.status, answer.header("location"));
                assert!(!is_taken || led == (303, "/portal/account/authenticator"), "{method} {address}: {led:?}");
            }
        }
    }

    async fn what_asks_for_a_fresh_proof_sends_whoever_has_none_to_give_it(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, acme.id, Role::Administrator).await;
        server.app.clock.advance(Duration::from_secs(20 * 60));
        let before = server.database.settled().await;
        for entry in PAGES.iter().filter(|entry| entry.path != "/sign-out") {
            let address = filled(entry, INVENTED);
            for (method, is_taken) in [("GET", entry.get.is_some()), ("POST", entry.post.is_some())] {
                let answer = ada.asks(method, &address, "");
                let is_led = answer.status == 303 && answer.header("location").starts_with("/portal/confirm?to=%2Fportal");
                assert!(!is_taken || is_led == entry.needs.fresh, "{method} {address}: {} {}", answer.status, answer.header("location"));
            }
        }
        assert_eq!(server.database.settled().await, before);
    }

    async fn another_partners_things_are_nothing_on_any_page(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, acme.id, Role::Administrator).await;
        let own = every_id(&server).await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let theirs = Member::of(&server, other.id, Role::Administrator).await;
        let connection = other.connects(&other.creates_company("Bistro"));
        other.adds_account(&connection, &checking("1"));
        let ids = every_id(&server).await;
        assert!(ids.contains(&connection.id) && ids.contains(&theirs.id.to_string()) && ids.len() > 6, "{ids:?}");
        let before = server.database.settled().await;
        for entry in about_things() {
            let unknown = ada.asks("GET", &filled(entry, INVENTED), "");
            for id in ids.difference(&own) {
                let address = filled(entry, id);
                let answer = ada.asks("GET", &address, "");
                assert_eq!(answer.status, if entry.get.is_some() { 404 } else { 405 }, "GET {address}");
                assert_eq!(answer.bytes.len(), unknown.bytes.len(), "GET {address}: told as one that nobody has");
                if entry.post.is_some() {
                    let posted = ada.asks("POST", &address, "");
                    assert!(matches!(posted.status, 403 | 404 | 415), "POST {address}: {}", posted.status);
                }
            }
        }
        assert_eq!(server.database.settled().await, before);
    }

    async fn a_form_with_a_right_token_for_another_partners_thing_finds_nothing(database: Database) {
        let server = Server::start(database).await;
        let (acme, other) = (PartnerClient::new(&server, "Acme Bank").await, PartnerClient::new(&server, "Other Bank").await);
        let ada = Member::of(&server, acme.id, Role::Administrator).await;
        let company = other.creates_company("Bistro");
        let connection = other.connects(&company);
        let mut db = server.app.store.read().await.unwrap();
        let key = api_key::of_partner(&mut db, other.id, server.now()).await.unwrap()[0].id;
        drop(db);
        let before = server.database.settled().await;
        let nonce = "AAAAAAAAAAAAAAAAAAAAAA";
        for (address, name, field) in [
            (format!("/developers/keys/{key}/delete"), format!("delete-key/{key}"), ""),
            (format!("/developers/keys/{key}/roll"), format!("roll-key/{key}/{nonce}"), "&hours=0"),
            (format!("/connections/{}/link", connection.id), format!("new-link/{}/{nonce}", connection.id), ""),
            (format!("/companies/{}/connection", company.id), format!("connect/{}/{nonce}", company.id), ""),
        ] {
            let token = form::token(&server.app, &ada.fingerprint(), &name);
            let answer = ada.asks("POST", &address, &format!("csrf={token}&nonce={nonce}{field}"));
            assert_eq!(answer.status, 404, "{address}: {}", answer.text());
        }
        assert_eq!(server.database.settled().await, before);
        other.gets("/companies").succeeded();
        // The same token is right for one's own.
        let mine = acme.creates_company("Garage");
        let token = form::token(&server.app, &ada.fingerprint(), &format!("connect/{}/{nonce}", mine.id));
        let made = ada.asks("POST", &format!("/companies/{}/connection", mine.id), &format!("csrf={token}&nonce={nonce}"));
        assert_eq!(made.status, 200, "{}", made.text());
    }

    async fn looking_at_every_page_twice_leaves_every_table_as_it_was(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        acme.connects(&acme.creates_company("Bistro"));
        let ada = Member::of(&server, acme.id, Role::Administrator).await;
        let before = server.database.settled().await;
        for entry in lookable() {
            for method in ["GET", "HEAD", "GET"] {
                assert!(matches!(ada.asks(method, entry.path, "").status, 200 | 303), "{method} {}", entry.path);
            }
        }
        for path in open_to_all().into_iter().filter(|(_, allow)| allow.contains("GET")).map(|(path, _)| path) {
            for _ in 0..2 {
                let answer = send(&crate::support::agent(), "GET", &ada.address(&path), &[], ());
                assert!(answer.status < 500, "{path}: {}", answer.status);
            }
        }
        assert_eq!(server.database.settled().await, before);
    }
}

/// Whatever looks like an id in any table, as addresses write it.
async fn every_id(server: &Server) -> BTreeSet<String> {
    let rows = format!("{:?}", server.database.tables().await);
    let words = rows.split(|letter: char| !letter.is_ascii_hexdigit() && letter != '-');
    let ids = words.filter(|word| matches!(word.len(), 32 | 36)).filter_map(|word| Uuid::try_parse(word).ok());
    ids.map(|id| id.to_string()).collect()
}
