//! The body of a request, read within a limit and with errors that name the field and never quote what was sent.
//!
//! Unknown fields are ignored. An array in place of an object is a wrong type, although serde would take it.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::http::body;

const MEDIA_TYPE: &str = "application/json";
pub const USUAL_LIMIT_BYTES: usize = 256 * 1024;
/// How much of a field's path is named: a tag's name in it is the partner's own text.
const PATH_LIMIT: usize = 80;

/// What a body may be read as.
pub trait Body: DeserializeOwned + 'static {
    const LIMIT_BYTES: usize = USUAL_LIMIT_BYTES;
}

/// A JSON body, read.
pub struct Json<T>(pub T);

impl<T: Body> FromRequest for Json<T> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let unread = Unread::<T>::from_request(request, payload);
        Box::pin(async move { parse(&unread.await?.0).map(Self) })
    }
}

/// A JSON body as it came, to be read where it keeps nobody waiting: [`parse`].
pub struct Unread<T>(pub Bytes, PhantomData<T>);

impl<T: Body> FromRequest for Unread<T> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = body::is_of_type(request, MEDIA_TYPE);
        let body = body::whole(request, payload, T::LIMIT_BYTES);
        Box::pin(async move {
            if !is_json {
                return Err(Refusal::NotJson);
            }
            Ok(Self(body.await?, PhantomData))
        })
    }
}

/// A body that is asked for by nobody, of any kind or none: read within the limit and forgotten.
pub struct Anything;

impl FromRequest for Anything {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = body::whole(request, payload, USUAL_LIMIT_BYTES);
        Box::pin(async move { body.await.map(|_| Self) })
    }
}

/// Reads a whole body, which is an object. What is wrong with it is told by the field's path.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let Object(value) = read(body).map_err(Refusal::invalid)?;
    Ok(value)
}

/// Reads a whole body, which is an array: its items, still as they were written.
pub fn parse_list<const MOST: usize>(body: &[u8]) -> Result<Items<MOST>, Refusal> {
    read(body).map_err(Refusal::invalid)
}

/// Reads the object at `place` of an array, counted from 0. What is wrong with it is told by its place and the field's path.
pub fn parse_item<T: DeserializeOwned>(place: usize, item: &RawValue) -> Result<T, String> {
    read::<Object<T>>(item.get().as_bytes()).map(|Object(value)| value).map_err(|error| {
        let of_the_item = error.strip_prefix("The body ").map(|wrong| wrong.trim_end_matches('.'));
        of_the_item.map_or_else(|| format!("[{place}].{error}"), |wrong| format!("[{place}]: {wrong}"))
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        problem(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| problem("", &error))?;
    Ok(value)
}

fn problem(path: &str, error: &serde_json::Error) -> String {
    if error.classify() != Category::Data {
        let (line, column) = (error.line(), error.column());
        return format!("The body is not well-formed JSON (line {line}, column {column}).");
    }
    let text = error.to_string();
    let path = plain_text::blanked(path).text;
    let path: String = path.chars().take(PATH_LIMIT).collect();
    // These two are told of the object, not of the field in it.
    for (start, why) in [("missing field `", "is required"), ("duplicate field `", "is given twice")] {
        if let Some(field) = quoted_after(&text, start) {
            let parent = if path == "." { String::new() } else { format!("{path}.") };
            return format!("{parent}{field}: {why}");
        }
    }
    if path == "." { format!("The body {}.", wrong(&text)) } else { format!("{path}: {}", wrong(&text)) }
}

/// Only words of ours: serde's own begin by quoting the value.
fn wrong(text: &str) -> String {
    let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
    if text.starts_with("must ") {
        return text.to_owned();
    }
    match text.rsplit_once(", expected ").map(|(_, expected)| expected) {
        Some("a map") => "must be an object".to_owned(),
        Some("a sequence") => "must be an array".to_owned(),
        Some("a boolean") => "must be true or false".to_owned(),
        Some(expected @ ("a string" | "an object" | "an array")) => format!("must be {expected}"),
        _ => "is not valid".to_owned(),
    }
}

fn quoted_after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.split_once('`').map(|(name, _)| name)
}

/// A JSON object and nothing else.
#[derive(Debug)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// The items of an array as they were written, and how many there were: no more than `MOST` are kept.
#[derive(Debug)]
pub struct Items<const MOST: usize> {
    pub kept: Vec<Box<RawValue>>,
    pub count: usize,
}

impl<'de, const MOST: usize> Deserialize<'de> for Items<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ItemsVisitor)
    }
}

