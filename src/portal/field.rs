//! Fields of forms, as they are shown, kept and explained: what was typed stays, each problem stands beside its field and in a
//! summary above.

use crate::web::texts::Tongue;

/// A text that is typed.
#[derive(Clone, Debug)]
pub struct Field {
    /// Of the form, and the element's id.
    pub name: &'static str,
    pub label: String,
    pub hint: Option<String>,
    /// What was typed, or is kept.
    pub value: String,
    /// What is wrong with it, and how to mend it.
    pub problem: Option<String>,
    pub kind: Kind,
    /// Language of what is typed, where it is not the page's.
    pub lang: Option<&'static str>,
    /// HTML 4.10.18.7.1.
    pub autocomplete: Option<&'static str>,
    pub required: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Line,
    /// Several lines high; still one paragraph.
    Area,
    Password,
    Email,
    Phone,
    /// A web address.
    Url,
    /// Digits of a code, from a device.
    Code,
    Number,
    Date,
    Time,
    Search,
}

impl Kind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Line | Self::Area | Self::Code | Self::Number => "text",
            Self::Password => "password",
            // Not `email` and `url`: browsers stop a form with words of their own, in their own language.
            Self::Email | Self::Url => "text",
            Self::Phone => "tel",
            Self::Date => "date",
            Self::Time => "time",
            Self::Search => "search",
        }
    }

    /// Which keyboard a phone shows.
    pub fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Email => Some("email"),
            Self::Url => Some("url"),
            Self::Code | Self::Number => Some("numeric"),
            _ => None,
        }
    }
}

impl Field {
    pub fn new(name: &'static str, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name,
            label: label.into(),
            hint: None,
            value: value.into(),
            problem: None,
            kind: Kind::Line,
            lang: None,
            autocomplete: None,
            required: false,
        }
    }

    pub fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub fn problem(self, problem: Option<String>) -> Self {
        Self { problem, ..self }
    }

    pub fn lang(self, lang: &'static str) -> Self {
        Self { lang: Some(lang), ..self }
    }

    pub fn autocomplete(self, tokens: &'static str) -> Self {
        Self { autocomplete: Some(tokens), ..self }
    }

    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The `type` of its input. In a field for dates or times a browser drops what is none (HTML 4.10.5.1.7), and nobody could
    /// see any more what was wrong with it.
    pub fn input_type(&self) -> &'static str {
        let text = self.value.as_str();
        let is_kept = text.is_empty()
            || match self.kind {
                Kind::Date => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
                Kind::Time => text.len() == 5 && text.parse::<jiff::civil::Time>().is_ok(),
                _ => true,
            };
        if is_kept { self.kind.input_type() } else { Kind::Line.input_type() }
    }

    /// Ids of what describes it.
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let problem = self.problem.as_ref().map(|_| format!("{}-problem", self.name));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// For the summary, by its name.
    pub fn in_summary_named(&self, tongue: Tongue) -> Option<Problem> {
        self.problem.as_ref().map(|words| Problem::named(tongue, self.name, &self.label, words))
    }

    /// For the summary.
    pub fn in_summary(&self) -> Option<Problem> {
        self.problem.as_ref().map(|words| Problem { field: self.name.to_owned(), words: words.clone() })
    }
}

/// A line of the summary: leads to the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Id of the field.
    pub field: String,
    pub words: String,
}

impl Problem {
    /// Of words that do not say themselves which field they are about.
    pub fn named(tongue: Tongue, field: impl Into<String>, label: &str, words: &str) -> Self {
        Self { field: field.into(), words: tongue.t2("portal-problem-of", ("field", label), ("problem", words)) }
    }
}

/// The problems of these fields, in their order, each with its field's name.
pub fn named_problems<'a>(tongue: Tongue, fields: impl IntoIterator<Item = &'a Field>) -> Vec<Problem> {
    fields.into_iter().filter_map(|field| field.in_summary_named(tongue)).collect()
}

/// The problems of these fields, in their order.
pub fn problems<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<Problem> {
    fields.into_iter().filter_map(Field::in_summary).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_drop_is_shown_as_text() {
        let shown = |kind: Kind, value: &str| Field::new("when", "When", value).kind(kind).input_type();
        for value in ["", "2026-12-24"] {
            assert_eq!(shown(Kind::Date, value), "date", "{value}");
        }
        for value in ["demain", "24/12/2026", "2026-02-30", "20261224", "2026-12-24T00:00"] {
            assert_eq!(shown(Kind::Date, value), "text", "{value}");
        }
        for (value, word) in [("", "time"), ("09:05", "time"), ("9 h 05", "text"), ("25:00", "text"), ("9:05", "text")]
        {
            assert_eq!(shown(Kind::Time, value), word, "{value}");
        }
    }
}
