//! The form that asks a browser for a passkey: its script fills it in and sends it. Where there is no script, or no passkey, it is
//! not to be seen.

use serde::Deserialize;

use crate::domain::passkey::Question;

pub struct AskPasskey {
    /// Where its form posts.
    pub action: String,
    pub csrf: String,
    pub question: Question,
    /// Where to go on to.
    pub to: String,
    /// On its button.
    pub words: &'static str,
}

/// What its form sends.
#[derive(Deserialize)]
pub struct Answered {
    pub carried: String,
    pub answer: String,
    #[serde(default)]
    pub to: String,
}

impl Answered {
    pub fn both(&self) -> (&str, &str) {
        (&self.carried, &self.answer)
    }
}
