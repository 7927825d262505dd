use std::time::Duration;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::domain;
use bankfeeds_link::domain::feed::{AccountStatus, Cause, ConnectionStatus};
use bankfeeds_link::jobs::silence;
use bankfeeds_link::store;

use super::customer::{Customer, EVERYDAY};
use crate::support::{Database, Server};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const MINUTE: Duration = Duration::from_secs(60);
const TRANSACTIONS: &str = "<DTSTART>20261118<INCLUDE>Y";

async fn linked(server: &Server) -> Customer {
    let customer = Customer::of(server, "Acme Bank").await;
    assert!(customer.asks_for(server, EVERYDAY, TRANSACTIONS).is_good());
    customer
}

async fn round(server: &Server) -> Option<usize> {
    silence::once(&server.app).await.unwrap().map(|round| round.disconnected)
}

on_both_databases! {
    async fn ten_days_without_a_poll_disconnect_an_account_and_the_next_poll_connects_it_again(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        server.app.clock.advance(10 * DAY - Duration::from_micros(1));
        assert_eq!(round(&server).await, Some(0));
        server.app.clock.advance(11 * MINUTE);
        assert_eq!(round(&server).await, Some(1));
        let account = customer.account(&server, "everyday").await;
        assert_eq!((account.status, account.cause), (AccountStatus::Disconnected, Some(Cause::Silence)));
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Pending);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Unlinked);
        let timeline = customer.timeline(&server).await;
        let last: Vec<&str> = timeline.iter().rev().take(2).map(String::as_str).collect();
        let why = "no accounting software has asked for it for too long";
        assert_eq!(last, [
            format!("clock: connection unlinked: {why}"),
            format!("clock: account disconnected: {why}"),
        ]);

        assert!(customer.asks_for(&server, EVERYDAY, TRANSACTIONS).is_good());
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Connected);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Linked);
    }

    async fn a_question_for_the_balance_alone_is_a_poll(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        server.app.clock.advance(9 * DAY);
        assert!(customer.asks_for(&server, EVERYDAY, "").is_good());
        server.app.clock.advance(9 * DAY);
        assert_eq!(round(&server).await, Some(0));
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Connected);
    }

    async fn a_second_round_waits_its_time_and_finds_nothing_more_to_do(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        server.app.clock.advance(30 * DAY);
        assert_eq!(round(&server).await, Some(1), "however long no node has run");
        let lines = customer.timeline(&server).await.len();
        assert_eq!(round(&server).await, None);
        server.app.clock.advance(10 * MINUTE);
        assert_eq!(round(&server).await, Some(0));
        assert_eq!(customer.timeline(&server).await.len(), lines);
    }

    async fn of_eight_nodes_at_once_one_has_the_round(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        server.app.clock.advance(11 * DAY);
        let mut nodes = Vec::new();
        for _ in 0..8 {
            let mut app = server.app.clone();
            app.store = server.database.store().await;
            app.chance = Chance::System;
            nodes.push(app);
        }
        let rounds = futures_util::future::join_all(nodes.iter().map(silence::once)).await;
        let taken: Vec<_> = rounds.into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(taken, [silence::Done { disconnected: 1, is_behind: false }]);
        let timeline = customer.timeline(&server).await;
        assert_eq!(timeline.iter().filter(|line| line.contains("account disconnected")).count(), 1);
    }

    async fn a_poll_that_comes_after_the_round_has_looked_is_not_overrun(database: Database) {
        let server = Server::start(database).await;
        let customer = linked(&server).await;
        server.app.clock.advance(11 * DAY);
        let mut db = server.app.store.read().await.unwrap();
        let before = domain::silence::before(&server.app, server.now());
        let silent = store::source_accounts::silent_connections(&mut db, before, 10).await.unwrap();
        assert_eq!(silent, [customer.connection]);
        drop(db);
        assert!(customer.asks_for(&server, EVERYDAY, TRANSACTIONS).is_good());
        let mut db = server.app.store.write().await.unwrap();
        assert_eq!(domain::silence::disconnect(&server.app, &mut db, silent[0], server.now()).await.unwrap(), 0);
        db.commit().await.unwrap();
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Connected);
    }
}
