//! One visit of a real browser to one page: everything that is checked there.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::conditions::{CONDITIONS, DARK, PHONE};
use super::dress::Dress;
use super::marie::Marie;
use super::presses;
use super::states::State;
use crate::support::{Browser, agent, npm_file, project, send};

/// A customer waits for no more than this, hero aside.
const MOST_REQUESTS: u64 = 6;
const MOST_BYTES: u64 = 25_000;
/// A developer gets all calls of the story on one page, and what says test mode has a style sheet of its own.
const MOST_REQUESTS_OF_A_SANDBOX: u64 = 7;
const MOST_BYTES_OF_A_SANDBOX: u64 = 50_000;
/// Somebody who chooses colours sees a swatch for each thing that they colour.
const MOST_REQUESTS_OF_THE_PORTAL: u64 = 16;
/// What browsers take the headers of an answer to weigh.
const HEADERS: u64 = 300;

/// What is looked for. Each has a test of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Axe,
    Keyboard,
    WithoutScript,
    Console,
    Layout,
    Weight,
}

/// A page as it was seen.
pub struct Seen {
    /// Language and state.
    pub name: String,
    pub html: String,
    pub faults: Vec<(Check, String)>,
    pub requests: u64,
    pub bytes: u64,
    pub axe_rules: u64,
}

struct Inspection<'a> {
    browser: &'a Browser,
    name: String,
    faults: Vec<(Check, String)>,
}

/// Everything, in an order in which nothing disturbs what comes after it.
pub async fn of(browser: &Browser, state: &State, language: &str, dress: &Dress) -> Seen {
    let marie = &Marie::of(language, dress).await;
    let arrival = state.brings(marie).await;
    let mut inspection = Inspection::begun(browser, format!("{language} {}", state.name)).await;
    runs_scripts(browser, false);
    marie.goes_on(browser, &arrival).await;
    let controls = inspection.controls().await;
    runs_scripts(browser, true);
    if controls["hasScript"] == true {
        marie.goes_on(browser, &arrival).await;
    }
    let (requests, bytes) = inspection.weight().await;
    inspection.console(state.status);
    let axe_rules = inspection.axe(&[]).await;
    inspection.keyboard().await;
    inspection.layouts().await;
    inspection.skip_link().await;
    for dead in presses::of_all(&marie.browser, &controls, language, state.status) {
        inspection.finds(Check::WithoutScript, dead);
    }
    Seen { name: inspection.name, html: arrival.page.html(), faults: inspection.faults, requests, bytes, axe_rules }
}

/// What axe says of the colours of a page, in light and in dark.
pub async fn of_colours(browser: &Browser, state: &State, language: &str, dress: &Dress) -> Vec<String> {
    let marie = &Marie::of(language, dress).await;
    let arrival = state.brings(marie).await;
    let mut inspection = Inspection::begun(browser, format!("{} {language} {}", dress.name, state.name)).await;
    marie.goes_on(browser, &arrival).await;
    for condition in [PHONE, PHONE.under("dark", DARK)] {
        condition.holds(browser);
        inspection.axe(&["color-contrast"]).await;
    }
    inspection.faults.into_iter().map(|(_, fault)| fault).collect()
}

/// What is found on a page that is none of ours.
pub async fn of_any(browser: &Browser, address: &str) -> Vec<(Check, String)> {
    let mut inspection = Inspection::begun(browser, String::new()).await;
    browser.opens(address).await;
    inspection.console(200);
    inspection.controls().await;
    inspection.axe(&[]).await;
    inspection.keyboard().await;
    inspection.layouts().await;
    inspection.skip_link().await;
    inspection.faults
}

/// For the page only: what WebDriver itself runs goes on.
fn runs_scripts(browser: &Browser, does: bool) {
    browser.asks_chromium("Emulation.setScriptExecutionDisabled", &json!({ "value": !does }));
}

/// Presses and releases a key, some times.
async fn strikes(browser: &Browser, key: Key, times: usize) {
    let value = char::from(key);
    let strokes = (0..times).flat_map(|_| [KeyAction::Down { value }, KeyAction::Up { value }]);
    let keyboard = strokes.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
    browser.client.perform_actions(keyboard).await.unwrap();
}

impl<'a> Inspection<'a> {
    async fn begun(browser: &'a Browser, name: String) -> Self {
        // What an earlier page says when its server ends is not this one's.
        browser.opens("about:blank").await;
        browser.console();
        PHONE.holds(browser);
        Self { browser, name, faults: Vec::new() }
    }

    /// Runs a script of this folder, as it is now.
    async fn runs(&self, file: &str, argument: Value) -> Value {
        let script = std::fs::read_to_string(project().join("tests/pages").join(file)).unwrap();
        let answer = self.browser.client.execute(&script, vec![argument]).await;
        answer.unwrap_or_else(|error| panic!("{file} at {}: {error}", self.name))
    }

