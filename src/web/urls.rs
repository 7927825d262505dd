//! Every address the browser doors answer to, built here and nowhere else: an address that changes, changes once.
//!
//! No otp ever appears here: the only address that holds one is the linkUrl, which is made from configuration.

pub mod api;
pub mod portal;
pub mod sandbox;

use std::fmt::Display;

/// The pages behind a link, each at a clean address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    SelectSoftware,
    Consent,
    SetUp,
    Credentials,
    Revoke,
    Revoked,
    AnotherDevice,
    Finish,
    Declined,
}

impl Page {
    pub const ALL: [Page; 9] = [
        Page::SelectSoftware,
        Page::Consent,
        Page::SetUp,
        Page::Credentials,
        Page::Revoke,
        Page::Revoked,
        Page::AnotherDevice,
        Page::Finish,
        Page::Declined,
    ];

    /// The last part of the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Page::SelectSoftware => "select-software",
            Page::Consent => "consent",
            Page::SetUp => "set-up",
            Page::Credentials => "credentials",
            Page::Revoke => "revoke",
            Page::Revoked => "revoked",
            Page::AnotherDevice => "another-device",
            Page::Finish => "finish",
            Page::Declined => "declined",
        }
    }

    pub fn named(name: &str) -> Option<Page> {
        Page::ALL.into_iter().find(|page| page.name() == name)
    }
}

pub fn page(connection: impl Display, page: Page) -> String {
    format!("/link/{connection}/{}", page.name())
}

pub fn select_software(connection: impl Display) -> String {
    page(connection, Page::SelectSoftware)
}

pub fn consent(connection: impl Display) -> String {
    page(connection, Page::Consent)
}

pub fn set_up(connection: impl Display) -> String {
    page(connection, Page::SetUp)
}

pub fn credentials(connection: impl Display) -> String {
    page(connection, Page::Credentials)
}

/// Where the page with the credentials says that they have been entered.
pub fn entered(connection: impl Display) -> String {
    format!("{}/entered", credentials(connection))
}

/// What the page with the credentials listens to.
pub fn events(connection: impl Display) -> String {
    format!("{}/events", credentials(connection))
}

pub fn revoke(connection: impl Display) -> String {
    page(connection, Page::Revoke)
}

pub fn revoked(connection: impl Display) -> String {
    page(connection, Page::Revoked)
}

/// Where a customer gets the address and the code for a second browser, and says yes to it.
pub fn another_device(connection: impl Display) -> String {
    page(connection, Page::AnotherDevice)
}

pub fn another_device_answer(connection: impl Display) -> String {
    format!("{}/answer", another_device(connection))
}

/// What that page asks now and then: whether there is news.
pub fn another_device_stage(connection: impl Display) -> String {
    format!("{}/stage", another_device(connection))
}

/// The short address for a second browser, to which configuration adds the origin.
pub fn continue_here(tag: impl Display) -> String {
    format!("/continue/{tag}")
}

/// Where the second browser waits for the first one's yes.
pub fn waiting(tag: impl Display) -> String {
    format!("{}/waiting", continue_here(tag))
}

pub fn waiting_stage(tag: impl Display) -> String {
    format!("{}/stage", waiting(tag))
}

pub fn finish(connection: impl Display) -> String {
    page(connection, Page::Finish)
}

pub fn declined(connection: impl Display) -> String {
    page(connection, Page::Declined)
}

/// Where the language button posts; `on` is the page it stands on and leads back to.
pub fn language(connection: impl Display, on: Page) -> String {
    format!("/link/{connection}/language?page={}", on.name())
}

/// Where *Keep going* posts; `on` is the page it stands on and leads back to.
pub fn keep_going(connection: impl Display, on: Page) -> String {
    format!("/link/{connection}/keep-going?page={}", on.name())
}

/// The path of a linkUrl, to which configuration adds the origin and the otp.
pub fn start(company: impl Display, connection: impl Display) -> String {
    format!("/companies/{company}/connections/{connection}/start")
}

/// A link page to look at, with data that is nobody's.
pub fn preview(page: &str, query: &str) -> String {
    format!("/preview/{page}?{query}")
}

/// Where a form chooses among them.
pub fn previews() -> String {
    "/preview".to_owned()
}

/// Two colours to look at: `rrggbb-rrggbb`, what lies behind and what is written on it.
pub fn swatch(colours: &str) -> String {
    format!("/swatch/{colours}.svg")
}

/// What the API calls `redirect`.
pub fn company(company: impl Display) -> String {
    format!("/company/{company}")
}

/// `name` and `extension` of a file in `static/`, with the fingerprint of its content between them.
pub fn static_file(name: &str, fingerprint: &str, extension: &str) -> String {
    format!("/static/{name}.{fingerprint}.{extension}")
}

/// `colours` names both, so that the address alone says what the stylesheet holds.
pub fn theme(colours: &str, fingerprint: &str) -> String {
    format!("/theme/{colours}.{fingerprint}.css")
}

/// `extension` is that of the bitmap's format, `png`, `jpg` or `webp`.
pub fn brand_image(fingerprint: &str, extension: &str) -> String {
    format!("/brand/{fingerprint}.{extension}")
}

/// Where the API is described, for people.
pub fn docs() -> String {
    "/docs".to_owned()
}

pub fn guide() -> String {
    format!("{}/guide", docs())
}

/// The same for programs.
pub fn openapi() -> String {
    "/openapi.json".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_again_by_its_name() {
        for page in Page::ALL {
            assert_eq!(Page::named(page.name()), Some(page));
        }
        assert_eq!(Page::named("start"), None);
    }

    #[test]
    fn addresses_are_those_of_the_contract() {
        assert_eq!(start("c", "k"), "/companies/c/connections/k/start");
        assert_eq!(set_up("k"), "/link/k/set-up");
        assert_eq!(language("k", Page::Consent), "/link/k/language?page=consent");
    }
}
