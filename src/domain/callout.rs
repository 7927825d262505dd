//! The partner's own message, in a gray box directly above *Get credentials*.
//!
//! Plain text, one paragraph, short, in one language. A language without a callout shows none; there is no empty one.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::plain_text::{self, Unwelcome};

pub const TITLE_LIMIT: usize = 50;
pub const BODY_LIMIT: usize = 150;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    title: String,
    body: String,
}

impl Callout {
    pub fn new(title: &str, body: &str) -> Result<Callout, CalloutProblem> {
        Ok(Callout { title: Part::Title.accept(title)?, body: Part::Body.accept(body)? })
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn body(&self) -> &str {
        &self.body
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Body,
}

impl Part {
    pub fn limit(self) -> usize {
        match self {
            Part::Title => TITLE_LIMIT,
            Part::Body => BODY_LIMIT,
        }
    }

    /// The text as it is kept.
    pub fn accept(self, text: &str) -> Result<String, CalloutProblem> {
        plain_text::check(text).map_err(|unwelcome| CalloutProblem::Unwelcome { part: self, unwelcome })?;
        let text: String = text.trim().nfc().collect();
        let length = plain_text::length(&text);
        if plain_text::is_blank(&text) {
            return Err(CalloutProblem::Missing { part: self });
        }
        if length > self.limit() {
            return Err(CalloutProblem::TooLong { part: self, length });
        }
        Ok(text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutProblem {
    Missing { part: Part },
    TooLong { part: Part, length: usize },
    Unwelcome { part: Part, unwelcome: Unwelcome },
}

impl std::error::Error for CalloutProblem {}

impl fmt::Display for CalloutProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalloutProblem::Missing { part } => {
                write!(f, "callout {part} is missing: a callout has a title and a body")
            }
            CalloutProblem::TooLong { part, length } => {
                let limit = part.limit();
                let over = length - limit;
                write!(f, "callout {part} must be {limit} characters or less: it has {length}, {over} too many")
            }
            CalloutProblem::Unwelcome { part, unwelcome } => {
                write!(f, "callout {part} must be plain text in one paragraph: {unwelcome}")
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Title => "title",
            Part::Body => "body",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_and_a_hundred_and_fifty_are_allowed_and_one_more_is_not() {
        let title = "é".repeat(50);
        let body = "e\u{301}".repeat(150);
        let callout = Callout::new(&title, &body).unwrap();
        assert_eq!((callout.title(), callout.body()), (title.as_str(), "é".repeat(150).as_str()));

        let problem = Callout::new(&"é".repeat(51), "Body").unwrap_err();
        assert_eq!(problem.to_string(), "callout title must be 50 characters or less: it has 51, 1 too many");
        let problem = Callout::new("Title", &"👩‍🍳".repeat(151)).unwrap_err();
        assert_eq!(problem, CalloutProblem::TooLong { part: Part::Body, length: 151 });
    }

    #[test]
    fn it_is_one_paragraph_of_plain_text() {
        let problem = Callout::new("Important", "One\ntwo").unwrap_err();
        assert_eq!(
            problem.to_string(),
            "callout body must be plain text in one paragraph: character 4 is a line break (U+000A)"
        );
        assert!(Callout::new("\u{202E}tnatropmI", "Body").is_err());
    }

    #[test]
    fn both_parts_are_needed() {
        assert_eq!(Callout::new("  ", "Body"), Err(CalloutProblem::Missing { part: Part::Title }));
        assert_eq!(Callout::new("Title", ""), Err(CalloutProblem::Missing { part: Part::Body }));
    }
}
