//! PostgreSQL, opened. A server that is frozen or cut off answers nothing at all, so every step has an end of our own.

use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result};
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::trust::{self, Trust};
use super::{ACQUIRE_TIMEOUT, MIGRATIONS, Store};

/// How long PostgreSQL may take to answer at the start.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECTIONS: u32 = 16;
/// How long a statement may take. PostgreSQL itself ends it after five seconds; this is for one that says nothing.
const PATIENCE: Duration = Duration::from_millis(5_500);
/// How long a connection that is given back may take to say that it is whole.
const RELEASE_PATIENCE: Duration = Duration::from_secs(2);

pub(super) async fn open(url: &str) -> Result<Store> {
    let options = PgConnectOptions::from_str(url)
        .context("cannot read the PostgreSQL address")?
        .application_name("bankfeeds-link")
        .options([("statement_timeout", "5000"), ("lock_timeout", "4000")]);
    // One connection first: a pool would try a refused one again for half a minute, and its limits would end a long
    // migration or the wait for another node's.
    let patient = options.clone().options([("statement_timeout", "0"), ("lock_timeout", "0")]);
    let connecting = timeout(CONNECT_TIMEOUT, PgConnection::connect_with(&patient));
    let answer = connecting.await.context("PostgreSQL does not answer")?;
    let mut migrating = answer.map_err(in_plain_words)?;
    // sqlx holds an advisory lock of PostgreSQL while it migrates.
    MIGRATIONS.run(&mut migrating).await.context("cannot bring the tables up to date")?;
    migrating.close().await?;
    let pool = pool().connect_with(options).await.map_err(in_plain_words)?;
    Ok(Store::Postgres {
        pool,
        home: Handle::current(),
        trust: Trust::with_patience(PATIENCE),
        joint: None,
        scribe: None,
    })
}

fn pool() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT).after_release(
        // sqlx rolls back and asks whether the connection is whole, and would wait for the answer without an end:
        // a connection into nowhere would be missing from the pool until the system gives it up.
        |connection, _| {
            Box::pin(async move {
                match timeout(RELEASE_PATIENCE, connection.ping()).await {
                    Ok(answer) => answer.map(|()| true),
                    Err(_) => Err(trust::silent()),
                }
            })
        },
    )
}

/// PostgreSQL's own sentence where it gave one, without the place in its source.
fn in_plain_words(error: sqlx::Error) -> anyhow::Error {
    match &error {
        sqlx::Error::Database(said) => anyhow::anyhow!("PostgreSQL refuses: {}", said.message()),
        _ => anyhow::Error::new(error).context("cannot reach PostgreSQL"),
    }
}
