//! The promises that can be read off the repository: layers, templates, languages, names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bankfeeds_link::domain::role::{Action, Role, TABLE};

use crate::support::project;

/// The doors that exist. Nobody names a door but the server, and the door itself.
const DOORS: [&str; 5] = ["api", "institution", "link", "portal", "sandbox"];
/// Beyond this a file holds more than one thought.
const MOST_LINES: usize = 400;
/// Which test proves which point of the acceptance test.
const ACCEPTANCE: &str = "docs/ofx-acceptance.md";

#[test]
fn the_domain_knows_neither_http_nor_html() {
    for file in rust("src/domain") {
        for word in ["actix", "askama", "crate::http", "crate::web"] {
            assert!(!file.code().contains(word), "{} names {word}", file.name);
        }
    }
}

#[test]
fn a_door_never_names_another_and_only_the_server_knows_them_all() {
    for file in rust("src").into_iter().filter(|file| file.name != "src/server.rs") {
        for door in DOORS.into_iter().filter(|door| !file.name.starts_with(&format!("src/{door}/"))) {
            assert!(!file.rooms().contains(door), "{} names the door {door}", file.name);
        }
    }
}

#[test]
fn the_inner_rooms_do_not_look_outwards() {
    let outwards = [
        ("src/ofx", vec!["ofx"]),
        ("src/store", vec!["store", "domain", "clock", "chance", "secret"]),
        ("src/domain", vec!["domain", "store", "clock", "chance", "secret", "hashing", "aside", "mail"]),
    ];
    for (folder, allowed) in outwards {
        for file in rust(folder) {
            for room in file.rooms() {
                assert!(allowed.contains(&room.as_str()), "{} names {room}", file.name);
            }
        }
    }
}

#[test]
fn sql_is_written_in_the_store_only() {
    for file in rust("src").into_iter().filter(|file| !file.name.starts_with("src/store/")) {
        for verb in ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE "] {
            assert!(!file.code().contains(&format!("\"{verb}")), "{} holds SQL: {verb}", file.name);
        }
        for call in ["sqlx::query", "sqlx::raw_sql"] {
            assert!(!file.code().contains(call), "{} calls {call}", file.name);
        }
    }
}

#[test]
fn addresses_are_written_where_they_are_mounted_and_in_urls_only() {
    for door in DOORS {
        let mounts = |file: &File| file.name.ends_with("/mod.rs") || file.name == "src/portal/pages.rs";
        for file in rust(&format!("src/{door}")).into_iter().filter(|file| !mounts(file)) {
            let code = file.code();
            let mut literals = code.split("\"/").skip(1);
            let address = literals.find(|rest| rest.starts_with(|letter: char| letter.is_ascii_lowercase()));
            assert!(address.is_none(), "{} holds the address /{}", file.name, address.unwrap_or_default());
        }
    }
}

#[test]
fn templates_hold_no_markup_from_elsewhere_no_inline_code_and_no_address() {
    for file in files("templates", "html") {
        for forbidden in ["|safe", "| safe", "<style", " style=", "javascript:", "=\"/", "='/", "http://", "https://"] {
            assert!(!file.text.contains(forbidden), "{} holds {forbidden}", file.name);
        }
        for tag in file.text.split("<script").skip(1) {
            assert!(tag.trim_start().starts_with("src="), "{} has a script inside the page", file.name);
        }
        for attribute in file.text.split(" on").skip(1).filter_map(|rest| rest.split_once('=')) {
            let is_handler = !attribute.0.is_empty() && attribute.0.chars().all(|letter| letter.is_ascii_lowercase());
            assert!(!is_handler, "{} has an inline handler on{}", file.name, attribute.0);
        }
    }
}

