use std::time::{Duration, Instant};

use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::source_account::SourceAccountId;
use bankfeeds_link::domain::transaction::{self, Item, Stored, TransactionType};
use bankfeeds_link::store::transactions::{self, New, Window};
use bankfeeds_link::store::{self, Db};
use time::Date;
use time::macros::{date, datetime};

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_thousand_rows_go_in_at_once_and_come_back_exactly(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let batch: Vec<Item> = (0..1_000).map(varied).collect();
        let mut db = books.write().await;
        keep(&mut db, account, &batch, noon()).await.unwrap();
        db.commit().await.unwrap();

        let mut db = books.read().await;
        let stored = in_window(&mut db, account, &everything()).await;
        assert_eq!(stored.len(), 1_000);
        for (item, row) in batch.iter().zip(&stored) {
            assert_eq!(row.amount.to_string(), item.amount.to_string());
            assert_eq!((&row.fitid, row.date, row.kind), (&item.id, item.date, item.kind));
            assert_eq!((&row.description, &row.counterparty), (&item.description, &item.counterparty));
            assert_eq!(row.reference, item.reference);
        }
        let known = transactions::known(&mut db, account, &ids_of(&batch)).await.unwrap();
        assert_eq!(known.len(), 1_000);
        assert_eq!(known["0050.50"], batch[50].content_hash());
    }

    async fn ids_are_looked_up_as_quickly_among_many_rows_as_among_few(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let mut db = books.write().await;
        for thousand in 0..30 {
            let ids = (0..1_000).map(|number| format!("{thousand}.{number}"));
            let batch: Vec<Item> = ids.map(|id| item(&id, date!(2026 - 11 - 20))).collect();
            keep(&mut db, account, &batch, noon()).await.unwrap();
        }
        let asked: Vec<String> = (0..1_000).map(|number| format!("new.{number}")).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let began = Instant::now();
        assert!(transactions::known(&mut db, account, &asked).await.unwrap().is_empty());
        // Row by row it takes seconds, and a push has the account, or on SQLite the one writer, in its hands meanwhile.
        assert!(began.elapsed() < Duration::from_secs(1), "it took {:?}", began.elapsed());
    }

    async fn one_bad_row_keeps_the_whole_batch_out(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let mut db = books.write().await;
        keep(&mut db, account, &[item("1", date!(2026 - 11 - 20))], noon()).await.unwrap();
        db.commit().await.unwrap();
        let batch = [item("2", date!(2026 - 11 - 20)), item("1", date!(2026 - 11 - 20))];
        let mut db = books.write().await;
        assert!(keep(&mut db, account, &batch, noon()).await.is_err());
        drop(db);
        let known = transactions::known(&mut books.read().await, account, &ids_of(&batch)).await.unwrap();
        assert_eq!(known.into_keys().collect::<Vec<_>>(), ["1"]);
    }

    async fn ids_are_told_apart_to_the_letter(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let day = date!(2026 - 11 - 20);
        let ids = ["1", "01", "1.0", "a", "A", "é", "e\u{301}", "'; --", "[\"x\"]"];
        let batch: Vec<Item> = ids.iter().map(|id| item(id, day)).collect();
        let mut db = books.write().await;
        keep(&mut db, account, &batch, noon()).await.unwrap();
        let known = transactions::known(&mut db, account, &ids_of(&batch)).await.unwrap();
        assert_eq!(known.len(), ids.len());
        let asked = [item("1", day), item("2", day), item("1.00", day)];
        assert_eq!(transactions::known(&mut db, account, &ids_of(&asked)).await.unwrap().len(), 1);
    }

    async fn the_pushed_time_or_the_earlier_of_it_and_noon_selects(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let (old, new) = (item("old", date!(2026 - 11 - 18)), item("new", date!(2026 - 11 - 22)));
        let pushed: Timestamp = datetime!(2026-11-21 15:00 UTC).into();
        let mut db = books.write().await;
        keep(&mut db, account, &[old, new], pushed).await.unwrap();
        let mut selected = async |start, end| -> Vec<String> {
            let window = Window { start, end, ..everything() };
            let stored = in_window(&mut db, account, &window).await;
            stored.into_iter().map(|row| row.fitid).collect()
        };
        let at = |moment: time::OffsetDateTime| Timestamp::from(moment);
        let day_of_the_push = (at(datetime!(2026-11-21 0:00 UTC)), at(datetime!(2026-11-22 0:00 UTC)));
        assert_eq!(selected(day_of_the_push.0, day_of_the_push.1).await, ["old", "new"], "pushed on that day");
        let written_day = (at(datetime!(2026-11-18 0:00 UTC)), at(datetime!(2026-11-19 0:00 UTC)));
        assert_eq!(selected(written_day.0, written_day.1).await, ["old"], "noon of the written date");
        let day_after = (at(datetime!(2026-11-22 0:00 UTC)), at(datetime!(2026-11-23 0:00 UTC)));
        assert!(selected(day_after.0, day_after.1).await.is_empty(), "a later written date selects nothing");
        let noon_of_18th = at(datetime!(2026-11-18 12:00 UTC));
        assert_eq!(selected(noon_of_18th, noon_of_18th + minutes(1)).await, ["old"], "the start is inclusive");
        assert!(selected(written_day.0, noon_of_18th).await.is_empty(), "the end is not");
    }

    async fn nothing_from_before_the_feed_or_after_the_snapshot_is_given(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let mut db = books.write().await;
        let before = [item("before", date!(2026 - 11 - 13)), item("first", date!(2026 - 11 - 14))];
        keep(&mut db, account, &before, noon()).await.unwrap();
        keep_from(&mut db, account, &[item("late", date!(2026 - 11 - 20))], 2, noon() + minutes(10)).await.unwrap();
        let mut given = async |feed_start, snapshot| -> Vec<String> {
            let window = Window { feed_start, snapshot, ..everything() };
            let stored = in_window(&mut db, account, &window).await;
            stored.into_iter().map(|row| row.fitid).collect()
        };
        let feed_start = date!(2026 - 11 - 14);
        assert_eq!(given(feed_start, noon() + minutes(11)).await, ["first", "late"]);
        assert_eq!(given(feed_start, noon() + minutes(10)).await, ["first"]);
        assert!(given(feed_start, noon()).await.is_empty());
    }

    async fn transactions_come_by_date_and_then_in_the_order_of_their_push(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await.id;
        let mut db = books.write().await;
        let (monday, tuesday) = (date!(2026 - 11 - 16), date!(2026 - 11 - 17));
        let batch = [item("z", monday), item("a", monday), item("m", tuesday)];
        keep(&mut db, account, &batch, noon()).await.unwrap();
        keep_from(&mut db, account, &[item("b", tuesday)], 3, noon() + minutes(1)).await.unwrap();
        let stored = in_window(&mut db, account, &everything()).await;
        let order: Vec<&str> = stored.iter().map(|row| row.fitid.as_str()).collect();
        assert_eq!(order, ["z", "a", "m", "b"]);
    }
}

