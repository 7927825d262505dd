//! Table `pretend_visitors`: browsers with a pretend QuickBooks. Whatever else is theirs goes with the row.

use super::{Db, change};
use crate::clock::Timestamp;
use crate::secret::Fingerprint;

/// A visitor did something now.
pub async fn seen(db: &mut Db, visitor: &Fingerprint, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO pretend_visitors (hash, seen_at) VALUES ($1, $2)
         ON CONFLICT (hash) DO UPDATE SET seen_at = excluded.seen_at",
        visitor.bytes(),
        now,
    )?;
    Ok(())
}

/// Lets nobody else write what is this visitor's until the unit of work ends: their exchanges are numbered one after the other.
pub async fn hold(db: &mut Db, visitor: &Fingerprint) -> sqlx::Result<()> {
    change!(db, "UPDATE pretend_visitors SET seen_at = seen_at WHERE hash = $1", visitor.bytes())?;
    Ok(())
}

/// Forgets those who were here last before this, with all that is theirs; at most so many.
pub async fn forget_before(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM pretend_visitors WHERE hash IN (
             SELECT hash FROM pretend_visitors WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)",
        before,
        most,
    )
}
