//! `Idempotency-Key`: asked again, answered alike, done once.

use std::sync::Barrier;
use std::time::Duration;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::idempotency::IdempotencyKey;
use bankfeeds_link::jobs::forget;
use serde_json::{Value, json};

use super::{quickbooks_connects, refused};
use crate::support::{
    Answer, Connection, Database, OfficialClient, PartnerClient, Server, agent, checking, savings, send, transaction,
};

const MINUTE: Duration = Duration::from_secs(60);

/// A new key.
fn guid() -> String {
    Chance::System.uuid().to_string()
}

/// A bank with a connection and an account that is connected.
struct Bank {
    server: Server,
    client: PartnerClient,
    connection: Connection,
}

impl Bank {
    async fn on(database: Database) -> Self {
        let server = Server::start(database).await;
        let client = PartnerClient::new(&server, "Acme Bank").await;
        let connection = client.connects(&client.creates_company("Bistro"));
        client.adds_account(&connection, &checking("everyday"));
        quickbooks_connects(&server, &connection, "everyday", 7).await;
        Self { server, client, connection }
    }

    fn asks(&self, key: &str, method: &str, path: &str, body: &Value) -> Answer {
        self.client.asks(&[("Idempotency-Key", key)], method, path, body)
    }

    /// Every way to change something by POST or PATCH, what it is called, and the status it is answered with.
    fn everything(&self) -> Vec<(&'static str, String, Value, u16)> {
        let at = |below: &str| self.connection.path(below);
        let rows: Vec<Value> = (0..300)
            .map(|number| transaction(&format!("t-{number}"), &self.server.day(0), -4.5, &format!("Coffee {number}")))
            .collect();
        let key = self.client.gets("/apiKeys").succeeded()["results"][0]["id"].clone();
        let roll = format!("/apiKeys/{}/roll", key.as_str().unwrap());
        let broken =
            json!({ "accountId": "everyday", "transactions": [transaction("f", &self.server.day(9), 1.0, "x")] });
        let company = format!("/companies/{}", self.connection.company);
        vec![
            ("POST", "/companies".to_owned(), json!({ "name": "Café" }), 200),
            ("POST", "/companies".to_owned(), json!({ "name": 7 }), 400),
            ("POST", "/companies".to_owned(), json!({}), 400),
            ("PATCH", company.clone(), json!({ "description": "table 7" }), 200),
            ("POST", format!("{company}/connections"), json!({ "platformKey": "hcws" }), 200),
            ("POST", at("connectionInfo/bankFeedAccounts"), savings("rainy days"), 200),
            ("POST", at("connectionInfo/bankFeedAccounts"), checking("everyday"), 409),
            ("POST", at("connectionInfo/bankFeedAccounts/credentials"), Value::Null, 200),
            (
                "POST",
                at("push/bankAccounts/everyday/bankTransactions"),
                json!({ "accountId": "everyday", "transactions": rows }),
                200,
            ),
            ("POST", at("push/bankAccounts/everyday/bankTransactions"), broken, 400),
            ("POST", at("bankFeeds/otp"), json!({}), 400),
            ("POST", format!("{company}/no/such/address"), json!({ "some": "body" }), 404),
            ("POST", "/apiKeys".to_owned(), json!({ "name": "night batch" }), 200),
            ("POST", roll, json!({ "overlapHours": 1 }), 200),
            ("PATCH", at(""), json!({ "status": "Unlinked" }), 200),
        ]
    }

    async fn tables(&self) -> crate::support::Tables {
        let mut tables = self.server.database.tables().await;
        // That a key was used is written by an errand, a moment later.
        tables.remove("api_keys");
        tables
    }
}

/// The same answer, byte for byte, and marked as one that was given before.
fn same(first: &Answer, again: &Answer) {
    assert_eq!((again.status, again.text()), (first.status, first.text()));
    assert_eq!(again.header("content-type"), first.header("content-type"));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
}

