//! The text of an entry: what is hashed, byte for byte, and what it is read back as.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Actor, ActorKind, Author, Note, Thing, Value, What};
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::partner::PartnerId;

const SALT_BYTES: usize = 16;
/// The field that says how many personal values were removed.
pub const REMOVED: &str = "values";

/// An entry's text, in the order of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub partner: PartnerId,
    pub number: i64,
    /// RFC 3339, UTC, microseconds.
    pub at: String,
    pub who: Who,
    /// The address that it came from.
    pub from: Option<Written>,
    pub what: What,
    pub thing: Thing,
    pub changes: Vec<Change>,
}

/// Who made the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub kind: ActorKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Written>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Written>,
    /// How an API key begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// A field, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: Option<Written>,
    pub after: Option<Written>,
}

/// A value as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Written {
    Plain(String),
    /// A personal value: SHA-256 over its salt and itself, in hexadecimal.
    Personal {
        sha256: String,
    },
}

/// A personal value beside the chain.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    pub number: i64,
    /// Where in the text, as [`Body::written`] names it.
    pub name: String,
    pub salt: Vec<u8>,
    pub value: String,
    pub subject: Option<Uuid>,
}

impl Kept {
    /// What the text has of it.
    pub fn sha256(&self) -> String {
        hex(&Sha256::new().chain_update(&self.salt).chain_update(&self.value).finalize())
    }
}

impl Who {
    /// What entries are looked for by: the kind, and which of them.
    pub fn mark(&self) -> String {
        match self.id.filter(|_| matches!(self.kind, ActorKind::Member | ActorKind::ApiKey)) {
            Some(id) => format!("{} {id}", self.kind),
            None => self.kind.word().to_owned(),
        }
    }
}

impl Body {
    /// The text, and the values that stand beside it.
    pub fn write(note: Note, author: &Author, number: i64, at: Timestamp, chance: &Chance) -> (Self, Vec<Kept>) {
        let mut writer = Writer { number, chance, kept: Vec::new() };
        let who = writer.who(&author.actor);
        let from = author.from.map(|from| Value::personal(from.to_string())).unwrap_or(Value::Nothing);
        let from = writer.value("from".to_owned(), from, author.actor.subject());
        let subject = note.subject;
        let changes = (0..).zip(note.changes).map(|(place, (field, before, after))| Change {
            before: writer.value(place_name(place, "before"), before, subject),
            after: writer.value(place_name(place, "after"), after, subject),
            field,
        });
        let changes = changes.collect();
        let at = at.text();
        (
            Self { partner: note.partner, number, at, who, from, what: note.what, thing: note.thing, changes },
            writer.kept,
        )
    }

    /// Every value that is written, with the name of its place.
    pub fn written(&self) -> impl Iterator<Item = (String, &Written)> {
        let who = [("who.name", &self.who.name), ("who.email", &self.who.email), ("from", &self.from)];
        let who = who.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.as_ref()?)));
        let changes = (0..).zip(&self.changes).flat_map(|(place, change)| {
            let both = [("before", &change.before), ("after", &change.after)];
            both.into_iter().filter_map(move |(side, value)| Some((place_name(place, side), value.as_ref()?)))
        });
        who.chain(changes)
    }

    /// How many personal values this entry says were removed.
    pub fn removals(&self) -> i64 {
        let is_removal = self.what == What::PersonalDataRemoved;
        let count = self.changes.iter().filter(|change| is_removal && change.field == REMOVED);
        let said = count.filter_map(|change| match &change.before {
            Some(Written::Plain(count)) => count.parse::<i64>().ok(),
            _ => None,
        });
        said.sum()
    }

    /// The hashes of the personal values, with the names of their places.
    pub fn personal(&self) -> impl Iterator<Item = (String, &str)> {
        self.written().filter_map(|(name, value)| match value {
            Written::Personal { sha256 } => Some((name, sha256.as_str())),
            Written::Plain(_) => None,
        })
    }
}

/// `place`: among the changes, from 0.
pub fn place_name(place: usize, side: &str) -> String {
    format!("changes.{place}.{side}")
}

struct Writer<'a> {
    number: i64,
    chance: &'a Chance,
    kept: Vec<Kept>,
}

impl Writer<'_> {
    fn who(&mut self, actor: &Actor) -> Who {
        let mut who = Who { kind: actor.kind(), id: None, name: None, email: None, prefix: None };
        match actor {
            Actor::Member { id, name, email } => {
                who.id = Some(*id);
                who.name = self.value("who.name".to_owned(), super::bounded(Value::personal(name)), Some(*id));
                who.email = self.value("who.email".to_owned(), super::bounded(Value::personal(email)), Some(*id));
            }
            Actor::ApiKey { id, name, prefix } => {
                who.id = Some(id.0);
                who.name = Some(Written::Plain(name.clone()));
                who.prefix = Some(prefix.clone());
            }
            Actor::Token { company } => who.id = Some(company.0),
            Actor::Customer { connection, .. } => who.id = Some(connection.0),
            Actor::Software | Actor::Operator | Actor::Clock => {}
        }
        who
    }

    fn value(&mut self, name: String, value: Value, subject: Option<Uuid>) -> Option<Written> {
        match value {
            Value::Nothing => None,
            Value::Plain(text) => Some(Written::Plain(text)),
            Value::Personal(value) => {
                let salt = self.chance.bytes::<SALT_BYTES>().to_vec();
                let kept = Kept { number: self.number, name, salt, value, subject };
                let sha256 = kept.sha256();
                self.kept.push(kept);
                Some(Written::Personal { sha256 })
            }
        }
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
