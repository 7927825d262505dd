//! Hostile input at every door: malformed, oversized, forbidden or disguised. Whatever it is, it is refused with the right
//! status and in the door's own language, nothing of it comes back, and nothing is half done.

mod forms;
mod headers;
mod ids;
mod images;
mod json;
mod markup;
mod ofx;
mod portal;
mod rules;
mod settings;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::support::{Database, Server};

/// A word that is in no page, no error and no log of ours: what is sent holds it, and no answer may.
pub const CANARY: &str = "zq9canaryq9z";

/// What would tell a stranger how we are made.
const INNARDS: [&str; 9] =
    ["panicked", "stack backtrace", "src/", ".rs:", "sqlx", "SELECT ", "INSERT ", "unwrap()", "RUST_BACKTRACE"];

/// An answer as it came over the wire.
pub struct Raw {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Raw {
    /// A header's text; empty when there is none.
    pub fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut values =
            lines.filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned());
        values.next().unwrap_or_default()
    }
}

/// Sends a request byte by byte as it is written here, on a connection of its own: no client in between mends it.
/// `head` is the request line with headers of its own, each line ended by CR and LF.
pub fn sends(server: &Server, head: &str, body: &[u8]) -> Raw {
    sends_bytes(server, head.as_bytes(), body)
}

pub fn sends_bytes(server: &Server, head: &[u8], body: &[u8]) -> Raw {
    // A machine under load can be too slow for the server's patience with a head; that is another test's matter.
    let mut tries = (0..3).map(|_| exchanges(server, head, body)).skip_while(|answer| answer.status == 408);
    tries.next().unwrap()
}

fn exchanges(server: &Server, head: &[u8], body: &[u8]) -> Raw {
    let address = server.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let more = format!("Host: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    // A server that refuses by the head alone may close before the rest is sent.
    let _ = [head, more.as_bytes(), body].iter().try_for_each(|part| stream.write_all(part));
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or_default();
    Raw { status, head: head.to_owned(), body: body.to_owned() }
}

/// Which door answers, and so in which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Pages,
    Api,
    Institution,
}

/// Asserts a refusal with one of these statuses, told as this door tells, and with nothing of what was sent.
pub fn is_refused(answer: &Raw, door: Door, statuses: &[u16], what: &str) {
    let Raw { status, head, body } = answer;
    assert!(statuses.contains(status), "{what}: {status} instead of {statuses:?}\n{head}\n\n{body}");
    tells_nothing(answer, what);
    let kind = answer.header("content-type");
    match door {
        Door::Pages => {
            assert!(kind.starts_with("text/html"), "{what}: {kind}");
            assert!(body.contains("<h1>") && body.contains("<html lang="), "{what}: {body}");
        }
        Door::Api => {
            assert_eq!(kind, "application/json", "{what}");
            let told: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(told["statusCode"], *status, "{what}");
            assert!(told["error"].as_str().is_some_and(|error| error.len() > 10), "{what}: {body}");
        }
        Door::Institution => {
            assert!(kind.starts_with("text/plain"), "{what}: {kind}");
            assert!(body.trim().ends_with('.') && body.trim().lines().count() == 1, "{what}: {body}");
        }
    }
}

/// Nothing of what was sent, nothing of how we are made, whatever the status; and it is no failure of ours.
pub fn tells_nothing(answer: &Raw, what: &str) {
    let Raw { status, head, body } = answer;
    assert!((200..500).contains(status), "{what}: {status}\n{head}\n\n{body}");
    assert!(!head.contains(CANARY) && !body.contains(CANARY), "{what} comes back:\n{head}\n\n{body}");
    for word in INNARDS {
        assert!(!body.contains(word), "{what}: the answer says {word}:\n{body}");
    }
}

/// All rows of all tables, so that two readings tell whether anything has changed. Without what a request leaves
/// behind by intention: counted wrong codes, when a key was last used, and refused pushes.
pub async fn contents(database: &Database) -> String {
    let set_apart = ["_sqlx_migrations", "wrong_codes", "wrong_code_buckets", "api_keys", "push_operations"];
    let mut contents = String::new();
    if database.is_postgres() {
        let mut db = PgConnection::connect(database.url()).await.unwrap();
        let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut db).await.unwrap();
        for table in tables.iter().filter(|table| !set_apart.contains(&table.as_str())) {
            let rows = format!("SELECT t::text FROM {table} t ORDER BY 1");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(&mut db).await.unwrap();
            contents.push_str(&format!("{table}: {rows:?}\n"));
        }
    } else {
        let mut db = SqliteConnection::connect(database.url()).await.unwrap();
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut db).await.unwrap();
        for table in tables.iter().filter(|table| !set_apart.contains(&table.as_str())) {
            let columns =
                format!("SELECT group_concat('quote(' || name || ')', '||') FROM pragma_table_info('{table}')");
            let columns: String = sqlx::query_scalar(AssertSqlSafe(columns)).fetch_one(&mut db).await.unwrap();
            let rows = format!("SELECT {columns} FROM {table} ORDER BY 1");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(&mut db).await.unwrap();
            contents.push_str(&format!("{table}: {rows:?}\n"));
        }
    }
    contents
}
