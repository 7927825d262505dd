//! A key that was just made, for the one time that it is shown: in the answer to the form that made it, and at no address.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::domain::api_key::{ApiKey, New};
use crate::domain::refusal::Refusal;
use crate::portal::halt::{self, Said};
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::urls;

#[derive(Template)]
#[template(path = "portal/keys/shown.html")]
struct Shown<'a> {
    shell: Shell,
    name: &'a str,
    key: &'a str,
    authorization: String,
    curl: String,
    /// Of the key that this one follows: when it ends.
    ends: Option<String>,
}

impl Page for Shown<'_> {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("keys-copy-now").to_owned()
    }
}

/// `old`: the key that was rolled.
pub fn now(member: &Member, made: &New, old: Option<&ApiKey>) -> Result<HttpResponse, Refusal> {
    let key = made.text.reveal();
    let authorization = format!("Authorization: Basic {}", STANDARD.encode(key));
    let companies = member.app.public_url.join(&urls::api::companies());
    let now = member.app.clock.now();
    let page = Shown {
        shell: member.shell().at(urls::portal::keys()),
        name: &made.key.name,
        key,
        curl: format!("curl -H '{authorization}' {companies}"),
        authorization,
        ends: old.and_then(|old| old.ends_at).map(|at| match at > now {
            true => member.tongue.t1("keys-old-ends", "time", member.moment(at)),
            false => member.tongue.t("keys-old-ended").to_owned(),
        }),
    };
    member.answers(StatusCode::OK, &page)
}

/// The form was sent before.
pub fn already(member: &Member) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let said = Said {
        heading: tongue.t("keys-already").to_owned(),
        why: tongue.t("keys-already-why").to_owned(),
        onward: (tongue.t("keys-back").to_owned(), urls::portal::keys()),
    };
    halt::answer(member, StatusCode::CONFLICT, said)
}
