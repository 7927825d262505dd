//! Holds the language files together: key for key the same, nothing missing, nothing unused, and French as Québec writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::domain::language::Language;

use super::texts::{keys, source};

type Messages = BTreeMap<String, String>;

fn messages(language: Language) -> Messages {
    let mut messages = Messages::new();
    for source in source(language) {
        for block in source.split('\n').collect::<Vec<_>>().split(|line| line.is_empty() || line.starts_with('#')) {
            let mut key = "";
            for line in block {
                if let Some(begun) = keys(line).next() {
                    key = begun;
                    assert!(!messages.contains_key(key), "{key} twice");
                }
                messages
                    .entry(key.to_owned())
                    .or_default()
                    .push_str(line.split_once(" = ").map_or(*line, |(_, text)| text));
            }
        }
    }
    messages
}

fn variables(text: &str) -> BTreeSet<&str> {
    text.split('$').skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next()).collect()
}

/// Everything a template or a source of ours says, but for the tests' own files.
fn written() -> String {
    let mut all = String::new();
    for folder in ["templates", "src"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    }
    all
}

fn collect(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, all);
        } else if !path.ends_with("language_files.rs") {
            all.push_str(&fs::read_to_string(path).unwrap_or_default());
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_variables() {
    let (english, french) = (messages(Language::En), messages(Language::FrCa));
    assert_eq!(english.keys().collect::<Vec<_>>(), french.keys().collect::<Vec<_>>());
    for (key, text) in &english {
        assert_eq!(variables(text), variables(&french[key]), "{key}");
    }
}

#[test]
fn every_text_is_used() {
    let written = written();
    for key in messages(Language::En).keys() {
        assert!(written.contains(&format!("\"{key}\"")), "{key} is used nowhere");
    }
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let (written, english) = (written(), messages(Language::En));
    for asked in ["tongue.t(\"", "tongue.t1(\"", "tongue.t2(\""].iter().flat_map(|call| written.split(call).skip(1)) {
        let key = asked.split('"').next().unwrap_or_default();
        assert!(english.contains_key(key), "{key} does not exist");
    }
}

#[test]
fn nothing_is_taken_for_safe_markup() {
    let mut templates = String::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut templates);
    assert!(!templates.contains("|safe") && !templates.contains("| safe"));
    // Every address is built in web/urls.rs.
    for begun in ["href=\"/", "src=\"/", "action=\"/"] {
        assert!(!templates.contains(begun), "{begun}");
    }
}

#[test]
fn french_is_written_as_in_quebec() {
    let steps = include_str!("../../locales/fr-CA/quickbooks_steps.json").lines().map(str::to_owned);
    let steps = steps.map(|line| ("quickbooks_steps".to_owned(), line.replace("\": ", "").replace('"', "")));
    for (key, text) in messages(Language::FrCa).into_iter().chain(steps) {
        // Fluent's own signs are not the reader's.
        let text = text.replace("->", "").replace("{ ", "{").replace(" }", "}");
        for (wrong, why) in [
            ("'", "the apostrophe is ’"),
            ("...", "the ellipsis is …"),
            (" :", "a colon follows a non-breaking space"),
            (" ;", "nothing before a semicolon"),
            (" !", "nothing before an exclamation mark"),
            (" ?", "nothing before a question mark"),
            ("« ", "a non-breaking space after «"),
            (" »", "a non-breaking space before »"),
            (" %", "a non-breaking space before %"),
            ("\u{202f}", "U+00A0, no narrow space"),
            ("de {$partner", "no de before a name"),
            ("à {$partner", "no à before a name"),
            ("par {$partner", "no par before a name"),
            ("cliqu", "one selects"),
            ("usager", "utilisateur"),
            ("Contactez", "communiquez avec"),
            ("email", "courriel"),
        ] {
            assert!(!text.contains(wrong), "{key}: {why}: {text}");
        }
        for colon in text.match_indices(':').filter(|_| !key.starts_with("quickbooks")) {
            assert!(text[..colon.0].ends_with('\u{a0}'), "{key}: a non-breaking space before the colon: {text}");
        }
    }
}
