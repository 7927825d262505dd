//! A refusal told to a program: always the public API's seven fields, whoever raised it, and nothing of what was sent.

use std::borrow::Cow;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::refusal::{Refusal, Validation};
use crate::http::{panics, refusal, request_id};

const SERVICE: &str = "BankFeedsApi";
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const CHALLENGE: HeaderValue = HeaderValue::from_static("Basic realm=\"bankfeeds-link\", charset=\"UTF-8\"");

/// The public API's error body.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ErrorMessage")]
pub struct ErrorMessage<'a> {
    #[schemars(range(min = 400, max = 599))]
    status_code: u16,
    #[schemars(extend("const" = SERVICE))]
    service: &'static str,
    /// What is wrong, in one sentence for a developer.
    error: Cow<'a, str>,
    /// Names the request in the server's log, where it is `request_id`.
    correlation_id: String,
    validation: Option<&'a Validation>,
    #[schemars(extend("enum" = ["True", "False", "Unknown"]))]
    can_be_retried: &'static str,
    /// Always 0.
    detailed_error_code: u16,
}

/// Marks an answer whose status is an error's, and whose body says more than one.
struct OwnShape;

/// For the one answer that the public API gives an error's status and a list for a body.
pub fn in_its_own_shape(mut answer: HttpResponse) -> HttpResponse {
    answer.extensions_mut().insert(OwnShape);
    answer
}

/// Turns every answer that is an error into the one shape. The error itself stays in the answer, for the log.
pub async fn tell<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, String>>, actix_web::Error> {
    let correlation_id = request_id::of(&request.extensions());
    let after_panic = || {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON)).body(body(None, status, correlation_id))
    };
    Ok(told(panics::caught(request, next, after_panic).await?))
}

/// An answer that is told, once: what is kept for a repetition is told before it is.
struct Told;

/// The answer with its error in words, if it is one that has not been told yet.
pub fn told<B: MessageBody + 'static>(answer: ServiceResponse<B>) -> ServiceResponse<EitherBody<B, String>> {
    let status = answer.status();
    let is_told =
        answer.request().extensions().contains::<Told>() || answer.response().extensions().contains::<OwnShape>();
    if is_told || !status.is_client_error() && !status.is_server_error() {
        return answer.map_into_left_body();
    }
    let refusal = answer.response().error().and_then(|error| error.as_error::<Refusal>());
    let body = body(refusal, status, request_id::of(&answer.request().extensions()));
    let pause = refusal.and_then(refusal::retry_after);
    let mut told = answer.map_body(|_, _| EitherBody::Right { body });
    let headers = told.headers_mut();
    headers.insert(header::CONTENT_TYPE, JSON);
    if let Some(pause) = pause {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(pause)));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, CHALLENGE);
    }
    is_already_told(told.request());
    told
}

/// For an answer whose error is in words, and which must stay as it is.
pub fn is_already_told(request: &HttpRequest) {
    request.extensions_mut().insert(Told);
}

/// For a request whose answer, told already, gives way to another that is not.
pub fn is_to_be_told_anew(request: &HttpRequest) {
    request.extensions_mut().remove::<Told>();
}

/// What a program reads of a refusal; `None` for an error of the framework.
pub fn body(refusal: Option<&Refusal>, status: StatusCode, correlation_id: String) -> String {
    let message = ErrorMessage {
        status_code: status.as_u16(),
        service: SERVICE,
        error: refusal.map_or_else(|| unnamed(status).into(), sentence),
        correlation_id,
        validation: refusal.and_then(validation),
        can_be_retried: can_be_retried(status),
        detailed_error_code: 0,
    };
    serde_json::to_string(&message).unwrap_or_default()
}

