//! The shell around the portal's pages: whose portal it is, who is signed in, the places they may go to.

use std::sync::Arc;

use actix_web::HttpResponseBuilder;
use actix_web::http::StatusCode;
use askama::Template;

use super::field::Problem;
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Role};
use crate::web::answer::{self, Policy};
use crate::web::assets::Assets;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

/// The form that stands on every page of a member.
pub const SIGN_OUT: &str = "sign-out";

#[derive(Clone)]
pub struct Shell {
    pub tongue: Tongue,
    pub assets: Arc<Assets>,
    pub is_sandbox: bool,
    /// `None`: nobody is signed in.
    pub who: Option<Who>,
    /// What has just been done, in a sentence.
    pub notice: Option<String>,
    /// The address it is at, to which the language button leads back.
    pub here: String,
}

/// Whoever is signed in, as the shell tells it.
#[derive(Clone)]
pub struct Who {
    pub name: String,
    pub partner: String,
    pub role: Role,
    /// Their role asks for a second factor, which they do not have yet: no page lets them in but those of their account.
    pub is_bare: bool,
    pub sign_out_csrf: String,
}

/// Where a member can go.
pub struct Place {
    pub words: &'static str,
    pub address: String,
    pub is_here: bool,
}

/// Key of its words, address, what one must be allowed.
type Entrance = (&'static str, fn() -> String, Action);

const ACCOUNT: &str = "place-account";

/// What is where, in order.
const PLACES: [Entrance; 10] = [
    ("place-home", urls::home, Action::OwnAccount),
    ("place-companies", urls::companies, Action::SeeCompanies),
    ("place-integrations", urls::integrations, Action::SeeIntegration),
    ("place-callout", urls::callout, Action::SeeLooks),
    ("place-branding", urls::branding, Action::SeeLooks),
    ("place-link", urls::link_settings, Action::SeeLinkSettings),
    ("place-keys", urls::keys, Action::SeeKeys),
    ("place-team", urls::team, Action::SeeTeam),
    ("place-audit", urls::audit, Action::SeeAudit),
    (ACCOUNT, urls::account, Action::OwnAccount),
];

impl Shell {
    pub fn of(app: &App, tongue: Tongue, assets: Arc<Assets>, here: &str) -> Self {
        Self { tongue, assets, is_sandbox: app.sandbox.is_some(), who: None, notice: None, here: here.to_owned() }
    }

    pub fn of_member(self, who: Who) -> Self {
        Self { who: Some(who), ..self }
    }

    /// With a sentence about what has just been done.
    pub fn saying(self, notice: Option<String>) -> Self {
        Self { notice, ..self }
    }

    /// A page that a form has answered with leads the language button back to the page of that form.
    pub fn at(self, here: String) -> Self {
        Self { here, ..self }
    }

    pub fn other_language(&self) -> Language {
        self.tongue.language().other()
    }

    /// The places within this member's role.
    pub fn places(&self) -> Vec<Place> {
        let Some(who) = &self.who else { return Vec::new() };
        let path = self.here.split('?').next().unwrap_or_default();
        let is_here = |address: &str| {
            let below = path.strip_prefix(address);
            below.is_some_and(|below| below.is_empty() || below.starts_with('/') && address != urls::home())
        };
        PLACES
            .iter()
            .filter(|(key, _, action)| who.role.may(*action) && (!who.is_bare || *key == ACCOUNT))
            .map(|(key, address, _)| {
                let address = address();
                Place { words: self.tongue.t(key), is_here: is_here(&address), address }
            })
            .collect()
    }
}

/// What the layout asks of a page.
pub trait Page {
    fn shell(&self) -> &Shell;

    /// The page's one `h1`.
    fn heading(&self) -> String;

    /// What is to be mended, in the order of the fields.
    fn problems(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// What the browser may do on it beyond showing it.
    fn policy(&self) -> Policy {
        Policy::Page
    }

    /// Heading and portal; an error is said before anything else.
    fn title(&self) -> String {
        let Shell { tongue, who, .. } = self.shell();
        let heading = match self.problems().is_empty() {
            true => self.heading(),
            false => tongue.t1("error-title", "title", self.heading()),
        };
        let portal = tongue.t("portal-name");
        match who {
            Some(who) => format!("{heading} – {} – {portal}", who.partner),
            None => format!("{heading} – {portal}"),
        }
    }
}

/// A page as an answer, still open for cookies.
pub fn drawn<P: Page + Template>(status: StatusCode, page: &P) -> Result<(HttpResponseBuilder, String), Refusal> {
    answer::portal_page(status, page, page.shell().tongue, page.policy())
}
