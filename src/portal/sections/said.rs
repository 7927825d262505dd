//! What was saved, told on the page that a form leads back to. The address names the settings; the words are the page's.

use serde::Deserialize;

use crate::portal::sections::section::{Section, Setting};
use crate::web::texts::Tongue;

/// For a form that was sent as it was.
const NOTHING: &str = "nothing";
/// Between names.
const BETWEEN: char = '.';

#[derive(Deserialize)]
pub struct Said {
    #[serde(default)]
    said: String,
}

/// The page that tells of it.
pub fn address(page: String, changed: &[&Setting]) -> String {
    let names: Vec<&str> = changed.iter().map(|setting| setting.name).collect();
    let said = if names.is_empty() { NOTHING.to_owned() } else { names.join(&BETWEEN.to_string()) };
    format!("{page}?said={said}")
}

/// What was saved, and when it is live. Settings that are not this page's are not spoken of.
pub fn notice(tongue: Tongue, Said { said }: &Said, sections: &[&'static Section]) -> Option<String> {
    if said == NOTHING {
        return Some(tongue.t("settings-unchanged").to_owned());
    }
    let settings = || sections.iter().flat_map(|section| section.settings);
    let is_named = |setting: &&Setting| said.split(BETWEEN).any(|name| name == setting.name);
    let labels: Vec<&str> = settings().filter(is_named).map(|setting| tongue.t(setting.label)).collect();
    (!labels.is_empty()).then(|| tongue.t1("settings-saved", "what", labels.join(", ")))
}
