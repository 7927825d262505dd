//! The texts of a callout while they are written: within their limits, but perhaps not all there yet.

use serde::{Deserialize, Serialize};

use crate::domain::callout::{Callout, CalloutProblem, Part};
use crate::domain::french::{self, Suggestion};
use crate::domain::settings::Settings;
use crate::domain::timed_callout::Shown;

/// More than any text that may be kept has. From each letter the rules of French look back and forth, which somebody who pasted
/// an article would wait for in vain.
const MOST_FRENCH_BYTES: usize = 16 * 1024;

/// In both languages. A language without texts has no callout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalloutDraft {
    pub english: Texts,
    pub french: Texts,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    pub title: String,
    pub body: String,
}

impl Texts {
    pub fn new(title: &str, body: &str) -> Self {
        Self { title: title.to_owned(), body: body.to_owned() }
    }

    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Title => &self.title,
            Part::Body => &self.body,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.title.trim().is_empty() && self.body.trim().is_empty()
    }

    /// What stands against keeping a part of it. That it is missing does not: a draft may be unfinished.
    pub fn problem(&self, part: Part) -> Option<CalloutProblem> {
        let text = self.part(part);
        part.accept(text)
            .err()
            .filter(|problem| !matches!(problem, CalloutProblem::Missing { .. }) || !text.trim().is_empty())
    }

    /// The callout that these texts make, none where there are none, or what is still wrong with them.
    pub fn callout(&self) -> Result<Option<Callout>, CalloutProblem> {
        if self.is_empty() { Ok(None) } else { Callout::new(&self.title, &self.body).map(Some) }
    }

    /// The way it is kept. What cannot be kept stays as it was typed.
    fn tidy(&self) -> Self {
        let kept = |part: Part| part.accept(self.part(part)).unwrap_or_else(|_| self.part(part).trim().to_owned());
        Self { title: kept(Part::Title), body: kept(Part::Body) }
    }

    fn each(&self, change: impl Fn(&str) -> String) -> Self {
        let changed = |text: &str| in_french(text, &change).unwrap_or_else(|| text.to_owned());
        Self { title: changed(&self.title), body: changed(&self.body) }
    }

    /// What would be better in its French.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        [&self.title, &self.body].into_iter().filter_map(|text| in_french(text, french::suggest)).flatten().collect()
    }
}

/// What the rules of French make of a text. `None`: it is far too long.
fn in_french<T>(text: &str, rules: impl Fn(&str) -> T) -> Option<T> {
    let text = text.trim();
    (text.len() <= MOST_FRENCH_BYTES).then(|| rules(text))
}

impl From<Option<&Callout>> for Texts {
    fn from(callout: Option<&Callout>) -> Self {
        callout.map_or_else(Self::default, |callout| Self::new(callout.title(), callout.body()))
    }
}

impl From<Shown<'_>> for CalloutDraft {
    fn from(shown: Shown<'_>) -> Self {
        Self { english: shown.english.into(), french: shown.french.into() }
    }
}

impl CalloutDraft {
    /// What was typed, in the way it is kept: without blanks around it, French with its non-breaking spaces.
    pub fn typeset(&self) -> Self {
        Self { english: self.english.tidy(), french: self.french.each(|text| french::set(text).0).tidy() }
    }

    /// How many non-breaking spaces [`Self::typeset`] puts in.
    pub fn fixes(&self) -> usize {
        let fixes = |text: &String| in_french(text, |text| french::set(text).1.len());
        [&self.french.title, &self.french.body].into_iter().filter_map(fixes).sum()
    }

    /// With every suggestion for its French taken.
    pub fn mended(&self) -> Self {
        Self { english: self.english.clone(), french: self.french.each(french::mended).tidy() }
    }

    /// Whether each text keeps its limits.
    pub fn may_be_kept(&self) -> bool {
        let texts = [&self.english, &self.french];
        texts.into_iter().all(|it| it.problem(Part::Title).is_none() && it.problem(Part::Body).is_none())
    }

