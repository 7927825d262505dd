//! Companies: what a call costs when there are a million, beside what it costs when there are a thousand.

use anyhow::{Result, ensure};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::Plan;
use super::database::Database;
use super::load::{self, Clients, Seen};
use super::server::Bank;
use super::table::{Row, Table, median};

const FEW: i64 = 1_000;
const MANY: i64 = 1_000_000;

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    by_size(plan, table, "SQLite", [None, None])?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let [few, many] = [runtime.block_on(Database::postgres()), runtime.block_on(Database::postgres())];
    by_size(plan, table, "PostgreSQL", [Some(few.url()), Some(many.url())])
}

fn by_size(plan: &Plan, table: &mut Table, name: &str, [few, many]: [Option<&str>; 2]) -> Result<()> {
    let (few, many) = (filled(few, FEW)?, filled(many, MANY)?);
    for (what, path) in [("get", None), ("first page", Some("/companies"))] {
        let path = |bank: &Bank| path.map_or_else(|| company(bank), str::to_owned);
        let (mut at_few, mut at_many) = (Vec::new(), Vec::new());
        for _ in 0..plan.rounds {
            at_few.extend(median_time(&few, &path(&few), plan.seconds)?);
            at_many.extend(median_time(&many, &path(&many), plan.seconds)?);
        }
        let (at_few, at_many) = (median(at_few), median(at_many));
        table.note(format!("{name}, {what}: {at_few:.2} ms of a thousand, {at_many:.2} ms of a million"));
        table.add(Row::at_most(format!("{name}: {what} at a million / at a thousand"), at_many / at_few, 1.2));
    }
    for (what, query) in [
        ("a part of a name", "query=name+~+bakery+77"),
        ("a part that all names have", "query=name+~+bakery&page=5000"),
        ("a tag", "tags=region+%3D+r7"),
        ("a time", "query=created+%3E+2026-01-08"),
        ("the last page", "page=10000"),
        ("oldest first, in the middle", "orderBy=created&page=5000"),
        ("either of two names", "query=name+%3D+x+%7C%7C+name+~+bakery+77"),
        ("by name", "orderBy=name"),
    ] {
        let times = (0..plan.rounds).map(|_| once(&many, &format!("/companies?{query}")));
        let slowest = times.collect::<Result<Vec<f64>>>()?.into_iter().fold(0.0, f64::max);
        table.add(Row::at_most(format!("{name}: {what}, of a million, slowest, s"), slowest, 1.0));
    }
    Ok(())
}

fn company(bank: &Bank) -> String {
    bank.connection.split('/').take(3).collect::<Vec<_>>().join("/")
}

/// Milliseconds of one client that asks again and again.
fn median_time(bank: &Bank, path: &str, seconds: f64) -> Result<Option<f64>> {
    let seen = load::run(bank.server.address, vec![Clients::sending(1, bank.gets(path))], seconds)?;
    ensure!(seen.iter().all(|it| it.count(200) > 0 && it.statuses.len() == 1), "{path}: {seen:?}");
    Ok(seen.first().map(|it: &Seen| it.percentile(50.0)))
}

/// Seconds that one answer takes.
fn once(bank: &Bank, path: &str) -> Result<f64> {
    let began = std::time::Instant::now();
    bank.asks(path)?;
    Ok(began.elapsed().as_secs_f64())
}

/// A bank with so many companies, made a second apart.
fn filled(url: Option<&str>, companies: i64) -> Result<Bank> {
    let bank = Bank::open(url, 1)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // One is there already.
    runtime.block_on(async {
        match url {
            None => in_sqlite(&bank.server.sqlite(), companies - 1).await,
            Some(url) => in_postgres(url, companies - 1).await,
        }
    })?;
    Ok(bank)
}

async fn in_sqlite(url: &str, companies: i64) -> Result<()> {
    let mut database = SqliteConnection::connect(url).await?;
    sqlx::query(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
         INSERT INTO companies (id, partner_id, name, folded_name, tags, created_at)
         SELECT randomblob(16), (SELECT id FROM partners), 'Zebra Bakery ' || n, 'zebra bakery ' || n, '{\"region\":\"r' || (n % 50) || '\"}',
             strftime('%Y-%m-%dT%H:%M:%S', 1767225600 + n, 'unixepoch') || '.000000Z'
         FROM numbers",
    )
    .bind(companies)
    .execute(&mut database)
    .await?;
    sqlx::query("INSERT INTO company_counts SELECT id, 99, $1 FROM partners")
        .bind(companies)
        .execute(&mut database)
        .await?;
    Ok(database.close().await?)
}

async fn in_postgres(url: &str, companies: i64) -> Result<()> {
    let mut database = PgConnection::connect(url).await?;
    sqlx::query(
        "INSERT INTO companies (id, partner_id, name, folded_name, tags, created_at)
         SELECT gen_random_uuid(), (SELECT id FROM partners), 'Zebra Bakery ' || n, 'zebra bakery ' || n,
             jsonb_build_object('region', 'r' || n % 50), timestamptz '2026-01-01' + n * interval '1 second'
         FROM generate_series(1, $1) n",
    )
    .bind(companies)
    .execute(&mut database)
    .await?;
    sqlx::query("INSERT INTO company_counts SELECT id, 99, $1 FROM partners")
        .bind(companies)
        .execute(&mut database)
        .await?;
    sqlx::query("VACUUM ANALYZE companies").execute(&mut database).await?;
    Ok(database.close().await?)
}
