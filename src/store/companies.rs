//! Table `companies`.

use sqlx::types::Json;

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::company::{Company, CompanyId, Tags};
use crate::domain::partner::PartnerId;

#[derive(sqlx::FromRow)]
struct Row {
    id: CompanyId,
    partner_id: PartnerId,
    name: String,
    description: Option<String>,
    tags: Json<Tags>,
    created_by: Option<String>,
    created_at: Timestamp,
}

impl From<Row> for Company {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            partner: row.partner_id,
            name: row.name,
            description: row.description,
            tags: row.tags.0,
            created_by: row.created_by,
            created_at: row.created_at,
        }
    }
}

pub async fn insert(db: &mut Db, company: &Company) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO companies (id, partner_id, name, description, tags, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        company.id,
        company.partner,
        &company.name,
        &company.description,
        Json(&company.tags),
        &company.created_by,
        company.created_at,
    )?;
    Ok(())
}

pub async fn find(db: &mut Db, partner: PartnerId, id: CompanyId) -> sqlx::Result<Option<Company>> {
    let row: Option<Row> = maybe!(
        db,
        "SELECT id, partner_id, name, description, tags, created_by, created_at
         FROM companies WHERE id = $1 AND partner_id = $2",
        id,
        partner,
    )?;
    Ok(row.map(Company::from))
}

/// One page of a partner's companies, newest first, and how many there are in all.
pub async fn page(db: &mut Db, partner: PartnerId, limit: i64, offset: i64) -> sqlx::Result<(Vec<Company>, i64)> {
    let rows: Vec<Row> = all!(
        &mut *db,
        "SELECT id, partner_id, name, description, tags, created_by, created_at
         FROM companies WHERE partner_id = $1 ORDER BY created_at DESC, id LIMIT $2 OFFSET $3",
        partner,
        limit,
        offset,
    )?;
    let (total,): (i64,) = one!(db, "SELECT count(*) FROM companies WHERE partner_id = $1", partner)?;
    Ok((rows.into_iter().map(Company::from).collect(), total))
}

/// Removes the company and all that belongs to it, for good. `false` when there is none.
pub async fn delete(db: &mut Db, partner: PartnerId, id: CompanyId) -> sqlx::Result<bool> {
    Ok(change!(db, "DELETE FROM companies WHERE id = $1 AND partner_id = $2", id, partner)? == 1)
}
