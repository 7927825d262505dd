use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::Db;
use bankfeeds_link::store::kept_answers::{self, Resting};

use super::books::{Books, minutes, noon};
use crate::support::Database;

fn mark(name: &str) -> Fingerprint {
    Fingerprint::of(name.as_bytes())
}

/// Kept `minute` minutes after noon for ten.
async fn keeps(books: &Books, db: &mut Db, name: &str, sealed: &[u8], minute: u64) -> bool {
    let resting = Resting { request: b"request".to_vec(), sealed: sealed.to_vec() };
    let now = noon() + minutes(minute);
    kept_answers::keep(db, &mark(name), books.partner, &resting, (now, now + minutes(10))).await.unwrap()
}

async fn found(db: &mut Db, name: &str, minute: u64) -> Option<Vec<u8>> {
    let found = kept_answers::find(db, &mark(name), noon() + minutes(minute)).await.unwrap();
    found.map(|Resting { request, sealed }| [request, sealed].concat())
}

on_both_databases! {
    async fn an_answer_stands_until_it_expires_and_makes_way_then(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert!(keeps(&books, &mut db, "one", b" first", 0).await);
        assert!(!keeps(&books, &mut db, "one", b" second", 9).await);
        assert_eq!(found(&mut db, "one", 9).await.unwrap(), b"request first");
        assert!(found(&mut db, "one", 10).await.is_none() && found(&mut db, "other", 0).await.is_none());
        assert!(keeps(&books, &mut db, "one", b" third", 10).await);
        assert_eq!(found(&mut db, "one", 10).await.unwrap(), b"request third");
        db.commit().await.unwrap();
        let stranger = PartnerId::new(&books.chance);
        let resting = Resting { request: Vec::new(), sealed: Vec::new() };
        let mut db = books.write().await;
        let until = (noon(), noon() + minutes(10));
        assert!(kept_answers::keep(&mut db, &mark("two"), stranger, &resting, until).await.is_err());
    }

    async fn what_has_expired_and_what_lives_too_long_is_forgotten_so_many_at_a_time(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for (name, minute) in [("one", 0), ("two", 1), ("three", 5), ("ahead", 60)] {
            assert!(keeps(&books, &mut db, name, b"", minute).await);
        }
        let (now, latest) = (noon() + minutes(11), noon() + minutes(30));
        assert_eq!(kept_answers::forget(&mut db, now, latest, 1).await.unwrap(), 1);
        assert_eq!(kept_answers::forget(&mut db, now, latest, 9).await.unwrap(), 2);
        assert_eq!(kept_answers::forget(&mut db, now, latest, 9).await.unwrap(), 0);
        assert!(found(&mut db, "three", 11).await.is_some() && found(&mut db, "ahead", 61).await.is_none());
    }
}
