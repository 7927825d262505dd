//! What a member sees first.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::refusal::Refusal;

#[derive(Template)]
#[template(path = "portal/home.html")]
pub struct Home {
    shell: Shell,
    name: String,
}

impl Page for Home {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("home-heading").to_owned()
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let page = Home { shell: member.shell(), name: member.who.name.clone() };
    member.answers(StatusCode::OK, &page)
}