fn sentence(refusal: &Refusal) -> Cow<'_, str> {
    match refusal {
        Refusal::NotSignedOn => "Unauthorized: send a valid API key as Authorization: Basic base64(apiKey), or a company access token that is \
             not over as Authorization: Bearer accessToken."
            .into(),
        Refusal::NotFound(what) => format!("There is no such {what}.").into(),
        Refusal::Invalid { error, .. } => error.as_str().into(),
        Refusal::Conflict(what) => what.as_str().into(),
        Refusal::AnotherRequest => {
            "This Idempotency-Key was sent with another request before: another method, address or \
                                    body. Send each thing to be done with a key of its own."
                .into()
        }
        Refusal::TooManyRequests { most, within, retry_after } => format!(
            "{most} requests within a {within} are the most there can be. Wait {} seconds, as Retry-After says.",
            whole_seconds(*retry_after)
        )
        .into(),
        Refusal::Forbidden(why) => format!("Not allowed: {why}.").into(),
        Refusal::NotJson | Refusal::NotForm => "The body must be JSON: send Content-Type: application/json.".into(),
        Refusal::TooLarge { limit_bytes } => format!("The body is larger than {limit_bytes} bytes.").into(),
        Refusal::TooSlow => unnamed(StatusCode::REQUEST_TIMEOUT).into(),
        Refusal::MethodNotAllowed { .. } => unnamed(StatusCode::METHOD_NOT_ALLOWED).into(),
        Refusal::Busy { .. } => "Too much is going on at the moment. Nothing was done; try again.".into(),
        Refusal::DatabaseAway { retry_after } => format!(
            "The service cannot reach its database at the moment, and this was not confirmed. Try again in {} seconds.",
            retry_after.as_secs()
        )
        .into(),
        Refusal::IntegrationOff(_) => "The integration is switched off for this partner.".into(),
        Refusal::TooManyTries { .. } => "Too many requests.".into(),
        Refusal::TooManySets { most } => format!(
            "This connection has {most} sets of credentials that are not revoked, the most there can be. \
             Revoke them with DELETE on this address, then generate a new set."
        )
        .into(),
        Refusal::NoSuchLink
        | Refusal::LinkExpired(_)
        | Refusal::AlreadyOpened(_)
        | Refusal::LostPlace
        | Refusal::Hurdle(_)
        | Refusal::FormRefused => "This belongs to a customer's link, not to the API.".into(),
        Refusal::Trouble(_) => unnamed(StatusCode::INTERNAL_SERVER_ERROR).into(),
    }
}

/// For errors of the framework, whose own words may quote the request.
fn unnamed(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is nothing at this address.",
        StatusCode::METHOD_NOT_ALLOWED => {
            "This address does not take this method; the Allow header names those it takes."
        }
        StatusCode::PAYLOAD_TOO_LARGE => "The body is too large.",
        StatusCode::REQUEST_TIMEOUT => "The request took too long to arrive.",
        status if status.is_client_error() => "The request cannot be read.",
        _ => "Something went wrong on our side. The correlationId names it in our log.",
    }
}

fn validation(refusal: &Refusal) -> Option<&Validation> {
    match refusal {
        Refusal::Invalid { validation, .. } if *validation != Validation::default() => Some(validation),
        _ => None,
    }
}

/// A word, as the public API has it.
fn can_be_retried(status: StatusCode) -> &'static str {
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => "True",
        status if status.is_client_error() => "False",
        _ => "Unknown",
    }
}

/// Rounded up: never too early.
fn whole_seconds(pause: Duration) -> u64 {
    pause.as_secs() + u64::from(pause.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Violation;

    fn told(refusal: &Refusal, status: u16) -> serde_json::Value {
        let status = StatusCode::from_u16(status).unwrap();
        serde_json::from_str(&body(Some(refusal), status, "0123abcd".into())).unwrap()
    }

    #[test]
    fn an_error_has_the_contracts_seven_fields() {
        let message = told(&Refusal::NotFound("company".into()), 404);
        let expected = serde_json::json!({
            "statusCode": 404,
            "service": "BankFeedsApi",
            "error": "There is no such company.",
            "correlationId": "0123abcd",
            "validation": null,
            "canBeRetried": "False",
            "detailedErrorCode": 0,
        });
        assert_eq!(message, expected);
    }

    #[test]
    fn what_an_item_broke_is_in_the_validation() {
        let item = Violation { item_id: Some("t-1".into()), message: "too old".into(), validator_name: "Date".into() };
        let validation = Validation { errors: vec![item], warnings: Vec::new() };
        let message = told(&Refusal::Invalid { error: "refused".into(), validation }, 400);
        assert_eq!(
            message["validation"],
            serde_json::json!({
                "errors": [{"itemId": "t-1", "message": "too old", "validatorName": "Date"}],
                "warnings": [],
            })
        );
    }

    #[test]
    fn trouble_of_ours_tells_nothing_of_itself() {
        let message = told(&Refusal::Trouble(anyhow::anyhow!("disk /dev/sda is on fire")), 500);
        assert!(!message.to_string().contains("fire"), "{message}");
        assert_eq!(message["canBeRetried"], "Unknown");
    }
}
