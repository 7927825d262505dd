//! A refusal told at this door: a line of plain text, since whoever hears it does not speak OFX or has to come back.
//! It never repeats what was sent. (Whoever does speak OFX hears a status, and never gets here.)

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;

use crate::domain::refusal::Refusal;
use crate::http::{panics, refusal};

const PLAIN_TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const TROUBLE: &str = "Something went wrong on our side. Try again later.";

/// Takes a refusal out of the answer and tells it. It stays in the answer for the log.
pub async fn in_plain_text(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut answer = panics::caught(request, next, after_panic).await?.map_into_left_body();
    let refusal = answer.response().error().and_then(|error| error.as_error::<Refusal>());
    let Some((line, more)) = refusal.map(|refusal| (line(refusal), more_headers(refusal))) else {
        return Ok(answer);
    };
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, PLAIN_TEXT);
    more.into_iter().for_each(|(name, value)| {
        headers.insert(name, value);
    });
    Ok(answer.map_body(|_, _| EitherBody::right(BoxBody::new(line + "\n"))))
}

fn after_panic() -> HttpResponse {
    HttpResponse::InternalServerError().insert_header((header::CONTENT_TYPE, PLAIN_TEXT)).body(format!("{TROUBLE}\n"))
}

fn more_headers(refusal: &Refusal) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Refusal::MethodNotAllowed { allow } = refusal {
        headers.insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    if let Some(pause) = refusal::retry_after(refusal) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(pause.as_secs().max(1)));
    }
    headers
}

fn line(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid { error, .. } => error.clone(),
        Refusal::TooLarge { limit_bytes } => format!("The request is too large: {limit_bytes} bytes are the limit."),
        Refusal::MethodNotAllowed { .. } => {
            "This address is for accounting software, which sends OFX requests with POST.".to_owned()
        }
        Refusal::NotFound(_) | Refusal::NoSuchLink => "There is no institution at this address.".to_owned(),
        Refusal::Busy { .. } | Refusal::TooManyTries { .. } => "Too busy at the moment. Try again soon.".to_owned(),
        Refusal::DatabaseAway { .. } => "The database cannot be reached at the moment. Try again soon.".to_owned(),
        Refusal::TooSlow => "The request took too long to arrive.".to_owned(),
        Refusal::Trouble(_) => TROUBLE.to_owned(),
        Refusal::LinkExpired(_)
        | Refusal::AlreadyOpened(_)
        | Refusal::IntegrationOff(_)
        | Refusal::LostPlace
        | Refusal::FormRefused
        | Refusal::TooManySets { .. }
        | Refusal::NotSignedOn
        | Refusal::Hurdle(_)
        | Refusal::Conflict(_)
        | Refusal::AnotherRequest
        | Refusal::TooManyRequests { .. }
        | Refusal::Forbidden(_)
        | Refusal::NotJson
        | Refusal::NotForm => "This request cannot be answered.".to_owned(),
    }
}
