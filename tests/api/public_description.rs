//! The walk over the public description of this API: path by path, operation by operation, field by field. The description is
//! not ours to copy: it is found by the variable `PARTNER_API_YAML`. What contradicts the contract is in one table, each with
//! its rule: tests/api/public_description.toml.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use bankfeeds_link::domain::settings::Settings;
use serde_json::{Value, json};
use ureq::SendBody;

use super::quickbooks_connects;
use crate::support::{
    Answer, Connection, Database, PartnerClient, Server, agent, checking, project, send, tool, transaction,
};

const VARIABLE: &str = "PARTNER_API_YAML";
const INVENTED: &str = "6b1f0f3c-0000-4000-8000-000000000000";

/// A partner's program that keeps what it sends and hears.
struct Walker<'a> {
    server: &'a Server,
    bank: PartnerClient,
    /// Method, path, and what was sent.
    asked: Vec<(String, String, Value)>,
    heard: Vec<String>,
}

impl Walker<'_> {
    fn sends(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let answer = self.bank.sends(method, path, body);
        self.keeps(method, path, body, &answer);
        self.asked.push((method.to_owned(), path.to_owned(), body.clone()));
        answer
    }

    fn gets(&mut self, path: &str) -> Answer {
        self.sends("GET", path, &Value::Null)
    }

    fn posts(&mut self, path: &str, body: &Value) -> Answer {
        self.sends("POST", path, body)
    }

    fn deletes(&mut self, path: &str) -> Answer {
        self.sends("DELETE", path, &Value::Null)
    }

    fn keeps(&mut self, method: &str, path: &str, body: &Value, answer: &Answer) {
        let path = path.split('?').next().unwrap();
        self.heard.push(
            json!({
                "method": method,
                "path": path,
                "sent": body,
                "status": answer.status,
                "type": answer.header("content-type"),
                "answer": answer.text(),
            })
            .to_string(),
        );
    }

    /// Everything once more with a wrong key, and about things that nobody has.
    fn asks_again_as_a_stranger(&mut self) {
        for (method, path, body) in std::mem::take(&mut self.asked) {
            let headers = [("authorization", "Basic Ym9ndXM="), ("content-type", "application/json")];
            let url = format!("{}{path}", self.server.url());
            let answer = send(&agent(), &method, &url, &headers, SendBody::none());
            self.keeps(&method, &path, &Value::Null, &answer);
            let mut steps: Vec<&str> = path.split('/').collect();
            // The id of the company, where there is one.
            if let Some(id) = steps.get_mut(2) {
                *id = INVENTED;
                let unknown = steps.join("/");
                let answer = self.bank.sends(&method, &unknown, &body);
                self.keeps(&method, &unknown, &body, &answer);
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn companies(walker: &mut Walker<'_>) -> String {
    let asked = json!({ "name": "Bistro, Cafe & Co.", "description": "table 7", "tags": { "region": "qc" } });
    let company = walker.posts("/companies", &asked).succeeded();
    walker.posts("/companies", &json!({ "name": "Garage" })).succeeded();
    let path = format!("/companies/{}", text(&company["id"]));
    walker.sends("PATCH", &path, &json!({ "description": "table 8" })).succeeded();
    walker.sends("PUT", &path, &asked).succeeded();
    walker.gets("/companies?tags=region%3Dqc&query=name~bistro&orderBy=-created").succeeded();
    walker.gets("/companies?page=2&pageSize=1").succeeded();
    walker.gets("/companies?pageSize=5000").succeeded();
    walker.gets("/companies?pageSize=1").succeeded();
    walker.gets(&format!("{path}/accessToken")).succeeded();
    for (method, path) in [("POST", "/companies"), ("PUT", &path), ("PATCH", &path)] {
        assert_eq!(walker.sends(method, path, &json!({ "name": 7 })).status, 400);
    }
    for query in ["query=nothing%3D1", "orderBy=nothing", "page=0", "tags=%7B"] {
        assert_eq!(walker.gets(&format!("/companies?{query}")).status, 400);
    }
    path
}

fn connections(walker: &mut Walker<'_>, company: &str) -> Connection {
    let path = format!("{company}/connections");
    let body = walker.posts(&path, &json!({ "platformKey": "hcws" })).succeeded();
    assert_eq!(walker.posts(&path, &json!({ "platformKey": "gbol" })).status, 400);
    walker.gets(&format!("{path}?query=status%3DPendingAuth")).succeeded();
    assert_eq!(walker.gets(&format!("{path}?query=%7B")).status, 400);
    Connection {
        id: text(&body["id"]).to_owned(),
        company: company.trim_start_matches("/companies/").to_owned(),
        link_url: text(&body["linkUrl"]).to_owned(),
        body,
    }
}

fn source_accounts(walker: &mut Walker<'_>, connection: &Connection) {
    let accounts = connection.path("connectionInfo/bankFeedAccounts");
    let batch = format!("{accounts}/batch");
    walker.gets(&accounts).succeeded();
    let mut whole = checking("1");
    whole["sortCode"] = json!("12-34-56");
    whole["modifiedDate"] = json!("2026-11-20T10:00:00Z");
    whole["accountInfo"] = json!({
        "description": "of the shop", "nickname": "Daily", "accountOpenDate": "2020-05-06", "availableBalance": 10.5,
    });
    walker.posts(&accounts, &whole).succeeded();
    assert_eq!(walker.posts(&accounts, &whole).status, 409);
    assert_eq!(walker.posts(&accounts, &json!({ "id": "x" })).status, 400);
    let plain = json!({
        "id": "2", "accountName": "Savings", "accountType": "savings", "accountNumber": "2", "currency": "USD", "balance": 0,
    });
    walker.posts(&accounts, &plain).succeeded();
    walker.gets(&accounts).succeeded();
    let old = |id: &str| {
        json!({
            "id": id, "accountName": "Old", "accountType": "credit", "accountNumber": "98765432", "sortCode": "123456",
            "currency": "CAD", "balance": 0, "modifiedDate": "2023-01-09T14:14:14.1057478Z",
        })
    };
    assert_eq!(walker.posts(&batch, &json!([checking("3"), checking("4")])).status, 201);
    assert_eq!(walker.posts(&batch, &json!([old("5"), old("6")])).status, 201);
    assert_eq!(walker.posts(&batch, &json!([checking("1"), old("7"), checking("8"), { "id": "9" }])).status, 207);
    assert_eq!(walker.posts(&batch, &json!([checking("1"), checking("2")])).status, 409);
    assert_eq!(walker.posts(&batch, &json!([])).status, 400);
    walker.posts(&accounts, &old("10")).succeeded();
    walker.gets(&accounts).succeeded();
    walker
        .sends("PATCH", &format!("{accounts}/1"), &json!({ "id": "1", "accountName": "Everyday", "balance": 5 }))
        .succeeded();
    assert_eq!(walker.sends("PATCH", &format!("{accounts}/1"), &json!({ "id": "2" })).status, 400);
    assert_eq!(walker.deletes(&format!("{accounts}/8")).status, 204);
    walker.posts(&format!("{accounts}/credentials"), &json!({})).succeeded();
}

async fn transactions(walker: &mut Walker<'_>, connection: &Connection) {
    quickbooks_connects(walker.server, connection, "1", 7).await;
    let company = format!("/companies/{}", connection.company);
    let push = connection.path("push/bankAccounts/1/bankTransactions");
    let day = walker.server.day(0);
    walker.gets(&connection.path("options/bankAccounts/1/bankTransactions")).succeeded();
    let item = json!({
        "id": "t-1", "date": format!("{day}T10:21:00"), "description": "Coffee", "counterparty": "Café", "reference": "7",
        "reconciled": false, "amount": -4.5, "balance": 95.4, "transactionType": "Debit",
    });
    let batch = json!({ "accountId": "1", "transactions": [item, transaction("t-2", &day, 7.0, "Bread\u{7}")] });
    let pushed = walker.posts(&format!("{push}?timeoutInMinutes=10&allowSyncOnPushComplete=false"), &batch).succeeded();
    assert!(!pushed["validation"]["warnings"].as_array().unwrap().is_empty(), "{pushed}");
    let refused = json!({ "accountId": "1", "transactions": [transaction("t-1", &day, 1.0, "Other")] });
    assert_eq!(walker.posts(&push, &refused).status, 400);
    let listed = walker.gets(&format!("{company}/push")).succeeded();
    for operation in listed["results"].as_array().unwrap() {
        walker.gets(&format!("{company}/push/{}", text(&operation["pushOperationKey"]))).succeeded();
    }
    walker.gets(&format!("{company}/push?query=status%3DFailed&orderBy=-requestedOnUtc&pageSize=1")).succeeded();
    assert_eq!(walker.gets(&format!("{company}/push?query=nothing")).status, 400);
    walker.gets(&connection.path("")).succeeded();
    // Without those of version 1, which put the whole list into their shape.
    for old in ["5", "6", "7", "10"] {
        walker.deletes(&connection.path(&format!("connectionInfo/bankFeedAccounts/{old}")));
    }
    let listed = walker.gets(&connection.path("connectionInfo/bankFeedAccounts")).succeeded();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["feedStartDate"]), (4, &json!("2026-11-14")));
    let accounts = format!("{}/1", connection.path("connectionInfo/bankFeedAccounts"));
    walker.sends("PATCH", &accounts, &json!({ "id": "1", "status": "disconnected" })).succeeded();
    walker.gets(&company).succeeded();
}

fn for_other_integrations(walker: &mut Walker<'_>, connection: &Connection) {
    walker.gets(&connection.path("bankFeedAccounts/mapping"));
    walker.posts(&connection.path("bankFeedAccounts/mapping"), &json!({ "sourceAccountId": "1" }));
    walker.gets(&connection.path("bankFeeds/info"));
    walker.posts(&connection.path("bankFeeds/otp"), &Value::Null);
}

async fn what_is_switched_off(walker: &mut Walker<'_>, connection: &Connection) {
    let off = |settings: &mut Settings| (settings.bank_accounts, settings.bank_transactions) = (false, false);
    walker.bank.changes_settings(walker.server, off).await;
    let company = format!("/companies/{}/connections", connection.company);
    assert_eq!(walker.posts(&company, &json!({ "platformKey": "hcws" })).status, 403);
    let push = connection.path("push/bankAccounts/1/bankTransactions");
    let batch = json!({ "accountId": "1", "transactions": [transaction("t-9", &walker.server.day(0), 1.0, "x")] });
    assert_eq!(walker.posts(&push, &batch).status, 403);
}

fn ends(walker: &mut Walker<'_>, company: &str, connection: &Connection) {
    let credentials = connection.path("connectionInfo/bankFeedAccounts/credentials");
    assert_eq!(walker.deletes(&credentials).status, 204);
    assert_eq!(walker.sends("PATCH", &connection.path(""), &json!({ "status": "Linked" })).status, 400);
    walker.sends("PATCH", &connection.path(""), &json!({ "status": "Unlinked" })).succeeded();
    assert_eq!(walker.deletes(&connection.path("")).status, 200);
    assert_eq!(walker.deletes(company).status, 204);
}

fn compares(description: &Path, table: &Path, heard: &[String]) -> (bool, String) {
    let mut comparison = Command::new(tool("python"))
        .arg(project().join("tests/clients/description.py"))
        .args([description, table])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = comparison.stdin.take().unwrap();
    let lines = heard.join("\n");
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let told = comparison.wait_with_output().unwrap();
    let _ = writing.join();
    (told.status.success(), String::from_utf8(told.stdout).unwrap())
}

/// Past what the test harness captures: a run without the description must not look like one with it.
fn says(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A description and a table of this test's own.
const BAKERY: &str = "
openapi: 3.1.0
paths:
  /loaves/{id}:
    get:
      operationId: get-loaf
      responses:
        '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Loaf' } } } }
        '404': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/ErrorMessage' } } } }
    delete:
      operationId: eat-loaf
      responses: { '204': { description: x } }
