//! Every way we say no, as one enum. Each door tells it in its own language: a page, JSON, OFX or a line of text.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::partner::Partner;
use crate::hashing::Busy;

/// When to try again after trouble that passes.
const SOON: Duration = Duration::from_secs(2);

/// Expected refusals are told to the visitor; [`Refusal::Trouble`] is ours and goes to the log.
#[derive(Debug)]
pub enum Refusal {
    /// Wrong company, connection or otp, malformed, or too many tries for this connection: all the same value,
    /// so that they cannot get different answers.
    NoSuchLink,
    /// Too many wrong codes from this network, whatever was asked for.
    TooManyTries {
        retry_after: Duration,
    },
    LinkExpired(Arc<Partner>),
    /// Claimed by another browser.
    AlreadyOpened(Arc<Partner>),
    IntegrationOff(Arc<Partner>),
    /// A clean address without a live session.
    LostPlace,
    /// A form without its token, or from another site.
    FormRefused,
    /// The connection has as many live sets of credentials as there may be; revoking them makes room.
    TooManySets {
        most: i64,
    },

    /// No or a wrong API key.
    NotSignedOn,
    /// There is no such thing, or it is another partner's: the same value. What, in words that follow "there is no such";
    /// never its id, which may be a customer's account number and would reach the log.
    NotFound(String),
    /// The request cannot be read or breaks a rule; in words, with one entry an item where there are items.
    Invalid {
        error: String,
        validation: Validation,
    },
    Conflict(String),
    Forbidden(String),
    NotJson,
    NotForm,
    TooLarge {
        limit_bytes: usize,
    },
    /// The body took longer than it may.
    TooSlow,
    MethodNotAllowed {
        allow: &'static str,
    },

    /// Too much at once. Nothing was done; come back.
    Busy {
        retry_after: Duration,
    },
    /// The database is away, locked, full or slow. Nothing was done, or nobody knows whether it was; come back.
    DatabaseAway {
        retry_after: Duration,
    },
    /// Ours. The visitor hears one sentence; the log has the rest.
    Trouble(anyhow::Error),
}

/// What a request's items broke, and what was let through with a remark (the public API's shape).
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Validation {
    pub errors: Vec<Violation>,
    pub warnings: Vec<Violation>,
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Violation {
    pub item_id: Option<String>,
    pub message: String,
    pub validator_name: String,
}

impl Refusal {
    /// A request that breaks a rule, in one sentence.
    pub fn invalid(error: impl Into<String>) -> Self {
        Self::Invalid { error: error.into(), validation: Validation::default() }
    }

    /// The usual "come back in a moment".
    pub fn busy() -> Self {
        Self::Busy { retry_after: SOON }
    }
}

impl From<Busy> for Refusal {
    fn from(_: Busy) -> Self {
        Self::busy()
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Trouble(error)
    }
}

impl From<sqlx::Error> for Refusal {
    /// A database that is away, locked, full or slow is a 503 and passes; anything else is a mistake of ours.
    fn from(error: sqlx::Error) -> Self {
        if is_passing(&error) {
            tracing::warn!(error = %error, "the database is not available");
            return Self::DatabaseAway { retry_after: SOON };
        }
        if is_gone(&error) {
            tracing::warn!(error = %error, "something was deleted between two steps of a request");
            return Self::NotFound("thing any more; it has just been deleted".into());
        }
        Self::Trouble(error.into())
    }
}

/// What a request had found a moment ago is not there any more: a row to hold, or the parent of a new one.
fn is_gone(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::RowNotFound => true,
        sqlx::Error::Database(database) => database.is_foreign_key_violation(),
        _ => false,
    }
}

fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(database) => database.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

/// SQLite numbers the kind in the low byte: busy 5, locked 6, disk trouble 10, full 13, cannot open 14.
/// PostgreSQL: 08 connection, 40 rollback, 53 resources, 55 lock not available, 57 operator or timeout.
fn is_passing_code(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 10 | 13 | 14),
        _ => ["08", "40", "53", "55", "57"].iter().any(|class| code.len() == 5 && code.starts_with(class)),
    }
}

impl fmt::Display for Refusal {
    /// For the log. What a visitor is told is each door's own matter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchLink => f.write_str("no such link"),
            Self::TooManyTries { .. } => f.write_str("too many wrong codes from this network"),
            Self::LinkExpired(_) => f.write_str("link expired"),
            Self::AlreadyOpened(_) => f.write_str("link already opened elsewhere"),
            Self::IntegrationOff(_) => f.write_str("integration off"),
            Self::LostPlace => f.write_str("no live session"),
            Self::FormRefused => f.write_str("form refused"),
            Self::TooManySets { most } => write!(f, "{most} live sets of credentials already"),
            Self::NotSignedOn => f.write_str("no valid API key"),
            Self::NotFound(what) => write!(f, "not found: {what}"),
            Self::Invalid { error, .. } => write!(f, "invalid: {error}"),
            Self::Conflict(what) => write!(f, "conflict: {what}"),
            Self::Forbidden(what) => write!(f, "forbidden: {what}"),
            Self::NotJson => f.write_str("content type is not JSON"),
            Self::NotForm => f.write_str("content type is not a form's"),
            Self::TooLarge { limit_bytes } => write!(f, "body over {limit_bytes} bytes"),
            Self::TooSlow => f.write_str("body too slow"),
            Self::MethodNotAllowed { .. } => f.write_str("method not allowed"),
            Self::Busy { .. } => f.write_str("busy"),
            Self::DatabaseAway { .. } => f.write_str("the database is away"),
            Self::Trouble(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::is_passing_code;

    #[test]
    fn a_full_disk_passes_and_a_broken_rule_does_not() {
        for passing in ["5", "261", "6", "13", "1034", "57014", "08006", "53300", "40001"] {
            assert!(is_passing_code(passing), "{passing}");
        }
        for ours in ["19", "1555", "2067", "23505", "42601", ""] {
            assert!(!is_passing_code(ours), "{ours}");
        }
    }
}
