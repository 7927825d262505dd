//! What other integrations have and QuickBooks Online has not.

use serde_json::{Value, json};

use super::refused;
use crate::support::{Database, PartnerClient, Server};

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
}
