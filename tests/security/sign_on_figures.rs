//! What a stopwatch learns at sign-on, and what failures cost those who are right.

use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::limits::Limits;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::failed_sign_ons::{Failure, count};
use bankfeeds_link::store::{self, Store};
use ureq::Agent;

use crate::institution::customer::Customer;
use crate::institution::files::{everything, file};
use crate::support::{Database, Server, agent, send};

const WRONG: &str = "BBBBBBBBBBBBBBBB";
const MEASURED: usize = 3_000;
const UNITS: u32 = 500;

#[expect(clippy::print_stdout, reason = "tests/ordeals makes a table of figures")]
fn figures(told: &str) {
    println!("figures: {told}");
}

/// As [`crate::support::tell`], for as long as it takes.
fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

/// A server that slows nobody down.
async fn patient(database: Database) -> Server {
    Server::with(database, Clock::System, |app| {
        let without = i64::MAX;
        app.limits = Limits {
            failed_sign_ons: without,
            failed_sign_ons_a_day: without,
            unknown_usernames_a_network: without,
            ..app.limits.clone()
        };
    })
    .await
}

/// How long the answer takes, in microseconds.
fn asks(agent: &Agent, url: &str, file: &str) -> f64 {
    let began = Instant::now();
    let answer = send(agent, "POST", url, &[], file.as_bytes());
    assert!(answer.status == 200 && answer.text().contains("<CODE>15500"), "{}", answer.text());
    began.elapsed().as_secs_f64() * 1e6
}

