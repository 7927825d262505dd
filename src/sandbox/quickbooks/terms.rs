//! Agree to the terms, before anything is typed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::at::AtBank;
use super::form::Wrongs;
use crate::domain::pretend::Stage;
use crate::domain::refusal::Refusal;
use crate::store;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

const FORM: &str = "terms";

#[derive(Template)]
#[template(path = "sandbox/quickbooks/terms.html")]
struct Terms {
    shell: Shell,
    csrf: String,
    action: String,
    bank: String,
    wrongs: Wrongs,
}

impl Page for Terms {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("qb-terms", "bank", self.bank.as_str())
    }

    fn has_error(&self) -> bool {
        !self.wrongs.is_empty()
    }
}

#[derive(Deserialize)]
pub struct Answer {
    #[serde(default)]
    agree: String,
}

pub async fn get(at: AtBank) -> Result<HttpResponse, Refusal> {
    shown(&at, Wrongs::default())
}

pub async fn post(at: AtBank, form: Form<Answer>) -> Result<HttpResponse, Refusal> {
    let answer = form.from_visitor(&at.guest.app, &at.guest.fingerprint(), FORM)?;
    if answer.agree.is_empty() {
        let mut wrongs = Wrongs::default();
        wrongs.add("agree", at.guest.tongue.t("qb-terms-not-agreed"));
        return shown(&at, wrongs);
    }
    if at.bank.stage == Stage::Found {
        let mut db = at.guest.writes().await?;
        store::pretend_sign_ons::agree(&mut db, at.bank.id).await?;
        db.commit().await?;
    }
    at.guest.leads_to(&urls::sign_in(at.bank.id))
}

fn shown(at: &AtBank, wrongs: Wrongs) -> Result<HttpResponse, Refusal> {
    let status = if wrongs.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Terms {
        shell: at.guest.quickbooks(),
        csrf: at.guest.csrf(FORM),
        action: urls::terms(at.bank.id),
        bank: at.name().to_owned(),
        wrongs,
    };
    at.guest.answers(status, &page)
}