components:
  schemas:
    DateTime: { type: string }
    ErrorMessage: { type: object, required: [error], properties: { error: { type: string } } }
    Loaf:
      allOf:
        - { type: object, required: [id], properties: { id: { type: string, format: uuid } } }
        - type: object
          properties:
            kind: { type: string, enum: [rye, wheat], nullable: true }
            baked: { $ref: '#/components/schemas/DateTime', nullable: true }
            slices: { type: array, items: { type: object, properties: { grams: { type: integer } } } }
";
const TABLE: &str = "other_integration = []\nnot_walked = { statuses = [] }\n";

/// What is told when these are the answers of the one loaf, and all else is well.
fn told_of(loaves: &[Value], table: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (description, table_file) = (folder.path().join("bakery.yaml"), folder.path().join("table.toml"));
    std::fs::write(&description, BAKERY).unwrap();
    std::fs::write(&table_file, table).unwrap();
    let heard = |method: &str, status: u16, answer: &str| {
        let kind = "application/json";
        json!({ "method": method, "path": "/loaves/1", "sent": null, "status": status, "type": kind, "answer": answer })
            .to_string()
    };
    let mut all = vec![heard("GET", 404, r#"{"error":"none"}"#), heard("DELETE", 204, "")];
    all.extend(loaves.iter().map(|loaf| heard("GET", 200, &loaf.to_string())));
    let (fits, told) = compares(&description, &table_file, &all);
    assert_eq!(fits, told.lines().count() == 1, "{told}");
    told.lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_walk_sees_what_does_not_fit_and_what_was_never_shown() {
    let whole = json!({ "id": INVENTED, "kind": "rye", "baked": "2026-11-21T06:00:00Z", "slices": [{ "grams": 40 }] });
    let with = |field: &str, value: Value| {
        let mut loaf = whole.clone();
        loaf[field] = value;
        loaf
    };
    assert_eq!(told_of(&[whole.clone(), with("kind", json!(null)), with("baked", json!(null))], TABLE), "");
    for (loaf, says) in [
        (with("id", json!("1")), "get-loaf 200: $.id: '1' is not a 'uuid'"),
        (with("kind", json!("corn")), "get-loaf 200: $.kind: 'corn' is not one of ['rye', 'wheat', None]"),
        (with("baked", json!("today")), "get-loaf 200: $.baked: 'today' is not valid under any"),
        (with("slices", json!([{ "grams": "40" }])), "get-loaf 200: $.slices[0].grams: '40' is not of type 'integer'"),
        (with("slices", json!([{ "grams": 40, "crust": 1 }])), "get-loaf 200: $.slices[0].crust is not documented"),
        (with("price", json!(4)), "get-loaf 200: $.price is not documented"),
        (json!({ "kind": "rye" }), "get-loaf 200: $: 'id' is a required property"),
    ] {
        let told = told_of(&[whole.clone(), loaf], TABLE);
        assert!(told.starts_with(says) && told.lines().count() == 1, "{told}");
    }
    let told = told_of(&[json!({ "id": INVENTED, "kind": "rye", "slices": [] })], TABLE);
    assert_eq!(told, "Loaf/allOf/1 baked: documented, and in none of the answers");
    assert_eq!(told_of(&[], TABLE), "get-loaf: never answered with [200], only with [404]");
    let excused = format!("{TABLE}[[exception]]\nwhere = \"get-loaf 200\"\nkeyword = \"field\"\nat = \"price\"\n");
    assert_eq!(told_of(&[with("price", json!(4))], &excused), "");
    assert!(told_of(&[whole], &excused).ends_with("was not needed"));
}

on_both_databases! {
    async fn every_answer_fits_the_public_description(database: Database) {
        let Some(description) = std::env::var_os(VARIABLE) else {
            says(&format!("SKIPPED: the walk over the public description; set {VARIABLE} to its file"));
            return;
        };
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let mut walker = Walker { server: &server, bank, asked: Vec::new(), heard: Vec::new() };
        let company = companies(&mut walker);
        let connection = connections(&mut walker, &company);
        source_accounts(&mut walker, &connection);
        transactions(&mut walker, &connection).await;
        for_other_integrations(&mut walker, &connection);
        what_is_switched_off(&mut walker, &connection).await;
        ends(&mut walker, &company, &connection);
        walker.asks_again_as_a_stranger();
        let table = project().join("tests/api/public_description.toml");
        let (fits, told) = compares(Path::new(&description), &table, &walker.heard);
        assert!(fits, "{told}");
        says(told.trim());
    }
}
