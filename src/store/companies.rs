//! Tables `companies` and `company_counts`.

mod sieve;

use sqlx::types::Json;

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::company::{Changes, Company, CompanyId, Draft, Tags};
use crate::domain::partner::PartnerId;

pub use sieve::{Part, Sieve, Sifted, count_sifted, newest_sifted, sift};

/// Up to here a page is read straight through; the companies before it cost little.
const NEAR: i64 = 1_000;
/// The parts that a partner's companies are counted in.
const PARTS: i64 = 16;

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
        &mut *db,
        "INSERT INTO companies (id, partner_id, name, description, tags, created_by, created_at, folded_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        company.id,
        company.partner,
        &company.name,
        &company.description,
        Json(&company.tags),
        &company.created_by,
        company.created_at,
        company.name.to_lowercase(),
    )?;
    change!(
        db,
        "INSERT INTO company_counts (partner_id, part, companies) VALUES ($1, $2, 1)
         ON CONFLICT (partner_id, part) DO UPDATE SET companies = company_counts.companies + 1",
        company.partner,
        part(company.id),
    )?;
    Ok(())
}

/// Creations and deletions at the same time wait for one another only when they fall into the same part.
fn part(id: CompanyId) -> i64 {
    let [.., last] = id.0.into_bytes();
    i64::from(last) % PARTS
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
    let rows = if offset <= NEAR {
        near_page(&mut *db, partner, limit, offset).await?
    } else {
        far_page(&mut *db, partner, limit, offset).await?
    };
    let (total,): (i64,) = one!(
        db,
        "SELECT CAST(coalesce(sum(companies), 0) AS BIGINT) FROM company_counts WHERE partner_id = $1",
        partner,
    )?;
    Ok((rows.into_iter().map(Company::from).collect(), total))
}

async fn near_page(db: &mut Db, partner: PartnerId, limit: i64, offset: i64) -> sqlx::Result<Vec<Row>> {
    all!(
        db,
        "SELECT id, partner_id, name, description, tags, created_by, created_at
         FROM companies WHERE partner_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
        partner,
        limit,
        offset,
    )
}

/// The ids first, from the index alone: a page far back skips all before it.
async fn far_page(db: &mut Db, partner: PartnerId, limit: i64, offset: i64) -> sqlx::Result<Vec<Row>> {
    all!(
        db,
        "SELECT id, partner_id, name, description, tags, created_by, created_at
         FROM companies
         WHERE id IN (SELECT id FROM companies WHERE partner_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3)
         ORDER BY created_at DESC, id DESC",
        partner,
        limit,
        offset,
    )
}

/// Takes the company for this unit of work, as it is now. `None` when there is no such company.
pub async fn hold(db: &mut Db, partner: PartnerId, id: CompanyId) -> sqlx::Result<Option<Company>> {
    let row: Option<Row> = maybe!(
        db,
        "UPDATE companies SET name = name WHERE id = $1 AND partner_id = $2
         RETURNING id, partner_id, name, description, tags, created_by, created_at",
        id,
        partner,
    )?;
    Ok(row.map(Company::from))
}

/// Puts all that a partner says of a company in place of what it said before. `None` when there is no such company.
pub async fn replace(db: &mut Db, partner: PartnerId, id: CompanyId, draft: &Draft) -> sqlx::Result<Option<Company>> {
    let row: Option<Row> = maybe!(
        db,
        "UPDATE companies SET name = $3, description = $4, tags = $5, folded_name = $6 WHERE id = $1 AND partner_id = $2
         RETURNING id, partner_id, name, description, tags, created_by, created_at",
        id,
        partner,
        &draft.name,
        &draft.description,
        Json(&draft.tags),
        draft.name.to_lowercase(),
    )?;
    Ok(row.map(Company::from))
}

/// Changes what is given and leaves the rest. `None` when there is no such company.
pub async fn update(
    db: &mut Db,
    partner: PartnerId,
    id: CompanyId,
    changes: &Changes,
) -> sqlx::Result<Option<Company>> {
    let row: Option<Row> = maybe!(
        db,
        "UPDATE companies SET name = coalesce($3, name), description = coalesce($4, description),
             tags = coalesce($5, tags), folded_name = coalesce($6, folded_name)
         WHERE id = $1 AND partner_id = $2
         RETURNING id, partner_id, name, description, tags, created_by, created_at",
        id,
        partner,
        &changes.name,
        &changes.description,
        changes.tags.as_ref().map(Json),
        changes.name.as_deref().map(str::to_lowercase),
    )?;
    Ok(row.map(Company::from))
}

/// A company by its name, for the operator's command line.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Named {
    pub id: CompanyId,
    pub partner_id: PartnerId,
    pub name: String,
}

/// Some of all partners' companies, in the order of their ids, from behind `last` on.
pub async fn named_after(db: &mut Db, last: CompanyId, limit: i64) -> sqlx::Result<Vec<Named>> {
    all!(db, "SELECT id, partner_id, name FROM companies WHERE id > $1 ORDER BY id LIMIT $2", last, limit)
}

/// Removes the company and all that belongs to it, for good. `false` when there is none.
pub async fn delete(db: &mut Db, partner: PartnerId, id: CompanyId) -> sqlx::Result<bool> {
    if change!(&mut *db, "UPDATE companies SET name = name WHERE id = $1 AND partner_id = $2", id, partner)? == 0 {
        return Ok(false);
    }
    // In the order in which accounting software takes them, which may be asking at this moment.
    change!(
        &mut *db,
        "UPDATE credentials SET revoked_at = revoked_at
         WHERE connection_id IN (SELECT id FROM connections WHERE company_id = $1)",
        id,
    )?;
    change!(
        &mut *db,
        "UPDATE source_accounts SET status = status
         WHERE connection_id IN (SELECT id FROM connections WHERE company_id = $1)",
        id,
    )?;
    // As when a connection is removed alone.
    change!(
        &mut *db,
        "UPDATE wrong_code_buckets SET connection_id = NULL
         WHERE connection_id IN (SELECT id FROM connections WHERE company_id = $1)",
        id,
    )?;
    change!(&mut *db, "DELETE FROM companies WHERE id = $1", id)?;
    change!(
        db,
        "INSERT INTO company_counts (partner_id, part, companies) VALUES ($1, $2, -1)
         ON CONFLICT (partner_id, part) DO UPDATE SET companies = company_counts.companies - 1",
        partner,
        part(id),
    )?;
    Ok(true)
}
