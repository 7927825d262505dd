//! Throwing the draft away: what is lost by it stands there first.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::review::{Deed, Review};
use super::state::State;
use crate::domain::draft::{self, Topic};
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::member::Member;
use crate::portal::once;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "branding-discard";

#[derive(Deserialize)]
pub struct Sent {
    seen: i64,
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    shown(&member, None).await
}

pub async fn post(member: Member, form: Form<Sent>) -> Result<HttpResponse, Refusal> {
    let (sent, nonce) = once::typed(&member, form, FORM)?;
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, member.app.clock.now()).await? {
        return member.leads_to(&urls::branding_done("discarded"));
    }
    if !draft::discard(&mut db, member.partner.id, Topic::Branding, sent.seen).await? {
        drop(db);
        return shown(&member, Some(member.tongue.t("branding-draft-changed").to_owned())).await;
    }
    db.commit().await?;
    member.leads_to(&urls::branding_done("discarded"))
}

async fn shown(member: &Member, refused: Option<String>) -> Result<HttpResponse, Refusal> {
    let (state, tongue) = (State::of(member).await?, member.tongue);
    let deed = Deed {
        heading: tongue.t("branding-discard-heading"),
        consequence: tongue.t("branding-discard-then").to_owned(),
        button: tongue.t("branding-discard"),
        action: urls::branding_discard(),
        seen: Some(state.version()),
        is_destructive: true,
    };
    let back = state.draft.as_ref().map(|draft| state.published.changes_since(&draft.content)).unwrap_or_default();
    Review::of(member, FORM, deed, (&back, &state))?.refused(refused).answer(member)
}
