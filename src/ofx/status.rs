//! `STATUS`: how it went, with a sentence that says what to do next. Several clients show nothing else, and some
//! show the bare number unless there is a message, so every error has one (OFX 3.1.5).

use std::borrow::Cow;

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

    /// 2021: this version is not supported.
    pub fn version_not_supported() -> Self {
        Self::error(2021, "This version of OFX is not supported. Use version 102, 103 or 203.")
    }

    /// 2027: the window ends before it begins.
    pub fn invalid_date_range() -> Self {
        Self::error(2027, "The end date lies before the start date. Choose other dates and try again.")
    }

    /// 13504: `FI` names another institution.
    pub fn wrong_institution() -> Self {
        Self::error(13504, "ORG and FID do not name this financial institution. Correct them and sign on again.")
    }

    /// 13505: down for maintenance.
    pub fn in_maintenance() -> Self {
        Self::error(13505, "The service is down for maintenance. Try again in an hour.")
    }

    /// 15500: the same for an unknown user and a wrong or revoked password.
    pub fn sign_on_invalid() -> Self {
        Self::error(15500, "The user ID or password is not right. Get new credentials and sign on with them.")
    }

    /// 15500: the anonymous user may ask for the profile and nothing else.
    pub fn sign_on_needed() -> Self {
        Self::error(15500, "Sign on with your own user ID and password to see accounts and statements.")
    }

    /// 15502: too many failures; right and wrong passwords get it alike while it lasts.
    pub fn locked_for_now() -> Self {
        Self::error(15502, "Too many failed attempts to sign on. Wait a while, then try again.")
    }

    /// 15511: only the institution can help.
    pub fn ask_your_institution() -> Self {
        Self::error(15511, "This sign-on is not possible at present. Contact your financial institution.")
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

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        }
    }
}
