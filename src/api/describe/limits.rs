//! What goes with many operations: the key that makes a request repeatable, and the headers that say where the day stands.

use serde_json::{Map, Value, json};

use crate::api::{idempotency, rate_limits};

/// Of every answer to a request with a good key.
pub fn headers() -> Value {
    let limit = "How many requests there may be today.";
    let reset = "When the day ends.";
    let header = |description: &str, schema: Value| json!({ "description": description, "schema": schema });
    json!({
        rate_limits::LIMIT.as_str(): header(limit, json!({ "type": "integer", "minimum": 0 })),
        rate_limits::REMAINING.as_str(): header("How many are left.", json!({ "type": "integer", "minimum": 0 })),
        rate_limits::RESET.as_str(): header(reset, json!({ "type": "string", "format": "date-time" })),
        "retry-after": header("How many seconds to wait.", json!({ "type": "integer", "minimum": 0 })),
    })
}

/// Those headers of a success.
pub fn of_success() -> Value {
    let names = [rate_limits::LIMIT, rate_limits::REMAINING, rate_limits::RESET];
    referred(names.iter().map(|name| name.as_str()))
}

/// The one that says how long to wait.
pub fn of_waiting() -> Value {
    referred(["retry-after"])
}

fn referred<'a>(names: impl IntoIterator<Item = &'a str>) -> Value {
    let reference = |name: &str| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    names.into_iter().map(reference).collect::<Map<_, _>>().into()
}

/// The header of a POST or PATCH.
pub fn idempotency_key() -> Value {
    json!({
        "name": idempotency::HEADER,
        "in": "header",
        "description": "A random GUID, new for each thing to be done and the same when it is sent again: for 90 minutes the answer is \
            that of the first time, and nothing is done twice.",
        "schema": { "type": "string", "format": "uuid" },
    })
}
