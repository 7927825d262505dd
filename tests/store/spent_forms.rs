use bankfeeds_link::store::spent_forms;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_form_is_spent_once_until_it_is_forgotten(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert!(spent_forms::insert(&mut db, b"one", noon()).await.unwrap());
        assert!(!spent_forms::insert(&mut db, b"one", noon() + minutes(1)).await.unwrap());
        assert!(spent_forms::insert(&mut db, b"other", noon() + minutes(2)).await.unwrap());
        assert_eq!(spent_forms::forget_before(&mut db, noon()).await.unwrap(), 0);
        assert_eq!(spent_forms::forget_before(&mut db, noon() + minutes(2)).await.unwrap(), 1);
        assert!(spent_forms::insert(&mut db, b"one", noon() + minutes(3)).await.unwrap());
    }

    async fn a_form_is_not_spent_by_work_that_never_happened(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert!(spent_forms::insert(&mut db, b"one", noon()).await.unwrap());
        drop(db);
        assert!(spent_forms::insert(&mut books.write().await, b"one", noon()).await.unwrap());
    }
}
