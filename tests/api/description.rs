//! What the API says of itself: it is what is mounted, its examples are true, and what it says holds, by schemathesis.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::PublicUrl;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use time::macros::datetime;

use super::{quickbooks_connects, routes};
use crate::support::{Answer, Connection, Database, PartnerClient, Server, agent, project, send, tool};

const NOBODYS: &str = "00000000-0000-0000-0000-000000000000";
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
fn asks(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(&agent(), "GET", &format!("{}{path}", server.url()), headers, ())
}

fn document(server: &Server) -> Value {
    asks(server, "/openapi.json", &[]).json()
}

/// Each address with its methods, in capitals.
fn described(document: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let methods = |it: &Value| it.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
    document["paths"].as_object().unwrap().iter().map(|(path, it)| (path.clone(), methods(it))).collect()
}

#[test]
fn what_is_mounted_is_described_and_what_is_described_is_mounted() {
    crate::support::tell(async {
        let server = Server::start(Database::sqlite()).await;
        let mut mounted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for route in routes::all() {
            mounted.entry(route.path).or_default().insert(route.method);
        }
        assert_eq!(mounted, described(&document(&server)), "src/api/describe is to tell of what src/api mounts");
    });
}

on_both_databases! {
    async fn each_address_takes_the_methods_that_are_described_and_no_others(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let key = acme.authorization();
        for (path, methods) in described(&document(&server)) {
            // Nobody's ids: nothing is done, and an address knows its methods all the same.
            let address = path.split('/').map(|part| if part.starts_with('{') { NOBODYS } else { part });
            let address = address.collect::<Vec<_>>().join("/");
            for method in METHODS {
                let url = format!("{}{address}", server.url());
                let answer = send(&agent(), method, &url, &[("authorization", &key)], ureq::SendBody::none());
                assert_eq!(answer.status != 405, methods.contains(method), "{method} {path}: {}", answer.status);
                if answer.status == 405 {
                    let allowed: BTreeSet<String> = answer.header("allow").split(", ").map(str::to_owned).collect();
                    assert_eq!(allowed, methods, "{method} {path}");
                }
            }
        }
    }

    async fn what_the_description_says_holds_by_all_checks_of_schemathesis(database: Database) {
        // What the databases may do differently is not in what is sent. The seed is fixed, so that whoever changes something
        // hears of their change; the ordeal looks elsewhere each time.
        let how: &[&str] = match database.is_postgres() {
            true => &["--seed", "8", "--max-examples", "4", "--phases", "examples,fuzzing,stateful"],
            false => &["--seed", "8", "--max-examples", "6"],
        };
        schemathesis(database, how).await;
    }

}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn ordeal_what_the_description_says_holds_for_ten_minutes() {
    crate::support::tell_within(std::time::Duration::from_secs(1_200), async {
        schemathesis(Database::sqlite(), &["--max-examples", "200", "--max-time", "600"]).await;
    });
}

/// Looks at a server by `tests/clients/schemathesis.toml`, which says who the two banks are.
#[expect(clippy::print_stdout, reason = "the seed, and what was looked at")]
async fn schemathesis(database: Database, how: &[&str]) {
    let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
    let server = Server::with(database, clock, |app| {
        (app.limits.requests_a_minute, app.limits.requests_a_day) = (1_000_000, 1_000_000);
    });
    let server = server.await;
    let acme = PartnerClient::new(&server, "Acme Bank").await;
    let other = PartnerClient::new(&server, "Other Bank").await;
    let connection = has_the_account_of_the_examples(&server, &other).await;
    let key = |name: &str| {
        let made = acme.posts("/apiKeys", &json!({ "name": name })).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let looked = Command::new(tool("schemathesis"))
        .args(["--config-file", "tests/clients/schemathesis.toml", "run", "--checks", "all", "--continue-on-failure"])
        .args(["--no-color", "--output-sanitize", "false"])
        .args(how)
        .arg(format!("{}/openapi.json", server.url()))
        .envs([("API_KEY", &acme.api_key), ("OTHER_API_KEY", &other.api_key)])
        .envs([("COMPANY", &connection.company), ("CONNECTION", &connection.id)])
        .envs([("KEY_TO_DELETE", key("to delete")), ("KEY_TO_ROLL", key("to roll"))])
        .env("NO_PROXY", "*")
        .current_dir(project())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&looked.stdout);
    println!("{said}");
    assert!(looked.status.success(), "{said}\n{}", String::from_utf8_lossy(&looked.stderr));
    assert!(said.contains("Seed: "), "{said}");
    // It came through to what it looked at: the example's push succeeded, and the key is still one.
    let pushed = other.gets(&format!("/companies/{}/push?query=status%3DSuccess", connection.company)).json();
    assert!(pushed["totalResults"].as_u64().is_some_and(|total| total > 0), "no push has succeeded: {pushed}");
    assert_eq!(acme.gets("/companies").status, 200);
}

