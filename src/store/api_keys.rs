//! Table `api_keys`.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::api_key::{ApiKey, ApiKeyId, KeyHolder};
use crate::domain::partner::PartnerId;
use crate::secret::Fingerprint;

pub async fn insert(
    db: &mut Db,
    id: ApiKeyId,
    partner: PartnerId,
    (name, prefix): (&str, &str),
    hash: &Fingerprint,
    now: Timestamp,
) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO api_keys (id, partner_id, name, prefix, hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        partner,
        name,
        prefix,
        hash.bytes(),
        now,
    )?;
    Ok(())
}

/// How many keys the partner has that do not end by themselves.
pub async fn count(db: &mut Db, partner: PartnerId) -> sqlx::Result<i64> {
    let (count,): (i64,) =
        one!(db, "SELECT count(*) FROM api_keys WHERE partner_id = $1 AND ends_at IS NULL", partner)?;
    Ok(count)
}

/// The key and its partner's version, in one read.
pub async fn find(db: &mut Db, hash: &Fingerprint) -> sqlx::Result<Option<KeyHolder>> {
    maybe!(
        db,
        "SELECT k.id AS key_id, k.name, k.prefix, k.partner_id, p.version AS partner_version, k.last_used_at, k.ends_at
         FROM api_keys k JOIN partners p ON p.id = k.partner_id WHERE k.hash = $1",
        hash.bytes(),
    )
}

/// Marks the key as used now, unless it was marked after `since`: of many calls at once one writes.
pub async fn mark_used(db: &mut Db, id: ApiKeyId, since: Timestamp, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
        id,
        now,
        since,
    )?;
    Ok(())
}

/// The partner's keys, oldest first.
pub async fn of_partner(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<ApiKey>> {
    all!(
        db,
        "SELECT id, name, prefix, created_at, last_used_at, ends_at FROM api_keys
         WHERE partner_id = $1 ORDER BY created_at, id",
        partner,
    )
}

/// Takes the partner's keys for this unit of work, so that two changes to them follow one another. `false`: there is no
/// such partner.
pub async fn hold(db: &mut Db, partner: PartnerId) -> sqlx::Result<bool> {
    Ok(change!(db, "UPDATE partners SET version = version WHERE id = $1", partner)? == 1)
}

/// Lets the key end at `ends_at`. `false` when the partner has no such key, or it ends already.
pub async fn end(db: &mut Db, partner: PartnerId, id: ApiKeyId, ends_at: Timestamp) -> sqlx::Result<bool> {
    let ended = change!(
        db,
        "UPDATE api_keys SET ends_at = $3 WHERE id = $1 AND partner_id = $2 AND ends_at IS NULL",
        id,
        partner,
        ends_at,
    )?;
    Ok(ended == 1)
}

/// Every key that ends by itself, and when.
pub async fn ending(db: &mut Db) -> sqlx::Result<Vec<(ApiKeyId, Timestamp)>> {
    all!(db, "SELECT id, ends_at FROM api_keys WHERE ends_at IS NOT NULL ORDER BY id")
}

/// Lets a key that is ending end at another time.
pub async fn set_end(db: &mut Db, id: ApiKeyId, ends_at: Timestamp) -> sqlx::Result<()> {
    change!(db, "UPDATE api_keys SET ends_at = $2 WHERE id = $1 AND ends_at IS NOT NULL", id, ends_at)?;
    Ok(())
}

/// `false` when the partner has no such key.
pub async fn delete(db: &mut Db, partner: PartnerId, id: ApiKeyId) -> sqlx::Result<bool> {
    Ok(change!(db, "DELETE FROM api_keys WHERE id = $1 AND partner_id = $2", id, partner)? == 1)
}

/// Forgets keys that have ended.
pub async fn forget_ended(db: &mut Db, now: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM api_keys WHERE ends_at IS NOT NULL AND ends_at <= $1", now)
}
