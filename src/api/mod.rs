//! Door 2: a partner's program, with an API key. Paths, bodies and codes are those of the public bank feeds API, so that
//! a partner's existing client works by changing its base address.
//!
//! Its addresses are on this screen and nowhere else. Each resource has a file of its own with the shapes it speaks;
//! rules live in the domain.

mod bank_transactions;
mod caller;
mod companies;
mod connections;
mod credentials;
mod describe;
pub mod docs;
mod error;
mod json;
mod other_integrations;
mod own;
mod paging;
mod push_operations;
mod query;
mod source_accounts;

use actix_web::guard::GuardContext;
use actix_web::http::header::Accept;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, delete, get, patch, post, put, resource};
use actix_web::{HttpResponse, Route, guard};

use crate::domain::refusal::Refusal;

/// Mounts this door's addresses.
pub fn mount(config: &mut ServiceConfig) {
    let companies = web::scope("/companies")
        .service(resource("").route(get().to(companies::list)).route(post().to(companies::create)))
        .service(
            resource("/{companyId}")
                .route(get().to(companies::get))
                .route(put().to(companies::replace))
                .route(patch().to(companies::update))
                .route(delete().to(companies::delete)),
        )
        .service(
            resource("/{companyId}/connections")
                .route(get().to(connections::list))
                .route(post().to(connections::create)),
        )
        .service(
            resource("/{companyId}/connections/{connectionId}")
                .route(get().to(connections::get))
                .route(patch().to(connections::unlink))
                .route(delete().to(connections::delete)),
        )
        .service(
            resource("/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts")
                .route(get().to(source_accounts::list))
                .route(post().to(source_accounts::create)),
        )
        .service(
            resource("/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/credentials")
                .route(post().to(credentials::generate))
                .route(delete().to(credentials::delete)),
        )
        .service(
            resource("/{companyId}/connections/{connectionId}/push/bankAccounts/{accountId}/bankTransactions")
                .route(post().to(bank_transactions::create)),
        )
        .service(resource("/{companyId}/push").route(get().to(push_operations::list)))
        .service(resource("/{companyId}/push/{pushOperationKey}").route(get().to(push_operations::get)))
        .configure(other_integrations::mount)
        // The last wrapped is the outermost: what the caller's key refuses is told in this door's shape too.
        .wrap(from_fn(caller::identify))
        .wrap(from_fn(error::tell));
    config
        .service(companies)
        .service(resource("/openapi.json").route(look().to(docs::get_openapi)))
        .service(resource("/docs").route(look().to(docs::get_reference)))
        .service(resource("/docs/guide").route(look().to(docs::get_guide)));
}

/// What is for people answers HEAD, too.
fn look() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// Mounts what answers a program at every address that is nobody's.
pub fn mount_unknown(config: &mut ServiceConfig) {
    let anywhere = resource("/{anything:.*}").guard(guard::fn_guard(prefers_json));
    config.service(anywhere.default_service(web::to(unknown)).wrap(from_fn(error::tell)));
}

async fn unknown() -> Result<HttpResponse, Refusal> {
    Err(Refusal::NotFound("address".into()))
}

/// Browsers name HTML first; a client that takes anything has named nothing.
fn prefers_json(context: &GuardContext<'_>) -> bool {
    let preferred = context.header::<Accept>().map(|accept| accept.preference());
    preferred.is_some_and(|media| media.subtype() == "json" || media.suffix().is_some_and(|suffix| suffix == "json"))
}
