//! Headers that no answer lacks. A page or a file sets its own; what is missing is filled in here, outermost, with the
//! strictest value (security reference 4.3).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::domain::app::App;

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// For answers that no browser should show as a page: JSON, OFX, pictures.
const NOTHING_RUNS: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Fills in what the door has not set.
pub async fn complete(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_https = request.app_data::<Data<App>>().is_some_and(|app| app.public_url.is_https());
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    fill(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    fill(headers, header::CONTENT_SECURITY_POLICY, NOTHING_RUNS);
    fill(headers, header::CACHE_CONTROL, "no-store");
    fill(headers, header::REFERRER_POLICY, "no-referrer");
    fill(headers, header::X_FRAME_OPTIONS, "DENY");
    fill(headers, CORP, "same-origin");
    if is_https {
        fill(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    Ok(answer)
}

fn fill(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
