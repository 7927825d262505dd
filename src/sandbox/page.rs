//! Who is here: a browser with a pretend QuickBooks of its own, in one language. And the shell around its pages.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use super::ribbon;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::domain::sandbox::Sandbox;
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::store::{self, Db};
use crate::web::assets::Assets;
use crate::web::neutral::{Page, Place, Shell};
use crate::web::reader::{address_of, language_of};
use crate::web::texts::Tongue;
use crate::web::urls::sandbox as urls;
use crate::web::when::{self, Zone};
use crate::web::{answer, cookies, form};

/// Whose clock the sandbox's pages go by.
const TIME_ZONE: &str = "America/Toronto";

/// A browser in the sandbox. What it makes here belongs to the value in its cookie, of which only the hash is kept.
pub struct Guest {
    pub app: Data<App>,
    pub tongue: Tongue,
    assets: Arc<Assets>,
    /// The address it is at.
    here: String,
    value: [u8; 32],
}

impl FromRequest for Guest {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or(Refusal::LostPlace))
    }
}

impl Guest {
    fn of(request: &HttpRequest) -> Option<Self> {
        let app = request.app_data::<Data<App>>()?.clone();
        let sent = cookies::read(&app, request, cookies::Purpose::Sandbox);
        let value = sent.and_then(|sent| from_base64url(&sent)?.try_into().ok());
        Some(Self {
            tongue: Tongue::new(language_of(&app, request, Language::En)),
            assets: request.app_data::<Data<Assets>>()?.clone().into_inner(),
            here: address_of(request),
            value: value.unwrap_or_else(|| app.chance.bytes()),
            app,
        })
    }

    /// What its things are kept under, and its forms are bound to.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.value)
    }

    /// The hidden field of a form.
    pub fn csrf(&self, form: &str) -> String {
        form::token(&self.app, &self.fingerprint(), form)
    }

    pub fn language(&self) -> Language {
        self.tongue.language()
    }

    pub fn sandbox(&self) -> Result<&Sandbox, Refusal> {
        self.app.sandbox.as_ref().ok_or(Refusal::LostPlace)
    }

    /// The shell of the pretend QuickBooks' pages.
    pub fn quickbooks(&self) -> Shell {
        quickbooks_shell(&self.app, self.tongue, Arc::clone(&self.assets), &self.here)
    }

    /// The shell of the pages that are a developer's.
    pub fn walk(&self) -> Shell {
        walk_shell(&self.app, self.tongue, Arc::clone(&self.assets), &self.here)
    }

    /// An instant in words.
    pub fn moment(&self, at: Timestamp) -> String {
        moment(self.language(), at)
    }

    /// A unit of work of this visitor, who is kept for thirty days more.
    pub async fn writes(&self) -> Result<Db, Refusal> {
        let mut db = self.app.store.write().await?;
        store::pretend_visitors::seen(&mut db, &self.fingerprint(), self.app.clock.now()).await?;
        Ok(db)
    }

    /// Leads on after a form.
    pub fn leads_to(&self, address: &str) -> Result<HttpResponse, Refusal> {
        Ok(answer::see_other(address).cookie(self.cookie()).finish())
    }

    fn cookie(&self) -> Cookie<'static> {
        cookies::made(&self.app, cookies::Purpose::Sandbox, to_base64url(&self.value))
    }

    /// Answers with a page. The cookie lives on from here.
    pub fn answers<P: Page + Template>(&self, status: StatusCode, page: &P) -> Result<HttpResponse, Refusal> {
        let (mut answer, html) = answer::neutral_page(status, page)?;
        Ok(answer.cookie(self.cookie()).body(html))
    }
}

/// An instant in words.
fn moment(language: Language, at: Timestamp) -> String {
    Zone::parse(TIME_ZONE).map_or_else(String::new, |zone| when::moment(language, &zone, at.unix_seconds()))
}

/// That this is a test, and what time it pretends.
fn ribbon(app: &App, tongue: Tongue, mode: &str) -> String {
    ribbon::words(app, tongue, |at| moment(tongue.language(), at), tongue.t(mode))
}

/// The walk, the clock, and the way to the pretend QuickBooks.
pub fn walk_shell(app: &App, tongue: Tongue, assets: Arc<Assets>, here: &str) -> Shell {
    let (walk, clock) = (urls::walk(None::<&str>), urls::clock());
    let path = here.split('?').next().unwrap_or_default();
    let place =
        |key: &str, address: String| Place { words: tongue.t(key).to_owned(), is_here: path == address, address };
    Shell {
        tongue,
        assets,
        name: tongue.t("sandbox-name").to_owned(),
        home: walk.clone(),
        ribbon: Some(ribbon(app, tongue, "sandbox-mode")),
        places_are: tongue.t("sandbox-name").to_owned(),
        places: vec![
            place("sandbox-walk", walk),
            place("sandbox-quickbooks", urls::quickbooks()),
            place("sandbox-clock", clock),
        ],
        footer: Some(tongue.t("sandbox-footer").to_owned()),
        language_action: urls::language(),
        here: here.to_owned(),
    }
}

/// The pretend QuickBooks: its name, its two places, and that it is none.
pub fn quickbooks_shell(app: &App, tongue: Tongue, assets: Arc<Assets>, here: &str) -> Shell {
    let exchanges = here.starts_with(&urls::exchanges());
    let place = |key: &str, address, is_here| Place { words: tongue.t(key).to_owned(), address, is_here };
    Shell {
        tongue,
        assets,
        name: tongue.t("qb-name").to_owned(),
        home: urls::quickbooks(),
        ribbon: Some(ribbon(app, tongue, "qb-test-mode")),
        places_are: tongue.t("qb-places").to_owned(),
        places: vec![
            place("qb-banking", urls::quickbooks(), !exchanges && here.starts_with(&urls::quickbooks())),
            place("qb-exchanges", urls::exchanges(), exchanges),
            place("sandbox-walk", urls::walk(None::<&str>), false),
            place("sandbox-clock", urls::clock(), false),
        ],
        footer: Some(tongue.t("qb-footer").to_owned()),
        language_action: urls::language(),
        here: here.to_owned(),
    }
}
