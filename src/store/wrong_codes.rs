//! Tables `wrong_code_buckets` and `wrong_codes`: how often somebody brought a wrong code, and when.

use super::{Db, change, one};
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::secret::Fingerprint;

/// Wrong codes within a window.
#[derive(sqlx::FromRow)]
pub struct Recent {
    pub count: i64,
    pub oldest: Option<Timestamp>,
}

/// Counts one more, and answers how many there are since the last claim or rotate. The upsert holds the bucket's row,
/// so that two tries at once are counted one after the other. `connection`: the one that was knocked at, whether it
/// exists or not; `None` for a network.
pub async fn count_one(
    db: &mut Db,
    chance: &Chance,
    bucket: &Fingerprint,
    connection: Option<ConnectionId>,
    now: Timestamp,
) -> sqlx::Result<i64> {
    let (since_claim,): (i64,) = one!(
        &mut *db,
        "INSERT INTO wrong_code_buckets (bucket, since_claim, touched_at, connection_id)
         VALUES ($1, 1, $2, (SELECT id FROM connections WHERE id = $3))
         ON CONFLICT (bucket) DO UPDATE
             SET since_claim = wrong_code_buckets.since_claim + 1, touched_at = excluded.touched_at,
                 connection_id = excluded.connection_id
         RETURNING since_claim",
        bucket.bytes(),
        now,
        connection,
    )?;
    change!(db, "INSERT INTO wrong_codes (id, bucket, at) VALUES ($1, $2, $3)", chance.uuid(), bucket.bytes(), now,)?;
    Ok(since_claim)
}

pub async fn since(db: &mut Db, bucket: &Fingerprint, since: Timestamp) -> sqlx::Result<Recent> {
    one!(
        db,
        "SELECT count(*) AS count, min(at) AS oldest FROM wrong_codes WHERE bucket = $1 AND at > $2",
        bucket.bytes(),
        since,
    )
}

/// A claim or a rotate starts the short count anew; the day's count only ages.
pub async fn clear_since_claim(db: &mut Db, bucket: &Fingerprint) -> sqlx::Result<()> {
    change!(db, "UPDATE wrong_code_buckets SET since_claim = 0 WHERE bucket = $1", bucket.bytes())?;
    Ok(())
}

/// Forgets what no rule asks about any more, at most `most` of them.
pub async fn forget_before(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM wrong_codes WHERE id IN (SELECT id FROM wrong_codes WHERE at < $1 ORDER BY at LIMIT $2)",
        before,
        most,
    )
}

/// Forgets what was counted later than now: the clock of a sandbox has gone back, and it would count until that time comes.
pub async fn forget_after(db: &mut Db, now: Timestamp) -> sqlx::Result<()> {
    change!(db, "DELETE FROM wrong_codes WHERE at > $1", now)?;
    Ok(())
}

/// Forgets buckets untouched since `before` whose short count binds nobody: cleared, of a network, or of a connection
/// that does not exist. At most `most` of them.
pub async fn forget_buckets(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<u64> {
    // The time stands twice: a row may be touched while this waits for it.
    change!(
        db,
        "DELETE FROM wrong_code_buckets WHERE touched_at < $1 AND bucket IN (
             SELECT b.bucket FROM wrong_code_buckets b
             WHERE b.touched_at < $1
               AND (b.since_claim = 0 OR NOT EXISTS (SELECT 1 FROM connections c WHERE c.id = b.connection_id))
             ORDER BY b.touched_at LIMIT $2)",
        before,
        most,
    )
}
