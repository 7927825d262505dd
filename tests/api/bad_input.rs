//! Whatever is wrong with a request, at every route there is: refused with the right status in the one shape, and never a
//! failure of ours.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::SendBody;

use super::routes::{self, Route};
use super::{quickbooks_connects, refused};
use crate::support::{Answer, Connection, Database, PartnerClient, Server, agent, checking, send, transaction};

const INVENTED: &str = "6b1f0f3c-0000-4000-8000-000000000000";
const ALL_METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"];
const KIB: usize = 1024;

/// What a route takes as its body.
struct Takes {
    method: &'static str,
    /// The pattern of its address.
    path: String,
    /// A body that it takes; `null`: any or none.
    good: Value,
    /// What may not be left out.
    required: &'static [&'static str],
    /// A place in the body, what is wrong there, and what is said about it.
    wrong: Vec<(&'static str, Value, &'static str)>,
    limit_bytes: usize,
}

fn takes(day: &str) -> Vec<Takes> {
    let usual = 256 * KIB;
    let below = |path: &str| format!("/companies/{{companyId}}/connections/{{connectionId}}{path}");
    let any = |path: &str| Takes {
        method: "POST",
        path: below(path),
        good: Value::Null,
        required: &[],
        wrong: vec![],
        limit_bytes: usual,
    };
    let company = |method, path: &str, required| Takes {
        method,
        path: path.to_owned(),
        good: json!({ "name": "Bistro", "description": "table 7", "tags": { "region": "qc" } }),
        required,
        wrong: vec![
            ("/name", json!(7), "name: must be a string"),
            ("/name", json!("<>"), "name: must hold at least one letter or digit"),
            ("/description", json!([]), "description: must be a string"),
            ("/tags", json!([]), "tags: must be an object"),
            ("/tags/region", json!(true), "tags.region: must be a string"),
        ],
        limit_bytes: usual,
    };
    let mut account = checking("fresh");
    account["accountInfo"] = json!({ "nickname": "Daily", "availableBalance": 1 });
    let account_is_wrong = |at: [&'static str; 8], says: [&'static str; 8]| {
        let wrong = [
            json!(7),
            json!("x".repeat(65)),
            json!(null),
            json!("7"),
            json!("mortgage"),
            json!("ZZZ"),
            json!(7),
            json!("1"),
        ];
        at.into_iter().zip(wrong).zip(says).map(|((at, wrong), says)| (at, wrong, says)).collect()
    };
    let accounts = |method, path: &str, id: &str| Takes {
        method,
        path: below(path),
        good: json!([{ "id": id, "accountName": "Chequing", "accountType": "checking", "accountNumber": "1", "currency": "CAD",
            "balance": 1, "routingInfo": {}, "accountInfo": {} }]),
        required: &[],
        wrong: account_is_wrong(
            [
                "/0/id",
                "/0/id",
                "/0/accountName",
                "/0/balance",
                "/0/accountType",
                "/0/currency",
                "/0/routingInfo/bankCode",
                "/0/accountInfo/availableBalance",
            ],
            [
                "[0].id: must be a string",
                "[0].id: must be 64 characters or less",
                "[0].accountName: must be a string",
                "[0].balance: must be a number",
                "[0].accountType: must be one of",
                "[0].currency: must be a code of ISO 4217",
                "[0].routingInfo.bankCode: must be a string",
                "[0].accountInfo.availableBalance: must be a number",
            ],
        ),
        limit_bytes: 1024 * KIB,
    };
    vec![
        Takes {
            method: "POST",
            path: "/apiKeys".to_owned(),
            good: json!({ "name": "night batch" }),
            required: &["name"],
            wrong: vec![("/name", json!(7), "name: must be a string"), ("/name", json!(""), "name: ")],
            limit_bytes: usual,
        },
        Takes {
            method: "POST",
            path: "/apiKeys/{apiKeyId}/roll".to_owned(),
            good: json!({ "overlapHours": 24 }),
            required: &[],
            wrong: vec![
                ("/overlapHours", json!("7"), "overlapHours: "),
                ("/overlapHours", json!(169), "overlapHours: "),
            ],
            limit_bytes: usual,
        },
        company("POST", "/companies", &["name"]),
        company("PUT", "/companies/{companyId}", &["name"]),
        company("PATCH", "/companies/{companyId}", &[]),
        Takes {
            method: "POST",
            path: "/companies/{companyId}/connections".to_owned(),
            good: json!({ "platformKey": "hcws" }),
            required: &["platformKey"],
            wrong: vec![
                ("/platformKey", json!(7), "platformKey: must be a string"),
                ("/platformKey", json!("gbol"), "platformKey: must be hcws"),
            ],
            limit_bytes: usual,
        },
        Takes {
            method: "POST",
            path: below("/connectionInfo/bankFeedAccounts"),
            good: account,
            required: &["id", "accountName", "accountType", "accountNumber", "currency", "balance"],
            wrong: account_is_wrong(
                [
                    "/id",
                    "/id",
                    "/accountName",
                    "/balance",
                    "/accountType",
                    "/currency",
                    "/routingInfo/bankCode",
                    "/accountInfo/availableBalance",
                ],
                [
                    "id: must be a string",
                    "id: must be 64 characters or less",
                    "accountName: must be a string",
                    "balance: must be a number",
                    "accountType: must be one of",
                    "currency: must be a code of ISO 4217",
                    "routingInfo.bankCode: must be a string",
                    "accountInfo.availableBalance: must be a number",
                ],
            ),
            limit_bytes: usual,
        },
        accounts("PUT", "/connectionInfo/bankFeedAccounts", "put"),
        accounts("POST", "/connectionInfo/bankFeedAccounts/batch", "batched"),
        Takes {
            method: "PATCH",
            path: below("/connectionInfo/bankFeedAccounts/{accountId}"),
            good: json!({ "id": "4821", "accountName": "Daily", "balance": 1 }),
            required: &[],
            wrong: vec![
                ("/id", json!(7), "id: must be a string"),
                ("/id", json!("1"), "id: must be the account that the address names"),
                ("/accountName", json!({}), "accountName: must be a string"),
                ("/balance", json!("1"), "balance: must be a number"),
                ("/status", json!("connecting"), "status: can only be changed to disconnected"),
                ("/currency", json!(7), "currency: must be a string"),
            ],
            limit_bytes: usual,
        },
        Takes {
            method: "POST",
            path: below("/push/bankAccounts/{accountId}/bankTransactions"),
            good: json!({ "accountId": "4821", "transactions": [transaction("t-1", day, -1.0, "Flour")] }),
            required: &["accountId", "transactions"],
            wrong: vec![
                ("/accountId", json!(7), "accountId: must be a string"),
                ("/accountId", json!("1"), "accountId: must be the account that the address names"),
                ("/transactions", json!({}), "transactions: must be an array"),
                ("/transactions", json!([]), "The batch breaks the rules"),
                ("/transactions/0/amount", json!("1"), "The batch breaks the rules"),
            ],
            limit_bytes: 5 * 1024 * KIB,
        },
        any("/connectionInfo/bankFeedAccounts/credentials"),
        any("/bankFeedAccounts/mapping"),
        any("/bankFeeds/otp"),
        any("/push/bankAccounts"),
        any("/bankFeedAccounts/{accountId}/managedBankFeeds/syncs"),
        Takes {
            method: "PATCH",
            path: below(""),
            good: json!({ "status": "Unlinked" }),
            required: &["status"],
            wrong: vec![
                ("/status", json!(null), "status: must be a string"),
                ("/status", json!("Linked"), "status: must be Unlinked"),
            ],
            limit_bytes: usual,
        },
    ]
}

