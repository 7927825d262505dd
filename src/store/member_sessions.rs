//! Table `member_sessions`.

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::domain::member::MemberId;
use crate::domain::member_session::{Holder, SessionId, Whence};
use crate::secret::Fingerprint;

/// Keeps a session, made and over at the instants given.
pub async fn insert(
    db: &mut Db,
    hash: &Fingerprint,
    (id, member): (SessionId, MemberId),
    whence: &Whence<'_>,
    (now, over): (Timestamp, Timestamp),
) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO member_sessions (hash, id, member_id, created_at, last_seen_at, expires_at, proved_at, browser, network)
         VALUES ($1, $2, $3, $4, $4, $5, $4, $6, $7)",
        hash.bytes(),
        id,
        member,
        now,
        over,
        whence.browser,
        whence.network,
    )?;
    Ok(())
}

/// The member, the session and the partner's version, in one read, of a session that is not over and was seen since `idle`.
pub async fn find(db: &mut Db, hash: &Fingerprint, now: Timestamp, idle: Timestamp) -> sqlx::Result<Option<Holder>> {
    maybe!(
        db,
        "SELECT m.id, m.partner_id, m.email, m.name, m.role, m.has_second_factor, m.created_at, m.last_seen_at,
             s.id AS session_id, s.created_at AS session_created_at, s.last_seen_at AS session_seen_at, s.expires_at,
             s.proved_at, s.browser, s.network, p.version AS partner_version
         FROM member_sessions s JOIN members m ON m.id = s.member_id JOIN partners p ON p.id = m.partner_id
         WHERE s.hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3",
        hash.bytes(),
        now,
        idle,
    )
}

/// Marks the session as seen now.
pub async fn seen(db: &mut Db, id: SessionId, now: Timestamp) -> sqlx::Result<()> {
    change!(db, "UPDATE member_sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2", id, now)?;
    Ok(())
}

/// `false` when there was none.
pub async fn end(db: &mut Db, hash: &Fingerprint) -> sqlx::Result<bool> {
    Ok(change!(db, "DELETE FROM member_sessions WHERE hash = $1", hash.bytes())? == 1)
}
