//! What a company access token reads, and what not.

use std::time::Duration;

use bankfeeds_link::domain::api_key::{self, Maker};
use bankfeeds_link::domain::set_back;
use bankfeeds_link::jobs::forget;
use bankfeeds_link::store::api_keys;
use serde_json::json;
use ureq::SendBody;

use super::refused;
use crate::support::{Answer, Connection, Database, PartnerClient, Server, agent, checking, send};

const DAY: Duration = Duration::from_secs(86_400);

/// Somebody with a token instead of a key.
struct Bearer {
    url: String,
    authorization: String,
}

impl Bearer {
    fn of(bank: &PartnerClient, server: &Server, company: &str) -> Self {
        let told = bank.gets(&format!("/companies/{company}/accessToken")).succeeded();
        assert_eq!((&told["expiresIn"], &told["tokenType"]), (&json!(86_400), &json!("Bearer")));
        let token = told["accessToken"].as_str().unwrap();
        Self { url: server.url().to_owned(), authorization: format!("Bearer {token}") }
    }

    fn token(&self) -> &str {
        self.authorization.trim_start_matches("Bearer ")
    }

    fn sends(&self, method: &str, path: &str) -> Answer {
        let url = format!("{}{path}", self.url);
        let headers = [("authorization", self.authorization.as_str()), ("content-type", "application/json")];
        if matches!(method, "GET" | "DELETE") {
            return send(&agent(), method, &url, &headers, SendBody::none());
        }
        send(&agent(), method, &url, &headers, "{\"name\":\"Mine\",\"platformKey\":\"hcws\"}")
    }

    fn gets(&self, path: &str) -> Answer {
        self.sends("GET", path)
    }
}

fn readable(connection: &Connection) -> [String; 4] {
    let company = format!("/companies/{}", connection.company);
    let accounts = connection.path("connectionInfo/bankFeedAccounts");
    [company.clone(), format!("{company}/connections"), connection.path(""), accounts]
}

