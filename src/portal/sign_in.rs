//! The door itself: e-mail address and password.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::field::{Field, Kind, Problem, problems};
use super::member::session_cookie;
use super::page::{Page, Shell};
use super::visitor::Visitor;
use crate::domain::member::{Email, MemberId};
use crate::domain::member_session::{self, Whence};
use crate::domain::password;
use crate::domain::refusal::Refusal;
use crate::secret::SecretText;
use crate::store;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "sign-in";

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

#[derive(Template)]
#[template(path = "portal/sign_in.html")]
pub struct SignIn {
    shell: Shell,
    csrf: String,
    fields: [Field; 2],
    to: String,
}

impl Page for SignIn {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("sign-in-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        problems(&self.fields)
    }
}

impl SignIn {
    fn asked(visitor: &Visitor, email: &str, to: &str, is_wrong: bool) -> Self {
        let tongue = visitor.tongue;
        let wrong = is_wrong.then(|| tongue.t("sign-in-wrong").to_owned());
        let email = Field::new("email", tongue.t("sign-in-email"), email).kind(Kind::Email);
        let password = Field::new("password", tongue.t("sign-in-password"), "").kind(Kind::Password);
        let fields = [
            email.autocomplete("username").required().problem(wrong),
            password.autocomplete("current-password").required(),
        ];
        Self { shell: visitor.shell().at(urls::sign_in()), csrf: visitor.csrf(FORM), fields, to: to.to_owned() }
    }
}

pub async fn get(visitor: Visitor, wanted: Query<Wanted>) -> Result<HttpResponse, Refusal> {
    visitor.answers(StatusCode::OK, &SignIn::asked(&visitor, "", &wanted.to, false))
}

pub async fn post(visitor: Visitor, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&visitor.app, &visitor.fingerprint(), FORM)?;
    let Some(member) = member(&visitor, &typed).await? else {
        let page = SignIn::asked(&visitor, &typed.email, &typed.to, true);
        return visitor.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let mut db = visitor.app.store.write().await?;
    let network = visitor.address.to_string();
    let whence = Whence { browser: &visitor.browser, network: &network };
    let value = member_session::start(&visitor.app, &mut db, member, &whence).await?;
    db.commit().await?;
    let to = if urls::is_within(&typed.to) { typed.to } else { urls::home() };
    Ok(crate::web::answer::see_other(&to).cookie(session_cookie(&visitor.app, &value)).finish())
}

/// Whoever has this address and this password. Nobody's address takes the same work.
async fn member(visitor: &Visitor, typed: &Typed) -> Result<Option<MemberId>, Refusal> {
    let email = Email::parse(&typed.email).map(|email| email.folded()).unwrap_or_default();
    let mut db = visitor.app.store.read().await?;
    let found = store::members::by_email(&mut db, &email).await?;
    drop(db);
    let (id, phc) = found.map_or((None, None), |(id, phc)| (Some(id), phc));
    let of = id.unwrap_or(MemberId(uuid::Uuid::nil()));
    let password = SecretText::new(typed.password.clone());
    let is_right = password::is_right(&visitor.app, of, &password, phc).await?;
    Ok(id.filter(|_| is_right))
}
