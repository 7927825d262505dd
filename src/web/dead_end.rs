//! A refusal as a page, at the doors whose pages are under nobody's brand. What stands in the way each says in its own words; how
//! the page takes the refusal's place is the same.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::answer::see_other;
use crate::domain::refusal::Refusal;
use crate::http::{panics, refusal};

/// A door's page for a refusal.
pub trait DeadEnd: Sized {
    /// The page for something that is our fault; drawn when the request itself may be gone.
    fn of_trouble(request: &HttpRequest) -> Option<Self>;

    /// Exhaustive over refusals: a new one has to be told here too.
    fn of(request: &HttpRequest, refused: &Refusal) -> Instead<Self>;

    /// The page and its headers.
    fn drawn(&self, status: StatusCode) -> Result<(HttpResponseBuilder, String), Refusal>;
}

/// What a visitor gets instead of what was asked for.
pub enum Instead<P> {
    /// `None`: there is not even what a page is drawn with.
    Page(Option<P>),
    /// The way on is another page.
    Address(String),
}

/// Takes a refusal out of the answer and puts its page in.
pub async fn as_page<P: DeadEnd>(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // After a panic the request is gone: what its page needs is kept before.
    let page = P::of_trouble(request.request());
    let after_panic = || answered(StatusCode::INTERNAL_SERVER_ERROR, page);
    let answer = panics::caught(request, next, after_panic).await?;
    let Some(refused) = refusal::of(&answer) else { return Ok(answer.map_into_boxed_body()) };
    let told = match P::of(answer.request(), refused) {
        Instead::Address(address) => see_other(&address).finish(),
        Instead::Page(page) => told(page, refused),
    };
    Ok(refusal::retold(answer, told))
}

fn told(page: Option<impl DeadEnd>, refused: &Refusal) -> HttpResponse {
    let mut page = answered(refusal::status(refused), page);
    if let Some(retry_after) = refusal::retry_after(refused) {
        page.headers_mut().insert(header::RETRY_AFTER, retry_after.as_secs().max(1).into());
    }
    if let Refusal::MethodNotAllowed { allow } = refused {
        page.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    }
    page
}

fn answered(status: StatusCode, page: Option<impl DeadEnd>) -> HttpResponse {
    let drawn = page.and_then(|page| page.drawn(status).ok());
    drawn.map_or_else(|| HttpResponse::InternalServerError().finish(), |(mut answer, html)| answer.body(html))
}
