//! How many requests a program may send (`domain/rate_limits.rs`), as HTTP tells it: 429 with `Retry-After`, and on every
//! answer to a known caller where its day stands.

use actix_web::HttpMessage;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::caller::Caller;
use crate::domain::app::App;
use crate::domain::rate_limits::Standing;
use crate::domain::refusal::Refusal;
use crate::http::visitor;

const LIMIT: HeaderName = HeaderName::from_static("x-rate-limit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-rate-limit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");

/// Counts for the address, before anybody looks who is calling: that costs no database.
pub async fn by_address<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let admitted = request
        .app_data::<Data<App>>()
        .map_or(Ok(()), |app| app.rate_limits.admit_address(app, visitor::address(request.request(), app)));
    match admitted {
        Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
        Err(refusal) => Ok(request.error_response(refusal).map_into_right_body()),
    }
}

/// Counts for the partner whose program is calling.
pub async fn by_partner<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let (standing, admitted) = match of_partner(&request).await {
        Ok(counted) => counted,
        Err(refusal) => return Ok(request.error_response(refusal).map_into_right_body()),
    };
    let mut answer = match admitted {
        Ok(()) => next.call(request).await?.map_into_left_body(),
        Err(refusal) => request.error_response(refusal).map_into_right_body(),
    };
    tell(answer.headers_mut(), &standing);
    Ok(answer)
}

async fn of_partner(request: &ServiceRequest) -> Result<(Standing, Result<(), Refusal>), Refusal> {
    let partner = request.extensions().get::<Caller>().map(|caller| caller.partner.id);
    let partner = partner.ok_or(Refusal::NotSignedOn)?;
    let app = request.app_data::<Data<App>>().ok_or_else(Refusal::busy)?;
    app.rate_limits.admit_partner(app, partner).await
}

fn tell(headers: &mut HeaderMap, standing: &Standing) {
    headers.insert(LIMIT, HeaderValue::from(standing.limit));
    headers.insert(REMAINING, HeaderValue::from(standing.remaining));
    if let Ok(reset) = HeaderValue::from_str(&standing.resets_at.text()) {
        headers.insert(RESET, reset);
    }
}
