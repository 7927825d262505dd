//! What is wanted of a list, in the public API's query language: `name ~ bistro && { created >= 2026-01-01 || id = … }`.
//!
//! Pure: a text and the fields of a list go in; a condition comes out, or what is wrong and at which character.

mod parse;

use std::fmt;

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

use crate::clock::Timestamp;

/// Characters of a query.
pub const LENGTH_LIMIT: usize = 2_000;
/// How deep braces may stand in braces.
pub const DEPTH_LIMIT: usize = 16;

/// A field that a list can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
}

impl Field {
    /// As the answers name it, and what it holds.
    pub const fn of(name: &'static str, kind: Kind) -> Self {
        Self { name, kind }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Time,
    Number,
}

/// Which names may be compared.
#[derive(Clone, Copy, Debug)]
pub enum Fields {
    Of(&'static [Field]),
    /// Any name, which is a tag's; texts, without an order.
    Tags,
}

/// What one thing of a list has in a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Text(String),
    Time(Timestamp),
    Number(i64),
}

/// A thing of a list that can be asked for the value of a field; `None`: it has none.
pub trait Facts {
    fn value(&self, field: &str) -> Option<Value>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    Equal,
    NotEqual,
    Contains,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub field: String,
    pub comparator: Comparator,
    pub with: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Is(Comparison),
}

/// What is wrong with a query, and at which character: the first one is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub place: usize,
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}", self.place, self.why)
    }
}

impl Condition {
    /// Reads a query.
    pub fn parse(text: &str, fields: Fields) -> Result<Self, Unreadable> {
        parse::query(text, fields)
    }

    pub fn holds(&self, facts: &impl Facts) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts)),
            Self::Is(comparison) => comparison.holds(facts.value(&comparison.field)),
        }
    }

    /// What must hold in any case: what the database can be asked for before the rest is looked at.
    pub fn required(&self) -> Vec<&Comparison> {
        match self {
            Self::All(parts) => parts.iter().flat_map(Self::required).collect(),
            Self::Any(_) => Vec::new(),
            Self::Is(comparison) => vec![comparison],
        }
    }

    /// Whether nothing but what is [required](Condition::required) is asked for.
    pub fn is_all_required(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(Self::is_all_required),
            Self::Any(_) => false,
            Self::Is(_) => true,
        }
    }

    /// Whether the field is looked at anywhere.
    pub fn names(&self, field: &str) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.names(field)),
            Self::Is(comparison) => comparison.field == field,
        }
    }
}

impl Comparison {
    /// What has no value is unequal to everything, and neither more nor less.
    fn holds(&self, value: Option<Value>) -> bool {
        let Some(value) = value else { return self.comparator == Comparator::NotEqual };
        match (self.comparator, &value, &self.with) {
            (Comparator::Equal, ..) => value == self.with,
            (Comparator::NotEqual, ..) => value != self.with,
            (Comparator::Contains, Value::Text(text), Value::Text(part)) => {
                text.to_lowercase().contains(&part.to_lowercase())
            }
            (Comparator::Contains, ..) => false,
            (Comparator::Greater, ..) => value > self.with,
            (Comparator::Less, ..) => value < self.with,
            (Comparator::GreaterOrEqual, ..) => value >= self.with,
            (Comparator::LessOrEqual, ..) => value <= self.with,
        }
    }
}

impl Fields {
    fn kind(self, name: &str) -> Option<Kind> {
        match self {
            Self::Of(fields) => fields.iter().find(|field| field.name == name).map(|field| field.kind),
            Self::Tags => Some(Kind::Text),
        }
    }

    /// Whether there is such a field.
    pub fn has(self, name: &str) -> bool {
        self.kind(name).is_some()
    }

    /// All names, for whoever has named another.
    pub fn in_words(self) -> String {
        match self {
            Self::Of(fields) => fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", "),
            Self::Tags => "the names of tags".to_owned(),
        }
    }
}

impl Kind {
    fn read(self, text: &str) -> Result<Value, &'static str> {
        match self {
            Self::Text => Ok(Value::Text(text.to_owned())),
            Self::Time => {
                instant(text).map(Value::Time).ok_or("is not a time: write 2026-01-31 or 2026-01-31T12:30:00Z")
            }
            Self::Number => text.parse().map(Value::Number).map_err(|_| "is not a whole number"),
        }
    }
}

