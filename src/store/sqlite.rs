//! SQLite, opened: looked through for damage, and what a crash left in its log made durable before anybody reads it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::FutureExt;
use sqlx::Connection as _;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::trust::{Lost, Trust};
use super::{ACQUIRE_TIMEOUT, MIGRATIONS, Store};

const READERS: u32 = 8;
/// How many rows the thread of a connection reads before somebody must take them: a page of a long statement.
const ROWS_AHEAD: usize = 1_000;
const LOCK_PAUSE: Duration = Duration::from_millis(20);
/// Bytes of a file that is looked through before the start, some tens of milliseconds; a larger one is while it serves.
const LOOKED_THROUGH_FIRST: u64 = 4 << 20;

pub(super) async fn open(file: &Path) -> Result<Store> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL loses the last commits when the power goes.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(ACQUIRE_TIMEOUT)
        // With fewer, two threads take turns for every fifty rows.
        .row_buffer_size(ROWS_AHEAD)
        .pragma("secure_delete", "ON");
    // sqlx takes no migration lock on SQLite: of three processes that start on a new file, two would die.
    let lock = MigrationLock::take(file).await?;
    private(file).with_context(|| format!("cannot create {}", file.display()))?;
    let writer = writer().connect_with(options.clone()).await;
    let writer = writer.map_err(|error| in_words(error, file, "cannot open"))?;
    make_durable(&writer).await.map_err(|error| in_words(error, file, "cannot write to"))?;
    let trust = Trust::default();
    let looking = look_through(options.clone(), file.to_owned(), trust.clone());
    if std::fs::metadata(file)?.len() <= LOOKED_THROUGH_FIRST {
        looking.await?;
    } else {
        tokio::spawn(looking.map(drop));
    }
    MIGRATIONS.run(&writer).await.context("cannot bring the tables up to date")?;
    drop(lock);
    let readers = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(ACQUIRE_TIMEOUT);
    Ok(Store::Sqlite { readers: readers.connect_with(options).await?, writer, trust, joint: None, scribe: None })
}

/// A damaged file is called so, wherever it is noticed.
fn in_words(error: sqlx::Error, file: &Path, what: &str) -> anyhow::Error {
    let is_damaged = Lost::because_of(&error) == Some(Lost::Damaged);
    let words = if is_damaged { damaged(file) } else { format!("{what} {}", file.display()) };
    anyhow::Error::new(error).context(words)
}

fn damaged(file: &Path) -> String {
    format!("{} is damaged: restore a backup", file.display())
}

/// One connection, which is opened anew when a transaction has stuck to it: where SQLite has rolled back by itself (the
/// disk was full), sqlx goes on believing in a transaction, and would refuse every further one.
fn writer() -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE_TIMEOUT).after_release(|connection, _| {
        Box::pin(async move {
            // Answered after the rollback that a dropped unit of work has asked for.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}

/// Copies the log into the database and syncs that. After a failed sync the last commits may be in memory only, as if
/// they were on the disk, and a new process would believe them (docs/decisions/0006-a-failed-sync-ends-the-process.md). With another process on the file
/// this does nothing, and need not: there was no crash.
async fn make_durable(writer: &SqlitePool) -> sqlx::Result<()> {
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await.map(drop)
}

/// Refuses a file whose pages do not fit together. On a connection of its own: it may take long.
async fn look_through(options: SqliteConnectOptions, file: PathBuf, trust: Trust) -> Result<()> {
    let found = async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let (found,): (String,) = sqlx::query_as("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
        sqlx::Result::Ok(found)
    };
    match trust.over(found).await {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => {
            trust.lose(Lost::Damaged);
            Err(anyhow::anyhow!(found).context(damaged(&file)))
        }
        Err(error) => Err(in_words(error, &file, "cannot look through")),
    }
}

/// A new database is for its owner alone: account numbers are in it. SQLite gives its other files the same mode.
fn private(file: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// A lock on a file beside the database, held while one process migrates. The system lets go of it by itself
/// when the process ends, however it ends.
struct MigrationLock(File);

impl MigrationLock {
    async fn take(database: &Path) -> Result<Self> {
        let mut path = PathBuf::from(database).into_os_string();
        path.push(".migrating");
        let path = PathBuf::from(path);
        let describe = || format!("cannot lock {}", path.display());
        let file = private(&path).with_context(describe)?;
        let mut has_told = false;
        // Asked again and again: a thread that waits for a lock could not be stopped by a signal.
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if !has_told => {
                    tracing::info!("waiting: another process has {}", path.display());
                    has_told = true;
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(anyhow::Error::new(error).context(describe())),
            }
            tokio::time::sleep(LOCK_PAUSE).await;
        }
    }
}

impl Drop for MigrationLock {
    fn drop(&mut self) {
        // The file stays: removing it would let a third process lock a new one while a second waits on the old.
        let _ = self.0.unlock();
    }
}
