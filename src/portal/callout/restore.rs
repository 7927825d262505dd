//! Publishing a former callout once more, after a look at what that changes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::by;
use super::done::Done;
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::callout_history::{self, Outcome};
use crate::domain::publication::PublicationId;
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "callout-restore";

#[derive(Deserialize)]
pub struct Typed {}

#[derive(Template)]
#[template(path = "portal/callout/restore.html")]
pub struct Restore {
    shell: Shell,
    csrf: String,
    id: PublicationId,
    /// When it was published, in words.
    of: String,
    before: CalloutDraft,
    after: CalloutDraft,
    hidden_until: Option<String>,
}

impl Page for Restore {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-restore-heading").to_owned()
    }
}

/// One of this partner's publications; anything else is nothing.
pub(super) fn publication(id: &str) -> Result<PublicationId, Refusal> {
    id.parse().map_err(|_| gone())
}

pub(super) fn gone() -> Refusal {
    Refusal::NotFound("callout".to_owned())
}

pub async fn get(member: Member, id: Path<String>) -> Result<HttpResponse, Refusal> {
    let id = publication(&id)?;
    let mut db = member.app.store.read().await?;
    let entry = callout_history::get(&mut db, member.partner.id, id).await?.ok_or_else(gone)?;
    drop(db);
    let shown = member.partner.settings.shown_callout(member.app.clock.now());
    let page = Restore {
        shell: member.shell(),
        csrf: member.csrf(FORM),
        id,
        of: member.moment(entry.published_at),
        before: shown.into(),
        after: entry.content.texts,
        hidden_until: shown.timed.and_then(|it| it.until).map(|until| member.moment(until)),
    };
    member.answers(StatusCode::OK, &page)
}

pub async fn post(member: Member, id: Path<String>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let (app, id) = (&member.app, publication(&id)?);
    let mut db = member.writes().await?;
    let now = app.clock.now();
    match callout_history::restore(&mut db, &app.chance, member.partner.id, id, by(&member), now).await? {
        Outcome::Done => db.commit().await?,
        Outcome::Gone => return Err(gone()),
        // Only where the settings change faster than they can be read.
        outcome => return Err(Refusal::Conflict(format!("the callout was not restored: {outcome:?}"))),
    }
    member.leads_to(&urls::callout_after(Done::Restored))
}
