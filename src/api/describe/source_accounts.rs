//! Source accounts and credentials, as the document tells them.

use schemars::JsonSchema;
use serde_json::json;

use super::examples;
use super::operation::Operation;
use super::refused::Refused;
use crate::api::credentials::Shown as Credentials;
use crate::api::source_accounts::many::{MOST, ShownOutcome};
use crate::api::source_accounts::{Asked, Changed, Shown};
use crate::domain::refusal::Refusal;

pub fn list() -> Operation {
    listed(Operation::get("list-source-accounts", "List source accounts").takes_token())
}

pub fn list_of_connection() -> Operation {
    listed(Operation::get("list-source-accounts-of-connection", "List source accounts by connection alone"))
}

fn listed(operation: Operation) -> Operation {
    operation
        .about("A list without pages. All are v2, or, if one of them is v1, all are v1: without `routingInfo` and `accountInfo`.")
        .answers::<Vec<Shown<'_>>>(200, "The accounts.", json!([examples::connected_account()]))
}

pub fn create() -> Operation {
    Operation::post("create-source-account", "Create a source account")
        .about("One bank account of the customer's, which they may connect in QuickBooks.")
        .asks::<Asked>(examples::new_account())
        .answers::<Shown<'_>>(200, "The account, `pending`.", examples::account())
        .refuses([taken()])
}

/// The body of several at once.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Accounts(
    #[schemars(length(min = 1, max = MOST))]
    #[expect(dead_code, reason = "only described")]
    Vec<Asked>,
);

pub fn put() -> Operation {
    Operation::put("put-source-accounts", "Add a list of source accounts")
        .about("All or none. Those whose id is there already are left as they are; all that were named are answered, in their order.")
        .asks::<Accounts>(json!([examples::new_account()]))
        .answers::<Vec<Shown<'_>>>(200, "The accounts.", json!([examples::account()]))
}

pub fn create_batch() -> Operation {
    let added = json!({
        "sourceAccountId": examples::ACCOUNT,
        "result": { "statusCode": 201, "error": null, "account": examples::account() },
    });
    let error = "A bank account already exists with the same id";
    let there = json!({ "sourceAccountId": "acc-002", "result": { "statusCode": "409", "error": error } });
    Operation::post("create-batch-source-account", "Create several source accounts")
        .about("Each stands by itself: one that cannot be added does not hinder the others.")
        .asks::<Accounts>(json!([examples::new_account()]))
        .answers::<Vec<ShownOutcome<'_>>>(201, "All were added.", json!([added]))
        .answers::<Vec<ShownOutcome<'_>>>(207, "Some were.", json!([added, there]))
        .answers::<Vec<ShownOutcome<'_>>>(409, "All are there already.", json!([there]))
}

pub fn update() -> Operation {
    let mut changed = examples::account();
    changed["accountName"] = "Daily business".into();
    changed.as_object_mut().map(|account| [account.shift_remove("routingInfo"), account.shift_remove("accountInfo")]);
    Operation::patch("update-source-account", "Update a source account")
        .about("What is not said stays; what cannot change may be sent along. Answered in version 1.")
        .asks::<Changed>(json!({ "accountName": "Daily business" }))
        .answers::<Shown<'_>>(200, "The account.", changed)
}

pub fn delete() -> Operation {
    Operation::delete("delete-source-account", "Delete a source account")
        .about("For good, with its transactions.")
        .answers_nothing(204, "It is gone.")
}

fn taken() -> Refused {
    let error = "A bank account already exists with the same id";
    Refused::new(409, "The connection has an account with this id.", Refusal::Conflict(error.into()))
}

pub fn generate_credentials() -> Operation {
    Operation::post("generate-credentials", "Generate credentials")
        .about("For a partner that shows them on pages of its own. Each call makes a new set; the others stay valid. A body is not looked at.")
        .answers::<Credentials<'_>>(200, "The pair, which is never shown again.", json!({
            "username": "K7QX-4ZBD-9FGH",
            "password": "B2CD4FGH6JKL8MNP",
        }))
        .refuses(Refused::bodies())
        .refuses([Refused::new(409, "As many sets as there may be.", Refusal::TooManySets { most: 50 })])
}

pub fn delete_credentials() -> Operation {
    Operation::delete("delete-bank-feed-credentials", "Revoke all credentials")
        .about("QuickBooks is refused at once, and so is the next push.")
        .answers_nothing(204, "All are revoked.")
}
