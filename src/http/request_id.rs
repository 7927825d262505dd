//! An id for each request: in every log line, on every answer, and the API's `correlationId`. The log has the path and
//! never the query: a linkUrl's otp is in it.

use std::fmt;
use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use tracing::Instrument;

use super::{panics, refusal};
use crate::domain::app::App;
use crate::domain::refusal::Refusal;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// 32 hexadecimal digits. Made by us, never taken from a client.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of this request; every request has one.
pub fn of(extensions: &actix_web::dev::Extensions) -> String {
    extensions.get::<RequestId>().map_or_else(String::new, RequestId::to_string)
}

/// How much of an id a person is asked to read out.
const REFERENCE_LENGTH: usize = 8;

/// The id of this request as a person reads it out; the log has the whole of it.
pub fn reference(extensions: &actix_web::dev::Extensions) -> String {
    of(extensions).chars().take(REFERENCE_LENGTH).collect()
}

/// Gives the request its id, and writes one line when it is answered.
pub async fn give(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let chance = request.app_data::<Data<App>>().map(|app| app.chance.clone());
    let id = RequestId(chance.map_or_else(String::new, |chance| chance.uuid().simple().to_string()));
    request.extensions_mut().insert(id.clone());
    // At the level of errors, so that whatever is logged at all has its request's id.
    let span = tracing::error_span!("request", request_id = %id, method = known(request.method()));
    // Only the shape of the address: ids of customers stay out of the log, and so does anything made up.
    let shape = request.match_pattern().unwrap_or_else(|| "(no such address)".to_owned());
    async move {
        let started = Instant::now();
        let value = HeaderValue::from_str(&id.0).unwrap_or(HeaderValue::from_static(""));
        match next.call(request).await {
            Ok(mut answer) => {
                answer.headers_mut().insert(HEADER, value);
                log(&answer, &shape, started);
                Ok(answer)
            }
            // Where it happened is in a line of its own, under the same id.
            Err(error) => {
                tracing::error!(status = 500, milliseconds = milliseconds(started), path = %shape, %error, "request failed");
                Err(panics::completed(&error, |response| {
                    response.headers_mut().insert(HEADER, value);
                }))
            }
        }
    }
    .instrument(span)
    .await
}

/// A made-up method may be as long as a whole head, and say anything.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "(another)",
    }
}

fn log<B>(answer: &ServiceResponse<B>, shape: &str, started: Instant) {
    let status = answer.status().as_u16();
    let milliseconds = milliseconds(started);
    match refusal::of(answer) {
        Some(Refusal::Trouble(error)) => {
            tracing::error!(status, milliseconds, path = %shape, error = %format!("{error:#}"), "request failed");
        }
        Some(refusal) => tracing::info!(status, milliseconds, path = %shape, refusal = %refusal, "request refused"),
        None => tracing::info!(status, milliseconds, path = %shape, "request answered"),
    }
}

/// JSON has no number for 128 bits.
fn milliseconds(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
