//! Tables `credentials` and `sealed_copies`.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::domain::credentials::CredentialId;
use crate::domain::partner::PartnerId;
use crate::domain::timeline::Who;
use crate::secret::Fingerprint;

pub struct NewSet<'a> {
    pub id: CredentialId,
    pub connection: ConnectionId,
    /// Folded.
    pub username: &'a str,
    pub hash: &'a str,
    pub who: Who,
}

/// `false` when this form has made its set already, or (once in 10¹⁷) the username exists.
pub async fn insert(db: &mut Db, set: &NewSet<'_>, form: Option<&Fingerprint>, now: Timestamp) -> sqlx::Result<bool> {
    let inserted = change!(
        db,
        "INSERT INTO credentials (id, connection_id, username, password_hash, made_by, form_nonce, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        set.id,
        set.connection,
        set.username,
        set.hash,
        set.who.word(),
        form.map(Fingerprint::bytes),
        now,
    )?;
    Ok(inserted == 1)
}

/// Takes the company's row for this unit of work, so that sets are made and revoked one after the other. Not the
/// connection's row: sign-ons and pushes take that one after their accounts, and a revocation takes it last.
pub async fn hold_sets(db: &mut Db, connection: ConnectionId) -> sqlx::Result<()> {
    let held = change!(
        db,
        "UPDATE companies SET name = name WHERE id = (SELECT company_id FROM connections WHERE id = $1)",
        connection,
    )?;
    if held == 1 { Ok(()) } else { Err(sqlx::Error::RowNotFound) }
}

pub async fn count_live(db: &mut Db, connection: ConnectionId) -> sqlx::Result<i64> {
    let (count,): (i64,) =
        one!(db, "SELECT count(*) FROM credentials WHERE connection_id = $1 AND revoked_at IS NULL", connection)?;
    Ok(count)
}

/// A set as a sign-on finds it.
#[derive(sqlx::FromRow)]
pub struct Stored {
    pub id: CredentialId,
    pub connection_id: ConnectionId,
    pub partner_id: PartnerId,
    pub partner_version: i64,
    pub password_hash: String,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// The set that somebody wants to sign on with.
pub async fn by_username(db: &mut Db, folded: &str) -> sqlx::Result<Option<Stored>> {
    maybe!(
        db,
        "SELECT k.id, k.connection_id, c.partner_id, p.version AS partner_version, k.password_hash, k.created_at,
                k.revoked_at
         FROM credentials k JOIN connections c ON c.id = k.connection_id JOIN partners p ON p.id = c.partner_id
         WHERE k.username = $1",
        folded,
    )
}

/// `false` when the set has been revoked.
pub async fn mark_used(db: &mut Db, id: CredentialId, now: Timestamp) -> sqlx::Result<bool> {
    let used = change!(db, "UPDATE credentials SET last_used_at = $2 WHERE id = $1 AND revoked_at IS NULL", id, now)?;
    Ok(used == 1)
}

pub async fn revoke_all(db: &mut Db, connection: ConnectionId, now: Timestamp) -> sqlx::Result<u64> {
    change!(
        db,
        "UPDATE credentials SET revoked_at = $2 WHERE connection_id = $1 AND revoked_at IS NULL",
        connection,
        now,
    )
}

/// When the connection's credentials were last revoked.
pub async fn revoked_at(db: &mut Db, connection: ConnectionId) -> sqlx::Result<Option<Timestamp>> {
    let (at,): (Option<Timestamp>,) =
        one!(db, "SELECT max(revoked_at) FROM credentials WHERE connection_id = $1", connection)?;
    Ok(at)
}

/// The set that a customer was shown last, and what has come of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Newest {
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    /// How many accounts are connected and were polled since it was made.
    pub accounts: i64,
}

/// The newest live set of the connection that was made on its pages, asked for in a session that lives.
pub async fn newest(
    db: &mut Db,
    session: &Fingerprint,
    connection: ConnectionId,
    now: Timestamp,
) -> sqlx::Result<Option<Newest>> {
    maybe!(
        db,
        "SELECT k.created_at, k.last_used_at,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = k.connection_id
                     AND a.status = 'connected' AND a.last_polled_at >= k.created_at) AS accounts
         FROM link_sessions s JOIN credentials k ON k.connection_id = s.connection_id
         WHERE s.hash = $1 AND s.connection_id = $2 AND s.expires_at > $3 AND k.revoked_at IS NULL AND k.made_by = $4
         ORDER BY k.created_at DESC, k.id LIMIT 1",
        session.bytes(),
        connection,
        now,
        Who::Customer.word(),
    )
}

/// A set as the pages list it: never the password.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Folded.
    pub username: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// The live sets of a connection, newest first.
pub async fn live(db: &mut Db, connection: ConnectionId) -> sqlx::Result<Vec<Listed>> {
    all!(
        db,
        "SELECT username, created_at, last_used_at FROM credentials
         WHERE connection_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id",
        connection,
    )
}

/// Keeps the pair made last in a session; an earlier copy of the same session goes.
pub async fn keep_sealed_copy(
    db: &mut Db,
    (id, connection): (CredentialId, ConnectionId),
    session: &Fingerprint,
    sealed: &[u8],
    until: Timestamp,
) -> sqlx::Result<()> {
    change!(&mut *db, "DELETE FROM sealed_copies WHERE session_hash = $1", session.bytes())?;
    change!(
        db,
        "INSERT INTO sealed_copies (credential_id, connection_id, session_hash, sealed, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
        id,
        connection,
        session.bytes(),
        sealed,
        until,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub struct SealedCopy {
    pub credential_id: CredentialId,
    pub sealed: Vec<u8>,
    pub expires_at: Timestamp,
}

/// The copy of this session, if it has not expired.
pub async fn sealed_copy(db: &mut Db, session: &Fingerprint, now: Timestamp) -> sqlx::Result<Option<SealedCopy>> {
    maybe!(
        db,
        "SELECT credential_id, sealed, expires_at FROM sealed_copies WHERE session_hash = $1 AND expires_at > $2",
        session.bytes(),
        now,
    )
}

pub async fn drop_sealed_copy(db: &mut Db, id: CredentialId) -> sqlx::Result<()> {
    change!(db, "DELETE FROM sealed_copies WHERE credential_id = $1", id)?;
    Ok(())
}

/// The copy of this session alone.
pub async fn drop_sealed_copy_of(db: &mut Db, session: &Fingerprint) -> sqlx::Result<()> {
    change!(db, "DELETE FROM sealed_copies WHERE session_hash = $1", session.bytes())?;
    Ok(())
}

pub async fn drop_sealed_copies(db: &mut Db, connection: ConnectionId) -> sqlx::Result<()> {
    change!(db, "DELETE FROM sealed_copies WHERE connection_id = $1", connection)?;
    Ok(())
}

pub async fn forget_sealed_copies(db: &mut Db, now: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM sealed_copies WHERE expires_at <= $1", now)
}
