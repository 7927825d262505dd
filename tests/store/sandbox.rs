//! The sandbox's own tables, and what only a sandbox or the command line asks of the others.

use std::time::Duration;

use bankfeeds_link::clock::Ahead;
use bankfeeds_link::domain::company::CompanyId;
use bankfeeds_link::store::sandbox_calls::{self, Called};
use bankfeeds_link::store::{companies, links, partners, sandbox_clock, wrong_codes};

use super::books::{Books, minutes, noon};
use crate::support::Database;

const HOUR: Duration = Duration::from_secs(3_600);

fn called(path: &str) -> Called {
    let (method, answer) = ("GET".to_owned(), "{}".to_owned());
    Called { method, path: path.to_owned(), status: 200, answer, called_at: noon() }
}

on_both_databases! {
    async fn the_clock_goes_ahead_as_far_as_it_may_and_counts_its_turns(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert_eq!(sandbox_clock::ahead(&mut db).await.unwrap(), Ahead::default());
        for (span, told) in [
            (HOUR, Some(Ahead { by: HOUR, turns: 1 })),
            (HOUR, Some(Ahead { by: 2 * HOUR, turns: 2 })),
            (2 * HOUR, None),
            (HOUR, Some(Ahead { by: 3 * HOUR, turns: 3 })),
            (Duration::from_micros(1), None),
        ] {
            assert_eq!(sandbox_clock::turn(&mut db, span, 3 * HOUR).await.unwrap(), told);
        }
        assert_eq!(sandbox_clock::ahead(&mut db).await.unwrap(), Ahead { by: 3 * HOUR, turns: 3 });
        let right = sandbox_clock::reset(&mut db).await.unwrap();
        assert_eq!(right, Ahead { by: Duration::ZERO, turns: 4 });
        assert_eq!(sandbox_clock::ahead(&mut db).await.unwrap(), right);
    }

    async fn a_first_turn_that_is_too_far_is_none(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert_eq!(sandbox_clock::turn(&mut db, HOUR + HOUR, HOUR).await.unwrap(), None);
        assert_eq!(sandbox_clock::ahead(&mut db).await.unwrap(), Ahead::default());
    }

    async fn a_step_keeps_what_it_asked_last_and_goes_with_its_company(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let company = books.company;
        sandbox_calls::replace(&mut db, company, "create", &[called("/a"), called("/b"), called("/c")]).await.unwrap();
        sandbox_calls::replace(&mut db, company, "link", &[called("/other")]).await.unwrap();
        sandbox_calls::replace(&mut db, company, "create", &[called("/d"), called("/e")]).await.unwrap();
        assert_eq!(sandbox_calls::of_step(&mut db, company, "create").await.unwrap(), [called("/d"), called("/e")]);
        companies::delete(&mut db, books.partner, company).await.unwrap();
        assert_eq!(sandbox_calls::of_step(&mut db, company, "link").await.unwrap(), []);
    }

    async fn the_newest_live_link_of_a_partner_is_known_by_its_end(database: Database) {
        let books = Books::open(database).await;
        assert_eq!(links::newest_end(&mut books.read().await, books.partner, noon()).await.unwrap(), None);
        books.link().await;
        let mut db = books.write().await;
        let end = noon() + minutes(60);
        assert_eq!(links::newest_end(&mut db, books.partner, noon()).await.unwrap(), Some(end));
        assert_eq!(links::newest_end(&mut db, books.partner, end).await.unwrap(), None);
        links::void_all(&mut db, books.connection, noon()).await.unwrap();
        assert_eq!(links::newest_end(&mut db, books.partner, noon()).await.unwrap(), None);
    }

    async fn a_database_knows_whether_it_has_a_partner(database: Database) {
        let store = database.store().await;
        assert!(!partners::any(&mut store.read().await.unwrap()).await.unwrap());
        let books = Books::open(database).await;
        assert!(partners::any(&mut books.read().await).await.unwrap());
    }

    async fn what_was_counted_later_than_now_is_forgotten(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let bucket = bankfeeds_link::secret::Fingerprint::of(b"network");
        for minute in 0..3 {
            wrong_codes::count_one(&mut db, &books.chance, &bucket, None, noon() + minutes(minute)).await.unwrap();
        }
        wrong_codes::forget_after(&mut db, noon() + minutes(1)).await.unwrap();
        assert_eq!(wrong_codes::since(&mut db, &bucket, noon() - minutes(1)).await.unwrap().count, 2);
    }

    async fn companies_are_read_by_their_names_a_part_at_a_time(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.read().await;
        let nil = CompanyId(uuid::Uuid::nil());
        let some = companies::named_after(&mut db, nil, 10).await.unwrap();
        assert_eq!((some.len(), some[0].id, some[0].partner_id), (1, books.company, books.partner));
        assert!(companies::named_after(&mut db, books.company, 10).await.unwrap().is_empty());
        assert!(companies::named_after(&mut db, nil, 0).await.unwrap().is_empty());
    }
}