#[test]
fn every_template_is_a_page_of_its_folder_or_a_part_of_one() {
    let templates = files("templates", "html");
    let sources = rust("src");
    for file in &templates {
        let path = file.name.trim_start_matches("templates/");
        let quoted = format!("\"{path}\"");
        let drawn_by: Vec<&File> = sources.iter().filter(|source| source.text.contains(&quoted)).collect();
        let is_part = templates.iter().any(|other| other.name != file.name && other.text.contains(&quoted));
        assert!(!drawn_by.is_empty() || is_part, "nobody draws {}", file.name);
        let folder = path.split('/').next().unwrap();
        for source in drawn_by.iter().filter(|_| DOORS.contains(&folder)) {
            assert!(source.name.starts_with(&format!("src/{folder}/")), "{} draws {}", source.name, file.name);
        }
    }
}

#[test]
fn every_language_has_the_same_files_and_a_test_that_compares_their_keys() {
    let names = |language: &str| -> BTreeSet<String> {
        let folder = format!("locales/{language}");
        files(&folder, "").into_iter().map(|file| file.name.replace(&folder, "")).collect()
    };
    assert!(!names("en").is_empty());
    assert_eq!(names("en"), names("fr-CA"));
    let test = std::fs::read_to_string(project().join("src/web/language_files.rs")).unwrap();
    assert!(test.contains("#[test]"), "src/web/language_files.rs compares the languages key for key");
}

#[test]
fn a_file_fits_in_a_head() {
    for file in rust("src") {
        let lines = file.without_tests().lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines without its tests; {MOST_LINES} are the limit", file.name);
    }
}

#[test]
fn nothing_is_left_to_do_without_an_issue() {
    // Put together here, or this file would find itself.
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["HA", "CK"].concat()];
    for folder in ["src", "tests", "docs", "locales", "migrations", "static", "templates"] {
        for file in files(folder, "") {
            for (number, line) in (1..).zip(file.text.lines()) {
                let words = || line.split(|letter: char| !letter.is_ascii_alphanumeric());
                let is_marked = words().any(|word| marks.iter().any(|mark| mark == word));
                assert!(!is_marked || line.contains("issue "), "{}:{number} names no issue: {line}", file.name);
            }
        }
    }
}

#[test]
fn migrations_are_named_by_their_date_and_their_thought() {
    let names: Vec<String> = files("migrations", "").into_iter().map(|file| file.name).collect();
    assert!(!names.is_empty());
    for name in &names {
        let stem = name.trim_start_matches("migrations/").strip_suffix(".sql");
        let (date, thought) = stem.and_then(|stem| stem.split_once('_')).unwrap_or_default();
        let format = time::macros::format_description!("[year][month][day][hour][minute][second]");
        assert!(time::PrimitiveDateTime::parse(date, format).is_ok(), "{name} does not begin with a date and time");
        let is_plain = thought.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        assert!(is_plain && !thought.is_empty(), "{name} does not say what it does");
    }
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let mut documents = files("docs", "md");
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"] {
        documents.extend(File::read(&project().join(name)));
    }
    assert!(documents.len() > 3);
    for document in &documents {
        let folder = Path::new(&document.name).parent().unwrap();
        for target in document.text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let is_elsewhere = target.is_empty() || target.contains("://") || target.starts_with("mailto:");
            let there = project().join(folder).join(target).exists();
            assert!(is_elsewhere || there, "{} leads to {target}, which is not there", document.name);
        }
        for path in document.text.split('`').skip(1).step_by(2).filter(|path| is_path(path)) {
            assert!(project().join(path).exists(), "{} names {path}, which is not there", document.name);
        }
    }
    for file in [rust("src"), rust("tests")].concat() {
        let words = file.text.split(|letter: char| letter.is_whitespace() || "`'\"()[]{},;:".contains(letter));
        for path in words.filter(|word| word.starts_with("docs/") && word.trim_end_matches('.').ends_with(".md")) {
            let path = path.trim_end_matches('.');
            assert!(project().join(path).exists(), "{} names {path}, which is not there", file.name);
        }
    }
}

