//! Companies, as the document tells them.

use serde_json::json;

use super::examples;
use super::operation::Operation;
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

pub fn delete() -> Operation {
    Operation::delete("delete-company", "Delete a company")
        .about("For good, with its connections, accounts, transactions, credentials and history.")
        .answers_nothing(204, "It is gone.")
}