    fn finds(&mut self, check: Check, fault: impl std::fmt::Display) {
        self.faults.push((check, format!("{}: {fault}", self.name)));
    }

    fn finds_all(&mut self, check: Check, faults: &Value) {
        for fault in faults.as_array().unwrap() {
            self.finds(check, fault.as_str().unwrap());
        }
    }

    async fn controls(&mut self) -> Value {
        let controls = self.runs("controls.js", Value::Null).await;
        self.finds_all(Check::WithoutScript, &controls["faults"]);
        controls
    }

    /// Nothing is said but that a dead end is one.
    fn console(&mut self, status: u16) {
        let own_status = format!("the server responded with a status of {status}");
        for line in self.browser.console() {
            if status < 400 || !line.contains(&own_status) {
                self.finds(Check::Console, line);
            }
        }
    }

    /// Requests and bytes of a first visit: what the page's timings tell, and the icon, which they leave out. What a page asks
    /// while it stays open is none of them: the stream of the credentials has not ended, and the stage of a second device is left
    /// out by its name.
    async fn weight(&mut self) -> (u64, u64) {
        let told = "const entries = ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
                .filter(entry => !entry.name.endsWith('/stage'));
            return { sizes: entries.map(entry => [entry.name, entry.transferSize]), icon: document.querySelector('link[rel=icon]').href };";
        let told = self.browser.client.execute(told, Vec::new()).await.unwrap();
        let sizes: Vec<u64> = told["sizes"].as_array().unwrap().iter().map(|it| it[1].as_u64().unwrap()).collect();
        assert!(sizes.len() > 1 && sizes.iter().all(|size| *size > 0), "not all came over the wire: {told}");
        let icon = send(&agent(), "GET", told["icon"].as_str().unwrap(), &[("accept-encoding", "gzip")], "");
        let (requests, bytes) = (sizes.len() as u64 + 1, sizes.iter().sum::<u64>() + icon.bytes.len() as u64 + HEADERS);
        let is_of = |part: &str| self.name.contains(part);
        let (most_requests, most_bytes) = if is_of(" portal-") {
            (MOST_REQUESTS_OF_THE_PORTAL, MOST_BYTES_OF_A_SANDBOX)
        } else if is_of(" sandbox-") {
            (MOST_REQUESTS_OF_A_SANDBOX, MOST_BYTES_OF_A_SANDBOX)
        } else {
            (MOST_REQUESTS, MOST_BYTES)
        };
        if requests > most_requests || bytes > most_bytes {
            self.finds(Check::Weight, format!("{requests} requests, {bytes} bytes: {told}"));
        }
        (requests, bytes)
    }

    /// These rules, or all; answers how many were asked.
    async fn axe(&mut self, rules: &[&str]) -> u64 {
        if self.browser.evaluates("typeof axe === 'object'").await != true {
            let source = std::fs::read_to_string(npm_file("axe-core/axe.min.js")).unwrap();
            self.browser.client.execute(&source, Vec::new()).await.unwrap();
        }
        let found = self.runs("axe.js", json!(rules)).await;
        self.finds_all(Check::Axe, &found["violations"]);
        self.finds_all(Check::Axe, &found["unsure"]);
        found["rules"].as_u64().unwrap()
    }

    /// Tab from the first control to the last, and around.
    async fn keyboard(&mut self) {
        let controls = self.runs("walk_begins.js", Value::Null).await.as_u64().unwrap();
        strikes(self.browser, Key::Tab, usize::try_from(controls).unwrap() + 2).await;
        let faults = self.runs("walk_ends.js", Value::Null).await;
        self.finds_all(Check::Keyboard, &faults);
    }

    async fn layouts(&mut self) {
        // The skip link lies on the page while it has the focus.
        self.browser.evaluates("document.activeElement.blur()").await;
        for condition in &CONDITIONS {
            condition.holds(self.browser);
            let faults = self.runs("layout.js", condition.for_layout()).await;
            for fault in faults.as_array().unwrap() {
                self.finds(Check::Layout, format!("{}: {}", condition.name, fault.as_str().unwrap()));
            }
            if condition.is_dark() {
                self.axe(&["color-contrast"]).await;
            }
        }
        PHONE.holds(self.browser);
    }

    async fn skip_link(&mut self) {
        self.browser.evaluates("document.querySelector('.skip').focus()").await;
        strikes(self.browser, Key::Enter, 1).await;
        let is_at_main = self.browser.evaluates("document.activeElement.id").await == "main";
        strikes(self.browser, Key::Tab, 1).await;
        // A page without any control below its header begins again at its top.
        let is_before =
            "document.querySelector('main, footer').parentElement.querySelector('main a, main button, footer a')
            && document.activeElement.matches('.skip, header *')";
        if !is_at_main || self.browser.evaluates(is_before).await == true {
            self.finds(Check::Keyboard, "the skip link does not lead past the header");
        }
    }
}
