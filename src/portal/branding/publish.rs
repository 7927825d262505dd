//! Publishing the draft: what customers see now, what they will see.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::review::{Deed, Review, published};
use super::state::State;
use crate::domain::audit::What;
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::{self, Topic};
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::member::Member;
use crate::portal::once;
use crate::store::Db;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "branding-publish";

#[derive(Deserialize)]
pub struct Sent {
    /// The draft's version.
    seen: i64,
    /// What customers saw when the form was made.
    #[serde(default)]
    live: String,
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    shown(&member, None).await
}

pub async fn post(member: Member, form: Form<Sent>) -> Result<HttpResponse, Refusal> {
    let (sent, nonce) = once::typed(&member, form, FORM)?;
    let (member, mut db) = member.writes_afresh().await?;
    if !spent_form::spend(&mut db, &nonce, member.app.clock.now()).await? {
        return member.leads_to(&urls::branding_done("published"));
    }
    let refused = done(&mut db, &member, &sent).await?;
    if refused.is_some() {
        drop(db);
        return shown(&member, refused).await;
    }
    db.commit().await?;
    member.leads_to(&urls::branding_done("published"))
}

/// Exactly what was looked at is published in place of what was looked at, or nothing.
async fn done(db: &mut Db, member: &Member, sent: &Sent) -> Result<Option<String>, Refusal> {
    let partner = member.partner.id;
    let draft = draft::of::<BrandingDraft>(db, partner, Topic::Branding).await?;
    let is_still_there = draft::discard(db, partner, Topic::Branding, sent.seen).await?;
    let Some(draft) = draft.filter(|draft| is_still_there && draft.version == sent.seen) else {
        return Ok(Some(member.tongue.t("branding-draft-changed").to_owned()));
    };
    published(db, member, &sent.live, (&draft.content, What::BrandingPublished)).await
}

async fn shown(member: &Member, refused: Option<String>) -> Result<HttpResponse, Refusal> {
    let (state, tongue) = (State::of(member).await?, member.tongue);
    let deed = Deed {
        heading: tongue.t("branding-publish-heading"),
        consequence: tongue.t("branding-publish-then").to_owned(),
        button: tongue.t("branding-publish"),
        action: urls::branding_publish(),
        seen: Some(state.version()),
        is_destructive: false,
    };
    Review::of(member, FORM, deed, (&state.pending(), &state))?.refused(refused).answer(member)
}
