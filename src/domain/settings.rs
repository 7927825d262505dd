//! What a partner sets, and the contract's limits for it. One document a partner; every change makes a new version.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::domain::branding::{Colour, Corners};
use crate::domain::callout::Callout;
use crate::domain::language::Language;
use crate::domain::link_session;
use crate::domain::plain_text;
use crate::domain::timed_callout::{self, TimedCallout};

/// A name of the partner or its institution must fit the OFX profile and a page's header.
pub const NAME_LIMIT: usize = 60;
const LINE_LIMIT: usize = 120;
const URL_LIMIT: usize = 500;
const RETURN_HOSTS: usize = 20;
/// What the return URL may carry beside the customer's own parameters.
pub const RETURN_PARAMETERS: [&str; 6] =
    ["companyId", "connectionId", "platformKey", "sourceType", "statusCode", "errorMessage"];

/// A text in both languages. French falls back to English; a callout does not (it has no such fallback).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    pub en: String,
    pub fr: Option<String>,
}

impl Bilingual {
    pub fn new(en: &str) -> Self {
        Self { en: en.to_owned(), fr: None }
    }

    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::FrCa => self.fr.as_deref().unwrap_or(&self.en),
        }
    }
}

/// How the partner can be reached. Each only if it was set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Support {
    pub phone: Option<String>,
    pub hours: Option<Bilingual>,
    pub email: Option<String>,
    pub help_url: Option<String>,
    pub privacy_url: Option<String>,
    pub terms_url: Option<String>,
    pub accessibility_url: Option<String>,
}

/// The institution's postal address, which an OFX 1.x profile must state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    pub line: String,
    pub city: String,
    /// Province or state, at most five characters (OFX).
    pub region: String,
    pub postal_code: String,
    /// ISO 3166 alpha-3.
    pub country: String,
}

impl Address {
    // OFX 2.3, 8.4: the widths of the profile's elements.
    pub const LINE_LIMIT: usize = 32;
    pub const REGION_LIMIT: usize = 5;
    pub const POSTAL_CODE_LIMIT: usize = 11;
}

impl Default for Address {
    fn default() -> Self {
        let unknown = || "-".to_owned();
        Self { line: unknown(), city: unknown(), region: unknown(), postal_code: unknown(), country: "CAN".into() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub name: Bilingual,
    /// The institution as listed in QuickBooks.
    pub institution: Bilingual,
    pub primary_colour: Colour,
    pub secondary_colour: Colour,
    pub corners: Corners,
    pub callout_en: Option<Callout>,
    pub callout_fr: Option<Callout>,
    /// Over the one that stands without a time; the one published last comes last.
    pub timed_callouts: Vec<TimedCallout>,
    pub support: Support,
    /// Where a customer goes after finishing, with parameters in braces.
    pub return_url: Option<String>,
    /// Hosts that return and refresh URLs may lead to.
    pub return_hosts: Vec<String>,
    /// Mints a new link for a customer whose link died.
    pub refresh_url: Option<String>,
    /// IANA name.
    pub time_zone: String,
    pub default_language: Language,
    pub integration_enabled: bool,
    pub bank_accounts: bool,
    pub bank_transactions: bool,
    pub address: Address,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: Bilingual::default(),
            institution: Bilingual::default(),
            primary_colour: Colour(0x1d, 0x4e, 0x89),
            secondary_colour: Colour(0x12, 0x2b, 0x4a),
            corners: Corners::default(),
            callout_en: None,
            callout_fr: None,
            timed_callouts: Vec::new(),
            support: Support::default(),
            return_url: None,
            return_hosts: Vec::new(),
            refresh_url: None,
            time_zone: "America/Toronto".to_owned(),
            default_language: Language::En,
            integration_enabled: true,
            bank_accounts: true,
            bank_transactions: true,
            address: Address::default(),
        }
    }
}

impl Settings {
    /// A new partner's: integration on, both data types on.
    pub fn new(name: &str) -> Result<Self, SettingProblem> {
        let name = Bilingual::new(&line("name", name, NAME_LIMIT)?);
        Ok(Self { institution: name.clone(), name, ..Self::default() })
    }

    /// Whether links can be opened and connections made.
    pub fn links_are_on(&self) -> bool {
        self.integration_enabled && self.bank_accounts
    }

