//! Several accounts in one request, and an account changed and removed.

use serde_json::{Value, json};

use super::{quickbooks_connects, refused};
use crate::support::{Connection, Database, PartnerClient, Server, checking, credit_card, savings, transaction};

const ACCOUNTS: &str = "connectionInfo/bankFeedAccounts";
const BATCH: &str = "connectionInfo/bankFeedAccounts/batch";

fn old(id: &str) -> Value {
    json!({
        "id": id, "accountName": "Old", "accountType": "Debit", "accountNumber": "98765432", "currency": "CAD", "balance": 0,
    })
}

fn ids(accounts: &Value) -> Vec<&str> {
    accounts.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect()
}

async fn opens(database: Database) -> (Server, PartnerClient, Connection) {
    let server = Server::start(database).await;
    let acme = PartnerClient::new(&server, "Acme Bank").await;
    let connection = acme.connects(&acme.creates_company("Bistro"));
    (server, acme, connection)
}

on_both_databases! {
    async fn a_batch_is_201_when_all_are_added_207_when_some_are_and_409_when_all_are_there(database: Database) {
        let (_server, acme, connection) = opens(database).await;
        let batch = |accounts: Value| acme.posts(&connection.path(BATCH), &accounts);
        let all = batch(json!([checking("1"), old("2")]));
        assert_eq!(all.status, 201, "{}", all.text());
        let all = all.json();
        assert_eq!((&all[0]["sourceAccountId"], &all[1]["sourceAccountId"]), (&json!("1"), &json!("2")));
        assert_eq!((&all[0]["result"]["statusCode"], &all[0]["result"]["error"]), (&json!(201), &json!(null)));
        // Each in the version of its own type.
        assert_eq!(all[0]["result"]["account"]["routingInfo"]["bankCode"], "021001088");
        assert_eq!(all[0]["result"]["account"]["accountInfo"], json!(null));
        assert_eq!(all[1]["result"]["account"]["accountType"], "Debit");
        assert!(all[1]["result"]["account"].get("accountInfo").is_none(), "{all}");

        let mixed = batch(json!([checking("2"), savings("3"), { "id": "4" }, savings("3"), 7]));
        assert_eq!(mixed.status, 207, "{}", mixed.text());
        let statuses: Vec<Value> = mixed.json().as_array().unwrap().iter().map(|it| it["result"]["statusCode"].clone()).collect();
        assert_eq!(statuses, [json!("409"), json!(201), json!("400"), json!("409"), json!("400")]);
        assert_eq!(mixed.json()[2]["result"]["error"], "[2].accountName: is required");
        assert_eq!(mixed.json()[4], json!({ "result": { "statusCode": "400", "error": "[4]: must be an object" } }));

        let none = batch(json!([checking("1"), checking("3")]));
        assert_eq!((none.status, none.json().as_array().unwrap().len()), (409, 2), "{}", none.text());
        assert_eq!(none.json()[1]["result"]["statusCode"], "409");
        assert_eq!(ids(&acme.lists_accounts(&connection)), ["1", "2", "3"]);
    }

    async fn a_batch_that_cannot_be_read_is_refused_with_an_entry_an_account(database: Database) {
        let (_server, acme, connection) = opens(database).await;
        for method_and_path in [("POST", BATCH), ("PUT", ACCOUNTS)] {
            let sends = |body: &Value| acme.sends(method_and_path.0, &connection.path(method_and_path.1), body);
            let mut wrong = checking("1");
            wrong["currency"] = json!("CAX");
            let answer = sends(&json!([wrong, [], { "id": "2", "accountName": 7 }]));
            assert_eq!(refused(&answer, 400), "[0].currency: must be a code of ISO 4217 in capital letters, such as CAD or USD");
            let entries = answer.json()["validation"]["errors"].clone();
            assert_eq!((&entries[0]["itemId"], &entries[1]["itemId"]), (&json!("1"), &json!(null)));
            assert_eq!(entries[1]["message"], "[1]: must be an object");
            assert_eq!(entries[2]["message"], "[2].accountName: must be a string");
            assert_eq!(refused(&sends(&checking("1")), 400), "The body must be an array.");
            assert!(refused(&sends(&json!([])), 400).contains("1 to 500 accounts, not 0"));
            assert!(refused(&sends(&json!(vec![1; 501])), 400).contains("1 to 500 accounts, not 501"));
        }
        assert_eq!(acme.lists_accounts(&connection), json!([]));
    }

    async fn a_list_is_added_whole_or_not_at_all_and_leaves_known_accounts_as_they_are(database: Database) {
        let (_server, acme, connection) = opens(database).await;
        acme.adds_account(&connection, &checking("1"));
        acme.adds_account(&connection, &checking("9"));
        let puts = |body: &Value| acme.sends("PUT", &connection.path(ACCOUNTS), body);
        let mut other = savings("1");
        other["accountName"] = json!("Another name");
        let mut wrong = savings("3");
        wrong["balance"] = json!("12");
        assert!(refused(&puts(&json!([savings("2"), wrong])), 400).starts_with("[1].balance"));
        assert_eq!(ids(&acme.lists_accounts(&connection)), ["1", "9"]);
        let named = puts(&json!([savings("3"), other, savings("2")])).succeeded();
        assert_eq!(ids(&named), ["3", "1", "2"]);
        assert_eq!((&named[1]["accountName"], &named[1]["accountType"]), (&json!("Chequing"), &json!("checking")));
        assert_eq!(ids(&acme.lists_accounts(&connection)), ["1", "9", "3", "2"]);
        // One account of version 1 puts the answer into its shape.
        let named = puts(&json!([old("4"), checking("1")])).succeeded();
        assert!(named[1].get("routingInfo").is_none(), "{named}");
        // A card is kept as if it had been added alone.
        puts(&json!([credit_card("5")])).succeeded();
        assert_eq!(acme.lists_accounts(&connection)[5]["accountNumber"], "1111");
    }

    async fn a_list_has_the_rules_of_a_single_account_for_what_quickbooks_is_told(database: Database) {
        let (server, acme, connection) = opens(database).await;
        for id in ["1", "2"] {
            acme.posts(&connection.path(BATCH), &json!([credit_card(id)])).succeeded();
        }
        acme.sends("PUT", &connection.path(ACCOUNTS), &json!([credit_card("3"), checking("4")])).succeeded();
        let rows = server.database.tables().await["source_accounts"].join("\n");
        assert!(!rows.contains("4111111111111111"), "{rows}");
        let id = bankfeeds_link::domain::connection::ConnectionId(connection.id.parse().unwrap());
        let mut db = server.app.store.read().await.unwrap();
        let accounts = bankfeeds_link::store::source_accounts::of_connection(&mut db, id).await.unwrap();
        for card in &accounts[..3] {
            assert!(card.ofx_account_id.len() == 14 && card.ofx_account_id.ends_with("1111"), "{}", card.ofx_account_id);
        }
        assert_eq!(accounts[3].ofx_account_id, "0004");
    }

    async fn a_patch_changes_the_name_and_the_balance_until_quickbooks_has_the_account(database: Database) {
        let (server, acme, connection) = opens(database).await;
        acme.adds_account(&connection, &checking("1"));
        let path = connection.path(&format!("{ACCOUNTS}/1"));
        let patches = |body: &Value| acme.sends("PATCH", &path, body);
        let told = patches(&json!({ "id": "1", "accountName": "Daily", "balance": 5.10, "currency": "EUR", "accountType": "loan",
            "accountNumber": "1", "status": "pending", "feedStartDate": "1999-01-01", "later": 1 })).succeeded();
        // Version 1, whatever the account's type.
        assert!(told.get("routingInfo").is_none() && told.get("accountInfo").is_none(), "{told}");
        assert_eq!((&told["accountName"], &told["balance"]), (&json!("Daily"), &json!(5.1)));
        assert_eq!((&told["currency"], &told["accountType"], &told["accountNumber"]), (&json!("CAD"), &json!("checking"), &json!("0001")));
        assert!(told.get("feedStartDate").is_none(), "{told}");
        quickbooks_connects(&server, &connection, "1", 7).await;
        let told = patches(&json!({ "accountName": null, "balance": 7, "status": "connected" })).succeeded();
        assert_eq!((&told["accountName"], &told["balance"], &told["status"]), (&json!("Daily"), &json!(5.1), &json!("connected")));
        assert_eq!(told["feedStartDate"], "2026-11-14T00:00:00Z");
        for (body, says) in [
            (json!({ "id": "2" }), "id: must be the account that the address names"),
            (json!({ "status": "pending" }), "status: can only be changed to disconnected"),
            (json!({ "status": "gone" }), "status: can only be changed to disconnected"),
            (json!({ "accountName": "" }), "accountName: is required and may not be empty"),
            (json!({ "accountName": 7 }), "accountName: must be a string"),
            (json!({ "balance": "7" }), "balance: must be a number"),
            (json!({ "routingInfo": { "bankCode": 7 } }), "routingInfo.bankCode: must be a string"),
            (json!([]), "The body must be an object."),
        ] {
            assert_eq!(refused(&patches(&body), 400), says, "{body}");
        }
        refused(&acme.sends("PATCH", &connection.path(&format!("{ACCOUNTS}/2")), &json!({})), 404);
    }

    async fn an_account_patched_to_disconnected_ends_and_its_connection_follows(database: Database) {
        let (server, acme, connection) = opens(database).await;
        for id in ["1", "2"] {
            acme.adds_account(&connection, &checking(id));
            quickbooks_connects(&server, &connection, id, 7).await;
        }
        let disconnect = |id: &str| {
            let path = connection.path(&format!("{ACCOUNTS}/{id}"));
            acme.sends("PATCH", &path, &json!({ "id": id, "status": "disconnected" })).succeeded()
        };
        assert_eq!(disconnect("1")["status"], "disconnected");
        assert_eq!(acme.looks_at(&connection)["status"], "Linked");
        assert_eq!(acme.pushes(&connection, "1", &[transaction("t", &server.day(0), 1.0, "x")]).status, 400);
        assert_eq!(disconnect("2")["status"], "disconnected");
        assert_eq!(acme.looks_at(&connection)["status"], "Unlinked");
        // Said again it is nothing new.
        disconnect("2");
        let timeline = server.database.tables().await["timeline"].join("\n");
        assert_eq!(timeline.matches("account disconnected").count(), 2, "{timeline}");
        assert_eq!(timeline.matches("connection unlinked").count(), 1, "{timeline}");
        // A set that was made before does not connect it again, one that is made now does.
        let now = acme.lists_accounts(&connection);
        assert_eq!(now[0]["feedStartDate"], "2026-11-14");
    }

    async fn a_removed_account_is_gone_with_its_transactions_and_its_connection_follows(database: Database) {
        let (server, acme, connection) = opens(database).await;
        acme.adds_account(&connection, &checking("1"));
        acme.adds_account(&connection, &checking("2"));
        quickbooks_connects(&server, &connection, "1", 7).await;
        acme.pushes(&connection, "1", &[transaction("t-4711", &server.day(0), 1.0, "Flour")]).succeeded();
        let path = connection.path(&format!("{ACCOUNTS}/1"));
        let answer = acme.deletes(&path);
        assert_eq!((answer.status, answer.bytes.len()), (204, 0));
        refused(&acme.deletes(&path), 404);
        assert_eq!(ids(&acme.lists_accounts(&connection)), ["2"]);
        let told = acme.looks_at(&connection);
        assert_eq!((&told["status"], &told["connectionInfo"]["sourceAccounts"]), (&json!("Unlinked"), &json!(1)));
        let tables = server.database.tables().await;
        assert!(tables["transactions"].is_empty(), "{:?}", tables["transactions"]);
        assert!(tables["timeline"].join("\n").contains("account removed"));
        // The id is free again, and starts anew.
        assert_eq!(acme.adds_account(&connection, &checking("1"))["status"], "pending");
        assert_eq!(acme.deletes(&connection.path(&format!("{ACCOUNTS}/2"))).status, 204);
        assert_eq!(acme.looks_at(&connection)["status"], "Unlinked");
    }

    async fn an_account_is_not_called_as_an_address_beside_it(database: Database) {
        let (_server, acme, connection) = opens(database).await;
        for id in ["batch", "credentials"] {
            let says = refused(&acme.posts(&connection.path(ACCOUNTS), &checking(id)), 400);
            assert_eq!(says, "id: may not be batch or credentials");
        }
    }

    async fn accounts_are_listed_by_the_connection_alone_for_whose_it_is(database: Database) {
        let (server, acme, connection) = opens(database).await;
        acme.adds_account(&connection, &checking("1"));
        let path = format!("/connections/{}/{ACCOUNTS}", connection.id);
        assert_eq!(acme.gets(&path).succeeded(), acme.lists_accounts(&connection));
        let other = PartnerClient::new(&server, "Other Bank").await;
        let invented = path.replace(&connection.id, "6b1f0f3c-0000-4000-8000-000000000000");
        assert_eq!(refused(&other.gets(&path), 404), refused(&other.gets(&invented), 404));
        assert_eq!(acme.posts(&path, &checking("2")).header("allow"), "GET");
        refused(&acme.gets("/connections/nobody/no/such"), 404);
    }
}
