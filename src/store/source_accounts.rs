//! Table `source_accounts`.

use sqlx::types::Json;
use time::Date;

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::amount::{Amount, NoAmount};
use crate::domain::connection::ConnectionId;
use crate::domain::feed::{AccountStatus, Cause};
use crate::domain::source_account::{AccountInfo, AccountType, Draft, RoutingInfo, SourceAccount, SourceAccountId};

#[derive(sqlx::FromRow)]
struct Row {
    id: SourceAccountId,
    connection_id: ConnectionId,
    account_id: String,
    account_name: String,
    #[sqlx(try_from = "String")]
    account_type: AccountType,
    account_number: String,
    sort_code: Option<String>,
    routing_info: Option<Json<RoutingInfo>>,
    account_info: Option<Json<AccountInfo>>,
    currency: String,
    balance: String,
    balance_on: Date,
    #[sqlx(try_from = "String")]
    status: AccountStatus,
    status_cause: Option<String>,
    feed_start: Option<Date>,
    ofx_account_id: String,
    connected_at: Option<Timestamp>,
    disconnected_at: Option<Timestamp>,
    last_polled_at: Option<Timestamp>,
    snapshot_at: Option<Timestamp>,
    pushed_at: Option<Timestamp>,
    newest_date: Option<Date>,
    next_place: i64,
    modified_at: Timestamp,
}

impl TryFrom<Row> for SourceAccount {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let balance: Amount = row.balance.parse().map_err(|error: NoAmount| sqlx::Error::Decode(error.into()))?;
        let cause = row.status_cause.map(|word| word.parse::<Cause>()).transpose();
        Ok(Self {
            id: row.id,
            connection: row.connection_id,
            draft: Draft {
                account_id: row.account_id,
                account_name: row.account_name,
                account_type: row.account_type,
                account_number: row.account_number,
                sort_code: row.sort_code,
                routing_info: row.routing_info.map(|json| json.0),
                account_info: row.account_info.map(|json| json.0),
                currency: row.currency,
                balance,
            },
            balance_on: row.balance_on,
            status: row.status,
            cause: cause.map_err(|error| sqlx::Error::Decode(error.into()))?,
            feed_start: row.feed_start,
            ofx_account_id: row.ofx_account_id,
            connected_at: row.connected_at,
            disconnected_at: row.disconnected_at,
            last_polled_at: row.last_polled_at,
            snapshot_at: row.snapshot_at,
            pushed_at: row.pushed_at,
            newest_date: row.newest_date,
            next_place: row.next_place,
            modified_at: row.modified_at,
        })
    }
}

/// `false` when the connection has an account with this id already.
pub async fn insert(db: &mut Db, account: &SourceAccount, now: Timestamp) -> sqlx::Result<bool> {
    let draft = &account.draft;
    let inserted = change!(
        db,
        "INSERT INTO source_accounts (id, connection_id, account_id, account_name, account_type, account_number,
             sort_code, routing_info, account_info, currency, balance, balance_on, status, ofx_account_id,
             next_place, modified_at, created_at, place)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $15,
             (SELECT coalesce(max(place), 0) + 1 FROM source_accounts WHERE connection_id = $2))
         ON CONFLICT (connection_id, account_id) DO NOTHING",
        account.id,
        account.connection,
        &draft.account_id,
        &draft.account_name,
        draft.account_type.word(),
        &draft.account_number,
        &draft.sort_code,
        draft.routing_info.as_ref().map(Json),
        draft.account_info.as_ref().map(Json),
        &draft.currency,
        draft.balance.to_string(),
        account.balance_on,
        account.status.word(),
        &account.ofx_account_id,
        now,
    )?;
    Ok(inserted == 1)
}

/// The connection's accounts in the order in which they were added.
pub async fn of_connection(db: &mut Db, connection: ConnectionId) -> sqlx::Result<Vec<SourceAccount>> {
    let rows: Vec<Row> =
        all!(db, "SELECT * FROM source_accounts WHERE connection_id = $1 ORDER BY place, id", connection)?;
    rows.into_iter().map(SourceAccount::try_from).collect()
}

pub async fn find(db: &mut Db, connection: ConnectionId, account_id: &str) -> sqlx::Result<Option<SourceAccount>> {
    let row: Option<Row> = maybe!(
        db,
        "SELECT * FROM source_accounts WHERE connection_id = $1 AND account_id = $2",
        connection,
        account_id,
    )?;
    row.map(SourceAccount::try_from).transpose()
}

/// Takes the account for this unit of work: pushes and statements of one account follow one another, so that no
/// transaction falls between two statements.
pub async fn hold(db: &mut Db, connection: ConnectionId, account_id: &str) -> sqlx::Result<Option<SourceAccount>> {
    let row: Option<Row> = maybe!(
        db,
        "UPDATE source_accounts SET next_place = next_place WHERE connection_id = $1 AND account_id = $2 RETURNING *",
        connection,
        account_id,
    )?;
    row.map(SourceAccount::try_from).transpose()
}

/// As [`hold`], by the ACCTID.
pub async fn hold_by_ofx_account_id(
    db: &mut Db,
    connection: ConnectionId,
    ofx_account_id: &str,
) -> sqlx::Result<Option<SourceAccount>> {
    let row: Option<Row> = maybe!(
        db,
        "UPDATE source_accounts SET next_place = next_place
         WHERE connection_id = $1 AND ofx_account_id = $2 RETURNING *",
        connection,
        ofx_account_id,
    )?;
    row.map(SourceAccount::try_from).transpose()
}

