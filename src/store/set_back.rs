//! Table `latest_time`, one row, and what a clock that is set back would keep alive.

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;

/// The latest time a server has seen, to the minute; none before the first.
pub async fn latest_time(db: &mut Db) -> sqlx::Result<Option<Timestamp>> {
    let row: Option<(Timestamp,)> = maybe!(db, "SELECT at FROM latest_time WHERE id = 1")?;
    Ok(row.map(|(at,)| at))
}

/// Remembers the time if it is later than what is remembered.
pub async fn remember_time(db: &mut Db, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO latest_time (id, at) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE latest_time.at < excluded.at",
        now,
    )?;
    Ok(())
}

/// Sets the remembered time, earlier though it may be.
pub async fn set_time(db: &mut Db, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO latest_time (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
        now,
    )?;
    Ok(())
}

/// The connections with a link, a session or a sealed copy that ends later than the times given, in that order.
pub async fn open_after(
    db: &mut Db,
    (links, sessions, copies): (Timestamp, Timestamp, Timestamp),
) -> sqlx::Result<Vec<ConnectionId>> {
    let found: Vec<(ConnectionId,)> = all!(
        db,
        "SELECT connection_id FROM links WHERE voided_at IS NULL AND expires_at > $1
         UNION SELECT connection_id FROM link_sessions WHERE expires_at > $2
         UNION SELECT connection_id FROM sealed_copies WHERE expires_at > $3",
        links,
        sessions,
        copies,
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}
