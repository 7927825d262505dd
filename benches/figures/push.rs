//! Pushes: a thousand transactions at once beside the bare insert of the same rows, and what the largest batches do to
//! everybody else.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use bankfeeds_link::clock::{Clock, Timestamp};
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::transaction::{Item, TransactionType};
use bankfeeds_link::store::transactions::New;
use bankfeeds_link::store::{self, Store};
use serde_json::{Value, json};
use time::Date;

use super::database::Database;
use super::load::{self, Clients, Seen};
use super::quickbooks::Pair;
use super::server::Bank;
use super::table::{Row, Table, median};
use super::{Plan, cores};

/// In one push.
pub const ITEMS: usize = 1_000;
/// One account a pusher.
const PUSHERS: usize = 2;
const READERS: usize = 8;
const READERS_PAUSE: Duration = Duration::from_millis(4);
const SIGNERS: usize = 2;
const SIGNERS_PAUSE: Duration = Duration::from_millis(100);

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    beside_the_bare_insert(plan, table, "SQLite", None, 0.60)?;
    let postgres = runtime()?.block_on(Database::postgres());
    beside_the_bare_insert(plan, table, "PostgreSQL", Some(postgres.url()), 0.75)
}

/// What a client of five megabytes does to pages and sign-ons.
pub fn measure_large(plan: &Plan, table: &mut Table) -> Result<()> {
    let (bank, pair) = ready(Bank::that_forgets_sign_ons(PUSHERS)?)?;
    let (mut idle, mut busy) = (Vec::new(), Vec::new());
    for round in 0..plan.rounds {
        let others = || {
            let pages = Clients { pause: READERS_PAUSE, ..Clients::sending(READERS, bank.page.clone()) };
            let sign_ons = Clients { pause: SIGNERS_PAUSE, ..Clients::sending(SIGNERS, pair.signs_on()) };
            vec![pages, sign_ons]
        };
        idle.push(load::run(bank.server.address, others(), plan.seconds)?);
        let pushes = pushes(&bank, format!("large-{round}"), 2_000, 600);
        busy.push(load::run(bank.server.address, others().into_iter().chain([pushes]).collect(), plan.seconds)?);
    }
    for (place, what) in [(0, "pages"), (1, "sign-ons")] {
        let p99 =
            |rounds: &[Vec<Seen>]| median(rounds.iter().filter_map(|it| it.get(place)).map(|it| it.percentile(99.0)));
        table.note(format!("{what}: p99 idle {:.1} ms, beside pushes of 4.7 MB {:.1} ms", p99(&idle), p99(&busy)));
    }
    let pushes: Vec<&Seen> = busy.iter().filter_map(|it| it.get(2)).collect();
    let statuses: Vec<_> = pushes.iter().map(|it| it.statuses.clone()).collect();
    table.note(format!("pushes of 4.7 MB: {:.1}/s, {statuses:?}", median(pushes.iter().map(|it| it.per_second()))));
    let sign_ons = median(busy.iter().filter_map(|it| it.get(1)).map(|it| it.percentile(99.0)));
    table.add(Row::at_most("sign-ons beside pushes of 4.7 MB, p99, ms", sign_ons, 1_000.0));
    table.add(Row::at_most("most memory beside pushes of 4.7 MB, MB", bank.server.most_memory()?, 150.0));
    Ok(())
}

/// The bank with its accounts connected, and somebody who may sign on.
fn ready(bank: Bank) -> Result<(Bank, Pair)> {
    let pair = bank.pair()?;
    bank.connects_accounts(&pair, PUSHERS)?;
    Ok((bank, pair))
}

/// Each client pushes to its own account, with ids that are new each time.
fn pushes(bank: &Bank, run: String, accents: usize, letters: usize) -> Clients {
    let templates: Vec<String> = (0..PUSHERS)
        .map(|account| String::from_utf8_lossy(&bank.push(account, &transactions(accents, letters))).into_owned())
        .collect();
    let request = move |client: usize, round: usize| {
        // As long as what stands in the template: the head says how long the body is.
        let name = format!("{:0>16}", format!("{run}-{round}"));
        templates.get(client).map(|it| it.replace("----------------", &name).into_bytes()).unwrap_or_default()
    };
    Clients { request: Box::new(request), ..Clients::sending(PUSHERS, Vec::new()) }
}

