//! Table `hand_overs`: one row a session, taken over by the session's next.

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::domain::device::Device;
use crate::domain::hand_over::{Answer, HandOverId};
use crate::domain::partner::PartnerId;
use crate::secret::Fingerprint;

pub struct New<'a> {
    pub session: &'a Fingerprint,
    pub id: HandOverId,
    pub tag: &'a str,
    pub connection: ConnectionId,
    pub expires_at: Timestamp,
}

/// Puts it in the place of the session's last. `false`: the tag is another's; draw again.
pub async fn make(db: &mut Db, new: &New<'_>, now: Timestamp) -> sqlx::Result<bool> {
    let made = change!(
        db,
        "INSERT INTO hand_overs (session_hash, id, tag, connection_id, made_at, expires_at, wrong_codes)
         SELECT $1, $2, $3, $4, $5, $6, 0 WHERE NOT EXISTS (SELECT 1 FROM hand_overs WHERE tag = $3)
         ON CONFLICT (session_hash) DO UPDATE
             SET id = excluded.id, tag = excluded.tag, made_at = excluded.made_at, expires_at = excluded.expires_at,
                 wrong_codes = 0, second_hash = NULL, browser = NULL, system = NULL, asked_at = NULL, answer = NULL",
        new.session.bytes(),
        new.id,
        new.tag,
        new.connection,
        now,
        new.expires_at,
    )?;
    Ok(made == 1)
}

/// A hand-over as its first browser sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Kept {
    pub id: HandOverId,
    pub tag: String,
    pub expires_at: Timestamp,
    pub wrong_codes: i64,
    pub browser: Option<String>,
    pub system: Option<String>,
    pub asked_at: Option<Timestamp>,
    pub answer: Option<String>,
}

/// The session's one hand-over, whatever has become of it.
pub async fn of_session(db: &mut Db, session: &Fingerprint) -> sqlx::Result<Option<Kept>> {
    maybe!(
        db,
        "SELECT id, tag, expires_at, wrong_codes, browser, system, asked_at, answer
         FROM hand_overs WHERE session_hash = $1",
        session.bytes(),
    )
}

/// A hand-over at which somebody has just brought a code.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tried {
    pub id: HandOverId,
    /// With this one.
    pub wrong_codes: i64,
    /// In time, not answered, and its session lives.
    pub is_live: bool,
}

/// Counts a code before it is compared. The update holds the row, so that many at once are judged one after the other.
pub async fn count_code(db: &mut Db, tag: &str, now: Timestamp) -> sqlx::Result<Option<Tried>> {
    change!(&mut *db, "UPDATE hand_overs SET wrong_codes = wrong_codes + 1 WHERE tag = $1", tag)?;
    maybe!(
        db,
        "SELECT h.id, h.wrong_codes,
                (h.expires_at > $2 AND h.answer IS NULL AND EXISTS (
                    SELECT 1 FROM link_sessions s WHERE s.hash = h.session_hash AND s.expires_at > $2)) AS is_live
         FROM hand_overs h WHERE h.tag = $1",
        tag,
        now,
    )
}

/// Makes this the browser that waits for the answer, by one conditional statement; again for the one that does already.
/// `false`: another was first, or the hand-over has ended meanwhile.
pub async fn take(
    db: &mut Db,
    id: HandOverId,
    second: &Fingerprint,
    device: Device,
    (now, until): (Timestamp, Timestamp),
    most_codes: i64,
) -> sqlx::Result<bool> {
    let taken = change!(
        db,
        "UPDATE hand_overs
         SET second_hash = $2, browser = $3, system = $4, asked_at = coalesce(asked_at, $5),
             expires_at = CASE WHEN asked_at IS NULL THEN $6 ELSE expires_at END
         WHERE id = $1 AND expires_at > $5 AND answer IS NULL AND wrong_codes < $7
           AND (second_hash IS NULL OR second_hash = $2)
           AND EXISTS (SELECT 1 FROM link_sessions s WHERE s.hash = hand_overs.session_hash AND s.expires_at > $5)",
        id,
        second.bytes(),
        device.browser.map(|it| it.word()),
        device.system.map(|it| it.word()),
        now,
        until,
        most_codes,
    )?;
    Ok(taken == 1)
}

/// Who was answered.
#[derive(Clone, Copy)]
pub struct Answered {
    /// The session that it will have.
    pub second: Fingerprint,
    pub device: Device,
}

/// The first browser's answer, once, by one conditional statement. `None`: nobody
/// waits any more.
pub async fn answer(
    db: &mut Db,
    session: &Fingerprint,
    id: HandOverId,
    answer: Answer,
    now: Timestamp,
) -> sqlx::Result<Option<Answered>> {
    let row: Option<(Vec<u8>, Option<String>, Option<String>)> = maybe!(
        db,
        "UPDATE hand_overs SET answer = $3
         WHERE session_hash = $1 AND id = $2 AND second_hash IS NOT NULL AND answer IS NULL AND expires_at > $4
         RETURNING second_hash, browser, system",
        session.bytes(),
        id,
        answer.word(),
        now,
    )?;
    Ok(row.and_then(|(hash, browser, system)| {
        let device = Device::kept(browser.as_deref(), system.as_deref());
        Some(Answered { second: Fingerprint::from_bytes(&hash)?, device })
    }))
}

/// A hand-over as its second browser sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Awaited {
    pub connection_id: ConnectionId,
    pub partner_id: PartnerId,
    pub partner_version: i64,
    pub answer: Option<String>,
    /// In time, and its session lives.
    pub is_live: bool,
}

/// The hand-over at this address whose right code this browser has brought.
pub async fn of_second(db: &mut Db, tag: &str, second: &Fingerprint, now: Timestamp) -> sqlx::Result<Option<Awaited>> {
    maybe!(
        db,
        "SELECT h.connection_id, c.partner_id, p.version AS partner_version, h.answer,
                (h.expires_at > $3 AND EXISTS (
                    SELECT 1 FROM link_sessions s WHERE s.hash = h.session_hash AND s.expires_at > $3)) AS is_live
         FROM hand_overs h JOIN connections c ON c.id = h.connection_id JOIN partners p ON p.id = c.partner_id
         WHERE h.tag = $1 AND h.second_hash = $2",
        tag,
        second.bytes(),
        now,
    )
}

/// Ends the connection's hand-overs: nobody is let in by them any more.
pub async fn end_all(db: &mut Db, connection: ConnectionId) -> sqlx::Result<()> {
    change!(db, "DELETE FROM hand_overs WHERE connection_id = $1", connection)?;
    Ok(())
}

/// Forgets those that have ended before this.
pub async fn forget_before(db: &mut Db, before: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM hand_overs WHERE expires_at < $1", before)
}
