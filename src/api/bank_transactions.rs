//! Pushing bank transactions. Here a batch is read, each item by itself, so that every one that cannot be read is named;
//! what a batch may hold is the domain's rule.

mod wire;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::value::RawValue;

use super::json::{self, Unread};
use super::own::{self, OwnConnection};
use super::push_operations::Shown as ShownOperation;
use super::query;
use crate::domain::app::App;
use crate::domain::partner::Partner;
use crate::domain::push::{self, Pushing, Ready, Target};
use crate::domain::refusal::Refusal;
use wire::{Asked, ShownBatch};

/// The public API's `timeoutInMinutes` is an int32.
const LONGEST_TIMEOUT: i64 = 0x7fff_ffff;

/// Whose account is pushed to, as address and parameters say.
pub struct Addressed {
    partner: Arc<Partner>,
    target: Target,
}

impl FromRequest for Addressed {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let OwnConnection { connection, partner } = OwnConnection::extract(&request).await?;
            let account_id = own::account_id(&request).await?;
            // A push is done when it is answered: both are read for their form, and mean nothing more here.
            let timeout_minutes = query::whole_number(&request, "timeoutInMinutes", 0, LONGEST_TIMEOUT)?;
            query::flag(&request, "allowSyncOnPushComplete")?;
            let (company, connection) = (connection.company_id, connection.id);
            Ok(Self { partner, target: Target { company, connection, account_id, timeout_minutes } })
        })
    }
}

/// The operation, with the batch as it was understood.
#[derive(Serialize)]
struct Shown<'a> {
    data: &'a RawValue,
    #[serde(flatten)]
    operation: ShownOperation<'a>,
}

/// Five megabytes take as long as many pages: they are read, and what they will be answered with is written, aside.
pub async fn create(to: Addressed, body: Unread<Asked>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let _place = app.pushes.enter()?;
    let account_id = to.target.account_id.clone();
    let (batch, data) = app.pushes.aside(move || read(&body.0, &account_id)).await??;
    match push::push(&app, &to.partner, to.target, &batch).await? {
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
