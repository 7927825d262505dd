//! The audit log as the partner's people read it, take it along and verify it.

use bankfeeds_link::domain::audit::{Actor, Author};
use bankfeeds_link::domain::company::{self, Draft, Tags};
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::store;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::support::{Database, Member, PartnerClient, Server};

const PAGE: &str = "/audit";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Member {
    fn gets(&self, below: &str) -> crate::support::Answer {
        self.browser.asks("GET", &self.address(below))
    }
}

on_both_databases! {
    async fn who_changed_what_is_told_in_sentences_in_both_languages(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let mut db = server.app.store.write().await.unwrap();
        let member = store::members::get(&mut db, bank.id, ada.id).await.unwrap().unwrap();
        let mut db = db.in_name_of(member.author("203.0.113.77".parse().unwrap()));
        let partner = store::partners::get(&mut db, bank.id).await.unwrap();
        let mut settings = partner.settings.clone();
        settings.support.phone = Some("1-555-010-0199".into());
        settings.bank_transactions = false;
        let now = server.now();
        bankfeeds_link::domain::partner::change_settings(&mut db, bank.id, &settings, partner.version, now).await.unwrap();
        db.commit().await.unwrap();
        let bistro = bank.creates_company("Bistro Quai 7");
        bank.connects(&bistro);

        let page = ada.opens(PAGE);
        for words in [
            "Ada Tremblay changed settings", "Support phone", "1-555-010-0199", "Bank transactions", "Off",
            "from 203.0.113.0/24", "November 21, 2026", "Eastern Standard Time",
            "API key “tests”", "added a company", "made a connection", "Company: Bistro Quai 7",
        ] {
            assert!(page.html().contains(words), "{words}: {}", page.html());
        }
        assert!(!page.html().contains("203.0.113.77") && !page.html().contains("⟦"));
        let eve = Member::reading("fr-CA", &server, bank.id, Role::Analyst).await;
        let page = eve.opens(PAGE);
        for words in ["Ada Tremblay a modifié des paramètres", "Téléphone du soutien", "Hors fonction", "a ajouté une entreprise"] {
            assert!(page.html().contains(words), "{words}: {}", page.html());
        }
        let other = PartnerClient::new(&server, "Other Bank").await;
        let theirs = Member::of(&server, other.id, Role::Administrator).await.opens(PAGE);
        assert!(!theirs.html().contains("Bistro") && theirs.says("set up this partner"));
    }

    async fn the_log_is_filtered_in_its_address_and_paged(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        for number in 0..60 {
            bank.creates_company(&format!("Company {number}."));
        }
        let ada = Member::of(&server, bank.id, Role::Developer).await;
        let page = ada.opens(PAGE);
        assert!(page.html().contains("Company 59.") && !page.html().contains("Company 9."), "the newest fifty");
        let older = ada.opens("/audit?before=13");
        assert!(older.html().contains("Company 9.") && !older.html().contains("Company 10.") && older.says("Newest entries"));
        let keys = ada.opens("/audit?area=keys");
        assert!(keys.html().contains("made an API key") && !keys.html().contains("added a company"));
        let day = server.day(0);
        assert!(ada.opens(&format!("/audit?from={day}&until={day}")).html().contains("Company 59."));
        assert!(ada.opens(&format!("/audit?from={}", server.day(1))).says("No such entries"));
        assert!(ada.opens(&format!("/audit?until={}", server.day(-1))).says("No such entries"));
        let by_operator = ada.opens("/audit?who=operator");
        assert!(by_operator.says("No such entries"), "{}", by_operator.html());
        let wrong = ada.opens("/audit?from=yesterday&until=2026-02-30");
        assert_eq!(wrong.status(), 422);
        assert!(wrong.says("There is a problem") && wrong.html().contains("value=\"yesterday\""));
        for nonsense in ["?before=-1&who=%00", "?area=nothing", "?from=9999-12-31&until=9999-12-31", "?who=%27%3B--", "?%FF&&=="] {
            assert!([200, 422].contains(&ada.opens(&format!("{PAGE}{nonsense}")).status()), "{nonsense}");
        }
    }

    async fn what_was_removed_says_so_and_the_log_is_whole(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let gone = bank.creates_company("Vanishing Act");
        assert_eq!(bank.deletes(&format!("/companies/{}", gone.id)).status, 204);
        let ada = Member::of(&server, bank.id, Role::Analyst).await;
        let page = ada.opens(PAGE);
        assert!(!page.html().contains("Vanishing"));
        assert!(page.says("(personal data, removed)") && page.says("A company that was deleted"), "{}", page.html());
        let verified = ada.browser.submits(&page.form("/audit/verify"), &[]);
        assert!(verified.says("The log is intact") && verified.says("One personal value was removed"), "{}", verified.html());
        assert!(!ada.gets("/audit/csv").text().contains("Vanishing"));
    }

    async fn a_log_that_somebody_meddled_with_is_told_by_its_number(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        bank.creates_company("One");
        let meddling = "UPDATE audit_entries SET body = replace(body, 'company created', 'company changed')";
        if server.database.is_postgres() {
            let mut connection = PgConnection::connect(server.database.url()).await.unwrap();
            sqlx::raw_sql(meddling).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = SqliteConnection::connect(server.database.url()).await.unwrap();
            sqlx::raw_sql(meddling).execute(&mut connection).await.unwrap();
        }
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let page = ada.opens(PAGE);
        let verified = ada.browser.submits(&page.form("/audit/verify"), &[]);
        assert!(verified.says("The log is not intact") && verified.says("has the number 3"), "{}", verified.html());
    }

    async fn the_lines_of_an_export_are_a_chain_that_anybody_can_follow(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        for number in 0..5 {
            bank.creates_company(&format!("Company {number}"));
        }
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let answer = ada.gets("/audit/lines");
        assert!(answer.header("content-disposition").contains("attachment"));
        let lines: Vec<Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 7);
        let mut before = hex(&[0; 32]);
        for (number, line) in (1..).zip(&lines) {
            assert_eq!((&line["number"], &line["previous"]), (&json!(number), &json!(before)));
            let previous: Vec<u8> =
                (0..64).step_by(2).map(|at| u8::from_str_radix(&before[at..at + 2], 16).unwrap()).collect();
            before = hex(&Sha256::new().chain_update(previous).chain_update(line["body"].as_str().unwrap()).finalize());
            assert_eq!(line["hash"], json!(before));
        }
        let last = &lines[6]["personal"];
        assert_eq!(last["changes.0.after"]["value"], "Company 4");
        let salt = last["changes.0.after"]["salt"].as_str().unwrap();
        let salt: Vec<u8> = (0..32).step_by(2).map(|at| u8::from_str_radix(&salt[at..at + 2], 16).unwrap()).collect();
        let hashed = hex(&Sha256::new().chain_update(salt).chain_update("Company 4").finalize());
        assert!(lines[6]["body"].as_str().unwrap().contains(&hashed));
        assert_eq!(last["from"], json!({ "value": "127.0.0.0/24" }), "an address is shortened, and without its salt");
        let filtered = ada.gets("/audit/lines?area=keys").text();
        assert_eq!(filtered.lines().count(), 1);
    }

    async fn a_table_for_spreadsheets_runs_nothing(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let name = "=HYPERLINK(\"https://evil.example\"),1";
        let actor = Actor::Member { id: uuid::Uuid::from_u128(7), name: name.into(), email: "eve@acme.example".into() };
        let author = Author::new(actor, [203, 0, 113, 9].into());
        let mut db = server.app.store.write().await.unwrap().in_name_of(author);
        let draft = Draft { name: "Bistro".into(), description: None, tags: Tags::new() };
        company::create(&mut db, &server.app.chance, bank.id, draft, server.now()).await.unwrap();
        db.commit().await.unwrap();
        let eve = Member::reading("fr-CA", &server, bank.id, Role::Analyst).await;
        let text = eve.gets("/audit/csv").text();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        assert_eq!(reader.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["Numéro", "Quand", "Qui"]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!((&rows[2][2], &rows[2][4]), (format!("'{name}").as_str(), "Bistro"));
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}
