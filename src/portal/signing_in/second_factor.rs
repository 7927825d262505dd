//! The second step of signing in: a code, from the app or for recovery. Whoever is here has given a password and is not signed in.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::member_sign_in::{self, Second};
use crate::domain::refusal::Refusal;
use crate::domain::second_factor;
use crate::portal::field::{Field, Problem};
use crate::portal::page::{Page, Shell};
use crate::portal::signing_in::arriving::{arrives, from, tell_the_log};
use crate::portal::signing_in::ask_passkey::AskPasskey;
use crate::portal::signing_in::sign_in::{self, Trouble};
use crate::portal::visitor::Visitor;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "second-factor";

#[derive(Deserialize)]
pub struct Typed {
    code: String,
    half: String,
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "portal/second_factor.html")]
struct SecondFactor {
    shell: Shell,
    csrf: String,
    half: String,
    to: String,
    field: Field,
    passkey: Option<AskPasskey>,
}

impl Page for SecondFactor {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("second-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        self.field.in_summary().into_iter().collect()
    }
}

/// Answers with the page: what it carries stands in it and nowhere else.
pub async fn asked(visitor: &Visitor, (half, to): (&str, &str), is_wrong: bool) -> Result<HttpResponse, Refusal> {
    let tongue = visitor.tongue;
    let wrong = is_wrong.then(|| tongue.t("second-wrong").to_owned());
    let Some(member) = member_sign_in::half_way(&visitor.app, &visitor.fingerprint(), half) else {
        return sign_in::again(visitor, ("", to), Trouble::Over);
    };
    let mut db = visitor.app.store.read().await?;
    let standing = second_factor::standing(&mut db, member).await?;
    drop(db);
    let hint = if standing.authenticator.is_some() { "second-code-hint" } else { "second-recovery-hint" };
    let field = Field::new("code", tongue.t("second-code"), "").hint(tongue.t(hint));
    let page = SecondFactor {
        // A reload would ask for the password again: the language button begins anew.
        shell: visitor.shell().at(urls::sign_in()),
        csrf: visitor.csrf(FORM),
        half: half.to_owned(),
        to: to.to_owned(),
        field: field.autocomplete("one-time-code").required().problem(wrong),
        passkey: if standing.passkeys > 0 { sign_in::ask_passkey(visitor, to)? } else { None },
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visitor.answers(status, &page)
}

/// Without a password before it there is nothing to do here.
pub async fn get() -> HttpResponse {
    see_other(&urls::sign_in()).finish()
}

pub async fn post(visitor: Visitor, request: HttpRequest, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&visitor.app, &visitor.fingerprint(), FORM)?;
    let from = from(&visitor.app, &request, visitor.fingerprint());
    match member_sign_in::with_code(&visitor.app, &from, (&typed.half, &typed.code)).await? {
        Second::In(signed_in) => arrives(&visitor, &signed_in, &typed.to),
        Second::Refused { known } => {
            tell_the_log(&request, &visitor, known);
            asked(&visitor, (&typed.half, &typed.to), true).await
        }
        Second::Over => sign_in::again(&visitor, ("", &typed.to), Trouble::Over),
    }
}
