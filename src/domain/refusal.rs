//! Every way we say no, as one enum. Each door tells it in its own language: a page, JSON, OFX or a line of text.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::aside::Busy;
use crate::domain::partner::Partner;

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

    /// Something stands between a member and a page of the portal.
    Hurdle(Hurdle),

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
    /// The idempotency key was sent with another request before.
    AnotherRequest,
    /// So many requests of the JSON API there may be within a minute or a day.
    TooManyRequests {
        most: i64,
        within: &'static str,
        retry_after: Duration,
    },
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

/// What a member has to do, or to have, before a page of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hurdle {
    /// Nobody is signed in.
    SignIn,
    /// The member's role asks for a second factor, and there is none yet.
    SecondFactor,
    /// To prove once more who they are.
    Proof,
    /// A role that may do it.
    Role,
}

/// What a request's items broke, and what was let through with a remark (the public API's shape).
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Validation {
    /// What refuses the request.
    pub errors: Vec<Violation>,
    /// What was let through.
    pub warnings: Vec<Violation>,
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Violation {
    /// Of the item that breaks it; `null` for the request as a whole.
    pub item_id: Option<String>,
    /// What is wrong, with the path of the field.
    pub message: String,
    /// Name of the rule.
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
    /// A database's error is what it is, with words in front of it or without.
    fn from(error: anyhow::Error) -> Self {
        match error.downcast_ref::<sqlx::Error>() {
            Some(database) if is_passing(database) => {
                tracing::warn!(error = format!("{error:#}"), "the database is not available");
                Self::DatabaseAway { retry_after: SOON }
            }
            _ => Self::Trouble(error),
        }
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

/// Whether it is the database's trouble and not a mistake of ours: to come back later may help.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(database) => database.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

/// SQLite's kinds, in the low byte: aborted 4, busy 5, locked 6, out of memory 7, read-only 8, interrupted 9, disk trouble
/// 10, damaged 11, full 13, cannot open 14, locking protocol 15, not a database 26.
const SQLITE_PASSING: [u32; 12] = [4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26];
/// PostgreSQL's classes: connection 08, sign-on 28, database gone 3D, rollback 40, resources 53, lock not available 55,
/// operator or timeout 57, its system's trouble 58 and configuration F0.
const POSTGRES_PASSING: [&str; 9] = ["08", "28", "3D", "40", "53", "55", "57", "58", "F0"];
/// A standby that was promoted no further, and damaged pages: alone of their classes.
const POSTGRES_PASSING_CODES: [&str; 3] = ["25006", "XX001", "XX002"];

fn is_passing_code(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => SQLITE_PASSING.contains(&(number & 0xff)),
        _ => {
            let is_of_class = POSTGRES_PASSING.iter().any(|class| code.len() == 5 && code.starts_with(class));
            is_of_class || POSTGRES_PASSING_CODES.contains(&code)
        }
    }
}

impl fmt::Display for Refusal {
    /// For the log. What a visitor is told is each door's own matter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hurdle(hurdle) => write!(f, "the portal asks for more: {hurdle:?}"),
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
            Self::AnotherRequest => f.write_str("idempotency key of another request"),
            Self::TooManyRequests { most, within, .. } => write!(f, "more than {most} requests within a {within}"),
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
        for passing in [
            "5", "261", "6", "8", "11", "13", "26", "1034", "4874", "57014", "08006", "53300", "40001", "25006",
            "XX001",
        ] {
            assert!(is_passing_code(passing), "{passing}");
        }
        for ours in ["1", "19", "20", "25", "1555", "2067", "23505", "25P02", "42601", "XX000", ""] {
            assert!(!is_passing_code(ours), "{ours}");
        }
    }
}
