//! The partner's backend: a visitor with an API key, who speaks JSON.

use bankfeeds_link::domain::api_key::{self, Maker};
use bankfeeds_link::domain::partner;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::settings::Settings;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use ureq::{Agent, SendBody};

use super::http::{self, Answer};
use super::server::Server;

pub struct PartnerClient {
    pub id: PartnerId,
    pub api_key: String,
    url: String,
    agent: Agent,
}

/// A company, as the API answered it.
pub struct Company {
    pub id: String,
}

/// A connection, as the API answered it.
pub struct Connection {
    pub id: String,
    pub company: String,
    pub link_url: String,
    pub body: Value,
}

impl Connection {
    /// The address of something below this connection, such as `connectionInfo/bankFeedAccounts`; empty: itself.
    pub fn path(&self, below: &str) -> String {
        let path = format!("/companies/{}/connections/{}/{below}", self.company, self.id);
        path.trim_end_matches('/').to_owned()
    }
}

impl PartnerClient {
    /// Makes a partner with this name and an API key, as the command line does.
    pub async fn new(server: &Server, name: &str) -> Self {
        Self::with_settings(server, &Settings::new(name).unwrap()).await
    }

    pub async fn with_settings(server: &Server, settings: &Settings) -> Self {
        let app = &server.app;
        let mut db = app.store.write().await.unwrap();
        let id = partner::create(&mut db, &app.chance, settings, app.clock.now()).await.unwrap();
        let by = (id, Maker::Operator);
        let key = api_key::create(&mut db, &app.chance, by, "tests", app.limits.api_keys, app.clock.now()).await;
        let key = key.unwrap().text;
        db.commit().await.unwrap();
        Self { id, api_key: key.reveal().to_owned(), url: server.url().to_owned(), agent: http::agent() }
    }

    /// Changes the partner's settings, as the command line does.
    pub async fn changes_settings(&self, server: &Server, change: impl FnOnce(&mut Settings)) {
        let app = &server.app;
        let mut db = app.store.write().await.unwrap();
        let partner = bankfeeds_link::store::partners::get(&mut db, self.id).await.unwrap();
        let mut settings = partner.settings.clone();
        change(&mut settings);
        settings.check().unwrap();
        let now = app.clock.now();
        assert!(partner::change_settings(&mut db, self.id, &settings, partner.version, now).await.unwrap());
        db.commit().await.unwrap();
    }

    pub fn authorization(&self) -> String {
        format!("Basic {}", STANDARD.encode(&self.api_key))
    }

    /// The same partner at another server on the same database.
    pub fn at(&self, server: &Server) -> Self {
        Self { id: self.id, api_key: self.api_key.clone(), url: server.url().to_owned(), agent: http::agent() }
    }

    /// The same partner with another key.
    pub fn with_key(&self, api_key: &str) -> Self {
        Self { id: self.id, api_key: api_key.to_owned(), url: self.url.clone(), agent: http::agent() }
    }

    /// Any request; `body` `null`: none.
    pub fn sends(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.asks(&[], method, path, body)
    }

    /// The same with more headers.
    pub fn asks(&self, more: &[(&str, &str)], method: &str, path: &str, body: &Value) -> Answer {
        let url = format!("{}{path}", self.url);
        let authorization = self.authorization();
        let mut headers = [&[("authorization", authorization.as_str())], more].concat();
        if body.is_null() {
            return http::send(&self.agent, method, &url, &headers, SendBody::none());
        }
        headers.push(("content-type", "application/json"));
        http::send(&self.agent, method, &url, &headers, body.to_string())
    }

    pub fn gets(&self, path: &str) -> Answer {
        self.sends("GET", path, &Value::Null)
    }

    pub fn posts(&self, path: &str, body: &Value) -> Answer {
        self.sends("POST", path, body)
    }

    pub fn deletes(&self, path: &str) -> Answer {
        self.sends("DELETE", path, &Value::Null)
    }

    pub fn creates_company(&self, name: &str) -> Company {
        let body = self.posts("/companies", &json!({ "name": name })).succeeded();
        Company { id: text(&body["id"]) }
    }

    pub fn connects(&self, company: &Company) -> Connection {
        let path = format!("/companies/{}/connections", company.id);
        let body = self.posts(&path, &json!({ "platformKey": "hcws" })).succeeded();
        Connection { id: text(&body["id"]), company: company.id.clone(), link_url: text(&body["linkUrl"]), body }
    }

    /// The connection as it is now, with a live linkUrl.
    pub fn looks_at(&self, connection: &Connection) -> Value {
        self.gets(&connection.path("")).succeeded()
    }

    /// `account`: [`checking`], [`savings`], [`credit_card`] or any other body.
    pub fn adds_account(&self, connection: &Connection, account: &Value) -> Value {
        self.posts(&connection.path("connectionInfo/bankFeedAccounts"), account).succeeded()
    }

    pub fn lists_accounts(&self, connection: &Connection) -> Value {
        self.gets(&connection.path("connectionInfo/bankFeedAccounts")).succeeded()
    }

    /// Username and password.
    pub fn generates_credentials(&self, connection: &Connection) -> (String, String) {
        let path = connection.path("connectionInfo/bankFeedAccounts/credentials");
        let body = self.posts(&path, &Value::Null).succeeded();
        (text(&body["username"]), text(&body["password"]))
    }

    pub fn revokes_credentials(&self, connection: &Connection) -> Answer {
        self.deletes(&connection.path("connectionInfo/bankFeedAccounts/credentials"))
    }

    /// `transactions`: each made by [`transaction`]. The answer may well be a refusal.
    pub fn pushes(&self, connection: &Connection, account: &str, transactions: &[Value]) -> Answer {
        let path = connection.path(&format!("push/bankAccounts/{account}/bankTransactions"));
        self.posts(&path, &json!({ "accountId": account, "transactions": transactions }))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

pub fn checking(id: &str) -> Value {
    account(id, "checking", "Chequing", &format!("000{id}"))
}

pub fn savings(id: &str) -> Value {
    account(id, "savings", "Savings", &format!("111{id}"))
}

pub fn credit_card(id: &str) -> Value {
    account(id, "creditCard", "Card", "4111111111111111")
}

fn account(id: &str, kind: &str, name: &str, number: &str) -> Value {
    json!({
        "id": id,
        "accountName": name,
        "accountType": kind,
        "accountNumber": number,
        "routingInfo": { "bankCode": "021001088", "type": "bankcode" },
        "currency": "CAD",
        "balance": 99.99,
    })
}

/// `date` as [`Server::day`] gives it; `amount` negative for money out.
pub fn transaction(id: &str, date: &str, amount: f64, description: &str) -> Value {
    json!({ "id": id, "date": date, "amount": amount, "description": description })
}