impl Takes {
    fn takes_json(&self) -> bool {
        !self.good.is_null()
    }

    /// The good body with one thing wrong.
    fn with(&self, place: &str, value: &Value) -> Value {
        let mut body = self.good.clone();
        let (parent, field) = place.rsplit_once('/').unwrap();
        match body.pointer_mut(parent).unwrap() {
            Value::Object(fields) => fields.insert(field.to_owned(), value.clone()),
            other => panic!("{place} is in {other}"),
        };
        body
    }
}

/// A bank with a company, a connection and a connected account, and another that has nothing to do with it.
struct Stage {
    server: Server,
    bank: PartnerClient,
    other: PartnerClient,
    connection: Connection,
    push: String,
    key: String,
}

impl Stage {
    async fn set(database: Database) -> Self {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        bank.adds_account(&connection, &checking("4821"));
        quickbooks_connects(&server, &connection, "4821", 7).await;
        let pushed = bank.pushes(&connection, "4821", &[transaction("t-0", &server.day(0), 1.0, "Rent")]).succeeded();
        let push = pushed["pushOperationKey"].as_str().unwrap().to_owned();
        let keys = bank.gets("/apiKeys").succeeded();
        let key = keys["results"][0]["id"].as_str().unwrap().to_owned();
        Self { server, bank, other, connection, push, key }
    }

