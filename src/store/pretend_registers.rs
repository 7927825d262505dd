//! Table `pretend_registers`: accounts in the books of the pretend QuickBooks.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::amount::Amount;
use crate::domain::pretend::account::{ChartType, Kind, Listed};
use crate::domain::pretend::{ExchangeId, RegisterId, SignOnId};
use crate::secret::Fingerprint;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Register {
    pub id: RegisterId,
    pub sign_on_id: SignOnId,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// Empty for a card.
    pub bank_id: String,
    pub acct_id: String,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub chart_type: ChartType,
    /// The day asked for.
    pub start_date: String,
    pub connected_at: Timestamp,
    pub is_connected: bool,
    pub currency: String,
    /// Decimal text.
    pub balance: String,
    pub balance_at: Timestamp,
    /// Where the next download begins.
    pub next_start: Timestamp,
    /// The last download that came.
    pub last_exchange: ExchangeId,
    /// The OFX code with which the last one was refused.
    pub trouble: Option<i64>,
}

impl Register {
    pub fn is_of(&self, listed: &Listed) -> bool {
        (self.kind, &self.bank_id, &self.acct_id) == (listed.kind, &listed.bank_id, &listed.acct_id)
    }

    pub fn balance(&self) -> Amount {
        self.balance.parse().unwrap_or(Amount::ZERO)
    }
}

/// How an account was connected.
pub struct Wanted<'a> {
    pub listed: &'a Listed,
    pub chart_type: ChartType,
    pub start_date: &'a str,
}

/// What a download said of the account itself.
pub struct Downloaded {
    pub currency: String,
    pub balance: Amount,
    pub balance_at: Timestamp,
    pub next_start: Timestamp,
    pub exchange: ExchangeId,
}

/// Opens the register, or connects it again where there is one. Answers its id.
pub async fn connect(
    db: &mut Db,
    (id, sign_on): (RegisterId, SignOnId),
    wanted: &Wanted<'_>,
    downloaded: &Downloaded,
    now: Timestamp,
) -> sqlx::Result<RegisterId> {
    let row: (RegisterId,) = one!(
        db,
        "INSERT INTO pretend_registers (id, sign_on_id, kind, bank_id, acct_id, name, chart_type, start_date, connected_at,
             is_connected, currency, balance, balance_at, next_start, last_exchange)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, TRUE, $10, $11, $12, $13, $14)
         ON CONFLICT (sign_on_id, kind, bank_id, acct_id) DO UPDATE
             SET name = excluded.name, chart_type = excluded.chart_type, start_date = excluded.start_date,
                 connected_at = excluded.connected_at, is_connected = TRUE, currency = excluded.currency,
                 balance = excluded.balance, balance_at = excluded.balance_at, next_start = excluded.next_start,
                 last_exchange = excluded.last_exchange, trouble = NULL
         RETURNING id",
        id,
        sign_on,
        wanted.listed.kind.word(),
        &wanted.listed.bank_id,
        &wanted.listed.acct_id,
        &wanted.listed.name,
        wanted.chart_type.word(),
        wanted.start_date,
        now,
        &downloaded.currency,
        downloaded.balance.decimal().to_string(),
        downloaded.balance_at,
        downloaded.next_start,
        downloaded.exchange,
    )?;
    Ok(row.0)
}

/// A download came.
pub async fn downloaded(db: &mut Db, id: RegisterId, downloaded: &Downloaded) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE pretend_registers
         SET currency = $2, balance = $3, balance_at = $4, next_start = $5, last_exchange = $6, trouble = NULL WHERE id = $1",
        id,
        &downloaded.currency,
        downloaded.balance.decimal().to_string(),
        downloaded.balance_at,
        downloaded.next_start,
        downloaded.exchange,
    )?;
    Ok(())
}

/// A download was refused with this code.
pub async fn refused(db: &mut Db, id: RegisterId, code: u32) -> sqlx::Result<()> {
    change!(db, "UPDATE pretend_registers SET trouble = $2 WHERE id = $1", id, i64::from(code))?;
    Ok(())
}

/// Disconnects a bank's accounts; what is in them stays.
pub async fn disconnect(db: &mut Db, sign_on: SignOnId) -> sqlx::Result<()> {
    change!(db, "UPDATE pretend_registers SET is_connected = FALSE, trouble = NULL WHERE sign_on_id = $1", sign_on)?;
    Ok(())
}

/// A bank's accounts, in the order in which they were first connected.
pub async fn of_sign_on(db: &mut Db, sign_on: SignOnId) -> sqlx::Result<Vec<Register>> {
    all!(
        db,
        "SELECT id, sign_on_id, kind, bank_id, acct_id, name, chart_type, start_date, connected_at, is_connected, currency,
                balance, balance_at, next_start, last_exchange, trouble
         FROM pretend_registers WHERE sign_on_id = $1 ORDER BY connected_at, acct_id",
        sign_on,
    )
}

/// One of a visitor's own.
pub async fn find(db: &mut Db, visitor: &Fingerprint, id: RegisterId) -> sqlx::Result<Option<Register>> {
    maybe!(
        db,
        "SELECT r.id, r.sign_on_id, r.kind, r.bank_id, r.acct_id, r.name, r.chart_type, r.start_date, r.connected_at,
                r.is_connected, r.currency, r.balance, r.balance_at, r.next_start, r.last_exchange, r.trouble
         FROM pretend_registers r JOIN pretend_sign_ons s ON s.id = r.sign_on_id
         WHERE r.id = $2 AND s.visitor_hash = $1",
        visitor.bytes(),
        id,
    )
}
