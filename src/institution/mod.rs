//! Door 4: accounting software that signs on with one-time credentials (OFX Direct Connect).
//!
//! One address for every message and every version. Whatever could be read is answered with HTTP 200, and how it went
//! stands in the OFX statuses; only what is no OFX request at all hears an HTTP error, in a line of plain text.

mod accounts;
mod answer;
mod delivery;
mod file;
mod profile;
mod sign_on;
mod statements;
mod tell;
mod transactions;

use actix_web::HttpResponse;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};

use crate::domain::app::App;
use crate::domain::refusal::Refusal;

use delivery::Delivery;
use file::File;

/// Mounts this door's addresses. The one with a partner's id shows strangers that partner's profile.
pub fn mount(config: &mut ServiceConfig) {
    for address in ["/ofx", "/ofx/{partner}"] {
        config.service(
            web::resource(address)
                .route(web::post().to(post))
                .default_service(web::to(anything_else))
                .wrap(from_fn(tell::in_plain_text)),
        );
    }
}

async fn post(delivery: Delivery, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let given = answer::to(&app, &delivery).await?;
    let body = File::of(given, &delivery.request.header).into_body(app).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("Content-Type", "application/x-ofx"))
        .insert_header(("Cache-Control", "no-store"))
        .body(body))
}

async fn anything_else() -> Result<HttpResponse, Refusal> {
    Err(Refusal::MethodNotAllowed { allow: "POST" })
}
