//! The addresses of the sandbox: what a partner's developer tries everything with.

use std::fmt::Display;

/// The pretend QuickBooks: its banks.
pub fn quickbooks() -> String {
    "/sandbox/quickbooks".to_owned()
}

/// The walk; of this company, if one is named.
pub fn walk(company: Option<impl Display>) -> String {
    company.map_or_else(|| "/sandbox".to_owned(), |company| format!("/sandbox?company={company}"))
}

/// Where a step of the walk posts.
pub fn step(step: &str) -> String {
    format!("/sandbox/steps/{step}")
}

/// Where a developer gives an API key.
pub fn key() -> String {
    "/sandbox/key".to_owned()
}

/// Where a browser is told to forget it.
pub fn forget_key() -> String {
    "/sandbox/key/forget".to_owned()
}

pub fn clock() -> String {
    "/sandbox/clock".to_owned()
}

/// The clock, with what came of a turn.
pub fn clock_said(said: &str) -> String {
    format!("{}?said={said}", clock())
}

/// The walk, after everything was wiped.
pub fn walk_wiped() -> String {
    "/sandbox?wiped=yes".to_owned()
}

pub fn wipe() -> String {
    "/sandbox/wipe".to_owned()
}

/// Where the language button of any page of the sandbox posts.
pub fn language() -> String {
    "/sandbox/language".to_owned()
}

/// Whether a page of the sandbox may stand at this address, with or without a query.
pub fn is_within(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
    let rest = path.strip_prefix("/sandbox");
    let is_written = address.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain && is_written && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !path.contains("//")
}

/// *Link account*: find the institution.
pub fn link_account() -> String {
    format!("{}/link-account", quickbooks())
}

/// A bank in the pretend QuickBooks.
pub fn bank(sign_on: impl Display) -> String {
    format!("{}/banks/{sign_on}", quickbooks())
}

pub fn terms(sign_on: impl Display) -> String {
    format!("{}/terms", bank(sign_on))
}

pub fn sign_in(sign_on: impl Display) -> String {
    format!("{}/sign-in", bank(sign_on))
}

/// Where accounts are chosen, and connected.
pub fn choose(sign_on: impl Display) -> String {
    format!("{}/accounts", bank(sign_on))
}

/// Where *Update* posts.
pub fn update(sign_on: impl Display) -> String {
    format!("{}/update", bank(sign_on))
}

pub fn disconnect(sign_on: impl Display) -> String {
    format!("{}/disconnect", bank(sign_on))
}

/// The register of an account. `page` counts from 1, the newest transactions.
pub fn register(account: impl Display, page: usize) -> String {
    let address = format!("{}/registers/{account}", quickbooks());
    if page > 1 { format!("{address}?page={page}") } else { address }
}

/// What was said over OFX.
pub fn exchanges() -> String {
    format!("{}/exchanges", quickbooks())
}

pub fn exchange(exchange: impl Display) -> String {
    format!("{}/{exchange}", exchanges())
}

/// One side of an exchange as a file; `side` is `request` or `answer`.
pub fn exchange_file(exchange_id: impl Display, side: &str) -> String {
    format!("{}/{side}", exchange(exchange_id))
}

/// Where the institution answers, below its origin.
pub fn institution() -> &'static str {
    "/ofx"
}

/// Where a stranger learns one partner's profile, below the institution's origin.
pub fn institution_of(partner: impl Display) -> String {
    format!("{}/{partner}", institution())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sandbox_is_within_it() {
        for inside in ["/sandbox", "/sandbox/quickbooks", "/sandbox/quickbooks/link-account?q=a%20b"] {
            assert!(is_within(inside), "{inside}");
        }
        for outside in [
            "",
            "/",
            "//evil.example",
            "/sandbox//evil.example",
            "/sandboxes",
            "/sandbox/../x",
            "/sandbox/\\x",
            "/sandbox?\n",
            "/sandbox?é",
        ] {
            assert!(!is_within(outside), "{outside}");
        }
    }
}
