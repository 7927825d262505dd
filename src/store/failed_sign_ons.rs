//! Table `failed_sign_ons`: how often somebody failed to sign on, by username and by network.

use std::time::Duration;

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::secret::Fingerprint;

/// What is known of one bucket.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tally {
    bucket: Vec<u8>,
    pub failures: i64,
    /// The count begins anew with the first failure after this.
    pub ends_at: Timestamp,
    pub last_at: Timestamp,
}

impl Tally {
    pub fn is_of(&self, bucket: &Fingerprint) -> bool {
        self.bucket == bucket.bytes()
    }
}

/// The tallies of four buckets, of those that have one. Whoever asks for fewer names one again.
pub async fn of(db: &mut Db, [one, two, three, four]: [&Fingerprint; 4]) -> sqlx::Result<Vec<Tally>> {
    all!(
        db,
        "SELECT bucket, failures, ends_at, last_at FROM failed_sign_ons WHERE bucket IN ($1, $2, $3, $4)",
        one.bytes(),
        two.bytes(),
        three.bytes(),
        four.bytes(),
    )
}

/// What a failure adds to a bucket.
pub struct Failure {
    /// 0 only touches the row.
    pub adds: i64,
    /// A count lives so long from its first failure.
    pub window: Duration,
    /// Below so many, everybody is counted; from there on only whoever has [`Failure::seen`] the newest count.
    pub free: i64,
    pub seen: i64,
}

/// Counts a failure. `false`: nothing was counted, because others failed meanwhile who used up what was free. The
/// upsert holds the bucket's row, so that guesses at once are counted one after the other.
pub async fn count(db: &mut Db, bucket: &Fingerprint, failure: &Failure, now: Timestamp) -> sqlx::Result<bool> {
    // A window that ends later than one that begins now was written by a clock that has been put back since.
    let counted: Option<(i64,)> = maybe!(
        db,
        "INSERT INTO failed_sign_ons (bucket, failures, ends_at, last_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (bucket) DO UPDATE
             SET failures = CASE WHEN failed_sign_ons.ends_at <= excluded.last_at
                                   OR failed_sign_ons.ends_at > excluded.ends_at
                                 THEN excluded.failures ELSE failed_sign_ons.failures + excluded.failures END,
                 ends_at = CASE WHEN failed_sign_ons.ends_at <= excluded.last_at
                                  OR failed_sign_ons.ends_at > excluded.ends_at
                                THEN excluded.ends_at ELSE failed_sign_ons.ends_at END,
                 last_at = excluded.last_at
             WHERE failed_sign_ons.failures < $5 OR failed_sign_ons.failures = $6
         RETURNING failures",
        bucket.bytes(),
        failure.adds,
        now + failure.window,
        now,
        failure.free,
        failure.seen,
    )?;
    Ok(counted.is_some())
}

/// Clears the count, on the same conditions on which [`count`] counts; `false`: not cleared.
pub async fn clear(db: &mut Db, bucket: &Fingerprint, free: i64, seen: i64) -> sqlx::Result<bool> {
    let cleared = change!(
        db,
        "UPDATE failed_sign_ons SET failures = 0 WHERE bucket = $1 AND (failures < $2 OR failures = $3)",
        bucket.bytes(),
        free,
        seen,
    )?;
    Ok(cleared == 1)
}

/// Forgets rows that no rule asks about any more, at most `most` of them.
pub async fn forget_before(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<u64> {
    // The condition stands twice: a row may be touched while this waits for it.
    change!(
        db,
        "DELETE FROM failed_sign_ons WHERE last_at < $1
           AND bucket IN (SELECT bucket FROM failed_sign_ons WHERE last_at < $1 ORDER BY last_at LIMIT $2)",
        before,
        most,
    )
}
