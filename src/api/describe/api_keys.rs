//! API keys, as the document tells them.

use serde_json::{Value, json};

use super::examples;
use super::operation::Operation;
use super::refused::Refused;
use crate::api::api_keys::{Asked, LISTING, Rolled, Shown, ShownOnce};
use crate::api::paging::Listed;
use crate::domain::refusal::Refusal;

pub fn list(path: &str) -> Operation {
    Operation::get("list-api-keys", "List API keys").about("Never with their texts.").lists::<Listed<Shown<'_>>>(
        &LISTING,
        "name ~ batch",
        examples::page(path, key()),
    )
}

pub fn create() -> Operation {
    let mut created = key();
    created["apiKey"] = "bfl_GnB7WETArAY7t6NJleVcNq3irlkgTgoS9dm8c3yBYx0".into();
    Operation::post("create-api-key", "Create an API key")
        .asks::<Asked>(json!({ "name": "night batch" }))
        .answers::<ShownOnce<'_>>(200, "The key, with its text for the one time.", created)
        .refuses([conflict(
            "There are as many keys as there may be.",
            "a partner may have at most 10 API keys; delete one first",
        )])
}

pub fn delete() -> Operation {
    let last = "this is the partner's last API key; add another one first";
    Operation::delete("delete-api-key", "Delete an API key")
        .about("At once, also the one that this request came with.")
        .answers_nothing(204, "It works no more.")
        .refuses([conflict("It is the last one.", last)])
}

pub fn roll() -> Operation {
    let mut rolled = key();
    rolled["id"] = "5b0c1c57-2f5e-4d0a-8f43-6c1f0f3f7a10".into();
    rolled["prefix"] = "bfl_q8Zt0L".into();
    rolled["apiKey"] = "bfl_q8Zt0LrQm1v5o2DkHn3wJx6sYc4TgRbE7uPfKa9iWe2".into();
    rolled["previous"] = key();
    rolled["previous"]["endsDate"] = "2026-11-22T15:00:00.000000Z".into();
    let again = "this API key was rolled already and ends at 2026-11-22T15:00:00.000000Z";
    Operation::post("roll-api-key", "Roll an API key")
        .about("A new key with the same name; the old one works on for the overlap, and ends by itself.")
        .asks::<Rolled>(json!({ "overlapHours": 24 }))
        .answers::<ShownOnce<'_>>(200, "The new key, with its text for the one time, and the old one.", rolled)
        .refuses([conflict("It was rolled already, or too many are ending.", again)])
}

fn key() -> Value {
    json!({
        "id": examples::API_KEY,
        "name": "night batch",
        "prefix": "bfl_GnB7WE",
        "createdDate": "2026-11-21T15:00:00.000000Z",
    })
}

fn conflict(when: &str, why: &str) -> Refused {
    Refused::new(409, when, Refusal::Conflict(why.into()))
}
