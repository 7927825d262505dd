use std::collections::BTreeMap;

use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::credentials::CredentialId;
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::Db;
use bankfeeds_link::store::credentials::{self, NewSet};
use bankfeeds_link::store::links;
use bankfeeds_link::store::source_accounts::{self, Polled};

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_set_is_found_by_its_username_with_all_that_a_sign_on_needs(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let id = keep(&books, &mut db, "K7QX4ZRT9BCD", None).await.unwrap();
        let stored = credentials::by_username(&mut db, "K7QX4ZRT9BCD").await.unwrap().unwrap();
        assert_eq!((stored.id, stored.password_hash.as_str()), (id, "$argon2id$"));
        assert_eq!((stored.created_at, stored.revoked_at), (noon(), None));
        assert_eq!((stored.connection_id, stored.partner_id, stored.partner_version), (books.connection, books.partner, 1));
        assert!(credentials::by_username(&mut db, "K7QX4ZRT9BCF").await.unwrap().is_none());
    }

    async fn a_form_makes_one_set_however_often_it_is_sent(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let form = Fingerprint::of(b"form");
        assert!(keep(&books, &mut db, "K7QX4ZRT9BC2", Some(&form)).await.is_some());
        assert!(keep(&books, &mut db, "K7QX4ZRT9BC3", Some(&form)).await.is_none());
        assert!(keep(&books, &mut db, "K7QX4ZRT9BC2", None).await.is_none(), "the username exists");
        assert!(keep(&books, &mut db, "K7QX4ZRT9BC4", None).await.is_some());
        assert!(keep(&books, &mut db, "K7QX4ZRT9BC5", None).await.is_some(), "no form at all is not the same form");
        assert_eq!(credentials::live(&mut db, books.connection).await.unwrap().len(), 3);
        assert_eq!(credentials::count_live(&mut db, books.connection).await.unwrap(), 3);
    }

    async fn a_revoked_set_is_used_no_more_and_remembers_when(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let id = keep(&books, &mut db, "K7QX4ZRT9BC2", None).await.unwrap();
        keep(&books, &mut db, "K7QX4ZRT9BC3", None).await.unwrap();
        assert!(credentials::mark_used(&mut db, id, noon() + minutes(1)).await.unwrap());
        let live = credentials::live(&mut db, books.connection).await.unwrap();
        let used = live.iter().find(|set| set.username == "K7QX4ZRT9BC2").unwrap();
        assert_eq!((used.created_at, used.last_used_at), (noon(), Some(noon() + minutes(1))));
        assert_eq!(credentials::revoked_at(&mut db, books.connection).await.unwrap(), None);
        assert_eq!(credentials::revoke_all(&mut db, books.connection, noon() + minutes(2)).await.unwrap(), 2);
        assert_eq!(credentials::revoke_all(&mut db, books.connection, noon() + minutes(3)).await.unwrap(), 0);
        assert!(!credentials::mark_used(&mut db, id, noon() + minutes(4)).await.unwrap());
        assert!(credentials::live(&mut db, books.connection).await.unwrap().is_empty());
        assert_eq!(credentials::count_live(&mut db, books.connection).await.unwrap(), 0);
        let revoked_at = credentials::revoked_at(&mut db, books.connection).await.unwrap();
        assert_eq!(revoked_at, Some(noon() + minutes(2)));
        let stored = credentials::by_username(&mut db, "K7QX4ZRT9BC2").await.unwrap().unwrap();
        assert_eq!(stored.revoked_at, Some(noon() + minutes(2)));
        let stranger = ConnectionId::new(&books.chance);
        assert_eq!(credentials::revoked_at(&mut db, stranger).await.unwrap(), None);
    }

    async fn a_sealed_copy_is_for_its_session_and_its_time(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let session = Fingerprint::of(b"session");
        let (older, newer) = (
            keep(&books, &mut db, "K7QX4ZRT9BC2", None).await.unwrap(),
            keep(&books, &mut db, "K7QX4ZRT9BC3", None).await.unwrap(),
        );
        for (id, sealed, minute) in [(older, [1, 2], 10), (newer, [0_u8, 255], 11)] {
            let of = (id, books.connection);
            credentials::keep_sealed_copy(&mut db, of, &session, &sealed, noon() + minutes(minute)).await.unwrap();
        }
        let copy = credentials::sealed_copy(&mut db, &session, noon()).await.unwrap().unwrap();
        assert_eq!((copy.credential_id, copy.sealed), (newer, vec![0, 255]));
        let over = noon() + minutes(11);
        assert!(credentials::sealed_copy(&mut db, &session, over).await.unwrap().is_none());
        let other = Fingerprint::of(b"other");
        assert!(credentials::sealed_copy(&mut db, &other, noon()).await.unwrap().is_none());

        assert_eq!(credentials::forget_sealed_copies(&mut db, noon()).await.unwrap(), 0);
        credentials::drop_sealed_copy(&mut db, newer).await.unwrap();
        assert!(credentials::sealed_copy(&mut db, &session, noon()).await.unwrap().is_none(), "the older one went");
        let of = (older, books.connection);
        credentials::keep_sealed_copy(&mut db, of, &session, &[3], noon() + minutes(1)).await.unwrap();
        credentials::drop_sealed_copies(&mut db, books.connection).await.unwrap();
        assert!(credentials::sealed_copy(&mut db, &session, noon()).await.unwrap().is_none());
        let of = (newer, books.connection);
        credentials::keep_sealed_copy(&mut db, of, &session, &[7], noon() + minutes(1)).await.unwrap();
        assert_eq!(credentials::forget_sealed_copies(&mut db, noon() + minutes(1)).await.unwrap(), 1);
    }
}

