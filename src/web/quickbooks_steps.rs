//! What to do in QuickBooks, step by step, as data for each language: QuickBooks moves its menus, and a template is no place
//! to look for them. Pieces of a step keep their kind up to the page, so that no text has to bring its own markup.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::language::Language;
use crate::domain::settings::{self, Menus, Ways};

/// Where *sign in to QuickBooks Online* leads.
pub const QUICKBOOKS_ONLINE: &str = "https://qbo.intuit.com";

static ENGLISH: LazyLock<Vec<Step>> = LazyLock::new(|| read(include_str!("../../locales/en/quickbooks_steps.json")));
static FRENCH: LazyLock<Vec<Step>> = LazyLock::new(|| read(include_str!("../../locales/fr-CA/quickbooks_steps.json")));

#[derive(Clone, Deserialize)]
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

#[derive(Clone, Deserialize)]
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
#[derive(Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    Name,
}

/// Stands for how far back a feed may start, which is a setting.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    Days,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub view: String,
    pub path: Vec<String>,
}

pub type Steps = Cow<'static, [Step]>;

/// All of them; the first is to get the credentials. The partner's own menus stand in place of ours.
pub fn all(language: Language, menus: &Menus) -> Steps {
    with_menus(ours(language), language, menus)
}

/// Those that are left once the credentials are there.
pub fn after_credentials(language: Language, menus: &Menus) -> Steps {
    with_menus(ours(language).get(1..).unwrap_or_default(), language, menus)
}

/// The menus of a view as we tell them, as they are written in settings; 0: the accounting view, 1: the business view.
pub fn our_path(language: Language, view: usize) -> Option<String> {
    let way = our_ways(language).get(view)?;
    Some(settings::written_path(&way.path))
}

fn our_ways(language: Language) -> &'static [Way] {
    ours(language).iter().map(|step| step.ways.as_slice()).find(|ways| !ways.is_empty()).unwrap_or_default()
}

fn ours(language: Language) -> &'static [Step] {
    match language {
        Language::En => &ENGLISH,
        Language::FrCa => &FRENCH,
    }
}

fn with_menus(steps: &'static [Step], language: Language, menus: &Menus) -> Steps {
    if menus.en.are_ours() && menus.fr.are_ours() {
        return Cow::Borrowed(steps);
    }
    let mut steps = steps.to_vec();
    for step in &mut steps {
        replace(&mut step.ways, menus.in_language(language));
        replace(&mut step.in_english, &menus.en);
    }
    Cow::Owned(steps)
}

fn replace(ours: &mut [Way], theirs: &Ways) {
    for (way, path) in ours.iter_mut().zip(theirs.in_order()).filter(|(_, path)| !path.is_empty()) {
        way.path = path.to_vec();
    }
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
        let shapes = |language| ours(language).iter().map(shape).collect::<Vec<_>>();
        assert_eq!(shapes(Language::En).len(), 11);
        assert_eq!(shapes(Language::En), shapes(Language::FrCa));
        assert_eq!(after_credentials(Language::FrCa, &Menus::default()).len(), 10);
    }

    #[test]
    fn the_first_step_names_the_button_on_the_page() {
        for language in Language::ALL {
            let button = crate::web::texts::Tongue::new(language).t("get-credentials");
            let named = |piece: &Piece| matches!(piece, Piece::Menu { menu } if menu == button);
            assert!(ours(language)[0].say.iter().any(named));
        }
    }

    /// A path of the partner's is put in by its place.
    #[test]
    fn the_accounting_view_comes_first_and_the_business_view_second() {
        let views = |language| our_ways(language).iter().map(|way| way.view.as_str()).collect::<Vec<_>>();
        assert_eq!(views(Language::En), ["Accounting View", "Business View"]);
        assert_eq!(views(Language::FrCa), ["Vue Comptabilité", "Vue Entreprise"]);
    }

    #[test]
    fn a_partners_path_stands_in_place_of_ours_and_of_no_other() {
        let path = |text: &str| crate::domain::settings::menu_path("path", text).unwrap();
        let menus = Menus {
            en: Ways { business: path("Money > Bank feeds"), ..Ways::default() },
            fr: Ways { accounting: path("Argent"), ..Ways::default() },
        };
        let paths = |ways: &[Way]| ways.iter().map(|way| way.path.join(" > ")).collect::<Vec<_>>();
        let step = |language| after_credentials(language, &menus).iter().find(|step| !step.ways.is_empty()).cloned();
        assert_eq!(paths(&step(Language::En).unwrap().ways), ["Banking", "Money > Bank feeds"]);
        let french = step(Language::FrCa).unwrap();
        assert_eq!(paths(&french.ways), ["Argent", "Tenue de livres > Opérations bancaires"]);
        assert_eq!(paths(&french.in_english), ["Banking", "Money > Bank feeds"]);
        assert!(matches!(all(Language::En, &Menus::default()), Cow::Borrowed(_)));
    }
}
