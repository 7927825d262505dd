//! Where a customer goes after the link pages: the partner's return URL with its parameters filled in.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::domain::company::CompanyId;
use crate::domain::connection::{ConnectionId, PLATFORM_KEY, SOURCE_TYPE};
use crate::domain::link_session;
use crate::domain::settings::{self, RETURN_PARAMETERS, SettingProblem, Settings};

/// How the visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Finished,
    Declined,
}

impl Ending {
    /// The reserved parameters `statusCode` and `errorMessage`.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Finished => ("200", ""),
            Self::Declined => ("403", "User cancelled."),
        }
    }
}

/// The return URL; `own` are the parameters that the linkUrl carried. A brace without a value becomes empty.
/// `None` when the partner has set none, or one that leads to a host it has not allowed.
pub fn filled(
    settings: &Settings,
    (company, connection): (CompanyId, ConnectionId),
    own: &BTreeMap<String, String>,
    ending: Ending,
) -> Option<String> {
    let (status, message) = ending.words();
    let value = |name: &str| match name {
        "companyId" => company.to_string(),
        "connectionId" => connection.to_string(),
        "platformKey" => PLATFORM_KEY.to_owned(),
        "sourceType" => SOURCE_TYPE.to_owned(),
        "statusCode" => status.to_owned(),
        "errorMessage" => message.to_owned(),
        own_name => own.get(own_name).cloned().unwrap_or_default(),
    };
    let mut pieces = settings.return_url.as_deref()?.split('{');
    let mut address = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}')?;
        address.push_str(&encoded(&value(name)));
        address.push_str(rest);
    }
    allowed(settings, &address)
}

/// What a return URL would come to, for whoever tries one out.
#[derive(Debug, PartialEq, Eq)]
pub struct Trial {
    pub finished: String,
    pub declined: String,
    /// Parameters of the linkUrl that would not come back.
    pub not_carried: BTreeMap<String, NotCarried>,
    /// Names in braces that the linkUrl has no value for.
    pub left_empty: Vec<String>,
}

/// Why a parameter of the linkUrl does not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCarried {
    /// The link uses it for itself.
    Ours,
    Name,
    Value,
    /// There is no room for it beside those before it.
    TooMany,
}

/// The company and the connection of somebody who does not exist.
const SAMPLE: (CompanyId, ConnectionId) = (
    CompanyId(uuid::uuid!("5f2d6c1e-8a43-4b6e-9d0c-7c1b2a3d4e5f")),
    ConnectionId(uuid::uuid!("9f3c2a10-6b7e-4d58-8c21-0e4f5a6b7c8d")),
);

