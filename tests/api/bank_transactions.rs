use serde_json::{Value, json};

use super::{quickbooks_connects, refused};
use crate::support::{Answer, Connection, Database, PartnerClient, Server, checking, transaction};

/// A partner with a connection whose checking account `acc-1` is connected.
async fn connected(server: &Server) -> (PartnerClient, Connection) {
    let acme = PartnerClient::new(server, "Acme Bank").await;
    let connection = acme.connects(&acme.creates_company("Bistro"));
    acme.adds_account(&connection, &checking("acc-1"));
    quickbooks_connects(server, &connection, "acc-1", 3).await;
    (acme, connection)
}

/// One character to its reader, forty thousand bytes to a database.
fn tower() -> String {
    let accents = (0..20_000_u32).filter_map(|place| char::from_u32(0x300 + place.wrapping_mul(2_654_435_761) % 0x6f));
    std::iter::once('e').chain(accents).collect()
}

fn rules(answer: &Answer) -> Vec<(Value, Value)> {
    let errors = answer.json()["validation"]["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|it| (it["itemId"].clone(), it["validatorName"].clone())).collect()
}

on_both_databases! {
    async fn a_push_is_answered_as_it_was_understood(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let path = connection.path("push/bankAccounts/acc-1/bankTransactions?timeoutInMinutes=5");
        let asked = json!({ "accountId": "acc-1", "transactions": [
            { "id": "1", "date": "2026-11-20T23:21:00-05:00", "description": "Cof\u{7}fee", "amount": -4.5,
              "balance": 95.49, "transactionType": "Debit", "reconciled": false, "later": [] },
            { "id": "2", "date": "2026-11-21", "amount": 100, "transactionType": "Barter" },
        ] });
        let answer = acme.posts(&path, &asked).succeeded();
        let expected = json!({ "accountId": "acc-1", "transactions": [
            { "id": "1", "date": "2026-11-20", "description": "Cof fee", "counterparty": null, "reference": null,
              "amount": -4.5, "balance": 95.49, "transactionType": "Debit" },
            { "id": "2", "date": "2026-11-21", "description": null, "counterparty": null, "reference": null,
              "amount": 100, "transactionType": null },
        ] });
        assert_eq!(answer["data"], expected);
        let key = &answer["pushOperationKey"];
        assert_eq!(answer["changes"], json!([{ "type": "Created", "attachmentId": null,
            "recordRef": { "id": key, "dataType": "bankTransactions" } }]));
        assert_eq!((&answer["status"], &answer["statusCode"]), (&json!("Success"), &json!(200)));
        assert_eq!((&answer["dataType"], &answer["timeoutInMinutes"]), (&json!("bankTransactions"), &json!(5)));
        assert_eq!(answer["validation"]["errors"], json!([]));
        assert_eq!(answer["validation"]["warnings"].as_array().unwrap().len(), 2);
        assert_eq!(acme.lists_accounts(&connection)[0]["balance"], 95.49);
    }

    async fn what_is_there_already_changes_nothing(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let batch = [transaction("1", &server.day(0), -4.5, "Coffee")];
        acme.pushes(&connection, "acc-1", &batch).succeeded();
        assert_eq!(acme.pushes(&connection, "acc-1", &batch).succeeded()["changes"], json!([]));
        let other = acme.pushes(&connection, "acc-1", &[transaction("1", &server.day(0), -4.6, "Coffee")]);
        refused(&other, 400);
        assert_eq!(rules(&other), [(json!("1"), json!("UniqueId"))]);
    }

    async fn every_item_that_cannot_be_read_is_named_and_nothing_is_stored(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let today = server.day(0);
        let batch = [
            transaction("1", &today, -4.5, "Coffee"),
            json!({ "id": "2", "date": "yesterday", "amount": 1 }),
            json!({ "id": "3", "date": today, "amount": "1" }),
            json!({ "date": today, "amount": 1 }),
            json!({ "id": "5\u{0}", "date": today, "amount": 1 }),
            json!([]),
        ];
        let answer = acme.pushes(&connection, "acc-1", &batch);
        assert_eq!(refused(&answer, 400), "The batch breaks the rules for bank transactions; nothing was stored.");
        assert_eq!(
            rules(&answer),
            [
                (json!("2"), json!("Format")),
                (json!("3"), json!("Format")),
                (json!(null), json!("Format")),
                (json!(null), json!("Format")),
                (json!("5 "), json!("Id")),
            ]
        );
        let kept = acme.gets(&format!("/companies/{}/push", connection.company)).succeeded();
        assert_eq!((&kept["totalResults"], &kept["results"][0]["status"]), (&json!(1), &json!("Failed")));
        // Nothing was stored, so the id is still free for other content.
        acme.pushes(&connection, "acc-1", &[transaction("1", &today, 7.0, "Tea")]).succeeded();
    }

    async fn a_batch_has_one_to_a_thousand_items(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let items = |count: usize| -> Vec<Value> {
            (0..count).map(|number| transaction(&number.to_string(), &server.day(0), 1.0, "Coffee")).collect()
        };
        refused(&acme.pushes(&connection, "acc-1", &[]), 400);
        refused(&acme.pushes(&connection, "acc-1", &items(1_001)), 400);
        acme.pushes(&connection, "acc-1", &items(1_000)).succeeded();
    }

    async fn the_body_and_the_address_name_the_same_account(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let item = transaction("1", &server.day(0), 1.0, "Coffee");
        let path = |account: &str| connection.path(&format!("push/bankAccounts/{account}/bankTransactions"));
        let body = |account: Value| json!({ "accountId": account, "transactions": [item] });
        assert!(refused(&acme.posts(&path("acc-1"), &body(json!("acc-2"))), 400).starts_with("accountId"));
        assert!(refused(&acme.posts(&path("acc-1"), &body(json!(null))), 400).starts_with("accountId"));
        for unknown in ["acc-2", "a%00b", &"x".repeat(70)] {
            refused(&acme.posts(&path(unknown), &body(json!("acc-2"))), 404);
        }
    }

    async fn an_id_may_be_of_any_characters(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        acme.adds_account(&connection, &checking("Chequing 02/02 é"));
        quickbooks_connects(&server, &connection, "Chequing 02/02 é", 3).await;
        let path = connection.path("push/bankAccounts/Chequing%2002%2F02%20%C3%A9/bankTransactions");
        let item = transaction("1", &server.day(0), 1.0, "Coffee");
        let body = json!({ "accountId": "Chequing 02/02 é", "transactions": [item] });
        assert_eq!(acme.posts(&path, &body).succeeded()["data"]["accountId"], "Chequing 02/02 é");
    }

    async fn an_account_that_quickbooks_has_not_asked_for_takes_nothing(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        acme.adds_account(&connection, &checking("acc-2"));
        let answer = acme.pushes(&connection, "acc-2", &[transaction("1", &server.day(0), 1.0, "Coffee")]);
        assert!(refused(&answer, 400).contains("pending"));
        assert_eq!(rules(&answer), [(json!("acc-2"), json!("AccountConnected"))]);
    }

    async fn pushes_are_refused_by_name_while_the_setting_is_off(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        acme.changes_settings(&server, |settings| settings.bank_transactions = false).await;
        let answer = acme.pushes(&connection, "acc-1", &[transaction("1", &server.day(0), 1.0, "Coffee")]);
        assert!(refused(&answer, 403).contains("bank transactions"));
    }

    async fn parameters_are_read_for_their_form(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let body = json!({ "accountId": "acc-1", "transactions": [transaction("1", &server.day(0), 1.0, "Coffee")] });
        let with = |query: &str| {
            acme.posts(&connection.path(&format!("push/bankAccounts/acc-1/bankTransactions?{query}")), &body)
        };
        assert!(refused(&with("timeoutInMinutes=soon"), 400).starts_with("timeoutInMinutes"));
        assert!(refused(&with("allowSyncOnPushComplete=maybe"), 400).starts_with("allowSyncOnPushComplete"));
        with("allowSyncOnPushComplete=True&later=1").succeeded();
    }

    async fn an_id_of_one_letter_under_a_thousand_accents_is_too_long(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let today = server.day(0);
        let answer = acme.pushes(&connection, "acc-1", &[transaction(&tower(), &today, 1.0, "Tower")]);
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert_eq!(rules(&answer)[0].1, "Id");
        let mut account = checking("acc-2");
        account["id"] = tower().into();
        let error = refused(&acme.posts(&connection.path("connectionInfo/bankFeedAccounts"), &account), 400);
        assert!(error.starts_with("id: character 1 carries more marks than any script has"), "{error}");
    }
}
