//! *Keep going*: gives the session its whole time again, and leaves the reader where they are.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;

use super::visit::{Guest, KEEP_GOING_FORM};
use crate::domain::link_session;
use crate::domain::refusal::Refusal;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::urls;

/// Which page the button stands on.
#[derive(Deserialize)]
pub struct StandsOn {
    page: String,
}

#[derive(Deserialize)]
pub struct Asked {
    /// The dialog's form wants the page to stay as it is, with what was typed and with a password that is shown.
    #[serde(default)]
    stay: String,
}

/// Extends the session; back to the page, or nowhere (204, at which a browser stays where it is).
pub async fn post(guest: Guest, on: Query<StandsOn>, form: Form<Asked>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let asked = form.from_visitor(&visit.app, &session, KEEP_GOING_FORM)?;
    let mut db = visit.app.store.write().await?;
    if !link_session::extend(&visit.app, &mut db, &session).await? {
        return Err(Refusal::LostPlace);
    }
    db.commit().await?;
    if !asked.stay.is_empty() {
        return Ok(HttpResponse::NoContent().finish());
    }
    let page = urls::Page::named(&on.page).unwrap_or(urls::Page::SelectSoftware);
    Ok(see_other(&urls::page(visit.connection, page)).finish())
}
