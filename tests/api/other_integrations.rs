//! What other integrations have and QuickBooks Online has not.

use serde_json::{Value, json};

use super::refused;
use crate::support::{Database, OfficialClient, PartnerClient, Server};

on_both_databases! {
    async fn what_is_for_other_integrations_says_so_and_only_to_whose_connection_it_is(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        for (method, below) in [
            ("GET", "bankFeedAccounts/mapping"),
            ("POST", "bankFeedAccounts/mapping"),
            ("GET", "bankFeeds/info"),
            ("POST", "bankFeeds/otp"),
            ("GET", "data/bankAccounts"),
            ("GET", "options/bankAccounts"),
            ("POST", "push/bankAccounts"),
            ("POST", "bankFeedAccounts/acc-1/managedBankFeeds/syncs"),
            ("GET", "bankFeedAccounts/acc-1/managedBankFeeds/syncs/latest"),
            ("GET", "bankFeedAccounts/acc-1/managedBankFeeds/syncs/1"),
        ] {
            let body = if method == "POST" { json!({ "sourceAccountId": 7 }) } else { Value::Null };
            let says = refused(&acme.sends(method, &connection.path(below), &body), 400);
            assert!(says.starts_with("This operation is not for QuickBooks Online Bank Feeds: "), "{below}: {says}");
            refused(&other.sends(method, &connection.path(below), &body), 404);
            assert_eq!(acme.deletes(&connection.path(below)).status, 405, "{below}");
        }
    }

    async fn the_official_client_reads_it_as_an_error_of_the_request(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        let at = |more: &Value| {
            let mut at = json!({ "company_id": connection.company, "connection_id": connection.id });
            at.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            at
        };
        let (none, of_account) = (json!({}), json!({ "source_account_id": "acc-1", "sync_id": "1" }));
        let mut client = OfficialClient::of(&acme, &server);
        for (operation, more) in [
            ("account_mapping.get", &none),
            ("company_information.get", &none),
            ("source_accounts.generate_otp", &none),
            ("bank_accounts.list", &none),
            ("bank_accounts.get_create_model", &none),
            ("bank_accounts.create", &json!({ "bank_account_prototype": { "currency": "CAD" } })),
            ("managed_bank_feeds.run_ad_hoc_sync", &of_account),
            ("managed_bank_feeds.get_latest_sync", &of_account),
            ("managed_bank_feeds.get_sync", &of_account),
        ] {
            let refusal = client.is_refused(operation, at(more));
            assert_eq!(refusal["status"], 400, "{operation}");
            assert!(refusal.to_string().contains("This operation is not for QuickBooks"), "{operation}: {refusal}");
        }
    }
}
