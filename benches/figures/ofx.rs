//! What accounting software asks for: sign-ons beside argon2id alone, and statements of a thousand transactions beside
//! the same ones written from memory. What sign-ons do to pages: `storm`.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::source_account::SourceAccountId;
use bankfeeds_link::ofx::{
    Account, AccountType, Answer, Balance, BankAccount, Body, Request, SetAnswer, Statement, Status, Transaction,
    TransactionList, TrnType, read, write,
};
use bankfeeds_link::store::{self, Store};
use rust_decimal::Decimal;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use time::Date;

use super::database;
use super::load::{self, Clients, Seen};
use super::quickbooks::{self, Pair};
use super::server::Bank;
use super::table::{Row, Table, median};
use super::{Plan, cores, credentials, push};

/// Each signs on with a pair of its own.
const SIGNERS: usize = 32;
/// Each collects from a connection of its own.
const CUSTOMERS: usize = 8;

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    sign_ons(plan, table)?;
    statements(plan, table, "SQLite", None, 0.60)?;
    let postgres = push::runtime()?.block_on(database::Database::postgres());
    statements(plan, table, "PostgreSQL", Some(postgres.url()), 0.60)
}

fn sign_ons(plan: &Plan, table: &mut Table) -> Result<()> {
    let (forgetful, usual) = (Bank::that_forgets_sign_ons(1)?, Bank::open(None, 1)?);
    let asked = [signers(&forgetful)?, signers(&usual)?];
    let (mut bare, mut hashed, mut remembered) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        bare.push(credentials::alone(Duration::from_secs_f64(plan.seconds))?);
        for ((bank, requests), seen) in [&forgetful, &usual].into_iter().zip(&asked).zip([&mut hashed, &mut remembered])
        {
            seen.extend(load::run(bank.server.address, vec![each_its_own(requests)], plan.seconds)?);
        }
    }
    let statuses: Vec<_> = hashed.iter().chain(&remembered).map(|it| it.statuses.clone()).collect();
    let [hashed, remembered] = [&hashed, &remembered].map(|seen| median(seen.iter().map(Seen::per_second)));
    let bare = median(bare);
    table.note(format!(
        "sign-ons {hashed:.1}/s, argon2id alone {bare:.1}/s; again within ten minutes {remembered:.0}/s; {statuses:?}"
    ));
    table.add(Row::at_least("sign-ons / argon2id alone", hashed / bare, 0.95));
    table.add(Row::at_least("sign-ons that are remembered / argon2id alone", remembered / bare, 10.0));
    Ok(())
}

fn signers(bank: &Bank) -> Result<Vec<Vec<u8>>> {
    let connections = bank.more_connections(SIGNERS)?;
    connections.iter().map(|connection| Ok(bank.pair_of(connection)?.signs_on())).collect()
}

fn each_its_own(requests: &[Vec<u8>]) -> Clients {
    let (count, requests) = (requests.len(), requests.to_vec());
    let request = move |client: usize, _| requests.get(client).cloned().unwrap_or_default();
    Clients { request: Box::new(request), ..Clients::sending(count, Vec::new()) }
}

/// `limit`: of how many could be read by sqlx and written without a server.
fn statements(plan: &Plan, table: &mut Table, name: &str, url: Option<&str>, limit: f64) -> Result<()> {
    let mut bank = Bank::open(url, 1)?;
    let pairs = collectors(&mut bank)?;
    let address = url.map_or_else(|| bank.server.sqlite(), str::to_owned);
    let asked: Vec<Vec<u8>> = pairs.iter().map(|pair| pair.asks_for_statement(0)).collect();
    let alone = Alone { address, connection: bank.connection.clone(), pair: pairs.last().context("nobody")?.clone() };
    let (mut served, mut encoded, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let bare = alone.clone().measured(Duration::from_secs_f64(plan.seconds / 2.0), &bank)?;
        encoded.push(bare.encoded);
        read.push(bare.read_and_encoded);
        served.extend(load::run(bank.server.address, vec![each_its_own(&asked)], plan.seconds)?);
    }
    let statuses: Vec<_> = served.iter().map(|it| it.statuses.clone()).collect();
    let (served, encoded, read) = (median(served.iter().map(Seen::per_second)), median(encoded), median(read));
    table.note(format!(
        "{name}: statements of {} {served:.0}/s, read and written alone {read:.0}/s, written alone {encoded:.0}/s \
         (ratio {:.2}); {statuses:?}",
        push::ITEMS,
        served / encoded
    ));
    table.add(Row::at_least(format!("{name}: statement of 1,000 / read and written alone"), served / read, limit));
    Ok(())
}

