//! Revoking ends all credentials of the connection at once; so it is asked first, with what it does and what it leaves.

use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::visit::Guest;
use crate::domain::credentials;
use crate::domain::link_session;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::Who;
use crate::http::request_id;
use crate::store;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::page::{Page, Shell};
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/revoke.html")]
pub struct Revoke {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    /// How many accounts will get no further transactions.
    pub accounts: usize,
}

impl Revoke {
    fn stops_any(&self) -> bool {
        self.accounts > 0
    }
}

impl Page for Revoke {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("revoke").to_owned()
    }
}

#[derive(Template)]
#[template(path = "link/revoked.html")]
pub struct Revoked {
    pub shell: Shell,
    pub connection: String,
    /// When, in words.
    pub at: String,
    /// What the partner's support finds this by in the log.
    pub reference: String,
}

impl Page for Revoked {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("revoked").to_owned()
    }
}

#[derive(Deserialize)]
pub struct Confirmed {}

/// Asks first, and says what it does.
pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    let visit = &guest.visit;
    let page = Revoke {
        shell: visit.shell(urls::Page::Revoke),
        connection: visit.connection.to_string(),
        csrf: visit.csrf(urls::Page::Revoke),
        accounts: usize::try_from(guest.session.connected_accounts).unwrap_or_default(),
    };
    visit.answers(StatusCode::OK, &page)
}

/// Revokes everything of the connection. This browser keeps its session, to see the result.
pub async fn post(guest: Guest, form: Form<Confirmed>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let Confirmed {} = form.from_visitor(&visit.app, &session, urls::Page::Revoke.name())?;
    let mut db = visit.app.store.write().await?.in_name_of(guest.author());
    // In the order in which a set is made, or the two could wait for one another: the sets, then the session.
    credentials::revoke_all(&visit.app, &mut db, visit.connection, Who::Customer, Some(&session)).await?;
    if !link_session::extend(&visit.app, &mut db, &session).await? {
        return Err(Refusal::LostPlace);
    }
    db.commit().await?;
    Ok(see_other(&urls::revoked(visit.connection)).finish())
}

/// The result, with its time.
pub async fn get_revoked(request: HttpRequest, guest: Guest) -> Result<HttpResponse, Refusal> {
    let visit = &guest.visit;
    let mut db = visit.app.store.read().await?;
    let Some(at) = store::credentials::revoked_at(&mut db, visit.connection).await? else {
        return Ok(see_other(&urls::set_up(visit.connection)).finish());
    };
    let page = Revoked {
        shell: visit.shell(urls::Page::Revoked),
        connection: visit.connection.to_string(),
        at: visit.moment(at),
        reference: request_id::reference(&request.extensions()),
    };
    visit.answers(StatusCode::OK, &page)
}

#[cfg(test)]
impl Revoke {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Revoke)> {
        let page =
            |accounts| Revoke { shell: shell.clone(), connection: "9f3c".into(), csrf: "t0ken".into(), accounts };
        vec![("revoke", page(3)), ("revoke_one", page(1)), ("revoke_none", page(0))]
    }
}

#[cfg(test)]
impl Revoked {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Revoked)> {
        let at = "July 4, 2026 at 2:05 p.m. Eastern Daylight Time".into();
        vec![("revoked", Revoked { shell: shell.clone(), connection: "9f3c".into(), at, reference: "4f2a91c0".into() })]
    }
}
