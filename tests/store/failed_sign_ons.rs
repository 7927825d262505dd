use std::time::Duration;

use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::Db;
use bankfeeds_link::store::failed_sign_ons::{self, Failure, Tally};

use super::books::{Books, minutes, noon};
use crate::support::Database;

const HOUR: Duration = Duration::from_secs(3_600);

fn failure(seen: i64) -> Failure {
    Failure { adds: 1, window: HOUR, free: 3, seen }
}

async fn tally(db: &mut Db, bucket: &Fingerprint) -> Tally {
    let tallies = failed_sign_ons::of(db, [bucket; 4]).await.unwrap();
    tallies.into_iter().find(|tally| tally.is_of(bucket)).unwrap()
}

on_both_databases! {
    async fn failures_at_once_are_counted_up_to_what_is_free_and_not_beyond(database: Database) {
        let books = Books::open(database).await;
        let bucket = Fingerprint::of(b"username");
        let tries = (0..20).map(|_| {
            let store = books.store.clone();
            tokio::spawn(async move {
                let mut db = store.write().await.unwrap();
                let counted = failed_sign_ons::count(&mut db, &bucket, &failure(0), noon()).await.unwrap();
                db.commit().await.unwrap();
                counted
            })
        });
        let mut counted = 0;
        for one in tries.collect::<Vec<_>>() {
            counted += u32::from(one.await.unwrap());
        }
        assert_eq!(counted, 3);
        assert_eq!(tally(&mut books.read().await, &bucket).await.failures, 3);
    }

    async fn beyond_what_is_free_only_whoever_has_seen_the_newest_count_is_counted_or_clears(database: Database) {
        let books = Books::open(database).await;
        let bucket = Fingerprint::of(b"username");
        let mut db = books.write().await;
        assert!(!failed_sign_ons::clear(&mut db, &bucket, 3, 0).await.unwrap(), "there is nothing to clear");
        let mut count = async |seen| failed_sign_ons::count(&mut db, &bucket, &failure(seen), noon()).await.unwrap();
        assert!(count(0).await && count(0).await && count(2).await);
        assert!(!count(2).await && count(3).await && !count(3).await);
        assert!(!failed_sign_ons::clear(&mut db, &bucket, 3, 3).await.unwrap());
        assert!(failed_sign_ons::clear(&mut db, &bucket, 3, 4).await.unwrap());
        assert!(failed_sign_ons::clear(&mut db, &bucket, 3, 4).await.unwrap(), "cleared twice at once");
        assert_eq!(tally(&mut db, &bucket).await.failures, 0);
    }

    async fn a_count_begins_anew_after_its_window_and_after_a_clock_that_was_put_back(database: Database) {
        let books = Books::open(database).await;
        let (bucket, other) = (Fingerprint::of(b"username"), Fingerprint::of(b"network"));
        let mut db = books.write().await;
        let mut count = async |bucket: &Fingerprint, adds, minute: u64| {
            let failure = Failure { adds, ..failure(0) };
            failed_sign_ons::count(&mut db, bucket, &failure, noon() + minutes(minute)).await.unwrap();
            let tally = tally(&mut db, bucket).await;
            (tally.failures, tally.ends_at, tally.last_at)
        };
        let (first, second) = (noon() + minutes(60), noon() + minutes(120));
        assert_eq!(count(&bucket, 1, 0).await, (1, first, noon()));
        assert_eq!(count(&bucket, 1, 59).await, (2, first, noon() + minutes(59)));
        assert_eq!(count(&bucket, 1, 60).await, (1, second, noon() + minutes(60)));
        assert_eq!(count(&other, 0, 0).await, (0, first, noon()), "touched only");
        assert_eq!(count(&other, 1, 1).await, (1, first, noon() + minutes(1)));
        assert_eq!(count(&bucket, 1, 30).await, (1, noon() + minutes(90), noon() + minutes(30)), "put back");
    }

    async fn old_counts_are_forgotten_a_few_at_a_time(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for (name, minute) in [(b"a", 0), (b"b", 1), (b"c", 2)] {
            let at = noon() + minutes(minute);
            failed_sign_ons::count(&mut db, &Fingerprint::of(name), &failure(0), at).await.unwrap();
        }
        assert_eq!(failed_sign_ons::forget_before(&mut db, noon() + minutes(2), 1).await.unwrap(), 1);
        assert_eq!(failed_sign_ons::forget_before(&mut db, noon() + minutes(2), 9).await.unwrap(), 1);
        assert_eq!(failed_sign_ons::forget_before(&mut db, noon() + minutes(2), 9).await.unwrap(), 0);
        let (a, c) = (Fingerprint::of(b"a"), Fingerprint::of(b"c"));
        let left = failed_sign_ons::of(&mut db, [&a, &a, &a, &c]).await.unwrap();
        assert!(left.len() == 1 && left[0].is_of(&c));
    }
}