/// A time without an offset is UTC; a date alone is its midnight.
fn instant(text: &str) -> Option<Timestamp> {
    let whole = || OffsetDateTime::parse(text, &Rfc3339).ok();
    let seconds = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second][optional [.[subsecond]]]");
    let local = || PrimitiveDateTime::parse(text, seconds).ok().map(PrimitiveDateTime::assume_utc);
    let day = format_description!("[year]-[month]-[day]");
    let date = || Date::parse(text, day).ok().map(|date| date.midnight().assume_utc());
    whole().or_else(local).or_else(date).map(Timestamp::from)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const FIELDS: Fields = Fields::Of(&[
        Field { name: "name", kind: Kind::Text },
        Field { name: "created", kind: Kind::Time },
        Field { name: "count", kind: Kind::Number },
    ]);

    struct Thing(BTreeMap<&'static str, Value>);

    impl Facts for Thing {
        fn value(&self, field: &str) -> Option<Value> {
            self.0.get(field).cloned()
        }
    }

    fn bistro() -> Thing {
        let created = Value::Time(instant("2026-11-21T15:00:00Z").unwrap());
        Thing([("name", Value::Text("Bistro Zoé".into())), ("created", created)].into())
    }

    fn holds(query: &str) -> bool {
        Condition::parse(query, FIELDS).unwrap_or_else(|error| panic!("{query}: {error}")).holds(&bistro())
    }

    fn error(query: &str) -> (usize, String) {
        let Unreadable { place, why } = Condition::parse(query, FIELDS).unwrap_err();
        (place, why)
    }

    #[test]
    fn comparisons_look_at_what_a_thing_has() {
        for query in [
            "name = Bistro Zoé",
            "name=Bistro Zoé",
            "name != Bistro",
            "name ~ ZOÉ",
            "created > 2026-11-21",
            "created<2026-11-21T15:00:00.000001Z",
            "created >= 2026-11-21T10:00:00-05:00",
            "created <= 2026-11-21T15:00:00",
            "count != 7",
        ] {
            assert!(holds(query), "{query}");
        }
        for query in ["name = bistro zoé", "name ~ Garage", "created > 2026-11-21T15:00:00Z", "count > 0", "count <= 0"]
        {
            assert!(!holds(query), "{query}");
        }
    }

    #[test]
    fn and_binds_closer_than_or_and_braces_closer_than_both() {
        assert!(holds("name ~ zoé || name ~ x && name ~ y"));
        assert!(!holds("{ name ~ zoé || name ~ x } && name ~ y"));
        assert!(holds("{{name ~ zoé}} && {created > 2026-01-01 || count = 1}"));
        assert!(holds("name ~ x || name ~ y || name ~ bistro"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (query, place, says) in [
            ("", 1, "a field is missing"),
            ("name", 5, "an operator is missing"),
            ("name ! x", 6, "an operator is missing"),
            ("é = 1", 1, "there is no such field"),
            ("name = ", 7, "a value is missing"),
            ("name = x && ", 13, "a field is missing"),
            ("name = x }", 10, "closes nothing"),
            ("{ name = x", 1, "is not closed"),
            ("{ name = x } name = y", 14, "&& or ||"),
            ("created ~ 2026", 9, "only texts"),
            ("name = x\0", 9, "U+0000"),
            ("name > x", 6, "only times and numbers"),
            ("created > yesterday", 11, "is not a time"),
            ("count = 1.5", 9, "is not a whole number"),
        ] {
            let (at, why) = error(query);
            assert!(at == place && why.contains(says), "{query}: character {at}: {why}");
        }
    }

    #[test]
    fn a_query_is_neither_long_nor_deep_without_end() {
        let nested = |depth: usize| format!("{}name=x{}", "{".repeat(depth), "}".repeat(depth));
        assert!(Condition::parse(&nested(DEPTH_LIMIT), FIELDS).is_ok());
        assert!(error(&nested(DEPTH_LIMIT + 1)).1.contains("braces"));
        assert!(error(&"{".repeat(LENGTH_LIMIT)).1.contains("braces"));
        assert_eq!(error(&format!("name={}", "é".repeat(LENGTH_LIMIT))).0, LENGTH_LIMIT + 1);
    }

    #[test]
    fn what_has_to_hold_is_known_beforehand() {
        let read = |query: &str| Condition::parse(query, FIELDS).unwrap();
        let all = read("name = x && {name ~ y && count > 1}");
        assert_eq!((all.required().len(), all.is_all_required()), (3, true));
        let some = read("name = x && {name ~ y || count > 1}");
        assert_eq!((some.required().len(), some.is_all_required()), (1, false));
    }

    fn condition() -> impl Strategy<Value = Condition> {
        let text = "[a-zé&|!~=<>]{0,2}[a-z0-9]".prop_filter("no operators between conditions", |text: &String| {
            !text.contains("&&") && !text.contains("||")
        });
        let comparators = [Comparator::Equal, Comparator::NotEqual, Comparator::Contains];
        let leaf = (0..3_usize, text).prop_map(move |(at, text)| {
            let with = Value::Text(text);
            Condition::Is(Comparison { field: "name".into(), comparator: comparators[at], with })
        });
        leaf.prop_recursive(4, 24, 3, |inner| {
            let parts = prop::collection::vec(inner, 2..4);
            prop_oneof![parts.clone().prop_map(Condition::All), parts.prop_map(Condition::Any)]
        })
    }

    fn written(condition: &Condition) -> String {
        let join = |parts: &[Condition], with: &str| {
            parts.iter().map(|part| format!("{{{}}}", written(part))).collect::<Vec<_>>().join(with)
        };
        match condition {
            Condition::All(parts) => join(parts, "&&"),
            Condition::Any(parts) => join(parts, " || "),
            Condition::Is(Comparison { field, comparator, with: Value::Text(text) }) => {
                let sign = match comparator {
                    Comparator::Equal => "=",
                    Comparator::NotEqual => "!=",
                    _ => "~",
                };
                format!("{field} {sign} {text}")
            }
            Condition::Is(other) => panic!("{other:?}"),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(condition in condition()) {
            prop_assert_eq!(Condition::parse(&written(&condition), FIELDS).unwrap(), condition);
        }

        #[test]
        fn no_text_is_too_much_and_every_place_is_in_it(text in "[a-z{}&|=!~<> é0-9]{0,60}|\\PC{0,40}") {
            for fields in [FIELDS, Fields::Tags] {
                if let Err(Unreadable { place, .. }) = Condition::parse(&text, fields) {
                    prop_assert!((1..=text.chars().count() + 1).contains(&place), "{}", place);
                }
            }
        }
    }
}