/// How often a value of one sample is greater than one of the other: 0.5 where nobody can tell them apart. To the
/// microsecond ties are rare enough to be left out.
fn auc(one: &[f64], other: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = one.iter().map(|value| (*value, true)).collect();
    all.extend(other.iter().map(|value| (*value, false)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins) = (0.0, 0.0);
    for (_, is_one) in all {
        if is_one { wins += below } else { below += 1.0 }
    }
    wins / (one.len() as f64 * other.len() as f64)
}

fn median(sample: &[f64]) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

async fn measures(database: Database) {
    let server = patient(database).await;
    let customer = Customer::of(&server, "Acme Bank").await;
    let gone = Customer::of(&server, "Other Bank").await;
    gone.revokes(&server).await;
    let cases = [("BBBB-BBBB-BBBB", WRONG), (&*customer.username, WRONG), (&*gone.username, &*gone.password)];
    let files = cases.map(|credentials| file(credentials, &everything("4111")));
    let (agent, url) = (agent(), server.ofx_url());
    let mut times = [const { Vec::new() }; 3];
    for round in 0..MEASURED + 20 {
        // Each goes first as often as the others.
        for place in 0..3 {
            let case = (round + place) % 3;
            let time = asks(&agent, &url, &files[case]);
            if round >= 20 {
                times[case].push(time);
            }
        }
    }
    let pairs = [(0, 1, "unknown and wrong"), (0, 2, "unknown and revoked"), (1, 2, "wrong and revoked")];
    for (one, other, names) in pairs {
        let auc = auc(&times[one], &times[other]);
        let medians = (median(&times[one]) / 1e3, median(&times[other]) / 1e3);
        figures(&format!("{names}: AUC {auc:.3}, medians {:.2} and {:.2} ms, n = {MEASURED}", medians.0, medians.1));
        assert!((auc - 0.5).abs() < 0.05, "{names}: {auc}");
    }
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn unknown_wrong_and_revoked_take_the_same_time_on_sqlite() {
    tell(async { measures(Database::sqlite()).await });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn unknown_wrong_and_revoked_take_the_same_time_on_postgresql() {
    tell(async { measures(Database::postgres().await).await });
}

/// Units of work a second, one after the other: of a failure, and of a sign-on that was right.
async fn units_a_second(store: &Store, customer: &Customer, credential: store::credentials::Stored) -> (f64, f64) {
    let (name, network) = (Fingerprint::of(customer.username.as_bytes()), Fingerprint::of(b"network"));
    let failure = Failure { adds: 1, window: Limits::DAY, free: i64::MAX, seen: 0 };
    let now = credential.created_at;
    let began = Instant::now();
    for _ in 0..UNITS {
        let mut db = store.write().await.unwrap();
        count(&mut db, &name, &failure, now).await.unwrap();
        count(&mut db, &network, &failure, now).await.unwrap();
        db.commit().await.unwrap();
    }
    let failed = began.elapsed();
    let began = Instant::now();
    for _ in 0..UNITS {
        let mut db = store.write().await.unwrap();
        store::credentials::mark_used(&mut db, credential.id, now).await.unwrap();
        store::credentials::drop_sealed_copy(&mut db, credential.id).await.unwrap();
        db.commit().await.unwrap();
    }
    (f64::from(UNITS) / failed.as_secs_f64(), f64::from(UNITS) / began.elapsed().as_secs_f64())
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn a_storm_of_failures_leaves_room_for_those_who_are_right() {
    tell(async {
        let server = patient(Database::sqlite()).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let folded = customer.username.replace('-', "");
        let mut db = server.app.store.read().await.unwrap();
        let credential = store::credentials::by_username(&mut db, &folded).await.unwrap().unwrap();
        drop(db);
        let (failures, good) = units_a_second(&server.app.store, &customer, credential).await;
        figures(&format!("SQLite, units a second: {failures:.0} of a failure, {good:.0} of a good sign-on"));

        let (right, wrong) = ((&*customer.username, &*customer.password), (&*customer.username, WRONG));
        let alone = good_ones(&server, right, None);
        let beside = good_ones(&server, right, Some(wrong));
        for (told, (count, worst, failed)) in [("alone", alone), ("beside 8 guessers", beside)] {
            let worst = worst.as_millis();
            figures(&format!(
                "{told}: {count:.1} good sign-ons a second, slowest {worst} ms; {failed:.1} failures a second"
            ));
        }
        // Whoever waits longer than the queue's patience is told to come back; nobody just hangs.
        assert!(beside.0 > 0.0 && beside.1 < Duration::from_secs(5), "{beside:?}");
    });
}

/// Four clients that are right, for five seconds, beside eight who are not: good answers a second, the slowest of them,
/// and failures a second.
fn good_ones(server: &Server, right: (&str, &str), wrong: Option<(&str, &str)>) -> (f64, Duration, f64) {
    const SPAN: Duration = Duration::from_secs(5);
    let until = Instant::now() + SPAN;
    let client = |credentials: (&str, &str), code: &'static str| {
        let (agent, url, file) = (agent(), server.ofx_url(), file(credentials, ""));
        move || {
            let (mut count, mut slowest) = (0_u32, Duration::ZERO);
            while Instant::now() < until {
                let began = Instant::now();
                let answer = send(&agent, "POST", &url, &[], file.as_bytes());
                assert!(answer.status == 200 || answer.status == 503, "{}", answer.text());
                if answer.text().contains(code) {
                    count += 1;
                    slowest = slowest.max(began.elapsed());
                }
            }
            (count, slowest)
        }
    };
    std::thread::scope(|scope| {
        let good: Vec<_> = (0..4).map(|_| scope.spawn(client(right, "<CODE>0\r\n"))).collect();
        let failing: Vec<_> = wrong
            .into_iter()
            .flat_map(|wrong| (0..8).map(move |_| wrong))
            .map(|wrong| scope.spawn(client(wrong, "<CODE>15500")))
            .collect();
        let good: Vec<_> = good.into_iter().map(|thread| thread.join().unwrap()).collect();
        let failed: u32 = failing.into_iter().map(|thread| thread.join().unwrap().0).sum();
        let rate = |count: u32| f64::from(count) / SPAN.as_secs_f64();
        (rate(good.iter().map(|one| one.0).sum()), good.iter().map(|one| one.1).max().unwrap_or_default(), rate(failed))
    })
}
