//! Whether this process may go on using a SQLite file (docs/decisions/0006-a-failed-sync-ends-the-process.md): not after a failed sync, when nobody knows
//! what is on the disk, and not when pages turn out to be damaged.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC.
const UNSYNCED: [u32; 2] = [1034, 1290];
/// SQLITE_CORRUPT and SQLITE_NOTADB, in the low byte.
const DAMAGED: [u32; 2] = [11, 26];

/// Why the database must not be used any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The disk did not confirm a write.
    Unsynced,
    /// What was read cannot be right.
    Damaged,
}

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unsynced => "the disk did not confirm a write (fsync failed)",
            Self::Damaged => "the database file is damaged",
        })
    }
}

impl Lost {
    pub(super) fn because_of(error: &sqlx::Error) -> Option<Self> {
        let sqlx::Error::Database(error) = error else { return None };
        let code: u32 = error.code()?.parse().ok()?;
        match code {
            code if UNSYNCED.contains(&code) => Some(Self::Unsynced),
            code if DAMAGED.contains(&(code & 0xff)) => Some(Self::Damaged),
            _ => None,
        }
    }
}

/// What a process may expect of its database, and what it has learnt about it.
#[derive(Clone, Default)]
pub struct Trust {
    lost: Arc<watch::Sender<Option<Lost>>>,
    /// How long one step may take; `None`: as long as it takes.
    patience: Option<Duration>,
}

impl Trust {
    pub(super) fn with_patience(patience: Duration) -> Self {
        Self { patience: Some(patience), ..Self::default() }
    }

    /// An error that passes, when the database must not be written to any more.
    pub(super) fn check(&self) -> sqlx::Result<()> {
        match *self.lost.borrow() {
            None => Ok(()),
            Some(lost) => Err(sqlx::Error::Io(std::io::Error::other(lost.to_string()))),
        }
    }

    /// Does `work` within the patience, and draws the conclusion from its error.
    pub(super) async fn over<T>(&self, work: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        let answer = match self.patience {
            Some(patience) => tokio::time::timeout(patience, work).await.unwrap_or_else(|_| Err(silent())),
            None => work.await,
        };
        if let Some(lost) = answer.as_ref().err().and_then(Lost::because_of) {
            self.lose(lost);
        }
        answer
    }

    pub(super) fn lose(&self, lost: Lost) {
        self.lost.send_replace(Some(lost));
    }

    pub(super) async fn lost(&self) -> Lost {
        let mut changes = self.lost.subscribe();
        loop {
            if let Some(lost) = *changes.borrow_and_update() {
                return lost;
            }
            // We hold the sender: this cannot end without a change.
            let _ = changes.changed().await;
        }
    }
}

/// A database that says nothing: an error that passes.
pub(super) fn silent() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(ErrorKind::TimedOut, "the database does not answer"))
}
