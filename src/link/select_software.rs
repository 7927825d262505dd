//! Step 1: the accounting software. The connection already names it, so it is selected beforehand; pressing Next without it
//! is answered beside the tile.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::visit::{self, Place, Visit};
use crate::domain::link::LinkId;
use crate::domain::link_session;
use crate::domain::refusal::Refusal;
use crate::store;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::page::{Page, Shell};
use crate::web::urls;

/// The tile's value in the form: the platform key of QuickBooks Online Bank Feeds.
pub const QUICKBOOKS: &str = "hcws";

#[derive(Template)]
#[template(path = "link/select_software.html")]
pub struct SelectSoftware {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    pub selected: bool,
    /// Next was pressed with nothing selected; the page is then answered with 422.
    pub nothing_selected: bool,
}

impl Page for SelectSoftware {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("select-software").to_owned()
    }

    fn step(&self) -> Option<usize> {
        Some(1)
    }

    fn has_error(&self) -> bool {
        self.nothing_selected
    }
}

#[derive(Deserialize)]
pub struct Choice {
    #[serde(default)]
    software: String,
}

/// The first page, for whoever has opened the link; looking changes nothing.
pub async fn get(visit: Visit) -> Result<HttpResponse, Refusal> {
    shown(&visit, StatusCode::OK, true)
}

/// Next: the link becomes this browser's.
pub async fn post(visit: Visit, form: Form<Choice>) -> Result<HttpResponse, Refusal> {
    let choice = form.from_visitor(&visit.app, &visit.visitor(), urls::Page::SelectSoftware.name())?;
    if choice.software != QUICKBOOKS {
        return shown(&visit, StatusCode::UNPROCESSABLE_ENTITY, false);
    }
    let next = urls::consent(visit.connection);
    let mut db = visit.app.store.write().await?;
    match &visit.place {
        Place::Inside { value, .. } => {
            link_session::extend(&visit.app, &mut db, &value.fingerprint()).await?;
            db.commit().await?;
            Ok(see_other(&next).finish())
        }
        Place::Looking(look) => {
            let entered = link_session::enter(&visit.app, &mut db, visit.connection, look, &visit.browser).await?;
            db.commit().await?;
            let Some(value) = entered else { return Err(too_late(&visit, look.link).await?) };
            Ok(see_other(&next).cookie(visit::session_cookie(&visit.app, visit.connection, &value)).finish())
        }
    }
}

/// Why the link could not be claimed: another browser was quicker, or its hour is over.
async fn too_late(visit: &Visit, link: LinkId) -> Result<Refusal, Refusal> {
    let mut db = visit.app.store.read().await?;
    let found = store::links::look(&mut db, link, visit.connection).await?;
    let is_elsewhere = found.is_some_and(|link| link.claimed_by.is_some() && link.voided_at.is_none());
    let partner = std::sync::Arc::clone(&visit.partner);
    Ok(if is_elsewhere { Refusal::AlreadyOpened(partner) } else { Refusal::LinkExpired(partner) })
}

fn shown(visit: &Visit, status: StatusCode, selected: bool) -> Result<HttpResponse, Refusal> {
    let page = SelectSoftware {
        shell: visit.shell(urls::Page::SelectSoftware),
        connection: visit.connection.to_string(),
        csrf: visit.csrf(urls::Page::SelectSoftware),
        selected,
        nothing_selected: !selected,
    };
    visit.answers(status, &page)
}

#[cfg(test)]
impl SelectSoftware {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, SelectSoftware)> {
        let page = |selected, nothing_selected| SelectSoftware {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            selected,
            nothing_selected,
        };
        vec![("select_software", page(true, false)), ("select_software_error", page(false, true))]
    }
}
