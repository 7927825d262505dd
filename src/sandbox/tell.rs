//! A refusal as a page of the sandbox, with the way back.

use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use super::page::{address, language_of, quickbooks_shell, walk_shell};
use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::http::{panics, refusal, request_id};
use crate::web::answer;
use crate::web::assets::Assets;
use crate::web::neutral::{Page, Shell};
use crate::web::texts::Tongue;
use crate::web::urls::sandbox as urls;

/// How much of a request's id a person is asked to read out.
const REFERENCE_LENGTH: usize = 8;

#[derive(Template)]
#[template(path = "sandbox/dead_end.html")]
struct DeadEnd {
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

/// Takes a refusal out of the answer and puts its page in.
pub async fn as_page(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // After a panic the request is gone: what its page needs is kept before.
    let page = dead_end(request.request(), What::Trouble);
    let after_panic = || answered(StatusCode::INTERNAL_SERVER_ERROR, page, None);
    let answer = panics::caught(request, next, after_panic).await?;
    let Some(refusal) = refusal::of(&answer) else { return Ok(answer.map_into_boxed_body()) };
    let page = told(answer.request(), refusal);
    Ok(refusal::retold(answer, page))
}

/// An address that is nobody's.
pub async fn unknown() -> Result<HttpResponse, Refusal> {
    Err(Refusal::NotFound("page".to_owned()))
}

/// The page of a refusal. Exhaustive: a new refusal has to be told here too.
fn told(request: &HttpRequest, refused: &Refusal) -> HttpResponse {
    let (what, retry_after) = match refused {
        // The walk asks for a key.
        Refusal::NotSignedOn => return answer::see_other(&urls::walk(None::<&str>)).finish(),
        Refusal::NoSuchLink
        | Refusal::NotFound(_)
        | Refusal::LostPlace
        | Refusal::LinkExpired(_)
        | Refusal::AlreadyOpened(_) => (What::NoPage, None),
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
        | Refusal::TooSlow => (What::FormRefused, None),
        Refusal::TooManyTries { retry_after }
        | Refusal::TooManyRequests { retry_after, .. }
        | Refusal::Busy { retry_after }
        | Refusal::DatabaseAway { retry_after } => (What::Trouble, Some(*retry_after)),
        Refusal::IntegrationOff(_) | Refusal::Trouble(_) => (What::Trouble, None),
    };
    let mut page = answered(refusal::status(refused), dead_end(request, what), retry_after);
    if let Refusal::MethodNotAllowed { allow } = refused {
        page.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    }
    page
}

fn dead_end(request: &HttpRequest, what: What) -> Option<DeadEnd> {
    let app = request.app_data::<Data<App>>()?;
    let assets = request.app_data::<Data<Assets>>()?.clone().into_inner();
    let (tongue, here) = (Tongue::new(language_of(app, request)), address(request));
    let is_quickbooks = here.starts_with(&urls::quickbooks());
    let shell = if is_quickbooks { quickbooks_shell } else { walk_shell }(app, tongue, assets, &here);
    let reference = request_id::of(&request.extensions()).chars().take(REFERENCE_LENGTH).collect();
    Some(DeadEnd { shell, what, reference })
}

fn answered(status: StatusCode, page: Option<DeadEnd>, retry_after: Option<Duration>) -> HttpResponse {
    let drawn = page.and_then(|page| answer::neutral_page(status, &page).ok());
    let Some((mut answer, html)) = drawn else { return HttpResponse::InternalServerError().finish() };
    if let Some(retry_after) = retry_after {
        answer.insert_header((header::RETRY_AFTER, retry_after.as_secs().max(1)));
    }
    answer.body(html)
}