/// Where customers would return to with this return URL, from a linkUrl with these parameters of its own.
pub fn tried(settings: &Settings, text: &str, sent: &[(String, String)]) -> Result<Trial, SettingProblem> {
    let settings = Settings { return_url: Some(settings::return_url(text)?), ..settings.clone() };
    if let Some(problem) = settings.problems().into_iter().find(|problem| problem.field == settings::RETURN_URL) {
        return Err(problem);
    }
    let own = link_session::parameters(sent.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let ending = |ending| filled(&settings, SAMPLE, &own, ending).unwrap_or_default();
    let custom = settings::parameters(text).filter(|name| !RETURN_PARAMETERS.contains(name));
    let empty: BTreeSet<&str> = custom.filter(|name| !own.contains_key(*name)).collect();
    let lost = sent.iter().filter(|(name, _)| !own.contains_key(name));
    Ok(Trial {
        finished: ending(Ending::Finished),
        declined: ending(Ending::Declined),
        not_carried: lost.map(|(name, value)| (name.clone(), why_not(name, value))).collect(),
        left_empty: empty.into_iter().map(str::to_owned).collect(),
    })
}

fn why_not(name: &str, value: &str) -> NotCarried {
    if link_session::OURS.contains(&name) {
        NotCarried::Ours
    } else if !link_session::is_parameter(name) {
        NotCarried::Name
    } else if !link_session::is_value(value) {
        NotCarried::Value
    } else {
        NotCarried::TooMany
    }
}

/// The refresh URL with what the partner needs to mint a new link: the connection and why.
pub fn refresh(settings: &Settings, connection: Option<ConnectionId>, reason: &str) -> Option<String> {
    let mut address = Url::parse(settings.refresh_url.as_deref()?).ok()?;
    if let Some(connection) = connection {
        address.query_pairs_mut().append_pair("connectionId", &connection.to_string());
    }
    address.query_pairs_mut().append_pair("reason", reason);
    allowed(settings, address.as_str())
}

fn allowed(settings: &Settings, address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    settings.return_hosts.iter().any(|host| Some(host.as_str()) == url.host_str()).then(|| address.to_owned())
}

/// Every byte but letters, digits and `-._~` (RFC 3986, unreserved).
fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    fn settings(return_url: &str) -> Settings {
        Settings {
            return_url: Some(return_url.into()),
            refresh_url: Some("https://bank.example/new?from=link".into()),
            return_hosts: vec!["bank.example".into()],
            ..Settings::new("Acme Bank").unwrap()
        }
    }

    #[test]
    fn parameters_are_filled_in_and_encoded() {
        let chance = Chance::seeded(1);
        let ids = (CompanyId::new(&chance), ConnectionId::new(&chance));
        let own = BTreeMap::from([("customer".to_owned(), "a&b=c é".to_owned())]);
        let settings = settings("https://bank.example/back/{statusCode}?why={errorMessage}&who={customer}&x={unknown}");
        assert_eq!(
            filled(&settings, ids, &own, Ending::Declined).as_deref(),
            Some("https://bank.example/back/403?why=User%20cancelled.&who=a%26b%3Dc%20%C3%A9&x=")
        );
        assert_eq!(
            filled(&settings, ids, &BTreeMap::new(), Ending::Finished).as_deref(),
            Some("https://bank.example/back/200?why=&who=&x=")
        );
    }

    #[test]
    fn no_value_leads_to_another_host() {
        let chance = Chance::seeded(1);
        let ids = (CompanyId::new(&chance), ConnectionId::new(&chance));
        let own = BTreeMap::from([("customer".to_owned(), "@evil.example/".to_owned())]);
        let address = filled(&settings("https://bank.example/{customer}"), ids, &own, Ending::Finished).unwrap();
        assert_eq!(Url::parse(&address).unwrap().host_str(), Some("bank.example"));
        assert_eq!(filled(&settings("https://other.example/"), ids, &own, Ending::Finished), None);
    }

    #[test]
    fn the_refresh_url_says_which_connection_and_why() {
        let connection = ConnectionId::new(&Chance::seeded(1));
        let address = refresh(&settings("https://bank.example/"), Some(connection), "expired").unwrap();
        assert_eq!(address, format!("https://bank.example/new?from=link&connectionId={connection}&reason=expired"));
    }

    #[test]
    fn a_trial_says_where_each_would_go_and_what_would_not_come_back() {
        let sent: Vec<(String, String)> =
            [("customer", "a b"), ("otp", "1"), ("bad name", "x"), ("long", &"x".repeat(257))]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec();
        let settings = settings("https://bank.example/saved");
        let text = "https://bank.example/{statusCode}?who={customer}&x={other}&c={companyId}";
        let trial = tried(&settings, text, &sent).unwrap();
        assert_eq!(trial.declined, "https://bank.example/403?who=a%20b&x=&c=5f2d6c1e-8a43-4b6e-9d0c-7c1b2a3d4e5f");
        assert!(trial.finished.starts_with("https://bank.example/200?who=a%20b&x="));
        assert_eq!(trial.left_empty, ["other"]);
        let why: Vec<(&str, NotCarried)> = trial.not_carried.iter().map(|(name, why)| (name.as_str(), *why)).collect();
        assert_eq!(why, [("bad name", NotCarried::Name), ("long", NotCarried::Value), ("otp", NotCarried::Ours)]);
        let eleven: Vec<(String, String)> = (10..21).map(|number| (format!("p{number}"), "x".to_owned())).collect();
        let lost = tried(&settings, text, &eleven).unwrap().not_carried;
        assert_eq!(lost, BTreeMap::from([("p20".to_owned(), NotCarried::TooMany)]));
    }

    #[test]
    fn a_trial_of_what_could_not_be_saved_says_why() {
        use crate::domain::settings::Why;
        let settings = settings("https://bank.example/saved");
        let why = |text: &str| tried(&settings, text, &[]).unwrap_err().why;
        assert_eq!(why("https://other.example/"), Why::HostNotListed("other.example".into()));
        assert_eq!(why("http://bank.example/"), Why::AddressIsNotHttps);
        assert_eq!(why("https://bank.example/{otp}"), Why::ParameterNotReturned("otp".into()));
    }
}
