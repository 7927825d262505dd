//! Connections, as the document tells them.

use serde_json::json;

use super::examples;
use super::operation::Operation;
use super::refused::Refused;
use crate::api::connections::{Asked, LISTING, NewState, Shown};
use crate::api::paging::Listed;
use crate::domain::refusal::Refusal;

pub fn list(path: &str) -> Operation {
    let path = path.replace("{companyId}", examples::COMPANY);
    Operation::get("list-connections", "List a company's connections")
        .takes_token()
        .about("Each with a live `linkUrl`.")
        .lists::<Listed<Shown>>(&LISTING, "status = Linked", examples::page(&path, examples::linked()))
}

pub fn create() -> Operation {
    let why = "the integration or the data type \"bank accounts\" is switched off in the partner's settings";
    Operation::post("create-connection", "Create a connection")
        .about("Add the source accounts, then redirect your customer to its `linkUrl`.")
        .asks::<Asked>(json!({ "platformKey": "hcws" }))
        .answers::<Shown>(200, "The connection, `PendingAuth`.", examples::connection())
        .refuses([Refused::new(403, "The integration is switched off.", Refusal::Forbidden(why.into()))])
}

pub fn get() -> Operation {
    Operation::get("get-connection", "Get a connection")
        .takes_token()
        .about("Its `linkUrl` is live: ask for one whenever a customer wants to go there.")
        .answers::<Shown>(200, "The connection.", examples::linked())
}

pub fn unlink() -> Operation {
    Operation::patch("unlink-connection", "Unlink a connection")
        .about("Ends its links, credentials and accounts at once, and keeps what was pushed. A new link and new credentials lead back.")
        .asks::<NewState>(json!({ "status": "Unlinked" }))
        .answers::<Shown>(200, "The connection.", examples::unlinked())
}

pub fn delete() -> Operation {
    Operation::delete("delete-connection", "Delete a connection")
        .about("For good, with its accounts, transactions, credentials and history.")
        .answers_nothing(200, "It is gone.")
}
