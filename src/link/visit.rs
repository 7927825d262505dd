//! Who is here: which connection, which browser, how far they got, in which language, under which brand. Asked once, in
//! one read, before any page.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::app::App;
use crate::domain::audit::{Actor, Author};
use crate::domain::connection::ConnectionId;
use crate::domain::language::{self, Language};
use crate::domain::link_session::{Look, SessionValue};
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::domain::return_url;
use crate::http::{request_id, visitor};
use crate::secret::Fingerprint;
use crate::store;
use crate::store::links::Session;
use crate::web::assets::Assets;
use crate::web::brand::Brands;
use crate::web::page::{Page, Printed, Shell, Stay};
use crate::web::texts::Tongue;
use crate::web::when::{self, Zone};
use crate::web::{answer, cookies, form, urls};

/// What a cookie of ours begins with: a sealed look, or a session's value.
const LOOK: &str = "l.";
const SESSION: &str = "s.";

/// A person on the pages of one connection.
pub struct Visit {
    pub app: Data<App>,
    pub connection: ConnectionId,
    pub partner: Arc<Partner>,
    pub place: Place,
    /// What the browser says of itself. Empty: nothing.
    pub browser: String,
    /// Where the visitor comes from.
    from: IpAddr,
    /// The request's, as a person reads it out.
    reference: String,
    language: Language,
    assets: Arc<Assets>,
    brands: Data<Brands>,
}

/// How far a visitor got.
pub enum Place {
    /// Brought the right code, and has not pressed Next.
    Looking(Look),
    /// The link is theirs.
    Inside { value: SessionValue, session: Session },
}

impl FromRequest for Visit {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl Visit {
    async fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        let app = request.app_data::<Data<App>>().cloned().ok_or(Refusal::LostPlace)?;
        let connection: ConnectionId =
            request.match_info().query("connection").parse().map_err(|_| Refusal::LostPlace)?;
        let cookie = cookies::read(&app, request, cookies::Purpose::Place(connection)).ok_or(Refusal::LostPlace)?;
        let (place, partner) = match (cookie.strip_prefix(LOOK), cookie.strip_prefix(SESSION)) {
            (Some(look), _) => looking(&app, connection, look).await?,
            (_, Some(value)) => inside(&app, connection, value).await?,
            _ => return Err(Refusal::LostPlace),
        };
        // For the page of a refusal that comes later: its reader has shown that they know this brand.
        request.extensions_mut().insert(Arc::clone(&partner));
        if !partner.settings.links_are_on() {
            return Err(Refusal::IntegrationOff(partner));
        }
        let language = language_of(&app, request, partner.settings.default_language);
        let assets = request.app_data::<Data<Assets>>().ok_or(Refusal::LostPlace)?.clone().into_inner();
        let brands = request.app_data::<Data<Brands>>().ok_or(Refusal::LostPlace)?.clone();
        let browser = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let browser = browser.unwrap_or_default().to_owned();
        let reference = request_id::reference(&request.extensions());
        let from = visitor::address(request, &app);
        Ok(Self { app, connection, partner, place, browser, from, reference, language, assets, brands })
    }

    /// What forms are bound to: this browser before the claim, this session after it.
    pub fn visitor(&self) -> Fingerprint {
        match &self.place {
            Place::Looking(look) => look.browser(),
            Place::Inside { value, .. } => value.fingerprint(),
        }
    }

    /// The hidden field of one of the page's forms.
    pub fn csrf(&self, page: urls::Page) -> String {
        form::token(&self.app, &self.visitor(), page.name())
    }

    /// The branded shell of a page, whose language button leads back to it.
    pub fn shell(&self, page: urls::Page) -> Shell {
        let csrf = form::token(&self.app, &self.visitor(), LANGUAGE_FORM);
        let shell = Shell::of(&self.app, Tongue::new(self.language), Arc::clone(&self.assets))
            .branded(self.brands.of(&self.partner, self.language))
            .switching_language_at(urls::language(self.connection, page), csrf)
            .printing(self.printed(page));
        match self.stay(page) {
            Some(stay) => shell.staying(stay),
            None => shell,
        }
    }

    fn printed(&self, page: urls::Page) -> Printed {
        Printed {
            at: self.moment(self.app.clock.now()),
            reference: self.reference.clone(),
            address: self.app.public_url.join(&urls::page(self.connection, page)),
        }
    }

