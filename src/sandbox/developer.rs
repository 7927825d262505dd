//! A partner's developer: whom the walk, the clock and the wiping are for. In a demo, which only this machine can reach, everybody
//! is one; elsewhere one who has given the partner's API key.
//!
//! The key rests nowhere but in the browser's own cookie, sealed and bound to that browser, for an hour. It is looked up at each
//! request, so a key that is deleted ends it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use serde::{Deserialize, Serialize};

use super::page::Guest;
use crate::clock::Timestamp;
use crate::domain::api_key;
use crate::domain::app::App;
use crate::domain::audit::Author;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::domain::sandbox_clock;
use crate::http::visitor;
use crate::secret::{SecretText, from_base64url, to_base64url};
use crate::web::cookies;

/// By the true time: nobody is asked for it again because ten days are taken to have passed.
const KEPT_FOR: Duration = Duration::from_secs(60 * 60);

pub struct Developer {
    pub guest: Guest,
    pub partner: Arc<Partner>,
    pub key: SecretText,
    /// In whose name their changes are noted.
    pub author: Author,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    key: String,
    /// Microseconds of a [`Timestamp`].
    until: i64,
}

impl FromRequest for Developer {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl Developer {
    /// [`Refusal::NotSignedOn`]: nobody whose key we know.
    async fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        let guest = Guest::extract(request).await?;
        let key = match &guest.sandbox()?.demo {
            Some(demo) if is_asked_for_by_name(request, &guest.app) => Some(demo.api_key.clone()),
            Some(_) => return Err(Refusal::Forbidden("a demo answers at its own address only".into())),
            None => kept(&guest, request),
        };
        let key = key.ok_or(Refusal::NotSignedOn)?;
        let mut db = guest.app.store.read().await?;
        let holder = api_key::holder(&mut db, &key).await?.filter(|it| it.is_live(guest.app.clock.now()));
        let holder = holder.ok_or(Refusal::NotSignedOn)?;
        let partner = guest.app.partners.at_version(&mut db, holder.partner_id, holder.partner_version).await?;
        drop(db);
        let author = Author::new(holder.actor(), visitor::address(request, &guest.app));
        Ok(Self { guest, partner, key, author })
    }
}

/// Whether a demo was asked for under its own address. Another name that leads to this machine may be somebody else's trick.
fn is_asked_for_by_name(request: &HttpRequest, app: &App) -> bool {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    app.public_url.origin().split_once("://").is_some_and(|(_, own)| own == host)
}

/// The key in the cookie of this browser.
fn kept(guest: &Guest, request: &HttpRequest) -> Option<SecretText> {
    let cookie = cookies::read(&guest.app, request, cookies::Purpose::SandboxKey)?;
    let plain = guest.app.keys.sandbox_key.open(&from_base64url(&cookie)?, guest.fingerprint().bytes())?;
    let kept: Kept = serde_json::from_slice(&plain).ok()?;
    (Timestamp::from_micros(kept.until) > sandbox_clock::true_time(&guest.app)).then(|| SecretText::new(kept.key))
}

/// The cookie that keeps a key which somebody has.
pub fn cookie(guest: &Guest, key: &SecretText) -> anyhow::Result<Cookie<'static>> {
    let until = (sandbox_clock::true_time(&guest.app) + KEPT_FOR).micros();
    let plain = serde_json::to_vec(&Kept { key: key.reveal().to_owned(), until })?;
    let sealed = guest.app.keys.sandbox_key.seal(&guest.app.chance, &plain, guest.fingerprint().bytes())?;
    Ok(cookies::made(&guest.app, cookies::Purpose::SandboxKey, to_base64url(&sealed)))
}