    fn path(&self, route: &Route) -> String {
        route.at([&self.connection.company, &self.connection.id, "4821", &self.push, &self.key])
    }

    fn sends(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let url = format!("{}{path}", self.server.url());
        let key = self.bank.authorization();
        let mut all = vec![("authorization", key.as_str())];
        all.extend(headers);
        let answer = match body {
            [] => send(&agent(), method, &url, &all, SendBody::none()),
            body => send(&agent(), method, &url, &all, body),
        };
        assert!(answer.status < 500, "{method} {path}: {}", answer.text());
        answer
    }

    fn sends_json(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.sends(method, path, &[("content-type", "application/json")], body)
    }

    /// Every route has its own day: nobody is stopped for asking too often.
    fn rests(&self) {
        self.server.app.clock.advance(Duration::from_secs(86_400));
    }
}

/// What is JSON nowhere.
const NOT_JSON: [&[u8]; 8] = [b"{", b"{\"name\":", b"name=Bistro", b"\xff\xfe", b"nul", b"[1,", b"<a/>", b"{'a':1}"];

on_both_databases! {
    async fn every_route_wants_a_key_and_knows_nothing_of_another_partners_things(database: Database) {
        let stage = Stage::set(database).await;
        let (url, takes) = (stage.server.url(), takes(&stage.server.day(0)));
        for route in routes::all() {
            stage.rests();
            let (path, method) = (stage.path(&route), route.method.as_str());
            let wrong_key = [("authorization", "Basic Ym9ndXM="), ("content-type", "application/json")];
            for headers in [&wrong_key[1..], &wrong_key] {
                let answer = send(&agent(), method, &format!("{url}{path}"), headers, SendBody::none());
                assert!(refused(&answer, 401).starts_with("Unauthorized"), "{method} {path}");
                assert!(!answer.header("www-authenticate").is_empty(), "{method} {path}");
            }
            if !route.names_something() {
                continue;
            }
            let nobodys = route.at([INVENTED, INVENTED, "4821", INVENTED, INVENTED]);
            let malformed = route.at(["%00", "x'--", "..%2f", "%ff", "%0a"]);
            let good = takes.iter().find(|it| route.is(it.method, &it.path)).map(|takes| takes.good.clone());
            let others = |path: &str| refused(&stage.other.sends(method, path, &good.clone().unwrap_or_default()), 404);
            assert_eq!(others(&path), others(&nobodys), "{method} {path}");
            assert_eq!(others(&malformed), others(&nobodys), "{method} {malformed}");
        }
    }

    async fn every_address_names_the_methods_that_it_takes(database: Database) {
        let stage = Stage::set(database).await;
        let all = routes::all();
        for route in &all {
            stage.rests();
            let own: Vec<&str> = all.iter().filter(|it| it.path == route.path).map(|it| it.method.as_str()).collect();
            for method in ALL_METHODS.into_iter().filter(|method| !own.contains(method)) {
                let answer = stage.sends_json(method, &stage.path(route), b"");
                refused(&answer, 405);
                assert_eq!(answer.header("allow"), own.join(", "), "{method} {}", route.path);
            }
        }
    }

    async fn every_body_is_refused_for_what_is_wrong_with_it_by_its_path(database: Database) {
        let stage = Stage::set(database).await;
        let takes = takes(&stage.server.day(0));
        let (mut all, mut covered) = (routes::all(), 0);
        all.retain(|route| matches!(route.method.as_str(), "POST" | "PUT" | "PATCH"));
        for Takes { method, path, .. } in &takes {
            assert!(all.iter().any(|route| route.is(method, path)), "{method} {path} is no route");
        }
        for route in &all {
            let of_route = takes.iter().find(|it| route.is(it.method, &it.path));
            let takes = of_route.unwrap_or_else(|| panic!("{route:?}: say above what it takes"));
            stage.rests();
            covered += is_refused_for_its_body(&stage, route, takes);
        }
        assert!(covered > 100, "{covered}");
    }

    async fn unknown_fields_are_ignored_everywhere(database: Database) {
        let stage = Stage::set(database).await;
        for takes in takes(&stage.server.day(0)).iter().filter(|takes| takes.takes_json()) {
            let route = Route { method: takes.method.to_owned(), path: takes.path.clone() };
            let place = if takes.good.is_array() { "/0/later" } else { "/later" };
            let mut body = takes.with(place, &json!({ "later": [1, null] }));
            if let Some(item) = body.pointer_mut("/transactions/0") {
                item["later"] = json!(-1);
            }
            let answer = stage.sends_json(takes.method, &stage.path(&route), body.to_string().as_bytes());
            assert!((200..300).contains(&answer.status), "{} {}: {}", takes.method, takes.path, answer.text());
        }
    }

    async fn every_parameter_of_a_list_is_refused_by_name(database: Database) {
        let stage = Stage::set(database).await;
        let lists = ["/companies", "/companies/{companyId}/connections", "/companies/{companyId}/push"];
        for list in lists {
            stage.rests();
            let path = stage.path(&Route { method: "GET".into(), path: list.into() });
            for (query, says) in [
                ("page=0", "page: must be a whole number from 1"),
                ("page=x", "page: must be a whole number from 1"),
                ("page=1&page=2", "page: is given twice"),
                ("pageSize=5001", "pageSize: must be a whole number from 1 to 5000"),
                ("pageSize=-1", "pageSize: must be a whole number from 1 to 5000"),
                ("orderBy=nothing", "orderBy: must be one of"),
                ("orderBy=-", "orderBy: must be one of"),
                ("query=nothing%3D1", "query: "),
                ("query=id%3D", "query: "),
                ("query=%7B%7B%7B", "query: "),
                ("query=%ff%00", "query: "),
                ("tags=%7B", "tags: "),
            ] {
                let says_so = refused(&stage.sends("GET", &format!("{path}?{query}"), &[], b""), 400);
                assert!(says_so.starts_with(says), "{list}?{query}: {says_so}");
            }
        }
        let push = stage.connection.path("push/bankAccounts/4821/bankTransactions");
        for (query, says) in [
            ("timeoutInMinutes=x", "timeoutInMinutes: must be a whole number"),
            ("timeoutInMinutes=-1", "timeoutInMinutes: must be a whole number"),
            ("allowSyncOnPushComplete=7", "allowSyncOnPushComplete: must be true or false"),
        ] {
            let says_so = refused(&stage.sends_json("POST", &format!("{push}?{query}"), b"{}"), 400);
            assert!(says_so.starts_with(says), "{query}: {says_so}");
        }
    }
}

