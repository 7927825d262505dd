//! Source accounts: the partner's bank accounts behind a connection. The two versions of the wire shape are in
//! `source_accounts/wire.rs`.

mod wire;

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::json::Json;
use super::own::OwnConnection;
use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::source_account;
use crate::store;
use wire::Version;
pub use wire::{Asked, Shown};

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
    let version = Version::of_all(&accounts);
    let shown: Vec<Shown<'_>> = accounts.iter().map(|account| Shown::of(account, version)).collect();
    Ok(HttpResponse::Ok().json(shown))
}
