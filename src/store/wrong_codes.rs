//! Tables `wrong_code_buckets` and `wrong_codes`: how often somebody brought a wrong code, and when.

use super::{Db, change, one};
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::secret::Fingerprint;

/// Wrong codes within a window.
#[derive(sqlx::FromRow)]
pub struct Recent {
    pub count: i64,
    pub oldest: Option<Timestamp>,
}

/// Counts one more, and answers how many there are since the last claim or rotate. The upsert holds the bucket's row,
/// so that two tries at once are counted one after the other.
pub async fn count_one(db: &mut Db, chance: &Chance, bucket: &Fingerprint, now: Timestamp) -> sqlx::Result<i64> {
    let (since_claim,): (i64,) = one!(
        &mut *db,
        "INSERT INTO wrong_code_buckets (bucket, since_claim, touched_at) VALUES ($1, 1, $2)
         ON CONFLICT (bucket) DO UPDATE
             SET since_claim = wrong_code_buckets.since_claim + 1, touched_at = excluded.touched_at
         RETURNING since_claim",
        bucket.bytes(),
        now,
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

/// Forgets what no rule asks about any more.
pub async fn forget_before(db: &mut Db, before: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM wrong_codes WHERE at < $1", before)
}
