//! Whether the links and buttons that a page shows without a script lead somewhere.

use serde_json::Value;

use crate::support::HttpBrowser;

/// Follows each link and presses each button, one after the other; answers those that are dead. `controls` as
/// `controls.js` tells them; `status` is the page's own, which a dead end's language button leads back to.
pub fn of_all(browser: &HttpBrowser, controls: &Value, language: &str, status: u16) -> Vec<String> {
    let mut dead = Vec::new();
    for link in controls["links"].as_array().unwrap() {
        let link = link.as_str().unwrap();
        let answered = browser.opens(link).status();
        // The button of a form that looks for something may lead to the very page on which it stands.
        if ![200, status].contains(&answered) {
            dead.push(format!("{link} answers {answered}"));
        }
    }
    for button in in_turn(&controls["buttons"], language) {
        let fields: Vec<(String, String)> = serde_json::from_value(button["fields"].clone()).unwrap();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answered = browser.posts(button["action"].as_str().unwrap(), &fields).status();
        // 409: a button that was pressed before has overtaken the form of this one.
        if ![200, 409, 422, status].contains(&answered) {
            dead.push(format!("{} answers {answered}", button["words"]));
        }
    }
    dead
}

/// The language button first, there and back: what is agreed to is in one language, and a claim changes what its form holds.
fn in_turn(buttons: &Value, language: &str) -> Vec<Value> {
    let is_language = |button: &Value| fields(button).any(|field| field[0] == "language");
    let (languages, others): (Vec<Value>, Vec<Value>) =
        buttons.as_array().unwrap().iter().cloned().partition(is_language);
    let mut back = languages.clone();
    for field in back.iter_mut().flat_map(|button| button["fields"].as_array_mut().unwrap()) {
        if field[0] == "language" {
            field[1] = language.into();
        }
    }
    // Whoever has signed out presses nothing more.
    let is_out = |button: &Value| button["action"].as_str().is_some_and(|action| action.ends_with("/sign-out"));
    let (out, others): (Vec<Value>, Vec<Value>) = others.into_iter().partition(is_out);
    [languages, back, others, out].concat()
}

fn fields(button: &Value) -> impl Iterator<Item = &Value> {
    button["fields"].as_array().unwrap().iter()
}
