//! The team: who is in it, in which role, and who is invited.

pub mod invitation;
pub mod invite;
pub mod made;
pub mod member;
pub mod remove;
pub mod reset;

use std::str::FromStr;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::member::Member;
use super::once::Once;
use super::page::{Page, Shell};
use super::roles;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::set_up::{self, SetUpLink, State};
use crate::store;
use crate::web::urls::portal as urls;

/// What has just been done, as the address says.
#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// A member, as the list shows them.
struct Row {
    name: String,
    is_own: bool,
    email: String,
    role: &'static str,
    last_seen: String,
    second_factor: &'static str,
    manage: String,
}

/// Somebody who is invited.
struct Invited {
    name: String,
    email: String,
    role: &'static str,
    state: String,
    anew: String,
    once: Once,
    withdraw: String,
}

#[derive(Template)]
#[template(path = "portal/team.html")]
struct Team {
    shell: Shell,
    csrf: String,
    rows: Vec<Row>,
    invited: Vec<Invited>,
    may_change: bool,
}

impl Page for Team {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("team-heading").to_owned()
    }
}

pub async fn get(member: Member, done: Query<Done>) -> Result<HttpResponse, Refusal> {
    let mut db = member.app.store.read().await?;
    let members = store::members::of_partner(&mut db, member.who.partner_id).await?;
    let invitations = set_up::invitations(&mut db, member.who.partner_id).await?;
    drop(db);
    let page = Team {
        shell: member.shell().at(urls::team()).saying(notice(&member, done.done.as_deref())),
        csrf: member.csrf(invitation::WITHDRAW),
        rows: members.iter().map(|of| row(&member, of)).collect(),
        invited: invitations.iter().map(|link| invited(&member, link)).collect(),
        may_change: member.may(Action::ChangeTeam),
    };
    member.answers(StatusCode::OK, &page)
}

fn notice(member: &Member, done: Option<&str>) -> Option<String> {
    let key = match done? {
        "role" => "team-done-role",
        "removed" => "team-done-removed",
        "withdrawn" => "team-done-withdrawn",
        _ => return None,
    };
    Some(member.tongue.t(key).to_owned())
}

fn row(member: &Member, of: &crate::domain::member::Member) -> Row {
    let tongue = member.tongue;
    Row {
        name: of.name.clone(),
        is_own: of.id == member.who.id,
        email: of.email.clone(),
        role: roles::name(tongue, of.role),
        last_seen: of.last_seen_at.map_or_else(|| tongue.t("team-never").to_owned(), |at| member.moment(at)),
        second_factor: tongue.t(if of.has_second_factor { "team-yes" } else { "team-no" }),
        manage: urls::member(of.id),
    }
}

fn invited(member: &Member, link: &SetUpLink) -> Invited {
    let tongue = member.tongue;
    let until = member.moment(link.expires_at);
    let state = match link.state(member.app.clock.now()) {
        State::Open => tongue.t1("team-invited-until", "moment", until),
        _ => tongue.t("team-invited-expired").to_owned(),
    };
    Invited {
        name: link.name.clone().unwrap_or_default(),
        email: link.email.clone(),
        role: roles::name(tongue, link.role),
        state,
        anew: urls::invitation_anew(link.id),
        once: Once::of(member, invitation::ANEW),
        withdraw: urls::invitation_withdraw(link.id),
    }
}

/// An id in an address. What is none of ours names nobody.
fn id<T: FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| nobody())
}

fn nobody() -> Refusal {
    Refusal::NotFound("member".to_owned())
}
