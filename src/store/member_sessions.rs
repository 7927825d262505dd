//! Table `member_sessions`.

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::member::MemberId;
use crate::domain::member_session::{Holder, Session, SessionId, Whence};
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
        "SELECT m.id, m.partner_id, m.email, m.name, m.role, m.has_second_factor, m.password_stands_alone, m.created_at,
                m.last_seen_at,
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

/// The session goes on under another value; `proved`: and its person has proved who they are then. `false`: there is none.
pub async fn renew(
    db: &mut Db,
    hash: &Fingerprint,
    new: &Fingerprint,
    proved: Option<Timestamp>,
) -> sqlx::Result<bool> {
    let renewed = change!(
        db,
        "UPDATE member_sessions SET hash = $2, proved_at = coalesce($3, proved_at) WHERE hash = $1",
        hash.bytes(),
        new.bytes(),
        proved,
    )?;
    Ok(renewed == 1)
}

/// A member's that are not over and were seen since `idle`, the one used last first.
pub async fn of_member(db: &mut Db, member: MemberId, now: Timestamp, idle: Timestamp) -> sqlx::Result<Vec<Session>> {
    all!(
        db,
        "SELECT id AS session_id, created_at AS session_created_at, last_seen_at AS session_seen_at, expires_at, proved_at,
             browser, network
         FROM member_sessions WHERE member_id = $1 AND expires_at > $2 AND last_seen_at > $3
         ORDER BY last_seen_at DESC, id",
        member,
        now,
        idle,
    )
}

/// `false`: it is not there, or not this member's.
pub async fn end_one(db: &mut Db, member: MemberId, id: SessionId) -> sqlx::Result<bool> {
    Ok(change!(db, "DELETE FROM member_sessions WHERE id = $1 AND member_id = $2", id, member)? == 1)
}

pub async fn end_others(db: &mut Db, member: MemberId, this: SessionId) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM member_sessions WHERE member_id = $1 AND id <> $2", member, this)
}

/// Ends those that would live on after `over`, or are said to have been seen, or to have proved something, after `seen`.
pub async fn end_after(db: &mut Db, over: Timestamp, seen: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM member_sessions WHERE expires_at > $1 OR last_seen_at > $2 OR proved_at > $2", over, seen,)
}

/// Forgets those that are over or were not seen since `idle`, at most `most` of them.
pub async fn forget(db: &mut Db, now: Timestamp, idle: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM member_sessions WHERE hash IN (
             SELECT hash FROM member_sessions WHERE expires_at <= $1 OR last_seen_at <= $2 ORDER BY expires_at LIMIT $3)",
        now,
        idle,
        most,
    )
}