#[test]
fn every_test_that_a_page_of_proofs_names_is_there() {
    let code: String = [rust("src"), rust("tests")].concat().into_iter().map(|file| file.text).collect();
    let mut pages = files("docs/security", "md");
    pages.extend(File::read(&project().join(ACCEPTANCE)));
    let is_test = |word: &&str| {
        let is_name = word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b':'));
        is_name && word.matches('_').count() >= 2
    };
    for page in pages {
        for test in page.text.split('`').skip(1).step_by(2).filter(is_test) {
            let name = test.rsplit("::").next().unwrap();
            assert!(code.contains(&format!("fn {name}(")), "{} names the test {test}, which is not there", page.name);
        }
    }
}

#[test]
fn the_portals_page_tells_the_roles_as_the_code_has_them() {
    let page = std::fs::read_to_string(project().join("docs/portal.md")).unwrap();
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    let head = format!("| | {} |", roles.join(" | "));
    let told: Vec<&str> = page.lines().skip_while(|line| *line != head).skip(2).take(TABLE.len() + 1).collect();
    let row = |(action, may): &(Action, [bool; 5])| {
        let cells = may.map(|may| if may { "yes" } else { "–" });
        format!("| {} | {} |", action.word(), cells.join(" | "))
    };
    let rows: Vec<String> = TABLE.iter().map(row).chain([String::new()]).collect();
    assert_eq!(told, rows);
}

/// The checks that were asked for when the main job was hardened.
#[test]
fn every_check_that_was_asked_for_has_its_row() {
    let page = std::fs::read_to_string(project().join("docs/security/checks.md")).unwrap();
    let links = (1..=15).map(|number| format!("O-{number:02}"));
    let faults =
        [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 22, 24, 25].map(|it| format!("F-{it:02}"));
    for id in links.chain(faults) {
        assert!(page.lines().any(|line| line.starts_with(&format!("| {id} |"))), "{id} has no row");
    }
}

/// Every id of OWASP ASVS 5.0.0 that concerns us, a chapter a line, as docs/security/asvs.md groups them.
const ASVS: [&str; 15] = [
    "1.1.1; 1.1.2; 1.2.1; 1.2.2; 1.2.3; 1.2.4; 1.2.5; 1.2.9; 1.2.10; 1.3.2; 1.3.3; 1.3.4; 1.3.5; 1.3.6; 1.3.7; 1.3.11; 1.3.12; 1.4.2; 1.5.1; 1.5.2; 1.5.3",
    "2.1.1–2.1.3; 2.2.1, 2.2.2; 2.2.3; 2.3.1; 2.3.2; 2.3.3; 2.3.4; 2.4.1",
    "3.2.1; 3.2.2; 3.3.1–3.3.4; 3.3.5; 3.4.1; 3.4.2; 3.4.3; 3.4.4; 3.4.5; 3.4.6; 3.4.8; 3.5.1–3.5.3; 3.5.4; 3.5.8; 3.6.1; 3.7.2, 3.7.3",
    "4.1.1; 4.1.2; 4.1.3; 4.1.4; 4.2.1; 4.2.2–4.2.5",
    "5.1.1; 5.2.1; 5.2.2; 5.2.4; 5.2.6; 5.3.1, 5.3.2; 5.4.1, 5.4.2",
    "6.1.1, 6.1.3; 6.2.1–6.2.12; 6.3.1; 6.3.2; 6.3.3; 6.3.4; 6.3.5, 6.3.7; 6.3.8; 6.4.1; 6.4.2; 6.4.3, 6.4.6; 6.5.1; 6.5.2; 6.5.3, 6.5.4; 6.5.5; 6.5.6; 6.6.2; 6.6.3",
    "7.1.1, 7.1.2; 7.2.1–7.2.4; 7.3.1, 7.3.2; 7.4.1, 7.4.2; 7.4.3–7.4.5; 7.5.1–7.5.3; 7.6.2",
    "8.1.1, 8.1.2; 8.2.1–8.2.3; 8.3.1; 8.3.2; 8.4.1",
    "9.1.1, 9.2.1, 9.2.2",
    "11.1.1, 11.1.2; 11.2.1–11.2.3; 11.2.4; 11.3.2–11.3.4; 11.4.1, 11.4.2; 11.5.1",
    "12.1.1, 12.1.2; 12.2.1; 12.3.1, 12.3.2",
    "13.1.1–13.1.4; 13.2.2, 13.2.3; 13.2.4, 13.2.5; 13.3.1, 13.3.2; 13.4.1–13.4.6",
    "14.1.1, 14.1.2; 14.2.1; 14.2.2; 14.2.3; 14.2.6–14.2.8; 14.3.1–14.3.3",
    "15.1.1, 15.2.1; 15.1.2; 15.1.3, 15.2.2; 15.2.3; 15.2.4, 15.2.5; 15.3.1, 15.3.3; 15.3.2; 15.3.4; 15.3.5, 15.3.7; 15.4.1–15.4.4",
    "16.1.1–16.2.4; 16.2.5; 16.3.1–16.3.4; 16.4.1–16.4.3; 16.5.1–16.5.3; 16.5.4",
];

