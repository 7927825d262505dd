//! What can go wrong, told by the function that tells it when it does: an example here is an answer from there.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::limits;
use super::shapes::Shapes;
use crate::api::error::{self, ErrorMessage};
use crate::api::json::USUAL_LIMIT_BYTES;
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
    /// The same for many operations: told once, under this name.
    shared_as: Option<&'static str>,
}

impl Refused {
    pub fn new(status: u16, when: impl Into<String>, refusal: Refusal) -> Self {
        Self { status, when: when.into(), refusal: Some(refusal), shared_as: None }
    }

    /// 400, with the sentence that says why.
    pub fn invalid(when: impl Into<String>, error: impl Into<String>) -> Self {
        Self::new(400, when, Refusal::invalid(error))
    }

    /// 400, with an entry for each item that breaks a rule.
    pub fn items(when: impl Into<String>, error: &str, validation: Validation) -> Self {
        Self::new(400, when, Refusal::Invalid { error: error.into(), validation })
    }

    fn shared(self, name: &'static str) -> Self {
        Self { shared_as: Some(name), ..self }
    }

    /// What can happen to every request.
    pub fn always() -> Vec<Self> {
        let elsewhere = Refusal::Forbidden("a web page of another site may not call this API".into());
        let away = "Too much is going on, or the database is away. Try again after `Retry-After` seconds.";
        let mistake = "A mistake of ours; whether it was done is unknown.".to_owned();
        vec![
            Self::new(401, "No API key, or none that there is.", Refusal::NotSignedOn).shared("Unauthorized"),
            Self::new(403, "A company's token may not do this, or a web page of another site sent it.", elsewhere)
                .shared("Forbidden"),
            Self { status: 500, when: mistake, refusal: None, shared_as: Some("Trouble") },
            Self::new(429, "Too many requests. Try again after `Retry-After` seconds.", too_many())
                .shared("TooManyRequests"),
            Self::new(503, away, Refusal::Busy { retry_after: SOON }).shared("Away"),
        ]
    }

    /// What can be wrong with an `Idempotency-Key`.
    pub fn repetitions() -> [Self; 3] {
        let now = "A request with this Idempotency-Key is being answered. Ask again in a moment.";
        [
            Self::invalid("The `Idempotency-Key` is no GUID.", "Idempotency-Key: must be one random GUID")
                .shared("NoGuid"),
            Self::new(409, "A request with this `Idempotency-Key` is being answered.", Refusal::Conflict(now.into()))
                .shared("BeingAnswered"),
            Self::new(422, "The `Idempotency-Key` was sent with another request.", Refusal::AnotherRequest)
                .shared("AnotherRequest"),
        ]
    }

    /// What can be wrong with any JSON body.
    pub fn json() -> [Self; 4] {
        let wrong = "The body is not JSON, lacks a field, or a field is of the wrong type or breaks a limit.";
        let not_json = "The body is not `application/json`.";
        let [slow, large] = Self::bodies();
        [
            Self::invalid(wrong, "name: is required").shared("Invalid"),
            slow,
            large,
            Self::new(415, not_json, Refusal::NotJson).shared("NotJson"),
        ]
    }

    /// What can be wrong with a body that nobody looks at.
    pub fn bodies() -> [Self; 2] {
        let large = Refusal::TooLarge { limit_bytes: USUAL_LIMIT_BYTES };
        [
            Self::new(408, "The body took too long to arrive.", Refusal::TooSlow).shared("TooSlow"),
            Self::new(413, "The body is too large.", large).shared("TooLarge"),
        ]
    }

    /// What the address names is not there, is another partner's, or cannot be.
    pub fn not_found() -> Self {
        let when = "There is no such thing, it is another partner's, or the id is malformed: one answer.";
        Self::new(404, when, Refusal::NotFound("company".into())).shared("NotFound")
    }

    pub fn list(listing: &Listing) -> Self {
        let fields = listing.fields.in_words();
        let when = "`page`, `pageSize`, `query`, `tags` or `orderBy` cannot be read; the error says which, and where.";
        Self::invalid(when, format!("orderBy: must be one of {fields}, with - before it for descending order"))
    }

    fn example(&self) -> Value {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let body = error::body(self.refusal.as_ref(), status, CORRELATION_ID.into());
        serde_json::from_str(&body).unwrap_or_default()
    }
}

/// All ways in which the operations are refused.
#[derive(Default)]
pub struct Refusals {
    shared: BTreeMap<String, Value>,
}

impl Refusals {
    /// The responses of one operation, by status. Several ways to one status are told in one description, the operation's own
    /// first, each with its example.
    pub fn told(&mut self, all: impl IntoIterator<Item = Refused>, shapes: &mut Shapes) -> Map<String, Value> {
        let schema = shapes.answered(SchemaGenerator::subschema_for::<ErrorMessage<'static>>);
        let mut by_status: BTreeMap<u16, Vec<Refused>> = BTreeMap::new();
        for refused in all {
            by_status.entry(refused.status).or_default().push(refused);
        }
        let mut responses = Map::new();
        for (status, mut ways) in by_status {
            ways.sort_by_key(|way| way.shared_as.is_some());
            let names: Option<Vec<&str>> = ways.iter().map(|way| way.shared_as).collect();
            let told = match names.map(|names| names.join("Or")) {
                Some(name) => {
                    let reference = json!({ "$ref": format!("#/components/responses/{name}") });
                    self.shared.entry(name).or_insert_with(|| response(&schema, &ways));
                    reference
                }
                None => response(&schema, &ways),
            };
            responses.insert(status.to_string(), told);
        }
        responses
    }

    /// What a response refers to.
    pub fn whole(&self, told: Value) -> Value {
        let name = told["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        name.and_then(|name| self.shared.get(name)).cloned().unwrap_or(told)
    }

    /// Those that many operations refer to.
    pub fn shared(self) -> Map<String, Value> {
        self.shared.into_iter().collect()
    }
}

fn response(schema: &Schema, ways: &[Refused]) -> Value {
    let mut content = json!({ "schema": schema });
    match ways {
        [way] => content["example"] = way.example(),
        _ => {
            let told = |way: &Refused| json!({ "summary": way.when, "value": way.example() });
            content["examples"] = (1..).zip(ways).map(|(place, way)| (format!("way{place}"), told(way))).collect();
        }
    }
    let when: Vec<&str> = ways.iter().map(|way| way.when.as_str()).collect();
    let mut told = json!({ "description": when.join(" Or: "), "content": { "application/json": content } });
    if ways.iter().all(|way| matches!(way.status, 429 | 503)) {
        told["headers"] = limits::of_waiting();
    }
    told
}

fn too_many() -> Refusal {
    Refusal::TooManyRequests { most: 1_000, within: "minute", retry_after: Duration::from_secs(60) }
}
