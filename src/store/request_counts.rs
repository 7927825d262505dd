//! Table `request_counts`: how many requests there were in a minute or a day, on all nodes.

use super::{Db, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::partner::PartnerId;
use crate::secret::Fingerprint;

/// Adds a node's own, and answers how many there are on all of them.
pub async fn add(db: &mut Db, bucket: &Fingerprint, ends_at: Timestamp, requests: i64) -> sqlx::Result<i64> {
    let (requests,): (i64,) = one!(
        db,
        "INSERT INTO request_counts (bucket, ends_at, requests) VALUES ($1, $2, $3)
         ON CONFLICT (bucket, ends_at) DO UPDATE SET requests = request_counts.requests + excluded.requests
         RETURNING requests",
        bucket.bytes(),
        ends_at,
        requests,
    )?;
    Ok(requests)
}

/// How many there are on all nodes.
pub async fn of(db: &mut Db, bucket: &Fingerprint, ends_at: Timestamp) -> sqlx::Result<i64> {
    let found: Option<(i64,)> =
        maybe!(db, "SELECT requests FROM request_counts WHERE bucket = $1 AND ends_at = $2", bucket.bytes(), ends_at,)?;
    Ok(found.map_or(0, |(requests,)| requests))
}

/// How many companies of the partner have a connection that is linked. Read from an index that holds those alone.
pub async fn connected_companies(db: &mut Db, partner: PartnerId) -> sqlx::Result<i64> {
    let (companies,): (i64,) = one!(
        db,
        "SELECT count(DISTINCT company_id) FROM connections WHERE partner_id = $1 AND status = 'Linked'",
        partner,
    )?;
    Ok(companies)
}

/// Forgets minutes and days that ended before, at most `most` of them.
pub async fn forget_before(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM request_counts WHERE ends_at < $1 AND bucket IN (
             SELECT bucket FROM request_counts WHERE ends_at < $1 ORDER BY ends_at LIMIT $2)",
        before,
        most,
    )
}
