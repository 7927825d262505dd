//! What differs between two versions of a document such as the settings, field by field.

use serde::Serialize;
use serde_json::Value as Json;

/// The fields that differ: name, before, after.
pub type Differences = Vec<(String, Option<String>, Option<String>)>;

/// Fields inside others are named with a dot between. A list is one field.
pub fn differences<T: Serialize>(before: &T, after: &T) -> Differences {
    let mut found = Vec::new();
    let of = |document: &T| serde_json::to_value(document).unwrap_or_default();
    compare(&mut found, String::new(), &of(before), &of(after));
    found
}

fn compare(found: &mut Differences, name: String, before: &Json, after: &Json) {
    if before == after {
        return;
    }
    let (before, after) = (named(&name, before), named(&name, after));
    let fields = |side: &Json| side.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>());
    let (left, right) = (fields(&before), fields(&after));
    // Nothing on one side: each field of the other was set or taken away.
    if (left.is_some() || before.is_null()) && (right.is_some() || after.is_null()) {
        let mut fields = left.unwrap_or_default();
        fields.extend(right.unwrap_or_default().into_iter().filter(|field| before.get(field).is_none()));
        for field in fields {
            let inside = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
            let side = |side: &Json| side.get(&field).cloned().unwrap_or_default();
            compare(found, inside, &side(&before), &side(&after));
        }
        return;
    }
    found.push((name, text(&before), text(&after)));
}

/// A callout rests as its title and its body (`domain/settings.rs`): two fields for whoever reads the log.
fn named(name: &str, value: &Json) -> Json {
    match value.as_array().map(Vec::as_slice) {
        Some([title, body]) if name.starts_with("callout") => serde_json::json!({ "title": title, "body": body }),
        _ => value.clone(),
    }
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        Json::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::callout::Callout;
    use crate::domain::settings::{Bilingual, Settings};

    #[test]
    fn what_differs_is_told_field_by_field_and_nothing_else() {
        let before = Settings::new("Acme Bank").unwrap();
        let mut after = before.clone();
        after.name.fr = Some("Banque Acme".into());
        after.callout_fr = Some(Callout::new("Titre", "Texte").unwrap());
        after.return_hosts = vec!["a.example".into(), "b.example".into()];
        after.integration_enabled = false;
        after.support.hours = Some(Bilingual::new("9 to 5"));
        let found = differences(&before, &after);
        let field = |name: &str, before: Option<&str>, after: Option<&str>| {
            (name.to_owned(), before.map(str::to_owned), after.map(str::to_owned))
        };
        assert_eq!(
            found,
            [
                field("name.fr", None, Some("Banque Acme")),
                field("callout_fr.title", None, Some("Titre")),
                field("callout_fr.body", None, Some("Texte")),
                field("support.hours.en", None, Some("9 to 5")),
                field("return_hosts", Some(""), Some("a.example, b.example")),
                field("integration_enabled", Some("true"), Some("false")),
            ]
        );
        let back = differences(&after, &before);
        assert!(back.contains(&field("callout_fr.body", Some("Texte"), None)), "{back:?}");
        assert_eq!(differences(&after, &after), []);
    }
}
