//! A link with which a member chooses a new password. An administrator starts it, and never learns what is chosen.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::{id, made, member, nobody};
use crate::domain::refusal::Refusal;
use crate::domain::set_up::{self, Asked, Start};
use crate::domain::spent_form;
use crate::jobs::errands::Errands;
use crate::portal::member::Member;
use crate::portal::once;
use crate::web::form::Form;

pub const FORM: &str = "reset";

#[derive(Deserialize)]
pub struct Typed {
    /// Sent by a box that is ticked.
    second_factor: Option<String>,
}

pub async fn post(
    member: Member,
    errands: Data<Errands>,
    path: Path<String>,
    form: Form<Typed>,
) -> Result<HttpResponse, Refusal> {
    let (typed, nonce) = once::typed(&member, form, FORM)?;
    let person = member::person(&member, id(&path)?).await?;
    // Their own they change where they have to prove the old one.
    if person.id == member.who.id {
        return Err(nobody());
    }
    let start = Start {
        by: Some(member.who.id),
        language: member.tongue.language(),
        forgets_second_factor: typed.second_factor.is_some(),
    };
    let (app, mut db) = (&member.app, member.writes().await?);
    if !spent_form::spend(&mut db, &nonce, app.clock.now()).await? {
        return made::already(&member, "made-already-reset");
    }
    match set_up::reset(&mut db, &app.chance, &person, &start, app.clock.now()).await? {
        Asked::Made(made) => {
            db.commit().await?;
            made::reset(&member, &errands, &made)
        }
        Asked::IsMember | Asked::TooMany => made::none(&member, made::too_many(&member)),
    }
}
