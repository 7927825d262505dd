//! Holds the language files together: key for key the same, nothing missing, nothing unused, and French as Québec writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::domain::french::{self, Kind};
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

/// What no text of ours may hold, and why (OQLF; ux of the pages), beyond what [`french`] tells whoever types a text.
const WRONG: [(&str, &str); 13] = [
    ("'", "the apostrophe is ’"),
    ("\"", "quotes are « » and, within them, “ ”"),
    (" %", "a non-breaking space before %"),
    (" $", "a non-breaking space before $"),
    ("\u{202f}", "U+00A0, no narrow space"),
    ("de {$partner", "no de before a name"),
    ("à {$partner", "no à before a name"),
    ("par {$partner", "no par before a name"),
    // A line may end with the hyphen of « acceptez-les », as where a compound word is divided; not of every font is U+2011.
    ("\u{2011}", "the hyphen is -"),
    ("-t-", "a line may break there, which is a fault around the t of « va-t-il »"),
    ("cliqu", "one selects"),
    ("ontactez", "communiquez avec"),
    (" tu ", "vous"),
];

/// What is wrong with a French text.
fn findings(text: &str) -> Vec<&'static str> {
    let mut found: Vec<&str> = WRONG.iter().filter(|(wrong, _)| text.contains(wrong)).map(|(_, why)| *why).collect();
    let changes = text.lines().flat_map(|line| [french::set(line).1, french::suggest(line)].concat());
    found.extend(changes.map(|change| why(change.kind)));
    let letters: Vec<char> = text.chars().collect();
    for around in letters.windows(3) {
        let [before, space, after] = around else { continue };
        // A number, or the variable of one, and what it counts.
        let counts = before.is_ascii_digit() && *space == ' ' && after.is_alphabetic();
        found.extend(counts.then_some("a non-breaking space after a number"));
    }
    for counter in ["{$count} ", "{$minutes} ", "{$number} ", "{$total} ", "{$digits} "] {
        found.extend(text.contains(counter).then_some("a non-breaking space after a number"));
    }
    for (place, _) in text.match_indices(':') {
        let is_bound = text[..place].ends_with('\u{a0}') || text[place..].starts_with("://");
        found.extend((!is_bound).then_some("a non-breaking space before a colon"));
    }
    found
}

fn why(kind: Kind) -> &'static str {
    match kind {
        Kind::Bound => "a non-breaking space before : % $ », after « and a number",
        Kind::Apostrophe => "the apostrophe is ’",
        Kind::Quotes => "quotes are « » and, within them, “ ”",
        Kind::Ellipsis => "the ellipsis is …, with nothing before it",
        Kind::NothingBefore => "nothing before ; ! ?",
        Kind::Space => "one space is enough",
        Kind::Capital => "capitals keep their accents",
        Kind::Word => "Québec has a better word",
    }
}

/// Every text of the French steps, without what JSON puts around it. The English menus are not French.
fn french_steps() -> Vec<String> {
    fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => texts.push(text.clone()),
            serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
            serde_json::Value::Object(fields) => {
                let french = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "in_english" | "english"));
                french.for_each(|(_, value)| collect(value, texts));
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    collect(&serde_json::from_str(include_str!("../../locales/fr-CA/quickbooks_steps.json")).unwrap(), &mut texts);
    texts
}

#[test]
fn french_is_written_as_in_quebec() {
    let steps = french_steps().into_iter().map(|text| ("quickbooks_steps".to_owned(), text));
    for (key, text) in messages(Language::FrCa).into_iter().chain(steps) {
        // Fluent's own signs are not the reader's.
        let text = text.replace("->", "").replace("{ ", "{").replace(" }", "}");
        let text = text.replace("    [0]", "\n").replace("    [one]", "\n").replace("   *[other]", "\n");
        let text: String = text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
        let text = text.replace("{$count \n", "\n").replace("{$minutes \n", "\n");
        assert_eq!(findings(&text), [""; 0], "{key}: {text}");
    }
}

#[test]
fn the_french_lint_sees_what_it_is_for() {
    for wrong in [
        "l'essai",
        "Il dit \"oui\"",
        "Attendez...",
        "Attendez …",
        "Étape : un",
        "Étape: un",
        "un ; deux",
        "Bravo !",
        "Quoi ?",
        "Quoi\u{a0}?",
        "« oui »",
        "«oui»",
        "12 %",
        "4 002,00 $",
        "deux  espaces",
        "7\u{202f}jours",
        "communiquez avec la banque de {$partner}",
        "Etape",
        "A propos",
        "Ca va",
        "Cliquez ici",
        "Votre email",
        "Contactez-nous",
        "7 jours",
        "{$count} jours",
        "14 h 05",
        "nom d’usager",
        "quand tu veux",
        "acceptez\u{2011}les",
        "Qu’y a-t-il",
    ] {
        assert_ne!(findings(wrong), [""; 0], "{wrong}");
    }
    for right in [
        "L’essai est terminé. Ça va?",
        "Référence\u{a0}: {$reference}",
        "«\u{a0}oui\u{a0}»",
        "7\u{a0}jours",
        "12\u{a0}%",
        "un; deux",
        "Voyez https://banque.example",
        "Lisez-les",
        "14\u{a0}h\u{a0}05",
    ] {
        assert_eq!(findings(right), [""; 0], "{right}");
    }
}
