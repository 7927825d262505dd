//! A panic in a handler or an extractor becomes an answer: 500, told by the door it happened behind, with the request's
//! id. Without this the connection would just close.
//!
//! The request itself is lost in the panic, so the answer travels as an error that carries a whole response; the
//! middleware further out completes it ([`completed`]).

use std::fmt;
use std::panic::AssertUnwindSafe;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError};
use futures_util::FutureExt;

/// What was going to answer has panicked; where, the log says (`log.rs`).
#[derive(Debug)]
struct Panicked;

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("panicked")
    }
}

impl ResponseError for Panicked {
    fn status_code(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// What answers the request; should it panic, `told` makes the answer. What a panic leaves behind is safe to use: units of
/// work roll back when they are dropped, and nobody holds a lock while waiting.
pub async fn caught<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    told: impl FnOnce() -> HttpResponse,
) -> Result<ServiceResponse<B>, Error> {
    let answering = AssertUnwindSafe(async move { next.call(request).await });
    let answer = answering.catch_unwind().await;
    answer.unwrap_or_else(|_| Err(InternalError::from_response(Panicked, told()).into()))
}

/// An error on its way out, its response changed by `change`.
pub fn completed(error: &Error, change: impl FnOnce(&mut HttpResponse)) -> Error {
    let mut response = error.error_response();
    change(&mut response);
    InternalError::from_response(Panicked, response).into()
}
