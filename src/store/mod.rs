//! SQL and nothing but. One file per family of tables; one text for SQLite and PostgreSQL (docs/portable-sql.md).
//!
//! Reads and writes are different calls: [`Store::read`] only looks, [`Store::write`] is committed or never happened.
//! On SQLite writers queue for one connection (`BEGIN IMMEDIATE`), so slow work is done before asking for one.

mod bulk;
mod joint;
mod postgres;
mod sqlite;
mod timestamp;
mod trust;
mod unit;

pub mod access_tokens;
pub mod affected;
pub mod api_keys;
pub mod audit;
pub mod companies;
pub mod connections;
pub mod credentials;
pub mod deployment;
pub mod drafts;
pub mod failed_sign_ons;
pub mod hand_overs;
pub mod job_rounds;
pub mod kept_answers;
pub mod links;
pub mod member_sessions;
pub mod members;
pub mod partners;
pub mod passkeys;
pub mod pictures;
pub mod pretend_directory;
pub mod pretend_exchanges;
pub mod pretend_registers;
pub mod pretend_sign_ons;
pub mod pretend_transactions;
pub mod pretend_visitors;
pub mod publications;
pub mod push_operations;
pub mod recovery_codes;
pub mod request_counts;
pub mod sandbox_calls;
pub mod sandbox_clock;
pub mod set_back;
pub mod set_up_links;
pub mod source_accounts;
pub mod spent;
pub mod team;
pub mod timeline;
pub mod totps;
pub mod transactions;
pub mod wrong_codes;

use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use anyhow::{Result, bail};
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;
use sqlx::{Postgres, Sqlite};
use tokio::runtime::Handle;

use audit::Scribe;
pub use bulk::{insert_links, insert_transactions, unclaimed_links};
use joint::{Joint, Place};
pub use trust::Lost;
use trust::Trust;
pub use unit::Db;
use unit::Unit;
pub(crate) use unit::{all, ask, change, maybe, one};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a request waits for a connection before it is told to come back.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// A push has a connection in its hands for long. On SQLite one writes while the next is made ready; PostgreSQL keeps half
/// of its connections for everybody else.
const SQLITE_PUSHES: usize = 2;
const POSTGRES_PUSHES: usize = 8;

/// The database of this deployment.
#[derive(Clone)]
pub enum Store {
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
        trust: Trust,
        joint: Option<Joint<Sqlite>>,
        scribe: Option<Scribe>,
    },
    Postgres {
        pool: PgPool,
        home: Handle,
        trust: Trust,
        joint: Option<Joint<Postgres>>,
        scribe: Option<Scribe>,
    },
}

impl Store {
    /// Opens `sqlite:FILE` or `postgres://…`, and brings the tables up to date.
    /// Several nodes may start at once: one migrates, the others wait for it.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            postgres::open(url).await
        } else if let Some(file) = Self::sqlite_file(url) {
            sqlite::open(file).await
        } else {
            bail!("the database address must begin with sqlite: or postgres://")
        }
    }

    /// The same database with what its audit logs are written with. Without it, nothing that belongs into one can be committed.
    pub fn with_scribe(mut self, with: Scribe) -> Self {
        match &mut self {
            Self::Sqlite { scribe, .. } | Self::Postgres { scribe, .. } => *scribe = Some(with),
        }
        self
    }

    pub(super) fn scribe(&self) -> Option<Scribe> {
        match self {
            Self::Sqlite { scribe, .. } | Self::Postgres { scribe, .. } => scribe.clone(),
        }
    }

    /// The file that a `sqlite:` address names.
    pub fn sqlite_file(url: &str) -> Option<&Path> {
        url.strip_prefix("sqlite:").map(|file| Path::new(file.trim_start_matches("//")))
    }

    /// A unit of work that only looks. What opens a connection is boxed, here and below: it takes 16 kB, which every future
    /// around it would keep, twice, until its request is answered.
    pub async fn read(&self) -> sqlx::Result<Db> {
        if self.is_joint()
            && let Some(db) = Box::pin(self.next_unit(Place::Onlooker)).await?
        {
            return Ok(db);
        }
        Ok(match self {
            Self::Sqlite { readers, trust, .. } => {
                let connection = trust.over(Box::pin(readers.acquire())).await?;
                Db::Sqlite(Unit::looking(connection, trust.clone()))
            }
            Self::Postgres { pool, home, trust, .. } => {
                let connection = trust.over(Box::pin(at(home, pool.acquire()))).await?;
                Db::Postgres(Unit::looking(connection, trust.clone()))
            }
        })
    }

    /// A unit of work that changes something. On SQLite this waits for the one writer.
    pub async fn write(&self) -> sqlx::Result<Db> {
        if !self.is_joint() {
            return self.begin().await;
        }
        match Box::pin(self.next_unit(Place::Worker)).await? {
            Some(db) => Ok(db),
            None => Box::pin(async { self.first_unit(self.begin().await?).await }).await,
        }
    }

    /// A transaction by itself.
    async fn begin(&self) -> sqlx::Result<Db> {
        let db = match self {
            Self::Sqlite { writer, trust, .. } => {
                trust.check()?;
                let transaction = trust.over(Box::pin(writer.begin_with("BEGIN IMMEDIATE"))).await?;
                Db::Sqlite(Unit::changing(transaction, trust.clone()))
            }
            Self::Postgres { pool, home, trust, .. } => {
                let transaction = trust.over(Box::pin(at(home, pool.begin()))).await?;
                Db::Postgres(Unit::changing(transaction, trust.clone()))
            }
        };
        Ok(db.with_scribe(self.scribe()))
    }

    /// How many pushes may be in a unit of work, or wait for one, at once.
    pub fn pushes_at_once(&self) -> usize {
        match self {
            Self::Sqlite { .. } => SQLITE_PUSHES,
            Self::Postgres { .. } => POSTGRES_PUSHES,
        }
    }

    /// Whether the database answers, and what this process writes can be believed.
    pub async fn is_ready(&self) -> bool {
        if self.trust().check().is_err() {
            return false;
        }
        let Ok(mut db) = self.read().await else { return false };
        let answer: sqlx::Result<(i64,)> = one!(&mut db, "SELECT CAST(1 AS BIGINT)");
        answer.is_ok()
    }

    /// Answers when this process must not use the database any longer (docs/decisions/0006-a-failed-sync-ends-the-process.md);
    /// else never.
    pub async fn lost(&self) -> Lost {
        self.trust().lost().await
    }

    fn trust(&self) -> &Trust {
        match self {
            Self::Sqlite { trust, .. } | Self::Postgres { trust, .. } => trust,
        }
    }

    /// Lets running statements finish and closes the files.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, .. } => {
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
#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_that_waits_keeps_no_room_for_the_opening_of_connections() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("test.db").display())).await.unwrap();
        for bytes in [size_of_val(&store.read()), size_of_val(&store.write()), size_of_val(&store.is_ready())] {
            assert!(bytes < 2_048, "{bytes} bytes");
        }
    }
}
