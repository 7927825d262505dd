//! Another password. The old one is asked for, wrong ones are counted like those at the door, and all other sessions end.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::language::Language;
use crate::domain::member_sign_in::{self, Changed};
use crate::domain::password::{LENGTH_ALONE, LENGTH_WITH_SECOND_FACTOR, WeakPassword};
use crate::domain::refusal::Refusal;
use crate::jobs::errands::Errands;
use crate::portal::field::{Field, Kind, Problem, problems};
use crate::portal::letters;
use crate::portal::member::{Member, session_cookie};
use crate::portal::page::{Page, Shell};
use crate::portal::signing_in::arriving::from;
use crate::secret::SecretText;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "password";

#[derive(Deserialize)]
pub struct Typed {
    old: String,
    new: String,
    again: String,
}

#[derive(Template)]
#[template(path = "portal/account/password.html")]
struct Password {
    shell: Shell,
    csrf: String,
    email: String,
    fields: [Field; 3],
}

impl Page for Password {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("password-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        problems(&self.fields)
    }
}

/// What is wrong, field by field.
#[derive(Default)]
struct Wrong {
    old: Option<String>,
    new: Option<String>,
    again: Option<String>,
}

fn asked(member: &Member, wrong: Wrong) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let least = if member.who.has_second_factor { LENGTH_WITH_SECOND_FACTOR } else { LENGTH_ALONE };
    let is_wrong = wrong.old.is_some() || wrong.new.is_some() || wrong.again.is_some();
    let field = |name, key, autocomplete, problem| {
        let field = Field::new(name, tongue.t(key), "").kind(Kind::Password);
        field.autocomplete(autocomplete).required().problem(problem)
    };
    let hint = tongue.t1("password-hint", "least", i64::try_from(least).unwrap_or_default());
    let page = Password {
        shell: member.shell().at(urls::change_password()),
        csrf: member.csrf(FORM),
        email: member.who.email.clone(),
        fields: [
            field("old", "password-old", "current-password", wrong.old),
            field("new", "password-new", "new-password", wrong.new).hint(hint),
            field("again", "password-again", "new-password", wrong.again),
        ],
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    member.answers(status, &page)
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    asked(&member, Wrong::default())
}

pub async fn post(
    member: Member,
    request: HttpRequest,
    errands: Data<Errands>,
    form: Form<Typed>,
) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let tongue = member.tongue;
    if typed.new != typed.again {
        let again = Some(tongue.t("password-differs").to_owned());
        return asked(&member, Wrong { again, ..Wrong::default() });
    }
    let (old, new) = (SecretText::new(typed.old), SecretText::new(typed.new));
    let from = from(&member.app, &request, member.fingerprint());
    let about = about(&member);
    let who = (&member.who, &member.session, &member.value);
    match member_sign_in::change_password(&member.app, &from, who, (&old, &new, &about)).await? {
        Changed::Done(value) => {
            super::tell(&member, &errands, letters::Changed::Password);
            let cookie = session_cookie(&member.app, &value);
            Ok(see_other(&super::leads_to(super::PASSWORD)).cookie(cookie).finish())
        }
        Changed::Weak(weak) => asked(&member, Wrong { new: Some(why(&member, weak)), ..Wrong::default() }),
        Changed::Refused => {
            let old = Some(tongue.t("password-old-wrong").to_owned());
            asked(&member, Wrong { old, ..Wrong::default() })
        }
    }
}

/// What whoever guesses would try.
fn about(member: &Member) -> Vec<&str> {
    let name = &member.partner.settings.name;
    let names = [Language::En, Language::FrCa].map(|language| name.in_language(language));
    [&*member.who.name, &*member.who.email].into_iter().chain(names).collect()
}

fn why(member: &Member, weak: WeakPassword) -> String {
    let count = |count: usize| i64::try_from(count).unwrap_or_default();
    match weak {
        WeakPassword::TooShort { least } => member.tongue.t1("password-short", "least", count(least)),
        WeakPassword::TooLong { most } => member.tongue.t1("password-long", "most", count(most)),
        WeakPassword::Guessable => member.tongue.t("password-guessable").to_owned(),
    }
}