    /// Whether it has a callout for those who read English and none for those who read French.
    pub fn lacks_french(&self) -> bool {
        !self.english.is_empty() && self.french.is_empty()
    }

    /// The settings as if this were published now, whatever time other callouts have. Texts that are not finished are not
    /// there.
    pub fn applied(&self, settings: &Settings) -> Settings {
        let callout = |texts: &Texts| texts.callout().ok().flatten();
        Settings {
            callout_en: callout(&self.english),
            callout_fr: callout(&self.french),
            timed_callouts: Vec::new(),
            ..settings.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(english: (&str, &str), french: (&str, &str)) -> CalloutDraft {
        CalloutDraft { english: Texts::new(english.0, english.1), french: Texts::new(french.0, french.1) }
    }

    #[test]
    fn a_draft_may_be_unfinished_but_not_too_long_and_not_unprintable() {
        assert!(CalloutDraft::default().may_be_kept());
        assert!(draft(("Title", ""), ("", "Texte")).may_be_kept());
        assert!(draft((&"é".repeat(50), &"👩‍👩‍👧‍👦".repeat(150)), ("", "")).may_be_kept());
        for wrong in
            [(&*"a".repeat(51), "b"), ("a", &"b".repeat(151)), ("a\u{202e}", "b"), ("a", "b\nc"), ("\u{200b}", "b")]
        {
            assert!(!draft(wrong, ("", "")).may_be_kept(), "{wrong:?}");
            assert!(!draft(("", ""), wrong).may_be_kept(), "{wrong:?}");
        }
    }

    #[test]
    fn it_is_a_callout_once_both_texts_are_there() {
        assert_eq!(Texts::new(" ", "").callout(), Ok(None));
        assert_eq!(Texts::new("Title", "").callout(), Err(CalloutProblem::Missing { part: Part::Body }));
        assert_eq!(Texts::new("Title", "Body").callout(), Ok(Some(Callout::new("Title", "Body").unwrap())));
    }

    #[test]
    fn french_is_typeset_and_english_is_left_alone() {
        let typed = draft((" Note: 5 days ", "e\u{301}"), ("Note: 5 jours ", "C'est « tout » !"));
        let kept = typed.typeset();
        assert_eq!(kept.english, Texts::new("Note: 5 days", "é"));
        assert_eq!(kept.french, Texts::new("Note\u{a0}: 5\u{a0}jours", "C'est «\u{a0}tout\u{a0}» !"));
        assert_eq!((typed.fixes(), kept.fixes()), (4, 0));
        assert_eq!(kept.mended().french.body, "C’est «\u{a0}tout\u{a0}»!");
        assert_eq!(kept.mended().english, kept.english);
        assert_eq!(kept.typeset(), kept);
    }

    #[test]
    fn a_text_that_is_too_long_is_kept_as_it_was_typed() {
        let long = "a".repeat(151);
        assert_eq!(draft(("Title", &long), ("", "")).typeset().english.body, long);
    }

    #[test]
    fn the_french_of_a_pasted_article_is_left_alone() {
        let article = "1 234 jours: ".repeat(2_000);
        let draft = draft(("", ""), ("Note: ici", &article)).typeset();
        assert_eq!(draft.french, Texts::new("Note\u{a0}: ici", article.trim()));
        assert_eq!((draft.fixes(), draft.mended(), draft.french.suggestions()), (0, draft.clone(), Vec::new()));
    }

    #[test]
    fn a_preview_shows_what_is_finished_and_no_other_time_hides_it() {
        let settings = Settings { callout_en: Some(Callout::new("Old", "Old").unwrap()), ..Settings::default() };
        let applied = draft(("New", "Body"), ("Titre", "")).applied(&settings);
        assert_eq!(applied.callout_en.unwrap().title(), "New");
        assert_eq!(applied.callout_fr, None);
    }

    #[test]
    fn french_is_missing_where_only_english_stands() {
        assert!(draft(("Title", ""), ("", " ")).lacks_french());
        assert!(!draft(("Title", ""), ("Titre", "")).lacks_french());
        assert!(!CalloutDraft::default().lacks_french());
    }
}
