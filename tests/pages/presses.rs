//! Whether the links and buttons that a page shows without a script lead somewhere.

use serde_json::Value;

use crate::support::HttpBrowser;

/// Follows each link and presses each button, one after the other; answers those that are dead. `controls` as
/// `controls.js` tells them; `status` is the page's own, which a dead end's language button leads back to.
pub fn of_all(browser: &HttpBrowser, controls: &Value, language: &str, status: u16) -> Vec<String> {
    let mut dead = Vec::new();
    // The button of a form that looks for something may lead to the very page on which it stands.
    for (kind, good) in [("links", &[200][..]), ("searches", &[200, status])] {
        for link in controls[kind].as_array().unwrap() {
            let link = link.as_str().unwrap();
            let answered = browser.opens(link).status();
            if !good.contains(&answered) {
                dead.push(format!("{link} answers {answered}"));
            }
        }
    }
    let mut is_overtaken = false;
    for button in in_turn(&controls["buttons"], language) {
        let fields: Vec<(String, String)> = serde_json::from_value(button["fields"].clone()).unwrap();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answered = browser.posts(button["action"].as_str().unwrap(), &fields).status();
        // A button that was pressed before has overtaken the form of this one, or taken away what it is about.
        let is_alive = [200, 422, status].contains(&answered) || is_overtaken && matches!(answered, 404 | 409);
        if !is_alive {
            dead.push(format!("{} answers {answered}", button["words"]));
        }
        is_overtaken |= answered == 200 && !is_language(&button);
    }
    dead
}

/// The language button first, there and back: what is agreed to is in one language, and a claim changes what its form holds.
fn in_turn(buttons: &Value, language: &str) -> Vec<Value> {
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

fn is_language(button: &Value) -> bool {
    fields(button).any(|field| field[0] == "language")
}

fn fields(button: &Value) -> impl Iterator<Item = &Value> {
    button["fields"].as_array().unwrap().iter()
}
