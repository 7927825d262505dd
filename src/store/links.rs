//! Tables `links` and `link_sessions`.

use std::collections::BTreeMap;

use sqlx::types::Json;

use super::{Db, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::link::{Link, LinkId};
use crate::domain::partner::PartnerId;
use crate::secret::Fingerprint;
use crate::store::all;

pub async fn insert(db: &mut Db, link: &Link, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO links (id, connection_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)",
        link.id,
        link.connection_id,
        now,
        link.expires_at,
    )?;
    Ok(())
}

/// The newest link issued after `since` that nobody has claimed and that still lives.
pub async fn newest_unclaimed(
    db: &mut Db,
    connection: ConnectionId,
    since: Timestamp,
    now: Timestamp,
) -> sqlx::Result<Option<Link>> {
    maybe!(
        db,
        "SELECT id, connection_id, expires_at FROM links
         WHERE connection_id = $1 AND issued_at > $2 AND issued_at <= $3 AND expires_at > $3
           AND claimed_at IS NULL AND voided_at IS NULL
         ORDER BY issued_at DESC LIMIT 1",
        connection,
        since,
        now,
    )
}

/// When the otp of the partner's newest link ends, of those that live.
pub async fn newest_end(db: &mut Db, partner: PartnerId, now: Timestamp) -> sqlx::Result<Option<Timestamp>> {
    let row: Option<(Timestamp,)> = maybe!(
        db,
        "SELECT l.expires_at FROM links l JOIN connections c ON c.id = l.connection_id
         WHERE c.partner_id = $1 AND l.voided_at IS NULL AND l.expires_at > $2
         ORDER BY l.issued_at DESC LIMIT 1",
        partner,
        now,
    )?;
    Ok(row.map(|(at,)| at))
}

/// What became of a connection's newest links, of those that were not voided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Newest {
    /// When one was last claimed.
    pub opened_at: Option<Timestamp>,
    /// When the last of them ends.
    pub expires_at: Option<Timestamp>,
}

/// Looks at so many: a program that polls makes a new one every few minutes.
pub async fn newest(db: &mut Db, connection: ConnectionId, most: i64) -> sqlx::Result<Newest> {
    one!(
        db,
        "SELECT max(n.claimed_at) AS opened_at, max(n.expires_at) AS expires_at
         FROM (SELECT claimed_at, expires_at, voided_at FROM links
               WHERE connection_id = $1 ORDER BY issued_at DESC LIMIT $2) n
         WHERE n.voided_at IS NULL",
        connection,
        most,
    )
}

/// How many browsers are on the pages of the connection's links.
pub async fn open_sessions(db: &mut Db, connection: ConnectionId, now: Timestamp) -> sqlx::Result<i64> {
    let (count,): (i64,) =
        one!(db, "SELECT count(*) FROM link_sessions WHERE connection_id = $1 AND expires_at > $2", connection, now,)?;
    Ok(count)
}

