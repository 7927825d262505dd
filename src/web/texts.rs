//! The words of the pages, in both languages, compiled in.
//!
//! Most messages hold no variable; those are formatted once and lent out from then on, so that a page full of them costs no
//! more than copying them. What does not come from us (a partner's name, an account's) is a variable, and the template
//! escapes it like everything else. Credentials never pass through here.
//!
//! A key that does not exist is a mistake of ours, never a reader's: the tests render every page and read every template.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;
use std::time::Duration;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::language::Language;

/// What stands where a text should be; no test lets it through.
const MISSING: &str = "⟦…⟧";

static ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::read(Language::En, &source(Language::En)));
static FRENCH: LazyLock<Texts> = LazyLock::new(|| Texts::read(Language::FrCa, &source(Language::FrCa)));

/// A language to speak to one reader in.
#[derive(Clone, Copy)]
pub struct Tongue {
    language: Language,
    texts: &'static Texts,
}

impl Tongue {
    pub fn new(language: Language) -> Tongue {
        let texts = match language {
            Language::En => &*ENGLISH,
            Language::FrCa => &*FRENCH,
        };
        Tongue { language, texts }
    }

    pub fn language(self) -> Language {
        self.language
    }

    /// For the `lang` attribute.
    pub fn tag(self) -> &'static str {
        self.language.tag()
    }

    /// A text without variables.
    pub fn t(self, key: &str) -> &'static str {
        self.texts.plain.get(key).map_or_else(|| missing(key), String::as_str)
    }

    /// A text with one variable: `t1("step", "number", 2)`.
    pub fn t1<'a>(self, key: &str, name: &'static str, value: impl Into<FluentValue<'a>>) -> String {
        let mut values = FluentArgs::with_capacity(1);
        values.set(name, value);
        self.filled(key, &values)
    }

    /// A text with two variables.
    pub fn t2<'a>(
        self,
        key: &str,
        first: (&'static str, impl Into<FluentValue<'a>>),
        second: (&'static str, impl Into<FluentValue<'a>>),
    ) -> String {
        let mut values = FluentArgs::with_capacity(2);
        values.set(first.0, first.1);
        values.set(second.0, second.1);
        self.filled(key, &values)
    }

    /// A length of time in whole hours, or else in minutes: "one hour", "90 minutes".
    pub fn span(self, span: Duration) -> String {
        let minutes = span.as_secs().div_ceil(60);
        match minutes % 60 {
            0 => self.t1("span-hours", "count", minutes / 60),
            _ => self.t1("span-minutes", "count", minutes),
        }
    }

    fn filled(self, key: &str, values: &FluentArgs) -> String {
        let message = self.texts.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return missing(key).to_owned();
        };
        let mut problems = Vec::new();
        let text = self.texts.bundle.format_pattern(pattern, Some(values), &mut problems).into_owned();
        debug_assert!(problems.is_empty(), "{key}: {problems:?}");
        text
    }
}

impl fmt::Debug for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tongue").field(&self.language).finish()
    }
}

fn missing(key: &str) -> &'static str {
    debug_assert!(false, "no text for {key}");
    MISSING
}

pub(crate) fn source(language: Language) -> [&'static str; 13] {
    match language {
        Language::En => [
            include_str!("../../locales/en/link.ftl"),
            include_str!("../../locales/en/problems.ftl"),
            include_str!("../../locales/en/quickbooks.ftl"),
            include_str!("../../locales/en/sandbox.ftl"),
            include_str!("../../locales/en/portal.ftl"),
            include_str!("../../locales/en/portal_account.ftl"),
            include_str!("../../locales/en/portal_team.ftl"),
            include_str!("../../locales/en/portal_settings.ftl"),
            include_str!("../../locales/en/portal_callout.ftl"),
            include_str!("../../locales/en/portal_branding.ftl"),
            include_str!("../../locales/en/portal_developers.ftl"),
            include_str!("../../locales/en/portal_companies.ftl"),
            include_str!("../../locales/en/portal_audit.ftl"),
        ],
        Language::FrCa => [
            include_str!("../../locales/fr-CA/link.ftl"),
            include_str!("../../locales/fr-CA/problems.ftl"),
            include_str!("../../locales/fr-CA/quickbooks.ftl"),
            include_str!("../../locales/fr-CA/sandbox.ftl"),
            include_str!("../../locales/fr-CA/portal.ftl"),
            include_str!("../../locales/fr-CA/portal_account.ftl"),
            include_str!("../../locales/fr-CA/portal_team.ftl"),
            include_str!("../../locales/fr-CA/portal_settings.ftl"),
            include_str!("../../locales/fr-CA/portal_callout.ftl"),
            include_str!("../../locales/fr-CA/portal_branding.ftl"),
            include_str!("../../locales/fr-CA/portal_developers.ftl"),
            include_str!("../../locales/fr-CA/portal_companies.ftl"),
            include_str!("../../locales/fr-CA/portal_audit.ftl"),
        ],
    }
}

