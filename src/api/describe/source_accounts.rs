//! Source accounts and credentials, as the document tells them.

use serde_json::json;

use super::examples;
use super::operation::Operation;
use super::refused::Refused;
use crate::api::credentials::Shown as Credentials;
use crate::api::source_accounts::{Asked, Shown};
use crate::domain::refusal::Refusal;

pub fn list() -> Operation {
    Operation::get("list-source-accounts", "List source accounts")
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
