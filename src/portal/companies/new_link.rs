//! *Copy new link*: makes a link that voids the others, and shows it this once. Who would lose an open page by it is asked about first.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::own;
use crate::clock::Timestamp;
use crate::domain::company::Company;
use crate::domain::connection::ConnectionId;
use crate::domain::link;
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::domain::timeline::Who;
use crate::portal::halt::{self, Said};
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::store;
use crate::web::form::Form;
use crate::web::urls;
use crate::web::when::{self, Zone};

const FORM: &str = "new-link";
/// What the form says once it was asked whether an open page may end.
const CONFIRMED: &str = "yes";

#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    confirmed: String,
}

#[derive(Template)]
#[template(path = "portal/companies/link.html")]
struct Made<'a> {
    shell: Shell,
    company: &'a str,
    link: &'a str,
    until: String,
}

#[derive(Template)]
#[template(path = "portal/companies/confirm.html")]
struct Confirm<'a> {
    shell: Shell,
    company: &'a str,
    connection: ConnectionId,
    open: i64,
    once: Once,
}

impl Page for Made<'_> {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("companies-link-heading", "company", self.company)
    }
}

impl Page for Confirm<'_> {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("companies-confirm-heading", "company", self.company)
    }
}

pub async fn post(member: Member, id: Path<String>, sent: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let (connection, company) = own::connection(&member, &id).await?;
    let (pressed, nonce) = once::typed(&member, sent, &form(connection.id))?;
    if !member.partner.settings.links_are_on() {
        return off(&member);
    }
    let (app, now) = (&member.app, member.app.clock.now());
    let mut db = member.writes().await?;
    let open = store::links::open_sessions(&mut db, connection.id, now).await?;
    if open > 0 && pressed.confirmed != CONFIRMED {
        drop(db);
        return confirm(&member, &company, connection.id, open);
    }
    if !spent_form::spend(&mut db, &nonce, now).await? {
        return already(&member);
    }
    let link = link::rotate(app, &mut db, (company.id, connection.id), Who::Partner).await?;
    db.commit().await?;
    made(&member, &company, &link, now)
}

/// The form of one connection.
pub fn form(connection: ConnectionId) -> String {
    format!("{FORM}/{connection}")
}

/// `now`: read before the link was made, which lives at least until what is told.
pub fn made(member: &Member, company: &Company, link: &str, now: Timestamp) -> Result<HttpResponse, Refusal> {
    let page = Made {
        shell: member.shell().at(urls::portal::companies()),
        company: &company.name,
        link,
        until: time(member, now + member.app.limits.otp_valid_for),
    };
    member.answers(StatusCode::OK, &page)
}

fn confirm(member: &Member, company: &Company, connection: ConnectionId, open: i64) -> Result<HttpResponse, Refusal> {
    let once = Once::of(member, &form(connection));
    let shell = member.shell().at(urls::portal::companies());
    member.answers(StatusCode::OK, &Confirm { shell, company: &company.name, connection, open, once })
}

/// The form was sent before.
pub fn already(member: &Member) -> Result<HttpResponse, Refusal> {
    halted(member, "companies-already", "companies-already-why")
}

/// Nobody could open it.
pub fn off(member: &Member) -> Result<HttpResponse, Refusal> {
    halted(member, "companies-off", "companies-off-why")
}

fn halted(member: &Member, heading: &str, why: &str) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let said = Said {
        heading: tongue.t(heading).to_owned(),
        why: tongue.t(why).to_owned(),
        onward: (tongue.t("companies-back").to_owned(), urls::portal::companies()),
    };
    halt::answer(member, StatusCode::CONFLICT, said)
}

/// The time of day, by the partner's clock: links live an hour.
pub fn time(member: &Member, at: Timestamp) -> String {
    let zone = Zone::parse(&member.partner.settings.time_zone).or_else(|| Zone::parse("UTC"));
    zone.map_or_else(String::new, |zone| when::time(member.tongue.language(), &zone, at.unix_seconds()))
}
