//! Table `drafts`.

use serde_json::Value;
use sqlx::types::Json;

use super::{Db, change, maybe};
use crate::clock::Timestamp;
use crate::domain::draft::{By, Topic};
use crate::domain::partner::PartnerId;

#[derive(Debug, sqlx::FromRow)]
pub struct Row {
    pub content: Json<Value>,
    pub version: i64,
    pub changed_by_name: String,
    pub changed_at: Timestamp,
}

pub async fn find(db: &mut Db, partner: PartnerId, topic: Topic) -> sqlx::Result<Option<Row>> {
    maybe!(
        db,
        "SELECT content, version, changed_by_name, changed_at FROM drafts
         WHERE partner_id = $1 AND topic = $2 AND content IS NOT NULL",
        partner,
        topic.word(),
    )
}

/// A draft where there is none: its version. `None`: there is one.
pub async fn begin(
    db: &mut Db,
    (partner, topic): (PartnerId, Topic),
    content: &Value,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    let begun: Option<(i64,)> = maybe!(
        db,
        "INSERT INTO drafts (partner_id, topic, content, version, changed_by, changed_by_name, changed_at)
         VALUES ($1, $2, $3, 1, $4, $5, $6)
         ON CONFLICT (partner_id, topic) DO UPDATE SET content = excluded.content, version = drafts.version + 1,
             changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name,
             changed_at = excluded.changed_at
         WHERE drafts.content IS NULL
         RETURNING version",
        partner,
        topic.word(),
        Json(content),
        by.member,
        by.name,
        now,
    )?;
    Ok(begun.map(|(version,)| version))
}

/// A new version of the draft, if `seen_version` is still the newest: its number.
pub async fn change(
    db: &mut Db,
    (partner, topic): (PartnerId, Topic),
    content: &Value,
    seen_version: i64,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    let changed: Option<(i64,)> = maybe!(
        db,
        "UPDATE drafts SET content = $3, version = version + 1, changed_by = $5, changed_by_name = $6, changed_at = $7
         WHERE partner_id = $1 AND topic = $2 AND version = $4 AND content IS NOT NULL
         RETURNING version",
        partner,
        topic.word(),
        Json(content),
        seen_version,
        by.member,
        by.name,
        now,
    )?;
    Ok(changed.map(|(version,)| version))
}

/// Empties the draft and counts on. `false` when `seen_version` is not the newest.
pub async fn empty(db: &mut Db, partner: PartnerId, topic: Topic, seen_version: i64) -> sqlx::Result<bool> {
    let emptied = change!(
        db,
        "UPDATE drafts SET content = NULL, version = version + 1
         WHERE partner_id = $1 AND topic = $2 AND version = $3 AND content IS NOT NULL",
        partner,
        topic.word(),
        seen_version,
    )?;
    Ok(emptied == 1)
}
