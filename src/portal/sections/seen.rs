//! Two people who change the same settings. A form carries a mark of the values it was made from; what was changed meanwhile
//! is shown beside what was typed, and nothing is overwritten unless somebody who has seen both says so.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::secret::to_base64url;

/// Marks of values.
pub struct Seen;

impl Seen {
    /// Tells whether these values are still what a form was made from; of a form's section, not of the whole page, so that
    /// changes elsewhere disturb nobody. No secret: it says nothing that does not stand in the form beside it.
    pub fn of(values: &impl Serialize) -> String {
        // What cannot be written as JSON has a mark too: that of nothing.
        let written = serde_json::to_vec(values).unwrap_or_default();
        to_base64url(&Sha256::digest(written)[..16])
    }
}

/// What somebody else has saved since the form was made, beside what was typed. Stands inside the form, which carries the
/// new mark: sent again, it is kept.
#[derive(Clone)]
pub struct Conflict {
    pub differences: Vec<Difference>,
    /// Address of the page as it is saved.
    pub take: String,
}

/// One field of which there are two versions.
#[derive(Clone)]
pub struct Difference {
    pub label: String,
    /// As a reader is shown it; `None`: nothing.
    pub saved: Option<String>,
    pub typed: Option<String>,
}

impl Conflict {
    /// Of each field label, saved value and typed value, in words; fields that agree are left out.
    pub fn between(take: String, fields: impl IntoIterator<Item = (String, String, String)>) -> Self {
        let differs = fields.into_iter().filter(|(_, saved, typed)| saved != typed);
        let some = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let differences =
            differs.map(|(label, saved, typed)| Difference { label, saved: some(saved), typed: some(typed) });
        Self { differences: differences.collect(), take }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_changes_with_the_values_and_with_nothing_else() {
        let mark = Seen::of(&("names", ["Acme", "Acmé"]));
        assert_eq!(mark, Seen::of(&("names", ["Acme", "Acmé"])));
        for other in [("names", ["Acme", ""]), ("name", ["Acme", "Acmé"]), ("names", ["AcmeA", "cmé"])] {
            assert_ne!(mark, Seen::of(&other));
        }
        assert_eq!(mark.len(), 22);
    }

    #[test]
    fn only_what_differs_is_shown() {
        let field = |label: &str, saved: &str, typed: &str| (label.to_owned(), saved.to_owned(), typed.to_owned());
        let conflict = Conflict::between("take".into(), [field("a", "1", "1"), field("b", "", "2")]);
        assert_eq!(conflict.differences.len(), 1);
        let Difference { label, saved, typed } = &conflict.differences[0];
        assert_eq!((label.as_str(), saved.as_deref(), typed.as_deref()), ("b", None, Some("2")));
    }
}
