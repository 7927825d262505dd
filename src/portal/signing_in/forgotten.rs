//! A forgotten password. The answer is the same whatever address is given, and takes as long: what is done about it is done when
//! it has been given. Where no e-mail is sent the page says whom to ask.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde::Deserialize;

use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::link;
use crate::domain::member::Email;
use crate::domain::network::{self, Guess};
use crate::domain::refusal::Refusal;
use crate::domain::set_up;
use crate::jobs::errands::Errands;
use crate::jobs::letters::deliver;
use crate::portal::field::{Field, Kind, Problem, problems};
use crate::portal::letters;
use crate::portal::page::{Page, Shell};
use crate::portal::visitor::Visitor;
use crate::store;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "forgotten";

#[derive(Deserialize)]
pub struct Typed {
    email: String,
}

#[derive(Template)]
#[template(path = "portal/forgotten.html")]
struct Forgotten {
    shell: Shell,
    csrf: String,
    /// None where nothing is sent.
    field: Option<Field>,
    is_asked: bool,
}

impl Page for Forgotten {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t(if self.is_asked { "forgotten-asked" } else { "forgotten-heading" }).to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        problems(&self.field)
    }
}

impl Forgotten {
    fn of(visitor: &Visitor, email: &str, problem: Option<String>) -> Self {
        let tongue = visitor.tongue;
        let field = Field::new("email", tongue.t("forgotten-email"), email).kind(Kind::Email);
        let field = field.autocomplete("username").required().problem(problem);
        Self {
            shell: visitor.shell().at(urls::forgotten()),
            csrf: visitor.csrf(FORM),
            field: visitor.app.mail.is_some().then_some(field),
            is_asked: false,
        }
    }

    fn asked(visitor: &Visitor) -> Self {
        Self { field: None, is_asked: true, ..Self::of(visitor, "", None) }
    }
}

pub async fn get(visitor: Visitor) -> Result<HttpResponse, Refusal> {
    visitor.answers(StatusCode::OK, &Forgotten::of(&visitor, "", None))
}

pub async fn post(visitor: Visitor, errands: Data<Errands>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&visitor.app, &visitor.fingerprint(), FORM)?;
    if visitor.app.mail.is_none() {
        return get(visitor).await;
    }
    let Some(email) = Email::parse(&typed.email) else {
        let wrong = visitor.tongue.t("forgotten-email-wrong").to_owned();
        let page = Forgotten::of(&visitor, &typed.email, Some(wrong));
        return visitor.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let networks = network::around(&visitor.app.keys.bucket, Guess::Forgotten, visitor.address);
    link::counted(&visitor.app, &networks, visitor.app.clock.now()).await?.commit().await?;
    let (app, language) = (visitor.app.clone(), visitor.tongue.language());
    errands.run(async move {
        if let Err(error) = write(&app, &email, language).await {
            tracing::warn!(%error, "a forgotten password could not be seen to");
        }
    });
    visitor.answers(StatusCode::OK, &Forgotten::asked(&visitor))
}

/// A letter, if the address is somebody's who has not been written to too often.
async fn write(app: &App, email: &Email, language: Language) -> sqlx::Result<()> {
    let Some(made) = set_up::forgotten(app, email, language).await? else { return Ok(()) };
    let mut db = app.store.read().await?;
    let partner = store::partners::get(&mut db, made.link.partner_id).await?;
    drop(db);
    deliver(app, &letters::reset(app, &partner, &made, None)).await;
    Ok(())
}
