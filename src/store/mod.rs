//! SQL and nothing but. One file per family of tables; one text for SQLite and PostgreSQL (docs/portable-sql.md).
//!
//! Reads and writes are different calls: [`Store::read`] only looks, [`Store::write`] is committed or never happened.
//! On SQLite writers queue for one connection (`BEGIN IMMEDIATE`), so slow work is done before asking for one.

mod bulk;
mod timestamp;
mod unit;

pub mod api_keys;
pub mod companies;
pub mod connections;
pub mod credentials;
pub mod deployment;
pub mod failed_sign_ons;
pub mod job_rounds;
pub mod links;
pub mod partners;
pub mod push_operations;
pub mod source_accounts;
pub mod timeline;
pub mod transactions;
pub mod wrong_codes;

use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use tokio::runtime::Handle;

pub use bulk::insert_transactions;
pub use unit::Db;
use unit::Unit;
pub(crate) use unit::{all, change, maybe, one};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a request waits for a connection before it is told to come back.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long PostgreSQL may take to answer at the start.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;

/// The database of this deployment.
#[derive(Clone)]
pub enum Store {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres { pool: PgPool, home: Handle },
}

impl Store {
    /// Opens `sqlite:FILE` or `postgres://…`, and brings the tables up to date.
    /// Several nodes may start at once: one migrates, the others wait for it.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await
        } else if let Some(file) = Self::sqlite_file(url) {
            Self::open_sqlite(file).await
        } else {
            bail!("the database address must begin with sqlite: or postgres://")
        }
    }

    /// The file that a `sqlite:` address names.
    pub fn sqlite_file(url: &str) -> Option<&Path> {
        url.strip_prefix("sqlite:").map(|file| Path::new(file.trim_start_matches("//")))
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .context("cannot read the PostgreSQL address")?
            .application_name("bankfeeds-link")
            .options([("statement_timeout", "5000"), ("lock_timeout", "4000")]);
        // One connection first: a pool would try a refused one again for half a minute, and its limits would end a long
        // migration or the wait for another node's.
        let patient = options.clone().options([("statement_timeout", "0"), ("lock_timeout", "0")]);
        let connecting = tokio::time::timeout(CONNECT_TIMEOUT, PgConnection::connect_with(&patient));
        let answer = connecting.await.context("PostgreSQL does not answer")?;
        let mut migrating = answer.map_err(in_plain_words)?;
        // sqlx holds an advisory lock of PostgreSQL while it migrates.
        MIGRATIONS.run(&mut migrating).await.context("cannot bring the tables up to date")?;
        migrating.close().await?;
        let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT);
        let pool = pool.connect_with(options).await.map_err(in_plain_words)?;
        Ok(Self::Postgres { pool, home: Handle::current() })
    }

    async fn open_sqlite(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL loses the last commits when the power goes.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(ACQUIRE_TIMEOUT)
            .pragma("secure_delete", "ON");
        // sqlx takes no migration lock on SQLite: of three processes that start on a new file, two would die.
        let lock = MigrationLock::take(file).await?;
        create_private(file).with_context(|| format!("cannot create {}", file.display()))?;
        let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE_TIMEOUT);
        let writer = writer.connect_with(options.clone()).await;
        let writer = writer.with_context(|| format!("cannot open {}", file.display()))?;
        MIGRATIONS.run(&writer).await.context("cannot bring the tables up to date")?;
        drop(lock);
        let readers = SqlitePoolOptions::new().max_connections(SQLITE_READERS).acquire_timeout(ACQUIRE_TIMEOUT);
        Ok(Self::Sqlite { readers: readers.connect_with(options).await?, writer })
    }

    /// A unit of work that only looks.
    pub async fn read(&self) -> sqlx::Result<Db> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Db::Sqlite(Unit::Looking(readers.acquire().await?)),
            Self::Postgres { pool, home } => Db::Postgres(Unit::Looking(at(home, pool.acquire()).await?)),
        })
    }

    /// A unit of work that changes something. On SQLite this waits for the one writer.
    pub async fn write(&self) -> sqlx::Result<Db> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Db::Sqlite(Unit::Changing(writer.begin_with("BEGIN IMMEDIATE").await?)),
            Self::Postgres { pool, home } => Db::Postgres(Unit::Changing(at(home, pool.begin()).await?)),
        })
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        let Ok(mut db) = self.read().await else { return false };
        let answer: sqlx::Result<(i64,)> = one!(&mut db, "SELECT CAST(1 AS BIGINT)");
        answer.is_ok()
    }

    /// Lets running statements finish and closes the files.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Does `work` as if on the runtime `home`: a connection opened meanwhile lives as long as that one. Each worker of the
/// server has a runtime of its own; a connection of an idle worker, which ends first at a shutdown, would be torn from the
/// request that uses it.
async fn at<T>(home: &Handle, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        let _home = home.enter();
        work.as_mut().poll(context)
    })
    .await
}

/// PostgreSQL's own sentence where it gave one, without the place in its source.
fn in_plain_words(error: sqlx::Error) -> anyhow::Error {
    match &error {
        sqlx::Error::Database(said) => anyhow::anyhow!("PostgreSQL refuses: {}", said.message()),
        _ => anyhow::Error::new(error).context("cannot reach PostgreSQL"),
    }
}

/// A new database is for its owner alone: account numbers are in it. SQLite gives its other files the same mode.
fn create_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// A lock on a file beside the database, held while one process migrates. The system lets go of it by itself
/// when the process ends, however it ends.
struct MigrationLock(std::fs::File);

impl MigrationLock {
    async fn take(database: &Path) -> Result<Self> {
        let mut path = PathBuf::from(database).into_os_string();
        path.push(".migrating");
        let describe = format!("cannot lock {}", Path::new(&path).display());
        let lock = move || -> std::io::Result<Self> {
            let file = std::fs::File::options().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(Self(file))
        };
        tokio::task::spawn_blocking(lock).await?.context(describe)
    }
}

impl Drop for MigrationLock {
    fn drop(&mut self) {
        // The file stays: removing it would let a third process lock a new one while a second waits on the old.
        let _ = self.0.unlock();
    }
}