struct Texts {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String>,
}

impl Texts {
    fn read(language: Language, sources: &[&str]) -> Texts {
        // Decides the plurals; both tags are well formed.
        let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The invisible marks which Fluent puts around variables would be copied along with them.
        bundle.set_use_isolating(false);
        for source in sources {
            // What cannot be read is left out, and then missing: the tests see to it that nothing is.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(read, _)| read);
            bundle.add_resource_overriding(resource);
        }
        let plain = sources.iter().flat_map(|source| keys(source)).filter_map(|key| plain(&bundle, key)).collect();
        Texts { bundle, plain }
    }
}

/// The names of a source's messages, which begin their lines.
pub(crate) fn keys(source: &str) -> impl Iterator<Item = &str> {
    let is_key = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
    source.lines().filter(is_key).filter_map(|line| Some(line.split_once('=')?.0.trim()))
}

/// Formats without values: a message that needs one reports its absence, and is not plain.
fn plain(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<(String, String)> {
    let mut problems = Vec::new();
    let pattern = bundle.get_message(key)?.value()?;
    let text = bundle.format_pattern(pattern, None, &mut problems).into_owned();
    problems.is_empty().then(|| (key.to_owned(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_contract_are_fixed() {
        let (english, french) = (Tongue::new(Language::En), Tongue::new(Language::FrCa));
        for (key, en, fr) in [
            ("next", "Next", "Suivant"),
            ("get-credentials", "Get credentials", "Obtenir les identifiants"),
            ("revoke-credentials", "Revoke credentials", "Révoquer les identifiants"),
        ] {
            assert_eq!((english.t(key), french.t(key)), (en, fr));
        }
    }

    #[test]
    fn nothing_is_singular_in_french_and_plural_in_english() {
        let said = |language, count: i64| Tongue::new(language).t1("revoke-stops", "count", count);
        assert!(said(Language::En, 0).contains("0 accounts"));
        assert!(said(Language::En, 1).contains("1 account."));
        assert!(said(Language::FrCa, 0).contains("0\u{a0}compte."));
        assert!(said(Language::FrCa, 1).contains("1\u{a0}compte."));
        assert!(said(Language::FrCa, 2).contains("2\u{a0}comptes."));
    }

    #[test]
    fn a_length_of_time_is_said_in_the_unit_that_people_use() {
        let said = |language, minutes: u64| Tongue::new(language).span(Duration::from_secs(minutes * 60));
        assert_eq!(
            [60, 90, 120, 1].map(|it| said(Language::En, it)),
            ["one hour", "90 minutes", "2 hours", "1 minute"]
        );
        assert_eq!(
            [60, 90, 120, 1].map(|it| said(Language::FrCa, it)),
            ["une heure", "90\u{a0}minutes", "2\u{a0}heures", "1\u{a0}minute"]
        );
        assert_eq!(Tongue::new(Language::En).span(Duration::from_secs(61)), "2 minutes", "never less than it is");
    }

    #[test]
    fn variables_are_not_wrapped_in_invisible_marks() {
        let text = Tongue::new(Language::En).t1("reference", "reference", "K7TQ");
        assert_eq!(text, "Reference: K7TQ");
    }
}