/// The newest links, if company and connection belong together. Their ids alone: a connection that does not exist is to
/// take no less time.
pub async fn remembered(
    db: &mut Db,
    company: CompanyId,
    connection: ConnectionId,
    since: Timestamp,
    most: i64,
) -> sqlx::Result<Vec<LinkId>> {
    let rows: Vec<(LinkId,)> = all!(
        db,
        "SELECT l.id FROM links l JOIN connections c ON c.id = l.connection_id
         WHERE l.connection_id = $1 AND c.company_id = $2 AND l.expires_at > $3
         ORDER BY l.issued_at DESC LIMIT $4",
        connection,
        company,
        since,
        most,
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The one statement that decides the race. `None`: refused; `Some(true)`: claimed now; `Some(false)`: it was this
/// browser's already.
pub async fn claim(
    db: &mut Db,
    link: LinkId,
    connection: ConnectionId,
    browser: &Fingerprint,
    now: Timestamp,
) -> sqlx::Result<Option<bool>> {
    let row: Option<(Timestamp,)> = maybe!(
        db,
        "UPDATE links SET claimed_by = $3, claimed_at = coalesce(claimed_at, $4)
         WHERE id = $1 AND connection_id = $2 AND expires_at > $4 AND voided_at IS NULL
           AND (claimed_by IS NULL OR claimed_by = $3)
         RETURNING claimed_at",
        link,
        connection,
        browser.bytes(),
        now,
    )?;
    Ok(row.map(|(claimed_at,)| claimed_at == now))
}

/// Those that have expired, too: a clock that is set back must not revive them.
pub async fn void_all(db: &mut Db, connection: ConnectionId, now: Timestamp) -> sqlx::Result<()> {
    change!(db, "UPDATE links SET voided_at = $2 WHERE connection_id = $1 AND voided_at IS NULL", connection, now,)?;
    Ok(())
}

/// What a browser with a sealed cookie may see before it has claimed the link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Looked {
    pub company_id: CompanyId,
    pub partner_id: PartnerId,
    pub partner_version: i64,
    pub expires_at: Timestamp,
    pub claimed_by: Option<Vec<u8>>,
    pub voided_at: Option<Timestamp>,
}

pub async fn look(db: &mut Db, link: LinkId, connection: ConnectionId) -> sqlx::Result<Option<Looked>> {
    maybe!(
        db,
        "SELECT c.company_id, c.partner_id, p.version AS partner_version, l.expires_at, l.claimed_by, l.voided_at
         FROM links l JOIN connections c ON c.id = l.connection_id JOIN partners p ON p.id = c.partner_id
         WHERE l.id = $1 AND l.connection_id = $2",
        link,
        connection,
    )
}

/// A live session with all that a page needs to know, in one read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    pub connection_id: ConnectionId,
    pub company_id: CompanyId,
    pub link_id: LinkId,
    pub partner_id: PartnerId,
    pub partner_version: i64,
    pub expires_at: Timestamp,
    pub consented_at: Option<Timestamp>,
    pub parameters: Json<BTreeMap<String, String>>,
    pub source_accounts: i64,
    pub connected_accounts: i64,
    pub live_sets: i64,
}

pub async fn start_session(
    db: &mut Db,
    session: &Fingerprint,
    (connection, link): (ConnectionId, LinkId),
    parameters: &BTreeMap<String, String>,
    now: Timestamp,
    expires_at: Timestamp,
) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO link_sessions (hash, connection_id, link_id, created_at, expires_at, parameters)
         VALUES ($1, $2, $3, $4, $5, $6)",
        session.bytes(),
        connection,
        link,
        now,
        expires_at,
        Json(parameters),
    )?;
    Ok(())
}

pub async fn session(
    db: &mut Db,
    session: &Fingerprint,
    connection: ConnectionId,
    now: Timestamp,
) -> sqlx::Result<Option<Session>> {
    maybe!(
        db,
        "SELECT s.connection_id, c.company_id, s.link_id, c.partner_id, p.version AS partner_version, s.expires_at,
                s.consented_at, s.parameters,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id) AS source_accounts,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id AND a.status = 'connected')
                    AS connected_accounts,
                (SELECT count(*) FROM credentials k WHERE k.connection_id = c.id AND k.revoked_at IS NULL)
                    AS live_sets
         FROM link_sessions s JOIN connections c ON c.id = s.connection_id JOIN partners p ON p.id = c.partner_id
         WHERE s.hash = $1 AND s.connection_id = $2 AND s.expires_at > $3",
        session.bytes(),
        connection,
        now,
    )
}

/// The connection of a session that lives.
pub async fn connection_of(db: &mut Db, session: &Fingerprint, now: Timestamp) -> sqlx::Result<Option<ConnectionId>> {
    let row: Option<(ConnectionId,)> = maybe!(
        db,
        "SELECT connection_id FROM link_sessions WHERE hash = $1 AND expires_at > $2",
        session.bytes(),
        now,
    )?;
    Ok(row.map(|(connection,)| connection))
}