on_both_databases! {
    async fn a_token_reads_its_company_with_connections_and_accounts_and_opens_no_link(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("4821"));
        let bearer = Bearer::of(&acme, &server, &connection.company);
        let before = server.database.tables().await;
        for path in readable(&connection) {
            let told = bearer.gets(&path);
            assert_eq!(told.status, 200, "{path}: {}", told.text());
            assert!(!told.text().contains("otp="), "{path}: {}", told.text());
        }
        let start = format!("{}{}", server.url(), connection.path("start"));
        assert_eq!(bearer.gets(&connection.path("")).json()["linkUrl"], start);
        let after = server.database.tables().await;
        assert_eq!(before["links"], after["links"], "no code was made");
        assert!(!format!("{after:?}").contains(bearer.token()), "the token rests as a hash");
    }

    async fn a_token_reads_nothing_of_another_company_and_does_nothing(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("4821"));
        let other = acme.connects(&acme.creates_company("Garage"));
        let bearer = Bearer::of(&acme, &server, &other.company);
        for path in readable(&connection) {
            let invented = path.replace(&connection.company, "6b1f0f3c-0000-4000-8000-000000000000");
            assert_eq!(refused(&bearer.gets(&path), 404), refused(&bearer.gets(&invented), 404), "{path}");
        }
        // The connection of one company below the address of the other.
        let mixed = connection.path("").replace(&connection.company, &other.company);
        refused(&bearer.gets(&mixed), 404);
        let own = format!("/companies/{}", other.company);
        let before = server.database.tables().await;
        for (method, path) in [
            ("GET", "/companies".to_owned()),
            ("POST", "/companies".to_owned()),
            ("PUT", own.clone()),
            ("PATCH", own.clone()),
            ("DELETE", own.clone()),
            ("HEAD", own.clone()),
            ("GET", format!("{own}/accessToken")),
            ("POST", format!("{own}/connections")),
            ("PATCH", other.path("")),
            ("DELETE", other.path("")),
            ("POST", other.path("connectionInfo/bankFeedAccounts")),
            ("PUT", other.path("connectionInfo/bankFeedAccounts")),
            ("POST", other.path("connectionInfo/bankFeedAccounts/batch")),
            ("DELETE", other.path("connectionInfo/bankFeedAccounts/4821")),
            ("POST", other.path("connectionInfo/bankFeedAccounts/credentials")),
            ("DELETE", other.path("connectionInfo/bankFeedAccounts/credentials")),
            ("POST", other.path("push/bankAccounts/4821/bankTransactions")),
            ("GET", other.path("options/bankAccounts/4821/bankTransactions")),
            ("GET", format!("{own}/push")),
            ("GET", format!("/connections/{}/connectionInfo/bankFeedAccounts", other.id)),
            ("GET", format!("{own}/no/such/address")),
        ] {
            let answer = bearer.sends(method, &path);
            assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text());
        }
        assert_eq!(server.database.tables().await, before);
    }

    async fn a_token_is_over_after_a_day_and_then_forgotten(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        let (bearer, path) = (Bearer::of(&acme, &server, &bistro.id), format!("/companies/{}", bistro.id));
        server.app.clock.advance(DAY - Duration::from_secs(1));
        let newer = Bearer::of(&acme, &server, &bistro.id);
        assert_eq!((bearer.gets(&path).status, newer.gets(&path).status), (200, 200));
        server.app.clock.advance(Duration::from_secs(1));
        assert!(refused(&bearer.gets(&path), 401).contains("company access token"));
        assert_eq!(newer.gets(&path).status, 200);
        forget::once(&server.app).await.unwrap();
        assert_eq!(server.database.tables().await["access_tokens"].len(), 1);
    }

    async fn a_token_ends_with_its_company_its_key_and_a_clock_that_is_set_back(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let (bistro, garage) = (acme.creates_company("Bistro"), acme.creates_company("Garage"));
        let bearer = Bearer::of(&acme, &server, &bistro.id);
        assert_eq!(acme.deletes(&format!("/companies/{}", bistro.id)).status, 204);
        refused(&bearer.gets(&format!("/companies/{}", bistro.id)), 401);

        let path = format!("/companies/{}", garage.id);
        let bearer = Bearer::of(&acme, &server, &garage.id);
        assert_eq!(bearer.gets(&path).status, 200);
        let mut db = server.app.store.write().await.unwrap();
        set_back::end_what_is_open_after(&server.app, &mut db, server.now(), "the clock was set back").await.unwrap();
        db.commit().await.unwrap();
        refused(&bearer.gets(&path), 401);

        let bearer = Bearer::of(&acme, &server, &garage.id);
        let mut db = server.app.store.write().await.unwrap();
        let keys = api_keys::of_partner(&mut db, acme.id).await.unwrap();
        api_key::create(&mut db, &server.app.chance, (acme.id, Maker::Operator), "next", 10, server.now()).await.unwrap();
        api_key::delete(&mut db, acme.id, keys[0].id, server.now()).await.unwrap();
        db.commit().await.unwrap();
        refused(&bearer.gets(&path), 401);
    }

    async fn what_is_no_token_lets_nobody_in(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let path = format!("/companies/{}", acme.creates_company("Bistro").id);
        let long = format!("Bearer {}", "a".repeat(100_000));
        let key = format!("Bearer {}", acme.api_key);
        for wrong in ["Bearer", "Bearer ", "Bearer bflt_x", "bearer x", &long[..4_000], &key] {
            let url = format!("{}{path}", server.url());
            refused(&send(&agent(), "GET", &url, &[("authorization", wrong)], SendBody::none()), 401);
        }
    }

    async fn of_a_companys_tokens_the_newest_live(database: Database) {
        let few = |app: &mut bankfeeds_link::domain::app::App| app.limits.access_tokens = 2;
        let clock = bankfeeds_link::clock::Clock::standing_at(time::macros::datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, few).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        let bearers: Vec<Bearer> = (0..3)
            .map(|_| {
                server.app.clock.advance(Duration::from_secs(1));
                Bearer::of(&acme, &server, &bistro.id)
            })
            .collect();
        let path = format!("/companies/{}", bistro.id);
        let statuses: Vec<u16> = bearers.iter().map(|bearer| bearer.gets(&path).status).collect();
        assert_eq!(statuses, [401, 200, 200]);
    }
}
