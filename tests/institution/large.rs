//! Answers too long to be kept whole: written page by page, and nobody's business but their client's.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use bankfeeds_link::domain::transaction::{self, Item};
use bankfeeds_link::store;
use bankfeeds_link::store::transactions::New;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::customer::{Customer, EVERYDAY, RESERVE, item};
use super::files::{answered, bank, card_statement, file, posts, statement};
use crate::support::{Database, Server, Wire, agent, send, tell};

const EVERYTHING: &str = "<INCLUDE>Y";
/// A statement is read from the database by so many.
const PAGE: usize = 1_000;
/// Generous: what is asked for takes milliseconds, on a machine that has nothing else to do.
const SOON: Duration = Duration::from_secs(5);
/// For a client that waits for all of a hundred thousand; an answer has to begin within thirty seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Gives an account of a customer so many transactions of some 700 bytes each, as pushes would; answers their ids.
pub(super) async fn fills(server: &Server, customer: &Customer, account: &str, count: usize) -> Vec<String> {
    let account_row = customer.account(server, account).await;
    let words = "Two coffees & a croissant, ".repeat(20);
    let today = server.now().date();
    let long = |id: &String| Item { description: Some(words.clone()), ..item(id, today) };
    let ids: Vec<String> = (0..count).map(|number| format!("{account}-{number:06}")).collect();
    for (batch, first) in ids.chunks(1_000).zip((0..).step_by(1_000)) {
        let items: Vec<Item> = batch.iter().map(long).collect();
        let row = |(place, item)| new(place, item, server);
        let rows: Vec<New<'_>> = (first..).zip(&items).map(row).collect();
        let mut db = server.app.store.write().await.unwrap();
        store::insert_transactions(&mut db, account_row.id, &rows, server.now()).await.unwrap();
        db.commit().await.unwrap();
    }
    server.app.clock.advance(Duration::from_millis(1));
    ids
}

fn new<'a>(place: i64, item: &'a Item, server: &Server) -> New<'a> {
    let earliest_at = transaction::earliest(item.date, server.now());
    New { item, place, fitid: item.id.clone(), content_hash: item.content_hash(), earliest_at }
}

/// The FITIDs of each statement, by its ACCTID.
fn lists(text: &str) -> Vec<(String, Vec<String>)> {
    let value = |part: &str| part.split(['<', '\r']).next().unwrap().to_owned();
    let statement = |part: &str| (value(part), part.split("<FITID>").skip(1).map(value).collect());
    text.split("<ACCTID>").skip(1).map(statement).collect()
}

on_both_databases! {
    async fn lists_of_many_pages_stand_each_under_its_own_account_and_the_answer_says_how_long_it_is(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let visa = customer.visa(&server).await;
        // Cards first: what goes out is in the order of the specification all the same.
        let sets = card_statement(&visa) + &bank(&[
            statement((RESERVE, "SAVINGS"), EVERYTHING),
            statement((EVERYDAY, "CHECKING"), EVERYTHING),
            statement((EVERYDAY, "CHECKING"), ""),
        ]);
        assert!(customer.asks(&server, &sets).is_good());
        let mut expected = Vec::new();
        for (account, count) in [("reserve", PAGE + 100), ("everyday", PAGE), ("visa", 2 * PAGE + 1)] {
            let acct_id = customer.account(&server, account).await.ofx_account_id;
            expected.push((acct_id, fills(&server, &customer, account, count).await));
        }
        expected.insert(2, (EVERYDAY.into(), Vec::new()));

        let file = file((&customer.username, &customer.password), &sets);
        let answer = posts(&server, &file);
        assert!(answer.bytes.len() > 512 * 1024, "too short to be written in pieces: {}", answer.bytes.len());
        assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
        assert_eq!(lists(&answered(&server, &file).text), expected);
        for (short, count) in [(EVERYTHING.to_owned(), PAGE), (format!("<DTSTART>{}{EVERYTHING}", server.day(1)), 0)] {
            let download = customer.asks_for(&server, EVERYDAY, &short);
            assert_eq!(download.values("FITID").len(), count);
        }
    }

    async fn what_one_file_asks_for_twice_is_given_once(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let accounts = "<SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>1<ACCTINFORQ><DTACCTUP>1990</ACCTINFORQ></ACCTINFOTRNRQ></SIGNUPMSGSRQV1>";
        let one = statement((EVERYDAY, "CHECKING"), EVERYTHING);
        let again = one.replace("<INCLUDE>", "<DTSTART>20261120<INCLUDE>");
        let sets = [accounts, accounts, &bank(&[one, again, statement((EVERYDAY, "CHECKING"), "")])].concat();
        let answer = customer.asks(&server, &sets);
        assert_eq!(answer.statuses(), ["0", "0", "2000", "0", "2000", "0"]);
        assert_eq!((answer.values("BANKTRANLIST").len(), answer.values("BALAMT").len()), (1, 2));
    }
}

