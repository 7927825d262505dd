//! Every operation that changes something leaves its entry, in the caller's name; what moves money data leaves none.

use bankfeeds_link::domain::audit::{ActorKind, Body, What, Written};
use bankfeeds_link::store;
use serde_json::{Value, json};

use super::quickbooks_connects;
use crate::support::{Database, PartnerClient, Server, checking, transaction};

async fn entries(server: &Server, bank: &PartnerClient) -> Vec<Body> {
    let mut db = server.app.store.read().await.unwrap();
    let entries = store::audit::portion(&mut db, bank.id, 0, i64::MAX).await.unwrap();
    entries.iter().map(|entry| serde_json::from_str(&entry.body).unwrap()).collect()
}

on_both_databases! {
    async fn every_operation_that_changes_something_leaves_its_entry_in_the_callers_name(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let company = bank.creates_company("Bistro");
        let connection = bank.connects(&company);
        let key = bank.posts("/apiKeys", &json!({ "name": "batch" })).succeeded();
        let (of_company, of_connection) = (format!("/companies/{}", company.id), connection.path(""));
        let sets = connection.path("connectionInfo/bankFeedAccounts/credentials");
        let accounts = connection.path("connectionInfo/bankFeedAccounts");
        bank.adds_account(&connection, &checking("acc-1"));
        let push = json!({ "accountId": "acc-1", "transactions": [transaction("t-1", &server.day(0), -1.0, "Flour")] });
        let pushes = connection.path("push/bankAccounts/acc-1/bankTransactions");
        bank.generates_credentials(&connection);
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let key = format!("/apiKeys/{}", key["id"].as_str().unwrap());
        let operations: Vec<(&str, &str, Value, &[What])> = vec![
            ("POST", "/companies", json!({ "name": "Garage" }), &[What::CompanyCreated]),
            ("PUT", &of_company, json!({ "name": "Bistro 7" }), &[What::CompanyChanged]),
            ("PUT", &of_company, json!({ "name": "Bistro 7" }), &[]),
            ("PATCH", &of_company, json!({ "description": "Quay" }), &[What::CompanyChanged]),
            ("POST", pushes.as_str(), push, &[]),
            ("POST", accounts.as_str(), checking("acc-2"), &[]),
            ("GET", of_connection.as_str(), Value::Null, &[]),
            ("POST", sets.as_str(), Value::Null, &[What::CredentialsMade]),
            ("DELETE", sets.as_str(), Value::Null, &[What::CredentialsRevoked]),
            ("PATCH", of_connection.as_str(), json!({ "status": "Unlinked" }), &[What::ConnectionUnlinked]),
            ("POST", "/apiKeys", json!({ "name": "third" }), &[What::KeyCreated]),
            ("DELETE", key.as_str(), Value::Null, &[What::KeyDeleted]),
            ("DELETE", of_connection.as_str(), Value::Null, &[What::ConnectionDeleted]),
            ("DELETE", of_company.as_str(), Value::Null, &[What::CompanyDeleted, What::PersonalDataRemoved]),
        ];
        for (method, path, body, whats) in operations {
            let before = entries(&server, &bank).await.len();
            let answer = bank.sends(method, path, &body);
            assert!(answer.status < 300, "{method} {path}: {}", answer.text());
            let new = entries(&server, &bank).await.split_off(before);
            assert_eq!(new.iter().map(|body| body.what).collect::<Vec<_>>(), whats, "{method} {path}");
            for body in new {
                assert_eq!(body.who.kind, ActorKind::ApiKey, "{method} {path}");
                assert_eq!(body.who.name, Some(Written::Plain("tests".into())));
                assert!(bank.api_key.starts_with(&body.who.prefix.unwrap()) && body.from.is_some());
            }
        }
        let whole = bankfeeds_link::domain::audit::verify::verify(
            &server.app.store, bank.id, Some(&server.app.keys.audit), |_| true).await.unwrap();
        assert_eq!(whole.broken, None);
        // A refusal leaves nothing, and a username no more than its beginning.
        let all = entries(&server, &bank).await;
        assert_eq!(bank.deletes(&of_company).status, 404);
        assert_eq!(bank.posts("/companies", &json!({ "name": " " })).status, 400);
        assert_eq!(entries(&server, &bank).await.len(), all.len());
        let made = all.iter().find(|body| body.what == What::CredentialsMade).unwrap();
        assert!(matches!(&made.changes[0].after, Some(Written::Plain(text)) if text.len() == 8 && text.ends_with("-…")), "{made:?}");
    }

    async fn a_repeated_request_leaves_one_entry_and_a_rolled_key_says_when_the_old_one_ends(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let key = [("idempotency-key", "3f2b8c1e-6a4d-4e9b-9c57-0d1e2f3a4b5c")];
        let before = entries(&server, &bank).await.len();
        for _ in 0..3 {
            assert_eq!(bank.asks(&key, "POST", "/companies", &json!({ "name": "Once" })).status, 200);
        }
        let new = entries(&server, &bank).await.split_off(before);
        assert_eq!((new.len(), new[0].who.kind), (1, ActorKind::ApiKey));
        let id = bank.gets("/apiKeys").succeeded()["results"][0]["id"].as_str().unwrap().to_owned();
        bank.posts(&format!("/apiKeys/{id}/roll"), &json!({})).succeeded();
        let rolled = entries(&server, &bank).await.pop().unwrap();
        assert_eq!(rolled.what, What::KeyRolled);
        assert!(rolled.changes.iter().any(|change| change.field == "old key ends" && change.after.is_some()));
    }
}