/// What one push brings. `accents` and `letters`: how long its texts are at least.
pub fn transactions(accents: usize, letters: usize) -> Vec<Value> {
    (0..ITEMS).map(|number| transaction(number, accents, letters)).collect()
}

fn transaction(number: usize, accents: usize, letters: usize) -> Value {
    json!({
        "id": format!("----------------.{number}"), "date": today().to_string(), "amount": -12.34, "balance": 1234.56,
        "transactionType": "Debit", "description": format!("Épicerie du Coin {number}{}", "é".repeat(accents.saturating_sub(24))),
        "counterparty": "Zebra Bakery".to_owned() + &"z".repeat(letters), "reference": "716422529",
    })
}

fn today() -> Date {
    Clock::System.now().date()
}

fn beside_the_bare_insert(plan: &Plan, table: &mut Table, name: &str, url: Option<&str>, limit: f64) -> Result<()> {
    let (mut bare, mut pushed) = (Vec::new(), Vec::new());
    let (bank, _) = ready(Bank::open(url, PUSHERS)?)?;
    let address = url.map_or_else(|| bank.server.sqlite(), str::to_owned);
    for round in 0..plan.rounds {
        let rows = Rows { address: address.clone(), connection: bank.connection.clone(), round };
        // By turns on one database: its tables are as full for the one as for the other.
        bare.push(rows.insert(Duration::from_secs_f64(plan.seconds))?);
        let clients = pushes(&bank, format!("small-{round}"), 0, 0);
        pushed.extend(load::run(bank.server.address, vec![clients], plan.seconds)?);
    }
    let statuses: Vec<_> = pushed.iter().map(|it| it.statuses.clone()).collect();
    let (bare, pushed) = (median(bare), median(pushed.iter().map(Seen::per_second)));
    table.note(format!("{name}: answers {statuses:?}"));
    table.note(format!("{name}: {pushed:.0} pushes of {ITEMS}/s, bare inserts {bare:.0}/s"));
    table.add(Row::at_least(format!("{name}: push of 1,000 / bare insert of the same rows"), pushed / bare, limit));
    Ok(())
}

/// The same rows, without a server.
struct Rows {
    address: String,
    connection: String,
    round: usize,
}

impl Rows {
    /// How many times a second, on the server's core.
    fn insert(self, time: Duration) -> Result<f64> {
        let inserting = move || {
            cores::take(cores::SERVER)?;
            runtime()?.block_on(self.insert_here(time))
        };
        std::thread::spawn(inserting).join().unwrap_or_else(|_| Err(anyhow!("the inserting thread has panicked")))
    }

    async fn insert_here(&self, time: Duration) -> Result<f64> {
        let store = Store::open(&self.address).await?;
        let connection: ConnectionId = self.connection.rsplit('/').next().unwrap_or_default().parse()?;
        let account = format!("account-{}", PUSHERS - 1);
        let account = store::source_accounts::find(&mut store.read().await?, connection, &account).await?;
        let account = account.context("no account")?.id;
        let (began, mut count) = (Instant::now(), 0);
        while began.elapsed() < time {
            let at = Clock::System.now();
            let ids = (0..ITEMS).map(|number| format!("bare-{}-{count}.{number}", self.round));
            let items: Vec<Item> = ids.map(|id| item(&id)).collect::<Result<_>>()?;
            let new: Vec<New<'_>> = (0..).zip(&items).map(|(place, item)| new(item, place, at)).collect();
            let mut db = store.write().await?;
            store::insert_transactions(&mut db, account, &new, at).await?;
            db.commit().await?;
            count += 1;
        }
        store.close().await;
        Ok(f64::from(count) / began.elapsed().as_secs_f64())
    }
}

fn item(id: &str) -> Result<Item> {
    Ok(Item {
        id: id.to_owned(),
        date: today(),
        amount: "-12.34".parse().map_err(|_| anyhow!("no amount"))?,
        kind: Some(TransactionType::Debit),
        description: Some("Épicerie du Coin 999".to_owned()),
        counterparty: Some("Zebra Bakery".to_owned()),
        reference: Some("716422529".to_owned()),
        balance: "1234.56".parse().ok(),
    })
}

fn new(item: &Item, place: i64, at: Timestamp) -> New<'_> {
    New { item, place, fitid: item.id.clone(), content_hash: item.content_hash(), earliest_at: at }
}

pub fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}
