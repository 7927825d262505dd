//! Table `pretend_transactions`: what was downloaded into a register. One FITID stands in it once, whatever is sent.

use super::{Db, all, change, one};
use crate::domain::amount::Amount;
use crate::domain::pretend::{ExchangeId, RegisterId};

/// A line of a register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    pub fitid: String,
    /// As in `2026-11-20`.
    pub posted_on: String,
    /// Decimal text.
    pub amount: String,
    pub name: String,
    pub memo: Option<String>,
    pub check_number: Option<String>,
    /// Which download brought it.
    pub exchange_id: ExchangeId,
}

impl Line {
    pub fn amount(&self) -> Amount {
        self.amount.parse().unwrap_or(Amount::ZERO)
    }
}

/// `false`: the register has this FITID.
pub async fn insert(db: &mut Db, register: RegisterId, number: i64, line: &Line) -> sqlx::Result<bool> {
    let inserted = change!(
        db,
        "INSERT INTO pretend_transactions (register_id, fitid, number, posted_on, amount, name, memo, check_number, exchange_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (register_id, fitid) DO NOTHING",
        register,
        &line.fitid,
        number,
        &line.posted_on,
        &line.amount,
        &line.name,
        &line.memo,
        &line.check_number,
        line.exchange_id,
    )?;
    Ok(inserted == 1)
}

/// How many there are, and the number of the last that came.
pub async fn extent(db: &mut Db, register: RegisterId) -> sqlx::Result<(i64, i64)> {
    one!(
        db,
        "SELECT count(*), CAST(coalesce(max(number), 0) AS BIGINT) FROM pretend_transactions WHERE register_id = $1",
        register,
    )
}

/// Lets the oldest go until `most` are left.
pub async fn trim(db: &mut Db, register: RegisterId, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM pretend_transactions WHERE register_id = $1 AND number <= (
             SELECT number FROM pretend_transactions WHERE register_id = $1 ORDER BY number DESC LIMIT 1 OFFSET $2)",
        register,
        most,
    )
}

/// The newest first.
pub async fn page(db: &mut Db, register: RegisterId, most: i64, skip: i64) -> sqlx::Result<Vec<Line>> {
    all!(
        db,
        "SELECT fitid, posted_on, amount, name, memo, check_number, exchange_id
         FROM pretend_transactions WHERE register_id = $1 ORDER BY posted_on DESC, number DESC LIMIT $2 OFFSET $3",
        register,
        most,
        skip,
    )
}

/// How many this download brought.
pub async fn brought(db: &mut Db, register: RegisterId, exchange: ExchangeId) -> sqlx::Result<i64> {
    let row: (i64,) = one!(
        db,
        "SELECT count(*) FROM pretend_transactions WHERE register_id = $1 AND exchange_id = $2",
        register,
        exchange,
    )?;
    Ok(row.0)
}
