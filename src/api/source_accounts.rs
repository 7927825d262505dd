//! Source accounts: the partner's bank accounts behind a connection. The two versions of the wire shape are in
//! `source_accounts/wire.rs`, several accounts in one request in `source_accounts/many.rs`.

pub mod many;
mod wire;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::json::Json;
use super::own::{self, OwnConnection};
use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::source_account;
use crate::store;
use wire::Version;
pub use wire::{Asked, Changed, Shown};

/// Answers in the version that the account's own type belongs to.
pub async fn create(own: OwnConnection, Json(asked): Json<Asked>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let draft = asked.into_draft()?;
    let mut db = app.store.write().await?;
    let account = source_account::add(&app, &mut db, own.connection.id, draft, app.clock.now()).await?;
    db.commit().await?;
    Ok(HttpResponse::Ok().json(Shown::of(&account, Version::of_all([&account]))))
}

/// A list, not a page of one. All in one version: v2 only if every account is.
pub async fn list(own: OwnConnection, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = app.store.read().await?;
    let accounts = store::source_accounts::of_connection(&mut db, own.connection.id).await?;
    drop(db);
    Ok(HttpResponse::Ok().json(Shown::list(&accounts)))
}

/// Answers in version 1, whatever the account's type (public API).
pub async fn update(
    own: OwnConnection,
    Json(asked): Json<Changed>,
    request: HttpRequest,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let account_id = own::account_id(&request).await?;
    let changes = asked.of_account(&account_id)?;
    let mut db = app.store.write().await?;
    let (connection, now) = (own.connection.id, app.clock.now());
    let account = source_account::change(&app, &mut db, connection, &account_id, changes, now).await?;
    db.commit().await?;
    Ok(HttpResponse::Ok().json(Shown::of(&account, Version::One)))
}

/// For good, with its transactions; QuickBooks is told that there is no such account.
pub async fn delete(own: OwnConnection, request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let account_id = own::account_id(&request).await?;
    let mut db = app.store.write().await?;
    source_account::delete(&app, &mut db, own.connection.id, &account_id, app.clock.now()).await?;
    db.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
