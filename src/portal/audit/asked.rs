//! Which part of the log is asked for: in the address, so that it can be kept and passed on.

use super::Choice;
use crate::domain::audit::Area;
use crate::domain::partner::Partner;
use crate::portal::field::Field;
use crate::store::audit::Wanted;
use crate::web::texts::Tongue;

/// Entries on a page.
pub const PAGE: i64 = 50;
/// Those who made changes, to choose from.
pub const MOST_WHOS: i64 = 200;
/// Longer than any mark of ours; nothing longer is looked for.
const MARK_LIMIT: usize = 64;

/// As it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub who: String,
    pub area: String,
    pub from: String,
    pub until: String,
    /// Entries before this number.
    pub before: i64,
}

impl Asked {
    /// What cannot be read asks for nothing.
    pub fn of(query: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let value = |name: &str| {
            let found = pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.trim());
            found.filter(|value| value.len() <= MARK_LIMIT && !value.contains('\0')).unwrap_or_default().to_owned()
        };
        let before = value("before").parse().ok().filter(|before| *before > 0).unwrap_or(i64::MAX);
        Self { who: value("who"), area: value("area"), from: value("from"), until: value("until"), before }
    }

    pub fn is_filtered(&self) -> bool {
        [&self.who, &self.area, &self.from, &self.until].iter().any(|value| !value.is_empty())
    }

    /// As a query; `before`: for another page.
    pub fn query(&self, before: Option<i64>) -> String {
        let fields = [("who", &self.who), ("area", &self.area), ("from", &self.from), ("until", &self.until)];
        let mut pairs: Vec<(&str, String)> =
            fields.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, it)| (name, it.clone())).collect();
        pairs.extend(before.map(|before| ("before", before.to_string())));
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }

    /// What is looked for, and the two fields of days. `None`: a day cannot be read; its field says so.
    pub fn wanted(&self, partner: &Partner, tongue: Tongue) -> (Option<Wanted>, [Field; 2]) {
        let from = day(&self.from, |day| partner.day_begins(day));
        let until = day(&self.until, |day| partner.day_ends(day));
        let problem = |is_wrong: bool| is_wrong.then(|| tongue.t("audit-day-wrong").to_owned());
        let field = |name, label, value: &str, is_wrong| {
            Field::new(name, tongue.t(label), value).hint(tongue.t("audit-day-hint")).problem(problem(is_wrong))
        };
        let fields = [
            field("from", "audit-from", &self.from, from.is_err()),
            field("until", "audit-until", &self.until, until.is_err()),
        ];
        let (Ok(from), Ok(until)) = (from, until) else { return (None, fields) };
        let actor = Some(self.who.clone()).filter(|who| !who.is_empty());
        (Some(Wanted { area: self.area.parse().ok(), actor, from, until }), fields)
    }

    /// Those who made changes: words and mark of each.
    pub fn whos(&self, all: impl Iterator<Item = (String, String)>, tongue: Tongue) -> Vec<Choice> {
        let mut choices: Vec<Choice> =
            all.map(|(words, value)| Choice { is_chosen: value == self.who, value, words }).collect();
        choices.sort_by_key(|choice| choice.words.to_lowercase());
        choices.insert(0, everything(tongue.t("audit-everybody")));
        choices
    }

    pub fn areas(&self, all: impl Iterator<Item = (&'static str, Area)>, tongue: Tongue) -> Vec<Choice> {
        let choice = |(words, area): (&str, Area)| Choice {
            value: area.word().to_owned(),
            words: words.to_owned(),
            is_chosen: area.word() == self.area,
        };
        std::iter::once(everything(tongue.t("audit-everything"))).chain(all.map(choice)).collect()
    }
}

fn everything(words: &str) -> Choice {
    Choice { value: String::new(), words: words.to_owned(), is_chosen: false }
}

/// No day is no limit.
fn day<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_its_address_and_nonsense_asks_for_nothing() {
        let asked = Asked::of("who=member%207&area=keys&from=2026-11-01&until=2026-11-30&before=17");
        assert_eq!(Asked::of(&asked.query(Some(17))), asked);
        assert_eq!(Asked::of(&asked.query(None)).before, i64::MAX);
        for nonsense in ["", "before=x", "before=-1", "who=%00", "x=1&&==", &format!("who={}", "a".repeat(1_000))] {
            let asked = Asked::of(nonsense);
            assert!(!asked.is_filtered() && asked.before == i64::MAX, "{nonsense}: {asked:?}");
        }
    }
}
