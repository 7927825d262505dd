//! Help with the typography of Québec (OQLF): the blanks that may not break are put in by [`set`], the rest is
//! [suggested](suggest) to whoever wrote it. Addresses and times such as 14:05 are left alone.
//!
//! The rules are those by which our own French is checked, too (`src/web/language_files.rs`).

mod setting;
mod suggesting;
mod text;

use text::{Edit, Text};

/// A blank where no line breaks.
pub const BOUND: char = '\u{a0}';

/// How often the rules are gone through: one may make room for another.
const ROUNDS: usize = 8;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A non-breaking space belongs there.
    Bound,
    /// The apostrophe is ’.
    Apostrophe,
    /// Quotes are « ».
    Quotes,
    /// The ellipsis is one sign, with nothing before it.
    Ellipsis,
    /// Nothing stands before ; ! ?
    NothingBefore,
    /// One space is enough, and none is narrow.
    Space,
    /// Capitals keep their accents.
    Capital,
    /// Québec has a better word.
    Word,
}

/// A piece of the text, from one blank to another, and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    pub found: String,
    pub better: String,
}

pub type Fix = Change;
pub type Suggestion = Change;

/// The text with its non-breaking spaces, and where they were put.
pub fn set(text: &str) -> (String, Vec<Fix>) {
    let (mut text, mut fixes) = (Text::new(text), Vec::new());
    for _ in 0..ROUNDS {
        let edits = setting::edits(&text);
        if edits.is_empty() {
            break;
        }
        text = apply(&text, edits, &mut fixes);
    }
    (text.string(), fixes)
}

/// What else could be better.
pub fn suggest(text: &str) -> Vec<Suggestion> {
    let (text, mut suggestions) = (Text::new(text), Vec::new());
    apply(&text, suggesting::edits(&text), &mut suggestions);
    suggestions
}

/// The text with everything set and every suggestion taken.
pub fn mended(text: &str) -> String {
    let (mut text, mut changes) = (Text::new(&set(text).0), Vec::new());
    for _ in 0..ROUNDS {
        let edits = suggesting::edits(&text);
        if edits.is_empty() {
            break;
        }
        text = apply(&text, edits, &mut changes);
        text = Text::new(&set(&text.string()).0);
    }
    text.string()
}

/// Carries out those edits that do not overlap; a later round finds the others.
fn apply(text: &Text, mut edits: Vec<Edit>, changes: &mut Vec<Change>) -> Text {
    edits.sort_by_key(|edit| edit.place.start);
    let (mut done, mut at) = (String::new(), 0);
    let mut put_in_at = None;
    for edit in edits {
        let is_twice = edit.place.is_empty() && put_in_at == Some(edit.place.start);
        if edit.place.start < at || is_twice {
            continue;
        }
        done.extend(&text.letters[at..edit.place.start]);
        done.push_str(&edit.better);
        changes.push(text.change(&edit));
        put_in_at = edit.place.is_empty().then_some(edit.place.start);
        at = edit.place.end;
    }
    done.extend(&text.letters[at..]);
    Text::new(&done)
}

#[cfg(test)]
mod tests;