async fn has_the_account_of_the_examples(server: &Server, acme: &PartnerClient) -> Connection {
    let connection = acme.connects(&acme.creates_company("Bistro"));
    let document = document(server);
    let accounts = "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts";
    let example = &document["paths"][accounts]["post"]["requestBody"]["content"]["application/json"]["example"];
    acme.adds_account(&connection, example);
    quickbooks_connects(server, &connection, example["id"].as_str().unwrap(), 7).await;
    connection
}

#[test]
fn every_example_fits_its_schema() {
    crate::support::tell(async {
        let server = Server::start(Database::sqlite()).await;
        let document = asks(&server, "/openapi.json", &[]).text();
        let folder = tempfile::tempdir().unwrap();
        let looks = |document: &str| {
            let file = folder.path().join("openapi.json");
            std::fs::write(&file, document).unwrap();
            let mut command = Command::new(tool("python"));
            command.arg(project().join("tests/clients/examples.py")).arg(file).output().unwrap()
        };
        let looked = looks(&document);
        let faults = String::from_utf8_lossy(&looked.stderr).into_owned();
        assert!(looked.status.success() && faults.is_empty(), "{faults}");
        let seen: usize = String::from_utf8_lossy(&looked.stdout).trim().parse().unwrap();
        assert!(seen > 60, "only {seen} examples");
        let broken = looks(&document.replace("\"status\": \"PendingAuth\"", "\"status\": \"Pending\""));
        assert!(String::from_utf8_lossy(&broken.stderr).contains("Pending"), "a wrong example is not found");
    });
}

#[test]
fn the_description_needs_no_key_names_this_server_and_is_sent_once() {
    crate::support::tell(async {
        let ours = "https://link.acme.example";
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
        let server =
            Server::with(Database::sqlite(), clock, |app| app.public_url = PublicUrl::parse(ours).unwrap()).await;
        let answer = asks(&server, "/openapi.json", &[("host", "evil.example")]);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
        assert_eq!(
            (&answer.json()["openapi"], &answer.json()["servers"]),
            (&json!("3.1.0"), &json!([{ "url": ours }]))
        );
        for path in ["/openapi.json", "/docs", "/docs/guide"] {
            let first = asks(&server, path, &[("accept-encoding", "gzip")]);
            assert_eq!((first.status, first.header("content-encoding")), (200, "gzip"), "{path}");
            assert!(first.bytes.len() < 25_000, "{path} weighs {}", first.bytes.len());
            let tag = first.header("etag").to_owned();
            for tags in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
                let again = asks(&server, path, &[("if-none-match", &tags)]);
                assert_eq!((again.status, again.bytes.len()), (304, 0), "{path} {tags}");
                assert_eq!((again.header("etag"), again.header("cache-control")), (tag.as_str(), "no-cache"));
            }
            assert_eq!(asks(&server, path, &[("if-none-match", "\"other\"")]).status, 200, "{path}");
        }
    });
}

#[test]
fn a_key_as_a_user_without_a_password_is_what_the_examples_send() {
    crate::support::tell(async {
        let server = Server::start(Database::sqlite()).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:", acme.api_key)));
        assert_eq!(asks(&server, "/companies", &[("authorization", &basic)]).status, 200);
        assert!(asks(&server, "/docs", &[]).text().contains("curl -u &#34;$API_KEY:&#34;"));
    });
}
