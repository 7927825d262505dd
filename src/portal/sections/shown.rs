//! A section of the settings as a page shows it: a form to whoever may change it, plain facts to everybody else. What was
//! typed and could not be kept stands in the form as it was typed, each problem beside its field.

use crate::domain::language::Language;
use crate::domain::settings::Settings;
use crate::portal::field::{self, Field, Problem};
use crate::portal::member::Member;
use crate::portal::sections::keep::Draft;
use crate::portal::sections::section::{Kind, Section, Setting, Telling};
use crate::portal::sections::seen::Conflict;
use crate::portal::sections::why;
use crate::web::quickbooks_steps;
use crate::web::texts::Tongue;
use crate::web::zones;

pub struct Shown {
    pub word: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub effects: Option<Effects>,
    /// `None`: to be read only.
    pub form: Option<SectionForm>,
    pub facts: Vec<Fact>,
}

/// What stands beside the fields: what a change would do.
pub struct Effects {
    pub heading: &'static str,
    pub lines: Vec<String>,
}

pub struct SectionForm {
    /// Address.
    pub action: String,
    pub csrf: String,
    pub seen: String,
    /// Fields of two languages that belong together stand in one row.
    pub rows: Vec<Vec<Input>>,
    pub conflict: Option<Conflict>,
}

/// A setting that can only be read.
pub struct Fact {
    pub label: &'static str,
    /// `None`: not set.
    pub value: Option<String>,
    /// Said in place of a value: what holds instead.
    pub unset: String,
    pub lang: Option<&'static str>,
}

