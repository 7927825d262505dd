//! The Nu HTML checker of the W3C.

use std::process::Command;

use serde_json::Value;

use crate::support::{npm_file, program};

/// What it says of pages, each by its name and its text; warnings, too. One run of it for all: its start takes seconds.
pub fn faults(pages: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, html) in pages {
        std::fs::write(folder.path().join(format!("{}.html", name.replace(' ', "-"))), html).unwrap();
    }
    let mut checker = Command::new(program("java", "default-jre-headless"));
    checker.arg("-jar").arg(npm_file("vnu-jar/build/dist/vnu.jar")).args(["--format", "json"]).arg(folder.path());
    let said = checker.output().unwrap();
    let said: Value = serde_json::from_slice(&said.stderr).unwrap_or_else(|_| panic!("the checker fails: {said:?}"));
    // Which language a page is in it guesses, by chance another one where a page holds much of both, as this one does on purpose.
    let is_guess = |message: &&Value| {
        let says = |field: &str, words: &str| message[field].as_str().is_some_and(|it| it.contains(words));
        says("url", "in-the-other-language") && says("message", "appears to be written in")
    };
    said["messages"].as_array().unwrap().iter().filter(|message| !is_guess(message)).map(told).collect()
}

fn told(message: &Value) -> String {
    let page = message["url"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    format!("{page}:{}: {} in {}", message["lastLine"], message["message"], message["extract"])
}
