//! Table `transactions`.

use std::collections::HashMap;

use time::Date;

use super::{Db, all, bulk};
use crate::clock::Timestamp;
use crate::domain::amount::{Amount, NoAmount};
use crate::domain::source_account::SourceAccountId;
use crate::domain::transaction::{Item, Stored, TransactionType};

/// A transaction about to be stored.
pub struct New<'a> {
    pub item: &'a Item,
    /// Its place in the account's order.
    pub place: i64,
    pub fitid: String,
    pub content_hash: String,
    pub earliest_at: Timestamp,
}

/// Content hashes of those of the ids that are there already.
pub async fn known(db: &mut Db, account: SourceAccountId, ids: &[&str]) -> sqlx::Result<HashMap<String, String>> {
    Ok(bulk::known_transactions(db, account, ids).await?.into_iter().collect())
}

#[derive(sqlx::FromRow)]
struct Row {
    fitid: String,
    written_date: Date,
    place: i64,
    amount: String,
    kind: Option<String>,
    description: Option<String>,
    counterparty: Option<String>,
    reference: Option<String>,
}

impl TryFrom<Row> for Stored {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let amount: Amount = row.amount.parse().map_err(|error: NoAmount| sqlx::Error::Decode(error.into()))?;
        let kind = row.kind.map(|word| word.parse::<TransactionType>()).transpose();
        Ok(Self {
            fitid: row.fitid,
            date: row.written_date,
            amount,
            kind: kind.map_err(|error| sqlx::Error::Decode(error.into()))?,
            description: row.description,
            counterparty: row.counterparty,
            reference: row.reference,
        })
    }
}

/// What a statement asks for.
pub struct Window {
    pub feed_start: Date,
    /// Inclusive.
    pub start: Timestamp,
    /// Exclusive.
    pub end: Timestamp,
    /// Pushed before this instant only: what comes later belongs to the next statement.
    pub snapshot: Timestamp,
}

/// The place of a transaction in its account's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    date: Date,
    number: i64,
}

/// Some of a window's transactions.
pub struct Page {
    pub transactions: Vec<Stored>,
    /// After which the next page begins; `None`: there is none.
    pub next: Option<Place>,
}

/// Up to `most` transactions dated on or after the feed start date whose pushed time, or the earlier of pushed time and
/// noon GMT of the written date, lies in the window; in order (contract, "Institution"). `after`: where the page before
/// ended.
pub async fn in_window(
    db: &mut Db,
    account: SourceAccountId,
    window: &Window,
    after: Option<Place>,
    most: i64,
) -> sqlx::Result<Page> {
    let after = after.unwrap_or(Place { date: window.feed_start, number: i64::MIN });
    let rows: Vec<Row> = all!(
        db,
        "SELECT fitid, written_date, place, amount, kind, description, counterparty, reference FROM transactions
         WHERE source_account_id = $1 AND (written_date, place) > ($2, $6) AND pushed_at < $5
           AND ((pushed_at >= $3 AND pushed_at < $4) OR (earliest_at >= $3 AND earliest_at < $4))
         ORDER BY written_date, place LIMIT $7",
        account,
        after.date,
        window.start,
        window.end,
        window.snapshot,
        after.number,
        most,
    )?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= most);
    let next = rows.last().filter(|_| is_full).map(|last| Place { date: last.written_date, number: last.place });
    Ok(Page { transactions: rows.into_iter().map(Stored::try_from).collect::<sqlx::Result<_>>()?, next })
}
