//! Bank transactions and push operations, as the document tells them.

use serde_json::json;

use super::examples;
use super::operation::Operation;
use super::refused::Refused;
use crate::api::bank_transactions::model::{self, Described};
use crate::api::bank_transactions::{Asked, LONGEST_TIMEOUT, Shown};
use crate::api::paging::Listed;
use crate::api::push_operations::{LISTING, Shown as ShownOperation};
use crate::domain::refusal::{Refusal, Validation, Violation};

pub fn create() -> Operation {
    let off = "the setting \"bank transactions\" is switched off for this partner";
    let item = Violation {
        item_id: Some("716422529".into()),
        message: "this id was pushed before with other content".into(),
        validator_name: "UniqueId".into(),
    };
    let validation = Validation { errors: vec![item], warnings: Vec::new() };
    let error = "The batch breaks the rules for bank transactions; nothing was stored.";
    Operation::post("create-bank-transactions", "Push bank transactions")
        .about(
            "Stored whole or not at all, only for a `connected` account, in date order. The same id with the same content may \
             come again and changes nothing.",
        )
        .parameter(
            "timeoutInMinutes",
            "Kept with the operation; a push is done when it is answered.",
            json!({ "type": "integer", "minimum": 0, "maximum": LONGEST_TIMEOUT }),
        )
        .parameter("allowSyncOnPushComplete", "Read, and of no effect.", json!({ "type": "boolean" }))
        .asks::<Asked>(examples::transactions())
        .answers::<Shown<'_>>(200, "The operation, with the batch as it was understood.", examples::push())
        .refuses([
            Refused::items("The batch breaks a rule, and nothing was stored.", error, validation),
            Refused::new(403, "The data type is switched off.", Refusal::Forbidden(off.into())),
        ])
}

pub fn model() -> Operation {
    let model = serde_json::to_value(model::model()).unwrap_or_default();
    Operation::get("get-create-bank-transactions-model", "Get what a push may hold")
        .about("For a program; the same for every account.")
        .answers::<Described>(200, "The push options.", model)
}

pub fn get_operation() -> Operation {
    Operation::get("get-create-operation", "Get a push operation").answers::<ShownOperation<'_>>(
        200,
        "The operation.",
        examples::operation(),
    )
}

pub fn list_operations(path: &str) -> Operation {
    let path = path.replace("{companyId}", examples::COMPANY);
    Operation::get("list-create-operations", "List push operations").about("Those that failed, too.").lists::<Listed<
        ShownOperation<'_>,
    >>(
        &LISTING,
        "status = Failed",
        examples::page(&path, examples::operation()),
    )
}
