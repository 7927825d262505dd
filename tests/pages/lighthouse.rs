//! Lighthouse's own opinion.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::dress::USUAL;
use super::marie::Marie;
use super::states::{STATES, State};
use crate::support::{npm_file, program, project, tell_within};

const PATIENCE: Duration = Duration::from_secs(900);
/// A page of each kind.
const KINDS: [&str; 8] =
    ["select-software", "permission", "set-up", "credentials", "revoke", "finish", "no-such-link", "expired"];
const SEEN: &str = "accessibility,best-practices";

/// What Lighthouse finds below 100 on these pages, in the best of some runs.
async fn lacks(states: &[&State], language: &str, categories: &str, runs: u32) -> Vec<String> {
    let mut guests = Vec::new();
    for state in states {
        let marie = Marie::of(language, &USUAL).await;
        let arrival = state.brings(&marie).await;
        // Lighthouse opens addresses.
        if arrival.posted.is_none() {
            guests.push((state, arrival.page.url, marie));
        }
    }
    let pages = guests.iter().map(|(state, url, marie)| {
        let cookie = |(name, value)| json!({ "name": name, "value": value, "url": marie.here.server.url() });
        let cookies: Vec<Value> = marie.browser.cookies().into_iter().map(cookie).collect();
        json!({ "name": state.name, "url": url, "status": state.status, "cookies": cookies, "language": language })
    });
    let reports = asks(&Value::from_iter(pages), categories, runs);
    assert_eq!(reports.len(), guests.len());
    reports.iter().flat_map(told).collect()
}

#[expect(clippy::print_stdout, reason = "figures, for whoever asks the suite to show what it prints")]
fn told(report: &Value) -> Vec<String> {
    println!("figures: {} {}", report["name"].as_str().unwrap(), report["scores"]);
    let is_low = report["scores"].as_object().unwrap().values().any(|score| *score != 100);
    let faults = report["faults"].as_array().unwrap();
    let faults = faults.iter().map(|fault| format!("{}: {}", report["name"], fault.as_str().unwrap()));
    faults.filter(|_| is_low).collect()
}

fn asks(pages: &Value, categories: &str, runs: u32) -> Vec<Value> {
    // Found by any of its files.
    let modules = npm_file("lighthouse/package.json").ancestors().nth(2).unwrap().to_owned();
    let mut node = Command::new(program("node", "nodejs"));
    node.arg(project().join("tests/pages/lighthouse.mjs")).arg(modules).arg(program("chromium", "chromium"));
    node.args([categories, &runs.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut node = node.spawn().unwrap();
    node.stdin.take().unwrap().write_all(pages.to_string().as_bytes()).unwrap();
    let said = node.wait_with_output().unwrap();
    assert!(said.status.success(), "Lighthouse fails: {}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

#[test]
fn lighthouse_gives_a_page_of_each_kind_100_for_accessibility_and_best_practices() {
    tell_within(PATIENCE, async {
        let states = KINDS.map(State::named);
        let lacking = lacks(&states, "en-CA", SEEN, 1).await;
        assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn lighthouse_gives_every_page_100_for_accessibility_and_best_practices() {
    tell_within(PATIENCE, async {
        let states: Vec<&State> = STATES.iter().collect();
        for language in ["en-CA", "fr-CA"] {
            let lacking = lacks(&states, language, SEEN, 1).await;
            assert!(lacking.is_empty(), "{language}: {}", lacking.join("\n"));
        }
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn lighthouse_gives_a_page_of_each_kind_100_for_performance_in_the_best_of_three_runs() {
    tell_within(PATIENCE, async {
        let states = KINDS.map(State::named);
        let lacking = lacks(&states, "en-CA", "performance", 3).await;
        assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    });
}
