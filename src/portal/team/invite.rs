//! Inviting somebody: to which address, as what, in which language.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde::Deserialize;

use super::made;
use crate::domain::language::Language;
use crate::domain::member::{self as person, Email};
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::set_up::{self, Asked, Draft, Kind as Purpose};
use crate::domain::spent_form::{self, Nonce};
use crate::jobs::errands::Errands;
use crate::portal::field::{Field, Kind, Problem, problems};
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::portal::roles::{Choice, choices};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "invite";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    email: String,
    name: String,
    role: String,
    language: String,
}

/// What is wrong with it.
#[derive(Default)]
struct Wrong {
    email: Option<String>,
    name: Option<String>,
    role: Option<String>,
}

/// A language to choose.
struct Spoken {
    tag: &'static str,
    name: &'static str,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "portal/team/invite.html")]
struct Invite {
    shell: Shell,
    once: Once,
    fields: [Field; 2],
    choices: Vec<Choice>,
    role_problem: Option<String>,
    languages: Vec<Spoken>,
}

impl Page for Invite {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("invite-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let role = self.role_problem.as_ref();
        let first = self.choices.first().map(|choice| format!("role-{}", choice.role)).unwrap_or_default();
        let role = role.map(|words| Problem { field: first, words: words.clone() });
        problems(&self.fields).into_iter().chain(role).collect()
    }
}

impl Invite {
    fn of(member: &Member, typed: &Typed, wrong: Wrong) -> Self {
        let tongue = member.tongue;
        let email = Field::new("email", tongue.t("invite-email"), &*typed.email).kind(Kind::Email);
        let name = tongue.t1("portal-optional", "label", tongue.t("invite-name"));
        // Somebody else's: a browser that fills in its owner's would be wrong.
        let name = Field::new("name", name, &*typed.name).autocomplete("off");
        let chosen = Language::of_tag(&typed.language).unwrap_or(member.partner.settings.default_language);
        let spoken = |it: Language| Spoken { tag: it.tag(), name: it.own_name(), is_chosen: it == chosen };
        Self {
            shell: member.shell().at(urls::invite()),
            once: Once::of(member, FORM),
            fields: [email.autocomplete("off").required().problem(wrong.email), name.problem(wrong.name)],
            choices: choices(tongue, typed.role.parse().ok()),
            role_problem: wrong.role,
            languages: Language::ALL.into_iter().map(spoken).collect(),
        }
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    member.answers(StatusCode::OK, &Invite::of(&member, &Typed::default(), Wrong::default()))
}

pub async fn post(member: Member, errands: Data<Errands>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let (typed, nonce) = once::typed(&member, form, FORM)?;
    let refused = |wrong: Wrong| member.answers(StatusCode::UNPROCESSABLE_ENTITY, &Invite::of(&member, &typed, wrong));
    let (email, role) = match checked(&member, &typed) {
        Ok(fine) => fine,
        Err(wrong) => return refused(wrong),
    };
    let name = person::name(&typed.name);
    let language = Language::of_tag(&typed.language).unwrap_or(member.partner.settings.default_language);
    let draft = Draft { kind: Purpose::Invitation, email: &email, name: name.as_deref(), role, language };
    match invited(&member, &nonce, &draft).await? {
        Invited::Made(made) => made::invitation(&member, &errands, &made),
        Invited::Refused(why) => refused(Wrong { email: Some(why), ..Wrong::default() }),
        Invited::Already => made::already(&member, "made-already-invited"),
    }
}

fn checked(member: &Member, typed: &Typed) -> Result<(Email, Role), Wrong> {
    let (tongue, email) = (member.tongue, Email::parse(&typed.email));
    let role = typed.role.parse::<Role>().ok();
    let is_named = typed.name.trim().is_empty() || person::name(&typed.name).is_some();
    match (email, role) {
        (Some(email), Some(role)) if is_named => Ok((email, role)),
        (email, role) => Err(Wrong {
            email: email.is_none().then(|| tongue.t("invite-email-wrong").to_owned()),
            name: (!is_named).then(|| tongue.t1("join-name-wrong", "most", person::NAME_LIMIT)),
            role: role.is_none().then(|| tongue.t("invite-role-wrong").to_owned()),
        }),
    }
}

/// What came of an invitation.
pub(super) enum Invited {
    Made(Box<set_up::Made>),
    /// Why there is none, in words.
    Refused(String),
    /// The form was sent before.
    Already,
}

pub(super) async fn invited(member: &Member, nonce: &Nonce, draft: &Draft<'_>) -> Result<Invited, Refusal> {
    let (app, tongue) = (&member.app, member.tongue);
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, nonce, app.clock.now()).await? {
        return Ok(Invited::Already);
    }
    let by = (member.who.partner_id, Some(member.who.id));
    let asked = set_up::invite(&mut db, &app.chance, by, draft, app.clock.now()).await?;
    Ok(match asked {
        Asked::Made(made) => {
            db.commit().await?;
            Invited::Made(made)
        }
        Asked::IsMember => Invited::Refused(tongue.t("invite-is-member").to_owned()),
        Asked::TooMany => Invited::Refused(made::too_many(member)),
    })
}