pub async fn has_ofx_account_id(db: &mut Db, connection: ConnectionId, id: &str) -> sqlx::Result<bool> {
    let row: Option<(String,)> = maybe!(
        db,
        "SELECT account_id FROM source_accounts WHERE connection_id = $1 AND ofx_account_id = $2",
        connection,
        id,
    )?;
    Ok(row.is_some())
}

/// What a statement request leaves behind on the account.
pub struct Polled {
    pub feed_start: Option<Date>,
    pub snapshot_at: Timestamp,
    pub now: Timestamp,
}

pub async fn mark_connected(db: &mut Db, id: SourceAccountId, polled: &Polled) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE source_accounts SET status = 'connected', status_cause = NULL, disconnected_at = NULL,
             connected_at = $2, last_polled_at = $2, snapshot_at = $3, feed_start = $4, modified_at = $2
         WHERE id = $1",
        id,
        polled.now,
        polled.snapshot_at,
        polled.feed_start,
    )?;
    Ok(())
}

pub async fn mark_polled(db: &mut Db, id: SourceAccountId, polled: &Polled) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE source_accounts SET last_polled_at = $2, snapshot_at = $3 WHERE id = $1",
        id,
        polled.now,
        polled.snapshot_at,
    )?;
    Ok(())
}

/// Disconnects all connected accounts of a connection, and those that had fallen silent: after a revoke they too
/// need a new set. Answers the partner's ids of those that were connected.
pub async fn disconnect_all(
    db: &mut Db,
    connection: ConnectionId,
    cause: Cause,
    now: Timestamp,
) -> sqlx::Result<Vec<String>> {
    let connected: Vec<(String,)> = all!(
        &mut *db,
        "SELECT account_id FROM source_accounts WHERE connection_id = $1 AND status = 'connected'",
        connection,
    )?;
    change!(
        db,
        "UPDATE source_accounts SET status = 'disconnected', status_cause = $2, disconnected_at = $3, modified_at = $3
         WHERE connection_id = $1 AND status <> 'pending'",
        connection,
        cause.word(),
        now,
    )?;
    Ok(connected.into_iter().map(|(id,)| id).collect())
}

/// What a partner changes of an account.
pub struct Changed<'a> {
    pub name: Option<&'a str>,
    /// And the date it belongs to.
    pub balance: Option<(Amount, Date)>,
    pub at: Timestamp,
}

pub async fn change(db: &mut Db, id: SourceAccountId, changed: &Changed<'_>) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE source_accounts SET account_name = coalesce($2, account_name), balance = coalesce($3, balance),
             balance_on = coalesce($4, balance_on), modified_at = $5
         WHERE id = $1",
        id,
        changed.name,
        changed.balance.map(|(balance, _)| balance.to_string()),
        changed.balance.map(|(_, on)| on),
        changed.at,
    )?;
    Ok(())
}

/// Disconnects one account.
pub async fn disconnect(db: &mut Db, id: SourceAccountId, cause: Cause, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE source_accounts SET status = 'disconnected', status_cause = $2, disconnected_at = $3, modified_at = $3
         WHERE id = $1",
        id,
        cause.word(),
        now,
    )?;
    Ok(())
}

/// Removes the account with its transactions, for good.
pub async fn delete(db: &mut Db, id: SourceAccountId) -> sqlx::Result<()> {
    change!(db, "DELETE FROM source_accounts WHERE id = $1", id)?;
    Ok(())
}

/// Connections with an account that nobody has polled since `before`, some of them.
pub async fn silent_connections(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<Vec<ConnectionId>> {
    let rows: Vec<(ConnectionId,)> = all!(
        db,
        "SELECT DISTINCT connection_id FROM source_accounts
         WHERE status = 'connected' AND last_polled_at <= $1 LIMIT $2",
        before,
        most,
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Disconnects those of the connection's accounts that nobody has polled since `before`, unless somebody does so just
/// now. Answers the partner's ids of them.
pub async fn disconnect_silent(
    db: &mut Db,
    connection: ConnectionId,
    before: Timestamp,
    now: Timestamp,
) -> sqlx::Result<Vec<String>> {
    let silent: Vec<(String,)> = all!(
        db,
        "UPDATE source_accounts SET status = 'disconnected', status_cause = $3, disconnected_at = $4, modified_at = $4
         WHERE connection_id = $1 AND status = 'connected' AND last_polled_at <= $2 RETURNING account_id",
        connection,
        before,
        Cause::Silence.word(),
        now,
    )?;
    Ok(silent.into_iter().map(|(id,)| id).collect())
}

/// What a push leaves behind on the account.
pub struct Pushed<'a> {
    pub newest_date: Date,
    pub next_place: i64,
    /// The last balance of the batch and the date it belongs to.
    pub balance: Option<(&'a Amount, Date)>,
    pub at: Timestamp,
}

pub async fn mark_pushed(db: &mut Db, id: SourceAccountId, pushed: &Pushed<'_>) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE source_accounts SET newest_date = $2, next_place = $3, balance = coalesce($4, balance),
             balance_on = coalesce($5, balance_on), pushed_at = $6, modified_at = $6
         WHERE id = $1",
        id,
        pushed.newest_date,
        pushed.next_place,
        pushed.balance.map(|(balance, _)| balance.to_string()),
        pushed.balance.map(|(_, on)| on),
        pushed.at,
    )?;
    Ok(())
}
