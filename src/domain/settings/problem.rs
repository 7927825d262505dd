//! Why a setting is refused. A reason is a value, so that each door says it in its readers' language: `Display` is for the
//! command line and the log, in English; the portal has both languages.

use std::fmt;

use super::text::{LEAST_HISTORY_DAYS, MOST_HISTORY_DAYS};
use super::{MENU_PARTS, RETURN_HOSTS};
use crate::domain::callout::CalloutProblem;
use crate::domain::link_session;
use crate::domain::plain_text::Unwelcome;
use crate::domain::timed_callout;

/// A setting that breaks a limit, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    pub field: String,
    pub why: Why,
}

impl SettingProblem {
    pub fn new(field: &str, why: Why) -> Self {
        Self { field: field.to_owned(), why }
    }
}

impl fmt::Display for SettingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.why)
    }
}

impl std::error::Error for SettingProblem {}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Unwelcome(Unwelcome),
    Empty,
    TooLong {
        limit: usize,
        length: usize,
    },
    NotPhone,
    NotEmail,
    NotColour,
    NotTimeZone,
    NotLanguage,
    NotCountry,
    NotHistoryDays,
    /// French hours need English ones: they are what everybody else reads.
    HoursInEnglishFirst,
    AddressHasBlanks,
    AddressIsNotHttps,
    AddressIsNotWhole,
    NotHost,
    TooManyHosts,
    TooManyTimedCallouts,
    HostNotListed(String),
    BraceAlone,
    BraceInHost,
    /// A reserved parameter in other letters.
    ParameterMisspelt {
        name: String,
        spelt: &'static str,
    },
    /// One that a linkUrl uses for itself.
    ParameterNotReturned(String),
    ParameterName,
    TooManyParameters,
    TooManyMenus,
    MenuEmpty,
    Callout(CalloutProblem),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwelcome(unwelcome) => unwelcome.fmt(f),
            Self::TooLong { limit, length } => write!(f, "must be {limit} characters or less; it has {length}"),
            Self::NotHistoryDays => {
                write!(f, "must be a whole number from {LEAST_HISTORY_DAYS} to {MOST_HISTORY_DAYS}, or empty")
            }
            Self::TooManyHosts => write!(f, "there may be at most {RETURN_HOSTS}"),
            Self::TooManyTimedCallouts => write!(f, "there may be at most {}", timed_callout::MOST),
            Self::HostNotListed(host) => write!(f, "its host {host} is not among the return hosts; add it first"),
            Self::ParameterMisspelt { name, spelt } => {
                write!(f, "there is no parameter {{{name}}}; it is spelt {{{spelt}}}")
            }
            Self::ParameterNotReturned(name) => write!(f, "{{{name}}} is the link's own and does not come back"),
            Self::TooManyParameters => {
                write!(f, "a link carries at most {} parameters of your own", link_session::PARAMETERS)
            }
            Self::TooManyMenus => write!(f, "must be {MENU_PARTS} menus or fewer, with > between them"),
            Self::Callout(problem) => problem.fmt(f),
            plain => f.write_str(plain.words()),
        }
    }
}

impl Why {
    /// Of those that need no value to be understood.
    fn words(&self) -> &'static str {
        match self {
            Self::Empty => "may not be empty",
            Self::NotPhone => {
                "must be a phone number in digits such as +1 416 555-0142, with ext. 12 behind it where there is one"
            }
            Self::NotEmail => "must be an address such as help@bank.example",
            Self::NotColour => "must be # and six hexadecimal digits, such as #1d4e89",
            Self::NotTimeZone => "must be a name of the IANA list, such as America/Toronto or Europe/Paris",
            Self::NotLanguage => "must be en or fr",
            Self::NotCountry => "must be three letters of ISO 3166, such as CAN or USA",
            Self::HoursInEnglishFirst => "are set in English first: --support-hours-en",
            Self::AddressHasBlanks => "may not hold blanks or backslashes",
            Self::AddressIsNotHttps => "must begin with https:// and a host name",
            Self::AddressIsNotWhole => "must be a whole address such as https://bank.example/back",
            Self::NotHost => "must be a host name alone, such as bank.example",
            Self::BraceAlone => "each brace needs its counterpart, as in {companyId}",
            Self::BraceInHost => "its host may not hold a parameter",
            Self::ParameterName => "a parameter in braces must be of letters, digits, _ and -, 40 at most",
            Self::MenuEmpty => "a menu's name is missing beside a >",
            Self::Unwelcome(_)
            | Self::TooLong { .. }
            | Self::NotHistoryDays
            | Self::TooManyHosts
            | Self::TooManyTimedCallouts
            | Self::HostNotListed(_)
            | Self::ParameterMisspelt { .. }
            | Self::ParameterNotReturned(_)
            | Self::TooManyParameters
            | Self::TooManyMenus
            | Self::Callout(_) => "",
        }
    }
}