struct ItemsVisitor<const MOST: usize>;

impl<'de, const MOST: usize> Visitor<'de> for ItemsVisitor<MOST> {
    type Value = Items<MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Items { kept: Vec::new(), count: 0 };
        while let Some(item) = list.next_element()? {
            items.count += 1;
            if items.count <= MOST {
                items.kept.push(item);
            }
        }
        Ok(items)
    }
}

/// Names of the sender's own, each with a text. One that is given twice says two things at once.
pub fn each_name_once<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<BTreeMap<String, String>>, D::Error> {
    Option::<Names>::deserialize(deserializer).map(|names| names.map(|Names(names)| names))
}

struct Names(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
        let mut names = BTreeMap::new();
        while let Some((name, text)) = map.next_entry()? {
            if names.insert(name, text).is_some() {
                return Err(A::Error::custom("must give each name once"));
            }
        }
        Ok(Names(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Amount;

    #[derive(Debug, Deserialize)]
    struct Inner {
        amount: Amount,
    }

    #[derive(Debug, Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "only read")]
        name: String,
        #[expect(dead_code, reason = "only read")]
        tags: Option<BTreeMap<String, String>>,
        inner: Option<Object<Inner>>,
    }

    fn error(body: &str) -> String {
        match parse::<Outer>(body.as_bytes()) {
            Err(Refusal::Invalid { error, .. }) => error,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        for (body, expected) in [
            ("{}", "name: is required"),
            (r#"{"name":null}"#, "name: must be a string"),
            (r#"{"name":1}"#, "name: must be a string"),
            (r#"{"name":"a","tags":[]}"#, "tags: must be an object"),
            (r#"{"name":"a","tags":{"k":7}}"#, "tags.k: must be a string"),
            (r#"{"name":"a","inner":{}}"#, "inner.amount: is required"),
            (r#"{"name":"a","inner":["1"]}"#, "inner: must be an object"),
            (r#"{"name":"a","inner":{"amount":"1"}}"#, "inner.amount: must be a number"),
            (r#"{"name":"a","name":"b"}"#, "name: is given twice"),
            (r#"["a"]"#, "The body must be an object."),
            ("null", "The body must be an object."),
        ] {
            assert_eq!(error(body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_not_json_is_told_by_its_place() {
        for body in ["", "{", "name=a", r#"{"name":"a"} x"#, r#"{"name":"\ud800"}"#, "{\"name\":\"\u{0}\"}"] {
            assert!(error(body).starts_with("The body is not well-formed JSON (line 1"), "{body}: {}", error(body));
        }
    }

    #[test]
    fn what_was_sent_is_never_quoted() {
        for body in [
            r#"{"name":["hush"]}"#,
            r#"{"name":"a","tags":"hush"}"#,
            r#"{"name":"a","tags":{"a":"hush, expected hush"},"inner":"hush"}"#,
            r#"{"name":"a","inner":{"amount":"hush"}}"#,
        ] {
            assert!(!error(body).contains("hush"), "{}", error(body));
        }
        let long = format!(r#"{{"name":"a","tags":{{"{}":1}}}}"#, "k".repeat(10_000));
        assert!(error(&long).len() < 200);
    }

    #[test]
    fn unknown_fields_are_ignored_and_amounts_keep_their_digits() {
        let body = r#"{"name":"a","later":[1,{"x":2}],"inner":{"amount":10.50,"more":true}}"#;
        let outer: Outer = parse(body.as_bytes()).unwrap();
        assert_eq!(outer.inner.unwrap().0.amount.to_string(), "10.50");
    }
}
