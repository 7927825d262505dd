//! Addresses that pages lead to: whole, `https`, and for the way back with parameters in braces.

use std::collections::BTreeSet;

use url::Url;

use super::{RETURN_URL, SettingProblem, Why};
use crate::domain::{link_session, plain_text};

pub const URL_LIMIT: usize = 500;
pub const RETURN_HOSTS: usize = 20;
/// What the return URL may carry beside the customer's own parameters.
pub const RETURN_PARAMETERS: [&str; 6] =
    ["companyId", "connectionId", "platformKey", "sourceType", "statusCode", "errorMessage"];

/// An `https` address without a user name; plain `http` only for this machine.
pub fn web_address(field: &str, text: &str) -> Result<Url, SettingProblem> {
    let problem = |why: Why| SettingProblem::new(field, why);
    let length = text.chars().count();
    if length > URL_LIMIT {
        return Err(problem(Why::TooLong { limit: URL_LIMIT, length }));
    }
    plain_text::check(text).map_err(|unwelcome| problem(Why::Unwelcome(unwelcome)))?;
    // A browser drops some of these from an address and takes a backslash for a slash: what is read is not what is meant.
    if text.contains(|letter: char| letter.is_whitespace() || letter == '\\') {
        return Err(problem(Why::AddressHasBlanks));
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_none_or(|rest| rest.starts_with('/')) {
        return Err(problem(Why::AddressIsNotHttps));
    }
    // Braces mark parameters; a URL library would escape them.
    let plain = text.replace(['{', '}'], "");
    let address = Url::parse(&plain).map_err(|_| problem(Why::AddressIsNotWhole))?;
    let is_local = matches!(address.host_str(), Some("localhost" | "127.0.0.1"));
    let is_web = address.scheme() == "https" || (address.scheme() == "http" && is_local);
    if !is_web || address.host_str().is_none() || !address.username().is_empty() || address.password().is_some() {
        return Err(problem(Why::AddressIsNotHttps));
    }
    Ok(address)
}

/// An address as it was written, for a page that customers are led to.
pub fn page_address(field: &str, text: &str) -> Result<String, SettingProblem> {
    web_address(field, text).map(|_| text.to_owned())
}

/// A host name as addresses spell it: small letters, without scheme, port or path.
pub fn host(field: &str, text: &str) -> Result<String, SettingProblem> {
    let url = Url::parse(&format!("https://{text}/")).ok();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let host = url.as_ref().and_then(Url::host_str).filter(|host| host.eq_ignore_ascii_case(text));
    let host = host.filter(|host| host.chars().all(is_plain));
    host.map(str::to_owned).ok_or_else(|| SettingProblem::new(field, Why::NotHost))
}

/// The return URL: a web address whose braces name known or the customer's own parameters. Which of these a linkUrl will
/// carry is only known when it is opened, so any name is taken that one can carry.
pub fn return_url(text: &str) -> Result<String, SettingProblem> {
    web_address(RETURN_URL, text)?;
    let problem = |why: Why| SettingProblem::new(RETURN_URL, why);
    let custom: BTreeSet<&str> = parameters(text).filter(|name| !RETURN_PARAMETERS.contains(name)).collect();
    custom.iter().try_for_each(|name| custom_parameter(name).map_err(problem))?;
    if custom.len() > link_session::PARAMETERS {
        return Err(problem(Why::TooManyParameters));
    }
    if parameters(text).count() != text.matches('{').count() || text.matches('{').count() != text.matches('}').count() {
        return Err(problem(Why::BraceAlone));
    }
    let host = text.split('/').nth(2).unwrap_or_default();
    if host.contains(['{', '}']) {
        return Err(problem(Why::BraceInHost));
    }
    Ok(text.to_owned())
}

/// A name that no linkUrl can carry would stay empty for ever.
fn custom_parameter(name: &str) -> Result<(), Why> {
    let reserved = RETURN_PARAMETERS.iter().find(|reserved| reserved.eq_ignore_ascii_case(name));
    match reserved {
        Some(spelt) => Err(Why::ParameterMisspelt { name: name.to_owned(), spelt }),
        None if link_session::OURS.contains(&name) => Err(Why::ParameterNotReturned(name.to_owned())),
        None if !link_session::is_parameter(name) => Err(Why::ParameterName),
        None => Ok(()),
    }
}

/// The names in braces, in order.
pub fn parameters(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|after| after.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_have_five_hundred_characters_and_not_one_more() {
        let of = |length: usize| format!("https://bank.example/{}", "é".repeat(length - 21));
        assert!(page_address("help", &of(500)).is_ok());
        let problem = page_address("help", &of(501)).unwrap_err();
        assert_eq!(problem.to_string(), "help: must be 500 characters or less; it has 501");
    }

    #[test]
    fn a_host_is_a_name_alone() {
        assert_eq!(host("host", "Bank.Example").as_deref(), Ok("bank.example"));
        for wrong in ["https://bank.example", "bank.example:443", "bank.example/", "a@bank.example", "b k", "", "[::1]"]
        {
            assert_eq!(host("host", wrong).unwrap_err().why, Why::NotHost, "{wrong}");
        }
    }

    #[test]
    fn a_return_url_says_what_is_wrong_with_its_braces() {
        for (text, why) in [
            ("https://b.example/{companyID}", Why::ParameterMisspelt { name: "companyID".into(), spelt: "companyId" }),
            ("https://b.example/{otp}", Why::ParameterNotReturned("otp".into())),
            ("https://b.example/{é}", Why::ParameterName),
            ("https://b.example/?c=companyId}", Why::BraceAlone),
            ("https://{host}/", Why::BraceInHost),
            ("https://b.example/{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}", Why::TooManyParameters),
        ] {
            assert_eq!(return_url(text).unwrap_err().why, why, "{text}");
        }
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
}
