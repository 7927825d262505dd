//! The document and the pages, without a server around them.

use std::sync::Arc;

use serde_json::Value;

use super::{guide, markdown, reference};
use crate::api::describe;
use crate::domain::app::PublicUrl;
use crate::web::assets::Assets;
use crate::web::urls;

fn here() -> PublicUrl {
    PublicUrl::parse("https://acme.example").unwrap()
}

fn document() -> Value {
    describe::document(&here())
}

fn references(value: &Value, found: &mut Vec<String>) {
    if let Some(reference) = value["$ref"].as_str() {
        found.push(reference.to_owned());
    }
    value.as_object().into_iter().flatten().for_each(|(_, inside)| references(inside, found));
    value.as_array().into_iter().flatten().for_each(|inside| references(inside, found));
}

#[test]
fn every_schema_is_named_once_and_every_reference_leads_to_one() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        let schema = document.pointer(reference.trim_start_matches('#'));
        assert!(schema.is_some_and(Value::is_object), "{reference}");
    }
    // A second schema of one name would be told apart by a number at its end.
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(name.chars().all(|letter| letter.is_ascii_alphabetic()), "{name}");
    }
}

#[test]
fn operations_are_told_apart_by_their_ids() {
    let document = document();
    let operations = document["paths"].as_object().unwrap().values().flat_map(|it| it.as_object().unwrap().values());
    let mut ids: Vec<&str> = operations.map(|it| it["operationId"].as_str().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn the_reference_tells_every_operation_with_its_request_and_its_fields() {
    let html = reference::drawn(&here(), Arc::new(Assets::new())).unwrap();
    for operation in document()["paths"].as_object().unwrap().values().flat_map(|it| it.as_object().unwrap().values()) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    for words in [
        "curl -u &#34;$API_KEY:&#34; -X POST https://acme.example/companies ",
        "<code class=\"name\">routingInfo.bankCode</code> <span class=\"kind\">string, at most 40 characters, or null</span>",
        "<code class=\"name\">transactions[].amount</code> <span class=\"kind\">exact decimal number</span> <b class=\"required\">",
        "<span class=\"kind\">list of objects: <a href=\"#connection\">Connection</a></span>",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains(&format!("<a href=\"{}\">guide</a>", urls::guide())));
    assert!(!html.contains("link.bank.example/companies\"") && !html.contains("&lt;p&gt;"), "{html}");
}

#[test]
fn the_guide_has_an_anchor_for_every_heading() {
    let html = guide::drawn(&here(), Arc::new(Assets::new())).unwrap();
    assert!(html.contains("<h1>Partner guide</h1>"));
    assert!(html.contains("<a href=\"#pushing-day-by-day\">Pushing, day by day</a>"));
    assert!(html.contains("<h2 id=\"pushing-day-by-day\">"));
    assert!(html.contains(&format!("href=\"{}#where-customers-come-back-to-you\"", urls::docs())));
}

#[test]
fn markup_in_a_text_is_shown_and_not_passed_on() {
    let shown = markdown::phrase("a <script>alert(1)</script> `<b>`").to_string();
    assert_eq!(shown, "a &lt;script&gt;alert(1)&lt;/script&gt; <code>&lt;b&gt;</code>");
}
