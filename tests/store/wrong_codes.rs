use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{self, wrong_codes};

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
                let count = wrong_codes::count_one(&mut db, &chance, &bucket, None, noon()).await.unwrap();
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
            wrong_codes::count_one(&mut db, &books.chance, &bucket, None, noon() + minutes(minute)).await.unwrap();
        }
        assert_eq!(wrong_codes::count_one(&mut db, &books.chance, &other, None, noon()).await.unwrap(), 1);
        wrong_codes::clear_since_claim(&mut db, &bucket).await.unwrap();
        let recent = wrong_codes::since(&mut db, &bucket, noon()).await.unwrap();
        assert_eq!((recent.count, recent.oldest), (2, Some(noon() + minutes(10))), "later than, not at");
        let counted = wrong_codes::count_one(&mut db, &books.chance, &bucket, None, noon() + minutes(30)).await.unwrap();
        assert_eq!(counted, 1);
        let none = wrong_codes::since(&mut db, &bucket, noon() + minutes(30)).await.unwrap();
        assert_eq!((none.count, none.oldest), (0, None));
    }

    async fn what_no_rule_asks_about_is_forgotten(database: Database) {
        let books = Books::open(database).await;
        let bucket = Fingerprint::of(b"bucket");
        let mut db = books.write().await;
        for minute in [0, 10, 20] {
            wrong_codes::count_one(&mut db, &books.chance, &bucket, None, noon() + minutes(minute)).await.unwrap();
        }
        assert_eq!(wrong_codes::forget_before(&mut db, noon() + minutes(10), 9).await.unwrap(), 1);
        let left = wrong_codes::since(&mut db, &bucket, noon() - minutes(1)).await.unwrap();
        assert_eq!((left.count, left.oldest), (2, Some(noon() + minutes(10))));
    }

    async fn of_old_tries_only_so_many_are_forgotten_at_a_time_the_oldest_first(database: Database) {
        let books = Books::open(database).await;
        let bucket = Fingerprint::of(b"bucket");
        let mut db = books.write().await;
        for minute in [2, 0, 1] {
            wrong_codes::count_one(&mut db, &books.chance, &bucket, None, noon() + minutes(minute)).await.unwrap();
        }
        assert_eq!(wrong_codes::forget_before(&mut db, noon() + minutes(9), 2).await.unwrap(), 2);
        let left = wrong_codes::since(&mut db, &bucket, noon() - minutes(1)).await.unwrap();
        assert_eq!((left.count, left.oldest), (1, Some(noon() + minutes(2))));
    }

    async fn a_bucket_is_forgotten_unless_its_short_count_still_binds_a_connection_that_exists(database: Database) {
        let books = Books::open(database).await;
        let [real, cleared, invented, network, newer] =
            [b"real", b"clea", b"inve", b"netw", b"newe"].map(|name| Fingerprint::of(name));
        let mut db = books.write().await;
        let (here, nowhere) = (Some(books.connection), Some(ConnectionId::new(&books.chance)));
        for (bucket, connection, minute) in
            [(real, here, 0), (cleared, here, 0), (invented, nowhere, 0), (network, None, 0), (newer, None, 5)]
        {
            let at = noon() + minutes(minute);
            wrong_codes::count_one(&mut db, &books.chance, &bucket, connection, at).await.unwrap();
        }
        wrong_codes::clear_since_claim(&mut db, &cleared).await.unwrap();
        assert_eq!(wrong_codes::forget_buckets(&mut db, noon() + minutes(5), 2).await.unwrap(), 2);
        assert_eq!(wrong_codes::forget_buckets(&mut db, noon() + minutes(5), 9).await.unwrap(), 1);
        assert_eq!(wrong_codes::forget_buckets(&mut db, noon() + minutes(5), 9).await.unwrap(), 0);
        let counted = wrong_codes::count_one(&mut db, &books.chance, &real, here, noon() + minutes(9)).await.unwrap();
        assert_eq!(counted, 2, "a lock on a link does not age");
        let counted = wrong_codes::count_one(&mut db, &books.chance, &invented, nowhere, noon() + minutes(9)).await;
        assert_eq!(counted.unwrap(), 1);
        // With the connection goes what was counted for it.
        store::companies::delete(&mut db, books.partner, books.company).await.unwrap();
        assert_eq!(wrong_codes::forget_buckets(&mut db, noon() + minutes(60), 9).await.unwrap(), 3);
    }
}
