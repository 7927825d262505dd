//! The end, either way, with the way back to the partner. It is a link and no redirect: `form-action 'self'` would stop a
//! form's answer from leading to another site.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::visit::Guest;
use crate::domain::refusal::Refusal;
use crate::domain::return_url::{self, Ending};
use crate::web::answer::see_other;
use crate::web::page::{Page, Shell};
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/finish.html")]
pub struct Finish {
    pub shell: Shell,
    pub connection: String,
    pub outcome: Outcome,
    /// The partner's return URL, its parameters filled in.
    pub return_to: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With whether QuickBooks has connected an account yet.
    Finished { is_connected: bool },
    /// With whether QuickBooks can still use credentials from before.
    Declined { can_sign_on: bool },
}

impl Page for Finish {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = match self.outcome {
            Outcome::Finished { is_connected: true } => "finish",
            Outcome::Finished { is_connected: false } => "finish-almost",
            Outcome::Declined { .. } => "declined",
        };
        self.shell.tongue.t(key).to_owned()
    }
}

/// Finished: the way back to the partner, which hears of success only where there are credentials.
pub async fn get_finished(guest: Guest) -> Result<HttpResponse, Refusal> {
    if let Some(first) = guest.must_first_see() {
        return Ok(see_other(&first).finish());
    }
    if guest.session.live_sets == 0 {
        return Ok(see_other(&urls::set_up(guest.visit.connection)).finish());
    }
    let is_connected = guest.session.connected_accounts > 0;
    shown(&guest, urls::Page::Finish, Outcome::Finished { is_connected })
}

/// Declined: the way back to the partner, which learns why.
pub async fn get_declined(guest: Guest) -> Result<HttpResponse, Refusal> {
    let can_sign_on = guest.session.live_sets > 0;
    shown(&guest, urls::Page::Declined, Outcome::Declined { can_sign_on })
}

fn shown(guest: &Guest, page: urls::Page, outcome: Outcome) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, &guest.session);
    let ending = match outcome {
        Outcome::Finished { .. } => Ending::Finished,
        Outcome::Declined { .. } => Ending::Declined,
    };
    let ids = (session.company_id, session.connection_id);
    let return_to = return_url::filled(&visit.partner.settings, ids, &session.parameters, ending);
    let connection = visit.connection.to_string();
    visit.answers(StatusCode::OK, &Finish { shell: visit.shell(page), connection, outcome, return_to })
}

#[cfg(test)]
impl Finish {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Finish)> {
        let page = |outcome, return_to: Option<&str>| Finish {
            shell: shell.clone(),
            connection: "9f3c".into(),
            outcome,
            return_to: return_to.map(str::to_owned),
        };
        let address = Some("https://bank.example/return?statusCode=200");
        vec![
            ("finish", page(Outcome::Finished { is_connected: true }, address)),
            ("finish_plain", page(Outcome::Finished { is_connected: true }, None)),
            ("finish_early", page(Outcome::Finished { is_connected: false }, address)),
            ("declined", page(Outcome::Declined { can_sign_on: false }, address)),
            ("declined_again", page(Outcome::Declined { can_sign_on: true }, address)),
        ]
    }
}
