use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::set_back;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn the_latest_time_is_remembered_and_set_back_only_on_purpose(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert_eq!(set_back::latest_time(&mut db).await.unwrap(), None);
        set_back::remember_time(&mut db, noon()).await.unwrap();
        set_back::remember_time(&mut db, noon() + minutes(5)).await.unwrap();
        set_back::remember_time(&mut db, noon() + minutes(4)).await.unwrap();
        assert_eq!(set_back::latest_time(&mut db).await.unwrap(), Some(noon() + minutes(5)));
        set_back::set_time(&mut db, noon()).await.unwrap();
        assert_eq!(set_back::latest_time(&mut db).await.unwrap(), Some(noon()));
    }

    async fn a_connection_is_found_by_what_is_open_beyond_a_time(database: Database) {
        let books = Books::open(database).await;
        books.link().await;
        let mut db = books.write().await;
        let end = noon() + minutes(60);
        let before = end - minutes(1);
        let mut found = async |links, sessions, copies| {
            set_back::open_after(&mut db, (links, sessions, copies)).await.unwrap()
        };
        assert_eq!(found(before, end, end).await, [books.connection]);
        assert_eq!(found(end, before, before).await, []);
        let link = bankfeeds_link::store::links::newest_unclaimed(&mut db, books.connection, noon() - minutes(1), noon());
        let link = link.await.unwrap().unwrap().id;
        let session = Fingerprint::of(b"session");
        let of = (books.connection, link);
        bankfeeds_link::store::links::start_session(&mut db, &session, of, &Default::default(), noon(), end).await.unwrap();
        let found = set_back::open_after(&mut db, (end, before, end)).await.unwrap();
        assert_eq!(found, [books.connection]);
        bankfeeds_link::store::links::void_all(&mut db, books.connection, noon()).await.unwrap();
        assert_eq!(set_back::open_after(&mut db, (noon(), end, end)).await.unwrap(), []);
    }
}
