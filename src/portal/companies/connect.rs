//! The first connection of a company, with its link.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::{new_link, own};
use crate::domain::company::CompanyId;
use crate::domain::refusal::Refusal;
use crate::domain::{connection, link, spent_form};
use crate::portal::member::Member;
use crate::portal::once;
use crate::web::form::Form;

const FORM: &str = "connect";

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

pub async fn post(member: Member, id: Path<String>, sent: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let company = own::company(&member, &id).await?;
    let (_, nonce) = once::typed(&member, sent, &form(company.id))?;
    if !member.partner.settings.links_are_on() {
        return new_link::off(&member);
    }
    let (app, now) = (&member.app, member.app.clock.now());
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, now).await? {
        return new_link::already(&member);
    }
    let made = connection::create(&mut db, &app.chance, member.partner.id, company.id, now).await?;
    let link = link::live_url(app, &mut db, company.id, made.id).await?;
    db.commit().await?;
    new_link::made(&member, &company, &link, now)
}

/// The form of one company.
pub fn form(company: CompanyId) -> String {
    format!("{FORM}/{company}")
}
