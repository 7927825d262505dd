//! O-07: nobody learns by the time of a neutral answer which part of a link was wrong.

use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::settings::Settings;

use crate::support::{Database, PartnerClient, Server, agent, send};

const ROUNDS: usize = 3_000;
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

#[expect(clippy::print_stdout, reason = "the figures are what this is run for")]
async fn compare(database: Database) {
    let server = Server::with(database, Clock::System, |app| {
        app.limits.wrong_codes_a_network = i64::MAX;
    })
    .await;
    let bank = PartnerClient::with_settings(&server, &Settings::new("Acme Bank").unwrap()).await;
    let connection = bank.connects(&bank.creates_company("Bistro"));
    let (address, otp) = connection.link_url.split_once("?otp=").unwrap();
    let wrong = if otp == "123456" { "654321" } else { "123456" };
    let nobody = server.app.chance.uuid().to_string();
    let variants = [
        ("a wrong code", format!("{address}?otp={wrong}")),
        ("no such connection", format!("{}?otp={wrong}", address.replace(&connection.id, &nobody))),
        ("another company", format!("{}?otp={otp}", address.replace(&connection.company, &nobody))),
        ("five digits", format!("{address}?otp={}", &otp[1..])),
        ("no code", address.to_owned()),
    ];
    let agent = agent();
    let ask = |url: &str| {
        let started = Instant::now();
        assert_eq!(send(&agent, "GET", url, &[("accept-language", "en")], ()).status, 404);
        started.elapsed()
    };
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); variants.len()];
    for round in 0..ROUNDS {
        // Interleaved, each variant once in every place, so that a slow moment of the machine meets all alike.
        for place in 0..variants.len() {
            let which = (place + round) % variants.len();
            times[which].push(ask(&variants[which].1));
        }
    }
    let what = if server.database.is_postgres() { "PostgreSQL" } else { "SQLite" };
    for (place, (name, _)) in variants.iter().enumerate().skip(1) {
        let apart = area(&times[0], &times[place]);
        println!(
            "{what}: {} against {name}: AUC {apart:.3}, medians {:?} {:?}",
            variants[0].0,
            median(&times[0]),
            median(&times[place])
        );
        assert!((apart - 0.5).abs() < MOST_APART, "{what}, {name}: {apart:.3}");
    }
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
