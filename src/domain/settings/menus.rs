//! Where QuickBooks has its bank transactions, in the partner's words. QuickBooks moves its menus; a partner that sees it
//! first need not wait for us.

use serde::{Deserialize, Serialize};

use super::{SettingProblem, Why, line};
use crate::domain::language::Language;

/// Menus in one path.
pub const MENU_PARTS: usize = 5;
/// Characters of one menu's name.
pub const MENU_LIMIT: usize = 40;
/// What stands between the menus of a path; people also copy the sign that pages show.
const BETWEEN: [char; 2] = ['>', '›'];

/// Paths in each language that replace ours; one that is empty leaves ours where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Menus {
    pub en: Ways,
    pub fr: Ways,
}

impl Menus {
    pub fn in_language(&self, language: Language) -> &Ways {
        match language {
            Language::En => &self.en,
            Language::FrCa => &self.fr,
        }
    }
}

/// The same place by the menus of each of QuickBooks' two views.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ways {
    pub accounting: Vec<String>,
    pub business: Vec<String>,
}

impl Ways {
    pub fn are_ours(&self) -> bool {
        self.accounting.is_empty() && self.business.is_empty()
    }

    /// By view, in the order in which the steps name them.
    pub fn in_order(&self) -> [&[String]; 2] {
        [&self.accounting, &self.business]
    }
}

/// `Bookkeeping > Bank Transactions`: menus from the outermost inwards. Empty: none of the partner's own.
pub fn menu_path(field: &str, text: &str) -> Result<Vec<String>, SettingProblem> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let menus: Vec<&str> = text.split(BETWEEN).collect();
    if menus.len() > MENU_PARTS {
        return Err(SettingProblem::new(field, Why::TooManyMenus));
    }
    let menu = |text: &str| match line(field, text, MENU_LIMIT) {
        Err(SettingProblem { why: Why::Empty, .. }) => Err(SettingProblem::new(field, Why::MenuEmpty)),
        checked => checked,
    };
    menus.into_iter().map(menu).collect()
}

/// As [`menu_path`] reads it.
pub fn written(path: &[String]) -> String {
    path.join(" > ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_back_as_it_was_written() {
        let path = menu_path("path", " Bookkeeping >Bank Transactions ").unwrap();
        assert_eq!(path, ["Bookkeeping", "Bank Transactions"]);
        assert_eq!(menu_path("path", &written(&path)), Ok(path));
        assert_eq!(menu_path("path", "Opérations › Banque").unwrap().len(), 2);
        assert_eq!(menu_path("path", "  "), Ok(Vec::new()));
    }

    #[test]
    fn a_path_has_five_menus_of_forty_characters_at_most() {
        let menus = |count: usize, length: usize| vec!["é".repeat(length); count].join(">");
        assert!(menu_path("path", &menus(5, 40)).is_ok());
        assert_eq!(menu_path("path", &menus(6, 40)).unwrap_err().why, Why::TooManyMenus);
        let long = Why::TooLong { limit: 40, length: 41 };
        assert_eq!(menu_path("path", &menus(5, 41)).unwrap_err().why, long);
        assert_eq!(menu_path("path", "Bookkeeping >").unwrap_err().why, Why::MenuEmpty);
        assert!(matches!(menu_path("path", "a\u{202e}b").unwrap_err().why, Why::Unwelcome(_)));
    }
}