#[test]
fn every_requirement_of_the_standard_has_its_row() {
    let page = std::fs::read_to_string(project().join("docs/security/asvs.md")).unwrap();
    let is_id = |cell: &&str| cell.starts_with(|letter: char| letter.is_ascii_digit());
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let asked: Vec<&str> = ASVS.into_iter().flat_map(|chapter| chapter.split("; ")).collect();
    assert_eq!(rows.filter(is_id).collect::<Vec<_>>(), asked);
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        assert!(
            row.split(" | ").skip(1).all(|cell| !cell.trim_matches([' ', '|']).is_empty()),
            "a cell is empty: {row}"
        );
    }
}

#[test]
fn the_program_runs_no_other_program_and_calls_nobody() {
    for file in rust("src") {
        for word in ["process::Command", "Command::new", "Regex", "regex::", "TcpStream::connect", "UdpSocket"] {
            assert!(!file.code().contains(word), "{} names {word}", file.name);
        }
    }
    for file in rust("src").into_iter().filter(|file| file.name != "src/sandbox/quickbooks/wire.rs") {
        assert!(!file.code().contains("hyper_util"), "{} calls somebody", file.name);
    }
    // The mail server that the operator has named, and nobody else.
    for file in rust("src").into_iter().filter(|file| file.name != "src/mail.rs") {
        assert!(!file.code().contains("lettre"), "{} writes to somebody", file.name);
    }
    let manifest = std::fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let (_, crates) = manifest.split_once("[dependencies]").unwrap();
    let (crates, _) = crates.split_once("[dev-dependencies]").unwrap();
    for client in ["awc", "hyper", "reqwest", "ureq", "regex", "fancy-regex"] {
        assert!(!crates.contains(&format!("\n{client} =")), "the program has {client}");
    }
}

#[test]
fn every_crate_comes_from_the_one_registry() {
    let lock = std::fs::read_to_string(project().join("Cargo.lock")).unwrap();
    let sources: BTreeSet<&str> = lock.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
    assert_eq!(sources, BTreeSet::from(["\"registry+https://github.com/rust-lang/crates.io-index\""]));
}

#[test]
fn scripts_write_text_only_and_keep_nothing() {
    let scripts = files("static", "js");
    assert!(!scripts.is_empty());
    let forbidden = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "fetch(",
        "XMLHttpRequest",
    ];
    for file in scripts {
        for word in forbidden {
            assert!(!file.text.contains(word), "{} names {word}", file.name);
        }
    }
}