    /// Everything that holds between several settings; asked before a new version is kept.
    pub fn check(&self) -> Result<(), SettingProblem> {
        if self.return_hosts.len() > RETURN_HOSTS {
            return Err(SettingProblem::new("return host", format!("there may be at most {RETURN_HOSTS}")));
        }
        if self.timed_callouts.len() > timed_callout::MOST {
            let why = format!("there may be at most {}", timed_callout::MOST);
            return Err(SettingProblem::new("timed callouts", why));
        }
        for (field, address) in [("return URL", &self.return_url), ("refresh URL", &self.refresh_url)] {
            let Some(address) = address else { continue };
            let host = web_address(field, address)?.host_str().unwrap_or_default().to_owned();
            if !self.return_hosts.contains(&host) {
                let why = format!("its host {host} is not among the return hosts; add it first");
                return Err(SettingProblem::new(field, why));
            }
        }
        Ok(())
    }
}

/// How a colour, a callout and a language rest in the document: in the form that is checked when it is read back.
mod resting {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Callout, Colour, Language};

    impl Serialize for Colour {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for Colour {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| D::Error::custom("not a colour"))
        }
    }

    impl Serialize for Callout {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            (self.title(), self.body()).serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Callout {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let (title, body) = <(String, String)>::deserialize(deserializer)?;
            Self::new(&title, &body).map_err(D::Error::custom)
        }
    }

    impl Serialize for Language {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.tag())
        }
    }

    impl<'de> Deserialize<'de> for Language {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let tag = String::deserialize(deserializer)?;
            Self::parse(&tag).ok_or_else(|| D::Error::custom("not a language of ours"))
        }
    }
}

/// A setting that breaks a limit, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    pub field: String,
    pub why: String,
}

impl SettingProblem {
    pub fn new(field: &str, why: impl Into<String>) -> Self {
        Self { field: field.to_owned(), why: why.into() }
    }
}

impl std::fmt::Display for SettingProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.why)
    }
}

impl std::error::Error for SettingProblem {}

/// A name: one line of plain text.
pub fn name(field: &str, text: &str) -> Result<String, SettingProblem> {
    line(field, text, NAME_LIMIT)
}

/// A short line of plain text, such as a phone number or opening hours.
pub fn short_line(field: &str, text: &str) -> Result<String, SettingProblem> {
    line(field, text, LINE_LIMIT)
}

/// A phone number as people write it, 3 to 15 digits (E.164), with its extension if there is one.
pub fn phone(field: &str, text: &str) -> Result<String, SettingProblem> {
    let text = line(field, text, LINE_LIMIT)?;
    let (number, extension) =
        text.split_at(text.find(|it: char| it.is_alphabetic() || it == '#').unwrap_or(text.len()));
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let is_number = (3..=15).contains(&digits(number))
        && number.chars().all(|it| it.is_ascii_digit() || it.is_whitespace() || "+-.()/‐‑–,".contains(it))
        && !number.trim_start_matches([' ', '(']).chars().skip(1).any(|it| it == '+');
    // The word for it comes first and the digits last: "ext. 12", "poste 12", "#12".
    let word = extension.trim_end_matches(|it: char| it.is_ascii_digit());
    let is_extension = extension.is_empty() || (digits(word) == 0 && (1..=8).contains(&digits(extension)));
    let why = "must be a phone number in digits such as +1 416 555-0142, with ext. 12 behind it where there is one";
    (is_number && is_extension).then_some(text).ok_or_else(|| SettingProblem::new(field, why))
}

/// One line of plain text of 1 to `limit` characters as a reader counts them.
pub fn line(field: &str, text: &str, limit: usize) -> Result<String, SettingProblem> {
    plain_text::check(text).map_err(|unwelcome| SettingProblem::new(field, unwelcome.to_string()))?;
    let text = text.trim().nfc().collect::<String>();
    match plain_text::length(&text) {
        _ if plain_text::is_blank(&text) => Err(SettingProblem::new(field, "may not be empty")),
        length if length > limit => {
            Err(SettingProblem::new(field, format!("must be {limit} characters or less; it has {length}")))
        }
        _ => Ok(text),
    }
}

