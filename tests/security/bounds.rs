//! What somebody may ask for without an end, and where it ends.

use std::collections::BTreeMap;
use std::time::Duration;

use bankfeeds_link::clock::{Clock, Timestamp};
use bankfeeds_link::domain::company::CompanyId;
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::link::{self, Knock};
use bankfeeds_link::domain::link_session::{self, Look};
use bankfeeds_link::domain::otp::Otp;
use bankfeeds_link::domain::refusal::Refusal;
use bankfeeds_link::store;
use serde_json::json;
use time::macros::datetime;

use crate::institution::customer::Customer;
use crate::link::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, PartnerClient, Server};

on_both_databases! {
    async fn a_connection_has_fifty_live_sets_at_most_and_revoking_makes_room(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.generates_credentials(&connection);
        let mut db = server.app.store.write().await.unwrap();
        let of: ConnectionId = connection.id.parse().unwrap();
        for number in 1..50 {
            let username = format!("BBBBBBBBBB{number:02}");
            let id = bankfeeds_link::domain::credentials::CredentialId::new(&server.app.chance);
            let who = bankfeeds_link::domain::timeline::Who::Partner;
            let set = store::credentials::NewSet { id, connection: of, username: &username, hash: "$argon2id$", who };
            assert!(store::credentials::insert(&mut db, &set, None, server.now()).await.unwrap());
        }
        db.commit().await.unwrap();
        let path = connection.path("connectionInfo/bankFeedAccounts/credentials");
        let refused = acme.posts(&path, &json!({}));
        let error = refused.json()["error"].as_str().unwrap_or_default().to_owned();
        assert!(refused.status == 409 && error.contains("50 sets") && error.contains("Revoke them"), "{error}");
        assert_eq!(acme.revokes_credentials(&connection).status, 204);
        acme.generates_credentials(&connection);
    }

    async fn a_customer_with_as_many_sets_as_there_may_be_is_told_to_revoke(database: Database) {
        let mut invitation = Invitation::from_a_bank(database.clone()).await;
        let (keys, clock) = (invitation.server.app.keys.clone(), invitation.server.app.clock.clone());
        let link = invitation.link().to_owned();
        invitation.server = Server::with(database, clock, |app| (app.keys, app.limits.live_sets) = (keys, 2)).await;
        let link = link.replacen(link.split("/companies").next().unwrap(), invitation.server.url(), 1);
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(&link));
        let set_up = marie.agrees(&permission);
        let form = set_up.form("/credentials");
        for _ in 0..2 {
            let fresh = marie.opens(&set_up.url);
            assert!(marie.gets_credentials(&fresh).says("Your credentials are ready"));
        }
        let full = marie.opens(&set_up.url);
        assert!(full.says("You have 2 sets of credentials that still work"), "{}", full.html());
        assert!(full.forms().iter().all(|form| !form.action.ends_with("/credentials")), "no button that cannot work");
        // A form that was open all the time leads to the same words, and to no third set.
        let late = marie.submits(&form, &[]);
        assert!(late.status() == 200 && late.says("revoke these first"), "{}", late.html());
        let confirm = marie.opens(&invitation.page_address("revoke"));
        marie.submits(&confirm.form("/revoke"), &[]);
        assert!(marie.gets_credentials(&marie.opens(&set_up.url)).says("Your credentials are ready"));
    }

    async fn one_look_cookie_has_five_sessions_at_most_the_newest(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let (app, connection) = (&server.app, customer.connection);
        let mut db = app.store.write().await.unwrap();
        let url = link::live_url(app, &mut db, customer.company, connection).await.unwrap();
        db.commit().await.unwrap();
        let otp = Otp::parse(url.split_once("otp=").unwrap().1, 6).unwrap();
        let networks = link::networks(app, [192, 0, 2, 1].into());
        let knock = Knock { company: customer.company, connection, otp: Some(&otp), networks };
        let look = Look::at(app, &link::knock(app, &knock).await.unwrap(), BTreeMap::new());
        let mut sessions = Vec::new();
        for _ in 0..12 {
            app.clock.advance(Duration::from_millis(1));
            let mut db = app.store.write().await.unwrap();
            sessions.push(link_session::enter(app, &mut db, connection, &look, "a browser").await.unwrap().unwrap());
            db.commit().await.unwrap();
        }
        let mut live = Vec::new();
        for session in &sessions {
            let mut db = app.store.read().await.unwrap();
            let found = store::links::session(&mut db, &session.fingerprint(), connection, app.clock.now()).await;
            live.push(found.unwrap().is_some());
        }
        assert_eq!(live, [[false; 7].as_slice(), &[true; 5]].concat());
    }

    async fn a_company_is_limited_in_bytes_as_well(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let letter = format!("e{}", "\u{301}".repeat(9_000));
        for body in [json!({"name": letter}), json!({"name": "Bistro", "description": letter})] {
            let refused = acme.posts("/companies", &body);
            let error = refused.json()["error"].as_str().unwrap_or_default().to_owned();
            assert!(refused.status == 400 && error.contains("too many accents"), "{}: {error}", refused.status);
        }
        assert_eq!(acme.posts("/companies", &json!({"name": "Épicerie किराना 株式会社"})).status, 200);
    }

    async fn whoever_has_many_networks_has_no_more_than_so_many_tries(database: Database) {
        let noon: Timestamp = datetime!(2026-11-21 12:00 UTC).into();
        let server = Server::with(database, Clock::standing_at(noon), |app| app.limits.wrong_codes_a_network = 2).await;
        let app = &server.app;
        let tries = async |address: &str| {
            let networks = link::networks(app, address.parse().unwrap());
            let (company, connection) = (CompanyId::new(&app.chance), ConnectionId::new(&app.chance));
            match link::knock(app, &Knock { company, connection, otp: None, networks }).await {
                Err(Refusal::NoSuchLink) => true,
                Err(Refusal::TooManyTries { retry_after }) if retry_after == Duration::from_secs(600) => false,
                other => panic!("{:?}", other.err()),
            }
        };
        let mut judged = Vec::new();
        for line in 0..6 {
            let mut of_line = 0;
            for network in 0..8 {
                of_line += usize::from(tries(&format!("2001:db8:7:{line:x}{network:02x}::1")).await);
            }
            judged.push(of_line);
        }
        assert_eq!(judged, [6, 6, 6, 2, 0, 0], "three visitors' tries from a /56, ten from a /48");
        assert!(tries("2001:db8:8::1").await, "the next /48");
        assert!(tries("192.0.2.1").await);
        let mut db = app.store.read().await.unwrap();
        let around = link::networks(app, "2001:db8:7::1".parse().unwrap());
        for (network, kept) in around.iter().zip([1, 6, 20]) {
            let tries = store::wrong_codes::since(&mut db, &network.bucket, noon - Duration::from_secs(1)).await.unwrap();
            assert_eq!(tries.count, kept, "what is refused leaves nothing behind");
        }
    }

    async fn a_network_that_has_had_its_tries_is_refused_without_the_writer(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let app = &server.app;
        let networks = link::networks(app, [192, 0, 2, 1].into());
        let knock = Knock { company: customer.company, connection: customer.connection, otp: None, networks };
        for number in 1..=30 {
            assert!(matches!(link::knock(app, &knock).await, Err(Refusal::NoSuchLink)), "{number}");
        }
        // On SQLite whoever wanted to write now would wait for two seconds, and be told that we are busy.
        let mut busy = app.store.write().await.unwrap();
        store::wrong_codes::clear_since_claim(&mut busy, &knock.networks[0].bucket).await.unwrap();
        let Err(Refusal::TooManyTries { retry_after }) = link::knock(app, &knock).await else { panic!("not refused") };
        assert_eq!(retry_after, Duration::from_secs(600));
        drop(busy);
        app.clock.advance(Duration::from_secs(600));
        assert!(matches!(link::knock(app, &knock).await, Err(Refusal::NoSuchLink)), "ten minutes later");
    }
}