/// Starts a session for a second browser that shares this one's place: what either does, both have done.
pub async fn share_session(
    db: &mut Db,
    session: &Fingerprint,
    second: &Fingerprint,
    now: Timestamp,
) -> sqlx::Result<()> {
    change!(&mut *db, "UPDATE link_sessions SET place = coalesce(place, hash) WHERE hash = $1", session.bytes())?;
    change!(
        db,
        "INSERT INTO link_sessions (hash, connection_id, link_id, created_at, expires_at, consented_at, parameters, place)
         SELECT $2, connection_id, link_id, $3, expires_at, consented_at, parameters, place
         FROM link_sessions WHERE hash = $1 ON CONFLICT DO NOTHING",
        session.bytes(),
        second.bytes(),
        now,
    )?;
    Ok(())
}

/// Ends the sessions that share this one's place, but for the newest `others`.
pub async fn end_older_sharers(db: &mut Db, this: &Fingerprint, others: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM link_sessions
         WHERE place = (SELECT place FROM link_sessions WHERE hash = $1) AND hash <> $1 AND hash NOT IN (
             SELECT o.hash FROM link_sessions o
             WHERE o.place = (SELECT place FROM link_sessions WHERE hash = $1) AND o.hash <> $1
             ORDER BY o.created_at DESC, o.hash LIMIT $2)",
        this.bytes(),
        others,
    )
}

/// Each step gives more time, and never less, to all that share the session's place. `false`: it has ended meanwhile.
pub async fn extend_session(
    db: &mut Db,
    session: &Fingerprint,
    now: Timestamp,
    until: Timestamp,
) -> sqlx::Result<bool> {
    let changed = change!(
        db,
        "UPDATE link_sessions SET expires_at = $3
         WHERE (hash = $1 OR place = (SELECT s.place FROM link_sessions s WHERE s.hash = $1)) AND expires_at > $2",
        session.bytes(),
        now,
        until,
    )?;
    Ok(changed > 0)
}

pub async fn mark_consented(db: &mut Db, session: &Fingerprint, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE link_sessions SET consented_at = coalesce(consented_at, $2)
         WHERE hash = $1 OR place = (SELECT s.place FROM link_sessions s WHERE s.hash = $1)",
        session.bytes(),
        now,
    )?;
    Ok(())
}

pub async fn clear_consent(db: &mut Db, session: &Fingerprint) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE link_sessions SET consented_at = NULL
         WHERE hash = $1 OR place = (SELECT s.place FROM link_sessions s WHERE s.hash = $1)",
        session.bytes(),
    )?;
    Ok(())
}

/// Ends the connection's sessions, but for the one to keep.
pub async fn end_sessions(db: &mut Db, connection: ConnectionId, keep: Option<&Fingerprint>) -> sqlx::Result<()> {
    // No session has an empty hash, so nothing is kept where nothing is to be.
    let keep: &[u8] = keep.map_or(&[], Fingerprint::bytes);
    change!(db, "DELETE FROM link_sessions WHERE connection_id = $1 AND hash <> $2", connection, keep)?;
    Ok(())
}

/// Ends the older sessions of a link, but for this one and the newest `others`.
pub async fn end_older_sessions(db: &mut Db, link: LinkId, this: &Fingerprint, others: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM link_sessions WHERE link_id = $1 AND hash <> $2 AND hash NOT IN (
             SELECT hash FROM link_sessions WHERE link_id = $1 AND hash <> $2 ORDER BY created_at DESC, hash LIMIT $3)",
        link,
        this.bytes(),
        others,
    )
}

pub async fn forget_sessions(db: &mut Db, now: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM link_sessions WHERE expires_at <= $1", now)
}
