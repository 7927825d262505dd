//! F-01, F-02, F-13, F-22: killed, paused, and with a log that nobody reads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bankfeeds_link::chance::Chance;
use rustix::process::Signal;

use super::figures;
use super::ledger::Ledger;
use super::storm::{Manner, Storm};
use crate::support::{Database, Node, Outside, tell, tell_within};

/// A power cut after 0.3 to 1.2 seconds of storm, again and again.
async fn is_killed_under_load(kills: usize, manner: Manner) {
    let database = Database::sqlite();
    let mut node = Node::on(database.url()).started();
    let ledger = Arc::new(Ledger::default());
    let storm = Storm::begins(&node, &ledger, manner);
    for _ in 0..kills {
        let [random] = Chance::System.bytes::<1>();
        std::thread::sleep(Duration::from_millis(300 + u64::from(random) * 900 / 255));
        node.is_killed();
        node.starts();
        assert!(node.recovers() < Duration::from_secs(5));
    }
    let (longest, reads) = storm.ends();
    let memory = node.most_memory();
    assert!(memory < 256, "{memory} MB");
    // Once more: what is compared has been through a recovery.
    node.is_killed();
    node.starts();
    node.stops();
    let found = ledger.is_kept_by(database.url()).await;
    assert!(found.acknowledged > 0 && found.unknown > 0, "no load, or no fault: {found}");
    let slowest = node.starts.iter().max().unwrap();
    assert!(*slowest < Duration::from_secs(5), "a start took {slowest:?}");
    figures(&format!(
        "{kills} kills; {found}; {reads} reads; slowest start {} ms, longest request {} ms, memory {memory} MB",
        slowest.as_millis(),
        longest.as_millis()
    ));
}

#[test]
fn f_01_five_kills_under_load_lose_nothing_that_was_acknowledged_and_double_nothing() {
    tell(is_killed_under_load(5, Manner::default()));
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_01_a_hundred_kills_under_load_lose_nothing_that_was_acknowledged_and_double_nothing() {
    tell_within(Duration::from_secs(900), is_killed_under_load(100, Manner::default()));
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_02_who_asks_again_after_every_kill_has_each_account_and_each_transaction_exactly_once() {
    tell(is_killed_under_load(25, Manner { insists: true, ..Manner::default() }));
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_13_after_a_pause_of_half_a_minute_the_server_goes_on_as_if_nothing_had_happened() {
    tell(async {
        let database = Database::sqlite();
        let mut node = Node::on(database.url()).started();
        let ledger = Arc::new(Ledger::default());
        let storm = Storm::begins(&node, &ledger, Manner { patience: Duration::from_secs(40), ..Manner::default() });
        std::thread::sleep(Duration::from_secs(1));
        node.gets(Signal::STOP);
        let before = ledger.acknowledgements();
        std::thread::sleep(Duration::from_secs(30));
        assert!(ledger.acknowledgements() <= before + 1);
        node.gets(Signal::CONT);
        let recovered = node.recovers();
        std::thread::sleep(Duration::from_secs(1));
        storm.ends();
        node.stops();
        let found = ledger.is_kept_by(database.url()).await;
        assert!(found.acknowledged > before);
        figures(&format!("paused 30 s; {found}; ready again after {} ms", recovered.as_millis()));
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_22_requests_flow_while_nobody_reads_the_log_and_the_lost_lines_are_counted() {
    let node = Node::on("sqlite:bank.db").and("LOG", "trace");
    let mut process = node.terminal.serves_unread();
    let (mut client, begun, mut requests) = (Outside::new(node.url()), Instant::now(), 0_u64);
    // Far beyond what the pipe and the queue hold.
    while requests < 20_000 {
        assert!(client.gets("/healthz").is_done());
        requests += 1;
    }
    let spent = begun.elapsed();
    let log = process.log_until("log lines were lost");
    let missing: u64 = log.rsplit_once("\"missing\":").unwrap().1.split(',').next().unwrap().parse().unwrap();
    // Each request writes a line at least.
    assert!(missing > 5_000, "{missing}");
    figures(&format!(
        "{requests} requests in {} ms with a full pipe, longest {} ms; {missing} lines counted as lost",
        spent.as_millis(),
        client.longest.as_millis()
    ));
}
