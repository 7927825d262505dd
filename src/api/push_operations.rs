//! Push operations: what came of each push, kept for the partner to look up.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::own::{self, OwnCompany};
use super::paging::Page;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::push::{PushKey, PushOperation, PushStatus};
use crate::domain::refusal::{Refusal, Validation};
use crate::store;

const DATA_TYPE: &str = "bankTransactions";

pub async fn get(own: OwnCompany, request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let no_such = || Refusal::NotFound("push operation".into());
    let key: PushKey = own::id(&request, "pushOperationKey").ok_or_else(no_such)?;
    let mut db = app.store.read().await?;
    let operation = store::push_operations::find(&mut db, own.company.id, key).await?.ok_or_else(no_such)?;
    Ok(HttpResponse::Ok().json(Shown::of(&operation)))
}

/// Newest first; failed ones too.
pub async fn list(own: OwnCompany, page: Page, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = app.store.read().await?;
    let (operations, total) =
        store::push_operations::page(&mut db, own.company.id, page.limit(), page.offset()).await?;
    drop(db);
    Ok(HttpResponse::Ok().json(page.of(operations.iter().map(Shown::of).collect(), total)))
}

/// A push operation as the public API shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown<'a> {
    changes: Vec<Change>,
    data_type: &'static str,
    company_id: CompanyId,
    push_operation_key: PushKey,
    data_connection_key: ConnectionId,
    requested_on_utc: String,
    completed_on_utc: String,
    timeout_in_minutes: Option<i64>,
    status: PushStatus,
    error_message: Option<&'a str>,
    validation: &'a Validation,
    status_code: u16,
}

/// The single entry for what has changed; none when nothing has.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    #[serde(rename = "type")]
    kind: &'static str,
    record_ref: RecordRef,
    attachment_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordRef {
    id: PushKey,
    data_type: &'static str,
}

impl<'a> Shown<'a> {
    pub fn of(operation: &'a PushOperation) -> Self {
        let record_ref = RecordRef { id: operation.key, data_type: DATA_TYPE };
        let change = Change { kind: "Created", record_ref, attachment_id: None };
        Self {
            changes: Some(change).filter(|_| operation.outcome.created > 0).into_iter().collect(),
            data_type: DATA_TYPE,
            company_id: operation.company,
            push_operation_key: operation.key,
            data_connection_key: operation.connection,
            requested_on_utc: operation.requested_at.text(),
            completed_on_utc: operation.completed_at.text(),
            timeout_in_minutes: operation.timeout_minutes,
            status: operation.status,
            error_message: operation.error.as_deref(),
            validation: &operation.outcome.validation,
            status_code: operation.status_code,
        }
    }
}
