//! The lines that the walk shows to be copied are run as they are shown: by a shell, and by Python with the official client.

use std::process::Command;

use serde_json::Value;

use super::{Developer, sandbox};
use crate::support::{Database, Page, QuickBooks, Server, tell, tool};

/// The lines under this id, as a hand copies them.
fn line(page: &Page, id: &str) -> String {
    page.text_of(id).unwrap_or_else(|| panic!("no lines {id} in {}", page.html()))
}

/// What a terminal has: the key, and ids that were put into variables.
struct Hand {
    variables: Vec<(String, String)>,
}

impl Hand {
    fn runs(&self, program: &str, flag: &str, text: &str) -> String {
        let mut command = Command::new(program);
        command.args([flag, text]).env("NO_PROXY", "*").envs(self.variables.iter().cloned());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{text}\n{said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Pastes a line into a shell; answers what the API answered, if it was not refused.
    fn pastes(&self, line: &str) -> Value {
        let answer = self.runs("sh", "-c", line);
        let answer: Value = if answer.is_empty() { Value::Null } else { serde_json::from_str(&answer).unwrap() };
        assert!(answer.get("service").is_none(), "{line}\n{answer}");
        answer
    }

    fn python(&self, script: &str) -> String {
        self.runs(&tool("python").display().to_string(), "-c", script)
    }

    fn keeps(&mut self, name: &str, value: &Value) {
        self.variables.push((name.to_owned(), value.as_str().unwrap().to_owned()));
    }
}

/// Software connects all accounts of the company that the page is about.
fn connects(server: &Server, pair: &Value) -> QuickBooks {
    let text = |name: &str| pair[name].as_str().unwrap();
    let quickbooks = QuickBooks::signing_on(server, text("username"), text("password"));
    assert!(quickbooks.downloads_everything().is_good());
    quickbooks
}

#[test]
fn the_lines_for_curl_do_what_the_steps_say() {
    tell(async {
        let server = sandbox(Database::sqlite()).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let mut hand = Hand { variables: vec![("API_KEY".to_owned(), developer.partner.api_key.clone())] };
        let walk = developer.opens("/sandbox");
        assert_eq!(line(&walk, "export"), "export API_KEY='bfl_…'");
        let company = hand.pastes(&line(&walk, "curl-create-1"));
        hand.keeps("COMPANY", &company["id"]);
        let connection = hand.pastes(&line(&walk, "curl-create-2"));
        hand.keeps("CONNECTION", &connection["id"]);
        for account in ["curl-create-3", "curl-create-4"] {
            assert_eq!(hand.pastes(&line(&walk, account))["status"], "pending");
        }

        let walk = developer.opens("/sandbox");
        assert!(hand.pastes(&line(&walk, "curl-link-1"))["linkUrl"].as_str().unwrap().contains("?otp="));
        let pair = hand.pastes(&line(&walk, "curl-credentials-1"));
        let quickbooks = connects(&server, &pair);
        let listed = hand.pastes(&line(&walk, "curl-connect-1"));
        assert_eq!((&listed[0]["status"], &listed[1]["status"]), (&"connected".into(), &"connected".into()));
        let walk = developer.opens("/sandbox");
        assert_eq!(hand.pastes(&line(&walk, "curl-push-1"))["status"], "Success");
        assert_eq!(quickbooks.downloads_everything().values("FITID").len(), 3);
        assert_eq!(hand.pastes(&line(&walk, "curl-update-1"))["status"], "Linked");
        assert_eq!(hand.pastes(&line(&walk, "curl-revoke-1")), Value::Null);
        assert_eq!(hand.pastes(&line(&walk, "curl-silence-1"))["status"], "Deauthorized");
    });
}

#[test]
fn the_lines_for_python_do_what_the_steps_say() {
    tell(async {
        let server = sandbox(Database::sqlite()).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let hand = Hand { variables: vec![("API_KEY".to_owned(), developer.partner.api_key.clone())] };
        let walk = developer.opens("/sandbox");
        let beginning = line(&walk, "beginning");
        let program = |page: &Page, ids: &[&str]| {
            let lines: Vec<String> = ids.iter().map(|id| line(page, &format!("python-{id}"))).collect();
            format!("{beginning}\n{}", lines.join("\n"))
        };
        hand.python(&program(&walk, &["create-1", "create-2", "create-3", "create-4"]));
        let walk = developer.opens("/sandbox");
        assert!(walk.says("PendingAuth") && walk.says("Business card: pending"), "{}", walk.html());

        let said = hand.python(&program(&walk, &["link-1", "connect-1", "credentials-1"]));
        let word = |name: &str| {
            let rest = said.split_once(&format!("{name}='")).unwrap_or_else(|| panic!("no {name} in {said}")).1;
            Value::from(rest.split('\'').next().unwrap())
        };
        let pair = serde_json::json!({ "username": word("username"), "password": word("password") });
        let quickbooks = connects(&server, &pair);
        let walk = developer.opens("/sandbox");
        let said = hand.python(&program(&walk, &["push-1", "update-1", "silence-1", "revoke-1"]));
        assert!(said.contains("Success") && said.contains("Linked"), "{said}");
        assert!(quickbooks.downloads_everything().values("FITID").is_empty(), "revoked after the push");
        assert!(developer.opens("/sandbox").says("Deauthorized"));
    });
}
