use bankfeeds_link::domain::company::{Company, CompanyId};
use bankfeeds_link::domain::connection::{Connection, ConnectionId};
use bankfeeds_link::domain::consent::ConsentText;
use bankfeeds_link::domain::feed::ConnectionStatus;
use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::timeline::{self, Event, What, Who};
use bankfeeds_link::store::source_accounts::Polled;
use bankfeeds_link::store::{companies, connections, source_accounts};

use super::books::{Books, company, connection, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_deleted_connection_takes_all_that_belongs_to_it_and_leaves_its_company(database: Database) {
        let books = Books::open(database).await;
        books.account("1").await;
        books.link().await;
        let mut db = books.write().await;
        assert!(connections::delete(&mut db, books.connection).await.unwrap());
        assert!(!connections::delete(&mut db, books.connection).await.unwrap());
        assert!(source_accounts::of_connection(&mut db, books.connection).await.unwrap().is_empty());
        assert!(companies::find(&mut db, books.partner, books.company).await.unwrap().is_some());
    }

    async fn a_connection_is_found_by_its_partner_and_company_only(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.read().await;
        let (partner, company, id) = (books.partner, books.company, books.connection);
        let found = connections::find(&mut db, partner, company, id).await.unwrap().unwrap();
        assert_eq!((found.id, found.company_id, found.partner_id), (id, company, partner));
        assert_eq!((found.status, found.linked_at), (ConnectionStatus::PendingAuth, None));
        assert_eq!((found.last_polled_at, found.created_at), (None, noon()));
        assert_eq!((found.source_accounts, found.connected_accounts), (0, 0));
        let (other_partner, other_company) = (PartnerId::new(&books.chance), CompanyId::new(&books.chance));
        assert!(connections::find(&mut db, other_partner, company, id).await.unwrap().is_none());
        assert!(connections::find(&mut db, partner, other_company, id).await.unwrap().is_none());
        assert_eq!(connections::find_any(&mut db, id).await.unwrap().unwrap().id, id);
        assert_eq!(connections::whose(&mut db, id).await.unwrap(), (partner, company));
        assert!(connections::find_any(&mut db, ConnectionId::new(&books.chance)).await.unwrap().is_none());
    }

    async fn a_company_tells_its_newest_connections_in_brief_and_how_many_there_are(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let newer = Connection {
            id: ConnectionId::new(&books.chance),
            created_at: noon() + minutes(1),
            ..connections::find_any(&mut db, books.connection).await.unwrap().unwrap()
        };
        connections::insert(&mut db, &newer).await.unwrap();
        let (told, total) = connections::in_brief(&mut db, books.company, 2).await.unwrap();
        assert_eq!((told.iter().map(|it| it.id).collect::<Vec<_>>(), total), (vec![newer.id, books.connection], 2));
        assert_eq!((told[0].status, told[0].last_event_at), (ConnectionStatus::PendingAuth, None));
        for minute in [3, 2] {
            let (connection, who, what) = (newer.id, Who::Partner, What::ConnectionCreated);
            let event = Event { connection, who, what, why: "it was asked for", account: None };
            timeline::record(&mut db, &books.chance, &event, noon() + minutes(minute)).await.unwrap();
        }
        connections::set_status(&mut db, newer.id, ConnectionStatus::Linked, noon()).await.unwrap();
        connections::mark_polled(&mut db, newer.id, None, noon() + minutes(4)).await.unwrap();
        let (told, total) = connections::in_brief(&mut db, books.company, 1).await.unwrap();
        assert_eq!((told.len(), total), (1, 2));
        assert_eq!((told[0].status, told[0].last_event_at), (ConnectionStatus::Linked, Some(noon() + minutes(3))));
        assert_eq!(told[0].last_polled_at, Some(noon() + minutes(4)));
        let none = connections::in_brief(&mut db, CompanyId::new(&books.chance), 1).await.unwrap();
        assert!(none.0.is_empty() && none.1 == 0);
    }

    async fn a_connection_counts_its_accounts(database: Database) {
        let books = Books::open(database).await;
        let first = books.account("1").await;
        books.account("2").await;
        let mut db = books.write().await;
        let polled = Polled { feed_start: None, snapshot_at: noon(), now: noon() };
        source_accounts::mark_connected(&mut db, first.id, &polled).await.unwrap();
        let found = connections::find(&mut db, books.partner, books.company, books.connection).await.unwrap().unwrap();
        assert_eq!((found.source_accounts, found.connected_accounts), (2, 1));
        assert_eq!(connections::hold(&mut db, books.connection).await.unwrap().connected_accounts, 1);
    }

    async fn pages_of_connections_are_newest_first(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let later = Company { created_at: noon() + minutes(5), ..company(&books.chance, books.partner) };
        companies::insert(&mut db, &later).await.unwrap();
        let second = Connection { created_at: noon() + minutes(1), ..of(&books) };
        connections::insert(&mut db, &second).await.unwrap();
        let elsewhere = connection(&books.chance, &later);
        connections::insert(&mut db, &elsewhere).await.unwrap();

        let (page, total) = connections::page(&mut db, books.company, 1, 0).await.unwrap();
        assert_eq!((ids(&page), total), (vec![second.id], 2));
        let (page, _) = connections::page(&mut db, books.company, 1, 1).await.unwrap();
        assert_eq!(ids(&page), [books.connection]);

        let mut of_companies = async |oldest, newest| {
            ids(&connections::of_companies(&mut db, books.partner, oldest, newest).await.unwrap())
        };
        assert_eq!(of_companies(noon(), noon()).await, [second.id, books.connection]);
        assert_eq!(of_companies(noon(), later.created_at).await, [elsewhere.id, second.id, books.connection]);
    }

    async fn the_first_time_linked_is_remembered_for_ever(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let id = books.connection;
        for (minute, status) in [
            (1, ConnectionStatus::Linked),
            (2, ConnectionStatus::Deauthorized),
            (3, ConnectionStatus::Linked),
            (4, ConnectionStatus::Unlinked),
        ] {
            connections::set_status(&mut db, id, status, noon() + minutes(minute)).await.unwrap();
            let held = connections::hold(&mut db, id).await.unwrap();
            assert_eq!((held.status, held.linked_at), (status, Some(noon() + minutes(1))));
        }
    }

    async fn the_bank_id_that_came_first_stays(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert_eq!(connections::bank_id(&mut db, books.connection).await.unwrap(), None);
        assert_eq!(connections::fix_bank_id(&mut db, books.connection, "000000010").await.unwrap(), "000000010");
        assert_eq!(connections::fix_bank_id(&mut db, books.connection, "2").await.unwrap(), "000000010");
        assert_eq!(connections::bank_id(&mut db, books.connection).await.unwrap().as_deref(), Some("000000010"));
    }

    async fn a_poll_and_a_consent_are_kept(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        connections::mark_polled(&mut db, books.connection, Some("QWIN 2700"), noon() + minutes(8)).await.unwrap();
        connections::mark_polled(&mut db, books.connection, None, noon() + minutes(9)).await.unwrap();
        let software = connections::last_polled_by(&mut db, books.connection).await.unwrap();
        assert_eq!(software.as_deref(), Some("QWIN 2700"));
        let found = connections::find_any(&mut db, books.connection).await.unwrap().unwrap();
        assert_eq!(found.last_polled_at, Some(noon() + minutes(9)));
        let text = ConsentText { version: "2026-11", hash: "00ff".into(), language: Language::FrCa };
        for granted in [true, false] {
            let id = books.chance.uuid();
            connections::insert_consent(&mut db, id, books.connection, &text, granted, noon()).await.unwrap();
        }
        let stranger = ConnectionId::new(&books.chance);
        let id = books.chance.uuid();
        assert!(connections::insert_consent(&mut db, id, stranger, &text, true, noon()).await.is_err());
    }
}

fn ids(connections: &[Connection]) -> Vec<ConnectionId> {
    connections.iter().map(|connection| connection.id).collect()
}

/// Another connection of the first company.
fn of(books: &Books) -> Connection {
    let company = Company { id: books.company, ..company(&books.chance, books.partner) };
    connection(&books.chance, &company)
}
