//! An answer file, typed. The order of elements, their lengths and characters are the writer's business.

use time::OffsetDateTime;

use super::request::{Ask, Fi, Wrapper};
use super::{Account, Accounts, MessageSet, Profile, RequestName, Statement, Status};

/// One answer file: exactly one sign-on answer, and the sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `SONRS`
    pub sign_on: SignOnAnswer,
    /// In any order and number; they are written in the order of the specification, each set once.
    pub sets: Vec<SetAnswer>,
}

/// `SONRS` (OFX 2.5.1.6). The language is always `ENG`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOnAnswer {
    /// `STATUS`
    pub status: Status,
    /// `DTSERVER`
    pub dt_server: OffsetDateTime,
    /// `DTPROFUP`: when the profile last changed.
    pub dt_prof_up: Option<OffsetDateTime>,
    /// `DTACCTUP`: when the list of accounts last changed.
    pub dt_acct_up: Option<OffsetDateTime>,
    /// `FI`, echoed if the request had it.
    pub fi: Option<Fi>,
}

/// One message set of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAnswer {
    /// Which.
    pub set: MessageSet,
    /// In the order of the requests. Without any the set is not written.
    pub wrappers: Vec<WrapperAnswer>,
}

/// The answer to one transaction request. Make it with [`Wrapper::answer`] or [`Wrapper::refuse`], which echo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapperAnswer {
    /// The request answered.
    pub name: RequestName,
    /// Its `TRNUID`.
    pub trnuid: String,
    /// `STATUS`; with severity `ERROR` no body is written.
    pub status: Status,
    /// Its `CLTCOOKIE`.
    pub clt_cookie: Option<String>,
    /// The response aggregate.
    pub body: Option<Body>,
}

/// A response aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `PROFRS`
    Profile(Box<Profile>),
    /// `ACCTINFORS`
    Accounts(Accounts),
    /// `STMTRS` or `CCSTMTRS`, as its account is a bank account or a card.
    Statement(Statement),
    /// What a `…SYNCRS` holds.
    Sync(SyncAnswer),
}

/// The answer to a synchronisation: it has no status of its own, only those of the requests inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncAnswer {
    /// Echoed where the answer must name it.
    pub account: Option<Account>,
    /// The answers to the requests inside.
    pub inside: Vec<WrapperAnswer>,
}

impl Wrapper {
    /// This request granted, with its response aggregate.
    pub fn answer(&self, body: Body) -> WrapperAnswer {
        self.answered(Status::OK, Some(body))
    }

    /// This request answered with a status alone: an error, or [`Status::UP_TO_DATE`].
    pub fn refuse(&self, status: Status) -> WrapperAnswer {
        let body = match &self.ask {
            Ask::Synchronise { account, inside } => Some(Body::Sync(SyncAnswer {
                account: account.clone(),
                inside: inside.iter().map(|wrapper| wrapper.refuse(status.clone())).collect(),
            })),
            _ => None,
        };
        self.answered(status, body)
    }

    fn answered(&self, status: Status, body: Option<Body>) -> WrapperAnswer {
        let Self { name, trnuid, clt_cookie, .. } = self;
        WrapperAnswer { name: *name, trnuid: trnuid.clone(), status, clt_cookie: clt_cookie.clone(), body }
    }
}
