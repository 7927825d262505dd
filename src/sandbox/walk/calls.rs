//! The calls of the walk: each once, as it is made, and as a partner's developer would write it with curl or with the official
//! Python client. The key is in neither: both read it from the terminal's own `API_KEY`.

use serde_json::{Value, json};

use crate::domain::company::CompanyId;
use crate::domain::connection::{ConnectionId, PLATFORM_KEY};
use crate::web::urls::api as urls;

/// The two accounts of a company that the walk makes, by their ids.
pub const ACCOUNTS: [&str; 2] = ["chequing", "card"];

/// One call to the JSON API.
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
    /// How the official client calls it, with what it is given.
    python: Python,
}

struct Python {
    /// What later lines know the answer by.
    result: Option<&'static str>,
    method: &'static str,
    /// Ids first: name, and an expression.
    ids: Vec<(&'static str, String)>,
    /// Under which name the body goes along; none: it is the request itself.
    body: Option<&'static str>,
}

/// The company and the connection that calls are about.
#[derive(Clone, Copy)]
pub struct Ids {
    pub company: CompanyId,
    pub connection: ConnectionId,
}

impl Ids {
    fn python(self) -> Vec<(&'static str, String)> {
        vec![("company_id", quoted(&self.company.to_string())), ("connection_id", quoted(&self.connection.to_string()))]
    }
}

/// What the first step asks, in order. Before there are ids, the terminal's `COMPANY` and `CONNECTION` stand for them.
pub fn creating(name: &str) -> Vec<Call> {
    let (company, connection) = ("$COMPANY".to_owned(), "$CONNECTION".to_owned());
    let mut calls = vec![create_company(name), connect(&company)];
    calls.extend(ACCOUNTS.into_iter().map(|account| add_account(&company, &connection, account)));
    calls
}

pub fn create_company(name: &str) -> Call {
    let python = Python { result: Some("company"), method: "companies.create", ids: Vec::new(), body: None };
    Call { method: "POST", path: urls::companies(), body: Some(json!({ "name": name })), python }
}

/// `company`: its id, or what stands for it.
pub fn connect(company: &str) -> Call {
    let ids = vec![("company_id", "company.id".to_owned())];
    Call {
        method: "POST",
        path: urls::connections(company),
        body: Some(json!({ "platformKey": PLATFORM_KEY })),
        python: Python { result: Some("connection"), method: "connections.create", ids, body: Some("request_body") },
    }
}

/// `account`: one of [`ACCOUNTS`].
pub fn add_account(company: &str, connection: &str, account: &str) -> Call {
    let (name, kind, number, balance) = match account {
        "card" => ("Business card", "creditCard", "walk-card-2210", -318.2),
        _ => ("Business chequing", "checking", "2044-118-6650", 2_450.75),
    };
    let ids = vec![("company_id", "company.id".to_owned()), ("connection_id", "connection.id".to_owned())];
    Call {
        method: "POST",
        path: urls::accounts(company, connection),
        body: Some(json!({
            "id": account,
            "accountName": name,
            "accountType": kind,
            "accountNumber": number,
            "routingInfo": { "bankCode": "099900042", "type": "bankcode" },
            "currency": "CAD",
            "balance": balance,
        })),
        python: Python { result: None, method: "source_accounts.create", ids, body: Some("request_body") },
    }
}

/// The connection with a live linkUrl.
pub fn look_at_connection(ids: Ids) -> Call {
    asked("GET", urls::connection(ids.company, ids.connection), ids, "connections.get")
}

pub fn list_accounts(ids: Ids) -> Call {
    asked("GET", urls::accounts(ids.company, ids.connection), ids, "source_accounts.list")
}

pub fn generate_credentials(ids: Ids) -> Call {
    let path = urls::credentials(ids.company, ids.connection);
    let mut call = asked("POST", path, ids, "source_accounts.generate_credentials");
    // The client wants a body for this one, though the API does not.
    call.python.ids.push(("request_body", "b\"{}\"".to_owned()));
    call
}

pub fn revoke_credentials(ids: Ids) -> Call {
    asked("DELETE", urls::credentials(ids.company, ids.connection), ids, "source_accounts.delete_credentials")
}

/// `transactions`: as the API takes them.
pub fn push(ids: Ids, account: &str, transactions: Vec<Value>) -> Call {
    let mut python = ids.python();
    python.push(("account_id", quoted(account)));
    Call {
        method: "POST",
        path: urls::transactions(ids.company, ids.connection, account),
        body: Some(json!({ "accountId": account, "transactions": transactions })),
        python: Python {
            result: None,
            method: "transactions.create",
            ids: python,
            body: Some("create_bank_transactions"),
        },
    }
}

fn asked(method: &'static str, path: String, ids: Ids, client_method: &'static str) -> Call {
    let python = Python { result: None, method: client_method, ids: ids.python(), body: None };
    Call { method, path, body: None, python }
}

impl Call {
    /// For a shell whose `API_KEY` is set. `origin`: scheme, host and port, without a slash at the end.
    pub fn curl(&self, origin: &str) -> String {
        let address = format!("\"{origin}{}\"", self.path);
        match &self.body {
            // An apostrophe would end the shell's quotes.
            Some(body) => {
                let body = written(body).replace('\'', "\\u0027");
                format!("curl -u \"$API_KEY:\" -H 'Content-Type: application/json' \\\n  -d '{body}' \\\n  {address}")
            }
            None if self.method == "GET" => format!("curl -u \"$API_KEY:\" {address}"),
            None => format!("curl -u \"$API_KEY:\" -X {} {address}", self.method),
        }
    }

