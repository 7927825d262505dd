//! What a partner sets, and the contract's limits for it. One document a partner; every change makes a new version.

mod address;
mod menus;
mod problem;
mod text;

use serde::{Deserialize, Serialize};

use crate::domain::branding::{Colour, Corners};
use crate::domain::callout::Callout;
use crate::domain::language::Language;
use crate::domain::timed_callout::{self, TimedCallout};

pub use address::{
    RETURN_HOSTS, RETURN_PARAMETERS, URL_LIMIT, host, page_address, parameters, return_url, web_address,
};
pub use menus::{MENU_LIMIT, MENU_PARTS, Menus, Ways, menu_path, written as written_path};
pub use problem::{SettingProblem, Why};
pub use text::{
    HISTORY_DAYS, LINE_LIMIT, NAME_LIMIT, colour, country, email, history_days, language, line, name, phone,
    short_line, time_zone,
};

/// How [`Settings::check`] calls them.
pub const RETURN_URL: &str = "return URL";
pub const REFRESH_URL: &str = "refresh URL";
pub const RETURN_HOST: &str = "return host";

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
    /// Stands for what nobody has filled in.
    pub const UNKNOWN: &str = "-";
}

impl Default for Address {
    fn default() -> Self {
        let unknown = || Self::UNKNOWN.to_owned();
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
    /// How many days back a feed may start and how old a first push may be; `None`: as the deployment says.
    pub history_days: Option<i64>,
    /// Where QuickBooks has its bank transactions, in the partner's words.
    pub menus: Menus,
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
            history_days: None,
            menus: Menus::default(),
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
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }

    /// All that is wrong between several settings, for whoever can show more than one thing at once.
    pub fn problems(&self) -> Vec<SettingProblem> {
        let too_many = self.return_hosts.len() > RETURN_HOSTS;
        let hosts = too_many.then(|| SettingProblem::new(RETURN_HOST, Why::TooManyHosts));
        let too_many = self.timed_callouts.len() > timed_callout::MOST;
        let timed = too_many.then(|| SettingProblem::new("timed callouts", Why::TooManyTimedCallouts));
        let addresses = [(RETURN_URL, &self.return_url), (REFRESH_URL, &self.refresh_url)];
        let ways = addresses.into_iter().filter_map(|(field, address)| Some((field, address.as_deref()?)));
        let ways = ways.filter_map(|(field, address)| self.leads_back(field, address).err());
        hosts.into_iter().chain(timed).chain(ways).collect()
    }

    /// To a host of the list.
    fn leads_back(&self, field: &str, address: &str) -> Result<(), SettingProblem> {
        let host = web_address(field, address)?.host_str().unwrap_or_default().to_owned();
        match self.return_hosts.contains(&host) {
            true => Ok(()),
            false => Err(SettingProblem::new(field, Why::HostNotListed(host))),
        }
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

    #[test]
    fn settings_of_before_the_portal_can_still_be_read() {
        let mut stored = serde_json::to_value(Settings::new("Acme Bank").unwrap()).unwrap();
        for newer in ["history_days", "menus"] {
            assert!(stored.as_object_mut().unwrap().remove(newer).is_some(), "{newer}");
        }
        assert_eq!(serde_json::from_value::<Settings>(stored).unwrap(), Settings::new("Acme Bank").unwrap());
    }

    #[test]
    fn all_that_is_wrong_between_settings_is_told() {
        let mut settings = Settings::new("Acme Bank").unwrap();
        settings.return_hosts = (0..21).map(|number| format!("{number}.example")).collect();
        settings.return_url = Some("https://bank.example/".into());
        settings.refresh_url = Some("https://0.example/".into());
        let told: Vec<String> = settings.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "return host: there may be at most 20",
                "return URL: its host bank.example is not among the return hosts; add it first"
            ]
        );
    }
}
