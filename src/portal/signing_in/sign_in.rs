//! The door itself: e-mail address and password, or a passkey.

use actix_web::http::StatusCode;
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::member_sign_in::{self, SignIn as Came};
use crate::domain::passkey;
use crate::domain::refusal::Refusal;
use crate::portal::field::{Field, Kind, Problem, problems};
use crate::portal::page::{Page, Shell};
use crate::portal::signing_in::arriving::{arrives, from, tell_the_log};
use crate::portal::signing_in::ask_passkey::{Answered, AskPasskey};
use crate::portal::signing_in::second_factor;
use crate::portal::visitor::Visitor;
use crate::secret::SecretText;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "sign-in";
const PASSKEY: &str = "sign-in-passkey";

/// Where whoever signs in wanted to go.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    to: String,
}

#[derive(Deserialize)]
pub struct Typed {
    email: String,
    password: String,
    #[serde(default)]
    to: String,
}

/// Why nobody was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Password,
    Passkey,
    /// Whoever was half-way took too long.
    Over,
}

#[derive(Template)]
#[template(path = "portal/sign_in.html")]
pub struct SignIn {
    shell: Shell,
    csrf: String,
    fields: [Field; 2],
    to: String,
    /// Where there are any.
    passkey: Option<AskPasskey>,
    /// What stands at no field.
    trouble: Option<&'static str>,
}

impl Page for SignIn {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("sign-in-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let at_none = self.trouble.map(|words| Problem { field: "email".to_owned(), words: words.to_owned() });
        at_none.into_iter().chain(problems(&self.fields)).collect()
    }
}

impl SignIn {
    fn asked(visitor: &Visitor, (email, to): (&str, &str), trouble: Option<Trouble>) -> Result<Self, Refusal> {
        let tongue = visitor.tongue;
        let wrong = (trouble == Some(Trouble::Password)).then(|| tongue.t("sign-in-wrong").to_owned());
        let email = Field::new("email", tongue.t("sign-in-email"), email).kind(Kind::Email);
        let password = Field::new("password", tongue.t("sign-in-password"), "").kind(Kind::Password);
        Ok(Self {
            shell: visitor.shell().at(urls::sign_in()),
            csrf: visitor.csrf(FORM),
            fields: [
                email.autocomplete("username").required().problem(wrong),
                password.autocomplete("current-password").required(),
            ],
            to: to.to_owned(),
            passkey: ask_passkey(visitor, to)?,
            trouble: match trouble {
                Some(Trouble::Passkey) => Some(tongue.t("sign-in-passkey-wrong")),
                Some(Trouble::Over) => Some(tongue.t("sign-in-over")),
                Some(Trouble::Password) | None => None,
            },
        })
    }
}

/// For whoever has one, whatever their address is.
pub fn ask_passkey(visitor: &Visitor, to: &str) -> Result<Option<AskPasskey>, Refusal> {
    let app = &visitor.app;
    if !passkey::are_possible(app) {
        return Ok(None);
    }
    Ok(Some(AskPasskey {
        action: urls::sign_in_with_passkey(),
        csrf: visitor.csrf(PASSKEY),
        question: passkey::ask(app, &visitor.fingerprint())?,
        to: to.to_owned(),
        words: visitor.tongue.t("sign-in-passkey"),
    }))
}

pub async fn get(visitor: Visitor, wanted: Query<Wanted>) -> Result<HttpResponse, Refusal> {
    let page = SignIn::asked(&visitor, ("", &wanted.to), None)?;
    visitor.answers(StatusCode::OK, &page)
}

/// The door again, for whoever was not let in.
pub fn again(visitor: &Visitor, typed: (&str, &str), trouble: Trouble) -> Result<HttpResponse, Refusal> {
    let page = SignIn::asked(visitor, typed, Some(trouble))?;
    visitor.answers(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub async fn post(visitor: Visitor, request: HttpRequest, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&visitor.app, &visitor.fingerprint(), FORM)?;
    let password = SecretText::new(typed.password);
    let from = from(&visitor.app, &request, visitor.fingerprint());
    match member_sign_in::with_password(&visitor.app, &from, (&typed.email, &password)).await? {
        Came::In(signed_in) => arrives(&visitor, &signed_in, &typed.to),
        Came::Half(half) => second_factor::asked(&visitor, (&half, &typed.to), false).await,
        Came::Refused { known } => {
            tell_the_log(&request, &visitor, known);
            again(&visitor, (&typed.email, &typed.to), Trouble::Password)
        }
    }
}

pub async fn post_passkey(
    visitor: Visitor,
    request: HttpRequest,
    form: Form<Answered>,
) -> Result<HttpResponse, Refusal> {
    let answered = form.from_visitor(&visitor.app, &visitor.fingerprint(), PASSKEY)?;
    let from = from(&visitor.app, &request, visitor.fingerprint());
    match member_sign_in::with_passkey(&visitor.app, &from, answered.both()).await? {
        Came::In(signed_in) => arrives(&visitor, &signed_in, &answered.to),
        Came::Half(_) => Err(Refusal::FormRefused),
        Came::Refused { known } => {
            tell_the_log(&request, &visitor, known);
            again(&visitor, ("", &answered.to), Trouble::Passkey)
        }
    }
}
