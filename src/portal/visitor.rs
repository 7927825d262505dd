//! Who is at the door: a browser in which nobody is signed in, or not as far as we look. Its forms are bound to a random value
//! in its own cookie.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use super::page::{Page, Shell};
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::http::visitor;
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::web::assets::Assets;
use crate::web::reader::{address_of, language_of};
use crate::web::texts::Tongue;
use crate::web::{answer, cookies, form};

pub struct Visitor {
    pub app: Data<App>,
    pub tongue: Tongue,
    /// What it says of itself. Empty: nothing.
    pub browser: String,
    /// Where it comes from.
    pub address: std::net::IpAddr,
    assets: Arc<Assets>,
    here: String,
    value: [u8; 32],
}

impl FromRequest for Visitor {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or(Refusal::LostPlace))
    }
}

impl Visitor {
    fn of(request: &HttpRequest) -> Option<Self> {
        let app = request.app_data::<Data<App>>()?.clone();
        let sent = cookies::read(&app, request, cookies::Purpose::AtTheDoor);
        let value = sent.and_then(|sent| from_base64url(&sent)?.try_into().ok());
        Some(Self {
            tongue: Tongue::new(language_of(&app, request, Language::En)),
            browser: browser_of(request),
            address: visitor::address(request, &app),
            assets: request.app_data::<Data<Assets>>()?.clone().into_inner(),
            here: address_of(request),
            value: value.unwrap_or_else(|| app.chance.bytes()),
            app,
        })
    }

    /// The same visitor, spoken to in this language.
    pub fn speaking(self, language: Language) -> Self {
        Self { tongue: Tongue::new(language), ..self }
    }

    /// What its forms are bound to.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.value)
    }

    /// The hidden field of a form.
    pub fn csrf(&self, form: &str) -> String {
        form::token(&self.app, &self.fingerprint(), form)
    }

    pub fn shell(&self) -> Shell {
        Shell::of(&self.app, self.tongue, Arc::clone(&self.assets), &self.here)
    }

    /// Answers with a page. The cookie lives on from here.
    pub fn answers<P: Page + Template>(&self, status: StatusCode, page: &P) -> Result<HttpResponse, Refusal> {
        let (mut answer, html) = super::page::drawn(status, page)?;
        Ok(answer.cookie(self.cookie()).body(html))
    }

    pub fn cookie(&self) -> Cookie<'static> {
        cookies::made(&self.app, cookies::Purpose::AtTheDoor, to_base64url(&self.value))
    }

    /// Leads on after a form.
    pub fn leads_to(&self, address: &str) -> Result<HttpResponse, Refusal> {
        Ok(answer::see_other(address).cookie(self.cookie()).finish())
    }
}

/// What a browser says of itself.
pub fn browser_of(request: &HttpRequest) -> String {
    let browser = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    browser.unwrap_or_default().chars().take(BROWSER_LIMIT).collect()
}

/// Enough to tell browsers apart.
const BROWSER_LIMIT: usize = 300;
