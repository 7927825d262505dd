//! One operation of the API as the document tells it: what is asked, what is answered, what can go wrong.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::limits;
use super::refused::{Refusals, Refused};
use super::shapes::Shapes;
use crate::api::paging::{LARGEST_SIZE, LAST_NUMBER, Listing, USUAL_SIZE};

/// How the schema of a body is made.
type Shape = fn(&mut SchemaGenerator) -> Schema;

pub struct Operation {
    method: &'static str,
    /// The public API's, so that generated clients keep their names.
    id: &'static str,
    summary: &'static str,
    about: String,
    parameters: Vec<Value>,
    asks: Option<(Shape, Value)>,
    answers: Vec<Answer>,
    refusals: Vec<Refused>,
    takes_token: bool,
}

struct Answer {
    status: u16,
    what: &'static str,
    body: Option<(Shape, Value)>,
}

impl Operation {
    fn new(method: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            id,
            summary,
            about: String::new(),
            parameters: Vec::new(),
            asks: None,
            answers: Vec::new(),
            refusals: Refused::always(),
            takes_token: false,
        }
    }

    pub fn get(id: &'static str, summary: &'static str) -> Self {
        Self::new("get", id, summary)
    }

    pub fn post(id: &'static str, summary: &'static str) -> Self {
        Self::new("post", id, summary).repeatable()
    }

    pub fn put(id: &'static str, summary: &'static str) -> Self {
        Self::new("put", id, summary)
    }

    pub fn patch(id: &'static str, summary: &'static str) -> Self {
        Self::new("patch", id, summary).repeatable()
    }

    pub fn delete(id: &'static str, summary: &'static str) -> Self {
        Self::new("delete", id, summary)
    }

    fn repeatable(mut self) -> Self {
        self.parameters.push(limits::idempotency_key());
        self.refuses(Refused::repetitions())
    }

    /// A company's access token may be brought in place of the API key.
    pub fn takes_token(self) -> Self {
        Self { takes_token: true, ..self }
    }

    /// Further sentences, in CommonMark.
    pub fn about(mut self, text: impl Into<String>) -> Self {
        self.about = text.into();
        self
    }

    /// A JSON body, with one that is accepted.
    pub fn asks<T: JsonSchema>(mut self, example: Value) -> Self {
        self.asks = Some((SchemaGenerator::subschema_for::<T>, example));
        self.refuses(Refused::json())
    }

    /// A success with a JSON body.
    pub fn answers<T: JsonSchema>(mut self, status: u16, what: &'static str, example: Value) -> Self {
        let body = Some((SchemaGenerator::subschema_for::<T> as Shape, example));
        self.answers.push(Answer { status, what, body });
        self
    }

    /// A success without a body.
    pub fn answers_nothing(mut self, status: u16, what: &'static str) -> Self {
        self.answers.push(Answer { status, what, body: None });
        self
    }

    /// The success is a page of a list, which can be filtered and ordered by the listing's fields; `query` is one of those
    /// that it understands.
    pub fn lists<T: JsonSchema>(mut self, listing: &Listing, query: &str, example: Value) -> Self {
        let number = |name, most, usual, description: &str| {
            let schema = json!({ "type": "integer", "minimum": 1, "maximum": most, "default": usual });
            json!({ "name": name, "in": "query", "description": description, "schema": schema })
        };
        let text = |name, description: String, example: &str| {
            let schema = json!({ "type": "string" });
            json!({ "name": name, "in": "query", "description": description, "schema": schema, "example": example })
        };
        let fields = listing.fields.in_words();
        self.parameters.extend([
            number("page", LAST_NUMBER, 1, "Which page."),
            number("pageSize", LARGEST_SIZE, USUAL_SIZE, "How many results a page has."),
            text("query", format!("A condition on {fields}."), query),
        ]);
        if listing.has_tags {
            self.parameters.push(text("tags", "A condition on the companies' tags.".into(), "region = qc"));
        }
        let order = format!("One of {fields}, with `-` before it for descending order.");
        self.parameters.push(text("orderBy", order, &format!("-{}", listing.newest)));
        self.refuses([Refused::list(listing)]).answers::<T>(200, "A page of the list.", example)
    }

    /// One more parameter behind the question mark.
    pub fn parameter(mut self, name: &str, description: &str, schema: Value) -> Self {
        self.parameters.push(json!({ "name": name, "in": "query", "description": description, "schema": schema }));
        self
    }

    /// What can go wrong beside what can go wrong with every operation.
    pub fn refuses(mut self, more: impl IntoIterator<Item = Refused>) -> Self {
        self.refusals.extend(more);
        self
    }

    /// As the document has it, under its method. `path`: the parameters that its address holds.
    pub fn told(
        self,
        tag: &str,
        path: &[Value],
        shapes: &mut Shapes,
        refusals: &mut Refusals,
    ) -> (&'static str, Value) {
        let mut told = Map::new();
        told.insert("operationId".into(), self.id.into());
        told.insert("summary".into(), self.summary.into());
        told.insert("tags".into(), json!([tag]));
        if !self.about.is_empty() {
            told.insert("description".into(), self.about.into());
        }
        if self.takes_token {
            told.insert("security".into(), json!([{ "apiKey": [] }, { "companyAccessToken": [] }]));
        }
        let parameters: Vec<Value> = path.iter().cloned().chain(self.parameters).collect();
        if !parameters.is_empty() {
            told.insert("parameters".into(), parameters.into());
        }
        if let Some((shape, example)) = self.asks {
            told.insert(
                "requestBody".into(),
                json!({ "required": true, "content": json(shapes.asked(shape), example) }),
            );
        }
        let mut responses = Map::new();
        for Answer { status, what, body } in self.answers {
            let mut answer = json!({ "description": what, "headers": limits::of_success() });
            if let Some((shape, example)) = body {
                answer["content"] = json(shapes.answered(shape), example);
            }
            responses.insert(status.to_string(), answer);
        }
        let not_found = (!path.is_empty()).then(Refused::not_found);
        for (status, refused) in refusals.told(self.refusals.into_iter().chain(not_found), shapes) {
            match responses.get_mut(&status) {
                Some(answer) => either(answer, refused, refusals),
                None => drop(responses.insert(status, refused)),
            }
        }
        told.insert("responses".into(), responses.into());
        (self.method, told.into())
    }
}

/// An answer that comes in its own shape or as an error.
fn either(answer: &mut Value, refused: Value, refusals: &Refusals) {
    let refused = refusals.whole(refused);
    let schema = |it: &Value| it["content"]["application/json"]["schema"].clone();
    let schemas = [schema(answer), schema(&refused)];
    answer["content"]["application/json"]["schema"] = json!({ "anyOf": schemas });
    let when = [&answer["description"], &refused["description"]].map(|it| it.as_str().unwrap_or_default());
    answer["description"] = when.join(" Or: ").into();
}

/// Content of a body with one example.
pub fn json(schema: Schema, example: Value) -> Value {
    json!({ "application/json": { "schema": schema, "example": example } })
}
