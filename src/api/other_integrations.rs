//! What the public API has for integrations other than QuickBooks Online: a client that asks is told so, and nothing is done.
//!
//! The last of these groups is in the official client only, not in the public description.

use actix_web::HttpResponse;
use actix_web::web::{ServiceConfig, get, post, resource};

use super::json::Anything;
use super::own::OwnConnection;
use crate::domain::connection::PLATFORM_NAME;
use crate::domain::refusal::Refusal;

/// Mounts the addresses, below `/companies`.
pub fn mount(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/{{companyId}}/connections/{{connectionId}}/{path}"));
    config
        .service(at("bankFeedAccounts/mapping").route(get().to(mapping)).route(post().to(mapping)))
        .service(at("bankFeeds/info").route(get().to(information)))
        .service(at("bankFeeds/otp").route(post().to(otp)))
        .service(at("data/bankAccounts").route(get().to(target_accounts)))
        .service(at("options/bankAccounts").route(get().to(target_accounts)))
        .service(at("push/bankAccounts").route(post().to(target_accounts)))
        .service(at("bankFeedAccounts/{accountId}/managedBankFeeds/syncs").route(post().to(managed_feeds)))
        .service(at("bankFeedAccounts/{accountId}/managedBankFeeds/syncs/{syncId}").route(get().to(managed_feeds)));
}

async fn mapping(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    refused("accounts are mapped in QuickBooks, by the customer")
}

async fn information(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    refused("QuickBooks tells nothing of the company")
}

async fn otp(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    refused("the one-time password is in the linkUrl")
}

async fn target_accounts(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    refused("accounts in QuickBooks cannot be read or made from here")
}

async fn managed_feeds(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    refused("QuickBooks fetches by itself what was pushed")
}

/// 400, the one error that the public description has for an integration that does not take part.
fn refused(why: &str) -> Result<HttpResponse, Refusal> {
    Err(Refusal::invalid(format!("This operation is not for {PLATFORM_NAME}: {why}.")))
}
