//! Removing a member: a page that says what happens, and a button.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::invitation::Pressed;
use super::{id, member, nobody};
use crate::domain::member::Member as Person;
use crate::domain::refusal::Refusal;
use crate::domain::team::{self, Change};
use crate::portal::field::Problem;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "remove";

#[derive(Template)]
#[template(path = "portal/team/remove.html")]
struct Remove {
    shell: Shell,
    csrf: String,
    person: Person,
    is_own: bool,
    problem: Option<String>,
}

impl Page for Remove {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("remove-heading", "name", self.person.name.as_str())
    }

    fn problems(&self) -> Vec<Problem> {
        self.problem.iter().map(|words| Problem { field: "remove".to_owned(), words: words.clone() }).collect()
    }
}

impl Remove {
    fn of(member: &Member, person: Person, problem: Option<String>) -> Self {
        Self {
            shell: member.shell().at(urls::member_remove(person.id)),
            csrf: member.csrf(FORM),
            is_own: person.id == member.who.id,
            person,
            problem,
        }
    }
}

pub async fn get(member: Member, path: Path<String>) -> Result<HttpResponse, Refusal> {
    let person = member::person(&member, id(&path)?).await?;
    member.answers(StatusCode::OK, &Remove::of(&member, person, None))
}

pub async fn post(member: Member, path: Path<String>, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let person = member::person(&member, id(&path)?).await?;
    let mut db = member.writes().await?;
    match team::remove(&mut db, member.who.partner_id, person.id, member.app.clock.now()).await? {
        Change::Done => {
            db.commit().await?;
            member.leads_to(&urls::team_done("removed"))
        }
        Change::Nobody => Err(nobody()),
        Change::Own | Change::LastAdministrator | Change::Overtaken => {
            let last = member.tongue.t("member-last").to_owned();
            member.answers(StatusCode::CONFLICT, &Remove::of(&member, person, Some(last)))
        }
    }
}
