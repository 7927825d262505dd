//! The two languages of the pages, and which of them a reader gets.
//!
//! The order is the contract's: an explicit click, `?lang=`, `Accept-Language` if it names English or French at all, and
//! only then the partner's default. A browser set to Spanish says nothing about English or French, so it counts as silence.

use crate::domain::UnknownWord;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    En,
    FrCa,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::En, Language::FrCa];

    /// For `lang` attributes, `Content-Language` and the language button's value.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en-CA",
            Language::FrCa => "fr-CA",
        }
    }

    /// What its speakers call it; the button that switches to it bears this name.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::FrCa => "Français",
        }
    }

    /// The reverse of [`Language::tag`].
    pub fn of_tag(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }

    pub fn other(self) -> Language {
        match self {
            Language::En => Language::FrCa,
            Language::FrCa => Language::En,
        }
    }

    /// Any English is ours and any French is ours: a reader from France is better served in Canadian French than in English.
    pub fn parse(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Language::En),
            "fr" => Some(Language::FrCa),
            _ => None,
        }
    }
}

/// From a database.
impl TryFrom<String> for Language {
    type Error = UnknownWord;

    fn try_from(tag: String) -> Result<Self, UnknownWord> {
        Self::of_tag(&tag).ok_or(UnknownWord)
    }
}

/// `chosen` is the remembered click, `query` the value of `?lang=`, `accept` the header `Accept-Language`.
pub fn negotiate(chosen: Option<Language>, query: Option<&str>, accept: Option<&str>, default: Language) -> Language {
    chosen.or_else(|| query.and_then(Language::parse)).or_else(|| accept.and_then(preferred)).unwrap_or(default)
}

/// The language with the highest weight; of two alike, the one named first.
fn preferred(accept: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';');
        let Some(language) = parts.next().and_then(Language::parse) else {
            continue;
        };
        let weight = weight(parts.next());
        if weight > best.map_or(0.0, |(_, heaviest)| heaviest) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

fn weight(parameter: Option<&str>) -> f32 {
    let Some(parameter) = parameter else {
        return 1.0;
    };
    let value = parameter.trim().strip_prefix("q=").and_then(|value| value.trim().parse::<f32>().ok());
    value.filter(|value| (0.0..=1.0).contains(value)).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_without_regard_to_case_or_region() {
        for tag in ["fr", "FR", "fr-CA", "fr_FR", " fr-be "] {
            assert_eq!(Language::parse(tag), Some(Language::FrCa), "{tag}");
        }
        for tag in ["en", "en-CA", "EN-us"] {
            assert_eq!(Language::parse(tag), Some(Language::En), "{tag}");
        }
        for tag in ["", "es", "french", "*", "e n"] {
            assert_eq!(Language::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn a_click_beats_the_address_beats_the_browser_beats_the_partner() {
        let french = Some("fr-CA,fr;q=0.9");
        assert_eq!(negotiate(Some(Language::En), Some("fr"), french, Language::FrCa), Language::En);
        assert_eq!(negotiate(None, Some("en"), french, Language::FrCa), Language::En);
        assert_eq!(negotiate(None, None, french, Language::En), Language::FrCa);
        assert_eq!(negotiate(None, None, None, Language::FrCa), Language::FrCa);
        assert_eq!(negotiate(None, Some("de"), french, Language::En), Language::FrCa);
    }

    #[test]
    fn weights_decide_and_a_browser_that_names_neither_is_silent() {
        let accepts = |header| negotiate(None, None, Some(header), Language::FrCa);
        assert_eq!(accepts("fr;q=0.4, en;q=0.8"), Language::En);
        assert_eq!(accepts("en-US, fr"), Language::En);
        assert_eq!(accepts("es, en;q=0.3"), Language::En);
        assert_eq!(accepts("en;q=0"), Language::FrCa);
        assert_eq!(accepts("en;q=nonsense"), Language::FrCa);
        assert_eq!(accepts("es-MX,es;q=0.9,*;q=0.1"), Language::FrCa);
        assert_eq!(accepts(""), Language::FrCa);
    }
}
