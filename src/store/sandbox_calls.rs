//! Table `sandbox_calls`: what the walk asked the JSON API for a company, and what was answered, a list a step.

use super::{Db, all, change};
use crate::clock::Timestamp;
use crate::domain::company::CompanyId;

/// A call that was made, with its secrets masked.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Called {
    pub method: String,
    pub path: String,
    pub status: i64,
    pub answer: String,
    pub called_at: Timestamp,
}

/// The calls of one step, in their order. What the step asked the time before is forgotten.
pub async fn replace(db: &mut Db, company: CompanyId, step: &str, calls: &[Called]) -> sqlx::Result<()> {
    change!(&mut *db, "DELETE FROM sandbox_calls WHERE company_id = $1 AND step = $2", company, step)?;
    for (place, call) in (0_i64..).zip(calls) {
        change!(
            &mut *db,
            "INSERT INTO sandbox_calls (company_id, step, place, method, path, status, answer, called_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (company_id, step, place) DO UPDATE SET method = excluded.method, path = excluded.path,
                 status = excluded.status, answer = excluded.answer, called_at = excluded.called_at",
            company,
            step,
            place,
            &call.method,
            &call.path,
            call.status,
            &call.answer,
            call.called_at,
        )?;
    }
    Ok(())
}

/// What this step asked when it was last taken.
pub async fn of_step(db: &mut Db, company: CompanyId, step: &str) -> sqlx::Result<Vec<Called>> {
    all!(
        db,
        "SELECT method, path, status, answer, called_at FROM sandbox_calls
         WHERE company_id = $1 AND step = $2 ORDER BY place",
        company,
        step,
    )
}
