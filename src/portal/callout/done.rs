//! What was just done with the callout: a word in the address, a sentence on the page.

use std::fmt;

use serde::Deserialize;

use crate::web::texts::Tongue;

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    Saved,
    /// Non-breaking spaces were put in.
    Typeset,
    Mended,
    Discarded,
    Published,
    Scheduled,
    Restored,
    TakenBack,
}

impl Done {
    pub fn words(self, tongue: Tongue) -> String {
        let key = match self {
            Self::Saved => "callout-done-saved",
            Self::Typeset => "callout-done-typeset",
            Self::Mended => "callout-done-mended",
            Self::Discarded => "callout-done-discarded",
            Self::Published => "callout-done-published",
            Self::Scheduled => "callout-done-scheduled",
            Self::Restored => "callout-done-restored",
            Self::TakenBack => "callout-done-taken-back",
        };
        tongue.t(key).to_owned()
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Saved => "saved",
            Self::Typeset => "typeset",
            Self::Mended => "mended",
            Self::Discarded => "discarded",
            Self::Published => "published",
            Self::Scheduled => "scheduled",
            Self::Restored => "restored",
            Self::TakenBack => "taken-back",
        })
    }
}
