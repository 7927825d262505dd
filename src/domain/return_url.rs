//! Where a customer goes after the link pages: the partner's return URL with its parameters filled in.

use std::collections::BTreeMap;

use url::Url;

use crate::domain::company::CompanyId;
use crate::domain::connection::{ConnectionId, PLATFORM_KEY, SOURCE_TYPE};
use crate::domain::settings::Settings;

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
}
