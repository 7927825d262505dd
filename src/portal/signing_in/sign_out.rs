//! *Sign out*: the session is over, here and on every node.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::domain::audit::{self, Note, Thing, What};
use crate::domain::member_session;
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::portal::page::SIGN_OUT;
use crate::web::answer::see_other;
use crate::web::cookies;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

pub async fn post(member: Member, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    form.from_visitor(&member.app, &member.fingerprint(), SIGN_OUT)?;
    let mut db = member.writes().await?;
    if member_session::end(&mut db, &member.value).await? {
        audit::note(&mut db, Note::of(member.who.partner_id, What::SignedOut, Thing::member(member.who.id.0)));
    }
    db.commit().await?;
    let gone = cookies::ended(&member.app, cookies::Purpose::Member);
    Ok(see_other(&urls::sign_in()).cookie(gone).insert_header(("clear-site-data", "\"cache\"")).finish())
}
