//! Throwing the draft away, after a look at it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::done::Done;
use super::{draft_of, said};
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::draft::{self, Topic};
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "callout-discard";

#[derive(Deserialize)]
pub struct Typed {
    version: i64,
}

#[derive(Template)]
#[template(path = "portal/callout/discard.html")]
pub struct Discard {
    shell: Shell,
    once: Once,
    version: i64,
    texts: CalloutDraft,
    saved: String,
    was_changed: bool,
}

impl Page for Discard {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-discard-heading").to_owned()
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    asked(&member, StatusCode::OK).await
}

/// Discards what was looked at. If it was changed meanwhile, the question is asked again.
pub async fn post(member: Member, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let (typed, nonce) = once::typed(&member, form, FORM)?;
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, member.app.clock.now()).await? {
        return member.leads_to(&urls::callout_after(Done::Discarded));
    }
    if !draft::discard(&mut db, member.partner.id, Topic::Callout, typed.version).await? {
        drop(db);
        return asked(&member, StatusCode::CONFLICT).await;
    }
    db.commit().await?;
    member.leads_to(&urls::callout_after(Done::Discarded))
}

async fn asked(member: &Member, status: StatusCode) -> Result<HttpResponse, Refusal> {
    let Some(draft) = draft_of(member).await? else { return member.leads_to(&urls::callout()) };
    let page = Discard {
        shell: member.shell().at(urls::discard_callout()),
        once: Once::of(member, FORM),
        version: draft.version,
        saved: said(member, "callout-draft-saved", &draft),
        texts: draft.content,
        was_changed: status == StatusCode::CONFLICT,
    };
    member.answers(status, &page)
}
