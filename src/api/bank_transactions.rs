//! Pushing bank transactions. Here a batch is read, each item by itself, so that every one that cannot be read is named;
//! what a batch may hold is the domain's rule.

pub mod model;
mod wire;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::json::{self, Unread};
use super::own::{self, OwnConnection};
use super::push_operations::Shown as ShownOperation;
use super::query;
use crate::domain::app::App;
use crate::domain::partner::Partner;
use crate::domain::push::{self, Place, Pushing, Ready, Target};
use crate::domain::refusal::Refusal;
pub use wire::Asked;
use wire::ShownBatch;

/// The public API's `timeoutInMinutes` is an int32.
pub const LONGEST_TIMEOUT: i64 = 0x7fff_ffff;

/// A push as it came: whose account it is for, a place for it, and only then its body. Who has no place has no five
/// megabytes in our memory.
pub struct Delivered {
    partner: Arc<Partner>,
    target: Target,
    body: Unread<Asked>,
    place: Place,
}

impl FromRequest for Delivered {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let (partner, target) = addressed(&request).await?;
            let app = request.app_data::<Data<App>>().ok_or_else(Refusal::busy)?;
            let place = app.pushes.enter(partner.id)?;
            let body = Unread::from_request(&request, &mut payload).await?;
            Ok(Self { partner, target, body, place })
        })
    }
}

/// Whose account is pushed to, as address and parameters say.
async fn addressed(request: &HttpRequest) -> Result<(Arc<Partner>, Target), Refusal> {
    let OwnConnection { connection, partner } = OwnConnection::extract(request).await?;
    let account_id = own::account_id(request).await?;
    // A push is done when it is answered: both are read for their form, and mean nothing more here.
    let timeout_minutes = query::whole_number(request, "timeoutInMinutes", 0, LONGEST_TIMEOUT)?;
    query::flag(request, "allowSyncOnPushComplete")?;
    let (company, connection) = (connection.company_id, connection.id);
    Ok((partner, Target { company, connection, account_id, timeout_minutes }))
}

/// The operation, with the batch as it was understood.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BankTransactionsPush")]
pub struct Shown<'a> {
    #[schemars(with = "ShownBatch<'a>")]
    data: &'a RawValue,
    #[serde(flatten)]
    operation: ShownOperation<'a>,
}

/// Five megabytes take as long as many pages: they are read, and what they will be answered with is written, aside.
pub async fn create(delivered: Delivered, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let Delivered { partner, target, body, place: _place } = delivered;
    let account_id = target.account_id.clone();
    let (batch, data) = app.pushes.aside(move || read(&body.0, &account_id)).await??;
    match push::push(&app, &partner, target, &batch).await? {
        Pushing::Done(operation) => {
            Ok(HttpResponse::Ok().json(Shown { data: &data, operation: ShownOperation::of(&operation) }))
        }
        Pushing::Refused(operation) => {
            let error = operation.error.unwrap_or_default();
            Err(Refusal::Invalid { error, validation: operation.outcome.validation })
        }
    }
}

/// The batch, and how it is shown when it has been stored.
fn read(body: &[u8], account_id: &str) -> Result<(Ready, Box<RawValue>), Refusal> {
    let asked: Asked = json::parse(body)?;
    if asked.account_id != account_id {
        return Err(Refusal::invalid("accountId: must be the account that the address names"));
    }
    let batch = asked.read().ready();
    let data = serde_json::value::to_raw_value(&ShownBatch::of(account_id, batch.items()));
    Ok((batch, data.map_err(anyhow::Error::new)?))
}
