//! The companies that may be wanted of a list: what the database can tell before rows are looked at one by one
//! (docs/decisions/0010-filters-run-here.md).

use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::domain::company::{CompanyId, Tags};
use crate::domain::partner::PartnerId;
use crate::store::{Db, all, one};

/// What is known before every row is looked at; a company without it is not read.
#[derive(Clone, Debug)]
pub struct Sieve {
    pub from: Timestamp,
    pub until: Timestamp,
    pub name: Option<String>,
    /// What stands somewhere in the name.
    pub in_name: Option<Part>,
    /// Name and value. The name begins with a letter, so that no database takes it for more than a name.
    pub tag: Option<(String, String)>,
    /// Whether descriptions and tags, and when the company was last asked for, are needed: they cost the most.
    pub with_words: bool,
    pub with_last_sync: bool,
}

/// A part of a name that both databases find without regard to case, as Rust's `to_lowercase` does. ASCII alone: the case
/// of other letters is each database's own affair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part(String);

impl Part {
    /// `None` when there is a letter in it that is not ASCII, or nothing.
    pub fn of(text: &str) -> Option<Self> {
        let is_known = !text.is_empty() && text.is_ascii();
        is_known.then(|| {
            let text = text.to_ascii_lowercase();
            Self(format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")))
        })
    }

    fn pattern(&self) -> &str {
        &self.0
    }
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
        "SELECT k.id, k.name, CASE WHEN $10 THEN k.description END AS description,
                CASE WHEN $10 THEN k.created_by END AS created_by, CASE WHEN $10 THEN k.tags END AS tags, k.created_at,
                CASE WHEN $11 THEN (SELECT max(c.last_polled_at) FROM connections c WHERE c.company_id = k.id) END
                    AS last_polled_at
         FROM companies k
         WHERE k.partner_id = $1 AND k.created_at >= $2 AND k.created_at <= $3 AND ($4 IS NULL OR k.name = $4)
             AND ($5 IS NULL OR k.folded_name LIKE $5 ESCAPE '\\')
             AND ($6 IS NULL OR k.tags ->> $6 = $7) AND (k.created_at, k.id) > ($8, $9)
         ORDER BY k.created_at, k.id LIMIT $12",
        partner,
        // SQLite begins here in the index, and would else read again what it has gone past.
        sieve.from.max(last.0),
        sieve.until,
        sieve.name.as_deref(),
        sieve.in_name.as_ref().map(Part::pattern),
        sieve.tag.as_ref().map(|(name, _)| name.as_str()),
        sieve.tag.as_ref().map(|(_, value)| value.as_str()),
        last.0,
        last.1,
        sieve.with_words,
        sieve.with_last_sync,
        limit,
    )
}

/// Some of those that the sieve lets through, newest first.
pub async fn newest_sifted(
    db: &mut Db,
    partner: PartnerId,
    sieve: &Sieve,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<CompanyId>> {
    let ids: Vec<(CompanyId,)> = all!(
        db,
        "SELECT k.id
         FROM companies k
         WHERE k.partner_id = $1 AND k.created_at >= $2 AND k.created_at <= $3 AND ($4 IS NULL OR k.name = $4)
             AND ($5 IS NULL OR k.folded_name LIKE $5 ESCAPE '\\')
             AND ($6 IS NULL OR k.tags ->> $6 = $7)
         ORDER BY k.created_at DESC, k.id DESC LIMIT $8 OFFSET $9",
        partner,
        sieve.from,
        sieve.until,
        sieve.name.as_deref(),
        sieve.in_name.as_ref().map(Part::pattern),
        sieve.tag.as_ref().map(|(name, _)| name.as_str()),
        sieve.tag.as_ref().map(|(_, value)| value.as_str()),
        limit,
        offset,
    )?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// How many the sieve lets through.
pub async fn count_sifted(db: &mut Db, partner: PartnerId, sieve: &Sieve) -> sqlx::Result<i64> {
    let (count,): (i64,) = one!(
        db,
        "SELECT count(*)
         FROM companies k
         WHERE k.partner_id = $1 AND k.created_at >= $2 AND k.created_at <= $3 AND ($4 IS NULL OR k.name = $4)
             AND ($5 IS NULL OR k.folded_name LIKE $5 ESCAPE '\\')
             AND ($6 IS NULL OR k.tags ->> $6 = $7)",
        partner,
        sieve.from,
        sieve.until,
        sieve.name.as_deref(),
        sieve.in_name.as_ref().map(Part::pattern),
        sieve.tag.as_ref().map(|(name, _)| name.as_str()),
        sieve.tag.as_ref().map(|(_, value)| value.as_str()),
    )?;
    Ok(count)
}
