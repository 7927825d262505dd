//! What a screen reader gets of a page, in its order: roles, names and states from Chromium's accessibility tree.

use serde_json::{Value, json};

use super::dress::USUAL;
use super::marie::Marie;
use super::states::{STATES, State};
use crate::support::{Browser, Reader, project, tell, tell_within};

/// What is said by its name alone; what is inside would be said twice.
const NAMED_WHOLE: [&str; 9] =
    ["heading", "link", "button", "radio", "checkbox", "textbox", "image", "DisclosureTriangle", "term"];
/// What is not said of itself.
const UNSAID: [&str; 9] =
    ["generic", "none", "paragraph", "InlineTextBox", "LineBreak", "ListMarker", "emphasis", "strong", "LabelText"];
/// States that change what is said.
const STATED: [&str; 6] = ["checked", "focused", "invalid", "expanded", "live", "level"];

/// The page that the browser is at, a line for each thing said.
fn of(browser: &Browser) -> Vec<String> {
    browser.asks_chromium("Accessibility.enable", &json!({}));
    let tree = browser.asks_chromium("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().unwrap();
    let mut lines = Vec::new();
    read(nodes, &nodes[0], 0, &mut lines);
    lines
}

fn read(nodes: &[Value], node: &Value, depth: usize, lines: &mut Vec<String>) {
    let (role, name) = (text(&node["role"]["value"]), text(&node["name"]["value"]));
    let is_said = node["ignored"] != true && !UNSAID.contains(&role.as_str());
    if is_said {
        lines.push(format!("{}{}", "  ".repeat(depth), line(node, &role, &name)));
    }
    if is_said && (NAMED_WHOLE.contains(&role.as_str()) || role == "StaticText") {
        return;
    }
    for id in node["childIds"].as_array().into_iter().flatten() {
        let child = nodes.iter().find(|other| other["nodeId"] == *id);
        child.into_iter().for_each(|child| read(nodes, child, depth + usize::from(is_said), lines));
    }
}

fn line(node: &Value, role: &str, name: &str) -> String {
    let mut line = match role {
        "StaticText" => format!("“{name}”"),
        _ if name.is_empty() => role.to_owned(),
        _ => format!("{role} “{name}”"),
    };
    for property in node["properties"].as_array().into_iter().flatten() {
        let (name, value) = (text(&property["name"]), text(&property["value"]["value"]));
        if STATED.contains(&name.as_str()) && value != "false" && !(name == "level" && role != "heading") {
            line += &format!(" [{name} {value}]");
        }
    }
    match text(&node["description"]["value"]).as_str() {
        "" => line,
        description => format!("{line} ({description})"),
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string().trim_matches('"').replace("null", ""), str::to_owned)
        .replace('\u{a0}', " ")
}

async fn heard(browser: &Browser, state: &State, language: &str) -> Vec<String> {
    let marie = Marie::of(language, &USUAL).await;
    let arrival = state.brings(&marie).await;
    marie.goes_on(browser, &arrival).await;
    of(browser)
}

/// For ears: `target/transcripts` has a file for each page and language.
#[test]
#[ignore = "transcripts for eyes: run it by its name"]
fn every_page_is_written_down_as_it_is_heard() {
    tell_within(std::time::Duration::from_secs(600), async {
        let folder = project().join("target/transcripts");
        std::fs::create_dir_all(&folder).unwrap();
        for language in ["en-CA", "fr-CA"] {
            let browser = Browser::of(Reader { language, ..Reader::english() }).await;
            for state in STATES {
                let lines = heard(&browser, state, language).await;
                std::fs::write(folder.join(format!("{language}-{}.txt", state.name)), lines.join("\n")).unwrap();
            }
        }
    });
}

/// What must be heard on a page, in this order; other things may stand between.
const HEARD: &[(&str, &str, &[&str])] = &[
    (
        "select-software",
        "en-CA",
        &[
            "link “Skip to main content”",
            "image “Maple Credit Union”",
            "button “Français”",
            "“Step 1 of 3”",
            "heading “Select your accounting software” [level 1]",
            "group “Select your accounting software”",
            "radio “Intuit QuickBooks Bank Feeds QuickBooks Online in Canada and the United States” [checked true]",
            "button “Next”",
            "link “I use something else”",
            "heading “Contact Maple Credit Union” [level 2]",
            "link “Accessibility”",
        ],
    ),
    (
        "select-software-nothing",
        "fr-CA",
        &[
            "RootWebArea “Erreur : Sélectionnez votre logiciel de comptabilité – Caisse populaire Érable”",
            "alert “Il y a un problème” [live assertive] [focused true]",
            "link “Sélectionnez votre logiciel de comptabilité, puis Suivant.”",
            "group “Sélectionnez votre logiciel de comptabilité” (Sélectionnez votre logiciel de comptabilité, puis Suivant.)",
        ],
    ),
    (
        "permission",
        "fr-CA",
        &[
            "“Étape 2 de 3”",
            "heading “Connexion bancaire avec QuickBooks en ligne” [level 1]",
            "heading “Ce que Caisse populaire Érable transmettra à QuickBooks” [level 2]",
            "term “Vos comptes bancaires”",
            "heading “Comptes que vous pouvez connecter” [level 2]",
            "“se terminant par 4821, CAD”",
            "heading “Ce que vous n’autorisez pas” [level 2]",
            "“En sélectionnant Suivant, vous autorisez Caisse populaire Érable à transmettre ces renseignements à QuickBooks.”",
            "button “Suivant”",
            "button “Je ne veux pas me connecter”",
            "button “Poursuivre”",
        ],
    ),
    (
        "set-up",
        "en-CA",
        &[
            "heading “Set up QuickBooks” [level 1]",
            "link “Continue on another device”",
            "heading “Do these steps in order” [level 2]",
            "“1”",
            "“11”",
            "region “Before you start”",
            "button “Get credentials”",
        ],
    ),
    ("set-up-full", "en-CA", &["link “Revoke credentials”", "region “Credentials you already have”"]),
    (
        "credentials",
        "en-CA",
        &[
            "heading “Your credentials are ready” [level 1]",
            "term “Username”",
            "button “Copy username”",
            "term “Password”",
            "button “Copy password”",
            "status [live polite]",
            "“Waiting for QuickBooks…”",
            "DisclosureTriangle “Read it out letter by letter”",
            "heading “Now, in QuickBooks” [level 2]",
            "“2”",
            "button “I have entered them”",
            "link “Revoke credentials”",
        ],
    ),
    (
        "credentials-connected",
        "fr-CA",
        &[
            "heading “Vos comptes sont connectés” [level 1]",
            "status [live polite]",
            "“2 comptes connectés”",
            "link “Continuer”",
        ],
    ),
    (
        "another-device-asks",
        "en-CA",
        &[
            "heading “Is this your other device?” [level 1]",
            "“A browser that does not say its name entered the code at 10:00 a.m. Eastern Standard Time.”",
            "If yours says anything else, say no.”",
            "button “Yes, continue there”",
            "button “No, it is not mine”",
        ],
    ),
    (
        "continue-here-wrong-code",
        "fr-CA",
        &[
            "alert “Il y a un problème” [live assertive] [focused true]",
            "heading “Entrez le code” [level 1]",
            "textbox “Code” [invalid true] (Les majuscules, les espaces et les traits d’union ne changent rien. Ce code",
            "button “Continuer”",
        ],
    ),
    (
        "revoke",
        "en-CA",
        &[
            "heading “Revoke all credentials?” [level 1]",
            "“No further transactions can be sent for 2 accounts.”",
            "button “Revoke credentials”",
            "link “No, keep them”",
        ],
    ),
    (
        "expired",
        "fr-CA",
        &[
            "heading “Ce lien est expiré” [level 1]",
            "link “Obtenir un nouveau lien : Caisse populaire Érable”",
            "link “Page de soutien”",
            "link “1 888 555-0142”",
            "“Référence : ",
        ],
    ),
];

#[test]
fn the_main_pages_are_heard_in_their_order() {
    tell(async {
        for language in ["en-CA", "fr-CA"] {
            let browser = Browser::of(Reader { language, ..Reader::english() }).await;
            for (state, _, expected) in HEARD.iter().filter(|(_, of, _)| *of == language) {
                let lines = heard(&browser, State::named(state), language).await;
                let mut rest = lines.iter();
                for words in *expected {
                    assert!(
                        rest.any(|line| line.contains(words)),
                        "{state}: no {words} in its place in\n{}",
                        lines.join("\n")
                    );
                }
            }
        }
    });
}
