//! Table `totps`: the authenticator of a member, one at most.

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::domain::member::MemberId;

/// Keeps an authenticator instead of any other; the step of its first code is used.
pub async fn keep(db: &mut Db, member: MemberId, sealed: &[u8], step: i64, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO totps (member_id, sealed, last_step, created_at, last_used_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (member_id) DO UPDATE SET sealed = excluded.sealed, last_step = excluded.last_step,
             created_at = excluded.created_at, last_used_at = excluded.last_used_at",
        member,
        sealed,
        step,
        now,
    )?;
    Ok(())
}

/// The sealed secret, if there is one.
pub async fn sealed(db: &mut Db, member: MemberId) -> sqlx::Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = maybe!(db, "SELECT sealed FROM totps WHERE member_id = $1", member)?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Since when there is one, and when it was used last.
pub async fn since(db: &mut Db, member: MemberId) -> sqlx::Result<Option<(Timestamp, Timestamp)>> {
    maybe!(db, "SELECT created_at, last_used_at FROM totps WHERE member_id = $1", member)
}

/// Uses a step. `false`: it, or a later one, was used before.
pub async fn use_step(db: &mut Db, member: MemberId, step: i64, now: Timestamp) -> sqlx::Result<bool> {
    let used = change!(
        db,
        "UPDATE totps SET last_step = $2, last_used_at = $3 WHERE member_id = $1 AND last_step < $2",
        member,
        step,
        now,
    )?;
    Ok(used == 1)
}

/// `false`: there was none.
pub async fn remove(db: &mut Db, member: MemberId) -> sqlx::Result<bool> {
    Ok(change!(db, "DELETE FROM totps WHERE member_id = $1", member)? == 1)
}
