use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::feed::ConnectionStatus;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{companies, connections, request_counts};

use super::books::{Books, company, connection, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn counts_of_a_bucket_and_its_time_add_up(database: Database) {
        let books = Books::open(database).await;
        let (one, other) = (Fingerprint::of(b"one"), Fingerprint::of(b"other"));
        let (now, later) = (noon(), noon() + minutes(1));
        let mut db = books.write().await;
        assert_eq!(request_counts::of(&mut db, &one, now).await.unwrap(), 0);
        for (bucket, ends_at, requests, total) in [(&one, now, 3, 3), (&one, now, 4, 7), (&one, later, 1, 1), (&other, now, 9, 9)] {
            assert_eq!(request_counts::add(&mut db, bucket, ends_at, requests).await.unwrap(), total);
            assert_eq!(request_counts::of(&mut db, bucket, ends_at).await.unwrap(), total);
        }
        assert_eq!(request_counts::forget_before(&mut db, now, 9).await.unwrap(), 0);
        assert_eq!(request_counts::forget_before(&mut db, later, 1).await.unwrap(), 1);
        assert_eq!(request_counts::forget_before(&mut db, later, 9).await.unwrap(), 1);
        assert_eq!(request_counts::of(&mut db, &one, later).await.unwrap(), 1);
    }

    async fn a_company_counts_once_and_only_while_it_is_linked(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let second = company(&books.chance, books.partner);
        companies::insert(&mut db, &second).await.unwrap();
        let (one, two) = (connection(&books.chance, &second), connection(&books.chance, &second));
        connections::insert(&mut db, &one).await.unwrap();
        connections::insert(&mut db, &two).await.unwrap();
        let mut links = async |id: ConnectionId, status: ConnectionStatus| {
            connections::set_status(&mut db, id, status, noon()).await.unwrap();
            request_counts::connected_companies(&mut db, books.partner).await.unwrap()
        };
        assert_eq!(links(one.id, ConnectionStatus::PendingAuth).await, 0);
        assert_eq!(links(one.id, ConnectionStatus::Linked).await, 1);
        assert_eq!(links(two.id, ConnectionStatus::Linked).await, 1);
        assert_eq!(links(books.connection, ConnectionStatus::Linked).await, 2);
        assert_eq!(links(one.id, ConnectionStatus::Unlinked).await, 2);
        assert_eq!(links(two.id, ConnectionStatus::Deauthorized).await, 1);
        let stranger = PartnerId::new(&books.chance);
        assert_eq!(request_counts::connected_companies(&mut db, stranger).await.unwrap(), 0);
    }
}
