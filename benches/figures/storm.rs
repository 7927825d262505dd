//! A storm: sixty-four clients that hash, and the pages meanwhile.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use anyhow::Result;

use super::Plan;
use super::load::{self, Clients, Seen};
use super::quickbooks::Pair;
use super::server::Bank;
use super::table::{Row, Table};

/// How many clients look at pages without a pause: as many as saturate the server's core.
const READERS: usize = 8;
/// How many look at a page every few milliseconds: some two fifths of what the core can do.
const CALM_READERS: usize = 8;
const CALM_PAUSE: Duration = Duration::from_millis(4);
const STORMERS: usize = 64;
const CUSTOMER_PAUSE: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Rounds {
    idle: Vec<Seen>,
    sign_ons: Vec<Seen>,
    making: Vec<Seen>,
    signed_on: Vec<Seen>,
    made: Vec<Seen>,
    /// A customer who presses Get credentials now and then, while everybody signs on.
    customer: Vec<Seen>,
    /// The same, while nobody else hashes.
    customer_alone: Vec<Seen>,
}

/// A connection has only so many sets: there is one for each of those who storm, and whoever asks for a set asks for the next one's.
struct Storm {
    pairs: Vec<Pair>,
    asking: Vec<Vec<u8>>,
    asked: Arc<AtomicUsize>,
}

impl Storm {
    fn asks(&self, count: usize) -> Clients {
        Clients::taking_turns(count, self.asking.clone(), &self.asked)
    }
}

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    let bank = Bank::that_forgets_sign_ons(1)?;
    let connections = bank.more_connections(STORMERS)?;
    let pairs: Vec<Pair> = connections.iter().map(|it| bank.pair_of(it)).collect::<Result<_>>()?;
    let storm = Storm { pairs, asking: bank.asks_for_credentials(&connections), asked: Arc::default() };
    for (name, readers, pause) in [("saturated", READERS, Duration::ZERO), ("calm", CALM_READERS, CALM_PAUSE)] {
        let rounds = rounds(plan, &bank, &storm, readers, pause)?;
        tell(name, &rounds, table);
    }
    table.add(Row::at_most("memory after the storms, most, MB", bank.server.most_memory()?, 50.0));
    Ok(())
}

fn rounds(plan: &Plan, bank: &Bank, storm: &Storm, readers: usize, pause: Duration) -> Result<Rounds> {
    let mut rounds = Rounds::default();
    let pages = || Clients { pause, ..Clients::sending(readers, bank.page.clone()) };
    let server = bank.server.address;
    for _ in 0..plan.rounds {
        rounds.idle.extend(load::run(server, vec![pages()], plan.seconds)?);
        let customer = || Clients { pause: CUSTOMER_PAUSE, ..storm.asks(1) };
        let mut seen = load::run(server, vec![pages(), customer()], plan.seconds)?;
        rounds.customer_alone.extend(seen.pop());
        let requests: Vec<Vec<u8>> = storm.pairs.iter().map(Pair::signs_on).collect();
        let sign_ons = Clients {
            request: Box::new(move |client, _| requests.get(client).cloned().unwrap_or_default()),
            ..Clients::sending(storm.pairs.len(), Vec::new())
        };
        let mut seen = load::run(server, vec![pages(), sign_ons, customer()], plan.seconds)?;
        rounds.customer.extend(seen.pop());
        rounds.signed_on.extend(seen.pop());
        rounds.sign_ons.extend(seen.pop());
        let asking = storm.asks(STORMERS);
        let mut seen = load::run(server, vec![pages(), asking], plan.seconds)?;
        rounds.made.extend(seen.pop());
        rounds.making.extend(seen.pop());
    }
    Ok(rounds)
}

fn tell(name: &str, rounds: &Rounds, table: &mut Table) {
    let Rounds { idle, sign_ons, making, signed_on, made, customer, customer_alone } = rounds;
    let p99 = |seen: &[Seen]| super::table::median(seen.iter().map(|it| it.percentile(99.0)));
    let rate = |seen: &[Seen]| super::table::median(seen.iter().map(Seen::per_second));
    table.note(format!("{name}: pages idle {:.0}/s p99 {:.2} ms", rate(idle), p99(idle)));
    for (what, pages, storm) in [("sign-ons", sign_ons, signed_on), ("credentials", making, made)] {
        table.note(format!(
            "{name}, storm of {what}: pages {:.0}/s p99 {:.2} ms; {what} {:.1}/s p50 {:.0} p99 {:.0} ms; answers {:?}",
            rate(pages),
            p99(pages),
            rate(storm),
            super::table::median(storm.iter().map(|it| it.percentile(50.0))),
            super::table::median(storm.iter().map(|it| it.percentile(99.0))),
            storm.iter().map(|it| it.statuses.clone()).collect::<Vec<_>>(),
        ));
        table.add(Row::at_most(format!("{name}: p99 of pages, storm of {what} / idle"), p99(pages) / p99(idle), 1.5));
    }
    for (what, seen) in [("while nobody else hashes", customer_alone), ("in a storm of sign-ons", customer)] {
        let slowest = super::table::median(seen.iter().map(|it| it.percentile(100.0) / 1_000.0));
        let refused: usize = seen.iter().map(|it| it.count(503)).sum();
        table.note(format!(
            "{name}, a customer {what}: {} sets, {refused} refused",
            seen.iter().map(|it| it.count(200)).sum::<usize>()
        ));
        table.add(Row::at_most(format!("{name}: a customer's credentials {what}, slowest, s"), slowest, 2.0));
    }
}
