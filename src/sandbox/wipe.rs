//! Wiping: one button, behind a page that says what goes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::developer::Developer;
use super::key::Pressed;
use crate::clock::Ahead;
use crate::domain::app::App;
use crate::domain::audit::Author;
use crate::domain::company;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::domain::sandbox_clock;
use crate::store;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

const FORM: &str = "wipe";
/// Companies that go in one unit of work: others wait for the writer.
const BATCH: i64 = 20;

#[derive(Template)]
#[template(path = "sandbox/wipe.html")]
struct WipePage {
    shell: Shell,
    csrf: String,
    companies: i64,
    is_demo: bool,
    /// What becomes of the clock, if anything does.
    clock: Option<&'static str>,
}

impl Page for WipePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("wipe-heading").to_owned()
    }
}

impl WipePage {
    fn has_companies(&self) -> bool {
        self.companies > 0
    }
}

pub async fn get(developer: Developer) -> Result<HttpResponse, Refusal> {
    let guest = &developer.guest;
    let mut db = guest.app.store.read().await?;
    let (_, companies) = store::companies::page(&mut db, developer.partner.id, 1, 0).await?;
    let is_alone = store::partners::only(&mut db).await?.is_some();
    drop(db);
    let is_ahead = guest.app.clock.ahead().is_some_and(|ahead| !ahead.is_zero());
    let clock = if is_alone { "wipe-clock" } else { "wipe-clock-stays" };
    let page = WipePage {
        shell: guest.walk(),
        csrf: guest.csrf(FORM),
        companies,
        is_demo: guest.sandbox()?.demo.is_some(),
        clock: is_ahead.then(|| guest.tongue.t(clock)),
    };
    guest.answers(StatusCode::OK, &page)
}

pub async fn post(developer: Developer, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let guest = &developer.guest;
    form.from_visitor(&guest.app, &guest.fingerprint(), FORM)?;
    wipe(&developer).await?;
    Ok(see_other(&urls::walk_wiped()).finish())
}

/// Removes what the partner and the pretend QuickBooks have of one another; settings and keys stay. Broken off, it leaves whole
/// companies, and the next one goes on. Where there is no other partner the clock goes right again.
async fn wipe(developer: &Developer) -> sqlx::Result<()> {
    let (app, partner) = (&developer.guest.app, developer.partner.id);
    while some_companies(app, partner, &developer.author).await? {}
    if let Some(ahead) = the_rest(app, partner).await? {
        sandbox_clock::go_right(app, ahead).await?;
    }
    Ok(())
}

/// Whether there may be more.
async fn some_companies(app: &App, partner: PartnerId, author: &Author) -> sqlx::Result<bool> {
    let mut db = app.store.write().await?.in_name_of(author.clone());
    let (companies, total) = store::companies::page(&mut db, partner, BATCH, 0).await?;
    for company in &companies {
        company::delete(&mut db, partner, company.id).await?;
    }
    db.commit().await?;
    Ok(total > BATCH)
}

async fn the_rest(app: &App, partner: PartnerId) -> sqlx::Result<Option<Ahead>> {
    let mut db = app.store.write().await?;
    store::pretend_sign_ons::forget_institution(&mut db, partner.0).await?;
    let is_alone = store::partners::only(&mut db).await?.is_some_and(|only| only.id == partner);
    let is_ahead = app.clock.ahead().is_some_and(|ahead| !ahead.is_zero());
    let ahead = if is_alone && is_ahead { Some(sandbox_clock::reset(app, &mut db).await?) } else { None };
    db.commit().await?;
    Ok(ahead)
}
