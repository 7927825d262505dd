//! Headers that no answer lacks. A page or a file sets its own; what is missing is filled in here, outermost, with the
//! strictest value (security reference 4.3).

use actix_http::ConnectionType;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ResponseHead, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::panics;
use super::stopping::Stopping;
use crate::domain::app::App;

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// For answers that no browser should show as a page: JSON, OFX, pictures.
const NOTHING_RUNS: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Fills in what the door has not set. Once this process has been told to stop, every answer ends its connection.
pub async fn complete(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_https = request.app_data::<Data<App>>().is_some_and(|app| app.public_url.is_https());
    let stopping = request.app_data::<Data<Stopping>>().cloned();
    let answer = panics::caught(request, next, after_panic).await;
    let is_last = stopping.is_some_and(|stopping| stopping.has_begun());
    let all = |head: &mut ResponseHead| {
        fill_all(head, is_https);
        if is_last {
            head.set_connection_type(ConnectionType::Close);
        }
    };
    match answer {
        Ok(mut answer) => {
            all(answer.response_mut().head_mut());
            Ok(answer)
        }
        Err(error) => Err(panics::completed(&error, |response| all(response.head_mut()))),
    }
}

/// For a panic that no door has told.
fn after_panic() -> HttpResponse {
    let mut answer = HttpResponse::InternalServerError();
    answer.content_type("text/plain; charset=utf-8").body("Something went wrong on our side.\n")
}

fn fill_all(head: &mut ResponseHead, is_https: bool) {
    let is_error = head.status.is_client_error() || head.status.is_server_error();
    let headers = head.headers_mut();
    fill(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    fill(headers, header::CONTENT_SECURITY_POLICY, NOTHING_RUNS);
    fill(headers, header::CACHE_CONTROL, "no-store");
    fill(headers, header::REFERRER_POLICY, "no-referrer");
    fill(headers, header::X_FRAME_OPTIONS, "DENY");
    fill(headers, CORP, "same-origin");
    if is_error {
        fill(headers, ROBOTS, "noindex, nofollow");
    }
    if is_https {
        fill(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
}

fn fill(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
