use std::time::Duration;

use bankfeeds_link::domain::feed::{AccountStatus, Cause, ConnectionStatus};
use bankfeeds_link::store;

use super::customer::{Customer, EVERYDAY};
use super::files::card_statement;
use crate::support::{Database, Server};

const EVERYTHING: &str = "<INCLUDE>Y";

async fn linked(server: &Server) -> Customer {
    let customer = Customer::of(server, "Acme Bank").await;
    assert!(customer.asks_for(server, EVERYDAY, "<DTSTART>20261118<INCLUDE>Y").is_good());
    customer.pushes(server, "everyday", &[("t-1", -1)]).await;
    customer
}

async fn days_pass(server: &Server, days: u32) {
    server.app.clock.advance(Duration::from_secs(24 * 60 * 60) * days);
}

on_both_databases! {
    async fn the_first_statement_request_connects_account_and_connection(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let visa = customer.visa(&server).await;
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::PendingAuth);
        assert!(customer.quickbooks(&server).lists_accounts().is_good());
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Pending);

        let download = customer.quickbooks(&server).runs("stmt", &["-c", &visa]);
        assert!(download.is_good(), "{}", download.remarks);
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Connected);
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Pending);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Linked);
        let timeline = customer.timeline(&server).await;
        for line in [
            "accounting software: account connected: first statement request, by QWIN 2700",
            "accounting software: connection linked: an account was connected",
        ] {
            assert_eq!(timeline.iter().filter(|told| *told == line).count(), 1, "{timeline:?}");
        }
    }

    async fn an_account_that_fell_silent_goes_on_where_it_was(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        let feed_start = customer.account(&server, "everyday").await.feed_start;
        days_pass(&server, 11).await;
        customer.is_disconnected(&server, Cause::Silence).await;
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Unlinked);
        assert!(customer.asks_for(&server, EVERYDAY, "").is_good(), "balances are given");
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Disconnected);

        let again = customer.asks_for(&server, EVERYDAY, EVERYTHING);
        assert_eq!(again.values("FITID"), ["t-1"]);
        let account = customer.account(&server, "everyday").await;
        assert_eq!((account.status, account.feed_start), (AccountStatus::Connected, feed_start));
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Linked);
    }

    async fn who_asked_and_when_is_remembered(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        let timeline = customer.timeline(&server).await;
        let line = "accounting software: account connected: first statement request, by QBKS 1900";
        assert!(timeline.contains(&line.to_owned()), "{timeline:?}");
        let mut db = server.app.store.read().await.unwrap();
        let connection = store::connections::find_any(&mut db, customer.connection).await.unwrap().unwrap();
        let software = store::connections::last_polled_by(&mut db, customer.connection).await.unwrap();
        assert_eq!((connection.last_polled_at, software.as_deref()), (Some(server.now()), Some("QBKS 1900")));
    }

    async fn an_account_that_the_partner_took_away_needs_a_newer_set(database: Database) {
        let server = Server::start(database).await;
        let mut customer = linked(&server).await;
        days_pass(&server, 1).await;
        customer.is_disconnected(&server, Cause::Patched).await;
        for window in [EVERYTHING, ""] {
            assert_eq!(customer.asks_for(&server, EVERYDAY, window).statuses(), ["0", "2004"]);
        }
        assert!(customer.quickbooks(&server).lists_accounts().is_good());

        days_pass(&server, 1).await;
        customer.gets_credentials(&server).await;
        assert_eq!(customer.asks_for(&server, EVERYDAY, EVERYTHING).values("FITID"), ["t-1"]);
        let account = customer.account(&server, "everyday").await;
        assert_eq!(account.status, AccountStatus::Connected);
        assert_eq!(account.feed_start.unwrap().to_string(), "2026-11-16", "seven days before it was connected anew");
    }

    async fn what_was_pushed_before_its_day_had_begun_is_not_lost_to_a_feed_that_starts_with_it(database: Database) {
        let server = Server::start(database).await;
        let mut customer = linked(&server).await;
        // It is tomorrow already in the east.
        customer.pushes(&server, "everyday", &[("t-tomorrow", 1)]).await;
        customer.is_disconnected(&server, Cause::Patched).await;
        days_pass(&server, 1).await;
        customer.gets_credentials(&server).await;
        assert!(customer.asks_for(&server, EVERYDAY, "<DTSTART>20261122<INCLUDE>Y").is_good());
        assert_eq!(customer.asks_for(&server, EVERYDAY, EVERYTHING).values("FITID"), ["t-tomorrow"]);
    }

    async fn after_a_revoke_a_new_set_links_the_connection_again(database: Database) {
        let server = Server::start(database).await;
        let mut customer = linked(&server).await;
        customer.revokes(&server).await;
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Deauthorized);
        assert!(customer.asks_for(&server, EVERYDAY, EVERYTHING).is_refused());

        // At once: the clock has not moved since the revocation.
        customer.gets_credentials(&server).await;
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Deauthorized);
        assert_eq!(customer.asks_for(&server, EVERYDAY, EVERYTHING).values("FITID"), ["t-1"]);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Linked);
    }

    async fn while_the_integration_is_off_connected_accounts_go_on_and_none_connects_anew(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        customer.changes_settings(&server, |settings| settings.integration_enabled = false).await;
        assert_eq!(customer.asks_for(&server, EVERYDAY, EVERYTHING).values("FITID"), ["t-1"]);
        let visa = customer.visa(&server).await;
        let card = customer.asks(&server, &card_statement(&visa));
        assert_eq!(card.statuses(), ["0", "2005"]);
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Pending);
    }

    async fn while_bank_transactions_are_off_statements_give_balances_only(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        customer.changes_settings(&server, |settings| settings.bank_transactions = false).await;
        let balances = customer.asks_for(&server, EVERYDAY, EVERYTHING);
        assert!(balances.is_good() && balances.values("BANKTRANLIST").is_empty(), "{}", balances.text);
        assert_eq!(balances.values("BALAMT"), ["88.00"]);
    }
}
