//! Table `spent`: the marks of what works once and rests nowhere else.

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::secret::Fingerprint;

/// Keeps a mark until what it stands for is over. `false`: it is there already.
pub async fn spend(db: &mut Db, mark: &Fingerprint, until: Timestamp) -> sqlx::Result<bool> {
    let spent = change!(
        db,
        "INSERT INTO spent (mark, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        mark.bytes(),
        until,
    )?;
    Ok(spent == 1)
}

/// Whether a mark is kept.
pub async fn is_spent(db: &mut Db, mark: &Fingerprint) -> sqlx::Result<bool> {
    let found: Option<(i32,)> = maybe!(db, "SELECT 1 FROM spent WHERE mark = $1", mark.bytes())?;
    Ok(found.is_some())
}

/// Forgets marks that nobody can use any more, at most `most` of them.
pub async fn forget_before(db: &mut Db, now: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM spent WHERE mark IN (SELECT mark FROM spent WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        now,
        most,
    )
}