pub enum Input {
    Text(Field),
    Choice(Choice),
    /// A text with suggestions: value and words.
    Zone(Field, Vec<(&'static str, String)>),
}

/// One of several.
pub struct Choice {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: Option<String>,
    pub problem: Option<String>,
    pub options: Vec<Choosable>,
}

pub struct Choosable {
    pub value: &'static str,
    pub label: &'static str,
    pub hint: Option<&'static str>,
    pub is_chosen: bool,
}

/// Where a section's form posts and the whole page is.
#[derive(Clone, Copy)]
pub struct Place {
    pub page: fn() -> String,
    pub form: fn(&str) -> String,
}

impl Shown {
    /// `draft`: what was sent and not kept, of this section.
    pub fn of(
        member: &Member,
        place: Place,
        section: &'static Section,
        saved: &Settings,
        draft: Option<&Draft>,
    ) -> Self {
        let tongue = member.tongue;
        let telling = Telling { tongue, history_days: member.app.limits.history_days };
        let fact = |setting: &Setting, value: &str| Fact {
            label: tongue.t(setting.label),
            value: in_words(tongue, setting, value),
            unset: unset(&telling, setting),
            lang: setting.foreign_to(tongue),
        };
        let values = section.values(saved);
        let form = member.may(section.action).then(|| SectionForm::of(member, place, section, saved, draft));
        let read_only = section.settings.iter().zip(&values).filter(|_| form.is_none());
        Self {
            word: section.word,
            title: tongue.t(section.title),
            lead: tongue.t(section.lead),
            effects: None,
            facts: read_only.map(|(setting, value)| fact(setting, value)).collect(),
            form,
        }
    }

    pub fn with(self, effects: Effects) -> Self {
        Self { effects: Some(effects), ..self }
    }

    /// For the summary, in the order of the fields.
    pub fn problems(&self, tongue: Tongue) -> Vec<Problem> {
        let Some(form) = &self.form else { return Vec::new() };
        let words = || tongue.t("seen-heading").to_owned();
        let conflict = form.conflict.iter().map(|_| Problem { field: "conflict".to_owned(), words: words() });
        conflict.chain(form.rows.iter().flatten().filter_map(|input| input.in_summary(tongue))).collect()
    }
}

impl SectionForm {
    fn of(member: &Member, place: Place, section: &'static Section, saved: &Settings, draft: Option<&Draft>) -> Self {
        let tongue = member.tongue;
        let telling = Telling { tongue, history_days: member.app.limits.history_days };
        let values = draft.map_or_else(|| section.values(saved), |draft| draft.typed.values.clone());
        let wrong = |at: usize| draft.and_then(|draft| draft.wrongs.iter().find(|(wrong, _)| *wrong == at));
        let input = |(at, (setting, value)): (usize, (&'static Setting, &String))| {
            let problem = wrong(at).map(|(_, why)| why::told(tongue, why));
            (setting.language, Input::of(&telling, setting, value, problem))
        };
        let inputs = section.settings.iter().zip(&values).enumerate().map(input);
        Self {
            action: (place.form)(section.word),
            csrf: member.csrf(section.word),
            seen: match draft.filter(|draft| !draft.is_overtaken) {
                Some(draft) => draft.typed.seen.clone(),
                None => section.mark(saved),
            },
            rows: rows(inputs),
            conflict: draft
                .filter(|draft| draft.is_overtaken)
                .map(|draft| conflict(tongue, place, section, saved, draft)),
        }
    }
}

fn conflict(tongue: Tongue, place: Place, section: &Section, saved: &Settings, draft: &Draft) -> Conflict {
    let saved = section.values(saved);
    let words = |setting: &Setting, value: &str| in_words(tongue, setting, value).unwrap_or_default();
    let fields = section.settings.iter().zip(saved.iter().zip(&draft.typed.values));
    let fields = fields.map(|(setting, (saved, typed))| {
        (tongue.t(setting.label).to_owned(), words(setting, saved), words(setting, typed))
    });
    Conflict::between((place.page)(), fields)
}

/// An English field and the French one after it share a row.
fn rows(inputs: impl Iterator<Item = (Option<Language>, Input)>) -> Vec<Vec<Input>> {
    let mut rows: Vec<(Option<Language>, Vec<Input>)> = Vec::new();
    for (language, input) in inputs {
        match rows.last_mut() {
            Some((Some(Language::En), row)) if language == Some(Language::FrCa) && row.len() == 1 => row.push(input),
            _ => rows.push((language, vec![input])),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

impl Input {
    fn of(telling: &Telling, setting: &'static Setting, value: &str, problem: Option<String>) -> Self {
        let (tongue, mut hint) = (telling.tongue, (setting.hint)(telling));
        if setting.kind == Kind::TimeZone {
            let now = in_words(tongue, setting, value).filter(|words| words != value);
            hint = Some([now, hint].into_iter().flatten().collect::<Vec<_>>().join(". "));
        }
        if let Some(options) = options(tongue, setting, value) {
            let label = tongue.t(setting.label);
            return Self::Choice(Choice { name: setting.name, label, hint, problem, options });
        }
        let mut field = Field::new(setting.name, tongue.t(setting.label), value).problem(problem);
        (field.hint, field.lang) = (hint, setting.foreign_to(tongue));
        field = field.kind(match setting.kind {
            Kind::Email => field::Kind::Email,
            Kind::Phone => field::Kind::Phone,
            Kind::Url => field::Kind::Url,
            Kind::Number => field::Kind::Number,
            Kind::Hosts => field::Kind::Area,
            Kind::Line | Kind::Menus(_) | Kind::TimeZone | Kind::Switch { .. } | Kind::Language => field::Kind::Line,
        });
        match setting.kind {
            Kind::TimeZone => Self::Zone(field, zones::all(tongue.language())),
            _ => Self::Text(field),
        }
    }

    fn in_summary(&self, tongue: Tongue) -> Option<Problem> {
        match self {
            Self::Text(field) | Self::Zone(field, _) => field.in_summary_named(tongue),
            Self::Choice(choice) => {
                let problem = choice.problem.as_ref();
                problem.map(|words| Problem::named(tongue, choice.first(), choice.label, words))
            }
        }
    }
}

impl Choice {
    /// Id of the option that a problem leads to.
    pub fn first(&self) -> String {
        self.options.first().map_or_else(String::new, |option| self.id(option))
    }

    pub fn id(&self, option: &Choosable) -> String {
        format!("{}-{}", self.name, option.value)
    }

    /// Ids of what describes it.
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let problem = self.problem.as_ref().map(|_| format!("{}-problem", self.name));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// `None`: it is typed, not chosen.
fn options(tongue: Tongue, setting: &Setting, value: &str) -> Option<Vec<Choosable>> {
    let option = |of: &'static str, label, hint| Choosable { value: of, label, hint, is_chosen: of == value };
    match setting.kind {
        Kind::Switch { on, off } => Some(vec![
            option("on", tongue.t("settings-on"), Some(tongue.t(on))),
            option("off", tongue.t("settings-off"), Some(tongue.t(off))),
        ]),
        Kind::Language => {
            let option = |language: Language| option(language.tag(), language.own_name(), None);
            Some(Language::ALL.into_iter().map(option).collect())
        }
        _ => None,
    }
}

/// A value as a reader is told it; `None`: not set.
fn in_words(tongue: Tongue, setting: &Setting, value: &str) -> Option<String> {
    let chosen = options(tongue, setting, value).into_iter().flatten().find(|option| option.is_chosen);
    let words = match (setting.kind, chosen) {
        (_, Some(option)) => option.label.to_owned(),
        (Kind::TimeZone, None) => zones::words(tongue.language(), value).unwrap_or_else(|| value.to_owned()),
        (Kind::Hosts, None) => value.lines().map(str::trim).collect::<Vec<_>>().join(", "),
        (Kind::Number, None) if !value.trim().is_empty() => days(tongue, value),
        _ => value.to_owned(),
    };
    Some(words).filter(|words| !words.trim().is_empty())
}

/// What holds where nothing is set.
fn unset(telling: &Telling, setting: &Setting) -> String {
    let Telling { tongue, history_days } = telling;
    let ours = match (setting.kind, setting.language) {
        (Kind::Menus(view), Some(language)) => quickbooks_steps::our_path(language, view),
        (Kind::Number, _) => Some(tongue.t1("days", "count", *history_days)),
        _ => None,
    };
    match ours {
        Some(ours) => tongue.t1("settings-as-usual", "value", ours),
        None => tongue.t("settings-not-set").to_owned(),
    }
}

fn days(tongue: Tongue, value: &str) -> String {
    value.parse::<i64>().map_or_else(|_| value.to_owned(), |days| tongue.t1("days", "count", days))
}

impl Setting {
    /// For voices, where what is typed is in the page's other language.
    pub fn foreign_to(&self, tongue: Tongue) -> Option<&'static str> {
        self.language.filter(|language| *language != tongue.language()).map(Language::tag)
    }
}
