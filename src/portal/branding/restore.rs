//! Publishing former looks again. It is a publication like any other; a draft is left as it is.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::review::{Deed, Review, published};
use super::state::State;
use crate::domain::audit::What;
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::Topic;
use crate::domain::publication::{self, Publication, PublicationId};
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::member::Member;
use crate::portal::once;
use crate::store::Db;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "branding-restore";

#[derive(Deserialize)]
pub struct Sent {
    /// What customers saw when the form was made.
    #[serde(default)]
    live: String,
}

pub async fn get(member: Member, publication: Path<String>) -> Result<HttpResponse, Refusal> {
    let mut db = member.app.store.read().await?;
    let former = former(&mut db, &member, &publication).await?;
    drop(db);
    shown(&member, &former, None).await
}

pub async fn post(member: Member, publication: Path<String>, form: Form<Sent>) -> Result<HttpResponse, Refusal> {
    let (sent, nonce) = once::typed(&member, form, FORM)?;
    let (member, mut db) = member.writes_afresh().await?;
    if !spent_form::spend(&mut db, &nonce, member.app.clock.now()).await? {
        return member.leads_to(&urls::branding_done("restored"));
    }
    let former = former(&mut db, &member, &publication).await?;
    let refused = published(&mut db, &member, &sent.live, (&former.content, What::BrandingRestored)).await?;
    if refused.is_some() {
        drop(db);
        return shown(&member, &former, refused).await;
    }
    db.commit().await?;
    member.leads_to(&urls::branding_done("restored"))
}

async fn former(db: &mut Db, member: &Member, publication: &str) -> Result<Publication<BrandingDraft>, Refusal> {
    let nothing = || Refusal::NotFound("publication".to_owned());
    let id: PublicationId = publication.parse().map_err(|_| nothing())?;
    publication::get(db, member.partner.id, Topic::Branding, id).await?.ok_or_else(nothing)
}

async fn shown(
    member: &Member,
    former: &Publication<BrandingDraft>,
    refused: Option<String>,
) -> Result<HttpResponse, Refusal> {
    let (state, tongue) = (State::of(member).await?, member.tongue);
    let deed = Deed {
        heading: tongue.t("branding-restore-heading"),
        consequence: tongue.t1("branding-restore-then", "time", member.moment(former.published_at)),
        button: tongue.t("branding-restore"),
        action: urls::branding_restore(former.id),
        seen: None,
        is_destructive: false,
    };
    let changes = former.content.changes_since(&state.published);
    Review::of(member, FORM, deed, (&changes, &state))?.refused(refused).answer(member)
}
