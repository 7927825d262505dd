//! Who changed what, one log a partner. A verb of the domain notes what it has done; the unit of work writes its notes last, in the same
//! transaction, so that there is never a change without its entry nor an entry without its change (docs/audit.md).
//!
//! Entries are a chain of hashes. What they say of people stands beside the chain, which has only salted hashes of it: it can be removed
//! and the chain stays whole.

mod body;
pub mod chain;
mod diff;
pub mod verify;
mod what;

use std::net::IpAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::api_key::ApiKeyId;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::partner::PartnerId;
use crate::store::{self, Db};

pub use body::{Body, Change, Kept, REMOVED, Who, Written, place_name};
pub use chain::exported;
pub use diff::{Differences, differences};
pub use what::{ActorKind, Area, ThingKind, What};

/// More of a value is not kept.
const VALUE_LIMIT: usize = 4_000;
/// How a value ends that was longer.
const CUT: char = '…';

/// In whose name a unit of work changes something, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub actor: Actor,
    pub from: Option<IpAddr>,
}

/// Who makes a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// One of the partner's people.
    Member {
        id: Uuid,
        name: String,
        email: String,
    },
    /// The partner's program.
    ApiKey {
        id: ApiKeyId,
        name: String,
        prefix: String,
    },
    /// Whoever holds a company's access token.
    Token {
        company: CompanyId,
    },
    /// On the link pages of this connection.
    Customer {
        connection: ConnectionId,
        company: CompanyId,
    },
    Software,
    /// At the command line.
    Operator,
    /// By itself: because of the time, or at a start.
    Clock,
}

impl Author {
    pub fn new(actor: Actor, from: IpAddr) -> Self {
        Self { actor, from: Some(from.to_canonical()) }
    }

    pub fn operator() -> Self {
        Self { actor: Actor::Operator, from: None }
    }

    pub fn clock() -> Self {
        Self { actor: Actor::Clock, from: None }
    }
}

impl Actor {
    pub fn kind(&self) -> ActorKind {
        match self {
            Self::Member { .. } => ActorKind::Member,
            Self::ApiKey { .. } => ActorKind::ApiKey,
            Self::Token { .. } => ActorKind::Token,
            Self::Customer { .. } => ActorKind::Customer,
            Self::Software => ActorKind::Software,
            Self::Operator => ActorKind::Operator,
            Self::Clock => ActorKind::Clock,
        }
    }

    /// Whose personal data an address is that this one comes from.
    fn subject(&self) -> Option<Uuid> {
        match self {
            Self::Member { id, .. } => Some(*id),
            Self::Token { company } | Self::Customer { company, .. } => Some(company.0),
            Self::ApiKey { .. } | Self::Software | Self::Operator | Self::Clock => None,
        }
    }
}

/// What was changed, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    pub kind: ThingKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The company that a connection is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
}

impl Thing {
    /// The one of its kind that a partner has.
    pub fn the(kind: ThingKind) -> Self {
        Self { kind, id: None, company: None }
    }

    pub fn with_id(kind: ThingKind, id: Uuid) -> Self {
        Self { kind, id: Some(id), company: None }
    }

    pub fn member(id: Uuid) -> Self {
        Self::with_id(ThingKind::Member, id)
    }

    pub fn api_key(id: ApiKeyId) -> Self {
        Self::with_id(ThingKind::ApiKey, id.0)
    }

    pub fn company(id: CompanyId) -> Self {
        Self { kind: ThingKind::Company, id: Some(id.0), company: Some(id) }
    }

    pub fn connection(id: ConnectionId, company: CompanyId) -> Self {
        Self { kind: ThingKind::Connection, id: Some(id.0), company: Some(company) }
    }

    /// All sets of the connection.
    pub fn credentials(connection: ConnectionId, company: CompanyId) -> Self {
        Self { kind: ThingKind::Credentials, id: Some(connection.0), company: Some(company) }
    }

    /// Whose personal data a value about it is.
    fn subject(&self) -> Option<Uuid> {
        let member = self.id.filter(|_| self.kind == ThingKind::Member);
        self.company.map(|company| company.0).or(member)
    }
}

/// A value before or after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Nothing,
    Plain(String),
    /// Of a person or a company: it can be removed.
    Personal(String),
}

impl Value {
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    pub fn personal(text: impl Into<String>) -> Self {
        Self::Personal(text.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// What one thing was done to.
#[derive(Clone, Debug)]
pub struct Note {
    partner: PartnerId,
    what: What,
    thing: Thing,
    /// Whose the personal values are.
    subject: Option<Uuid>,
    changes: Vec<(String, Value, Value)>,
}

impl Note {
    pub fn of(partner: PartnerId, what: What, thing: Thing) -> Self {
        Self { partner, what, thing, subject: thing.subject(), changes: Vec::new() }
    }

    /// The personal values are about this member or company, and go with it. Else about the member or the company that the thing is.
    pub fn about(self, subject: Uuid) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// A field, before and after. What stayed as it was is left out.
    pub fn changed(mut self, field: impl Into<String>, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        let (before, after) = (bounded(before.into()), bounded(after.into()));
        if before != after {
            self.changes.push((field.into(), before, after));
        }
        self
    }

    pub fn changes_nothing(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Of a length that a page can show, and without the one character that PostgreSQL cannot hold.
fn bounded(value: Value) -> Value {
    let bound = |text: String| {
        let text = if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text };
        match text.char_indices().nth(VALUE_LIMIT) {
            Some((end, _)) => text.split_at(end).0.chars().chain([CUT]).collect(),
            None => text,
        }
    };
    match value {
        Value::Nothing => Value::Nothing,
        Value::Plain(text) => Value::Plain(bound(text)),
        Value::Personal(text) => Value::Personal(bound(text)),
    }
}

/// What is to be written when a unit of work is committed.
#[derive(Clone, Debug)]
pub struct Pending {
    pub author: Option<Arc<Author>>,
    pub deed: Deed,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Note(Note),
    /// What the log says of this member or company goes.
    Forget {
        partner: PartnerId,
        subject: Uuid,
    },
}

impl Deed {
    pub fn partner(&self) -> PartnerId {
        match self {
            Self::Note(note) => note.partner,
            Self::Forget { partner, .. } => *partner,
        }
    }
}

/// Notes what is done in this unit of work: written when it is committed, gone when it is dropped.
pub fn note(db: &mut Db, note: Note) {
    db.remember(Deed::Note(note));
}

/// Removes what the log says of a member or a company that is removed in this unit of work, in all entries that there are and in those
/// noted before; the entries themselves stay. How many values went is noted.
pub fn forget_subject(db: &mut Db, partner: PartnerId, subject: Uuid) {
    db.remember(Deed::Forget { partner, subject });
}

/// Begins the log of every partner that has none: one made before there was a log.
pub async fn begin(app: &App) -> sqlx::Result<()> {
    let without = store::audit::partners_without(&mut app.store.read().await?).await?;
    if without.is_empty() {
        return Ok(());
    }
    let mut db = app.store.write().await?;
    for partner in without {
        note(&mut db, Note::of(partner, What::LogBegun, Thing::the(ThingKind::Log)));
    }
    db.commit().await
}
