//! Who is calling: the partner behind an API key, asked once a request, before anything else is looked at.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::clock::Timestamp;
use crate::domain::api_key::{self, ApiKeyId, KeyHolder, LENGTH_LIMIT};
use crate::domain::app::App;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::jobs::errands::Errands;
use crate::secret::SecretText;
use crate::store;

/// Room for the scheme and the longest key in base64; nothing longer is decoded.
const HEADER_LIMIT: usize = 256;
/// A key is marked as used at most so often.
const MARKED_EVERY: Duration = Duration::from_secs(60);
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The partner whose program is calling.
#[derive(Clone)]
pub struct Caller {
    pub partner: Arc<Partner>,
}

/// Lets a request in only with a key that somebody has.
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
        let key = request.headers().get(header::AUTHORIZATION).and_then(|value| key(value.to_str().ok()?));
        let key = key.ok_or(Refusal::NotSignedOn)?;
        let mut db = app.store.read().await?;
        let holder = api_key::holder(&mut db, &key).await?.filter(|it| it.is_live(app.clock.now()));
        let holder = holder.ok_or(Refusal::NotSignedOn)?;
        let partner = app.partners.at_version(&mut db, holder.partner_id, holder.partner_version).await?;
        drop(db);
        mark_used(request, app, &holder);
        Ok(Self { partner })
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
