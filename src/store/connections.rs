//! Table `connections`.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::company::CompanyId;
use crate::domain::connection::{Connection, ConnectionId};
use crate::domain::feed::ConnectionStatus;
use crate::domain::partner::PartnerId;

pub async fn insert(db: &mut Db, connection: &Connection) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO connections (id, company_id, partner_id, status, created_at) VALUES ($1, $2, $3, $4, $5)",
        connection.id,
        connection.company_id,
        connection.partner_id,
        connection.status.word(),
        connection.created_at,
    )?;
    Ok(())
}

/// The connection if it is this partner's and this company's.
pub async fn find(
    db: &mut Db,
    partner: PartnerId,
    company: CompanyId,
    id: ConnectionId,
) -> sqlx::Result<Option<Connection>> {
    maybe!(
        db,
        "SELECT c.id, c.company_id, c.partner_id, c.status, c.linked_at, c.last_polled_at, c.created_at,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id) AS source_accounts,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id AND a.status = 'connected')
                    AS connected_accounts
         FROM connections c WHERE c.id = $1 AND c.company_id = $2 AND c.partner_id = $3",
        id,
        company,
        partner,
    )
}

/// The connection by its id alone, whosever it is: for the operator's command line, and where the caller's is told by its
/// partner.
pub async fn find_any(db: &mut Db, id: ConnectionId) -> sqlx::Result<Option<Connection>> {
    maybe!(
        db,
        "SELECT c.id, c.company_id, c.partner_id, c.status, c.linked_at, c.last_polled_at, c.created_at,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id) AS source_accounts,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id AND a.status = 'connected')
                    AS connected_accounts
         FROM connections c WHERE c.id = $1",
        id,
    )
}

/// The partner and the company of a connection.
pub async fn whose(db: &mut Db, id: ConnectionId) -> sqlx::Result<(PartnerId, CompanyId)> {
    one!(db, "SELECT partner_id, company_id FROM connections WHERE id = $1", id)
}

/// One page of a company's connections, newest first, and how many there are.
pub async fn page(db: &mut Db, company: CompanyId, limit: i64, offset: i64) -> sqlx::Result<(Vec<Connection>, i64)> {
    let rows = all!(
        &mut *db,
        "SELECT c.id, c.company_id, c.partner_id, c.status, c.linked_at, c.last_polled_at, c.created_at,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id) AS source_accounts,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id AND a.status = 'connected')
                    AS connected_accounts
         FROM connections c WHERE c.company_id = $1 ORDER BY c.created_at DESC, c.id LIMIT $2 OFFSET $3",
        company,
        limit,
        offset,
    )?;
    let (total,): (i64,) = one!(db, "SELECT count(*) FROM connections WHERE company_id = $1", company)?;
    Ok((rows, total))
}

/// All connections of the companies on one page of the list: those created between its oldest and newest company.
pub async fn of_companies(
    db: &mut Db,
    partner: PartnerId,
    oldest: Timestamp,
    newest: Timestamp,
) -> sqlx::Result<Vec<Connection>> {
    all!(
        db,
        "SELECT c.id, c.company_id, c.partner_id, c.status, c.linked_at, c.last_polled_at, c.created_at,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id) AS source_accounts,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id AND a.status = 'connected')
                    AS connected_accounts
         FROM connections c JOIN companies k ON k.id = c.company_id
         WHERE k.partner_id = $1 AND k.created_at >= $2 AND k.created_at <= $3 ORDER BY c.created_at DESC, c.id",
        partner,
        oldest,
        newest,
    )
}

/// A connection as a list of companies tells it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct InBrief {
    pub id: ConnectionId,
    #[sqlx(try_from = "String")]
    pub status: ConnectionStatus,
    /// When anything last happened to it, or accounting software last asked for it.
    pub last_event_at: Option<Timestamp>,
    pub last_polled_at: Option<Timestamp>,
}

/// The newest connections of a company, in brief; and how many it has in all.
pub async fn in_brief(db: &mut Db, company: CompanyId, limit: i64) -> sqlx::Result<(Vec<InBrief>, i64)> {
    let rows: Vec<InBrief> = all!(
        &mut *db,
        "SELECT c.id, c.status, c.last_polled_at,
                (SELECT max(t.at) FROM timeline t WHERE t.connection_id = c.id) AS last_event_at
         FROM connections c WHERE c.company_id = $1 ORDER BY c.created_at DESC, c.id LIMIT $2",
        company,
        limit,
    )?;
    let total = match i64::try_from(rows.len()) {
        Ok(found) if found < limit => found,
        _ => one!(db, "SELECT count(*) FROM connections WHERE company_id = $1", company).map(|(total,)| total)?,
    };
    Ok((rows, total))
}