    /// Until when the page stays open; not on those that say that one may close them.
    fn stay(&self, page: urls::Page) -> Option<Stay> {
        let Place::Inside { session, value } = &self.place else { return None };
        let is_end = matches!(page, urls::Page::Finish | urls::Page::Declined);
        let left = session.expires_at.unix_seconds() - self.app.clock.now().unix_seconds();
        (!is_end).then(|| Stay {
            until: self.time(session.expires_at),
            seconds: u64::try_from(left).unwrap_or_default(),
            warn_before: Stay::warn_before(self.app.limits.session),
            action: urls::keep_going(self.connection, page),
            csrf: form::token(&self.app, &value.fingerprint(), KEEP_GOING_FORM),
            refresh: return_url::refresh(&self.partner.settings, Some(self.connection), "over"),
        })
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// For words without a page around them.
    pub fn tongue(&self) -> Tongue {
        Tongue::new(self.language)
    }

    /// The institution as it is listed in QuickBooks.
    pub fn institution(&self) -> String {
        self.partner.settings.institution.in_language(self.language).to_owned()
    }

    /// An instant in words, by the partner's clock.
    pub fn moment(&self, at: crate::clock::Timestamp) -> String {
        self.zone().map_or_else(String::new, |zone| when::moment(self.language, &zone, at.unix_seconds()))
    }

    /// The date of an instant in words.
    pub fn date(&self, at: crate::clock::Timestamp) -> String {
        self.zone().map_or_else(String::new, |zone| when::date(self.language, &zone, at.unix_seconds()))
    }

    /// A time of today in words.
    pub fn time(&self, at: crate::clock::Timestamp) -> String {
        self.zone().map_or_else(String::new, |zone| when::time(self.language, &zone, at.unix_seconds()))
    }

    fn zone(&self) -> Option<Zone> {
        Zone::parse(&self.partner.settings.time_zone).or_else(|| Zone::parse("UTC"))
    }

    /// Answers with a page. A cookie changes each time, so that the Back button does not bring a frozen copy.
    pub fn answers<P: Page + Template>(&self, status: StatusCode, page: &P) -> Result<HttpResponse, Refusal> {
        let fresh = crate::secret::to_base64url(&self.app.chance.bytes::<8>());
        let (mut answer, html) = answer::page(status, page)?;
        Ok(answer.cookie(cookies::made(&self.app, cookies::Purpose::Fresh, fresh)).body(html))
    }
}

/// The form behind *Keep going*.
pub const KEEP_GOING_FORM: &str = "keep-going";
/// The form behind the language button.
pub const LANGUAGE_FORM: &str = "language";

/// The cookie of a browser that has opened a link.
pub fn look_cookie(app: &App, connection: ConnectionId, look: &Look) -> Result<Cookie<'static>, Refusal> {
    let value = format!("{LOOK}{}", look.sealed(app, connection)?);
    Ok(cookies::made(app, cookies::Purpose::Place(connection), value))
}

/// The cookie of a browser that has claimed a link.
pub fn session_cookie(app: &App, connection: ConnectionId, value: &SessionValue) -> Cookie<'static> {
    cookies::made(app, cookies::Purpose::Place(connection), format!("{SESSION}{}", value.to_cookie()))
}

/// The session that a request's cookie names, if it lives; for whoever opens the link again.
pub async fn live_session(
    app: &App,
    request: &HttpRequest,
    connection: ConnectionId,
) -> Result<Option<Session>, Refusal> {
    let cookie = cookies::read(app, request, cookies::Purpose::Place(connection));
    let value = cookie.as_deref().and_then(|it| it.strip_prefix(SESSION)).and_then(SessionValue::from_cookie);
    let Some(value) = value else { return Ok(None) };
    let mut db = app.store.read().await?;
    Ok(store::links::session(&mut db, &value.fingerprint(), connection, app.clock.now()).await?)
}

async fn looking(app: &App, connection: ConnectionId, cookie: &str) -> Result<(Place, Arc<Partner>), Refusal> {
    let look = Look::open(app, cookie, connection).ok_or(Refusal::LostPlace)?;
    let mut db = app.store.read().await?;
    let link = store::links::look(&mut db, look.link, connection).await?.ok_or(Refusal::LostPlace)?;
    let partner = app.partners.at_version(&mut db, link.partner_id, link.partner_version).await?;
    let is_elsewhere = link.claimed_by.as_deref().is_some_and(|by| by != look.browser().bytes());
    if link.voided_at.is_some() || link.expires_at <= app.clock.now() {
        return Err(Refusal::LinkExpired(partner));
    }
    if is_elsewhere {
        return Err(Refusal::AlreadyOpened(partner));
    }
    Ok((Place::Looking(look), partner))
}

async fn inside(app: &App, connection: ConnectionId, cookie: &str) -> Result<(Place, Arc<Partner>), Refusal> {
    let value = SessionValue::from_cookie(cookie).ok_or(Refusal::LostPlace)?;
    let mut db = app.store.read().await?;
    let session = store::links::session(&mut db, &value.fingerprint(), connection, app.clock.now())
        .await?
        .ok_or(Refusal::LostPlace)?;
    let partner = app.partners.at_version(&mut db, session.partner_id, session.partner_version).await?;
    Ok((Place::Inside { value, session }, partner))
}

/// A click, then the link's own wish, then the browser's, then the partner's (contract, "Link UI").
pub fn language_of(app: &App, request: &HttpRequest, default: Language) -> Language {
    let asked = asked_language(request.query_string());
    let asked = asked
        .or_else(|| cookies::read(app, request, cookies::Purpose::LinkLanguage).as_deref().and_then(Language::parse));
    let accept = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let clicked = cookies::clicked_language(app, request);
    language::negotiate(clicked, asked.map(Language::tag), accept, default)
}

/// `?lang=` of an address.
pub fn asked_language(query: &str) -> Option<Language> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    pairs.iter().find(|(name, _)| name == "lang").and_then(|(_, value)| Language::parse(value))
}

/// A visit whose link is this browser's: what every page after the first asks for.
pub struct Guest {
    pub visit: Visit,
    pub session: Session,
    pub value: SessionValue,
}

impl FromRequest for Guest {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let visit = Visit::of(&request).await?;
            match &visit.place {
                Place::Inside { value, session } => Ok(Self { value: value.clone(), session: session.clone(), visit }),
                // Whoever has not pressed Next has no business on the later pages.
                Place::Looking(_) => Err(Refusal::LostPlace),
            }
        })
    }
}

impl Guest {
    pub fn fingerprint(&self) -> Fingerprint {
        self.value.fingerprint()
    }

    /// In whose name this visitor's changes are noted.
    pub fn author(&self) -> Author {
        let (connection, company) = (self.session.connection_id, self.session.company_id);
        Author::new(Actor::Customer { connection, company }, self.visit.from)
    }

    /// The page this visitor has to see first, if it is not the one for those who have consented and have accounts.
    pub fn must_first_see(&self) -> Option<String> {
        let may_set_up = self.session.consented_at.is_some() && self.session.source_accounts > 0;
        (!may_set_up).then(|| urls::consent(self.visit.connection))
    }
}
