//! How a refusal travels: it stays in the response, and the middleware of the door takes it out again and tells it in
//! that door's own language. `ResponseError` alone cannot see the request, so it could not.

use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::domain::refusal::{Hurdle, Refusal};

/// The status that goes with a refusal, at every door but the institution.
pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NoSuchLink | Refusal::NotFound(_) => StatusCode::NOT_FOUND,
        Refusal::TooManyTries { .. } | Refusal::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::LinkExpired(_) | Refusal::AlreadyOpened(_) | Refusal::LostPlace => StatusCode::GONE,
        Refusal::IntegrationOff(_) | Refusal::Busy { .. } | Refusal::DatabaseAway { .. } => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Refusal::FormRefused | Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
        Refusal::NotSignedOn => StatusCode::UNAUTHORIZED,
        Refusal::Hurdle(Hurdle::Role) => StatusCode::FORBIDDEN,
        // A page stands before the one that was asked for.
        Refusal::Hurdle(_) => StatusCode::SEE_OTHER,
        Refusal::Invalid { .. } => StatusCode::BAD_REQUEST,
        Refusal::Conflict(_) | Refusal::TooManySets { .. } => StatusCode::CONFLICT,
        Refusal::AnotherRequest => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotJson | Refusal::NotForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Refusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Refusal::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
        Refusal::Trouble(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// After how long to come back, where that is known.
pub fn retry_after(refusal: &Refusal) -> Option<Duration> {
    match refusal {
        Refusal::Busy { retry_after }
        | Refusal::DatabaseAway { retry_after }
        | Refusal::TooManyTries { retry_after }
        | Refusal::TooManyRequests { retry_after, .. } => Some(*retry_after),
        _ => None,
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        status(self)
    }

    /// Only a frame: the door's middleware fills it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(status(self))
    }
}

/// The refusal that an answer carries, if it carries one.
pub fn of<B>(answer: &ServiceResponse<B>) -> Option<&Refusal> {
    answer.response().error().and_then(|error| error.as_error::<Refusal>())
}

/// Puts what a door has told in the answer's place. The refusal stays with it, for the log.
pub fn retold<B: MessageBody>(answer: ServiceResponse<B>, told: HttpResponse) -> ServiceResponse<BoxBody> {
    let (request, mut kept) = answer.into_parts();
    let (told, body) = told.into_parts();
    *kept.status_mut() = told.status();
    kept.headers_mut().clear();
    for (name, value) in told.headers() {
        kept.headers_mut().append(name.clone(), value.clone());
    }
    ServiceResponse::new(request, kept.set_body(body))
}