/// An `https` address without a user name; plain `http` only for this machine.
pub fn web_address(field: &str, text: &str) -> Result<Url, SettingProblem> {
    let problem = |why: &str| SettingProblem::new(field, why);
    if text.len() > URL_LIMIT {
        return Err(problem("must be 500 characters or less"));
    }
    plain_text::check(text).map_err(|unwelcome| SettingProblem::new(field, unwelcome.to_string()))?;
    // A browser drops some of these from an address and takes a backslash for a slash: what is read is not what is meant.
    if text.contains(|letter: char| letter.is_whitespace() || letter == '\\') {
        return Err(problem("may not hold blanks or backslashes"));
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_none_or(|rest| rest.starts_with('/')) {
        return Err(problem("must begin with https:// and a host name"));
    }
    // Braces mark parameters; a URL library would escape them.
    let plain = text.replace(['{', '}'], "");
    let address =
        Url::parse(&plain).map_err(|_| problem("must be a whole address such as https://bank.example/back"))?;
    let is_local = matches!(address.host_str(), Some("localhost" | "127.0.0.1"));
    let is_web = address.scheme() == "https" || (address.scheme() == "http" && is_local);
    if !is_web || address.host_str().is_none() || !address.username().is_empty() || address.password().is_some() {
        return Err(problem("must begin with https:// and a host name"));
    }
    Ok(address)
}

/// The return URL: a web address whose braces name known or the customer's own parameters. Which of these a linkUrl will
/// carry is only known when it is opened, so any name is taken that one can carry.
pub fn return_url(text: &str) -> Result<String, SettingProblem> {
    web_address("return URL", text)?;
    let custom: BTreeSet<&str> = parameters(text).filter(|name| !RETURN_PARAMETERS.contains(name)).collect();
    custom.iter().try_for_each(|name| custom_parameter(name))?;
    if custom.len() > link_session::PARAMETERS {
        let why = format!("a link carries at most {} parameters of your own", link_session::PARAMETERS);
        return Err(SettingProblem::new("return URL", why));
    }
    if parameters(text).count() != text.matches('{').count() || text.matches('{').count() != text.matches('}').count() {
        return Err(SettingProblem::new("return URL", "each brace needs its counterpart, as in {companyId}"));
    }
    let host = text.split('/').nth(2).unwrap_or_default();
    if host.contains(['{', '}']) {
        return Err(SettingProblem::new("return URL", "its host may not hold a parameter"));
    }
    Ok(text.to_owned())
}

/// A name that no linkUrl can carry would stay empty for ever.
fn custom_parameter(name: &str) -> Result<(), SettingProblem> {
    let reserved = RETURN_PARAMETERS.iter().find(|reserved| reserved.eq_ignore_ascii_case(name));
    let why = match reserved {
        Some(reserved) => format!("there is no parameter {{{name}}}; it is spelt {{{reserved}}}"),
        None if link_session::OURS.contains(&name) => format!("{{{name}}} is the link's own and does not come back"),
        None if !link_session::is_parameter(name) => {
            "a parameter in braces must be of letters, digits, _ and -, 40 at most".to_owned()
        }
        None => return Ok(()),
    };
    Err(SettingProblem::new("return URL", why))
}

/// The names in braces, in order.
pub fn parameters(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|after| after.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_url_leads_to_an_allowed_host_only() {
        let mut settings = Settings::new("Acme Bank").unwrap();
        settings.return_url = Some(return_url("https://bank.example/back?c={companyId}&x={my-own}").unwrap());
        assert!(settings.check().is_err());
        settings.return_hosts.push("bank.example".into());
        assert_eq!(settings.check(), Ok(()));
    }

    #[test]
    fn an_address_that_could_run_or_mislead_is_refused() {
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "http://bank.example/",
            "https://bank@evil.example/",
            "https://{host}/",
            "https://bank.example/{no space}",
            "https://bank.example/?c={companyId",
            "https://bank.example/?c=companyId}",
            "bank.example",
            r"https:\\evil.example",
            r"\\evil.example",
            "https:bank.example/",
            "https:///bank.example/",
            "https://bank.example/\r\nX: y",
            "https://bank.example/\ta",
            "https://bank.example\u{a0}/",
            "HTTPS://bank:443@evil.example/",
            "data:https://bank.example/",
            "https://bank.example/{companyID}",
            "https://bank.example/{otp}",
            "https://bank.example/{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}",
        ] {
            assert!(return_url(text).is_err(), "{text}");
        }
        assert!(return_url("https://bank.example/{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{j}{companyId}").is_ok());
    }

    #[test]
    fn a_phone_number_can_be_dialled() {
        for fine in [
            "1-555-010-0100",
            "+1 (416) 555-0142",
            "311",
            "1 888 555-0142 ext. 12",
            "514 555.0142, poste 7",
            "555-0142 #9",
        ] {
            assert_eq!(phone("phone", fine).as_deref(), Ok(fine));
        }
        for wrong in
            ["12", "call us", "1 800 GO-BANKS", "javascript:alert(1)", "1+1 555 0142", "+1234567890123456", "5;ext=1"]
        {
            assert!(phone("phone", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn settings_survive_being_stored() {
        let settings = Settings::new("Caisse Érable").unwrap();
        let stored = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&stored).unwrap(), settings);
    }

    #[test]
    fn a_document_from_before_there_were_corners_has_those_of_then() {
        let mut document = serde_json::to_value(Settings::new("Caisse Érable").unwrap()).unwrap();
        assert_eq!(document.as_object_mut().unwrap().remove("corners").unwrap(), "rounded");
        let settings: Settings = serde_json::from_value(document).unwrap();
        assert_eq!((settings.corners, settings.name.en.as_str()), (Corners::Rounded, "Caisse Érable"));
    }
}
