//! Table `pretend_exchanges`: what was said over OFX, without any password.

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::pretend::came_to::CameTo;
use crate::domain::pretend::{Asked, ExchangeId, SignOnId};
use crate::secret::Fingerprint;

/// One request and what came of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Exchange {
    pub id: ExchangeId,
    pub sign_on_id: SignOnId,
    #[sqlx(try_from = "String")]
    pub asked: Asked,
    pub made_at: Timestamp,
    pub address: String,
    pub request: Vec<u8>,
    pub http_status: Option<i64>,
    pub answer: Option<Vec<u8>>,
    /// The answer was longer than what is kept of it.
    pub is_cut: bool,
    /// In JSON.
    pub came_to: String,
}

/// An exchange in a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Entry {
    pub id: ExchangeId,
    #[sqlx(try_from = "String")]
    pub asked: Asked,
    pub made_at: Timestamp,
    /// In JSON.
    pub came_to: String,
}

/// What was kept of [`CameTo`].
pub fn came_to(kept: &str) -> CameTo {
    serde_json::from_str(kept).unwrap_or(CameTo::Unreadable)
}

/// Keeps one, and lets the visitor's oldest go beyond `most`.
pub async fn keep(db: &mut Db, visitor: &Fingerprint, exchange: &Exchange, most: i64) -> sqlx::Result<()> {
    change!(
        &mut *db,
        "INSERT INTO pretend_exchanges (id, visitor_hash, number, sign_on_id, asked, made_at, address, request, http_status,
             answer, is_cut, came_to)
         SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
         FROM pretend_exchanges WHERE visitor_hash = $2",
        exchange.id,
        visitor.bytes(),
        exchange.sign_on_id,
        exchange.asked.word(),
        exchange.made_at,
        &exchange.address,
        &exchange.request,
        exchange.http_status,
        &exchange.answer,
        exchange.is_cut,
        &exchange.came_to,
    )?;
    change!(
        db,
        "DELETE FROM pretend_exchanges WHERE visitor_hash = $1 AND number <= (
             SELECT max(number) FROM pretend_exchanges WHERE visitor_hash = $1) - $2",
        visitor.bytes(),
        most,
    )?;
    Ok(())
}

/// A visitor's, the newest first.
pub async fn of_visitor(db: &mut Db, visitor: &Fingerprint) -> sqlx::Result<Vec<Entry>> {
    all!(
        db,
        "SELECT id, asked, made_at, came_to FROM pretend_exchanges WHERE visitor_hash = $1 ORDER BY number DESC",
        visitor.bytes(),
    )
}

/// One of a visitor's own.
pub async fn find(db: &mut Db, visitor: &Fingerprint, id: ExchangeId) -> sqlx::Result<Option<Exchange>> {
    maybe!(
        db,
        "SELECT id, sign_on_id, asked, made_at, address, request, http_status, answer, is_cut, came_to
         FROM pretend_exchanges WHERE visitor_hash = $1 AND id = $2",
        visitor.bytes(),
        id,
    )
}
