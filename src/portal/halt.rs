//! A page that says why nothing was done, and where to go on.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::refusal::Refusal;

#[derive(Template)]
#[template(path = "portal/halt.html")]
struct Halt {
    shell: Shell,
    said: Said,
}

/// What such a page says.
pub struct Said {
    pub heading: String,
    pub why: String,
    /// Words and address of the way on.
    pub onward: (String, String),
}

impl Page for Halt {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.said.heading.clone()
    }
}

pub fn answer(member: &Member, status: StatusCode, said: Said) -> Result<HttpResponse, Refusal> {
    // The address may be that of a form, at which there is nothing to look at.
    let shell = member.shell().at(said.onward.1.clone());
    member.answers(status, &Halt { shell, said })
}