pub(super) async fn runs(database: &Database, statement: &'static str) {
    if database.is_postgres() {
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
}

async fn a_hundred_thousand(database: Database) {
    const MANY: usize = 100_000;
    let server = Server::start(database).await;
    let customer = Customer::of(&server, "Acme Bank").await;
    assert!(customer.asks_for(&server, EVERYDAY, EVERYTHING).is_good());
    let expected = fills(&server, &customer, "everyday", MANY).await;
    // PostgreSQL does so by itself within a minute of a table's growth.
    runs(&server.database, "ANALYZE transactions").await;
    let asked = file((&customer.username, &customer.password), &bank(&[statement((EVERYDAY, "CHECKING"), EVERYTHING)]));
    let head = format!("POST /ofx HTTP/1.1\r\nHost: bank\r\nContent-Length: {}\r\n\r\n", asked.len());

    // One client reads nothing of its answer, and one all of it, while others go about their business.
    let mut slow = Wire::to(server.url());
    assert!(slow.sends(&head) && slow.sends(&asked));
    let mut whole = Wire::to(server.url());
    assert!(whole.sends(head.replace("Host", "Connection: close\r\nHost")) && whole.sends(&asked));
    let whole = std::thread::spawn(move || (whole.is_closed_within(PATIENCE), whole.heard()));
    let mut worst = Duration::ZERO;
    let begun = Instant::now();
    while !whole.is_finished() {
        let asked_at = Instant::now();
        assert_eq!(send(&agent(), "GET", &format!("{}/readyz", server.url()), &[], ureq::SendBody::none()).status, 200);
        assert!(customer.asks_for(&server, RESERVE, "").statuses().len() > 1);
        worst = worst.max(asked_at.elapsed());
    }
    let (is_over, answer) = whole.join().unwrap();
    let (told, body) = answer.split_once("\r\n\r\n").unwrap();
    figures(&format!("{} bytes in {:?}; others waited at most {worst:?}", body.len(), begun.elapsed()));
    assert!(worst < SOON, "{worst:?}");
    assert!(is_over && told.contains(&format!("content-length: {}\r\n", body.len())), "{told}");
    assert!(lists(body) == [(EVERYDAY.to_owned(), expected)], "something is missing, doubled or out of order");

    // What breaks off is shorter than it said it would be: no client can take it for the whole.
    let mut broken = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
    broken.write_all([&head, asked.as_str()].concat().as_bytes()).unwrap();
    let mut beginning = [0; "HTTP/1.1 200".len()];
    broken.read_exact(&mut beginning).unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200");
    runs(&server.database, "DELETE FROM transactions").await;
    let mut rest = Vec::new();
    // However the connection ends.
    let _ = broken.read_to_end(&mut rest);
    assert!(rest.len() < body.len() && !String::from_utf8_lossy(&rest).contains("</OFX>"), "{} bytes", rest.len());
}

#[expect(
    clippy::print_stdout,
    reason = "libtest keeps what a test prints, and the table of tests/ordeals is made of it"
)]
fn figures(told: &str) {
    println!("figures: {told}");
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn a_hundred_thousand_transactions_come_whole_and_keep_nobody_waiting() {
    tell(async { a_hundred_thousand(Database::sqlite()).await });
    tell(async { a_hundred_thousand(Database::postgres().await).await });
}
