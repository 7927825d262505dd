//! One-time credentials, for a partner that shows them on its own pages.

use actix_web::HttpResponse;
use actix_web::web::Data;
use schemars::JsonSchema;
use serde::Serialize;

use super::caller::Caller;
use super::json::Anything;
use super::own::OwnConnection;
use crate::domain::app::App;
use crate::domain::credentials::{self, Asked};
use crate::domain::refusal::Refusal;
use crate::domain::timeline::Who;

/// The pair, in the one answer that ever holds it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Credentials")]
pub struct Shown<'a> {
    /// The hyphens are part of it.
    username: &'a str,
    /// It is shown here and never again.
    password: &'a str,
}

/// Each call makes a new set; older ones stay valid.
pub async fn generate(
    own: OwnConnection,
    caller: Caller,
    _: Anything,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let pair = credentials::generate(&app, own.connection.id, &Asked::ByApi, caller.author()).await?;
    // Without a form nothing can have been made already: the drawn username exists, and the next will not.
    let pair = pair.ok_or_else(Refusal::busy)?;
    Ok(HttpResponse::Ok().json(Shown { username: &pair.username, password: pair.password.reveal() }))
}

/// Revokes all sets of the connection at once.
pub async fn delete(own: OwnConnection, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = caller.writes(&app).await?;
    credentials::revoke_all(&app, &mut db, own.connection.id, Who::Partner, None).await?;
    db.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
