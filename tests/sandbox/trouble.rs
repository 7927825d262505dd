//! What a customer sees when the bank says no, or nothing at all.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::json;
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

use super::Desk;
use crate::support::Database;

/// A server that answers everything with these bytes, and hangs up.
fn always_answering(bytes: impl Into<Vec<u8>>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let bytes = bytes.into();
    // It ends with the process: nothing tells when the last story has asked.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = answered(stream.unwrap(), &bytes);
        }
    });
    address
}

fn answered(mut stream: TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    let mut request = [0; 16 * 1024];
    let _ = stream.read(&mut request)?;
    stream.write_all(bytes)
}

fn http(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

/// A port at which nobody listens.
fn switched_off() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A server that takes requests and says nothing.
fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (listener, address)
}

/// No partner's program can take an account away again; an operator can.
async fn drops_the_card(database: &Database) {
    let statement = "DELETE FROM source_accounts WHERE account_id = '5518'";
    if database.is_postgres() {
        PgConnection::connect(database.url()).await.unwrap().execute(statement).await.unwrap();
    } else {
        SqliteConnection::connect(database.url()).await.unwrap().execute(statement).await.unwrap();
    }
}

async fn is_told(database: Database, institution: String, words: &str) {
    let desk = Desk::calling(database, Some(institution)).await;
    let refused = desk.signs_in(&desk.finds_the_bank(), ("S3MWTR4P7DS8", "H7KQ2WMDX4ZRB9TN"));
    assert_eq!(refused.status(), 422);
    assert!(refused.says(words), "{words}: {}", refused.html());
    assert!(refused.html().contains("S3MWTR4P7DS8") && !refused.html().contains("H7KQ2WMDX4ZRB9TN"));
    assert!(desk.opens_last_exchange().says(words));
    // Nothing half-done: the accounts cannot be reached.
    let accounts = desk.browser.opens(&refused.url.replace("/sign-in", "/accounts"));
    assert!(accounts.url.ends_with("/sign-in"), "{}", accounts.url);
}

on_both_databases! {
    async fn a_server_that_is_switched_off_is_said_to_be_out_of_reach(database: Database) {
        is_told(database, switched_off(), "The bank’s server cannot be reached.").await;
    }

    async fn a_server_that_says_nothing_is_not_waited_for_without_end(database: Database) {
        let (_listener, address) = silent();
        is_told(database, address, "did not answer within one second").await;
    }

    async fn a_server_that_has_no_time_is_told_with_its_status(database: Database) {
        let busy = http("503 Service Unavailable", "retry-after: 2\r\n", "");
        is_told(database, always_answering(busy), "HTTP 503 and asks to come back in 2 seconds").await;
    }

    async fn another_place_is_not_followed(database: Database) {
        let moved = http("302 Found", "location: http://127.0.0.1:1/\r\n", "");
        is_told(database, always_answering(moved), "HTTP 302 and no statement").await;
    }

    async fn what_is_no_ofx_is_told_apart(database: Database) {
        let page = http("200 OK", "", "<html><script>alert(1)</script></html>");
        is_told(database, always_answering(page), "is no OFX answer").await;
    }

    async fn an_answer_that_breaks_off_is_not_taken_for_a_whole_one(database: Database) {
        let half = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\nOFXHEADER:100\r\n";
        is_told(database, always_answering(half), "The connection broke off").await;
    }

    async fn an_answer_without_end_is_not_read(database: Database) {
        let endless = http("200 OK", "", &"x".repeat(4 * 1024 * 1024 + 1));
        is_told(database, always_answering(endless), "longer than 4 MiB").await;
    }

    async fn a_wrong_password_is_told_and_nothing_is_kept(database: Database) {
        let desk = Desk::open(database).await;
        let (username, _) = desk.bank.generates_credentials(&desk.connection);
        let refused = desk.signs_in(&desk.finds_the_bank(), (&username, "H7KQ2WMDX4ZRB9TN"));
        assert_eq!(refused.status(), 422);
        assert!(refused.says("The bank did not take this username and password."), "{}", refused.html());
        assert!(refused.html().contains(&username) && refused.html().contains("<title>Error: "));
        let early = desk.browser.opens(&refused.url.replace("/sign-in", "/accounts"));
        assert!(early.url.ends_with("/sign-in"), "{}", early.url);
    }

    async fn throttling_is_told_with_how_long_it_lasts(database: Database) {
        let desk = Desk::open(database).await;
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let sign_in = desk.finds_the_bank();
        let tried = |password: &str| desk.signs_in(&sign_in, (&username, password));
        let throttled = (0..40).map(|_| tried("H7KQ2WMDX4ZRB9TN")).find(|page| page.says("The bank asks to wait"));
        let throttled = throttled.expect("it is throttled at last");
        assert!(throttled.says("Too many failed attempts to sign on. Wait "), "{}", throttled.html());
        // Right and wrong are answered alike while it lasts.
        assert!(tried(&password).says("The bank asks to wait"));
    }

    async fn an_account_that_is_gone_is_named_and_the_others_are_connected(database: Database) {
        let desk = Desk::open(database).await;
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let accounts = desk.signs_in(&desk.finds_the_bank(), (&username, &password));
        drops_the_card(&desk.server.database).await;
        let bank = desk.connects(&accounts, &desk.server.day(-7));
        assert!(bank.says("Card: the bank does not know this account under this sign-on"), "{}", bank.html());
        assert!(!bank.html().contains(">Card</a>"));
        desk.opens_register(&bank, "Chequing");
    }

    async fn an_account_that_goes_later_is_named_and_the_others_go_on(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        drops_the_card(&desk.server.database).await;
        desk.pushes(&[("t1", -12.5, "Coffee")]);
        let bank = desk.updates(&bank);
        assert!(bank.says("One new transaction") && bank.says("Card: the bank does not know this account"), "{}", bank.html());
        assert!(desk.opens_register(&bank, "Card").says("Card: the bank does not know this account"));
        assert!(desk.opens_register(&bank, "Chequing").says("Coffee"));
    }

    async fn a_connection_that_the_bank_unlinked_is_refused(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.bank.sends("PATCH", &desk.connection.path(""), &json!({ "status": "Unlinked" })).succeeded();
        let refused = desk.updates(&bank);
        assert!(refused.says("The bank did not take this username and password."), "{}", refused.html());
    }

    async fn when_no_account_can_be_connected_none_is(database: Database) {
        let desk = Desk::open(database).await;
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let accounts = desk.signs_in(&desk.finds_the_bank(), (&username, &password));
        desk.bank.revokes_credentials(&desk.connection).succeeded();
        let refused = desk.connects(&accounts, &desk.server.day(-7));
        assert_eq!(refused.status(), 422);
        assert!(refused.says("No account was connected.") && refused.says("did not take this username"), "{}", refused.html());
        assert!(desk.opens("").says("No bank is linked yet."));
    }
}
