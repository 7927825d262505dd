//! F-12: somebody sets the clock, forward and back. Nothing lives longer for it.

use std::path::Path;
use std::time::Duration;

use bankfeeds_link::clock::{Clock, Timestamp};
use bankfeeds_link::domain::set_back;
use bankfeeds_link::jobs::forget;
use serde_json::json;
use time::macros::datetime;

use super::figures;
use crate::link::Walk;
use crate::support::{Connection, Database, HttpBrowser, Node, Outside, PartnerClient, Server, checking};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

fn start() -> Timestamp {
    datetime!(2026-11-21 15:00 UTC).into()
}

/// A server that goes by a watched clock, and a bank with a customer.
async fn opens(database: Database) -> (Server, PartnerClient, Connection) {
    let server = Server::with_clock(database, Clock::standing_at(start()).watched()).await;
    let bank = PartnerClient::new(&server, "Acme Bank").await;
    let connection = bank.connects(&bank.creates_company("Bistro"));
    bank.adds_account(&connection, &checking("everyday"));
    (server, bank, connection)
}

on_both_databases! {
    async fn f_12_o_05_a_clock_set_back_three_hours_revives_nothing_and_prolongs_nothing(database: Database) {
        let (server, bank, connection) = opens(database).await;
        let customer = HttpBrowser::new("en-CA");
        let shown = customer.walks_to_credentials(&connection.link_url);
        assert!(shown.text_of("password").is_some(), "{}", shown.html());
        server.app.clock.advance(30 * MINUTE);
        let link = bank.looks_at(&connection)["linkUrl"].as_str().unwrap().to_owned();
        server.app.clock.set_back(3 * HOUR);
        // Before anything was ended, the time goes on as if nothing had happened.
        assert_eq!(server.now(), start() + 30 * MINUTE);
        assert!(set_back::mind_the_clock(&server.app).await.unwrap());
        assert_eq!(server.now() + 150 * MINUTE, start());
        for minutes in [0, 10, 100, 60, 60] {
            server.app.clock.advance(minutes * MINUTE);
            assert_eq!(HttpBrowser::new("en-CA").opens(&link).status(), 410, "the link opens again");
            let reload = customer.opens(&shown.url);
            assert!(reload.status() == 410 || reload.status() == 404 || reload.text_of("password").is_none(), "{}", reload.html());
            assert_eq!(reload.text_of("password"), None, "the password is shown again");
        }
        assert!(!set_back::mind_the_clock(&server.app).await.unwrap());
        let fresh = bank.looks_at(&connection)["linkUrl"].as_str().unwrap().to_owned();
        assert_eq!(HttpBrowser::new("en-CA").opens(&fresh).status(), 200);
    }

    async fn f_12_what_was_made_four_hundred_days_ahead_ends_when_the_clock_is_right_again(database: Database) {
        let (server, bank, connection) = opens(database).await;
        server.app.clock.advance(400 * DAY);
        let ahead = bank.looks_at(&connection)["linkUrl"].as_str().unwrap().to_owned();
        let customer = HttpBrowser::new("en-CA");
        let shown = customer.walks_to_credentials(&ahead);
        server.app.clock.set_back(400 * DAY);
        assert!(set_back::mind_the_clock(&server.app).await.unwrap());
        assert_eq!(server.now(), start());
        for days in [0, 1, 399] {
            server.app.clock.advance(days * DAY);
            assert_ne!(HttpBrowser::new("en-CA").opens(&ahead).status(), 200, "after {days} days");
            assert_eq!(customer.opens(&shown.url).text_of("password"), None, "after {days} days");
        }
    }

    async fn f_12_a_clock_set_back_while_no_server_ran_revives_nothing(database: Database) {
        let (mut server, _, connection) = opens(database).await;
        forget::once(&server.app).await.unwrap();
        server.app.clock.advance(90 * MINUTE);
        assert_eq!(HttpBrowser::new("en-CA").opens(&connection.link_url).status(), 410);
        forget::once(&server.app).await.unwrap();
        // A new process knows nothing of the old one's clock.
        server.app.clock = Clock::standing_at(start() + 20 * MINUTE).watched();
        set_back::wake(&server.app).await.unwrap();
        let again = Server::with(server.database.clone(), server.app.clock.clone(), |app| app.keys = server.app.keys.clone());
        let again = again.await;
        let link = connection.link_url.replace(server.url(), again.url());
        assert_eq!(HttpBrowser::new("en-CA").opens(&link).status(), 410);
    }
}

/// Where Debian puts it, by the kind of machine.
fn library() -> String {
    let machine = std::env::consts::ARCH;
    let file = format!("/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1");
    assert!(Path::new(&file).is_file(), "libfaketime is not installed: run tests/ordeals");
    file
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_12_the_real_servers_clock_is_set_to_and_fro_and_prolongs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("offset");
    let set = |offset: &str| {
        std::fs::write(&file, offset).unwrap();
        // The server looks once a second.
        std::thread::sleep(Duration::from_millis(2_500));
    };
    std::fs::write(&file, "+0").unwrap();
    let mut node = Node::on("sqlite:bank.db")
        .and("LD_PRELOAD", &library())
        .and("FAKETIME_TIMESTAMP_FILE", file.to_str().unwrap())
        .and("FAKETIME_NO_CACHE", "1")
        .and("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .started();
    let mut client = Outside::with_key(node.url(), &node.makes_a_partner("Acme Bank"));
    let company = client.posts("/companies", &json!({ "name": "Bistro" })).done().unwrap().json();
    let path = format!("/companies/{}/connections", company["id"].as_str().unwrap());
    let mut links = Vec::new();
    for offset in ["+0", "+2h", "-3h", "+400d", "+0", "-3h", "+0"] {
        set(offset);
        let opens = |link: &String| Outside::new(node.url()).opens(link).is_some();
        assert!(!links.iter().any(opens), "at {offset} an old link opens");
        let connection = client.posts(&path, &json!({ "platformKey": "hcws" })).done().unwrap().json();
        links.push(connection["linkUrl"].as_str().unwrap().to_owned());
        assert!(opens(links.last().unwrap()), "at {offset} a new link does not open");
    }
    let log = node.log();
    assert_eq!(log.matches("the clock was set back").count(), 3, "{log}");
    node.stops();
    figures("set by +2 h, −3 h, +400 d and back: no link lived on, every new one opened, no 500");
}
