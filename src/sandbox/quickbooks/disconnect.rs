//! Disconnect: the username and password are forgotten, the registers stay. The institution hears nothing of it; it notices
//! that nobody asks any more.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::at::AtBank;
use crate::domain::pretend::Stage;
use crate::domain::refusal::Refusal;
use crate::store;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

const FORM: &str = "disconnect";

#[derive(Template)]
#[template(path = "sandbox/quickbooks/disconnect.html")]
struct Disconnect {
    shell: Shell,
    csrf: String,
    id: String,
    bank: String,
}

impl Page for Disconnect {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("qb-disconnect-bank", "bank", self.bank.as_str())
    }
}

#[derive(Deserialize)]
pub struct Wanted {}

pub async fn get(at: AtBank) -> Result<HttpResponse, Refusal> {
    if at.bank.stage != Stage::Connected {
        return at.guest.leads_to(&urls::bank(at.bank.id));
    }
    let page = Disconnect {
        shell: at.guest.quickbooks(),
        csrf: at.guest.csrf(FORM),
        id: at.bank.id.to_string(),
        bank: at.name().to_owned(),
    };
    at.guest.answers(StatusCode::OK, &page)
}

pub async fn post(at: AtBank, form: Form<Wanted>) -> Result<HttpResponse, Refusal> {
    let Wanted {} = form.from_visitor(&at.guest.app, &at.guest.fingerprint(), FORM)?;
    if at.bank.stage == Stage::Connected {
        let mut db = at.guest.writes().await?;
        store::pretend_sign_ons::disconnect(&mut db, at.bank.id).await?;
        store::pretend_registers::disconnect(&mut db, at.bank.id).await?;
        db.commit().await?;
    }
    at.guest.leads_to(&urls::bank(at.bank.id))
}
