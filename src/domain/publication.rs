//! What the partner's people made public, when, and who: so that any of it can be looked at and published again.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::draft::{By, Topic, read, written};
use crate::domain::partner::PartnerId;
use crate::store::Db;
use crate::store::publications::{self, Row};

id!(PublicationId);

/// How many of a topic are kept; the oldest go.
pub const MOST: i64 = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication<T> {
    pub id: PublicationId,
    pub content: T,
    /// Their name.
    pub published_by: String,
    pub published_at: Timestamp,
}

/// Remembers what was published.
pub async fn add<T: Serialize>(
    db: &mut Db,
    chance: &Chance,
    (partner, topic): (PartnerId, Topic),
    content: &T,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<PublicationId> {
    let (id, content) = (PublicationId::new(chance), written(content)?);
    publications::insert(db, id, (partner, topic), &content, by, now).await?;
    publications::forget_older(db, partner, topic, MOST).await?;
    Ok(id)
}

/// The newest `most` of a topic, the newest first.
pub async fn newest<T: DeserializeOwned>(
    db: &mut Db,
    partner: PartnerId,
    topic: Topic,
    most: i64,
) -> sqlx::Result<Vec<Publication<T>>> {
    let rows = publications::newest(db, partner, topic, most).await?;
    rows.into_iter().map(publication).collect()
}

/// One of them, if it is this partner's and of this topic.
pub async fn get<T: DeserializeOwned>(
    db: &mut Db,
    partner: PartnerId,
    topic: Topic,
    id: PublicationId,
) -> sqlx::Result<Option<Publication<T>>> {
    publications::find(db, partner, topic, id).await?.map(publication).transpose()
}

fn publication<T: DeserializeOwned>(row: Row) -> sqlx::Result<Publication<T>> {
    let content = read(row.content.0)?;
    Ok(Publication { id: row.id, content, published_by: row.published_by_name, published_at: row.published_at })
}
