//! Publishing a former callout once more, after a look at what that changes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::by;
use super::done::Done;
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::callout_history::{self, Entry, Outcome};
use crate::domain::publication::PublicationId;
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::field::Problem;
use crate::portal::live;
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "callout-restore";

#[derive(Deserialize)]
pub struct Typed {
    /// What customers saw when the form was made.
    #[serde(default)]
    live: String,
}

#[derive(Template)]
#[template(path = "portal/callout/restore.html")]
pub struct Restore {
    shell: Shell,
    once: Once,
    /// A mark of what customers see now.
    live: String,
    id: PublicationId,
    /// When it was published, in words.
    of: String,
    before: CalloutDraft,
    after: CalloutDraft,
    hidden_until: Option<String>,
    /// Why it was not done.
    problem: Option<String>,
}

impl Page for Restore {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-restore-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let words = self.problem.iter();
        words.map(|words| Problem { field: "changes".to_owned(), words: words.clone() }).collect()
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
    asked(&member, entry, None)
}

/// Restores it in place of what was looked at. If customers see another meanwhile, the question is asked again.
pub async fn post(member: Member, id: Path<String>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let id = publication(&id)?;
    let (typed, nonce) = once::typed(&member, form, FORM)?;
    let (member, mut db) = member.writes_afresh().await?;
    let (app, partner, now) = (&member.app, member.partner.id, member.app.clock.now());
    if !spent_form::spend(&mut db, &nonce, now).await? {
        return member.leads_to(&urls::callout_after(Done::Restored));
    }
    let entry = callout_history::get(&mut db, partner, id).await?.ok_or_else(gone)?;
    if typed.live != live::callout(&member.partner)? {
        drop(db);
        return asked(&member, entry, Some(member.tongue.t("callout-live-changed").to_owned()));
    }
    match callout_history::restore(&mut db, &app.chance, partner, id, by(&member), now).await? {
        Outcome::Done => db.commit().await?,
        // Only where the settings change faster than they can be read.
        outcome => return Err(Refusal::Conflict(format!("the callout was not restored: {outcome:?}"))),
    }
    member.leads_to(&urls::callout_after(Done::Restored))
}

fn asked(member: &Member, entry: Entry, problem: Option<String>) -> Result<HttpResponse, Refusal> {
    let shown = member.partner.settings.shown_callout(member.app.clock.now());
    let page = Restore {
        shell: member.shell().at(urls::restore_callout(entry.id)),
        once: Once::of(member, FORM),
        live: live::callout(&member.partner)?,
        id: entry.id,
        of: member.moment(entry.published_at),
        before: shown.into(),
        after: entry.content.texts,
        hidden_until: shown.timed.and_then(|it| it.until).map(|until| member.moment(until)),
        problem,
    };
    let status = if page.problem.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    member.answers(status, &page)
}
