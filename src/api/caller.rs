//! Who is calling: the partner behind an API key, or whoever holds a company's access token; asked once a request, before
//! anything else is looked at.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::READABLE;
use crate::clock::Timestamp;
use crate::domain::access_token;
use crate::domain::api_key::{self, ApiKeyId, KeyHolder, LENGTH_LIMIT};
use crate::domain::app::App;
use crate::domain::audit::{Actor, Author};
use crate::domain::company::CompanyId;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::http::visitor;
use crate::jobs::errands::Errands;
use crate::secret::SecretText;
use crate::store::{self, Db};

/// Room for the scheme and the longest key in base64; nothing longer is decoded.
const HEADER_LIMIT: usize = 256;
/// A key is marked as used at most so often.
const MARKED_EVERY: Duration = Duration::from_secs(60);
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The partner whose program is calling, and what it came with.
#[derive(Clone)]
pub struct Caller {
    pub partner: Arc<Partner>,
    pub with: With,
    author: Author,
}

/// What lets a caller in, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// To everything of the partner's.
    Key(ApiKeyId),
    /// To what [`READABLE`] names, of this company alone.
    Token(CompanyId),
}

/// What the linkUrls of an answer carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// A code that opens the link.
    Live,
    /// None: the same addresses, which open nothing.
    Left,
}

/// Lets a request in only with a key that somebody has, or with a token to what a token is for.
pub async fn identify<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    match Caller::of(&request).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            Ok(next.call(request).await?.map_into_left_body())
        }
        Err(refusal) => Ok(request.error_response(refusal).map_into_right_body()),
    }
}

impl Caller {
    async fn of(request: &ServiceRequest) -> Result<Self, Refusal> {
        if is_from_another_site(request) {
            return Err(Refusal::Forbidden("a web page of another site may not call this API".into()));
        }
        let Some(app) = request.app_data::<Data<App>>() else { return Err(Refusal::NotSignedOn) };
        let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let authorization = authorization.ok_or(Refusal::NotSignedOn)?;
        if let Some(token) = token(authorization) {
            return Self::of_token(request, app, &token).await;
        }
        let key = key(authorization).ok_or(Refusal::NotSignedOn)?;
        let mut db = app.store.read().await?;
        let holder = api_key::holder(&mut db, &key).await?.filter(|it| it.is_live(app.clock.now()));
        let holder = holder.ok_or(Refusal::NotSignedOn)?;
        let partner = app.partners.at_version(&mut db, holder.partner_id, holder.partner_version).await?;
        drop(db);
        mark_used(request, app, &holder);
        let author = Author::new(holder.actor(), visitor::address(request.request(), app));
        Ok(Self { partner, with: With::Key(holder.key_id), author })
    }

    async fn of_token(request: &ServiceRequest, app: &App, token: &SecretText) -> Result<Self, Refusal> {
        let mut db = app.store.read().await?;
        let holder = access_token::holder(&mut db, token, app.clock.now()).await?.ok_or(Refusal::NotSignedOn)?;
        let is_readable = request.match_pattern().is_some_and(|pattern| READABLE.contains(&pattern.as_str()));
        if request.method() != Method::GET || !is_readable {
            let why = "a company access token reads its company, its connections and its accounts, and nothing else";
            return Err(Refusal::Forbidden(why.into()));
        }
        let partner = app.partners.at_version(&mut db, holder.partner_id, holder.partner_version).await?;
        let actor = Actor::Token { company: holder.company_id };
        let author = Author::new(actor, visitor::address(request.request(), app));
        Ok(Self { partner, with: With::Token(holder.company_id), author })
    }

    /// Whether this company is within the caller's reach, if it is the partner's at all.
    pub fn reaches(&self, company: CompanyId) -> bool {
        match self.with {
            With::Key(_) => true,
            With::Token(own) => own == company,
        }
    }

    /// In whose name the caller's changes are noted.
    pub fn author(&self) -> Author {
        self.author.clone()
    }

    /// A unit of work in the caller's name.
    pub async fn writes(&self, app: &App) -> Result<Db, Refusal> {
        Ok(app.store.write().await?.in_name_of(self.author()))
    }

