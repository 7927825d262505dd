//! A section of the settings: what one form shows, reads and keeps, as a table. Each is saved by itself, so that nobody loses
//! what they typed in one for a mistake in another, and two people in two sections do not meet.

use crate::domain::language::Language;
use crate::domain::role::Action;
use crate::domain::settings::{SettingProblem, Settings, Why};

use crate::web::texts::Tongue;

use crate::portal::sections::seen::Seen;

pub struct Section {
    /// What its form is called: in its address, its token and its place on the page.
    pub word: &'static str,
    /// Key of its heading.
    pub title: &'static str,
    /// Key of the sentence below that.
    pub lead: &'static str,
    /// Whoever may not do this reads it as facts.
    pub action: Action,
    pub settings: &'static [Setting],
}

/// One field of a form, which is text like everything that is typed.
pub struct Setting {
    /// Of the field; on its page there is no other.
    pub name: &'static str,
    /// Key.
    pub label: &'static str,
    pub kind: Kind,
    /// Language of what is typed, where there is one of each.
    pub language: Option<Language>,
    pub hint: fn(&Telling) -> Option<String>,
    pub read: fn(&Settings) -> String,
    pub write: fn(&mut Settings, &str, &str) -> Result<(), SettingProblem>,
}

/// What a hint may speak of.
pub struct Telling {
    pub tongue: Tongue,
    /// This deployment's, for whoever sets none.
    pub history_days: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Line,
    Email,
    Phone,
    Url,
    Number,
    /// One a line.
    Hosts,
    /// A path of QuickBooks' menus: in the accounting view (0) or the business view (1).
    Menus(usize),
    /// `on` or `off`, with the keys of what either does.
    Switch {
        on: &'static str,
        off: &'static str,
    },
    Language,
    TimeZone,
}

/// What came with a form, in the order of its section's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub values: Vec<String>,
    /// The mark of the values that the form was made from.
    pub seen: String,
    /// What a page asked that wanted to be sure.
    pub is_sure: bool,
}

/// Which setting, and why it cannot be so.
pub type Wrong = (usize, Why);

impl Section {
    /// What is saved, as a form shows it.
    pub fn values(&self, settings: &Settings) -> Vec<String> {
        self.settings.iter().map(|setting| (setting.read)(settings)).collect()
    }

    pub fn mark(&self, settings: &Settings) -> String {
        Seen::of(&(self.word, self.values(settings)))
    }

    /// A field that is not there counts as empty.
    pub fn typed(&self, fields: &[(String, String)]) -> Typed {
        let field = |name: &str| fields.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
        Typed {
            values: self.settings.iter().map(|setting| field(setting.name).unwrap_or_default()).collect(),
            seen: field("seen").unwrap_or_default(),
            is_sure: field("sure").is_some(),
        }
    }

    /// The settings with what was typed in their place, or all that is wrong with it.
    pub fn applied(&self, before: &Settings, typed: &Typed) -> Result<Settings, Vec<Wrong>> {
        let mut settings = before.clone();
        let mut wrongs = Vec::new();
        for (at, (setting, text)) in self.settings.iter().zip(&typed.values).enumerate() {
            if let Err(problem) = (setting.write)(&mut settings, setting.name, text) {
                wrongs.push((at, problem.why));
            }
        }
        // What holds between several settings is only worth saying of settings that are right by themselves.
        let place = |field: &str| self.settings.iter().position(|setting| setting.is_called(field));
        let between = settings.problems().into_iter().filter_map(|problem| Some((place(&problem.field)?, problem.why)));
        let between: Vec<Wrong> = between.filter(|(at, _)| wrongs.iter().all(|(wrong, _)| wrong != at)).collect();
        wrongs.extend(between);
        wrongs.sort_by_key(|(at, _)| *at);
        if wrongs.is_empty() { Ok(settings) } else { Err(wrongs) }
    }

    /// The settings that differ.
    pub fn changed(&self, before: &Settings, after: &Settings) -> Vec<&'static Setting> {
        self.settings.iter().filter(|setting| (setting.read)(before) != (setting.read)(after)).collect()
    }
}

impl Setting {
    /// Whether the domain means this one: `return URL` is `return-url` here.
    fn is_called(&self, field: &str) -> bool {
        field.to_ascii_lowercase().replace(' ', "-") == self.name
    }
}

/// For what may be left empty.
pub fn optional<T>(
    text: &str,
    check: impl FnOnce(&str) -> Result<T, SettingProblem>,
) -> Result<Option<T>, SettingProblem> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(check).transpose()
}

/// The words of a switch.
pub fn switch(is_on: bool) -> String {
    if is_on { "on" } else { "off" }.to_owned()
}

/// A switch has two positions; a form that was sent without either has not been filled in.
pub fn switched(field: &str, text: &str) -> Result<bool, SettingProblem> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(SettingProblem::new(field, Why::Empty)),
    }
}