    /// For a program that has begun as [`python_beginning`] says.
    pub fn python(&self) -> String {
        let Python { result, method, ids, body } = &self.python;
        let mut request: Vec<String> = ids.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        let given = self.body.as_ref().map(|body| literal(body, 1));
        let request = match (body, given) {
            (None, Some(given)) => given,
            (name, given) => {
                request.extend(name.zip(given).map(|(name, given)| format!("\"{name}\": {given}")));
                format!("{{\n    {},\n}}", request.join(",\n    "))
            }
        };
        let asked = format!("client.{method}(request={request})");
        match result {
            Some(result) => format!("{result} = {asked}\nprint({result})"),
            None => format!("print({asked})"),
        }
    }
}

/// What a program needs before its first call.
pub fn python_beginning(origin: &str) -> String {
    format!(
        "import base64, os
from codat_bankfeeds import CodatBankFeeds
from codat_bankfeeds.models import shared

key = base64.b64encode(os.environ[\"API_KEY\"].encode()).decode()
security = shared.Security(auth_header=\"Basic \" + key)
client = CodatBankFeeds(security=security, server_url=\"{origin}\")"
    )
}

/// JSON as people write it: a short one on its line, else a line a member; each transaction is short.
fn written(body: &Value) -> String {
    let short = body.to_string();
    if short.len() <= 60 {
        return short;
    }
    let Value::Object(members) = body else { return short };
    let written = members.iter().map(|(name, value)| match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            format!("\"{name}\": [\n    {}]", items.join(",\n    "))
        }
        _ => format!("\"{name}\": {value}"),
    });
    format!("{{{}}}", written.collect::<Vec<_>>().join(",\n   "))
}

/// The same for the official client, whose names have underscores.
fn literal(value: &Value, depth: usize) -> String {
    let gap = "    ".repeat(depth);
    match value {
        Value::Object(members) => {
            let members =
                members.iter().map(|(name, value)| format!("\"{}\": {}", snake(name), literal(value, depth + 1)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().map(|item| format!("{gap}    {}", literal(item, depth + 1))).collect();
            format!("[\n{},\n{gap}]", items.join(",\n"))
        }
        // A string, or a number: JSON's are Python's.
        plain => plain.to_string(),
    }
}

/// `accountName` → `account_name`. The client calls a date `date_`, because `date` is a type of Python's.
fn snake(name: &str) -> String {
    if name == "date" {
        return "date_".to_owned();
    }
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    fn ids() -> Ids {
        let chance = Chance::seeded(1);
        Ids { company: CompanyId::new(&chance), connection: ConnectionId::new(&chance) }
    }

    #[test]
    fn a_name_cannot_break_out_of_the_line_that_is_pasted() {
        let line = create_company("Joe's \"$(id)\" `id` \\").curl("http://127.0.0.1:1");
        let body = line.split(" -d '").nth(1).unwrap().split('\'').next().unwrap();
        assert_eq!(serde_json::from_str::<Value>(body).unwrap()["name"], "Joe's \"$(id)\" `id` \\");
        assert_eq!(line.matches('\'').count(), 4, "{line}");
    }

    #[test]
    fn what_is_shown_for_curl_is_what_is_sent() {
        let items = vec![json!({ "id": "t-1", "date": "2026-11-21" }), json!({ "id": "t-2", "date": "2026-11-21" })];
        for call in [push(ids(), "chequing", items), add_account("c", "k", "card"), connect("c")] {
            let line = call.curl("http://127.0.0.1:1");
            let shown = line.split(" -d '").nth(1).unwrap().split('\'').next().unwrap();
            assert_eq!(serde_json::from_str::<Value>(shown).unwrap(), call.body.unwrap());
        }
    }

    #[test]
    fn the_official_client_gets_its_own_names() {
        let call =
            push(ids(), "chequing", vec![json!({ "id": "t-1", "date": "2026-11-21", "transactionType": "Debit" })]);
        let line = call.python();
        assert!(line.starts_with("print(client.transactions.create(request={\n    \"company_id\": \""), "{line}");
        assert!(
            line.contains("\"date_\": \"2026-11-21\", ") && line.contains("\"transaction_type\": \"Debit\""),
            "{line}"
        );
        let first = create_company("Bakery").python();
        assert_eq!(first, "company = client.companies.create(request={\"name\": \"Bakery\"})\nprint(company)");
    }
}
