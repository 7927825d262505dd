//! The real server on its core, and a bank in it with customers who are on their way.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::cores;
use super::http_browser::HttpBrowser;
use super::quickbooks::{Pair, account_number};

const KEY: &str = "QkVOQ0hFUy1BTkQtTk9USElORy1FTFNFLTMyLUJZVEU=";

/// A server that runs; it is killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its line that it listens.
    pub started_in: Duration,
    folder: TempDir,
}

impl Server {
    /// With a SQLite file of its own, or on the database at this address.
    pub fn start(database: Option<&str>) -> Result<Self> {
        Self::with(database, &[])
    }

    fn with(database: Option<&str>, settings: &[(&str, &str)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let began = Instant::now();
        let mut command = command(folder.path(), database);
        command.envs(settings.iter().copied());
        let mut child = cores::spawn_server(command.arg("serve").stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let out = child.stdout.take().context("no stdout")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let started_in = began.elapsed();
        let address = line.split([' ', ',']).find_map(|word| word.parse().ok());
        let address = address.with_context(|| format!("the server did not start: {line:?}"))?;
        Ok(Self { child, address, started_in, folder })
    }

    /// Megabytes of memory that are its own or shared, now.
    pub fn memory(&self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// The most it ever had.
    pub fn most_memory(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    /// The address of the SQLite file in its folder.
    pub fn sqlite(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("bench.db").display())
    }

    fn status(&self, line: &str) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let value = text.lines().find_map(|it| it.strip_prefix(line)).context("no such line")?;
        Ok(value.trim().trim_end_matches(" kB").parse::<f64>()? / 1_024.0)
    }

    fn runs(&self, database: Option<&str>, arguments: &[&str]) -> Result<Value> {
        let answer = command(self.folder.path(), database).args(arguments).output()?;
        ensure!(answer.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&answer.stderr));
        Ok(serde_json::from_slice(&answer.stdout)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, database: Option<&str>) -> Command {
    let binary =
        std::env::var_os("BENCH_BINARY").map_or_else(|| env!("CARGO_BIN_EXE_bankfeeds-link").into(), PathBuf::from);
    let mut command = Command::new(binary);
    let database = database.unwrap_or("sqlite:bench.db");
    command.env_clear().current_dir(folder).envs([
        ("SECRET_KEY", KEY),
        ("LISTEN_ADDR", "127.0.0.1:0"),
        ("DATABASE_URL", database),
        ("PUBLIC_URL", "http://127.0.0.1"),
        // What is measured is how many there can be.
        ("REQUESTS_A_MINUTE", "1000000000"),
        ("REQUESTS_A_DAY", "1000000000"),
    ]);
    command
}

/// A partner with one company and one connection, whose customer has agreed.
pub struct Bank {
    pub server: Server,
    authorization: String,
    /// Path in the API of the connection whose accounts and credentials are used.
    pub connection: String,
    /// A page with one read behind it, as the customer of another connection asks for it.
    pub page: Vec<u8>,
}

impl Bank {
    /// `accounts`: how many bank accounts the connection has, `account-0` and so on.
    pub fn open(database: Option<&str>, accounts: usize) -> Result<Self> {
        Self::on(Server::start(database)?, database, accounts)
    }

    /// One that hashes at every sign-on, as if all were the first of their customers.
    pub fn that_forgets_sign_ons(accounts: usize) -> Result<Self> {
        Self::on(Server::with(None, &[("SIGN_ON_MEMORY_MINUTES", "0")])?, None, accounts)
    }

    fn on(server: Server, database: Option<&str>, accounts: usize) -> Result<Self> {
        let made = server.runs(database, &["partner", "create", "--name", "Acme Bank", "--json"])?;
        let authorization = format!("Basic {}", STANDARD.encode(text(&made["apiKey"])?));
        let mut bank = Self { server, authorization, connection: String::new(), page: Vec::new() };
        let company = bank.posts("/companies", &json!({ "name": "Zebra Bakery" }))?;
        let company = text(&company["id"])?;
        let looked_at = bank.connects(&company, 1)?;
        bank.connection = format!("/companies/{company}/connections/{}", text(&looked_at["id"])?);
        bank.page = bank.goes_to_consent(&text(&looked_at["linkUrl"])?)?;
        let used = bank.connects(&company, accounts)?;
        bank.connection = format!("/companies/{company}/connections/{}", text(&used["id"])?);
        Ok(bank)
    }

    fn connects(&self, company: &str, accounts: usize) -> Result<Value> {
        let connections = format!("/companies/{company}/connections");
        let connection = self.posts(&connections, &json!({ "platformKey": "hcws" }))?;
        let path = format!("{connections}/{}/connectionInfo/bankFeedAccounts", text(&connection["id"])?);
        for number in 0..accounts {
            self.posts(&path, &account(number))?;
        }
        Ok(connection)
    }

    /// Takes the link; the page is the first one again, as whoever goes back sees it: one read and no list of anything.
    fn goes_to_consent(&self, link: &str) -> Result<Vec<u8>> {
        let browser = HttpBrowser::new("en-CA");
        let here = |url: &str| url.replacen("http://127.0.0.1/", &format!("http://{}/", self.server.address), 1);
        let first = browser.opens(&here(link));
        let mut form = first.form("/select-software");
        let posts = |url: &str, hidden: &[(String, String)], field: (&str, &str)| {
            let mut fields: Vec<(&str, &str)> =
                hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.push(field);
            let body = serde_urlencoded::to_string(fields).unwrap_or_default();
            let headers = [
                ("origin", "http://127.0.0.1"),
                ("sec-fetch-site", "same-origin"),
                ("content-type", "application/x-www-form-urlencoded"),
            ];
            browser.sends("POST", url, &headers, &body)
        };
        form.action = here(&form.action);
        let next = posts(&form.action, &form.hidden, ("software", "hcws"));
        ensure!(next.header("location").ends_with("/consent"), "the customer does not get in: {}", next.text());
        let path = next.header("location").replace("/consent", "/select-software");
        let id = self.connection.rsplit('/').next().unwrap_or_default();
        let name = format!("l-{}", id.chars().take(8).collect::<String>());
        let cookie = browser.cookie(&name).context("no cookie of a session")?;
        let page = browser.opens(&format!("http://{}{path}", self.server.address));
        ensure!(page.status() == 200, "the customer does not arrive: {path} {}", page.html());
        Ok(format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: {name}={cookie}\r\nAccept-Language: en-CA\r\n\r\n")
            .into())
    }

    /// One request of the partner's program, answered.
    pub fn posts(&self, path: &str, body: &Value) -> Result<Value> {
        let url = format!("http://{}{path}", self.server.address);
        let headers = [("authorization", self.authorization.as_str()), ("content-type", "application/json")];
        let answer = super::http::send(&super::http::agent(), "POST", &url, &headers, body.to_string());
        ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.text());
        Ok(answer.json())
    }

    /// Asks for something once, and it is there.
    pub fn asks(&self, path: &str) -> Result<()> {
        let url = format!("http://{}{path}", self.server.address);
        let headers = [("authorization", self.authorization.as_str())];
        let answer = super::http::send(&super::http::agent(), "GET", &url, &headers, String::new());
        ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.text());
        Ok(())
    }

    pub fn pair(&self) -> Result<Pair> {
        self.pair_of(&self.connection)
    }

    pub fn pair_of(&self, connection: &str) -> Result<Pair> {
        let made = self.posts(&format!("{connection}/connectionInfo/bankFeedAccounts/credentials"), &Value::Null)?;
        Ok(Pair { username: text(&made["username"])?, password: text(&made["password"])? })
    }

    /// Connections with an account each, for whoever makes more sets than one of them may have.
    pub fn more_connections(&self, count: usize) -> Result<Vec<String>> {
        let company = self.connection.split('/').nth(2).context("a connection without a company")?;
        let path = |made: Value| Ok(format!("/companies/{company}/connections/{}", text(&made["id"])?));
        (0..count).map(|_| self.connects(company, 1).and_then(path)).collect()
    }

    /// The program's requests for new credentials, of each connection in turn.
    pub fn asks_for_credentials(&self, connections: &[String]) -> Vec<Vec<u8>> {
        let path = |connection| format!("{connection}/connectionInfo/bankFeedAccounts/credentials");
        connections.iter().map(|connection| self.request(&path(connection), "")).collect()
    }

    /// The program's request for something.
    pub fn gets(&self, path: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: {}\r\n\r\n", self.authorization).into()
    }

    /// The program's push of a batch.
    pub fn push(&self, account: usize, transactions: &[Value]) -> Vec<u8> {
        let (path, body) = self.pushed(account, transactions);
        self.request(&path, &body.to_string())
    }

    /// The same, answered.
    pub fn pushes(&self, account: usize, transactions: &[Value]) -> Result<Value> {
        let (path, body) = self.pushed(account, transactions);
        self.posts(&path, &body)
    }

    fn pushed(&self, account: usize, transactions: &[Value]) -> (String, Value) {
        let path = format!("{}/push/bankAccounts/account-{account}/bankTransactions", self.connection);
        (path, json!({ "accountId": format!("account-{account}"), "transactions": transactions }))
    }

    fn request(&self, path: &str, body: &str) -> Vec<u8> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.authorization,
            body.len()
        );
        [head.as_bytes(), body.as_bytes()].concat()
    }

    /// QuickBooks asks once for every account, which connects them.
    pub fn connects_accounts(&self, pair: &Pair, accounts: usize) -> Result<()> {
        (0..accounts).try_for_each(|account| self.collects(pair, account).map(drop))
    }

    /// The file that QuickBooks gets when it asks for a statement.
    pub fn collects(&self, pair: &Pair, account: usize) -> Result<Vec<u8>> {
        let url = format!("http://{}/ofx", self.server.address);
        let headers = [("content-type", "application/x-ofx")];
        let file = pair.statement_file(account);
        let answer = super::http::send(&super::http::agent(), "POST", &url, &headers, file);
        let text = answer.text();
        ensure!(text.contains("<CODE>0") && text.contains("<STMTRS>"), "no statement: {text}");
        Ok(answer.bytes)
    }
}

fn account(number: usize) -> Value {
    json!({
        "id": format!("account-{number}"), "accountName": "Chequing", "accountType": "checking",
        "accountNumber": account_number(number), "routingInfo": { "bankCode": "021001088", "type": "bankcode" },
        "currency": "CAD", "balance": 99.99,
    })
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| anyhow!("not a text: {value}"))
}
