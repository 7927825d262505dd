//! F-25: two servers on one database get the same request at the same moment.

use std::sync::Barrier;

use bankfeeds_link::clock::Clock;
use serde_json::{Value, json};

use crate::institution::files::{bank, file, statement};
use crate::link::Walk;
use crate::support::{
    Answer, Connection, Database, HttpBrowser, PartnerClient, Server, agent, checking, send, transaction,
};

/// Two servers with the same keys, and a bank that knows both.
struct Pair {
    servers: [Server; 2],
    bank: PartnerClient,
    connection: Connection,
}

impl Pair {
    async fn on(database: Database) -> Self {
        let first = Server::with_clock(database.clone(), Clock::System).await;
        let keys = first.app.keys.clone();
        let second = Server::with(database, Clock::System, |app| app.keys = keys).await;
        let bank = PartnerClient::new(&first, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        Self { servers: [first, second], bank, connection }
    }

    /// The same at both, as nearly at once as can be.
    fn both_get(&self, method: &str, path: &str, body: &Value) -> [Answer; 2] {
        let barrier = Barrier::new(2);
        let authorization = self.bank.authorization();
        let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
        std::thread::scope(|scope| {
            let asking = self.servers.each_ref().map(|server| {
                let url = format!("{}{path}", server.url());
                let (barrier, body) = (&barrier, body.to_string());
                scope.spawn(move || {
                    barrier.wait();
                    send(&agent(), method, &url, &headers, if body == "null" { String::new() } else { body })
                })
            });
            asking.map(|one| one.join().unwrap())
        })
    }
}

/// On a busy machine hashing may be told to come back.
fn patiently(ask: impl Fn() -> Answer) -> Answer {
    (0..20).map(|_| ask()).find(|answer| answer.status != 503).unwrap()
}

fn statuses(answers: &[Answer; 2]) -> [u16; 2] {
    let mut statuses = answers.each_ref().map(|answer| answer.status);
    statuses.sort_unstable();
    statuses
}

on_both_databases! {
    async fn f_25_the_same_account_at_two_servers_is_added_once(database: Database) {
        let pair = Pair::on(database).await;
        for number in 0..10 {
            let path = pair.connection.path("connectionInfo/bankFeedAccounts");
            let answers = pair.both_get("POST", &path, &checking(&format!("account {number}")));
            assert_eq!(statuses(&answers), [200, 409], "{answers:?}");
        }
        assert_eq!(pair.bank.lists_accounts(&pair.connection).as_array().unwrap().len(), 10);
    }

    async fn f_25_the_same_push_and_the_same_revoke_at_two_servers_have_one_effect(database: Database) {
        let pair = Pair::on(database).await;
        let mut account = checking("everyday");
        account["accountNumber"] = "0001112223".into();
        pair.bank.adds_account(&pair.connection, &account);
        let path = pair.connection.path("connectionInfo/bankFeedAccounts/credentials");
        let made = patiently(|| pair.bank.posts(&path, &Value::Null)).succeeded();
        let (username, password) = (made["username"].as_str().unwrap(), made["password"].as_str().unwrap());
        let poll = file((username, password), &bank(&[statement(("0001112223", "CHECKING"), "<INCLUDE>Y")]));
        let ask = |server: &Server| patiently(|| send(&agent(), "POST", &server.ofx_url(), &[], poll.as_bytes())).text();
        assert!(!ask(&pair.servers[0]).contains("15500"));
        let rows = [transaction("one", &pair.servers[0].day(0), -4.5, "Coffee")];
        let body = json!({ "accountId": "everyday", "transactions": rows });
        let path = pair.connection.path("push/bankAccounts/everyday/bankTransactions");
        let answers = pair.both_get("POST", &path, &body);
        assert_eq!(statuses(&answers), [200, 200], "{answers:?}");
        let changes = answers.each_ref().map(|answer| answer.json()["changes"].as_array().unwrap().len());
        assert_eq!(changes.iter().sum::<usize>(), 1, "{changes:?}");
        assert_eq!(ask(&pair.servers[1]).matches("<FITID>").count(), 1);
        let path = pair.connection.path("connectionInfo/bankFeedAccounts/credentials");
        let answers = pair.both_get("DELETE", &path, &Value::Null);
        assert!(answers.iter().all(|answer| answer.status < 500), "{answers:?}");
        for server in &pair.servers {
            assert!(ask(server).contains("15500"));
        }
        assert_eq!(pair.bank.lists_accounts(&pair.connection)[0]["status"], "disconnected");
    }

    async fn f_25_the_same_claim_at_two_servers_is_one_claim(database: Database) {
        let pair = Pair::on(database).await;
        pair.bank.adds_account(&pair.connection, &checking("everyday"));
        let link = &pair.connection.link_url;
        let barrier = Barrier::new(2);
        let pages = std::thread::scope(|scope| {
            let asking = pair.servers.each_ref().map(|server| {
                let link = link.replace(pair.servers[0].url(), server.url());
                let barrier = &barrier;
                scope.spawn(move || {
                    let browser = HttpBrowser::new("en-CA");
                    let page = browser.opens(&link);
                    barrier.wait();
                    browser.presses_next(&page).status()
                })
            });
            asking.map(|one| one.join().unwrap())
        });
        let mut pages = pages;
        pages.sort_unstable();
        assert_eq!(pages, [200, 410]);
    }
}
