//! What the partner's people prepare before anybody else sees it. Each topic has one draft, which all of them work on;
//! whoever saves says which version they saw, and of two who saw the same one the first wins.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::domain::partner::PartnerId;
use crate::store::Db;
use crate::store::drafts::{self, Row};

words! {
    /// What is drafted and published by itself.
    Topic {
        Callout = "callout",
        Branding = "branding",
    }
}

/// What somebody sees who sees no draft.
pub const NO_DRAFT: i64 = 0;
/// What somebody sees who sees what is no more.
pub const GONE: i64 = -1;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<T> {
    pub content: T,
    /// Of this topic's drafts, and never counted twice: not even by one that was discarded and begun again.
    pub version: i64,
    /// Their name.
    pub changed_by: String,
    pub changed_at: Timestamp,
}

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// `None`: the operator, at a terminal.
    pub member: Option<Uuid>,
    pub name: &'a str,
}

/// The topic's draft, if there is one.
pub async fn of<T: DeserializeOwned>(db: &mut Db, partner: PartnerId, topic: Topic) -> sqlx::Result<Option<Draft<T>>> {
    drafts::find(db, partner, topic).await?.map(draft).transpose()
}

fn draft<T: DeserializeOwned>(row: Row) -> sqlx::Result<Draft<T>> {
    let content = read(row.content.0)?;
    Ok(Draft { content, version: row.version, changed_by: row.changed_by_name, changed_at: row.changed_at })
}

/// Keeps the draft, whose writer saw `seen_version` ([`NO_DRAFT`]: there was none), and answers the new one. `None` when somebody
/// else was quicker: nothing is kept. A draft that says the very same already is nobody else's: it was sent twice.
pub async fn save<T: Serialize>(
    db: &mut Db,
    (partner, topic): (PartnerId, Topic),
    content: &T,
    seen_version: i64,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    let content = written(content)?;
    let kept = match seen_version {
        GONE => None,
        NO_DRAFT => drafts::begin(db, (partner, topic), &content, by, now).await?,
        seen => drafts::change(db, (partner, topic), &content, seen, by, now).await?,
    };
    if kept.is_some() {
        return Ok(kept);
    }
    let there = drafts::find(db, partner, topic).await?;
    Ok(there.filter(|there| there.content.0 == content).map(|there| there.version))
}

/// Throws the draft away. `false` when somebody else was quicker.
pub async fn discard(db: &mut Db, partner: PartnerId, topic: Topic, seen_version: i64) -> sqlx::Result<bool> {
    drafts::empty(db, partner, topic, seen_version).await
}

/// A document of ours that cannot be read is a damaged row.
pub(super) fn read<T: DeserializeOwned>(document: Value) -> sqlx::Result<T> {
    serde_json::from_value(document).map_err(|error| sqlx::Error::Decode(error.into()))
}

pub(super) fn written<T: Serialize>(content: &T) -> sqlx::Result<Value> {
    serde_json::to_value(content).map_err(|error| sqlx::Error::Encode(error.into()))
}
