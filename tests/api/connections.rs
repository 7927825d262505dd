use std::time::Duration;

use serde_json::json;

use super::{quickbooks_connects, refused};
use crate::support::{Database, PartnerClient, QuickBooks, Server, checking, savings};

on_both_databases! {
    async fn a_connection_is_created_pending_with_a_live_link(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        let connection = acme.connects(&bistro);
        let start = format!("{}/companies/{}/connections/{}/start?otp=", server.url(), bistro.id, connection.id);
        let otp = connection.link_url.strip_prefix(&start).unwrap();
        assert!(otp.len() == 6 && otp.bytes().all(|byte| byte.is_ascii_digit()), "{otp}");
        let expected = json!({
            "id": connection.id,
            "integrationId": "6b113e06-e818-45d7-977b-8e6bb3d01269",
            "integrationKey": "hcws",
            "sourceId": "56e6575a-3f1f-4918-b009-f7535555f0d6",
            "sourceType": "BankFeed",
            "platformName": "QuickBooks Online Bank Feeds",
            "linkUrl": connection.link_url,
            "status": "PendingAuth",
            "created": "2026-11-21T15:00:00.000000Z",
            "dataConnectionErrors": [],
            "connectionInfo": { "sourceAccounts": 0, "connectedAccounts": 0 },
        });
        assert_eq!(connection.body, expected);
        assert_eq!(acme.looks_at(&connection), expected);
    }

    async fn a_link_is_answered_again_for_five_minutes_and_then_a_new_one(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        let connection = acme.connects(&bistro);
        let list = format!("/companies/{}/connections", bistro.id);
        server.app.clock.advance(Duration::from_secs(299));
        assert_eq!(acme.looks_at(&connection)["linkUrl"], connection.link_url);
        assert_eq!(acme.gets(&list).succeeded()["results"][0]["linkUrl"], connection.link_url);
        server.app.clock.advance(Duration::from_secs(1));
        let newer = acme.looks_at(&connection)["linkUrl"].clone();
        assert_ne!(newer, connection.link_url);
        assert_eq!(acme.gets(&list).succeeded()["results"][0]["linkUrl"], newer);
        let company = acme.gets(&format!("/companies/{}", bistro.id)).succeeded();
        assert_eq!(company["dataConnections"][0]["linkUrl"], newer);
    }

    async fn a_connection_counts_its_accounts_and_knows_when_it_was_asked(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("acc-1"));
        acme.adds_account(&connection, &savings("acc-2"));
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let now = acme.looks_at(&connection);
        assert_eq!(now["connectionInfo"], json!({ "sourceAccounts": 2, "connectedAccounts": 1 }));
        assert_eq!((&now["status"], &now["lastSync"]), (&json!("Linked"), &json!("2026-11-21T15:00:00.000000Z")));
    }

    async fn an_unlinked_connection_ends_links_sets_and_accounts_until_a_new_link_and_set(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("acc-1"));
        let (username, password) = acme.generates_credentials(&connection);
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let unlinked = acme.sends("PATCH", &connection.path(""), &json!({ "status": "Unlinked" })).succeeded();
        assert_eq!(unlinked["status"], "Unlinked");
        assert_eq!(unlinked["connectionInfo"], json!({ "sourceAccounts": 1, "connectedAccounts": 0 }));
        assert_ne!(unlinked["linkUrl"], connection.link_url);
        assert_eq!(acme.looks_at(&connection), unlinked);
        assert_eq!(acme.lists_accounts(&connection)[0]["status"], "disconnected");
        let quickbooks = QuickBooks::signing_on(&server, &username, &password);
        assert!(quickbooks.lists_accounts().is_refused());
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        assert_eq!(acme.looks_at(&connection)["status"], "Linked");
    }

    async fn a_connection_that_was_never_linked_can_be_unlinked(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        let unlink = || acme.sends("PATCH", &connection.path(""), &json!({ "status": "Unlinked" })).succeeded();
        assert_eq!(unlink()["status"], "Unlinked");
        assert_eq!(unlink()["status"], "Unlinked");
    }

    async fn no_other_state_can_be_asked_for(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        for status in [json!("Linked"), json!("unlinked"), json!("Deauthorized"), json!(null), json!(7)] {
            let asked = json!({ "status": status });
            assert!(refused(&acme.sends("PATCH", &connection.path(""), &asked), 400).starts_with("status: "), "{asked}");
        }
        assert_eq!(refused(&acme.sends("PATCH", &connection.path(""), &json!({})), 400), "status: is required");
        refused(&other.sends("PATCH", &connection.path(""), &json!({ "status": "Unlinked" })), 404);
        refused(&other.deletes(&connection.path("")), 404);
        assert_eq!(acme.looks_at(&connection)["status"], "PendingAuth");
    }

    async fn a_deleted_connection_is_gone_and_its_credentials_sign_on_no_more(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        let (kept, connection) = (acme.connects(&bistro), acme.connects(&bistro));
        acme.adds_account(&connection, &checking("acc-1"));
        let (username, password) = acme.generates_credentials(&connection);
        let quickbooks = QuickBooks::signing_on(&server, &username, &password);
        assert!(quickbooks.lists_accounts().is_good());
        let answer = acme.deletes(&connection.path(""));
        assert_eq!((answer.status, answer.text().as_str()), (200, ""));
        assert!(quickbooks.lists_accounts().is_refused());
        refused(&acme.gets(&connection.path("")), 404);
        refused(&acme.deletes(&connection.path("")), 404);
        refused(&acme.gets(&connection.path("connectionInfo/bankFeedAccounts")), 404);
        let company = acme.gets(&format!("/companies/{}", bistro.id)).succeeded();
        assert_eq!(company["dataConnections"].as_array().unwrap().len(), 1);
        assert_eq!(company["dataConnections"][0]["id"], kept.id);
    }

    async fn another_platform_is_refused_by_name(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let path = format!("/companies/{}/connections", acme.creates_company("Bistro").id);
        for asked in [json!({ "platformKey": "gbol" }), json!({}), json!({ "platformKey": null })] {
            assert!(refused(&acme.posts(&path, &asked), 400).starts_with("platformKey: "), "{asked}");
        }
        assert_eq!(acme.gets(&path).succeeded()["totalResults"], 0);
    }

    async fn nothing_new_is_connected_while_the_integration_or_bank_accounts_are_off(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let path = format!("/companies/{}/connections", acme.creates_company("Bistro").id);
        let asked = json!({ "platformKey": "hcws" });
        acme.changes_settings(&server, |settings| settings.integration_enabled = false).await;
        refused(&acme.posts(&path, &asked), 403);
        acme.changes_settings(&server, |settings| {
            settings.integration_enabled = true;
            settings.bank_accounts = false;
        }).await;
        refused(&acme.posts(&path, &asked), 403);
        acme.changes_settings(&server, |settings| settings.bank_accounts = true).await;
        acme.posts(&path, &asked).succeeded();
    }
}
