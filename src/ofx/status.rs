//! `STATUS`: how it went, with a sentence that says what to do next. Several clients show nothing else, and some
//! show the bare number unless there is a message, so every error has one (OFX 3.1.5).

use std::borrow::Cow;
use std::time::Duration;

use super::writer::Writer;

/// `SEVERITY`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// `INFO`: done.
    Info,
    /// `WARN`: done, with a remark.
    Warn,
    /// `ERROR`: not done; no response aggregate follows.
    Error,
}

/// `STATUS` of a sign-on or a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// `CODE`, at most six digits.
    pub code: u32,
    /// `SEVERITY`
    pub severity: Severity,
    /// `MESSAGE`, cut at 255 characters.
    pub message: Option<Cow<'static, str>>,
}

impl Status {
    /// 0: done.
    pub const OK: Self = Self { code: 0, severity: Severity::Info, message: None };

    /// 1: the client already holds the newest; no aggregate follows.
    pub const UP_TO_DATE: Self = Self { code: 1, severity: Severity::Info, message: None };

    /// 2000 with the message that it must have.
    pub fn general_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self::error(2000, message)
    }

    /// 2000: a request that this server does not offer.
    pub fn not_offered() -> Self {
        Self::error(2000, "This service is not offered. Accounts and statements can be downloaded.")
    }

    /// 2003: there is no such account under this sign-on, or it is of another kind.
    pub fn account_not_found() -> Self {
        Self::error(2003, "This account was not found. Get the list of accounts again and choose from it.")
    }

    /// 2004: the account is no longer connected.
    pub fn account_closed() -> Self {
        Self::error(2004, "This account is no longer connected. Get new credentials and set it up again.")
    }

    /// 2005: the account exists but may not be downloaded.
    pub fn account_not_authorized() -> Self {
        Self::error(2005, "This account may not be downloaded. Ask your financial institution.")
    }

    /// 2020: `DTSTART` or `DTEND` is no date.
    pub fn unreadable_date() -> Self {
        Self::error(2020, "A date in the request could not be read. Dates are written YYYYMMDD.")
    }

    /// 2027: the window ends before it begins.
    pub fn invalid_date_range() -> Self {
        Self::error(2027, "The end date lies before the start date. Choose other dates and try again.")
    }

    /// 15500: the same for an unknown user and a wrong or revoked password.
    pub fn sign_on_invalid() -> Self {
        Self::error(15500, "The user ID or password is not right. Get new credentials and sign on with them.")
    }

    /// 15500: the anonymous user may ask for the profile and nothing else.
    pub fn sign_on_needed() -> Self {
        Self::error(15500, "Sign on with your own user ID and password to see accounts and statements.")
    }

    /// 15502: too many failures; right and wrong passwords get it alike while it lasts. `wait`: how long it lasts.
    pub fn paused(wait: Duration) -> Self {
        let wait = in_words(wait);
        Self::error(
            15502,
            format!(
                "Too many failed attempts to sign on. Wait {wait}, then try again with the right password, \
                 or get new credentials, which work at once."
            ),
        )
    }

    /// Any code with severity `ERROR`. The message says what to do next, in one or two sentences.
    pub fn error(code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, severity: Severity::Error, message: Some(message.into()) }
    }

    /// Whether no response aggregate may follow.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.within("STATUS", |out| {
            out.number("CODE", self.code);
            out.word("SEVERITY", self.severity.word());
            out.optional("MESSAGE", self.message.as_deref(), 255);
        });
    }
}

/// A span as a person would say it, never shorter than it is.
fn in_words(span: Duration) -> String {
    let seconds = span.as_millis().div_ceil(1_000).max(1);
    let (count, unit) = match seconds {
        0..=90 => (seconds, "second"),
        91..=5_400 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3_600), "hour"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_in_words_that_are_never_too_short() {
        let words = |millis| in_words(Duration::from_millis(millis));
        assert_eq!([1, 1_000, 1_001, 90_000].map(words), ["1 second", "1 second", "2 seconds", "90 seconds"]);
        assert_eq!([91_000, 900_000, 5_400_000].map(words), ["2 minutes", "15 minutes", "90 minutes"]);
        assert_eq!([5_401_000, 86_400_000].map(words), ["2 hours", "24 hours"]);
        let message = Status::paused(Duration::from_secs(86_400)).message.unwrap();
        assert!(message.len() <= 255, "{message}");
    }
}
