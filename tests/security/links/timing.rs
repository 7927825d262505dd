//! O-07: nobody learns by the time of a neutral answer which part of a link was wrong.

use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::jobs::forget;
use time::macros::datetime;

use crate::support::{Connection, Database, PartnerClient, Server, agent, send};

const ROUNDS: usize = 3_000;
const A_DAY: usize = 90;
/// Half means that the two cannot be told apart at all.
const MOST_APART: f64 = 0.05;

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn o_07_the_time_of_a_neutral_answer_does_not_tell_what_was_wrong() {
    // Longer than a story of the suite may take.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for database in [Database::sqlite(), Database::postgres().await] {
            compare(database).await;
        }
    });
}

/// What was wrong, and how such an address is made of the right one.
type Variant = (&'static str, fn(&Connection, &str) -> String);

/// Each with a connection of its own, so that all have been knocked at equally often.
const VARIANTS: [Variant; 5] = [
    ("a wrong code", |right, _| wrong_code(&right.link_url)),
    ("no such connection", |right, nobody| right.link_url.replace(&right.id, nobody)),
    ("another company", |right, nobody| right.link_url.replace(&right.company, nobody)),
    ("five digits", |right, _| right.link_url[..right.link_url.len() - 1].to_owned()),
    ("no code", |right, _| right.link_url.split('?').next().unwrap_or_default().to_owned()),
];

#[expect(clippy::print_stdout, reason = "the figures are what this is run for")]
async fn compare(database: Database) {
    let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
    let server = Server::with(database, clock, |app| app.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()]).await;
    let bank = PartnerClient::new(&server, "Acme Bank").await;
    let connections: Vec<_> = VARIANTS.iter().map(|_| bank.connects(&bank.creates_company("Bistro"))).collect();
    let nobody = server.app.chance.uuid().to_string();
    let addresses: Vec<_> =
        VARIANTS.iter().zip(&connections).map(|((_, wrong), right)| wrong(right, &nobody)).collect();
    let agent = agent();
    let ask = |url: &str, from: &str| {
        let started = Instant::now();
        assert_eq!(send(&agent, "GET", url, &[("x-forwarded-for", from)], ()).status, 404);
        started.elapsed()
    };
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); VARIANTS.len()];
    for round in 0..ROUNDS {
        if round % A_DAY == 0 {
            // As a stranger has to: no more a day than the limits let through, and from many networks.
            server.app.clock.advance(Duration::from_secs(24 * 3_600 + 1));
            forget::once(&server.app).await.unwrap();
            connections.iter().for_each(|connection| drop(bank.looks_at(connection)));
        }
        // Interleaved, each variant once in every place, so that a slow moment of the machine meets all alike.
        for place in 0..VARIANTS.len() {
            let which = (place + round) % VARIANTS.len();
            let network = round / 20;
            let from = format!("10.{which}.{}.{}", network / 200, network % 200);
            times[which].push(ask(&addresses[which], &from));
        }
    }
    let what = if server.database.is_postgres() { "PostgreSQL" } else { "SQLite" };
    let mut worst = 0.0_f64;
    for (place, (name, _)) in VARIANTS.iter().enumerate().skip(1) {
        let apart = area(&times[0], &times[place]);
        let medians = (median(&times[0]), median(&times[place]));
        println!("{what}: a wrong code against {name}: AUC {apart:.3}, medians {:?} {:?}", medians.0, medians.1);
        worst = worst.max((apart - 0.5).abs());
    }
    assert!(worst < MOST_APART, "{what}: {worst:.3} from a half");
}

/// The same digits, turned by one: of a million codes hardly the same.
fn wrong_code(right: &str) -> String {
    let (address, otp) = right.split_once("?otp=").unwrap();
    let turned: String = otp.chars().map(|digit| char::from(b'0' + (digit as u8 - b'0' + 1) % 10)).collect();
    format!("{address}?otp={turned}")
}

/// How often one of the first takes longer than one of the second: the area under the ROC curve.
fn area(first: &[Duration], second: &[Duration]) -> f64 {
    let mut sorted = second.to_vec();
    sorted.sort_unstable();
    let wins: f64 = first
        .iter()
        .map(|time| {
            let (below, not_above) = (sorted.partition_point(|it| it < time), sorted.partition_point(|it| it <= time));
            (below as f64 + not_above as f64) / 2.0
        })
        .sum();
    wins / (first.len() as f64 * second.len() as f64)
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}
