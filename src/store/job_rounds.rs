//! Table `job_rounds`: one row a job. Whoever moves its time forward has the round; on one node at a time, however many
//! there are.

use super::{Db, change, maybe};
use crate::clock::Timestamp;

/// Whether a round may begin: nobody has one, or its time has passed. A time beyond `longest` was written by a clock
/// that was wrong, and holds nobody up.
pub async fn is_due(db: &mut Db, job: &str, now: Timestamp, longest: Timestamp) -> sqlx::Result<bool> {
    let taken: Option<(Timestamp,)> =
        maybe!(db, "SELECT until FROM job_rounds WHERE job = $1 AND until > $2 AND until <= $3", job, now, longest)?;
    Ok(taken.is_none())
}

/// Takes the round until `until`. `false`: somebody else has it.
pub async fn take(
    db: &mut Db,
    job: &str,
    now: Timestamp,
    (until, longest): (Timestamp, Timestamp),
) -> sqlx::Result<bool> {
    let taken = change!(
        db,
        "INSERT INTO job_rounds (job, until) VALUES ($1, $3)
         ON CONFLICT (job) DO UPDATE SET until = excluded.until
         WHERE job_rounds.until <= $2 OR job_rounds.until > $4",
        job,
        now,
        until,
        longest,
    )?;
    Ok(taken == 1)
}

/// Moves the end of a round that was taken until `was`. `false`: it had run out, and somebody else has the job.
pub async fn extend(db: &mut Db, job: &str, was: Timestamp, until: Timestamp) -> sqlx::Result<bool> {
    let moved = change!(db, "UPDATE job_rounds SET until = $3 WHERE job = $1 AND until = $2", job, was, until)?;
    Ok(moved == 1)
}