/// Customers with a connected account each, to which the bank has pushed. The last one's connection stays the bank's.
fn collectors(bank: &mut Bank) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for connection in bank.more_connections(CUSTOMERS)? {
        bank.connection = connection;
        let pair = bank.pair()?;
        bank.connects_accounts(&pair, 1)?;
        bank.pushes(0, &push::transactions(0, 0))?;
        pairs.push(pair);
    }
    Ok(pairs)
}

/// The same statement, without a server.
#[derive(Clone)]
struct Alone {
    address: String,
    connection: String,
    pair: Pair,
}

/// How many a second, on the server's core.
struct Bare {
    encoded: f64,
    read_and_encoded: f64,
}

impl Alone {
    fn measured(self, time: Duration, bank: &Bank) -> Result<Bare> {
        let given = bank.collects(&self.pair, 0)?.len();
        let measuring = move || {
            cores::take(cores::SERVER)?;
            push::runtime()?.block_on(self.measured_here(time, given))
        };
        std::thread::spawn(measuring).join().unwrap_or_else(|_| Err(anyhow!("the reading thread has panicked")))
    }

    async fn measured_here(self, time: Duration, given: usize) -> Result<Bare> {
        let store = Store::open(&self.address).await?;
        let connection: ConnectionId = self.connection.rsplit('/').next().unwrap_or_default().parse()?;
        let account = store::source_accounts::find(&mut store.read().await?, connection, "account-0").await?;
        let account = account.context("no account")?.id;
        store.close().await;
        let mut database = Database::open(&self.address).await?;
        let request = read(self.pair.statement_file(0).as_bytes())?;
        let answer = answer(&request, database.rows(account).await?);
        let written = write(&answer, &request.header).len();
        ensure!(written.abs_diff(given) < given / 100, "not the same: {given} bytes given, {written} written");

        let (began, mut count) = (Instant::now(), 0.0);
        while began.elapsed() < time {
            std::hint::black_box(write(&answer, &request.header));
            count += 1.0;
        }
        let encoded = count / began.elapsed().as_secs_f64();
        let (began, mut count) = (Instant::now(), 0.0);
        while began.elapsed() < time {
            let rows = database.rows(account).await?;
            std::hint::black_box(write(&self::answer(&request, rows), &request.header));
            count += 1.0;
        }
        let read_and_encoded = count / began.elapsed().as_secs_f64();
        Ok(Bare { encoded, read_and_encoded })
    }
}

/// The server's database, without anything of the server.
enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(sqlx::FromRow)]
struct Kept {
    fitid: String,
    written_date: Date,
    amount: String,
    description: String,
    counterparty: String,
    reference: String,
}

impl Database {
    async fn open(address: &str) -> Result<Self> {
        Ok(if address.starts_with("postgres") {
            Self::Postgres(PgConnection::connect(address).await?)
        } else {
            Self::Sqlite(SqliteConnection::connect(address).await?)
        })
    }

    async fn rows(&mut self, account: SourceAccountId) -> Result<Vec<Kept>> {
        let all = "SELECT fitid, written_date, amount, description, counterparty, reference FROM transactions
                   WHERE source_account_id = $1 ORDER BY written_date, place";
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_as(all).bind(account).fetch_all(connection).await?,
            Self::Postgres(connection) => sqlx::query_as(all).bind(account).fetch_all(connection).await?,
        })
    }
}

fn answer(request: &Request, rows: Vec<Kept>) -> Answer {
    let now = Clock::System.now().datetime();
    let account = BankAccount {
        bank_id: "021001088".to_owned(),
        branch_id: None,
        acct_id: quickbooks::account_number(0),
        acct_type: AccountType::Checking,
    };
    let statement = Statement {
        account: Account::Bank(account),
        currency: "CAD".to_owned(),
        list: Some(TransactionList { start: now, end: now, transactions: rows.into_iter().map(transaction).collect() }),
        ledger: Balance { amount: Decimal::ONE, as_of: now },
        available: None,
    };
    let mut statement = Some(Body::Statement(statement));
    let sets = request.sets.iter().map(|asked| SetAnswer {
        set: asked.set,
        wrappers: asked.wrappers.iter().flat_map(|it| statement.take().map(|body| it.answer(body))).collect(),
    });
    Answer { sets: sets.collect(), sign_on: request.sign_on_answer(Status::OK, now) }
}

fn transaction(row: Kept) -> Transaction {
    Transaction {
        kind: TrnType::Debit,
        date: row.written_date,
        amount: row.amount.parse().unwrap_or_default(),
        fitid: row.fitid,
        check_number: None,
        name: row.counterparty,
        memo: Some(format!("{} / {}", row.description, row.reference)),
    }
}
