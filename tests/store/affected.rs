use std::collections::BTreeMap;

use bankfeeds_link::domain::feed::ConnectionStatus;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::source_accounts::Polled;
use bankfeeds_link::store::{self, affected, connections, links, source_accounts};

use super::books::{Books, company, connection, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_link_counts_until_it_is_taken_and_a_person_once_however_many_browsers_they_use(database: Database) {
        let books = Books::open(database).await;
        let (link, _second) = (books.link().await, books.link().await);
        let mut db = books.write().await;
        assert_eq!(affected::unopened_links(&mut db, books.partner, noon()).await.unwrap(), 1, "one customer, two links");
        assert_eq!(affected::open_links(&mut db, books.partner, noon()).await.unwrap(), 0);
        links::claim(&mut db, link, books.connection, &Fingerprint::of(b"mine"), noon()).await.unwrap();
        for browser in [b"mine", b"hers"] {
            let (session, of) = (Fingerprint::of(browser), (books.connection, link));
            links::start_session(&mut db, &session, of, &BTreeMap::new(), noon(), noon() + minutes(60)).await.unwrap();
        }
        assert_eq!(affected::open_links(&mut db, books.partner, noon()).await.unwrap(), 1);
        assert_eq!(affected::unopened_links(&mut db, books.partner, noon()).await.unwrap(), 0, "she is there already");
        let later = noon() + minutes(60);
        assert_eq!(affected::open_links(&mut db, books.partner, later).await.unwrap(), 0);
        assert_eq!(affected::unopened_links(&mut db, books.partner, later).await.unwrap(), 0);
    }

    async fn what_is_voided_or_another_partners_counts_for_nobody(database: Database) {
        let books = Books::open(database).await;
        books.link().await;
        let other = PartnerId::new(&books.chance);
        let mut db = books.write().await;
        store::partners::insert(&mut db, other, &Settings::new("Other Bank").unwrap(), noon()).await.unwrap();
        assert_eq!(affected::unopened_links(&mut db, other, noon()).await.unwrap(), 0);
        links::void_all(&mut db, books.connection, noon()).await.unwrap();
        assert_eq!(affected::unopened_links(&mut db, books.partner, noon()).await.unwrap(), 0);
    }

    async fn the_accounts_that_are_connected_are_counted_and_no_others(database: Database) {
        let books = Books::open(database).await;
        let (one, _pending) = (books.account("1").await, books.account("2").await);
        let mut db = books.write().await;
        assert_eq!(affected::connected_accounts(&mut db, books.partner).await.unwrap(), 0);
        let polled = Polled { feed_start: None, snapshot_at: noon(), now: noon() };
        source_accounts::mark_connected(&mut db, one.id, &polled).await.unwrap();
        connections::set_status(&mut db, books.connection, ConnectionStatus::Linked, noon()).await.unwrap();
        let neighbour = company(&books.chance, books.partner);
        store::companies::insert(&mut db, &neighbour).await.unwrap();
        connections::insert(&mut db, &connection(&books.chance, &neighbour)).await.unwrap();
        assert_eq!(affected::connected_accounts(&mut db, books.partner).await.unwrap(), 1);
        let other = PartnerId::new(&books.chance);
        assert_eq!(affected::connected_accounts(&mut db, other).await.unwrap(), 0);
    }
}
