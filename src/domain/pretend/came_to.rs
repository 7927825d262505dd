//! What an exchange came to: kept beside its text, and told in words.

use serde::{Deserialize, Serialize};

/// OFX's code for a wrong, unknown or revoked username and password.
pub const WRONG: u32 = 15500;
/// Too many failures: wait.
pub const THROTTLED: u32 = 15502;
/// No such account under this sign-on.
pub const NO_ACCOUNT: u32 = 2003;
/// The account is closed.
pub const CLOSED: u32 = 2004;

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "camelCase")]
pub enum CameTo {
    Answered(Answered),
    /// An HTTP status other than 200.
    Http {
        status: u16,
        retry_after: Option<u64>,
    },
    /// Nobody listens there.
    NotReached,
    TimedOut {
        seconds: u64,
    },
    /// The connection ended before the answer did.
    BrokenOff,
    TooLarge,
    /// What came is no OFX answer.
    Unreadable,
}

/// What an OFX answer said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub sign_on: Said,
    /// Of a profile or a list of accounts.
    pub part: Option<Said>,
    /// How many accounts were listed.
    pub accounts: Option<usize>,
    /// How many accounts it connected. Of an update, none.
    pub connected: Option<usize>,
    pub statements: Vec<Statement>,
}

/// A status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub code: u32,
    /// In English, as the institution wrote it.
    pub message: Option<String>,
}

/// One account's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The account's name.
    pub account: String,
    pub said: Said,
    pub downloaded: usize,
    /// Of these, so many were not in the register.
    pub new: usize,
}

impl Said {
    /// 0, or 1: "you have it already".
    pub fn is_good(&self) -> bool {
        self.code <= 1
    }
}

impl CameTo {
    /// The first thing that went wrong for the request as a whole; one account's statement is not the whole.
    pub fn refusal(&self) -> Option<&Said> {
        let Self::Answered(answered) = self else { return None };
        let part = answered.part.as_ref().filter(|said| !said.is_good());
        Some(&answered.sign_on).filter(|said| !said.is_good()).or(part)
    }

    /// Whether there is an answer, signed on and with what was asked for.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Answered(_)) && self.refusal().is_none()
    }

    /// Statements that were refused one by one.
    pub fn failed(&self) -> impl Iterator<Item = &Statement> {
        let statements = match self {
            Self::Answered(answered) => answered.statements.as_slice(),
            _ => &[],
        };
        statements.iter().filter(|one| !one.said.is_good())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_good_when_the_sign_on_and_what_was_asked_for_are() {
        let said = |code| Said { code, message: None };
        let answered = |sign_on, part| {
            CameTo::Answered(Answered { sign_on: said(sign_on), part: Some(said(part)), ..Answered::default() })
        };
        assert!(answered(0, 1).is_good());
        assert_eq!(answered(WRONG, WRONG).refusal().unwrap().code, WRONG);
        assert_eq!(answered(0, 2000).refusal().unwrap().code, 2000);
        assert!(!CameTo::NotReached.is_good());
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for came_to in [CameTo::BrokenOff, CameTo::Http { status: 503, retry_after: Some(2) }] {
            let kept = serde_json::to_string(&came_to).unwrap();
            assert_eq!(serde_json::from_str::<CameTo>(&kept).unwrap(), came_to);
        }
    }
}