/// Page by page; the last one may be full.
async fn in_window(db: &mut Db, account: SourceAccountId, window: &Window) -> Vec<Stored> {
    let (mut stored, mut after) = (Vec::new(), None);
    loop {
        let page = transactions::in_window(db, account, window, after, 2).await.unwrap();
        assert!(page.transactions.len() <= 2);
        stored.extend(page.transactions);
        after = page.next;
        if after.is_none() {
            return stored;
        }
    }
}

fn ids_of(batch: &[Item]) -> Vec<&str> {
    batch.iter().map(|item| item.id.as_str()).collect()
}

fn item(id: &str, date: Date) -> Item {
    Item {
        id: id.to_owned(),
        date,
        amount: "-12.30".parse().unwrap(),
        kind: None,
        description: None,
        counterparty: None,
        reference: None,
        balance: None,
    }
}

/// What a database with ideas of its own about numbers, text and nothing would change.
fn varied(number: usize) -> Item {
    let amounts = ["10.50", "-0.10", "0", "1234567890123456789012345.678", "-99999999999999999999.99", "7"];
    let texts = [None, Some(""), Some("10.50"), Some("00012"), Some("«é» 北京 \"quoted\" \\ 'x'"), Some("null")];
    let text = |shift: usize| texts[(number + shift) % texts.len()].map(str::to_owned);
    Item {
        kind: [None, Some(TransactionType::Debit), Some(TransactionType::DirectDep)][number % 3],
        amount: amounts[number % amounts.len()].parse().unwrap(),
        description: text(0),
        counterparty: text(1),
        reference: text(2),
        balance: number.is_multiple_of(2).then(|| "10.50".parse().unwrap()),
        ..item(&format!("{number:04}.50"), date!(2026 - 11 - 20))
    }
}

fn everything() -> Window {
    Window {
        feed_start: date!(2026 - 01 - 01),
        start: datetime!(2026-01-01 0:00 UTC).into(),
        end: datetime!(2027-01-01 0:00 UTC).into(),
        snapshot: datetime!(2027-01-01 0:00 UTC).into(),
    }
}

async fn keep(db: &mut Db, account: SourceAccountId, batch: &[Item], at: Timestamp) -> sqlx::Result<()> {
    keep_from(db, account, batch, 0, at).await
}

/// `place`: of the first of the batch in the account's order.
async fn keep_from(
    db: &mut Db,
    account: SourceAccountId,
    batch: &[Item],
    place: i64,
    at: Timestamp,
) -> sqlx::Result<()> {
    let rows: Vec<New<'_>> = (place..)
        .zip(batch)
        .map(|(place, item)| New {
            item,
            place,
            fitid: item.id.clone(),
            content_hash: item.content_hash(),
            earliest_at: transaction::earliest(item.date, at),
        })
        .collect();
    store::insert_transactions(db, account, &rows, at).await
}
