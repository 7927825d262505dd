//! What a push may hold, as the public API describes it to a program ("get create model").

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use schemars::JsonSchema;
use serde::Serialize;

use crate::api::own::{self, OwnConnection};
use crate::domain::app::App;
use crate::domain::push::MOST_ITEMS;
use crate::domain::refusal::Refusal;
use crate::domain::transaction::TransactionType;
use crate::store;

/// A value that may or must be given: the public API's push option.
#[derive(Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PushOption")]
pub struct Described {
    #[serde(rename = "type")]
    kind: &'static str,
    display_name: &'static str,
    description: String,
    required: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    properties: BTreeMap<&'static str, Described>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<Choice>,
}

/// One of the words that a value may be.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PushOptionChoice")]
struct Choice {
    value: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    display_name: &'static str,
    required: bool,
}

/// The same for every account, and only for one that is there.
pub async fn get(own: OwnConnection, request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let account_id = own::account_id(&request).await?;
    let mut db = app.store.read().await?;
    let account = store::source_accounts::find(&mut db, own.connection.id, &account_id).await?;
    account.ok_or_else(|| Refusal::NotFound("bank account".into()))?;
    Ok(HttpResponse::Ok().json(model()))
}

pub fn model() -> Described {
    let account = must("String", "Account ID", "The id of the source account, as in the address.");
    let mut transactions = must("Array", "Transactions", "");
    transactions.description = format!("1 to {MOST_ITEMS}, new ones in date order, stored all or none.");
    transactions.properties = transaction();
    let mut model = must("Object", "Bank transactions", "What is pushed to one source account.");
    model.properties = BTreeMap::from([("accountId", account), ("transactions", transactions)]);
    model
}

fn transaction() -> BTreeMap<&'static str, Described> {
    let mut kind = may("String", "Transaction type", "A word that is not known is taken for none.");
    kind.options = TransactionType::ALL.iter().map(|kind| Choice::of(kind.word())).collect();
    BTreeMap::from([
        ("id", must("String", "Transaction ID", "The same for ever; what is stored already is not stored again.")),
        ("date", must("DateTime", "Date", "The day it was posted; a time behind it is not used.")),
        ("amount", must("Number", "Amount", "Negative for money out.")),
        ("balance", may("Number", "Balance", "Of the account, after this transaction.")),
        ("description", may("String", "Description", "What the customer reads in QuickBooks.")),
        ("counterparty", may("String", "Counterparty", "Who paid or was paid.")),
        ("reference", may("String", "Reference", "Such as the number of a check.")),
        ("reconciled", may("Boolean", "Reconciled", "Accepted, and not used.")),
        ("transactionType", kind),
    ])
}

fn must(kind: &'static str, display_name: &'static str, description: &str) -> Described {
    Described { kind, display_name, description: description.to_owned(), required: true, ..Described::default() }
}

fn may(kind: &'static str, display_name: &'static str, description: &str) -> Described {
    Described { required: false, ..must(kind, display_name, description) }
}

impl Choice {
    fn of(word: &'static str) -> Self {
        Self { value: word, kind: "String", display_name: word, required: false }
    }
}
