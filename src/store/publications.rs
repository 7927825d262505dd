//! Table `publications`.

use serde_json::Value;
use sqlx::types::Json;

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::draft::{By, Topic};
use crate::domain::partner::PartnerId;
use crate::domain::publication::PublicationId;

#[derive(Debug, sqlx::FromRow)]
pub struct Row {
    pub id: PublicationId,
    pub content: Json<Value>,
    pub published_by_name: String,
    pub published_at: Timestamp,
}

pub async fn insert(
    db: &mut Db,
    id: PublicationId,
    (partner, topic): (PartnerId, Topic),
    content: &Value,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO publications
             (id, partner_id, topic, place, content, published_by, published_by_name, published_at)
         VALUES ($1, $2, $3,
             (SELECT coalesce(max(place), 0) + 1 FROM publications WHERE partner_id = $2 AND topic = $3),
             $4, $5, $6, $7)",
        id,
        partner,
        topic.word(),
        Json(content),
        by.member,
        by.name,
        now,
    )?;
    Ok(())
}

/// Forgets all but the newest `most` of a topic.
pub async fn forget_older(db: &mut Db, partner: PartnerId, topic: Topic, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM publications WHERE partner_id = $1 AND topic = $2 AND id NOT IN
             (SELECT id FROM publications WHERE partner_id = $1 AND topic = $2 ORDER BY place DESC, id LIMIT $3)",
        partner,
        topic.word(),
        most,
    )
}

/// The newest first.
pub async fn newest(db: &mut Db, partner: PartnerId, topic: Topic, most: i64) -> sqlx::Result<Vec<Row>> {
    all!(
        db,
        "SELECT id, content, published_by_name, published_at FROM publications
         WHERE partner_id = $1 AND topic = $2 ORDER BY place DESC, id LIMIT $3",
        partner,
        topic.word(),
        most,
    )
}

pub async fn find(db: &mut Db, partner: PartnerId, topic: Topic, id: PublicationId) -> sqlx::Result<Option<Row>> {
    maybe!(
        db,
        "SELECT id, content, published_by_name, published_at FROM publications
         WHERE id = $1 AND partner_id = $2 AND topic = $3",
        id,
        partner,
        topic.word(),
    )
}
