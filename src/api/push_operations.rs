//! Push operations: what came of each push, kept for the partner to look up.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use schemars::JsonSchema;
use serde::Serialize;

use super::own::{self, OwnCompany};
use super::paging::{Listing, Page};
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::filter::{Facts, Field, Fields, Kind, Value};
use crate::domain::listing::{Picker, Wanted};
use crate::domain::push::{PushKey, PushOperation, PushStatus};
use crate::domain::refusal::{Refusal, Validation};
use crate::store::{self, Db};

const DATA_TYPE: &str = "bankTransactions";
/// How many are read and looked through at a time.
const AT_ONCE: i64 = 200;

pub async fn get(own: OwnCompany, request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let no_such = || Refusal::NotFound("push operation".into());
    let key: PushKey = own::id(&request, "pushOperationKey").ok_or_else(no_such)?;
    let mut db = app.store.read().await?;
    let operation = store::push_operations::find(&mut db, own.company.id, key).await?.ok_or_else(no_such)?;
    Ok(HttpResponse::Ok().json(Shown::of(&operation)))
}

/// Newest first, if nothing else is asked for; failed ones too.
pub async fn list(own: OwnCompany, page: Page, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = app.store.read().await?;
    let (operations, total) = match page.wanted(&LISTING)? {
        Some(wanted) => picked(&mut db, own.company.id, &wanted, &page).await?,
        None => store::push_operations::page(&mut db, own.company.id, page.limit(), page.offset()).await?,
    };
    drop(db);
    Ok(HttpResponse::Ok().json(page.of(operations.iter().map(Shown::of).collect(), total)))
}

/// Looks through all of the company's, some at a time: what a refused one says may be long.
async fn picked(
    db: &mut Db,
    company: CompanyId,
    wanted: &Wanted,
    page: &Page,
) -> Result<(Vec<PushOperation>, i64), Refusal> {
    let mut picker = Picker::new(wanted, page.limit(), page.offset());
    let mut last = (Timestamp::from_micros(i64::MIN), PushKey(uuid::Uuid::nil()));
    loop {
        let operations = store::push_operations::after(db, company, last, AT_ONCE).await?;
        operations.iter().for_each(|operation| picker.offer(operation, operation, operation.key));
        let Some(operation) = operations.last() else { break };
        last = (operation.requested_at, operation.key);
    }
    let (keys, total) = picker.page();
    let mut found = Vec::new();
    for key in keys {
        found.extend(store::push_operations::find(db, company, key).await?);
    }
    Ok((found, total))
}

pub const LISTING: Listing = Listing {
    fields: Fields::Of(&[
        Field::of("pushOperationKey", Kind::Text),
        Field::of("dataConnectionKey", Kind::Text),
        Field::of("companyId", Kind::Text),
        Field::of("dataType", Kind::Text),
        Field::of("status", Kind::Text),
        Field::of("statusCode", Kind::Number),
        Field::of("errorMessage", Kind::Text),
        Field::of("timeoutInMinutes", Kind::Number),
        Field::of("requestedOnUtc", Kind::Time),
        Field::of("completedOnUtc", Kind::Time),
    ]),
    newest: "requestedOnUtc",
    has_tags: false,
};

impl Facts for PushOperation {
    fn value(&self, field: &str) -> Option<Value> {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        match field {
            "pushOperationKey" => text(&self.key.to_string()),
            "dataConnectionKey" => text(&self.connection.to_string()),
            "companyId" => text(&self.company.to_string()),
            "dataType" => text(DATA_TYPE),
            "status" => text(self.status.word()),
            "statusCode" => Some(Value::Number(i64::from(self.status_code))),
            "errorMessage" => self.error.as_deref().and_then(text),
            "timeoutInMinutes" => self.timeout_minutes.map(Value::Number),
            "requestedOnUtc" => Some(Value::Time(self.requested_at)),
            "completedOnUtc" => Some(Value::Time(self.completed_at)),
            _ => None,
        }
    }
}

/// A push operation as the public API shows it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PushOperation")]
pub struct Shown<'a> {
    /// One entry; none when nothing was new.
    changes: Vec<Change>,
    #[schemars(extend("const" = DATA_TYPE))]
    data_type: &'static str,
    company_id: CompanyId,
    push_operation_key: PushKey,
    /// The connection's id.
    data_connection_key: ConnectionId,
    #[schemars(extend("format" = "date-time"))]
    requested_on_utc: String,
    #[schemars(extend("format" = "date-time"))]
    completed_on_utc: String,
    /// As it was asked for.
    timeout_in_minutes: Option<i64>,
    /// `Success`: everything is stored for good. `Failed`: nothing is.
    status: PushStatus,
    error_message: Option<&'a str>,
    validation: &'a Validation,
    /// The status that the push was answered with.
    status_code: u16,
}

/// The single entry for what has changed; none when nothing has.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PushChange")]
struct Change {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "Created"))]
    kind: &'static str,
    record_ref: RecordRef,
    /// Always `null`.
    attachment_id: Option<&'static str>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
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