on_both_databases! {
    async fn the_newest_set_of_the_pages_is_told_with_what_came_of_it_to_a_session_that_lives(database: Database) {
        let books = Books::open(database).await;
        let (link, account) = (books.link().await, books.account("4821").await);
        let session = Fingerprint::of(b"session");
        let mut db = books.write().await;
        let of = (books.connection, link);
        links::start_session(&mut db, &session, of, &BTreeMap::new(), noon(), noon() + minutes(60)).await.unwrap();
        let newest = async |db: &mut Db, session: &Fingerprint, minute| {
            credentials::newest(db, session, books.connection, noon() + minutes(minute)).await.unwrap()
        };
        assert!(newest(&mut db, &session, 0).await.is_none(), "no set");
        let id = keep(&books, &mut db, "K7QX4ZRT9BC2", None).await.unwrap();
        let by_api = CredentialId::new(&books.chance);
        let (connection, username, who) = (books.connection, "K7QX4ZRT9BC3", Who::Partner);
        let set = NewSet { id: by_api, connection, username, hash: "$argon2id$", who };
        assert!(credentials::insert(&mut db, &set, None, noon() + minutes(5)).await.unwrap());
        let polled = Polled { feed_start: None, snapshot_at: noon(), now: noon() - minutes(1) };
        source_accounts::mark_connected(&mut db, account.id, &polled).await.unwrap();
        let found = newest(&mut db, &session, 6).await.unwrap();
        assert_eq!((found.created_at, found.last_used_at, found.accounts), (noon(), None, 0), "polled before it was made");

        credentials::mark_used(&mut db, id, noon() + minutes(6)).await.unwrap();
        source_accounts::mark_polled(&mut db, account.id, &Polled { now: noon() + minutes(6), ..polled }).await.unwrap();
        let found = newest(&mut db, &session, 7).await.unwrap();
        assert_eq!((found.last_used_at, found.accounts), (Some(noon() + minutes(6)), 1));
        assert!(newest(&mut db, &session, 60).await.is_none(), "the session is over");
        assert!(newest(&mut db, &Fingerprint::of(b"other"), 7).await.is_none());
        let stranger = ConnectionId::new(&books.chance);
        assert!(credentials::newest(&mut db, &session, stranger, noon()).await.unwrap().is_none());
        credentials::revoke_all(&mut db, books.connection, noon() + minutes(8)).await.unwrap();
        assert!(newest(&mut db, &session, 9).await.is_none(), "revoked");
    }

    async fn the_copy_of_one_session_is_dropped_and_no_other(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (mine, yours) = (Fingerprint::of(b"mine"), Fingerprint::of(b"yours"));
        for (session, username) in [(&mine, "K7QX4ZRT9BC2"), (&yours, "K7QX4ZRT9BC3")] {
            let of = (keep(&books, &mut db, username, None).await.unwrap(), books.connection);
            credentials::keep_sealed_copy(&mut db, of, session, &[7], noon() + minutes(1)).await.unwrap();
        }
        credentials::drop_sealed_copy_of(&mut db, &mine).await.unwrap();
        assert!(credentials::sealed_copy(&mut db, &mine, noon()).await.unwrap().is_none());
        assert!(credentials::sealed_copy(&mut db, &yours, noon()).await.unwrap().is_some());
    }
}

/// `None`: nothing was made.
async fn keep(books: &Books, db: &mut Db, username: &str, form: Option<&Fingerprint>) -> Option<CredentialId> {
    let id = CredentialId::new(&books.chance);
    let set = NewSet { id, connection: books.connection, username, hash: "$argon2id$", who: Who::Customer };
    credentials::insert(db, &set, form, noon()).await.unwrap().then_some(id)
}
