//! Units of work that are one.

use bankfeeds_link::domain::company::Company;
use bankfeeds_link::store::{Db, Store, companies};

use super::books::{Books, company};
use crate::support::Database;

async fn inserts(store: &Store, books: &Books) -> (Db, Company) {
    let company = company(&books.chance, books.partner);
    let mut db = store.write().await.unwrap();
    companies::insert(&mut db, &company).await.unwrap();
    (db, company)
}

async fn is_there(mut db: Db, company: &Company) -> bool {
    companies::find(&mut db, company.partner, company.id).await.unwrap().is_some()
}

on_both_databases! {
    async fn what_joint_units_commit_is_durable_with_the_last_and_seen_by_them_alone_until_then(database: Database) {
        let books = Books::open(database).await;
        let joint = books.store.joint();
        let (db, one) = inserts(&joint, &books).await;
        db.commit().await.unwrap();
        assert!(is_there(joint.read().await.unwrap(), &one).await);
        assert!(!is_there(books.read().await, &one).await);
        let (db, two) = inserts(&joint, &books).await;
        // Whoever looks while another works sees what everybody sees.
        assert!(!is_there(joint.read().await.unwrap(), &one).await);
        db.commit().await.unwrap();
        assert!(is_there(joint.read().await.unwrap(), &two).await);
        joint.last_unit().await.unwrap().commit().await.unwrap();
        assert!(is_there(books.read().await, &one).await && is_there(books.read().await, &two).await);
        // Afterwards it begins anew.
        let (db, three) = inserts(&joint, &books).await;
        db.commit().await.unwrap();
        drop(joint);
        assert!(!is_there(books.read().await, &three).await);
    }

    async fn a_joint_unit_that_is_dropped_takes_back_what_it_did_and_nothing_else(database: Database) {
        let books = Books::open(database).await;
        let joint = books.store.joint();
        let (db, dropped_first) = inserts(&joint, &books).await;
        drop(db);
        assert!(!is_there(joint.read().await.unwrap(), &dropped_first).await);
        let (db, kept) = inserts(&joint, &books).await;
        db.commit().await.unwrap();
        let (mut db, dropped) = inserts(&joint, &books).await;
        // PostgreSQL refuses everything after this, until it has gone back.
        assert!(companies::insert(&mut db, &dropped).await.is_err());
        drop(db);
        assert!(!is_there(joint.read().await.unwrap(), &dropped).await);
        let (db, also_kept) = inserts(&joint, &books).await;
        db.commit().await.unwrap();
        let (db, dropped_last) = inserts(&joint, &books).await;
        drop(db);
        joint.last_unit().await.unwrap().commit().await.unwrap();
        for (company, is_kept) in
            [(dropped_first, false), (kept, true), (dropped, false), (also_kept, true), (dropped_last, false)]
        {
            assert_eq!(is_there(books.read().await, &company).await, is_kept);
        }
    }

    async fn joint_units_end_with_their_store_and_two_do_not_work_at_once(database: Database) {
        let books = Books::open(database).await;
        let joint = books.store.joint();
        let (db, one) = inserts(&joint, &books).await;
        let busy = joint.write().await.err().map(|error| error.to_string());
        assert_eq!(busy, Some(sqlx::Error::PoolTimedOut.to_string()));
        db.commit().await.unwrap();
        drop(joint);
        assert!(!is_there(books.read().await, &one).await);
        // Nobody has the writer any more; and a joint store of which nothing was asked ends like any other.
        let (db, two) = inserts(&books.store.joint(), &books).await;
        drop(db);
        books.store.joint().last_unit().await.unwrap().commit().await.unwrap();
        assert!(!is_there(books.read().await, &two).await);
    }
}
