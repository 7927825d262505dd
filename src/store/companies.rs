//! Table `companies`.

use sqlx::types::Json;

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::company::{Changes, Company, CompanyId, Draft, Tags};
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

/// What is known before every row is looked at; a company without it is not read.
#[derive(Clone, Debug)]
pub struct Sieve {
    pub from: Timestamp,
    pub until: Timestamp,
    pub name: Option<String>,
    /// Name and value. The name begins with a letter, so that no database takes it for more than a name.
    pub tag: Option<(String, String)>,
    /// Whether descriptions and tags, and when the company was last asked for, are needed: they cost the most.
    pub with_words: bool,
    pub with_last_sync: bool,
}

/// What of a company can be filtered and ordered by.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Sifted {
    pub id: CompanyId,
    pub name: String,
    pub description: Option<String>,
    pub created_by: Option<String>,
    pub tags: Option<Json<Tags>>,
    pub created_at: Timestamp,
    pub last_polled_at: Option<Timestamp>,
}

/// Some of a partner's companies that may be wanted, oldest first, from behind `last` on.
pub async fn sift(
    db: &mut Db,
    partner: PartnerId,
    sieve: &Sieve,
    last: (Timestamp, CompanyId),
    limit: i64,
) -> sqlx::Result<Vec<Sifted>> {
    all!(
        db,
        "SELECT k.id, k.name, CASE WHEN $9 THEN k.description END AS description,
                CASE WHEN $9 THEN k.created_by END AS created_by, CASE WHEN $9 THEN k.tags END AS tags, k.created_at,
                CASE WHEN $10 THEN (SELECT max(c.last_polled_at) FROM connections c WHERE c.company_id = k.id) END
                    AS last_polled_at
         FROM companies k
         WHERE k.partner_id = $1 AND (k.created_at, k.id) > ($2, $3) AND k.created_at >= $4 AND k.created_at <= $5
             AND ($6 IS NULL OR k.name = $6) AND ($7 IS NULL OR k.tags ->> $7 = $8)
         ORDER BY k.created_at, k.id LIMIT $11",
        partner,
        last.0,
        last.1,
        sieve.from,
        sieve.until,
        sieve.name.as_deref(),
        sieve.tag.as_ref().map(|(name, _)| name.as_str()),
        sieve.tag.as_ref().map(|(_, value)| value.as_str()),
        sieve.with_words,
        sieve.with_last_sync,
        limit,
    )
}

/// One page of a partner's companies, newest first, and how many there are in all.
pub async fn page(db: &mut Db, partner: PartnerId, limit: i64, offset: i64) -> sqlx::Result<(Vec<Company>, i64)> {
    // The ids first, from the index alone: a page far back skips all before it.
    let rows: Vec<Row> = all!(
        &mut *db,
        "SELECT id, partner_id, name, description, tags, created_by, created_at
         FROM companies
         WHERE id IN (SELECT id FROM companies WHERE partner_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3)
         ORDER BY created_at DESC, id DESC",
        partner,
        limit,
        offset,
    )?;
    let (total,): (i64,) = one!(db, "SELECT count(*) FROM companies WHERE partner_id = $1", partner)?;
    Ok((rows.into_iter().map(Company::from).collect(), total))
}

/// Puts all that a partner says of a company in place of what it said before. `None` when there is no such company.
pub async fn replace(db: &mut Db, partner: PartnerId, id: CompanyId, draft: &Draft) -> sqlx::Result<Option<Company>> {
    let row: Option<Row> = maybe!(
        db,
        "UPDATE companies SET name = $3, description = $4, tags = $5 WHERE id = $1 AND partner_id = $2
         RETURNING id, partner_id, name, description, tags, created_by, created_at",
        id,
        partner,
        &draft.name,
        &draft.description,
        Json(&draft.tags),
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
             tags = coalesce($5, tags)
         WHERE id = $1 AND partner_id = $2
         RETURNING id, partner_id, name, description, tags, created_by, created_at",
        id,
        partner,
        &changes.name,
        &changes.description,
        changes.tags.as_ref().map(Json),
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
    Ok(change!(db, "DELETE FROM companies WHERE id = $1 AND partner_id = $2", id, partner)? == 1)
}
