//! Companies, as the document tells them.

use serde_json::json;

use super::examples;
use super::operation::Operation;
use crate::api::access_token::Shown as Token;
use crate::api::companies::{Asked, Changed, LISTING, Shown};
use crate::api::paging::Listed;

pub fn list(path: &str) -> Operation {
    Operation::get("list-companies", "List companies")
        .about("In this list a `linkUrl` has no one-time password and opens nothing.")
        .lists::<Listed<Shown<'_>>>(&LISTING, "name ~ bistro", examples::page(path, listed()))
}

fn listed() -> serde_json::Value {
    let mut company = examples::company();
    let url = company["dataConnections"][0]["linkUrl"].as_str().and_then(|url| url.split('?').next());
    company["dataConnections"][0]["linkUrl"] = url.into();
    company
}

pub fn create() -> Operation {
    let mut created = examples::company();
    created["dataConnections"] = json!([]);
    created.as_object_mut().map(|company| company.shift_remove("lastSync"));
    Operation::post("create-company", "Create a company")
        .about("Characters that a name may not have are removed, not refused.")
        .asks::<Asked>(json!({
            "name": "Bistro Zoé",
            "description": "Table service, Saint-Denis",
            "tags": { "region": "qc" },
        }))
        .answers::<Shown<'_>>(200, "The company.", created)
}

pub fn get() -> Operation {
    Operation::get("get-company", "Get a company")
        .takes_token()
        .about("Its connections have a live `linkUrl` each.")
        .answers::<Shown<'_>>(200, "The company.", examples::company())
}

pub fn replace() -> Operation {
    Operation::put("replace-company", "Replace a company")
        .about("What is not said is emptied.")
        .asks::<Asked>(json!({ "name": "Bistro Zoé", "tags": { "region": "qc" } }))
        .answers::<Shown<'_>>(200, "The company.", examples::company())
}

pub fn update() -> Operation {
    Operation::patch("update-company", "Update a company")
        .about("What is not said stays.")
        .asks::<Changed>(json!({ "description": "Table service, Saint-Denis" }))
        .answers::<Shown<'_>>(200, "The company.", examples::company())
}

pub fn access_token() -> Operation {
    Operation::get("get-company-access-token", "Get a company access token")
        .about(
            "For a page of yours about one company: it may GET the company, its connections and their accounts, for a day, without \
             the API key. A new one at every call; older ones go on.",
        )
        .answers::<Token<'_>>(200, "The token, which is never shown again.", json!({
            "expiresIn": 86_400,
            "accessToken": "bft_q8Zt0LrQm1v5o2DkHn3wJx6sYc4TgRbE7uPfKa9iWe2",
            "tokenType": "Bearer",
        }))
}

pub fn delete() -> Operation {
    Operation::delete("delete-company", "Delete a company")
        .about("For good, with its connections, accounts, transactions, credentials and history.")
        .answers_nothing(204, "It is gone.")
}