/// What decides the connection's state.
#[derive(sqlx::FromRow)]
pub struct Held {
    #[sqlx(try_from = "String")]
    pub status: ConnectionStatus,
    pub linked_at: Option<Timestamp>,
    pub connected_accounts: i64,
}

/// Takes the row for this unit of work, so that two changes to one connection follow one another.
pub async fn hold(db: &mut Db, id: ConnectionId) -> sqlx::Result<Held> {
    change!(&mut *db, "UPDATE connections SET status = status WHERE id = $1", id)?;
    one!(
        db,
        "SELECT c.status, c.linked_at,
                (SELECT count(*) FROM source_accounts a WHERE a.connection_id = c.id AND a.status = 'connected')
                    AS connected_accounts
         FROM connections c WHERE c.id = $1",
        id,
    )
}

/// Sets the state; the first `Linked` is remembered for ever.
pub async fn set_status(db: &mut Db, id: ConnectionId, status: ConnectionStatus, now: Timestamp) -> sqlx::Result<()> {
    let linked_at = (status == ConnectionStatus::Linked).then_some(now);
    change!(
        db,
        "UPDATE connections SET status = $2, linked_at = coalesce(linked_at, $3) WHERE id = $1",
        id,
        status.word(),
        linked_at,
    )?;
    Ok(())
}

/// Removes the connection and all that belongs to it, for good. `false` when there is none.
pub async fn delete(db: &mut Db, id: ConnectionId) -> sqlx::Result<bool> {
    // In the order in which accounting software takes them, which may be asking at this moment.
    change!(&mut *db, "UPDATE credentials SET revoked_at = revoked_at WHERE connection_id = $1", id)?;
    change!(&mut *db, "UPDATE source_accounts SET status = status WHERE connection_id = $1", id)?;
    // What was counted goes on counting, as for one that was never there.
    change!(&mut *db, "UPDATE wrong_code_buckets SET connection_id = NULL WHERE connection_id = $1", id)?;
    Ok(change!(db, "DELETE FROM connections WHERE id = $1", id)? == 1)
}

/// `software`: what it calls itself, if it does.
pub async fn mark_polled(db: &mut Db, id: ConnectionId, software: Option<&str>, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE connections SET last_polled_at = $3, last_polled_by = coalesce($2, last_polled_by) WHERE id = $1",
        id,
        software,
        now,
    )?;
    Ok(())
}

/// The software that asked last, in its own words.
pub async fn last_polled_by(db: &mut Db, id: ConnectionId) -> sqlx::Result<Option<String>> {
    let (software,): (Option<String>,) = one!(db, "SELECT last_polled_by FROM connections WHERE id = $1", id)?;
    Ok(software)
}

/// The BANKID: the one that is fixed already, else `candidate`, fixed from now on.
pub async fn fix_bank_id(db: &mut Db, id: ConnectionId, candidate: &str) -> sqlx::Result<String> {
    let (bank_id,): (String,) = one!(
        db,
        "UPDATE connections SET bank_id = coalesce(bank_id, $2) WHERE id = $1 RETURNING bank_id",
        id,
        candidate,
    )?;
    Ok(bank_id)
}

/// The BANKID, if an account has fixed it.
pub async fn bank_id(db: &mut Db, id: ConnectionId) -> sqlx::Result<Option<String>> {
    let row: Option<(Option<String>,)> = maybe!(db, "SELECT bank_id FROM connections WHERE id = $1", id)?;
    Ok(row.and_then(|(bank_id,)| bank_id))
}

pub async fn insert_consent(
    db: &mut Db,
    id: uuid::Uuid,
    connection: ConnectionId,
    text: &crate::domain::consent::ConsentText,
    granted: bool,
    now: Timestamp,
) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO consents (id, connection_id, at, granted, text_version, text_hash, language)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        connection,
        now,
        granted,
        text.version,
        &text.hash,
        text.language.tag(),
    )?;
    Ok(())
}

/// A consent as it rests.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Consent {
    pub at: Timestamp,
    pub granted: bool,
    pub text_version: String,
    pub text_hash: String,
    pub language: String,
}

/// What the customers of a connection agreed to or declined, oldest first.
pub async fn consents(db: &mut Db, connection: ConnectionId) -> sqlx::Result<Vec<Consent>> {
    all!(
        db,
        "SELECT at, granted, text_version, text_hash, language FROM consents WHERE connection_id = $1 ORDER BY at, id",
        connection,
    )
}
