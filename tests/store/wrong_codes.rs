use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::wrong_codes;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn wrong_codes_at_once_are_counted_one_after_the_other(database: Database) {
        let books = Books::open(database).await;
        let tries = (0..20).map(|_| {
            let (store, chance) = (books.store.clone(), books.chance.clone());
            tokio::spawn(async move {
                let mut db = store.write().await.unwrap();
                let bucket = Fingerprint::of(b"bucket");
                let count = wrong_codes::count_one(&mut db, &chance, &bucket, noon()).await.unwrap();
                db.commit().await.unwrap();
                count
            })
        });
        let mut counts = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            counts.push(one.await.unwrap());
        }
        counts.sort_unstable();
        assert_eq!(counts, (1..=20).collect::<Vec<i64>>());
        let recent = wrong_codes::since(&mut books.read().await, &Fingerprint::of(b"bucket"), noon() - minutes(1)).await;
        assert_eq!(recent.unwrap().count, 20);
    }

    async fn a_claim_clears_the_short_count_and_the_day_only_ages(database: Database) {
        let books = Books::open(database).await;
        let (bucket, other) = (Fingerprint::of(b"bucket"), Fingerprint::of(b"other"));
        let mut db = books.write().await;
        for minute in [0, 10, 20] {
            wrong_codes::count_one(&mut db, &books.chance, &bucket, noon() + minutes(minute)).await.unwrap();
        }
        assert_eq!(wrong_codes::count_one(&mut db, &books.chance, &other, noon()).await.unwrap(), 1);
        wrong_codes::clear_since_claim(&mut db, &bucket).await.unwrap();
        let recent = wrong_codes::since(&mut db, &bucket, noon()).await.unwrap();
        assert_eq!((recent.count, recent.oldest), (2, Some(noon() + minutes(10))), "later than, not at");
        let counted = wrong_codes::count_one(&mut db, &books.chance, &bucket, noon() + minutes(30)).await.unwrap();
        assert_eq!(counted, 1);
        let none = wrong_codes::since(&mut db, &bucket, noon() + minutes(30)).await.unwrap();
        assert_eq!((none.count, none.oldest), (0, None));
    }

    async fn what_no_rule_asks_about_is_forgotten(database: Database) {
        let books = Books::open(database).await;
        let bucket = Fingerprint::of(b"bucket");
        let mut db = books.write().await;
        for minute in [0, 10, 20] {
            wrong_codes::count_one(&mut db, &books.chance, &bucket, noon() + minutes(minute)).await.unwrap();
        }
        assert_eq!(wrong_codes::forget_before(&mut db, noon() + minutes(10)).await.unwrap(), 1);
        let left = wrong_codes::since(&mut db, &bucket, noon() - minutes(1)).await.unwrap();
        assert_eq!((left.count, left.oldest), (2, Some(noon() + minutes(10))));
    }
}
