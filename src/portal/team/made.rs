//! A link that has just been made: shown once, and sent by e-mail where that is set up.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::refusal::Refusal;
use crate::domain::set_up;
use crate::jobs::errands::Errands;
use crate::jobs::letters::send;
use crate::portal::halt::{self, Said};
use crate::portal::letters;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/team/made.html")]
struct Made {
    shell: Shell,
    heading: &'static str,
    email: String,
    link: String,
    until: String,
    is_sent: bool,
}

impl Page for Made {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.heading.to_owned()
    }
}

impl Made {
    fn once(&self) -> String {
        self.shell.tongue.t2("made-once", ("moment", self.until.as_str()), ("address", self.email.as_str()))
    }
}

/// Answers with an invitation, and sends it.
pub fn invitation(member: &Member, errands: &Errands, made: &set_up::Made) -> Result<HttpResponse, Refusal> {
    send(errands, &member.app, letters::invitation(&member.app, &member.partner, made, &member.who.name));
    shown(member, made, "made-invitation")
}

/// Answers with the start of a reset, and sends it.
pub fn reset(member: &Member, errands: &Errands, made: &set_up::Made) -> Result<HttpResponse, Refusal> {
    send(errands, &member.app, letters::reset(&member.app, &member.partner, made, Some(&member.who.name)));
    shown(member, made, "made-reset")
}

/// The form was sent before, and its link was shown then.
pub fn already(member: &Member, why: &str) -> Result<HttpResponse, Refusal> {
    halted(member, "made-already", member.tongue.t(why).to_owned())
}

/// There is no link, and why.
pub fn none(member: &Member, why: String) -> Result<HttpResponse, Refusal> {
    halted(member, "made-none", why)
}

pub fn too_many(member: &Member) -> String {
    member.tongue.t1("invite-too-many", "most", set_up::MOST_OPEN)
}

fn halted(member: &Member, heading: &str, why: String) -> Result<HttpResponse, Refusal> {
    let onward = (member.tongue.t("made-back").to_owned(), urls::team());
    halt::answer(member, StatusCode::CONFLICT, Said { heading: member.tongue.t(heading).to_owned(), why, onward })
}

fn shown(member: &Member, made: &set_up::Made, heading: &str) -> Result<HttpResponse, Refusal> {
    let page = Made {
        shell: member.shell().at(urls::team()),
        heading: member.tongue.t(heading),
        email: made.link.email.clone(),
        link: letters::link(&member.app, made),
        until: member.moment(made.link.expires_at),
        is_sent: member.app.mail.is_some(),
    };
    member.answers(StatusCode::OK, &page)
}
