//! Every operation on one page, drawn from the document that programs read; what holds for all of them is the text in `docs/`.

use std::sync::Arc;

use askama::Template;
use serde_json::Value;

use super::Bar;
use super::fields::{Field, Reader};
use super::markdown::{self, Document, Markup, anchor};
use crate::api::describe::{self, OTHER_INTEGRATIONS};
use crate::domain::app::PublicUrl;
use crate::web::assets::Assets;

const OVERVIEW: &str = include_str!("../../../docs/partner-api.md");

/// As good as no limit.
const INT32: i64 = 0x7fff_ffff;

#[derive(Template)]
#[template(path = "api/reference.html")]
struct Reference {
    bar: Bar,
    overview: Document,
    sections: Vec<Section>,
    objects: Vec<Object>,
}

/// The operations of one heading.
struct Section {
    name: String,
    anchor: String,
    about: Markup,
    operations: Vec<Operation>,
    /// Whether its operations are only named.
    is_short: bool,
}

struct Operation {
    anchor: String,
    summary: String,
    method: String,
    path: String,
    about: Markup,
    parameters: Vec<Parameter>,
    body: Vec<Field>,
    request: String,
    answers: Vec<Answer>,
    refusals: Vec<Refusal>,
}

impl Operation {
    /// The address, in pieces between which its line may break.
    fn pieces(&self) -> impl Iterator<Item = &str> {
        self.path.split_inclusive('/')
    }
}

struct Parameter {
    name: String,
    place: String,
    about: Markup,
}

struct Answer {
    status: String,
    what: Markup,
    object: Option<(String, String)>,
    example: Option<String>,
}

struct Refusal {
    status: String,
    when: Markup,
}

/// What answers hold.
struct Object {
    name: String,
    anchor: String,
    about: Markup,
    fields: Vec<Field>,
}

pub fn drawn(public_url: &PublicUrl, assets: Arc<Assets>) -> askama::Result<String> {
    let document = describe::document(public_url);
    let bar = Bar { assets, is_guide: false };
    let overview = markdown::document(OVERVIEW, public_url);
    Reference { bar, overview, sections: sections(&document), objects: objects(&document) }.render()
}

fn sections(document: &Value) -> Vec<Section> {
    let tags = document["tags"].as_array().into_iter().flatten();
    let section = |tag: &Value| {
        let name = text(&tag["name"]);
        Section {
            // The overview may have a heading of the same words.
            anchor: format!("operations-{}", anchor(&name)),
            about: markdown::paragraphs(&text(&tag["description"])),
            operations: operations(document, &name),
            is_short: name == OTHER_INTEGRATIONS,
            name,
        }
    };
    tags.map(section).collect()
}

fn operations(document: &Value, tag: &str) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, told) in methods.as_object().into_iter().flatten().filter(|(_, told)| told["tags"][0] == tag) {
            found.push(operation(document, path, method, told));
        }
    }
    found
}

fn operation(document: &Value, path: &str, method: &str, told: &Value) -> Operation {
    let responses = || told["responses"].as_object().into_iter().flatten();
    let is_success = |status: &str| status.starts_with('2');
    let answers = responses().filter(|(status, _)| is_success(status));
    // What many operations share the overview tells of once.
    let refusals = responses().filter(|(status, told)| !is_success(status) && told.get("$ref").is_none());
    let refusal = |(status, it): (&String, &Value)| Refusal { status: status.clone(), when: own_ways(document, it) };
    let body = &told["requestBody"]["content"]["application/json"]["schema"];
    Operation {
        anchor: text(&told["operationId"]),
        summary: text(&told["summary"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        about: markdown::paragraphs(&text(&told["description"])),
        parameters: told["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|it| it["in"] != "path")
            .map(parameter)
            .collect(),
        body: Reader { document, in_place: true }.fields(body),
        request: request(document, path, method, told),
        answers: answers.map(|(status, it)| answer(status, it)).collect(),
        refusals: refusals.map(refusal).collect(),
    }
}

/// In which cases of its own an operation is refused so.
fn own_ways(document: &Value, told: &Value) -> Markup {
    let shared = document["components"]["responses"].to_string();
    let ways = told["content"]["application/json"]["examples"].as_object();
    let own = ways.into_iter().flatten().map(|(_, way)| text(&way["summary"]));
    let own: Vec<String> = own.filter(|when| !shared.contains(when.as_str())).collect();
    markdown::phrase(&if own.is_empty() { text(&told["description"]) } else { own.join(" Or: ") })
}

fn parameter(told: &Value) -> Parameter {
    let schema = &told["schema"];
    let mut about = text(&told["description"]);
    if let (Some(least), Some(most)) = (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        about += &if most == INT32 { format!(" {least} or more") } else { format!(" {least} to {most}") };
        about += &schema["default"].as_i64().map_or_else(|| ".".to_owned(), |usual| format!(", {usual} if not given."));
    }
    Parameter { name: text(&told["name"]), place: text(&told["in"]), about: markdown::phrase(&about) }
}

fn answer(status: &str, told: &Value) -> Answer {
    let content = &told["content"]["application/json"];
    let schema = &content["schema"];
    let name = [schema, &schema["items"]].into_iter().find_map(|it| it["$ref"].as_str()?.rsplit('/').next());
    Answer {
        status: status.to_owned(),
        what: markdown::phrase(&text(&told["description"])),
        object: name.map(|name| (name.to_owned(), anchor(name))),
        example: content.get("example").map(|example| format!("{example:#}")),
    }
}

/// The request as a line for a shell.
fn request(document: &Value, path: &str, method: &str, told: &Value) -> String {
    let mut address = path.to_owned();
    for parameter in told["parameters"].as_array().into_iter().flatten() {
        let example = parameter["example"].as_str().unwrap_or_default();
        address = address.replace(&format!("{{{}}}", text(&parameter["name"])), example);
    }
    let server = text(&document["servers"][0]["url"]);
    let method = if method == "get" { String::new() } else { format!(" -X {}", method.to_uppercase()) };
    let mut line = format!("curl -u \"$API_KEY:\"{method} {server}{address}");
    if let Some(example) = told["requestBody"]["content"]["application/json"].get("example") {
        line += &format!(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{example:#}'");
    }
    line
}

/// Everything with a name that an answer can hold; what is asked is told with its operation.
fn objects(document: &Value) -> Vec<Object> {
    let mut names = Vec::new();
    for operation in
        document["paths"].as_object().into_iter().flatten().flat_map(|(_, it)| it.as_object().into_iter().flatten())
    {
        named(&operation.1["responses"], document, &mut names);
    }
    let object = |name: &str| {
        let schema = &document["components"]["schemas"][name];
        Object {
            name: name.to_owned(),
            anchor: anchor(name),
            about: markdown::phrase(&text(&schema["description"])),
            fields: Reader { document, in_place: false }.fields(schema),
        }
    };
    names.into_iter().map(object).collect()
}

/// Adds the schemas that are referred to, and those that they refer to.
fn named<'a>(value: &'a Value, document: &'a Value, names: &mut Vec<&'a str>) {
    if let Some(name) = value["$ref"].as_str().and_then(|address| address.rsplit('/').next())
        && !names.contains(&name)
    {
        names.push(name);
        named(&document["components"]["schemas"][name], document, names);
    }
    value.as_object().into_iter().flatten().for_each(|(_, inside)| named(inside, document, names));
    value.as_array().into_iter().flatten().for_each(|inside| named(inside, document, names));
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
