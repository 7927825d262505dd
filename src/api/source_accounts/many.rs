//! Several source accounts in one request: a batch, in which each stands by itself, and a list, which is added as a whole.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::wire::{Asked, Shown, Version};
use crate::api::error;
use crate::api::json::{self, Body, Items, Unread};
use crate::api::own::OwnConnection;
use crate::domain::app::App;
use crate::domain::push::quoted;
use crate::domain::refusal::{Refusal, Validation, Violation};
use crate::domain::source_account::{self, Draft, SourceAccount};
use crate::store;

/// More accounts than a small business has.
pub const MOST: usize = 500;
const LIMIT_BYTES: usize = 1024 * 1024;

/// A body that is an array of accounts; each is read by itself.
pub type List = Items<MOST>;

impl Body for List {
    const LIMIT_BYTES: usize = LIMIT_BYTES;
}

/// An account of the array: the id it gives, and the account or what is wrong with it.
struct Item {
    id: Option<String>,
    draft: Result<Draft, String>,
}

/// What became of an account of a batch.
enum Outcome {
    Added(Box<SourceAccount>),
    Refused(StatusCode, String),
}

/// Adds each account that can be added. 201: all were; 409: all were there already; 400: none can be read; else 207.
pub async fn create(own: OwnConnection, body: Unread<List>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let asked = read(&body.0)?;
    if asked.iter().all(|item| item.draft.is_err()) {
        return Err(broken(&asked));
    }
    let mut db = app.store.write().await?;
    let mut outcomes = Vec::new();
    for Item { id, draft } in asked {
        let outcome = match draft {
            Ok(draft) => source_account::add(&app, &mut db, own.connection.id, draft, app.clock.now()).await,
            Err(error) => Err(Refusal::invalid(error)),
        };
        outcomes.push((id, told(outcome)?));
    }
    db.commit().await?;
    Ok(answer(&outcomes))
}

/// Adds those of the accounts whose id is not there yet, all or none, and answers all that are named, in their order.
pub async fn put(own: OwnConnection, body: Unread<List>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let asked = read(&body.0)?;
    if asked.iter().any(|item| item.draft.is_err()) {
        return Err(broken(&asked));
    }
    let mut db = app.store.write().await?;
    let mut named = Vec::new();
    for draft in asked.into_iter().filter_map(|item| item.draft.ok()) {
        let id = draft.account_id.clone();
        match source_account::add(&app, &mut db, own.connection.id, draft, app.clock.now()).await {
            Ok(account) => named.push(account),
            Err(Refusal::Conflict(_)) => {
                named.extend(store::source_accounts::find(&mut db, own.connection.id, &id).await?);
            }
            Err(refusal) => return Err(refusal),
        }
    }
    db.commit().await?;
    Ok(HttpResponse::Ok().json(Shown::list(&named)))
}

fn read(body: &[u8]) -> Result<Vec<Item>, Refusal> {
    let Items { kept, count }: List = json::parse_list(body)?;
    if count == 0 || count > MOST {
        return Err(Refusal::invalid(format!("The body must be an array of 1 to {MOST} accounts, not {count}.")));
    }
    kept.iter().enumerate().map(|(place, raw)| item(place, raw)).collect()
}

fn item(place: usize, raw: &RawValue) -> Result<Item, Refusal> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    let id = json::parse_item::<Named>(place, raw).ok().map(|named| quoted(&named.id));
    let draft = match json::parse_item::<Asked>(place, raw).map(checked) {
        Ok(Ok(draft)) => Ok(draft),
        Ok(Err(Refusal::Invalid { error, .. })) => Err(format!("[{place}].{error}")),
        Ok(Err(refusal)) => return Err(refusal),
        Err(error) => Err(error),
    };
    Ok(Item { id, draft })
}

/// As it was written: a card's number is cut when it is added, and counts whole until then.
fn checked(asked: Asked) -> Result<Draft, Refusal> {
    let draft = asked.into_draft()?;
    draft.clone().checked()?;
    Ok(draft)
}

/// All that cannot be read, an entry an account.
fn broken(asked: &[Item]) -> Refusal {
    let entry = |item: &Item| {
        let message = item.draft.as_ref().err()?.clone();
        Some(Violation { item_id: item.id.clone(), message, validator_name: "Format".into() })
    };
    let errors: Vec<Violation> = asked.iter().filter_map(entry).collect();
    let error = errors.first().map(|first| first.message.clone()).unwrap_or_default();
    Refusal::Invalid { error, validation: Validation { errors, warnings: Vec::new() } }
}

/// What is an account's own fault is told beside it; anything else ends the batch.
fn told(outcome: Result<SourceAccount, Refusal>) -> Result<Outcome, Refusal> {
    match outcome {
        Ok(account) => Ok(Outcome::Added(Box::new(account))),
        Err(Refusal::Conflict(error)) => Ok(Outcome::Refused(StatusCode::CONFLICT, error)),
        Err(Refusal::Invalid { error, .. }) => Ok(Outcome::Refused(StatusCode::BAD_REQUEST, error)),
        Err(refusal) => Err(refusal),
    }
}

fn answer(outcomes: &[(Option<String>, Outcome)]) -> HttpResponse {
    let are_all = |wanted: StatusCode| outcomes.iter().all(|(_, outcome)| outcome.status() == wanted);
    let shown: Vec<ShownOutcome<'_>> = outcomes.iter().map(|(id, outcome)| outcome.shown(id.as_deref())).collect();
    if are_all(StatusCode::CREATED) {
        HttpResponse::Created().json(shown)
    } else if are_all(StatusCode::CONFLICT) {
        error::in_its_own_shape(HttpResponse::Conflict().json(shown))
    } else {
        HttpResponse::build(StatusCode::MULTI_STATUS).json(shown)
    }
}

/// What became of an account, as the public API shows it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SourceAccountOutcome")]
pub struct ShownOutcome<'a> {
    /// Absent where none could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    source_account_id: Option<&'a str>,
    /// Of one that was added the number 201 and the account; of any other its status as a text, and the error.
    result: ShownResult<'a>,
}

/// The status is a number beside an account and a text beside an error (public API).
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum ShownResult<'a> {
    #[serde(rename_all = "camelCase")]
    Added { status_code: u16, error: Option<&'static str>, account: Box<Shown<'a>> },
    #[serde(rename_all = "camelCase")]
    Refused { status_code: &'a str, error: &'a str },
}

impl Outcome {
    fn status(&self) -> StatusCode {
        match self {
            Self::Added(_) => StatusCode::CREATED,
            Self::Refused(status, _) => *status,
        }
    }

    /// Each account in the version of its own type.
    fn shown<'a>(&'a self, source_account_id: Option<&'a str>) -> ShownOutcome<'a> {
        let result = match self {
            Self::Added(account) => {
                let account = Shown::of(account, Version::of_all([account.as_ref()]));
                ShownResult::Added { status_code: 201, error: None, account: Box::new(account) }
            }
            Self::Refused(status, error) => ShownResult::Refused { status_code: status.as_str(), error },
        };
        ShownOutcome { source_account_id, result }
    }
}
