//! Table `kept_answers`: what was answered under an idempotency key, sealed.

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::domain::partner::PartnerId;
use crate::secret::Fingerprint;

/// An answer as it rests.
#[derive(sqlx::FromRow)]
pub struct Resting {
    /// Of the request that it answers.
    pub request: Vec<u8>,
    pub sealed: Vec<u8>,
}

/// Keeps an answer until `expires_at`. `false`: there is one already that has not expired. Of two units that keep one at
/// once the second waits for the first.
pub async fn keep(
    db: &mut Db,
    mark: &Fingerprint,
    partner: PartnerId,
    Resting { request, sealed }: &Resting,
    (now, expires_at): (Timestamp, Timestamp),
) -> sqlx::Result<bool> {
    let kept = change!(
        db,
        "INSERT INTO kept_answers (mark, partner_id, request, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (mark) DO UPDATE SET partner_id = excluded.partner_id, request = excluded.request,
             sealed = excluded.sealed, expires_at = excluded.expires_at
         WHERE kept_answers.expires_at <= $6",
        mark.bytes(),
        partner,
        &request[..],
        &sealed[..],
        expires_at,
        now,
    )?;
    Ok(kept == 1)
}

pub async fn find(db: &mut Db, mark: &Fingerprint, now: Timestamp) -> sqlx::Result<Option<Resting>> {
    maybe!(db, "SELECT request, sealed FROM kept_answers WHERE mark = $1 AND expires_at > $2", mark.bytes(), now,)
}

/// Forgets what has expired, and what would live beyond `latest`: it was kept by a clock that was ahead. At most `most`.
pub async fn forget(db: &mut Db, now: Timestamp, latest: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM kept_answers WHERE (expires_at <= $1 OR expires_at > $2) AND mark IN (
             SELECT mark FROM kept_answers WHERE expires_at <= $1 OR expires_at > $2 ORDER BY expires_at LIMIT $3)",
        now,
        latest,
        most,
    )
}
