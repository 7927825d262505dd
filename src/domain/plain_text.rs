//! What may stand in a text that people type and other people read: settings, transaction texts, company names.
//!
//! Control characters break lines where nobody put one, and bidi overrides make a text read as another than it is. The three
//! kinds of text treat them differently because their authors do: a person filling in a setting can be asked to mend it, a
//! batch of transactions cannot, and a company's name is only ever narrowed to what the public API allows.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The punctuation which the public API allows in a company's name.
const COMPANY_PUNCTUATION: [char; 9] = ['-', '\'', ',', '&', '@', '.', '?', '!', '’'];

/// Room for the letters of every script with their marks.
const BYTES_A_CHARACTER: usize = 8;
/// The longest picture that Unicode puts together from others, two people of two colours who kiss, has 35.
const LONGEST_CHARACTER_BYTES: usize = 64;

/// A character that may not be there, and where: the first one is place 1, counted as a reader counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwelcome {
    pub place: usize,
    pub character: char,
}

impl Unwelcome {
    pub fn kind(self) -> Kind {
        match self.character {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::LineBreak,
            '\t' => Kind::Tab,
            character if is_bidi_override(character) => Kind::BidiOverride,
            character if is_unwelcome(character) => Kind::Control,
            _ => Kind::Marks,
        }
    }
}

impl fmt::Display for Unwelcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind() {
            Kind::LineBreak => "a line break",
            Kind::Tab => "a tab",
            Kind::BidiOverride => "a character that changes the direction of writing",
            Kind::Control => "a control character",
            Kind::Marks => return write!(f, "character {} carries more marks than any script has", self.place),
        };
        write!(f, "character {} is {kind} (U+{:04X})", self.place, u32::from(self.character))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    LineBreak,
    Tab,
    BidiOverride,
    Control,
    /// One character to a reader, and kilobytes to everything else.
    Marks,
}

/// A text after cleaning, and whether that changed what its reader sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    pub text: String,
    pub changed: bool,
}

/// Grapheme clusters of the NFC form: what a reader would count, however the text was typed.
pub fn length(text: &str) -> usize {
    text.nfc().collect::<String>().graphemes(true).count()
}

/// Whether the text has at most `limit` characters as a reader counts, and no more bytes than so many can need: one
/// letter may carry thousands of accents, and an index of PostgreSQL holds 2,704 bytes.
pub fn fits(text: &str, limit: usize) -> bool {
    text.len() <= limit * BYTES_A_CHARACTER && length(text) <= limit
}

/// Whether there is nothing to see: blanks, and characters that have no look of their own.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || is_invisible(character))
}

/// For settings and account names: the first unwelcome character, with its place.
pub fn check(text: &str) -> Result<(), Unwelcome> {
    for (before, cluster) in text.graphemes(true).enumerate() {
        let unwelcome = cluster.chars().find(|character| is_unwelcome(*character));
        let piled_up = cluster.chars().last().filter(|_| cluster.len() > LONGEST_CHARACTER_BYTES);
        if let Some(character) = unwelcome.or(piled_up) {
            return Err(Unwelcome { place: before + 1, character });
        }
    }
    Ok(())
}

/// For transaction texts: each unwelcome character becomes a blank.
pub fn blanked(text: &str) -> Cleaned {
    let cleaned = text.chars().map(|character| if is_unwelcome(character) { ' ' } else { character }).collect();
    changed_from(text, cleaned)
}

/// For company names: what the public API does not allow is removed; letters and digits of every script stay.
pub fn company_name(text: &str) -> Cleaned {
    let kept: String = text.chars().filter(|character| may_name_a_company(*character)).collect();
    changed_from(text, kept.trim().to_owned())
}

fn changed_from(before: &str, text: String) -> Cleaned {
    Cleaned { changed: text != before, text }
}

/// Marks belong to the letters they sit on; without them many scripts of Asia fall apart.
fn may_name_a_company(character: char) -> bool {
    let is_welcome_space = character.is_whitespace() && !is_unwelcome(character);
    character.is_alphanumeric()
        || is_combining_mark(character)
        || is_welcome_space
        || COMPANY_PUNCTUATION.contains(&character)
}

fn is_unwelcome(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') || is_bidi_override(character)
}

/// Default-ignorable characters: joiners, fillers, tags and the like. They are welcome beside others.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}')
        || matches!(character, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}')
        || matches!(character, '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}')
        || matches!(character, '\u{E0000}'..='\u{E0FFF}')
}

fn is_bidi_override(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_refused_with_the_place_of_the_first_unwelcome_character() {
        assert_eq!(check("Café « Chez Zoé » 👩‍🍳"), Ok(()));
        let line_break = check("Zoe\u{301}\nBistro").unwrap_err();
        assert_eq!(line_break, Unwelcome { place: 4, character: '\n' });
        assert_eq!(line_break.to_string(), "character 4 is a line break (U+000A)");
        let reversed = check("abc\u{202E}def").unwrap_err();
        assert_eq!((reversed.place, reversed.kind()), (4, Kind::BidiOverride));
        assert_eq!(check("\u{7F}").unwrap_err().kind(), Kind::Control);
        assert_eq!(check("a\tb").unwrap_err().kind(), Kind::Tab);
        assert_eq!(check("👩🏻‍❤️‍💋‍👨🏿"), Ok(()));
        let tower = check(&format!("Z{}oe", "\u{301}".repeat(40))).unwrap_err();
        assert_eq!((tower.place, tower.kind()), (1, Kind::Marks));
    }

    #[test]
    fn what_nobody_sees_is_blank() {
        for text in ["", " \u{A0}\u{3000}", "\u{200B}", "\u{2060}\u{FEFF}", "\u{3164}", "\u{AD}\u{200D}"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("\u{200B}a") && !is_blank("👩‍🍳"));
    }

    #[test]
    fn a_transaction_text_gets_blanks_and_says_so() {
        assert_eq!(blanked("POS 12\u{0}34\u{202E}"), Cleaned { text: "POS 12 34 ".into(), changed: true });
        assert_eq!(blanked("Épicerie"), Cleaned { text: "Épicerie".into(), changed: false });
    }

    #[test]
    fn a_company_keeps_every_script_and_the_allowed_punctuation() {
        for name in ["Smith & Sons, Inc.", "Chez Zoé!", "株式会社 東京", "किराना स्टोर", "O'Brien-Lee @ 5?"]
        {
            assert_eq!(company_name(name), Cleaned { text: name.into(), changed: false }, "{name}");
        }
        assert_eq!(company_name("Toys (Québec) \u{202E}[2]\n").text, "Toys Québec 2");
        assert!(company_name("A\u{0}B").changed);
    }

    #[test]
    fn length_counts_what_a_reader_counts() {
        assert_eq!(length("Zoe\u{301}"), 3);
        assert_eq!(length("Zoé"), 3);
        assert_eq!(length("👩‍👩‍👧‍👦🇨🇦"), 2);
    }

    #[test]
    fn one_letter_with_a_thousand_accents_is_not_short() {
        let letter = format!("e{}", "\u{301}".repeat(1_000));
        assert_eq!(length(&letter), 1);
        assert!(!fits(&letter, 100));
        assert!(fits("किराना स्टोर", 12) && fits("Zoe\u{301}", 3) && !fits("Zoes", 3));
    }
}