    /// The key the caller came with; nobody else gets what only a key's holder may have.
    pub fn key(&self) -> Result<ApiKeyId, Refusal> {
        match self.with {
            With::Key(key) => Ok(key),
            With::Token(_) => Err(Refusal::Forbidden("this needs an API key".into())),
        }
    }

    /// A linkUrl opens the door to the company's data, which a token is no key to.
    pub fn codes(&self) -> Codes {
        match self.with {
            With::Key(_) => Codes::Live,
            With::Token(_) => Codes::Left,
        }
    }
}

impl FromRequest for Caller {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or(Refusal::NotSignedOn))
    }
}

/// A browser sends a password of the Basic scheme again by itself, so another site could use it (security reference
/// 3.8). Programs do not send this header.
fn is_from_another_site(request: &ServiceRequest) -> bool {
    let site = request.headers().get("Sec-Fetch-Site");
    site.is_some_and(|site| matches!(site.as_bytes(), b"cross-site" | b"same-site"))
}

/// The key in `Basic base64(key)`, also in `Basic base64(key:)`, which is what tools make of a user without password.
fn key(authorization: &str) -> Option<SecretText> {
    if authorization.len() > HEADER_LIMIT {
        return None;
    }
    let (scheme, encoded) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let mut text = String::from_utf8(BASE64.decode(encoded.trim()).ok()?).ok()?;
    if text.ends_with(':') {
        text.pop();
    }
    (1..=LENGTH_LIMIT).contains(&text.len()).then(|| SecretText::new(text))
}

/// The token in `Bearer token`.
fn token(authorization: &str) -> Option<SecretText> {
    let (scheme, token) = authorization.split_once(' ')?;
    let fits = (1..=access_token::LENGTH_LIMIT).contains(&token.len());
    (scheme.eq_ignore_ascii_case("bearer") && fits).then(|| SecretText::new(token.to_owned()))
}

/// An errand, which nobody waits for: a read must not queue for the one writer.
fn mark_used(request: &ServiceRequest, app: &App, holder: &KeyHolder) {
    let now = app.clock.now();
    let is_due = holder.last_used_at.is_none_or(|at| at + MARKED_EVERY <= now);
    if let Some(errands) = request.app_data::<Data<Errands>>().filter(|_| is_due) {
        let (app, key) = (app.clone(), holder.key_id);
        errands.run(async move {
            if let Err(error) = write_used(&app, key, now).await {
                tracing::warn!(%error, "a key could not be marked as used");
            }
        });
    }
}

async fn write_used(app: &App, key: ApiKeyId, now: Timestamp) -> sqlx::Result<()> {
    let mut db = app.store.write().await?;
    store::api_keys::mark_used(&mut db, key, now - MARKED_EVERY, now).await?;
    db.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(authorization: &str) -> Option<String> {
        key(authorization).map(|key| key.reveal().to_owned())
    }

    #[test]
    fn a_key_comes_alone_or_as_a_user_without_password() {
        for encoded in ["YmZsX2tleQ==", "YmZsX2tleQ", "YmZsX2tleTo="] {
            for scheme in ["Basic", "basic", "BASIC"] {
                assert_eq!(read(&format!("{scheme} {encoded}")).as_deref(), Some("bfl_key"), "{scheme} {encoded}");
            }
        }
    }

    #[test]
    fn what_holds_no_key_is_none() {
        for authorization in
            ["", "Basic", "Basic ", "Basic Og==", "Bearer YmZsX2tleQ==", "Basic bfl_key", "YmZsX2tleQ=="]
        {
            assert_eq!(read(authorization), None, "{authorization}");
        }
    }

    #[test]
    fn nothing_longer_than_a_key_is_decoded() {
        let longest = BASE64.encode("k".repeat(LENGTH_LIMIT));
        assert!(read(&format!("Basic {longest}")).is_some());
        assert_eq!(read(&format!("Basic {}", BASE64.encode("k".repeat(LENGTH_LIMIT + 1)))), None);
        assert_eq!(read(&format!("Basic {}", "a".repeat(1_000_000))), None);
    }
}
