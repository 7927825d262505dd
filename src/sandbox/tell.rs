//! A refusal as a page of the sandbox, with the way back.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::page::{quickbooks_shell, walk_shell};
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::http::request_id;
use crate::web::answer;
use crate::web::assets::Assets;
use crate::web::dead_end::{self, Instead};
use crate::web::neutral::{Page, Shell};
use crate::web::reader::{address_of, language_of};
use crate::web::texts::Tongue;
use crate::web::urls::sandbox as urls;

#[derive(Template)]
#[template(path = "sandbox/dead_end.html")]
pub struct DeadEnd {
    shell: Shell,
    what: What,
    /// What the log knows this page by.
    reference: String,
}

#[derive(Clone, Copy)]
enum What {
    NoPage,
    FormRefused,
    Trouble,
}

impl Page for DeadEnd {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = match self.what {
            What::NoPage => "qb-no-page",
            What::FormRefused => "qb-form-refused",
            What::Trouble => "qb-trouble",
        };
        self.shell.tongue.t(key).to_owned()
    }
}

impl DeadEnd {
    fn why(&self) -> &'static str {
        self.shell.tongue.t(match self.what {
            What::NoPage => "qb-no-page-why",
            What::FormRefused => "qb-form-refused-why",
            What::Trouble => "qb-trouble-why",
        })
    }
}

/// An address that is nobody's.
pub async fn unknown() -> Result<HttpResponse, Refusal> {
    Err(Refusal::NotFound("page".to_owned()))
}

impl dead_end::DeadEnd for DeadEnd {
    fn of_trouble(request: &HttpRequest) -> Option<Self> {
        dead_end(request, What::Trouble)
    }

    fn of(request: &HttpRequest, refused: &Refusal) -> Instead<Self> {
        let what = match refused {
            // The walk asks for a key.
            Refusal::NotSignedOn => return Instead::Address(urls::walk(None::<&str>)),
            Refusal::NoSuchLink
            | Refusal::NotFound(_)
            | Refusal::LostPlace
            | Refusal::LinkExpired(_)
            | Refusal::AlreadyOpened(_) => What::NoPage,
            Refusal::FormRefused
            | Refusal::Invalid { .. }
            | Refusal::NotForm
            | Refusal::NotJson
            | Refusal::Conflict(_)
            | Refusal::AnotherRequest
            | Refusal::Forbidden(_)
            | Refusal::Hurdle(_)
            | Refusal::TooManySets { .. }
            | Refusal::TooLarge { .. }
            | Refusal::MethodNotAllowed { .. }
            | Refusal::TooSlow => What::FormRefused,
            Refusal::TooManyTries { .. }
            | Refusal::TooManyRequests { .. }
            | Refusal::Busy { .. }
            | Refusal::DatabaseAway { .. }
            | Refusal::IntegrationOff(_)
            | Refusal::Trouble(_) => What::Trouble,
        };
        Instead::Page(dead_end(request, what))
    }

    fn drawn(&self, status: StatusCode) -> Result<(HttpResponseBuilder, String), Refusal> {
        answer::neutral_page(status, self)
    }
}

fn dead_end(request: &HttpRequest, what: What) -> Option<DeadEnd> {
    let app = request.app_data::<Data<App>>()?;
    let assets = request.app_data::<Data<Assets>>()?.clone().into_inner();
    let (tongue, here) = (Tongue::new(language_of(app, request, Language::En)), address_of(request));
    let is_quickbooks = here.starts_with(&urls::quickbooks());
    let shell = if is_quickbooks { quickbooks_shell } else { walk_shell }(app, tongue, assets, &here);
    let reference = request_id::reference(&request.extensions());
    Some(DeadEnd { shell, what, reference })
}
