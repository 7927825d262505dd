//! Who is this, once more: asked before what is delicate, when the last proof is older than ten minutes. Then back to the page that
//! asked.

use actix_web::http::StatusCode;
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::member_sign_in::{self, Proof};
use crate::domain::passkey;
use crate::domain::refusal::Refusal;
use crate::domain::second_factor;
use crate::portal::field::{Field, Kind, Problem, problems};
use crate::portal::member::{Member, session_cookie};
use crate::portal::page::{Page, Shell};
use crate::portal::signing_in::arriving::{from, within};
use crate::portal::signing_in::ask_passkey::{Answered, AskPasskey};
use crate::secret::SecretText;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "confirm";
const PASSKEY: &str = "confirm-passkey";

/// The page that asked.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    to: String,
}

#[derive(Deserialize)]
pub struct Typed {
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "portal/confirm.html")]
struct Confirm {
    shell: Shell,
    csrf: String,
    to: String,
    email: String,
    fields: Vec<Field>,
    passkey: Option<AskPasskey>,
    trouble: Option<&'static str>,
}

impl Page for Confirm {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("confirm-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let at_none = self.trouble.map(|words| Problem { field: "password".to_owned(), words: words.to_owned() });
        at_none.into_iter().chain(problems(&self.fields)).collect()
    }
}

/// What was wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Typed,
    Passkey,
}

async fn asked(member: &Member, to: &str, trouble: Option<Trouble>) -> Result<HttpResponse, Refusal> {
    let (app, tongue, to) = (&member.app, member.tongue, within(to));
    let mut db = app.store.read().await?;
    let standing = second_factor::standing(&mut db, member.who.id).await?;
    let has_passkeys = passkey::are_possible(app) && standing.passkeys > 0;
    let question = match has_passkeys {
        true => Some(passkey::ask_member(app, &mut db, &member.fingerprint(), member.who.id).await?),
        false => None,
    };
    drop(db);
    let (key, code_hint) = match standing.has_any() {
        true => ("confirm-wrong-both", true),
        false => ("confirm-wrong", false),
    };
    let wrong = (trouble == Some(Trouble::Typed)).then(|| tongue.t(key).to_owned());
    let password = Field::new("password", tongue.t("sign-in-password"), "").kind(Kind::Password);
    let code = Field::new("code", tongue.t("second-code"), "").hint(tongue.t("second-code-hint"));
    let mut fields = vec![password.autocomplete("current-password").required().problem(wrong)];
    fields.extend(code_hint.then(|| code.autocomplete("one-time-code").required()));
    let page = Confirm {
        shell: member.shell().at(urls::confirm(&to)),
        csrf: member.csrf(FORM),
        email: member.who.email.clone(),
        fields,
        passkey: question.map(|question| AskPasskey {
            action: urls::confirm_with_passkey(),
            csrf: member.csrf(PASSKEY),
            question,
            to: to.clone(),
            words: tongue.t("confirm-passkey"),
        }),
        trouble: (trouble == Some(Trouble::Passkey)).then(|| tongue.t("confirm-passkey-wrong")),
        to,
    };
    let status = trouble.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    member.answers(status, &page)
}

pub async fn get(member: Member, wanted: Query<Wanted>) -> Result<HttpResponse, Refusal> {
    asked(&member, &wanted.to, None).await
}

pub async fn post(member: Member, request: HttpRequest, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let from = from(&member.app, &request, member.fingerprint());
    let password = SecretText::new(typed.password);
    let who = (&member.who, &member.value);
    match member_sign_in::prove(&member.app, &from, who, (&password, &typed.code)).await? {
        Proof::Given(value) => Ok(see_other(&within(&typed.to)).cookie(session_cookie(&member.app, &value)).finish()),
        Proof::Refused => asked(&member, &typed.to, Some(Trouble::Typed)).await,
    }
}

pub async fn post_passkey(member: Member, form: Form<Answered>) -> Result<HttpResponse, Refusal> {
    let answered = form.from_visitor(&member.app, &member.fingerprint(), PASSKEY)?;
    let who = (&member.who, &member.value);
    match member_sign_in::prove_with_passkey(&member.app, who, answered.both()).await? {
        Proof::Given(value) => {
            Ok(see_other(&within(&answered.to)).cookie(session_cookie(&member.app, &value)).finish())
        }
        Proof::Refused => asked(&member, &answered.to, Some(Trouble::Passkey)).await,
    }
}
