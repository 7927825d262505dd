//! Long answers that cannot be finished: what went out is never to be taken for the whole, and nothing else is harmed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::customer::{Customer, EVERYDAY};
use super::files::{bank, file, statement};
use super::large::{fills, runs};
use crate::support::{Database, Server};

/// Some megabytes more than the system keeps for a client that does not read.
const MANY: usize = 12_000;
const BEGINNING: usize = "HTTP/1.1 200".len();

/// A client that asks for a statement of everything.
fn asks(server: &Server, customer: &Customer) -> TcpStream {
    let sets = bank(&[statement((EVERYDAY, "CHECKING"), "<INCLUDE>Y")]);
    let asked = file((&customer.username, &customer.password), &sets);
    let mut client = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
    let head = format!("POST /ofx HTTP/1.1\r\nHost: bank\r\nContent-Length: {}\r\n\r\n", asked.len());
    client.write_all([head, asked].concat().as_bytes()).unwrap();
    client
}

/// It has begun to read the answer.
fn begins(mut client: TcpStream) -> TcpStream {
    let mut beginning = [0; BEGINNING];
    client.read_exact(&mut beginning).unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200");
    client
}

/// How long the answer said that it would be, and how much of it came until the connection was closed.
fn reads_on(mut client: TcpStream) -> (usize, usize) {
    client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (mut rest, mut room) = (Vec::new(), vec![0; 64 * 1024]);
    while let Ok(count @ 1..) = client.read(&mut room) {
        rest.extend_from_slice(&room[..count]);
    }
    let end_of_head = rest.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8_lossy(&rest[..end_of_head]).into_owned();
    let told = head.split("content-length: ").nth(1).and_then(|it| it.split('\r').next()).unwrap();
    (told.parse().unwrap(), rest.len() - end_of_head)
}

/// Keeps sign-ons from the database until it is dropped, each with a connection in its hands.
async fn holds(database: &Database) -> Box<dyn std::any::Any> {
    if database.is_postgres() {
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        sqlx::query("BEGIN").execute(&mut connection).await.unwrap();
        sqlx::query("LOCK TABLE credentials IN ACCESS EXCLUSIVE MODE").execute(&mut connection).await.unwrap();
        Box::new(connection)
    } else {
        let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        Box::new(connection)
    }
}

async fn longer_and_shorter(database: Database) {
    let server = Server::start(database).await;
    let customer = Customer::of(&server, "Acme Bank").await;
    assert!(customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").is_good());
    fills(&server, &customer, "everyday", MANY).await;
    for change in [
        "UPDATE transactions SET description = 'long: ' || description WHERE fitid = 'everyday-011990'",
        "DELETE FROM transactions WHERE fitid = 'everyday-011990'",
    ] {
        let client = begins(asks(&server, &customer));
        runs(&server.database, change).await;
        let (told, came) = reads_on(client);
        assert!(told > MANY * 400 && came < told, "{came} of {told} bytes came after: {change}");
    }
}

#[test]
fn what_has_changed_since_an_answers_length_was_told_breaks_it_off_and_never_looks_whole() {
    crate::support::tell(longer_and_shorter(Database::sqlite()));
}

on_both_databases! {
    async fn f_14_a_server_that_ends_in_the_middle_of_requests_gives_the_database_back_in_peace(database: Database) {
        let panicked = Arc::new(AtomicBool::new(false));
        let (told, before) = (Arc::clone(&panicked), std::panic::take_hook());
        std::panic::set_hook(Box::new(move |panic| {
            let words = panic.payload_as_str().unwrap_or_default();
            told.fetch_or(words.contains("requires a Tokio context"), Ordering::SeqCst);
            before(panic);
        }));
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let held = holds(&server.database).await;
        // Long enough to be in the middle of it; on a machine too busy for that, nothing is proved, and nothing fails.
        let _clients: Vec<TcpStream> = (0..6).map(|_| asks(&server, &customer)).collect();
        std::thread::sleep(Duration::from_secs(1));
        drop(server);
        drop(held);
        assert!(!panicked.load(Ordering::SeqCst), "what a request held was dropped where nothing could take it");
    }
}
