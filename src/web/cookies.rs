//! Cookies: no longer than a visit but for the language and the sandbox, never readable by script, and bound to this host alone
//! (`__Host-`) wherever the deployment is reached by https (security reference 4.2).

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::language::Language;

/// Half a year: the language somebody clicked is theirs until they click again.
const LANGUAGE_DAYS: i64 = 180;
/// As long as what is behind it is kept.
const SANDBOX_DAYS: i64 = 30;
const KNOWN_DEVICE_DAYS: i64 = 90;
/// Nobody's cookie of ours is longer; a longer one is not read.
const VALUE_LIMIT: usize = 4_096;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The place on a connection's link pages: two connections in two tabs do not disturb each other.
    Place(ConnectionId),
    /// The language somebody clicked.
    Language,
    /// The language that the linkUrl asked for, which a click outranks.
    LinkLanguage,
    /// What a second browser knocks with at the short address of a hand-over.
    Knock,
    /// Whose pretend QuickBooks this is.
    Sandbox,
    /// A developer's API key, sealed.
    SandboxKey,
    /// A member's session in the portal.
    Member,
    /// A browser before the portal's door: what its forms are bound to.
    AtTheDoor,
    /// A browser in which somebody has signed in before.
    KnownDevice,
    /// What a set-up link has brought, sealed.
    SetUp,
    /// Changes with every page, so that browsers do not restore a page with secrets from their frozen copies.
    Fresh,
}

impl Purpose {
    fn name(self, app: &App) -> String {
        let prefix = if app.public_url.is_https() { "__Host-" } else { "" };
        match self {
            Self::Place(connection) => {
                let tag: String = connection.0.simple().to_string().chars().take(8).collect();
                format!("{prefix}l-{tag}")
            }
            Self::Language => format!("{prefix}language"),
            Self::LinkLanguage => format!("{prefix}link-language"),
            Self::Knock => format!("{prefix}k"),
            Self::Sandbox => format!("{prefix}sandbox"),
            Self::SandboxKey => format!("{prefix}sandbox-key"),
            Self::Member => format!("{prefix}p"),
            Self::AtTheDoor => format!("{prefix}door"),
            Self::KnownDevice => format!("{prefix}d"),
            Self::SetUp => format!("{prefix}set-up"),
            Self::Fresh => format!("{prefix}n"),
        }
    }

    /// The portal is entered directly: nothing that another site leads to needs its session. A set-up link comes from a letter.
    fn same_site(self) -> SameSite {
        match self {
            Self::Member | Self::AtTheDoor | Self::KnownDevice => SameSite::Strict,
            _ => SameSite::Lax,
        }
    }
}

/// The cookie's value as the browser sent it.
pub fn read(app: &App, request: &HttpRequest, purpose: Purpose) -> Option<String> {
    let cookie = request.cookie(&purpose.name(app))?;
    (cookie.value().len() <= VALUE_LIMIT).then(|| cookie.value().to_owned())
}

/// A cookie to set.
pub fn made(app: &App, purpose: Purpose, value: String) -> Cookie<'static> {
    let cookie = Cookie::build(purpose.name(app), value)
        .path("/")
        .http_only(true)
        .secure(app.public_url.is_https())
        .same_site(purpose.same_site());
    match purpose {
        Purpose::Language => cookie.max_age(Duration::days(LANGUAGE_DAYS)).finish(),
        Purpose::Sandbox => cookie.max_age(Duration::days(SANDBOX_DAYS)).finish(),
        Purpose::KnownDevice => cookie.max_age(Duration::days(KNOWN_DEVICE_DAYS)).finish(),
        _ => cookie.finish(),
    }
}

/// Takes a cookie back.
pub fn ended(app: &App, purpose: Purpose) -> Cookie<'static> {
    let mut cookie = made(app, purpose, String::new());
    cookie.make_removal();
    cookie
}

/// The language somebody clicked, if they did.
pub fn clicked_language(app: &App, request: &HttpRequest) -> Option<Language> {
    read(app, request, Purpose::Language).as_deref().and_then(Language::parse)
}
