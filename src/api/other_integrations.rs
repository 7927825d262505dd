//! What the public API has for integrations other than QuickBooks Online: a client that asks is told so, and nothing is done.
//!
//! The last of these groups is in the official client only, not in the public description.

use actix_web::HttpResponse;
use actix_web::web::{ServiceConfig, get, post, resource};

use super::json::Anything;
use super::own::OwnConnection;
use crate::domain::connection::PLATFORM_NAME;
use crate::domain::refusal::Refusal;

pub const MAPPING: &str = "accounts are mapped in QuickBooks, by the customer";
pub const INFORMATION: &str = "QuickBooks tells nothing of the company";
pub const OTP: &str = "the one-time password is in the linkUrl";
pub const TARGET_ACCOUNTS: &str = "accounts in QuickBooks cannot be read or made from here";
pub const MANAGED_FEEDS: &str = "QuickBooks fetches by itself what was pushed";

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
    Err(not_for_us(MAPPING))
}

async fn information(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    Err(not_for_us(INFORMATION))
}

async fn otp(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    Err(not_for_us(OTP))
}

async fn target_accounts(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    Err(not_for_us(TARGET_ACCOUNTS))
}

async fn managed_feeds(_: OwnConnection, _: Anything) -> Result<HttpResponse, Refusal> {
    Err(not_for_us(MANAGED_FEEDS))
}

/// 400, the one error that the public description has for an integration that does not take part.
pub fn not_for_us(why: &str) -> Refusal {
    Refusal::invalid(format!("This operation is not for {PLATFORM_NAME}: {why}."))
}
