//! Table `passkeys`.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::member::MemberId;
use crate::domain::passkey::{Kept, PasskeyId};

/// A passkey to keep.
pub struct New<'a> {
    pub id: PasskeyId,
    pub member: MemberId,
    /// The credential's id, in base64url.
    pub credential: &'a str,
    /// As JSON.
    pub passkey: &'a str,
    pub counter: i64,
    pub name: &'a str,
}

/// `false`: somebody has it already.
pub async fn insert(db: &mut Db, new: &New<'_>, now: Timestamp) -> sqlx::Result<bool> {
    let inserted = change!(
        db,
        "INSERT INTO passkeys (id, member_id, credential_id, passkey, counter, name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        new.id,
        new.member,
        new.credential,
        new.passkey,
        new.counter,
        new.name,
        now,
    )?;
    Ok(inserted == 1)
}

pub async fn count(db: &mut Db, member: MemberId) -> sqlx::Result<i64> {
    let (count,): (i64,) = one!(db, "SELECT count(*) FROM passkeys WHERE member_id = $1", member)?;
    Ok(count)
}

/// A member's, the oldest first.
pub async fn of_member(db: &mut Db, member: MemberId) -> sqlx::Result<Vec<Kept>> {
    all!(
        db,
        "SELECT id, name, created_at, last_used_at FROM passkeys WHERE member_id = $1 ORDER BY created_at, id",
        member,
    )
}

/// The credentials' ids of a member's, in base64url.
pub async fn credential_ids(db: &mut Db, member: MemberId) -> sqlx::Result<Vec<String>> {
    let ids: Vec<(String,)> =
        all!(db, "SELECT credential_id FROM passkeys WHERE member_id = $1 ORDER BY created_at, id", member,)?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// A passkey as it rests.
#[derive(sqlx::FromRow)]
pub struct Found {
    pub id: PasskeyId,
    pub member_id: MemberId,
    pub passkey: String,
}

pub async fn by_credential(db: &mut Db, credential: &str) -> sqlx::Result<Option<Found>> {
    maybe!(db, "SELECT id, member_id, passkey FROM passkeys WHERE credential_id = $1", credential)
}

/// Keeps what has changed with a use. `false`: it is gone, or its counter has gone on meanwhile; one that does not count
/// stays at 0.
pub async fn mark_used(
    db: &mut Db,
    id: PasskeyId,
    (passkey, counter): (&str, i64),
    now: Timestamp,
) -> sqlx::Result<bool> {
    let used = change!(
        db,
        "UPDATE passkeys SET passkey = $2, counter = $3, last_used_at = $4
         WHERE id = $1 AND (counter < $3 OR (counter = 0 AND $3 = 0))",
        id,
        passkey,
        counter,
        now,
    )?;
    Ok(used == 1)
}

/// Removes one of a member's; answers its name.
pub async fn remove(db: &mut Db, member: MemberId, id: PasskeyId) -> sqlx::Result<Option<String>> {
    let removed: Option<(String,)> =
        maybe!(db, "DELETE FROM passkeys WHERE id = $1 AND member_id = $2 RETURNING name", id, member)?;
    Ok(removed.map(|(name,)| name))
}

/// Removes all of a member's.
pub async fn remove_all(db: &mut Db, member: MemberId) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM passkeys WHERE member_id = $1", member)
}
