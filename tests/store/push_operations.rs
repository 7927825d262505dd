use bankfeeds_link::domain::company::CompanyId;
use bankfeeds_link::domain::push::{Outcome, PushKey, PushOperation, PushStatus};
use bankfeeds_link::domain::refusal::{Validation, Violation};
use bankfeeds_link::store::push_operations;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn an_operation_comes_back_with_every_violation(database: Database) {
        let books = Books::open(database).await;
        let entry = |id: Option<&str>| Violation {
            item_id: id.map(str::to_owned),
            message: "the date is \"in\" the future — 10.50".into(),
            validator_name: "DateNotInFuture".into(),
        };
        let validation = Validation { errors: vec![entry(Some("010.50")), entry(None)], warnings: vec![entry(None)] };
        let kept = PushOperation {
            status: PushStatus::Failed,
            status_code: 400,
            error: Some("nothing was stored".into()),
            timeout_minutes: Some(5),
            completed_at: noon() + minutes(1),
            outcome: Outcome { validation, created: 0 },
            ..operation(&books)
        };
        let mut db = books.write().await;
        push_operations::insert(&mut db, &kept).await.unwrap();
        let found = push_operations::find(&mut db, books.company, kept.key).await.unwrap().unwrap();
        assert_eq!(format!("{found:?}"), format!("{kept:?}"));
        let stranger = CompanyId::new(&books.chance);
        assert!(push_operations::find(&mut db, stranger, kept.key).await.unwrap().is_none());
    }

    async fn pages_of_operations_are_newest_first(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let mut keys = Vec::new();
        for minute in 0..3 {
            let next = PushOperation { requested_at: noon() + minutes(minute), ..operation(&books) };
            push_operations::insert(&mut db, &next).await.unwrap();
            keys.insert(0, next.key);
        }
        let (page, total) = push_operations::page(&mut db, books.company, 2, 1).await.unwrap();
        assert_eq!(page.iter().map(|it| it.key).collect::<Vec<_>>(), keys[1..]);
        assert_eq!(total, 3);
        let start = (noon() - minutes(1), PushKey(uuid::Uuid::nil()));
        let turn = push_operations::after(&mut db, books.company, start, 2).await.unwrap();
        assert_eq!(turn.iter().map(|it| it.key).collect::<Vec<_>>(), [keys[2], keys[1]], "oldest first");
        let last = (turn[1].requested_at, turn[1].key);
        let turn = push_operations::after(&mut db, books.company, last, 2).await.unwrap();
        assert_eq!(turn.iter().map(|it| it.key).collect::<Vec<_>>(), [keys[0]]);
    }
}

fn operation(books: &Books) -> PushOperation {
    PushOperation {
        key: PushKey::new(&books.chance),
        company: books.company,
        connection: books.connection,
        account_id: "00010.50".into(),
        requested_at: noon(),
        completed_at: noon(),
        status: PushStatus::Success,
        status_code: 200,
        error: None,
        timeout_minutes: None,
        outcome: Outcome::default(),
    }
}
