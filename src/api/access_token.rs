//! Company access tokens, for a partner's own pages about one company.

use actix_web::HttpResponse;
use actix_web::web::Data;
use schemars::JsonSchema;
use serde::Serialize;

use super::caller::Caller;
use super::own::OwnCompany;
use crate::domain::access_token;
use crate::domain::app::App;
use crate::domain::refusal::Refusal;

/// The token, in the one answer that ever holds it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CompanyAccessToken")]
pub struct Shown<'a> {
    /// Seconds.
    expires_in: u64,
    access_token: &'a str,
    #[schemars(extend("const" = "Bearer"))]
    token_type: &'static str,
}

/// A new token at every call; older ones go on.
pub async fn get(own: OwnCompany, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let key = caller.key()?;
    let mut db = app.store.write().await?;
    let token = access_token::create(&app, &mut db, own.company.id, key, app.clock.now()).await?;
    db.commit().await?;
    let expires_in = app.limits.access_token.as_secs();
    Ok(HttpResponse::Ok().json(Shown { expires_in, access_token: token.reveal(), token_type: "Bearer" }))
}
