//! How many requests a program may send.

use std::time::Duration;

use bankfeeds_link::jobs::{count_requests, forget};
use serde_json::{Value, json};
use ureq::SendBody;

use super::{quickbooks_connects, refused};
use crate::support::{Answer, Database, PartnerClient, Server, agent, checking, send};

const NINE_HOURS: u64 = 9 * 60 * 60;

/// With so few requests; the clock stands at three in the afternoon.
async fn limited(database: Database, a_minute: i64, a_day: i64) -> Server {
    let server = Server::start(database.clone()).await;
    node(&server, a_minute, a_day).await
}

/// Another node with the same keys and clock.
async fn node(of: &Server, a_minute: i64, a_day: i64) -> Server {
    let (clock, keys) = (of.app.clock.clone(), of.app.keys.clone());
    Server::with(of.database.clone(), clock, |app| {
        app.keys = keys;
        app.limits.requests_a_minute = a_minute;
        app.limits.requests_a_day = a_day;
        app.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await
}

fn knocks(server: &Server, from: &str) -> Answer {
    let url = format!("{}/companies", server.url());
    send(&agent(), "GET", &url, &[("x-forwarded-for", from)], SendBody::none())
}

fn day(answer: &Answer) -> [&str; 3] {
    ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"].map(|name| answer.header(name))
}

on_both_databases! {
    async fn an_address_has_so_many_requests_a_minute_with_or_without_a_key(database: Database) {
        let server = limited(database, 5, 1_000).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        server.app.clock.advance(Duration::from_millis(12_500));
        let before = server.database.tables().await;
        for _ in 0..5 {
            assert_eq!(day(&knocks(&server, "192.0.2.1")), ["", "", ""]);
        }
        let told = knocks(&server, "192.0.2.1");
        assert!(refused(&told, 429).contains("5 requests within a minute"), "{}", told.text());
        assert_eq!((told.header("retry-after"), told.json()["canBeRetried"].as_str()), ("48", Some("True")));
        refused(&acme.asks(&[("x-forwarded-for", "192.0.2.1")], "GET", "/companies", &Value::Null), 429);
        // Nobody who is not known costs the database anything.
        assert_eq!(server.database.tables().await, before);
        refused(&knocks(&server, "192.0.2.2"), 401);
        assert_eq!(send(&agent(), "GET", &format!("{}/readyz", server.url()), &[], SendBody::none()).status, 200);
        server.app.clock.advance(Duration::from_millis(47_499));
        refused(&knocks(&server, "192.0.2.1"), 429);
        server.app.clock.advance(Duration::from_millis(1));
        refused(&knocks(&server, "192.0.2.1"), 401);
        // A line with IPv6 has a /64.
        for host in 1..=5 {
            refused(&knocks(&server, &format!("2001:db8:1:2::{host}")), 401);
        }
        refused(&knocks(&server, "2001:db8:1:2:ffff::1"), 429);
        refused(&knocks(&server, "2001:db8:1:3::1"), 401);
    }

    async fn a_partner_has_so_many_requests_a_day_and_each_answer_says_how_many_are_left(database: Database) {
        let server = limited(database, 1_000, 3).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let reset = "2026-11-22T00:00:00.000000Z";
        assert_eq!(day(&acme.gets("/companies")), ["3", "2", reset]);
        // An answer that refuses something else counts, too.
        assert_eq!(day(&acme.gets("/companies/x")), ["3", "1", reset]);
        assert_eq!(day(&acme.sends("PUT", "/companies", &json!({}))), ["3", "0", reset]);
        let key = "3f2b8c1e-6a4d-4e9b-9c57-0d1e2f3a4b5c";
        let create = || acme.asks(&[("idempotency-key", key)], "POST", "/companies", &json!({ "name": "Bistro" }));
        let told = create();
        assert!(refused(&told, 429).contains("3 requests within a day"), "{}", told.text());
        assert_eq!(told.header("retry-after"), NINE_HOURS.to_string());
        assert_eq!(day(&told), ["3", "0", reset]);
        let other = PartnerClient::new(&server, "Other Bank").await;
        assert_eq!(day(&other.gets("/companies"))[1], "2");
        server.app.clock.advance(Duration::from_secs(NINE_HOURS));
        // The refusal was not kept under the key: now it is done.
        let done = create();
        assert_eq!((done.status, day(&done)), (200, ["3", "2", "2026-11-23T00:00:00.000000Z"]));
        // What is given again counts like anything else.
        assert_eq!(day(&create())[1], "1");
    }

    async fn each_connected_company_brings_as_many_again(database: Database) {
        let server = limited(database, 1_000, 100).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connections = ["Bistro", "Café", "Bar"].map(|name| acme.connects(&acme.creates_company(name)));
        let limit = || acme.gets("/companies").header("x-rate-limit-limit").to_owned();
        for connection in &connections[..2] {
            acme.adds_account(connection, &checking("everyday"));
            quickbooks_connects(&server, connection, "everyday", 7).await;
        }
        assert_eq!(limit(), "100");
        server.app.clock.advance(Duration::from_secs(60));
        count_requests::once(&server.app).await;
        assert_eq!(limit(), "300");
        let unlink = json!({ "status": "Unlinked" });
        acme.sends("PATCH", &connections[0].path(""), &unlink).succeeded();
        server.app.clock.advance(Duration::from_secs(60));
        count_requests::once(&server.app).await;
        assert_eq!(limit(), "200");
    }

    async fn nodes_hear_of_one_another_and_a_new_start_forgets_nothing(database: Database) {
        let first = limited(database.clone(), 20, 10).await;
        let second = node(&first, 20, 10).await;
        let here = PartnerClient::new(&first, "Acme Bank").await;
        let there = here.at(&second);
        let left = |client: &PartnerClient| day(&client.gets("/companies"))[1].to_owned();
        assert_eq!((left(&here), left(&here), left(&there)), ("9".into(), "8".into(), "9".into()));
        // No request has written anything.
        assert!(database.tables().await["request_counts"].is_empty());
        count_requests::once(&first.app).await;
        count_requests::once(&second.app).await;
        // The second knows of the first, and the first will at its next round.
        assert_eq!((left(&there), left(&here)), ("6".into(), "7".into()));
        count_requests::once(&second.app).await;
        count_requests::once(&first.app).await;
        assert_eq!(left(&here), "4");
        count_requests::once(&first.app).await;
        // The partner's day, and no row for the address, which is far from its limit.
        let rows = database.tables().await["request_counts"].len();
        assert_eq!(rows, 2, "the day, and the minute of an address with a tenth of its requests");
        drop(second);
        let third = node(&first, 20, 10).await;
        assert_eq!(left(&here.at(&third)), "3");
        first.app.clock.advance(Duration::from_secs(NINE_HOURS + 61));
        forget::once(&first.app).await.unwrap();
        assert!(database.tables().await["request_counts"].is_empty());
    }

    async fn an_address_that_comes_close_to_its_limit_is_told_to_the_other_nodes(database: Database) {
        let first = limited(database.clone(), 20, 1_000).await;
        let second = node(&first, 20, 1_000).await;
        knocks(&first, "192.0.2.1");
        count_requests::once(&first.app).await;
        assert!(database.tables().await["request_counts"].is_empty());
        for _ in 0..14 {
            refused(&knocks(&first, "192.0.2.1"), 401);
        }
        count_requests::once(&first.app).await;
        for _ in 0..4 {
            refused(&knocks(&second, "192.0.2.1"), 401);
        }
        count_requests::once(&second.app).await;
        refused(&knocks(&second, "192.0.2.1"), 401);
        refused(&knocks(&second, "192.0.2.1"), 429);
        let dump: String = database.tables().await["request_counts"].concat();
        assert!(!dump.contains("192.0.2.1"), "{dump}");
    }
}
