use std::time::Duration;

use serde_json::json;

use super::{quickbooks_connects, refused};
use crate::support::{Database, PartnerClient, Server, checking, credit_card};

const ACCOUNTS: &str = "connectionInfo/bankFeedAccounts";

on_both_databases! {
    async fn an_account_of_version_2_is_added_and_listed_whole(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        let asked = r#"{"id":"acc-001","accountName":"Everyday","accountType":"checking","accountNumber":"12345670",
            "routingInfo":{"bankCode":"021001088"},"currency":"CAD","balance":99.90,
            "accountInfo":{"nickname":"Daily","availableBalance":0.10}}"#;
        let asked: serde_json::Value = serde_json::from_str(asked).unwrap();
        let expected = json!({
            "id": "acc-001",
            "accountName": "Everyday",
            "accountType": "checking",
            "accountNumber": "12345670",
            "routingInfo": { "bankCode": "021001088", "type": "bankcode" },
            "currency": "CAD",
            "balance": 99.9,
            "accountInfo":
                { "description": null, "nickname": "Daily", "accountOpenDate": null, "availableBalance": 0.1 },
            "modifiedDate": "2026-11-21T15:00:00.000000Z",
            "status": "pending",
        });
        assert_eq!(acme.adds_account(&connection, &asked), expected);
        assert_eq!(acme.lists_accounts(&connection), json!([expected]));
        quickbooks_connects(&server, &connection, "acc-001", 7).await;
        let listed = &acme.lists_accounts(&connection)[0];
        assert_eq!((&listed["status"], &listed["feedStartDate"]), (&json!("connected"), &json!("2026-11-14")));
    }

    async fn one_account_of_version_1_puts_the_list_into_its_shape(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        assert_eq!(acme.lists_accounts(&connection), json!([]));
        acme.adds_account(&connection, &checking("acc-1"));
        // Listed in the order in which they were added.
        server.app.clock.advance(Duration::from_secs(1));
        let asked = json!({
            "id": "acc-2", "accountName": "Old", "accountType": "credit", "accountNumber": "98765432",
            "sortCode": "123456", "currency": "CAD", "balance": 0, "modifiedDate": "2023-01-09T14:14:14Z",
        });
        let added = acme.adds_account(&connection, &asked);
        assert_eq!((&added["accountType"], &added["sortCode"]), (&json!("Credit"), &json!("123456")));
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let listed = acme.lists_accounts(&connection);
        assert_eq!(listed.as_array().unwrap().len(), 2);
        assert_eq!(listed[0]["feedStartDate"], "2026-11-14T00:00:00Z");
        assert!(listed[0].get("routingInfo").is_none(), "{listed}");
    }

    async fn an_id_is_taken_once(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("acc-1"));
        refused(&acme.posts(&connection.path(ACCOUNTS), &credit_card("acc-1")), 409);
        assert_eq!(acme.lists_accounts(&connection).as_array().unwrap().len(), 1);
        // The same id under another connection is another account.
        let other = acme.connects(&acme.creates_company("Garage"));
        acme.adds_account(&other, &checking("acc-1"));
    }

    async fn a_card_number_is_kept_as_its_last_four(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        assert_eq!(acme.adds_account(&connection, &credit_card("acc-1"))["accountNumber"], "1111");
    }

    async fn what_is_wrong_with_an_account_is_named(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        for (field, value) in [
            ("id", json!("x".repeat(65))),
            ("id", json!("a\u{0}b")),
            ("accountName", json!("")),
            ("accountType", json!("mortgage")),
            ("accountNumber", json!(12)),
            ("currency", json!("dollar")),
            ("balance", json!("12")),
            ("balance", json!(null)),
            ("routingInfo", json!("021001088")),
        ] {
            let mut asked = checking("acc-1");
            asked[field] = value;
            let error = refused(&acme.posts(&connection.path(ACCOUNTS), &asked), 400);
            assert!(error.starts_with(field), "{asked}: {error}");
        }
        assert_eq!(acme.lists_accounts(&connection), json!([]));
    }
}
