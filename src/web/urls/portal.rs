//! The addresses of the portal: a partner's people.

use std::fmt::Display;

/// Whether a link may lead there from a form that names where to go back to.
pub fn is_within(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.'));
    let rest = path.strip_prefix("/portal");
    let is_written = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_plain
        && is_written
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        && !["//", ".."].iter().any(|it| path.contains(it))
}

pub fn home() -> String {
    "/portal".to_owned()
}

/// Where the language button posts.
pub fn language() -> String {
    "/portal/language".to_owned()
}

// Identity

pub fn sign_in() -> String {
    "/portal/sign-in".to_owned()
}

/// The same, for somebody who wanted to go elsewhere first.
pub fn sign_in_and_go_to(address: &str) -> String {
    format!("{}?{}", sign_in(), to(address))
}

pub fn second_factor() -> String {
    format!("{}/second", sign_in())
}

/// Where a browser sends what a passkey has answered.
pub fn sign_in_with_passkey() -> String {
    format!("{}/passkey", sign_in())
}

pub fn sign_out() -> String {
    "/portal/sign-out".to_owned()
}

/// Where somebody proves once more who they are, and goes on to `back`.
pub fn confirm(back: &str) -> String {
    format!("/portal/confirm?{}", to(back))
}

pub fn confirm_with_passkey() -> String {
    "/portal/confirm/passkey".to_owned()
}

pub fn account() -> String {
    "/portal/account".to_owned()
}

/// The account, after something was done there.
pub fn account_after(done: &str) -> String {
    format!("{}?done={done}", account())
}

pub fn change_password() -> String {
    format!("{}/password", account())
}

pub fn authenticator() -> String {
    format!("{}/authenticator", account())
}

/// The same, after one was added.
pub fn authenticator_added() -> String {
    format!("{}?done=yes", authenticator())
}

/// Another one instead of the one there is.
pub fn replace_authenticator() -> String {
    format!("{}?replace=yes", authenticator())
}

pub fn remove_authenticator() -> String {
    format!("{}/remove", authenticator())
}

pub fn recovery_codes() -> String {
    format!("{}/recovery-codes", account())
}

/// New recovery codes as a file.
pub fn recovery_codes_file() -> String {
    format!("{}/file", recovery_codes())
}

pub fn passkeys() -> String {
    format!("{}/passkeys", account())
}

pub fn passkeys_after(done: &str) -> String {
    format!("{}?done={done}", passkeys())
}

pub fn remove_passkey() -> String {
    format!("{}/remove", passkeys())
}

pub fn sessions() -> String {
    format!("{}/sessions", account())
}

pub fn sessions_after(done: &str) -> String {
    format!("{}?done={done}", sessions())
}

// Team

pub fn team() -> String {
    "/portal/team".to_owned()
}

/// The same, saying what has just been done there.
pub fn team_done(what: &str) -> String {
    format!("{}?done={what}", team())
}

pub fn invite() -> String {
    format!("{}/invite", team())
}

pub fn member(member: impl Display) -> String {
    format!("{}/members/{member}", team())
}

pub fn member_reset(member: impl Display) -> String {
    format!("{}/reset", self::member(member))
}

pub fn member_remove(member: impl Display) -> String {
    format!("{}/remove", self::member(member))
}

pub fn invitation_anew(invitation: impl Display) -> String {
    format!("{}/invitations/{invitation}/anew", team())
}

pub fn invitation_withdraw(invitation: impl Display) -> String {
    format!("{}/invitations/{invitation}/withdraw", team())
}

pub fn forgotten() -> String {
    "/portal/forgotten".to_owned()
}

/// Where a set-up link leads, without its code.
pub fn set_up() -> String {
    "/portal/set-up".to_owned()
}

/// The path of a set-up link, to which configuration adds the origin: the one address with a secret beside the linkUrl.
pub fn set_up_link(code: &str) -> String {
    format!("{}?code={code}", set_up())
}

// Settings

pub fn integrations() -> String {
    "/portal/settings/integrations".to_owned()
}

/// *Manage QuickBooks Online Bank Feeds*.
pub fn quickbooks() -> String {
    format!("{}/quickbooks", integrations())
}

/// Where one of its forms posts.
pub fn quickbooks_form(word: &str) -> String {
    format!("{}/{word}", quickbooks())
}

pub fn link_settings() -> String {
    "/portal/settings/link".to_owned()
}

/// Where one of its forms posts.
pub fn link_settings_form(word: &str) -> String {
    format!("{}/{word}", link_settings())
}

// Callout

