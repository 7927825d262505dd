//! The list of institutions that QuickBooks searches: what partners are called there, and nothing else of theirs.

use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, all};
use crate::domain::settings::{Bilingual, Settings};

/// An institution as it is listed.
#[derive(Clone, Debug)]
pub struct Institution {
    pub id: Uuid,
    pub name: Bilingual,
}

/// The oldest first; a list longer than `most` is cut.
pub async fn listed(db: &mut Db, most: i64) -> sqlx::Result<Vec<Institution>> {
    let rows: Vec<(Uuid, Json<Settings>)> =
        all!(db, "SELECT id, settings FROM partners ORDER BY created_at, id LIMIT $1", most)?;
    Ok(rows.into_iter().map(|(id, settings)| Institution { id, name: settings.0.institution }).collect())
}
