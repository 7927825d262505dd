//! An invitation that nobody has accepted: sent anew, or withdrawn.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::invite::{self, Invited};
use super::{id, made, nobody};
use crate::domain::member::Email;
use crate::domain::refusal::Refusal;
use crate::domain::set_up::{self, Draft, SetUpLink, SetUpLinkId, State};
use crate::domain::spent_form;
use crate::jobs::errands::Errands;
use crate::portal::member::Member;
use crate::portal::once;
use crate::store;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

pub const ANEW: &str = "invitation-anew";
pub const WITHDRAW: &str = "invitation-withdraw";

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

/// Another link in place of the former, which is void then.
pub async fn post_anew(
    member: Member,
    errands: Data<Errands>,
    invitation: Path<String>,
    form: Form<Pressed>,
) -> Result<HttpResponse, Refusal> {
    let (_, nonce) = once::typed(&member, form, ANEW)?;
    let Some(link) = waiting(&member, id(&invitation)?).await? else {
        // Sent before, it has put another in this one's place.
        let is_spent = spent_form::is_spent(&mut member.app.store.read().await?, &nonce).await?;
        return if is_spent { made::already(&member, "made-already-invited") } else { Err(nobody()) };
    };
    let email = Email::parse(&link.email).ok_or_else(nobody)?;
    let SetUpLink { kind, name, role, language, .. } = link;
    let draft = Draft { kind, email: &email, name: name.as_deref(), role, language };
    match invite::invited(&member, &nonce, &draft).await? {
        Invited::Made(made) => made::invitation(&member, &errands, &made),
        Invited::Refused(why) => made::none(&member, why),
        Invited::Already => made::already(&member, "made-already-invited"),
    }
}

pub async fn post_withdraw(
    member: Member,
    invitation: Path<String>,
    form: Form<Pressed>,
) -> Result<HttpResponse, Refusal> {
    form.from_visitor(&member.app, &member.fingerprint(), WITHDRAW)?;
    let mut db = member.writes().await?;
    let now = member.app.clock.now();
    set_up::withdraw(&mut db, member.who.partner_id, id(&invitation)?, now).await?.ok_or_else(nobody)?;
    db.commit().await?;
    member.leads_to(&urls::team_done("withdrawn"))
}

/// An invitation of this partner's that nobody has accepted or withdrawn.
async fn waiting(member: &Member, id: SetUpLinkId) -> Result<Option<SetUpLink>, Refusal> {
    let mut db = member.app.store.read().await?;
    let link = store::set_up_links::find_by_id(&mut db, member.who.partner_id, id).await?;
    let is_waiting = |link: &SetUpLink| {
        let state = link.state(member.app.clock.now());
        link.member_id.is_none() && matches!(state, State::Open | State::Expired)
    };
    Ok(link.filter(is_waiting))
}
