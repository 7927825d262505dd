//! Table `api_keys`.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::api_key::{ApiKey, ApiKeyId, KeyHolder, MadeBy, Maker};
use crate::domain::partner::PartnerId;
use crate::secret::Fingerprint;

/// Words of `created_by`.
const MEMBER: &str = "member";
const KEY: &str = "key";
const OPERATOR: &str = "operator";

#[derive(sqlx::FromRow)]
struct Row {
    id: ApiKeyId,
    name: String,
    prefix: String,
    created_by: Option<String>,
    /// Of the member or the key.
    maker: Option<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
}

impl From<Row> for ApiKey {
    fn from(row: Row) -> Self {
        let Row { id, name, prefix, created_by, maker, created_at, last_used_at, ends_at } = row;
        let made_by = match created_by.as_deref() {
            Some(MEMBER) => Some(MadeBy::Member { name: maker }),
            Some(KEY) => maker.map(|name| MadeBy::Key { name }),
            Some(OPERATOR) => Some(MadeBy::Operator),
            _ => None,
        };
        Self { id, name, prefix, made_by, created_at, last_used_at, ends_at }
    }
}

/// A key that makes another leaves its name there.
pub async fn insert(
    db: &mut Db,
    id: ApiKeyId,
    (partner, maker): (PartnerId, Maker),
    (name, prefix): (&str, &str),
    hash: &Fingerprint,
    now: Timestamp,
) -> sqlx::Result<()> {
    let (word, member, key) = match maker {
        Maker::Member(id) => (MEMBER, Some(id), None),
        Maker::Key(id) => (KEY, None, Some(id)),
        Maker::Operator => (OPERATOR, None, None),
    };
    change!(
        db,
        "INSERT INTO api_keys (id, partner_id, name, prefix, hash, created_at, created_by, created_by_member, created_by_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT k.name FROM api_keys k WHERE k.id = $9 AND k.partner_id = $2))",
        id,
        partner,
        name,
        prefix,
        hash.bytes(),
        now,
        word,
        member,
        key,
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
    let rows: Vec<Row> = all!(
        db,
        "SELECT k.id, k.name, k.prefix, k.created_by, coalesce(m.name, k.created_by_name) AS maker, k.created_at,
                k.last_used_at, k.ends_at
         FROM api_keys k LEFT JOIN members m ON m.id = k.created_by_member AND m.partner_id = k.partner_id
         WHERE k.partner_id = $1 ORDER BY k.created_at, k.id",
        partner,
    )?;
    Ok(rows.into_iter().map(ApiKey::from).collect())
}

/// One of the partner's keys.
pub async fn get(db: &mut Db, partner: PartnerId, id: ApiKeyId) -> sqlx::Result<Option<ApiKey>> {
    let row: Option<Row> = maybe!(
        db,
        "SELECT k.id, k.name, k.prefix, k.created_by, coalesce(m.name, k.created_by_name) AS maker, k.created_at,
                k.last_used_at, k.ends_at
         FROM api_keys k LEFT JOIN members m ON m.id = k.created_by_member AND m.partner_id = k.partner_id
         WHERE k.id = $1 AND k.partner_id = $2",
        id,
        partner,
    )?;
    Ok(row.map(ApiKey::from))
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
