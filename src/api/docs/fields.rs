//! A schema as a list of fields, each under the path by which an error names it.

use serde_json::Value;

use super::markdown::{self, Markup, anchor};

pub struct Field {
    /// Such as `routingInfo.bankCode` and `transactions[].id`.
    pub path: String,
    /// In words: type and limits.
    pub kind: String,
    pub is_required: bool,
    pub about: Markup,
    /// The name and the anchor of the object that it is or holds, where that is told by itself.
    pub object: Option<(String, String)>,
}

/// Reads schemas of one document.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub document: &'a Value,
    /// Objects with a name are told in their place, and not by themselves.
    pub in_place: bool,
}

impl<'a> Reader<'a> {
    /// All fields of an object, or of each object of an array.
    pub fn fields(self, schema: &'a Value) -> Vec<Field> {
        let mut fields = Vec::new();
        self.descend(schema, "", &mut fields);
        fields
    }

    fn descend(self, schema: &'a Value, path: &str, fields: &mut Vec<Field>) {
        let schema = self.whole(schema);
        if schema.get("items").is_some() {
            return self.descend(&schema["items"], &format!("{path}[]"), fields);
        }
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        for (name, inside) in schema["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.field(path, inside, required.contains(&name.as_str().into()), fields);
        }
    }

    fn field(self, path: String, schema: &'a Value, is_required: bool, fields: &mut Vec<Field>) {
        let (schema, can_be_null) = without_null(schema);
        let object = name(schema).or_else(|| name(&schema["items"])).filter(|_| !self.in_place);
        let is_told_elsewhere = object.is_some();
        let (whole, about) = (self.whole(schema), &schema["description"]);
        let about = about.as_str().or(whole["description"].as_str().filter(|_| self.in_place)).unwrap_or_default();
        fields.push(Field {
            path: path.clone(),
            kind: self.kind(schema, can_be_null),
            is_required,
            about: markdown::phrase(about),
            object: object.map(|name| (name.to_owned(), anchor(name))),
        });
        if !is_told_elsewhere {
            self.descend(schema, &path, fields);
        }
    }

    /// What a reference refers to.
    fn whole(self, schema: &'a Value) -> &'a Value {
        let (schema, _) = without_null(schema);
        name(schema).map_or(schema, |name| &self.document["components"]["schemas"][name])
    }

    fn kind(self, schema: &'a Value, can_be_null: bool) -> String {
        let whole = self.whole(schema);
        let mut words = vec![match whole["items"].is_object() {
            true => format!("list of {}s", self.plain(self.whole(&whole["items"]))),
            false => self.plain(whole),
        }];
        words.extend(limits(whole));
        if can_be_null || has_null(whole) {
            words.push("or null".to_owned());
        }
        words.join(", ")
    }

    fn plain(self, schema: &Value) -> String {
        let types = schema["type"].as_array().map_or(std::slice::from_ref(&schema["type"]), Vec::as_slice);
        let kind = types.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("value");
        match (kind, schema["format"].as_str()) {
            ("string", Some("date-time")) => "instant".to_owned(),
            ("string", Some(format)) => format.to_owned(),
            ("number", Some("decimal")) => "exact decimal number".to_owned(),
            ("integer", _) => "whole number".to_owned(),
            ("boolean", _) => "true or false".to_owned(),
            (kind, _) => kind.to_owned(),
        }
    }
}

/// The name of the schema that is referred to.
fn name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn has_null(schema: &Value) -> bool {
    schema["type"].as_array().is_some_and(|types| types.contains(&"null".into()))
}

/// What it is when it is not null, and whether it can be.
fn without_null(schema: &Value) -> (&Value, bool) {
    let is_null = |it: &Value| it["type"] == "null";
    match schema["anyOf"].as_array() {
        Some(ways) => (ways.iter().find(|it| !is_null(it)).unwrap_or(schema), ways.iter().any(is_null)),
        None => (schema, false),
    }
}

/// Limits and the words that there are, in words.
fn limits(schema: &Value) -> Option<String> {
    let number = |name: &str| schema[name].as_u64();
    let most = |least: &str, most: &str, what: &str| match (number(least), number(most)) {
        (Some(least), Some(most)) => Some(format!("{least} to {most} {what}")),
        (None, Some(most)) => Some(format!("at most {most} {what}")),
        _ => None,
    };
    let one_of = |words: &[Value]| words.iter().map(|word| format!("`{}`", plain(word))).collect::<Vec<_>>().join(", ");
    if let Some(only) = schema.get("const") {
        return Some(format!("always {}", plain(only)));
    }
    if let Some(words) = schema["enum"].as_array() {
        return Some(format!("one of {}", one_of(words).replace('`', "")));
    }
    let entries = most("minItems", "maxItems", "entries").or_else(|| most("minProperties", "maxProperties", "entries"));
    entries
        .or_else(|| most("minLength", "maxLength", "characters"))
        .or_else(|| most("minimum", "maximum", "").map(|it| it.trim().to_owned()))
}

fn plain(word: &Value) -> String {
    word.as_str().map_or_else(|| word.to_string(), str::to_owned)
}