#[test]
fn every_point_of_acceptance_has_a_test_of_its_number_or_a_reason() {
    let page = File::read(&project().join(ACCEPTANCE)).unwrap().text;
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert_eq!(rows.len(), 47);
    for (point, row) in (1..).zip(rows) {
        assert!(row.starts_with(&format!("| {point} |")), "point {point} is not in its place: {row}");
        let number = format!("_{point:02}_");
        let mut proofs = row.split('`').filter(|name| name.starts_with("fiat_"));
        let is_proved = proofs.any(|name| name.contains(&number));
        assert!(is_proved || row.contains("| Not tested: "), "point {point} has neither test nor reason: {row}");
    }
    let stories: String = rust("tests/institution/acceptance").into_iter().map(|file| file.text).collect();
    for name in stories.split("fn fiat_").skip(1).filter_map(|rest| rest.split('(').next()) {
        assert!(page.contains(&format!("`fiat_{name}`")), "{ACCEPTANCE} does not name fiat_{name}");
    }
}

#[test]
fn every_verb_of_the_store_is_called_by_the_suite() {
    let stories: String = rust("tests").into_iter().map(|file| file.text).collect();
    let store: String = rust("src/store").into_iter().map(|file| file.text).collect();
    for file in rust("src/store") {
        let module = file.name.trim_start_matches("src/store/").trim_end_matches(".rs");
        // A file below a table family's tells what it has by that family's name.
        let module = module.split('/').next().unwrap_or_default();
        for verb in file.text.split("pub async fn ").skip(1).filter_map(|rest| rest.split('(').next()) {
            let is_called = match module {
                // Behind another module's verb, or a method of `Store` and `Db`.
                "bulk" => store.contains(&format!("bulk::{verb}(")) || stories.contains(&format!("store::{verb}(")),
                "mod" | "unit" | "joint" => {
                    stories.contains(&format!(".{verb}(")) || stories.contains(&format!("Store::{verb}("))
                }
                _ => stories.contains(&format!("{module}::{verb}(")),
            };
            assert!(is_called, "no story calls {module}::{verb}: the suite is the checker of our SQL");
        }
    }
}

/// A path of this repository in a text: it begins with a folder of ours and has no blanks or placeholders.
fn is_path(text: &str) -> bool {
    let folders = ["src/", "tests/", "docs/", "templates/", "migrations/", "locales/", "static/"];
    folders.iter().any(|folder| text.starts_with(folder)) && !text.contains([' ', '*', '{', '<', '…', ':'])
}

#[derive(Clone)]
struct File {
    /// From the root of the repository.
    name: String,
    text: String,
}

impl File {
    /// `None` for a file that is not there or is not text.
    fn read(path: &Path) -> Option<Self> {
        let name = path.strip_prefix(project()).unwrap().display().to_string();
        Some(Self { name, text: std::fs::read_to_string(path).ok()? })
    }

    /// Up to the tests at its end.
    fn without_tests(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }

    /// Without comments and without tests.
    fn code(&self) -> String {
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        self.without_tests().lines().filter(is_code).collect::<Vec<_>>().join("\n")
    }

    /// What it names of the crate at the first level: `link` in `crate::link::…` and in `crate::{api, link}`.
    fn rooms(&self) -> BTreeSet<String> {
        let code = self.code();
        let mut rooms = BTreeSet::new();
        for rest in ["crate::", "bankfeeds_link::"].iter().flat_map(|root| code.split(root).skip(1)) {
            let group = rest.strip_prefix('{').map(top_level).unwrap_or_else(|| vec![rest]);
            for path in group {
                let room: String =
                    path.trim().chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
                rooms.insert(room);
            }
        }
        rooms.remove("");
        rooms
    }
}

/// The members of a group of imports, up to its closing brace.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => members.push(&group[std::mem::replace(&mut start, at + 1)..at]),
            '}' => {
                members.push(&group[start..at]);
                break;
            }
            _ => {}
        }
    }
    members
}

fn rust(folder: &str) -> Vec<File> {
    files(folder, "rs")
}

/// All text files below a folder, by name; `extension` empty: every one. A folder that is not there has none.
fn files(folder: &str, extension: &str) -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![project().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if extension.is_empty() || path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found.iter().filter_map(|path: &PathBuf| File::read(path)).collect()
}