/// Answers how many things were tried.
fn is_refused_for_its_body(stage: &Stage, route: &Route, takes: &Takes) -> usize {
    let (method, path) = (takes.method, stage.path(route));
    let what = format!("{method} {path}");
    let too_large = vec![b' '; takes.limit_bytes + 1];
    refused(&stage.sends_json(method, &path, &too_large), 413);
    if !takes.takes_json() {
        return 1;
    }
    let good = takes.good.to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let says = refused(&stage.sends(method, &path, &[("content-type", kind)], good.as_bytes()), 415);
        assert!(says.contains("application/json"), "{what}: {says}");
    }
    for body in NOT_JSON {
        let says = refused(&stage.sends_json(method, &path, body), 400);
        assert!(
            says.starts_with("The body is not well-formed JSON") || says.starts_with("The body must be"),
            "{what}: {says}"
        );
    }
    refused(&stage.sends_json(method, &path, b""), 400);
    let (kind, others) = if takes.good.is_array() { ("an array", "{}") } else { ("an object", "[]") };
    for root in [others, "7", "null", "\"text\"", "true"] {
        let says = refused(&stage.sends_json(method, &path, root.as_bytes()), 400);
        assert_eq!(says, format!("The body must be {kind}."), "{what}: {root}");
    }
    for field in takes.required {
        let mut body = takes.good.clone();
        body.as_object_mut().unwrap().remove(*field).unwrap();
        let says = refused(&stage.sends_json(method, &path, body.to_string().as_bytes()), 400);
        assert_eq!(says, format!("{field}: is required"), "{what}");
    }
    for (place, value, starts) in &takes.wrong {
        let body = takes.with(place, value).to_string();
        let says = refused(&stage.sends_json(method, &path, body.as_bytes()), 400);
        assert!(says.starts_with(starts), "{what} {place} {value}: {says}");
    }
    19 + takes.required.len() + takes.wrong.len()
}
