//! The four texts as fields, each with what is wrong with it and how many characters it has.

use crate::domain::callout::{CalloutProblem, Part};
use crate::domain::callout_draft::{CalloutDraft, Texts};
use crate::domain::language::Language;
use crate::domain::plain_text::{self, Kind as Unwelcome};
use crate::portal::field::{Field, Kind};
use crate::web::texts::Tongue;

/// Stands in a pattern for a number that the page's script knows.
const NUMBER: &str = "#";

/// A field and its count. The patterns are for the script.
pub struct Counted {
    pub field: Field,
    pub limit: usize,
    pub count: String,
    pub is_over: bool,
    pub one: String,
    pub other: String,
    pub over: String,
}

/// The two fields of one language.
pub struct InLanguage {
    pub legend: &'static str,
    pub fields: [Counted; 2],
}

/// What one of the four is called: its element, and keys of its words.
struct Names {
    id: &'static str,
    label: &'static str,
    too_long: &'static str,
}

fn names(language: Language, part: Part) -> Names {
    let of = |id, label, too_long| Names { id, label, too_long };
    match (language, part) {
        (Language::En, Part::Title) => of("title_en", "callout-title-en", "callout-title-en-long"),
        (Language::En, Part::Body) => of("body_en", "callout-body-en", "callout-body-en-long"),
        (Language::FrCa, Part::Title) => of("title_fr", "callout-title-fr", "callout-title-fr-long"),
        (Language::FrCa, Part::Body) => of("body_fr", "callout-body-fr", "callout-body-fr-long"),
    }
}

/// English first, then French.
pub fn fields(tongue: Tongue, draft: &CalloutDraft) -> [InLanguage; 2] {
    [
        InLanguage { legend: "callout-english", fields: of_language(tongue, Language::En, &draft.english) },
        InLanguage { legend: "callout-french", fields: of_language(tongue, Language::FrCa, &draft.french) },
    ]
}

fn of_language(tongue: Tongue, language: Language, texts: &Texts) -> [Counted; 2] {
    [Part::Title, Part::Body].map(|part| counted(tongue, language, texts, part))
}

fn counted(tongue: Tongue, language: Language, texts: &Texts, part: Part) -> Counted {
    let (names, limit, text) = (names(language, part), part.limit(), texts.part(part));
    let problem = texts.problem(part).map(|problem| words(tongue, language, problem));
    let kind = if part == Part::Body { Kind::Area } else { Kind::Line };
    let field = Field::new(names.id, tongue.t(names.label), text)
        .kind(kind)
        .lang(language.tag())
        .hint(tongue.t1("callout-limit", "limit", limit))
        .problem(problem);
    let length = plain_text::length(text.trim());
    let over = length.saturating_sub(limit);
    let say = |count: usize| tongue.t2("callout-count", ("count", count), ("limit", limit));
    let too_many = |over: String| tongue.t1("callout-too-many", "over", over);
    Counted {
        count: if over > 0 { format!("{}, {}", say(length), too_many(over.to_string())) } else { say(length) },
        is_over: over > 0,
        one: say(1).replacen('1', NUMBER, 1),
        other: say(2).replacen('2', NUMBER, 1),
        over: too_many(NUMBER.to_owned()),
        field,
        limit,
    }
}

/// What is wrong with a text, told with the name of its field.
pub fn words(tongue: Tongue, language: Language, problem: CalloutProblem) -> String {
    match problem {
        CalloutProblem::TooLong { part, length } => {
            let over = length.saturating_sub(part.limit());
            tongue.t2(names(language, part).too_long, ("limit", part.limit()), ("over", over))
        }
        CalloutProblem::Missing { part } => {
            tongue.t1("callout-missing", "label", tongue.t(names(language, part).label))
        }
        CalloutProblem::Unwelcome { part, unwelcome } => {
            let key = match unwelcome.kind() {
                Unwelcome::LineBreak => "callout-line-break",
                Unwelcome::Tab => "callout-tab",
                Unwelcome::BidiOverride => "callout-direction",
                Unwelcome::Control => "callout-control",
                Unwelcome::Marks => "callout-marks",
            };
            let label = tongue.t(names(language, part).label);
            tongue.t2(key, ("label", label), ("place", unwelcome.place))
        }
    }
}