on_both_databases! {
    async fn whatever_is_asked_again_is_answered_alike_and_nothing_is_done(database: Database) {
        let bank = Bank::on(database).await;
        for (method, path, body, status) in bank.everything() {
            let key = guid();
            let first = bank.asks(&key, method, &path, &body);
            assert_eq!(first.status, status, "{method} {path}: {}", first.text());
            let before = bank.tables().await;
            same(&first, &bank.asks(&key, method, &path, &body));
            same(&first, &bank.asks(&key.to_uppercase(), method, &path, &body));
            assert_eq!(bank.tables().await, before, "{method} {path}");
            // Another key is another request: what can be done twice is.
            let another = bank.asks(&guid(), method, &path, &body);
            assert_eq!(another.header("idempotent-replayed"), "");
        }
        let kept = bank.server.database.tables().await["kept_answers"].len();
        assert_eq!(kept, bank.everything().len() * 2);
    }

    async fn a_key_belongs_to_one_request_of_one_partner(database: Database) {
        let bank = Bank::on(database).await;
        let (key, body) = (guid(), json!({ "name": "Café" }));
        let first = bank.asks(&key, "POST", "/companies", &body);
        let company = format!("/companies/{}", bank.connection.company);
        for (method, path, body) in [
            ("POST", "/companies", json!({ "name": "Bar" })),
            ("POST", "/companies?x=1", body.clone()),
            ("PATCH", company.as_str(), body.clone()),
            ("POST", "/companies", json!({ "name": "x".repeat(200_000) })),
        ] {
            let told = refused(&bank.asks(&key, method, path, &body), 422);
            assert!(told.contains("Idempotency-Key"), "{told}");
        }
        same(&first, &bank.asks(&key, "POST", "/companies", &body));
        let other = PartnerClient::new(&bank.server, "Other Bank").await;
        let theirs = other.asks(&[("idempotency-key", &key)], "POST", "/companies", &body);
        assert_ne!(theirs.succeeded()["id"], first.json()["id"]);
        assert_eq!(theirs.header("idempotent-replayed"), "");
    }

    async fn a_malformed_key_is_refused_and_says_what_to_send(database: Database) {
        let bank = Bank::on(database).await;
        let before = bank.tables().await;
        for wrong in ["order-17", "", "00000000-0000-0000-0000-000000000000", &"7".repeat(2_000)] {
            let told = refused(&bank.asks(wrong, "POST", "/companies", &json!({ "name": "Café" })), 400);
            assert!(told.starts_with("Idempotency-Key: must be one random GUID"), "{told}");
        }
        let (one, two) = (guid(), guid());
        let twice = [("idempotency-key", one.as_str()), ("idempotency-key", two.as_str())];
        refused(&bank.client.asks(&twice, "POST", "/companies", &json!({ "name": "Café" })), 400);
        assert_eq!(bank.tables().await, before);
        // Of what may be repeated anyway, or only looks, it is nobody's business.
        bank.asks("order-17", "GET", "/companies", &Value::Null).succeeded();
        let company = format!("/companies/{}", bank.connection.company);
        bank.asks("order-17", "PUT", &company, &json!({ "name": "Bar" })).succeeded();
        bank.asks("order-17", "DELETE", &company, &Value::Null).succeeded();
    }

    async fn what_is_being_answered_is_not_begun_a_second_time(database: Database) {
        let bank = Bank::on(database).await;
        let (guid, app) = (guid(), &bank.server.app);
        let key = IdempotencyKey::read(&app.keys.idempotency, bank.client.id, &guid).unwrap();
        let answering = app.in_progress.enter(&key);
        let told = refused(&bank.asks(&guid, "POST", "/companies", &json!({ "name": "Café" })), 409);
        assert!(told.contains("is being answered"), "{told}");
        drop(answering);
        let first = bank.asks(&guid, "POST", "/companies", &json!({ "name": "Café" }));
        assert_eq!((first.status, first.header("idempotent-replayed")), (200, ""));
    }

    async fn what_was_not_done_for_want_of_room_is_done_when_there_is_some(database: Database) {
        let bank = Bank::on(database).await;
        let (key, path) = (guid(), bank.connection.path("push/bankAccounts/everyday/bankTransactions"));
        let rows = [transaction("one", &bank.server.day(0), -4.5, "Coffee")];
        let body = json!({ "accountId": "everyday", "transactions": rows });
        let mut places = Vec::new();
        while let Ok(place) = bank.server.app.pushes.enter(bank.client.id) {
            places.push(place);
        }
        let told = bank.asks(&key, "POST", &path, &body);
        assert_eq!((told.status, told.header("retry-after")), (503, "2"), "{}", told.text());
        places.clear();
        let first = bank.asks(&key, "POST", &path, &body);
        assert_eq!((first.status, first.header("idempotent-replayed")), (200, ""), "{}", first.text());
        same(&first, &bank.asks(&key, "POST", &path, &body));
    }

    async fn what_could_not_be_kept_is_told_like_any_other_error(database: Database) {
        let bank = Bank::on(database).await;
        if bank.server.database.is_postgres() {
            // There is no one writer to wait for.
            return;
        }
        let writer = bank.server.app.store.write().await.unwrap();
        let told = bank.asks(&guid(), "POST", "/companies", &json!({}));
        drop(writer);
        assert_eq!((told.status, told.header("retry-after")), (503, "2"), "{}", told.text());
        assert_eq!(told.json()["statusCode"], 503);
    }

    async fn an_answer_is_kept_for_ninety_minutes_and_then_forgotten(database: Database) {
        let bank = Bank::on(database).await;
        let (key, body) = (guid(), json!({ "name": "Café" }));
        let first = bank.asks(&key, "POST", "/companies", &body);
        bank.server.app.clock.advance(90 * MINUTE - Duration::from_micros(1));
        same(&first, &bank.asks(&key, "POST", "/companies", &body));
        forget::once(&bank.server.app).await.unwrap();
        same(&first, &bank.asks(&key, "POST", "/companies", &body));
        bank.server.app.clock.advance(Duration::from_micros(1));
        let anew = bank.asks(&key, "POST", "/companies", &body);
        assert_eq!((anew.status, anew.header("idempotent-replayed")), (200, ""));
        assert_ne!(anew.json()["id"], first.json()["id"]);
        same(&anew, &bank.asks(&key, "POST", "/companies", &body));
        bank.server.app.clock.advance(90 * MINUTE);
        forget::once(&bank.server.app).await.unwrap();
        assert!(bank.server.database.tables().await["kept_answers"].is_empty());
        // A clock that was a day ahead kept this one: it would live for a day and ninety minutes.
        bank.server.app.clock.advance(Duration::from_secs(86_400));
        bank.asks(&guid(), "POST", "/companies", &body).succeeded();
        let ahead = bank.server.now();
        let keys = bank.server.app.keys.clone();
        let today = Clock::standing_at(ahead - Duration::from_secs(86_400));
        let node = Server::with(bank.server.database.clone(), today, |app| app.keys = keys).await;
        forget::once(&node.app).await.unwrap();
        assert!(bank.server.database.tables().await["kept_answers"].is_empty());
    }

    async fn a_database_without_the_clients_key_shows_nothing_of_what_was_answered(database: Database) {
        let bank = Bank::on(database).await;
        let path = bank.connection.path("connectionInfo/bankFeedAccounts/credentials");
        let (first, second, third) = (guid(), guid(), guid());
        let pair = bank.asks(&first, "POST", &path, &Value::Null).succeeded();
        let key = bank.asks(&second, "POST", "/apiKeys", &json!({ "name": "night" })).succeeded();
        let company = format!("/companies/{}/connections", bank.connection.company);
        let link = bank.asks(&third, "POST", &company, &json!({ "platformKey": "hcws" })).succeeded();
        let tables = bank.server.database.tables().await;
        assert_eq!(tables["kept_answers"].len(), 3);
        let dump: String = tables.values().flatten().map(|row| row.to_lowercase()).collect();
        let otp = link["linkUrl"].as_str().unwrap().rsplit_once('=').unwrap().1;
        assert_eq!(otp.len(), 6);
        let secrets = [pair["password"].as_str().unwrap(), key["apiKey"].as_str().unwrap(), &first, &second, &third];
        for secret in secrets {
            for spelling in [secret.to_owned(), secret.replace('-', "")] {
                let spelling = spelling.to_lowercase();
                assert!(!dump.contains(&spelling) && !dump.contains(&hex(&spelling)), "{spelling}");
            }
        }
        // Six digits may stand anywhere by chance: in the answer they follow their name.
        assert!(!dump.contains(&format!("otp={otp}")) && !dump.contains(&hex(&format!("otp={otp}"))));
        let again = bank.asks(&first, "POST", &path, &Value::Null);
        assert_eq!(again.succeeded(), pair);
    }

    async fn another_node_and_a_new_start_give_the_same_answer(database: Database) {
        let bank = Bank::on(database.clone()).await;
        let (key, body) = (guid(), json!({ "name": "Café" }));
        let first = bank.asks(&key, "POST", "/companies", &body);
        let (clock, keys) = (bank.server.app.clock.clone(), bank.server.app.keys.clone());
        let node = Server::with(database.clone(), clock.clone(), |app| app.keys = keys.clone()).await;
        same(&first, &bank.client.at(&node).asks(&[("idempotency-key", &key)], "POST", "/companies", &body));
        let Bank { server, client, .. } = bank;
        drop((server, node));
        let node = Server::with(database, clock, |app| app.keys = keys).await;
        same(&first, &client.at(&node).asks(&[("idempotency-key", &key)], "POST", "/companies", &body));
    }

    async fn the_official_client_passes_the_key_through(database: Database) {
        let bank = Bank::on(database).await;
        let mut client = OfficialClient::with_idempotency_key(&bank.client, &bank.server, &guid());
        let first = client.calls("companies.create", json!({ "name": "Café" }));
        assert_eq!(client.calls("companies.create", json!({ "name": "Café" })), first);
        let told = client.is_refused("companies.create", json!({ "name": "Bar" }));
        assert_eq!(told["status"], 422, "{told}");
        assert_eq!(bank.client.gets("/companies").succeeded()["totalResults"], 2);
    }

    async fn f_25_the_same_key_at_two_servers_is_done_once(database: Database) {
        let bank = Bank::on(database.clone()).await;
        let keys = bank.server.app.keys.clone();
        let node = Server::with(database, bank.server.app.clock.clone(), |app| app.keys = keys).await;
        let authorization = bank.client.authorization();
        for number in 0..10 {
            // Nothing but the key tells that the second company is the first.
            let (barrier, body, key) = (Barrier::new(2), json!({ "name": format!("Café {number}") }).to_string(), guid());
            let headers = [
                ("authorization", authorization.as_str()),
                ("content-type", "application/json"),
                ("idempotency-key", key.as_str()),
            ];
            let answers = std::thread::scope(|scope| {
                let asking = [&bank.server, &node].map(|server| {
                    let (barrier, body, url) = (&barrier, &body, format!("{}/companies", server.url()));
                    scope.spawn(move || {
                        barrier.wait();
                        send(&agent(), "POST", &url, &headers, body.as_str())
                    })
                });
                asking.map(|one| one.join().unwrap())
            });
            let [one, other] = &answers;
            assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 503)), "{answers:?}");
            let first = if one.header("idempotent-replayed").is_empty() { one } else { other };
            let again = send(&agent(), "POST", &format!("{}/companies", node.url()), &headers, body.as_str());
            same(first, &again);
            if answers.iter().all(|answer| answer.status == 200) {
                assert_eq!(one.bytes, other.bytes);
            }
        }
        let listed = bank.client.gets("/companies").succeeded();
        assert_eq!(listed["totalResults"], 11);
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
