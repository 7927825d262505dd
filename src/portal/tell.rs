//! A refusal as a page of the portal: what stands in the way, and how to go on.

use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use super::page::{Page, Shell};
use super::visitor::{address_of, language_of};
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::{Hurdle, Refusal};
use crate::http::{panics, refusal, request_id};
use crate::web::answer::see_other;
use crate::web::assets::Assets;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/dead_end.html")]
struct DeadEnd {
    shell: Shell,
    what: What,
    /// What the log knows this page by.
    reference: String,
}

#[derive(Clone, Copy)]
enum What {
    NoPage,
    Role,
    FormRefused,
    TooLarge,
    TooMany,
    Trouble,
}

impl Page for DeadEnd {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = match self.what {
            What::NoPage => "dead-end-no-page",
            What::Role => "dead-end-role",
            What::FormRefused => "dead-end-form",
            What::TooLarge => "dead-end-large",
            What::TooMany => "dead-end-many",
            What::Trouble => "dead-end-trouble",
        };
        self.shell.tongue.t(key).to_owned()
    }
}

impl DeadEnd {
    fn why(&self) -> &'static str {
        self.shell.tongue.t(match self.what {
            What::NoPage => "dead-end-no-page-why",
            What::Role => "dead-end-role-why",
            What::FormRefused => "dead-end-form-why",
            What::TooLarge => "dead-end-large-why",
            What::TooMany => "dead-end-many-why",
            What::Trouble => "dead-end-trouble-why",
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
        Refusal::Hurdle(Hurdle::SignIn) => return see_other(&sign_in(request)).finish(),
        Refusal::Hurdle(Hurdle::SecondFactor) => return see_other(&urls::authenticator()).finish(),
        Refusal::Hurdle(Hurdle::Proof) => return see_other(&urls::confirm(&wanted(request))).finish(),
        Refusal::Hurdle(Hurdle::Role) | Refusal::Forbidden(_) => (What::Role, None),
        Refusal::NoSuchLink
        | Refusal::NotFound(_)
        | Refusal::LostPlace
        | Refusal::LinkExpired(_)
        | Refusal::AlreadyOpened(_) => (What::NoPage, None),
        Refusal::TooLarge { .. } => (What::TooLarge, None),
        Refusal::FormRefused
        | Refusal::Invalid { .. }
        | Refusal::NotSignedOn
        | Refusal::NotForm
        | Refusal::NotJson
        | Refusal::Conflict(_)
        | Refusal::AnotherRequest
        | Refusal::TooManySets { .. }
        | Refusal::MethodNotAllowed { .. }
        | Refusal::TooSlow => (What::FormRefused, None),
        Refusal::TooManyTries { retry_after } | Refusal::TooManyRequests { retry_after, .. } => {
            (What::TooMany, Some(*retry_after))
        }
        Refusal::Busy { retry_after } | Refusal::DatabaseAway { retry_after } => (What::Trouble, Some(*retry_after)),
        Refusal::IntegrationOff(_) | Refusal::Trouble(_) => (What::Trouble, None),
    };
    let mut page = answered(refusal::status(refused), dead_end(request, what), retry_after);
    if let Refusal::MethodNotAllowed { allow } = refused {
        page.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    }
    page
}

/// Where somebody wanted to look. A form cannot be sent again: they go back to the page on which it stood.
fn wanted(request: &HttpRequest) -> String {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return address_of(request);
    }
    let origin = request.app_data::<Data<App>>().map(|app| app.public_url.origin().to_owned());
    let referrer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let page = referrer.zip(origin).and_then(|(from, origin)| from.strip_prefix(origin.as_str()).map(str::to_owned));
    page.filter(|page| urls::is_within(page)).unwrap_or_else(urls::home)
}

fn sign_in(request: &HttpRequest) -> String {
    match wanted(request) {
        address if address == urls::home() => urls::sign_in(),
        address => urls::sign_in_and_go_to(&address),
    }
}

fn dead_end(request: &HttpRequest, what: What) -> Option<DeadEnd> {
    let reference = request_id::reference(&request.extensions());
    let known = request.extensions().get::<Shell>().cloned();
    let shell = known.or_else(|| stranger(request))?;
    let back = match what {
        // What is there in the other language, too. Whatever else stood in the address may be anything.
        What::Role | What::Trouble => request.path().to_owned(),
        _ => urls::home(),
    };
    Some(DeadEnd { shell: shell.at(back), what, reference })
}

/// The shell for somebody who was not recognised.
fn stranger(request: &HttpRequest) -> Option<Shell> {
    let app = request.app_data::<Data<App>>()?;
    let assets = request.app_data::<Data<Assets>>()?.clone().into_inner();
    let tongue = Tongue::new(language_of(app, request, Language::En));
    Some(Shell::of(app, tongue, assets, &address_of(request)))
}

fn answered(status: StatusCode, page: Option<DeadEnd>, retry_after: Option<Duration>) -> HttpResponse {
    let drawn = page.and_then(|page| super::page::drawn(status, &page).ok());
    let Some((mut answer, html)) = drawn else { return HttpResponse::InternalServerError().finish() };
    if let Some(retry_after) = retry_after {
        answer.insert_header((header::RETRY_AFTER, retry_after.as_secs().max(1)));
    }
    answer.body(html)
}
