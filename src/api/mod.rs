//! Door 2: a partner's program, with an API key. Paths, bodies and codes are those of the public bank feeds API, so that
//! a partner's existing client works by changing its base address.
//!
//! Its addresses are on this screen and nowhere else. Each resource has a file of its own with the shapes it speaks;
//! rules live in the domain.

mod api_keys;
mod bank_transactions;
mod caller;
mod companies;
mod connections;
mod credentials;
mod error;
mod idempotency;
mod json;
mod other_integrations;
mod overheard;
mod own;
mod paging;
mod push_operations;
mod query;
mod rate_limits;
mod source_accounts;

use actix_web::dev::HttpServiceFactory;
use actix_web::guard::GuardContext;
use actix_web::http::header::Accept;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, delete, get, patch, post, put, resource};
use actix_web::{HttpResponse, Scope, guard};

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
        .configure(other_integrations::mount);
    let api_keys = web::scope("/apiKeys")
        .service(resource("").route(get().to(api_keys::list)).route(post().to(api_keys::create)))
        .service(resource("/{apiKeyId}").route(delete().to(api_keys::delete)))
        .service(resource("/{apiKeyId}/roll").route(post().to(api_keys::roll)));
    config.service(for_callers(companies)).service(for_callers(api_keys));
}

/// What every address here has around it, from the inside out: the last wrapped is the outermost, so that what the
/// caller's key or a limit refuses is told in this door's shape too.
fn for_callers(scope: Scope) -> impl HttpServiceFactory + 'static {
    scope
        .wrap(from_fn(idempotency::once))
        .wrap(from_fn(rate_limits::by_partner))
        .wrap(from_fn(caller::identify))
        .wrap(from_fn(rate_limits::by_address))
        .wrap(from_fn(error::tell))
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
