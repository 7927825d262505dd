//! What can go wrong, told by the function that tells it when it does: an example here is an answer from there.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::shapes::Shapes;
use crate::api::error::{self, ErrorMessage};
use crate::api::paging::Listing;
use crate::domain::refusal::{Refusal, Validation};

/// Of a request that nobody made.
const CORRELATION_ID: &str = "0b7d3c9e5a1f4e68";
const SOON: Duration = Duration::from_secs(2);

/// One way in which an operation is refused.
pub struct Refused {
    status: u16,
    when: String,
    refusal: Option<Refusal>,
}

impl Refused {
    pub fn new(status: u16, when: impl Into<String>, refusal: Refusal) -> Self {
        Self { status, when: when.into(), refusal: Some(refusal) }
    }

    /// 400, with the sentence that says why.
    pub fn invalid(when: impl Into<String>, error: impl Into<String>) -> Self {
        Self::new(400, when, Refusal::invalid(error))
    }

    /// 400, with an entry for each item that breaks a rule.
    pub fn items(when: impl Into<String>, error: &str, validation: Validation) -> Self {
        Self::new(400, when, Refusal::Invalid { error: error.into(), validation })
    }

    /// What can happen to every request.
    pub fn always() -> Vec<Self> {
        let elsewhere = "a web page of another site may not call this API";
        vec![
            Self::new(401, "No API key, or none that there is.", Refusal::NotSignedOn),
            Self::new(403, "A browser sent it for another site.", Refusal::Forbidden(elsewhere.into())),
            Self { status: 500, when: "A mistake of ours; whether it was done is unknown.".into(), refusal: None },
            Self::new(
                503,
                "Too much is going on, or the database is away. Try again after `Retry-After` seconds.",
                Refusal::Busy { retry_after: SOON },
            ),
        ]
    }

    /// What can be wrong with any body.
    pub fn bodies() -> [Self; 4] {
        [
            Self::invalid(
                "The body is not JSON, lacks a field, or a field is of the wrong type or too long.",
                "name: is required",
            ),
            Self::new(408, "The body took too long to arrive.", Refusal::TooSlow),
            Self::new(413, "The body is too large.", Refusal::TooLarge { limit_bytes: 262_144 }),
            Self::new(415, "The body is not `application/json`.", Refusal::NotJson),
        ]
    }

    /// What the address names is not there, is another partner's, or cannot be.
    pub fn not_found() -> Self {
        let when = "There is no such thing, it is another partner's, or the id is malformed: one answer.";
        Self::new(404, when, Refusal::NotFound("company".into()))
    }

    pub fn list(listing: &Listing) -> Self {
        let error =
            format!("orderBy: must be one of {}, with - before it for descending order", listing.fields.in_words());
        Self::invalid(
            "`page`, `pageSize`, `query`, `tags` or `orderBy` cannot be read; the error names the character.",
            error,
        )
    }

    fn example(&self) -> Value {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let body = error::body(self.refusal.as_ref(), status, CORRELATION_ID.into());
        serde_json::from_str(&body).unwrap_or_default()
    }

    /// The responses, by status. Several ways to one status are told in one description, each with its example.
    pub fn told(all: impl IntoIterator<Item = Self>, shapes: &mut Shapes) -> impl Iterator<Item = (String, Value)> {
        let mut by_status: BTreeMap<u16, Vec<Self>> = BTreeMap::new();
        for refused in all {
            by_status.entry(refused.status).or_default().push(refused);
        }
        let schema = shapes.answered(SchemaGenerator::subschema_for::<ErrorMessage<'static>>);
        by_status.into_iter().map(move |(status, ways)| {
            let mut content = json!({ "schema": schema });
            match ways.as_slice() {
                [way] => content["example"] = way.example(),
                _ => {
                    let named = |(place, way): (usize, &Self)| {
                        (format!("{}", place + 1), json!({ "summary": way.when, "value": way.example() }))
                    };
                    content["examples"] = ways.iter().enumerate().map(named).collect();
                }
            }
            let when: Vec<String> = ways.into_iter().map(|way| way.when).collect();
            let description = when.join(" Or: ");
            (status.to_string(), json!({ "description": description, "content": { "application/json": content } }))
        })
    }
}
