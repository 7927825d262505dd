//! Table `recovery_codes`: those of a member that have not been used.

use super::{Db, change, one};
use crate::clock::Timestamp;
use crate::domain::member::MemberId;
use crate::secret::Fingerprint;

pub async fn insert(db: &mut Db, hash: &Fingerprint, member: MemberId, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO recovery_codes (hash, member_id, created_at) VALUES ($1, $2, $3)",
        hash.bytes(),
        member,
        now,
    )?;
    Ok(())
}

/// Takes one away. `false`: it is not there, or not any more.
pub async fn take(db: &mut Db, hash: &Fingerprint, member: MemberId) -> sqlx::Result<bool> {
    let taken = change!(db, "DELETE FROM recovery_codes WHERE hash = $1 AND member_id = $2", hash.bytes(), member,)?;
    Ok(taken == 1)
}

/// How many are left.
pub async fn left(db: &mut Db, member: MemberId) -> sqlx::Result<i64> {
    let (left,): (i64,) = one!(db, "SELECT count(*) FROM recovery_codes WHERE member_id = $1", member)?;
    Ok(left)
}

/// All of a member's are worth nothing from now on.
pub async fn void(db: &mut Db, member: MemberId) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM recovery_codes WHERE member_id = $1", member)
}
