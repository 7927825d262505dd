//! Table `access_tokens`.

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::domain::access_token::TokenHolder;
use crate::domain::api_key::ApiKeyId;
use crate::domain::company::CompanyId;
use crate::secret::Fingerprint;

/// Keeps a token, made and over at the instants given.
pub async fn insert(
    db: &mut Db,
    hash: &Fingerprint,
    company: CompanyId,
    key: ApiKeyId,
    (made, over): (Timestamp, Timestamp),
) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO access_tokens (hash, company_id, api_key_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        hash.bytes(),
        company,
        key,
        made,
        over,
    )?;
    Ok(())
}

/// The company and its partner's version, in one read, of a token that is not over and whose key
/// has not ended.
pub async fn find(db: &mut Db, hash: &Fingerprint, now: Timestamp) -> sqlx::Result<Option<TokenHolder>> {
    maybe!(
        db,
        "SELECT t.company_id, k.partner_id, p.version AS partner_version
         FROM access_tokens t JOIN companies k ON k.id = t.company_id JOIN partners p ON p.id = k.partner_id
             JOIN api_keys a ON a.id = t.api_key_id
         WHERE t.hash = $1 AND t.expires_at > $2 AND (a.ends_at IS NULL OR a.ends_at > $2)",
        hash.bytes(),
        now,
    )
}

/// Ends all of a company's tokens but the newest `most`.
pub async fn keep_newest(db: &mut Db, company: CompanyId, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM access_tokens WHERE company_id = $1 AND hash IN (
             SELECT hash FROM access_tokens WHERE company_id = $1 ORDER BY created_at DESC, hash LIMIT 1000 OFFSET $2)",
        company,
        most,
    )
}

/// Forgets those that are over, at most `most` of them.
pub async fn forget(db: &mut Db, now: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM access_tokens WHERE hash IN (
             SELECT hash FROM access_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        most,
    )
}

/// Ends those that would live on after `at`.
pub async fn end_after(db: &mut Db, at: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM access_tokens WHERE expires_at > $1", at)
}