pub fn callout() -> String {
    "/portal/settings/callout".to_owned()
}

/// The same, telling what was just done.
pub fn callout_after(what: impl Display) -> String {
    format!("{}?done={what}", callout())
}

/// The editor, at its preview, once the draft is saved.
pub fn callout_preview() -> String {
    format!("{}?done=saved#preview", callout())
}

pub fn publish_callout() -> String {
    format!("{}/publish", callout())
}

pub fn discard_callout() -> String {
    format!("{}/discard", callout())
}

pub fn callout_history() -> String {
    format!("{}/history", callout())
}

pub fn restore_callout(publication: impl Display) -> String {
    format!("{}/{publication}/restore", callout_history())
}

pub fn take_back_callout(publication: impl Display) -> String {
    format!("{}/{publication}/take-back", callout_history())
}

// Branding and preview

pub fn branding() -> String {
    "/portal/settings/branding".to_owned()
}

/// The same, saying what has just been done.
pub fn branding_done(what: &str) -> String {
    format!("{}?done={what}", branding())
}

pub fn branding_publish() -> String {
    format!("{}/publish", branding())
}

pub fn branding_discard() -> String {
    format!("{}/discard", branding())
}

pub fn branding_history() -> String {
    format!("{}/history", branding())
}

pub fn branding_restore(publication: impl Display) -> String {
    format!("{}/restore/{publication}", branding())
}

/// Where the real pages are looked at before they are published.
pub fn preview() -> String {
    "/portal/settings/preview".to_owned()
}

// Developers

pub fn keys() -> String {
    "/portal/developers/keys".to_owned()
}

/// The list, after one was deleted.
pub fn key_deleted() -> String {
    format!("{}?deleted={DELETED}", keys())
}

pub const DELETED: &str = "yes";

pub fn new_key() -> String {
    format!("{}/new", keys())
}

pub fn roll_key(key: impl Display) -> String {
    format!("{}/{key}/roll", keys())
}

pub fn delete_key(key: impl Display) -> String {
    format!("{}/{key}/delete", keys())
}

// Companies

pub fn companies() -> String {
    "/portal/companies".to_owned()
}

/// Those that are found by what somebody typed. `page` counts from 1.
pub fn companies_found(typed: &str, page: i64) -> String {
    let typed = (!typed.is_empty()).then(|| ("q", typed.to_owned()));
    let page = (page > 1).then(|| ("page", page.to_string()));
    let query: Vec<_> = typed.into_iter().chain(page).collect();
    match serde_urlencoded::to_string(&query).unwrap_or_default() {
        query if query.is_empty() => companies(),
        query => format!("{}?{query}", companies()),
    }
}

/// Where the first connection of a company is made.
pub fn connect(company: impl Display) -> String {
    format!("{}/{company}/connection", companies())
}

/// Where *Copy new link* posts.
pub fn new_link(connection: impl Display) -> String {
    format!("/portal/connections/{connection}/link")
}

// Audit

pub fn audit() -> String {
    "/portal/audit".to_owned()
}

/// The log with a filter: a query without its question mark.
pub fn audit_filtered(query: &str) -> String {
    with_query(audit(), query)
}

pub fn audit_csv(query: &str) -> String {
    with_query(format!("{}/csv", audit()), query)
}

pub fn audit_lines(query: &str) -> String {
    with_query(format!("{}/lines", audit()), query)
}

/// Where *Verify now* posts.
pub fn audit_verify() -> String {
    format!("{}/verify", audit())
}

fn with_query(address: String, query: &str) -> String {
    if query.is_empty() { address } else { format!("{address}?{query}") }
}

fn to(address: &str) -> String {
    let address = if is_within(address) { address.to_owned() } else { home() };
    serde_urlencoded::to_string([("to", address)]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_portal_is_within_it() {
        for inside in ["/portal", "/portal/settings/callout", "/portal/companies?q=a%20b"] {
            assert!(is_within(inside), "{inside}");
        }
        for outside in [
            "",
            "/",
            "//evil.example",
            "/portal//evil.example",
            "/portals",
            "/portal/../x",
            "/portal/\\x",
            "/portal?\n",
            "/portal?\\",
        ] {
            assert!(!is_within(outside), "{outside}");
        }
        assert_eq!(sign_in_and_go_to("/portal/companies?q=a"), "/portal/sign-in?to=%2Fportal%2Fcompanies%3Fq%3Da");
        assert_eq!(sign_in_and_go_to("https://evil.example"), "/portal/sign-in?to=%2Fportal");
    }
}
