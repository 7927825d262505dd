//! Units of work, and what both databases promise about them.

use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::company::CompanyId;
use bankfeeds_link::domain::connection::{Connection, ConnectionId};
use bankfeeds_link::domain::feed::ConnectionStatus;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::store::{Lost, Store, companies, connections, partners};
use time::macros::datetime;

use super::books::{Books, company, minutes, noon};
use crate::support::{Database, tell};

on_both_databases! {
    async fn a_unit_that_is_dropped_leaves_no_trace(database: Database) {
        let books = Books::open(database).await;
        let kept = company(&books.chance, books.partner);
        let mut db = books.write().await;
        companies::insert(&mut db, &kept).await.unwrap();
        drop(db);
        assert!(companies::find(&mut books.read().await, books.partner, kept.id).await.unwrap().is_none());
        let mut db = books.write().await;
        companies::insert(&mut db, &kept).await.unwrap();
        db.commit().await.unwrap();
        assert!(companies::find(&mut books.read().await, books.partner, kept.id).await.unwrap().is_some());
    }

    async fn what_is_committed_is_there_when_the_database_is_opened_again(database: Database) {
        let store = database.store().await;
        let chance = bankfeeds_link::chance::Chance::System;
        let partner = bankfeeds_link::domain::partner::PartnerId::new(&chance);
        let mut db = store.write().await.unwrap();
        partners::insert(&mut db, partner, &Settings::new("Acme Bank").unwrap(), noon()).await.unwrap();
        db.commit().await.unwrap();
        assert!(store.is_ready().await);
        store.close().await;
        assert!(!store.is_ready().await);
        let again = database.store().await;
        assert!(partners::find(&mut again.read().await.unwrap(), partner).await.unwrap().is_some());
    }

    async fn several_nodes_open_a_new_database_at_once(database: Database) {
        let (first, second, third) = tokio::join!(database.store(), database.store(), database.store());
        assert!(first.is_ready().await && second.is_ready().await && third.is_ready().await);
    }

    async fn nothing_belongs_to_what_is_not_there(database: Database) {
        let books = Books::open(database).await;
        let orphan = Connection {
            id: ConnectionId::new(&books.chance),
            company_id: CompanyId::new(&books.chance),
            partner_id: books.partner,
            status: ConnectionStatus::PendingAuth,
            linked_at: None,
            last_polled_at: None,
            created_at: noon(),
            source_accounts: 0,
            connected_accounts: 0,
        };
        let mut db = books.write().await;
        assert!(connections::insert(&mut db, &orphan).await.is_err());
    }

    async fn an_instant_comes_back_to_the_microsecond(database: Database) {
        let books = Books::open(database).await;
        let instants = [
            noon(),
            Timestamp::from_micros(0),
            Timestamp::from_micros(-1),
            Timestamp::from_micros(999_999),
            datetime!(2026-11-21 23:59:59.999999 -05:00).into(),
            datetime!(2026-02-28 12:30:00.5 +05:45).into(),
            datetime!(0001-01-01 0:00 UTC).into(),
            datetime!(9999-12-31 23:59:59.999999 UTC).into(),
        ];
        for at in instants {
            let mut db = books.write().await;
            connections::mark_polled(&mut db, books.connection, None, at).await.unwrap();
            db.commit().await.unwrap();
            let found = connections::find_any(&mut books.read().await, books.connection).await.unwrap().unwrap();
            assert_eq!(found.last_polled_at, Some(at), "{at}");
        }
    }

    async fn instants_are_compared_as_instants(database: Database) {
        let books = Books::open(database).await;
        let link = books.link().await;
        let mut db = books.write().await;
        let end = noon() + minutes(60);
        let just_before = Timestamp::from_micros(end.micros() - 1);
        let browser = bankfeeds_link::secret::Fingerprint::of(b"browser");
        let mut claim = async |at| {
            bankfeeds_link::store::links::claim(&mut db, link, books.connection, &browser, at).await.unwrap()
        };
        assert_eq!(claim(end).await, None);
        assert_eq!(claim(just_before).await, Some(true));
    }
}

#[test]
fn sqlite_survives_a_power_cut_and_keeps_its_foreign_keys() {
    tell(async {
        let database = Database::sqlite();
        let Store::Sqlite { readers, writer, .. } = database.store().await else { panic!("not SQLite") };
        for pool in [&readers, &writer] {
            let text: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
            assert_eq!(text, "wal");
            for (pragma, wanted) in [("PRAGMA synchronous", 2), ("PRAGMA foreign_keys", 1), ("PRAGMA secure_delete", 1)]
            {
                let value: i64 = sqlx::query_scalar(pragma).fetch_one(pool).await.unwrap();
                assert_eq!(value, wanted, "{pragma}");
            }
        }
    });
}

#[test]
fn a_file_that_is_damaged_while_it_is_open_is_written_to_no_more() {
    tell(async {
        let database = Database::sqlite();
        let store = database.store().await;
        crate::security::faults::spoil(database.url()).await;
        let mut db = store.read().await.unwrap();
        let somebody = bankfeeds_link::domain::partner::PartnerId::new(&bankfeeds_link::chance::Chance::System);
        assert!(partners::find(&mut db, somebody).await.is_err());
        assert_eq!(store.lost().await, Lost::Damaged);
        assert!(store.write().await.is_err() && !store.is_ready().await);
    });
}

#[test]
fn an_address_of_another_kind_is_refused_in_words() {
    tell(async {
        let Err(error) = Store::open("mysql://localhost/x").await else { panic!("opened") };
        assert_eq!(error.to_string(), "the database address must begin with sqlite: or postgres://");
    });
}
