//! One of the team: another role, help with signing in, the way out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::{id, nobody, reset};
use crate::domain::member::{Member as Person, MemberId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::team::{self, Change};
use crate::portal::field::Problem;
use crate::portal::member::Member;
use crate::portal::once::Once;
use crate::portal::page::{Page, Shell};
use crate::portal::roles::{self, Choice, choices};
use crate::store;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "role";

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    role: String,
    /// The role from which the form was made.
    seen: String,
}

#[derive(Template)]
#[template(path = "portal/team/member.html")]
struct MemberPage {
    shell: Shell,
    csrf: String,
    once: Once,
    person: Person,
    role: &'static str,
    last_seen: String,
    second_factor: &'static str,
    is_own: bool,
    choices: Vec<Choice>,
    problem: Option<String>,
}

impl Page for MemberPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.person.name.clone()
    }

    fn problems(&self) -> Vec<Problem> {
        let first = self.choices.first().map(|choice| format!("role-{}", choice.role)).unwrap_or_default();
        self.problem.iter().map(|words| Problem { field: first.clone(), words: words.clone() }).collect()
    }
}

impl MemberPage {
    fn of(member: &Member, person: Person, chosen: Role, problem: Option<String>) -> Self {
        let tongue = member.tongue;
        Self {
            shell: member.shell().at(urls::member(person.id)),
            csrf: member.csrf(FORM),
            once: Once::of(member, reset::FORM),
            role: roles::name(tongue, person.role),
            last_seen: person.last_seen_at.map_or_else(|| tongue.t("team-never").to_owned(), |at| member.moment(at)),
            second_factor: tongue.t(if person.has_second_factor { "team-yes" } else { "team-no" }),
            is_own: person.id == member.who.id,
            choices: choices(tongue, Some(chosen)),
            problem,
            person,
        }
    }
}

pub async fn get(member: Member, path: Path<String>) -> Result<HttpResponse, Refusal> {
    let person = person(&member, id(&path)?).await?;
    let role = person.role;
    member.answers(StatusCode::OK, &MemberPage::of(&member, person, role, None))
}

/// Another role.
pub async fn post(member: Member, path: Path<String>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let (of, seen) = (id(&path)?, id::<Role>(&typed.seen)?);
    let Ok(to) = typed.role.parse::<Role>() else {
        return again(&member, of, (seen, StatusCode::UNPROCESSABLE_ENTITY), "invite-role-wrong").await;
    };
    let mut db = member.writes().await?;
    let change = team::change_role(&mut db, &member.who, of, (seen, to), member.app.clock.now()).await?;
    let why = match change {
        Change::Done => {
            db.commit().await?;
            return member.leads_to(&urls::team_done("role"));
        }
        Change::Nobody => return Err(nobody()),
        Change::Own => "member-own",
        Change::LastAdministrator => "member-last",
        Change::Overtaken => "member-overtaken",
    };
    drop(db);
    again(&member, of, (to, StatusCode::CONFLICT), why).await
}

/// The page once more, as things are now, with what was chosen.
async fn again(
    member: &Member,
    of: MemberId,
    (chosen, status): (Role, StatusCode),
    why: &str,
) -> Result<HttpResponse, Refusal> {
    let person = person(member, of).await?;
    let why = member.tongue.t(why).to_owned();
    member.answers(status, &MemberPage::of(member, person, chosen, Some(why)))
}

/// Of this partner's team; another partner's are nobody.
pub(super) async fn person(member: &Member, id: MemberId) -> Result<Person, Refusal> {
    let mut db = member.app.store.read().await?;
    store::members::get(&mut db, member.who.partner_id, id).await?.ok_or_else(nobody)
}
