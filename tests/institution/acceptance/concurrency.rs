//! Pushes and polls at random, at once, on two nodes whose clocks differ.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::Clock;

use crate::institution::customer::{Customer, EVERYDAY, RESERVE};
use crate::institution::files::{bank, file, statement};
use crate::institution::windows::since;
use crate::support::{Database, Download, Server, agent, send};

const PUSHES: u64 = 20;
/// For a server that has too much to hash.
const A_MOMENT: Duration = Duration::from_millis(100);

/// Accounting software that asks each time from where the statement before it ended.
struct Poller {
    nodes: [String; 2],
    credentials: (String, String),
    account: (&'static str, &'static str),
    chance: Chance,
}

impl Poller {
    /// Until the pushes are over, and once more; answers every FITID that it was given.
    fn polls(&self, is_over: &AtomicBool) -> Vec<String> {
        let (mut ids, mut window, agent) = (Vec::new(), "<INCLUDE>Y".to_owned(), agent());
        loop {
            let is_last = is_over.load(Ordering::SeqCst);
            let sets = bank(&[statement(self.account, &window)]);
            let file = file((&self.credentials.0, &self.credentials.1), &sets);
            let node = &self.nodes[below(&self.chance, 2)];
            let answer = send(&agent, "POST", node, &[], file.as_bytes());
            if answer.status == 503 {
                thread::sleep(A_MOMENT);
                continue;
            }
            let download = Download { text: answer.text(), ..Download::default() };
            assert!(download.is_good(), "{}", download.text);
            ids.extend(download.values("FITID"));
            if is_last {
                return ids;
            }
            window = since(&download.values("DTEND").concat());
        }
    }
}

fn below(chance: &Chance, limit: usize) -> usize {
    usize::from(chance.bytes::<1>()[0]) % limit
}

/// One pusher of an account: its transactions are dated from `first_day` on, today being 0. Answers their ids.
async fn pushes(nodes: &[Server; 2], customer: &Customer, account: &str, name: &str, first_day: i64) -> Vec<String> {
    let (chance, mut day, mut ids) = (Chance::System, first_day, Vec::new());
    for number in 0..PUSHES {
        let batch: Vec<String> = (0..=below(&chance, 4)).map(|one| format!("{name}-{number}-{one}")).collect();
        let dated: Vec<(&str, i64)> = batch.iter().map(|id| (id.as_str(), day)).collect();
        customer.pushes(&nodes[below(&chance, 2)], account, &dated).await;
        ids.extend(batch);
        day = (day + i64::from(below(&chance, 4) == 0)).min(0);
        // The clocks stand for a while, and run apart.
        let turn = Duration::from_micros([0, 0, 1, 999, 250_000][below(&chance, 5)]);
        nodes[below(&chance, 2)].app.clock.advance(turn);
        tokio::time::sleep(Duration::from_millis(below(&chance, 20) as u64)).await;
    }
    ids
}

/// Two nodes on one database; the clock of the second is ahead.
async fn two_nodes(database: Database) -> [Server; 2] {
    let first = Server::start(database.clone()).await;
    let (keys, ahead) = (first.app.keys.clone(), Clock::standing_at(first.now() + Duration::from_millis(700)));
    let second = Server::with(database, ahead, |app| app.keys = keys).await;
    [first, second]
}

on_both_databases! {
    async fn fiat_27_36_a_push_on_a_node_that_is_behind_keeps_no_earlier_one_from_the_next_statement(database: Database) {
        let nodes = two_nodes(database).await;
        let [behind, ahead] = &nodes;
        let customer = Customer::of(behind, "Acme Bank").await;
        let asks = |window: &str| {
            let answer = customer.asks(behind, &bank(&[statement((EVERYDAY, "CHECKING"), window)]));
            assert!(answer.is_good());
            answer
        };
        let end = asks("<INCLUDE>Y").values("DTEND").concat();
        customer.pushes(ahead, "everyday", &[("first", 0)]).await;
        customer.pushes(behind, "everyday", &[("second", 0)]).await;
        let answer = asks(&since(&end));
        assert_eq!(answer.values("FITID"), ["first", "second"]);
        assert!(asks(&since(&answer.values("DTEND").concat())).values("FITID").is_empty(), "given twice");
    }

    async fn fiat_27_36_what_is_pushed_during_a_poll_on_whatever_node_comes_exactly_once(database: Database) {
        let nodes = two_nodes(database).await;
        let customer = Customer::of(&nodes[0], "Acme Bank").await;
        let (everyday, reserve) = ((EVERYDAY, "CHECKING"), (RESERVE, "SAVINGS"));
        for account in [everyday, reserve] {
            assert!(customer.asks(&nodes[0], &bank(&[statement(account, "<INCLUDE>Y")])).is_good());
        }
        let is_over = Arc::new(AtomicBool::new(false));
        let pollers = [everyday, everyday, reserve].map(|account| {
            let credentials = (customer.username.clone(), customer.password.clone());
            let urls = [nodes[0].ofx_url(), nodes[1].ofx_url()];
            let (poller, is_over) = (Poller { nodes: urls, credentials, account, chance: Chance::System }, is_over.clone());
            thread::spawn(move || poller.polls(&is_over))
        });
        let (one, other, old) = tokio::join!(
            pushes(&nodes, &customer, "everyday", "one", 0),
            pushes(&nodes, &customer, "everyday", "other", 0),
            pushes(&nodes, &customer, "reserve", "old", -6),
        );
        is_over.store(true, Ordering::SeqCst);
        let pushed = [[one.clone(), other.clone()].concat(), [one, other].concat(), old];
        for (poller, mut pushed) in pollers.into_iter().zip(pushed) {
            let mut given = poller.join().unwrap();
            given.sort();
            pushed.sort();
            assert_eq!(given, pushed);
        }
    }
}
