//! What to do in QuickBooks, step by step, as data for each language: QuickBooks moves its menus, and a template is no place
//! to look for them. Pieces of a step keep their kind up to the page, so that no text has to bring its own markup.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::language::Language;

/// Where *sign in to QuickBooks Online* leads.
pub const QUICKBOOKS_ONLINE: &str = "https://qbo.intuit.com";

static ENGLISH: LazyLock<Vec<Step>> = LazyLock::new(|| read(include_str!("../../locales/en/quickbooks_steps.json")));
static FRENCH: LazyLock<Vec<Step>> = LazyLock::new(|| read(include_str!("../../locales/fr-CA/quickbooks_steps.json")));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub say: Vec<Piece>,
    /// The same place by the menus of each view.
    #[serde(default)]
    pub ways: Vec<Way>,
    /// For readers of another language whose QuickBooks speaks English.
    #[serde(default)]
    pub in_english: Vec<Way>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Piece {
    Words(String),
    Menu { menu: String },
    English { english: String },
    Link { link: String },
    Institution { institution: Name },
    History { history: Days },
}

/// Stands for the partner's institution name as QuickBooks lists it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    Name,
}

/// Stands for how far back a feed may start, which is a setting.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    Days,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub view: String,
    pub path: Vec<String>,
}

/// All of them; the first is to get the credentials.
pub fn all(language: Language) -> &'static [Step] {
    match language {
        Language::En => &ENGLISH,
        Language::FrCa => &FRENCH,
    }
}

/// Those that are left once the credentials are there.
pub fn after_credentials(language: Language) -> &'static [Step] {
    all(language).get(1..).unwrap_or_default()
}

fn read(json: &str) -> Vec<Step> {
    // Compiled in and read by the tests below; a page without steps is still better than none.
    serde_json::from_str(json).unwrap_or_else(|error| {
        tracing::error!(%error, "the steps in QuickBooks cannot be read");
        Vec::new()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_eleven_steps_in_the_same_shape() {
        let shape = |step: &Step| {
            let institution = step.say.iter().any(|piece| matches!(piece, Piece::Institution { .. }));
            let link = step.say.iter().any(|piece| matches!(piece, Piece::Link { .. }));
            let history = step.say.iter().any(|piece| matches!(piece, Piece::History { .. }));
            (institution, link, history, step.ways.len())
        };
        let shapes = |language| all(language).iter().map(shape).collect::<Vec<_>>();
        assert_eq!(shapes(Language::En).len(), 11);
        assert_eq!(shapes(Language::En), shapes(Language::FrCa));
        assert_eq!(after_credentials(Language::FrCa).len(), 10);
    }

    #[test]
    fn the_first_step_names_the_button_on_the_page() {
        for language in Language::ALL {
            let button = crate::web::texts::Tongue::new(language).t("get-credentials");
            let named = |piece: &Piece| matches!(piece, Piece::Menu { menu } if menu == button);
            assert!(all(language)[0].say.iter().any(named));
        }
    }
}
