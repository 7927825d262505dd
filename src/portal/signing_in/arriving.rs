//! What every way of signing in has in common: where somebody comes from, and what they leave the door with.

use actix_web::cookie::Cookie;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::app::App;
use crate::domain::known_device;
use crate::domain::member::MemberId;
use crate::domain::member_session::SessionValue;
use crate::domain::member_sign_in::{self, From, SignedIn};
use crate::domain::refusal::Refusal;
use crate::http::visitor;
use crate::jobs::errands::Errands;
use crate::portal::member::session_cookie;
use crate::portal::visitor::{Visitor, browser_of};
use crate::secret::Fingerprint;
use crate::web::answer::see_other;
use crate::web::cookies::{self, Purpose};
use crate::web::urls::portal as urls;

/// `bound`: what the browser's forms are bound to.
pub fn from(app: &App, request: &HttpRequest, bound: Fingerprint) -> From {
    From {
        browser: bound,
        address: visitor::address(request, app),
        known_device: cookies::read(app, request, Purpose::KnownDevice),
        name: browser_of(request),
        former: cookies::read(app, request, Purpose::Member).as_deref().and_then(SessionValue::from_cookie),
    }
}

/// Leads on whoever has signed in, with a session's cookie, and with one by which this browser is known from now on. What bound its
/// forms at the door is over.
pub fn arrives(visitor: &Visitor, signed_in: &SignedIn, to: &str) -> Result<HttpResponse, Refusal> {
    let app = &visitor.app;
    let mut answer = see_other(&within(to));
    answer.cookie(session_cookie(app, &signed_in.value));
    answer.cookie(known(app, signed_in)?);
    answer.cookie(cookies::ended(app, Purpose::AtTheDoor));
    Ok(answer.finish())
}

fn known(app: &App, signed_in: &SignedIn) -> anyhow::Result<Cookie<'static>> {
    Ok(cookies::made(app, Purpose::KnownDevice, known_device::cookie(app, signed_in.member)?))
}

/// The address, if it is one of the portal; else its first page.
pub fn within(to: &str) -> String {
    if urls::is_within(to) { to.to_owned() } else { urls::home() }
}

/// Somebody has failed who meant one of the partner's people. The answer does not wait for it: it takes as long as for nobody.
pub fn tell_the_log(request: &HttpRequest, visitor: &Visitor, known: Option<MemberId>) {
    let Some((errands, member)) = request.app_data::<Data<Errands>>().zip(known) else { return };
    let (app, address) = (visitor.app.clone(), visitor.address);
    errands.run(async move {
        tracing::info!(%member, "a member's sign-in has failed");
        if let Err(error) = member_sign_in::note_failure(&app, member, address).await {
            tracing::warn!(%error, "a failed sign-in could not be written down");
        }
    });
}
