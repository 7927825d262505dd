//! A pretend QuickBooks: what a customer does in the real one, over the real protocol.
//!
//! It knows a bank by what the institution answered over `/ofx`, and by nothing else.

mod at;
mod bank;
mod banking;
mod books;
mod choose;
pub mod daily;
mod disconnect;
mod exchange;
mod exchanges;
mod find;
mod form;
mod register;
mod sign_in;
mod talk;
mod terms;
mod wanted;
pub mod wire;
mod words;

use actix_web::web::{self, ServiceConfig, post};

use super::{look, only_post, page, shown};

/// Mounts the pages of the pretend QuickBooks, below the sandbox.
pub fn mount(config: &mut ServiceConfig) {
    let bank = web::scope("/quickbooks/banks/{bank}")
        .service(page("/terms", look().to(terms::get), post().to(terms::post)))
        .service(page("/sign-in", look().to(sign_in::get), post().to(sign_in::post)))
        .service(page("/accounts", look().to(choose::get), post().to(choose::post)))
        .service(only_post("/update", post().to(bank::post_update)))
        .service(page("/disconnect", look().to(disconnect::get), post().to(disconnect::post)))
        .service(shown("", look().to(bank::get)))
        .default_service(web::to(super::tell::unknown));
    config
        .service(shown("/quickbooks", look().to(banking::get)))
        .service(page("/quickbooks/link-account", look().to(find::get), post().to(find::post)))
        .service(bank)
        .service(shown("/quickbooks/registers/{register}", look().to(register::get)))
        .service(shown("/quickbooks/exchanges", look().to(exchanges::get)))
        .service(shown("/quickbooks/exchanges/{exchange}", look().to(exchange::get)))
        .service(shown("/quickbooks/exchanges/{exchange}/request", look().to(exchange::get_request)))
        .service(shown("/quickbooks/exchanges/{exchange}/answer", look().to(exchange::get_answer)));
}
