//! Table `push_operations`.

use sqlx::types::Json;

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::push::{Outcome, PushKey, PushOperation, PushStatus};

#[derive(sqlx::FromRow)]
struct Row {
    id: PushKey,
    company_id: CompanyId,
    connection_id: ConnectionId,
    account_id: String,
    requested_at: Timestamp,
    completed_at: Timestamp,
    #[sqlx(try_from = "String")]
    status: PushStatus,
    status_code: i64,
    error: Option<String>,
    timeout_minutes: Option<i64>,
    outcome: Json<Outcome>,
}

impl From<Row> for PushOperation {
    fn from(row: Row) -> Self {
        Self {
            key: row.id,
            company: row.company_id,
            connection: row.connection_id,
            account_id: row.account_id,
            requested_at: row.requested_at,
            completed_at: row.completed_at,
            status: row.status,
            status_code: u16::try_from(row.status_code).unwrap_or_default(),
            error: row.error,
            timeout_minutes: row.timeout_minutes,
            outcome: row.outcome.0,
        }
    }
}

pub async fn insert(db: &mut Db, operation: &PushOperation) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO push_operations (id, company_id, connection_id, account_id, requested_at, completed_at, status,
             status_code, error, timeout_minutes, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        operation.key,
        operation.company,
        operation.connection,
        &operation.account_id,
        operation.requested_at,
        operation.completed_at,
        operation.status.word(),
        i64::from(operation.status_code),
        &operation.error,
        operation.timeout_minutes,
        Json(&operation.outcome),
    )?;
    Ok(())
}

pub async fn find(db: &mut Db, company: CompanyId, key: PushKey) -> sqlx::Result<Option<PushOperation>> {
    let row: Option<Row> = maybe!(db, "SELECT * FROM push_operations WHERE id = $1 AND company_id = $2", key, company)?;
    Ok(row.map(PushOperation::from))
}

/// One page of a company's operations, newest first, and how many there are.
pub async fn page(db: &mut Db, company: CompanyId, limit: i64, offset: i64) -> sqlx::Result<(Vec<PushOperation>, i64)> {
    let rows: Vec<Row> = all!(
        &mut *db,
        "SELECT * FROM push_operations WHERE company_id = $1 ORDER BY requested_at DESC, id LIMIT $2 OFFSET $3",
        company,
        limit,
        offset,
    )?;
    let (total,): (i64,) = one!(db, "SELECT count(*) FROM push_operations WHERE company_id = $1", company)?;
    Ok((rows.into_iter().map(PushOperation::from).collect(), total))
}

/// Some of a company's operations, oldest first, from behind `last` on.
pub async fn after(
    db: &mut Db,
    company: CompanyId,
    last: (Timestamp, PushKey),
    limit: i64,
) -> sqlx::Result<Vec<PushOperation>> {
    let rows: Vec<Row> = all!(
        db,
        "SELECT * FROM push_operations WHERE company_id = $1 AND (requested_at, id) > ($2, $3)
         ORDER BY requested_at, id LIMIT $4",
        company,
        last.0,
        last.1,
        limit,
    )?;
    Ok(rows.into_iter().map(PushOperation::from).collect())
}
