//! Taking back a callout that is to come, or one that would end later, after a look at it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::done::Done;
use super::restore::{gone, publication};
use super::times;
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::callout_history::{self, Outcome, Span};
use crate::domain::publication::PublicationId;
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "callout-take-back";

#[derive(Deserialize)]
pub struct Typed {}

#[derive(Template)]
#[template(path = "portal/callout/take_back.html")]
pub struct TakeBack {
    shell: Shell,
    once: Once,
    id: PublicationId,
    when: String,
    texts: CalloutDraft,
}

impl Page for TakeBack {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-take-back-heading").to_owned()
    }
}

pub async fn get(member: Member, id: Path<String>) -> Result<HttpResponse, Refusal> {
    let (id, now) = (publication(&id)?, member.app.clock.now());
    let timed = &member.partner.settings.timed_callouts;
    let timed = timed.iter().find(|it| it.publication == id && !it.is_over(now)).ok_or_else(gone)?;
    let page = TakeBack {
        shell: member.shell(),
        once: Once::of(&member, FORM),
        id,
        when: times::span(&member, Span { from: timed.from, until: timed.until }),
        texts: CalloutDraft { english: timed.callout_en.as_ref().into(), french: timed.callout_fr.as_ref().into() },
    };
    member.answers(StatusCode::OK, &page)
}

pub async fn post(member: Member, id: Path<String>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let (Typed {}, nonce) = once::typed(&member, form, FORM)?;
    let (id, now) = (publication(&id)?, member.app.clock.now());
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, now).await? {
        return member.leads_to(&urls::callout_after(Done::TakenBack));
    }
    match callout_history::take_back(&mut db, member.partner.id, id, now).await? {
        Outcome::Done => db.commit().await?,
        Outcome::Gone => return Err(gone()),
        outcome => return Err(Refusal::Conflict(format!("the callout was not taken back: {outcome:?}"))),
    }
    member.leads_to(&urls::callout_after(Done::TakenBack))
}
