use bankfeeds_link::store::deployment;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_fact_dates_from_its_last_change(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let steps = [("one", 0, 0), ("one", 1, 0), ("two", 2, 2), ("two", 3, 2), ("one", 4, 4)];
        for (fingerprint, now, since) in steps {
            let told = deployment::since(&mut db, "profile", fingerprint, noon() + minutes(now)).await.unwrap();
            assert_eq!(told, noon() + minutes(since), "{fingerprint} at {now}");
        }
        let other = deployment::since(&mut db, "another", "one", noon()).await.unwrap();
        assert_eq!(other, noon());
    }

    async fn the_first_fingerprint_of_a_fact_stays_until_it_is_changed(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for asked in ["one", "other"] {
            assert_eq!(deployment::first(&mut db, "key", asked, noon()).await.unwrap(), "one");
        }
        deployment::since(&mut db, "key", "other", noon()).await.unwrap();
        assert_eq!(deployment::first(&mut db, "key", "one", noon()).await.unwrap(), "other");
    }
}
