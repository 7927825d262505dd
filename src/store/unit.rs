//! One text, two databases: the unit of work and the verbs that take a SQL **literal**.
//!
//! A [`Db`] is one unit of work on whichever database this deployment runs. The verbs below are one `match` with
//! the same body twice; because they accept a literal only, SQL cannot be pasted together.

use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{Database, Postgres, Sqlite, Transaction};

use super::audit::{self, Scribe};
use super::joint::{Joint, Turn};
use super::trust::Trust;
use crate::domain::audit::{Author, Deed, Pending};

/// One unit of work. A writing one that is dropped without [`Db::commit`] leaves no trace.
pub enum Db {
    Sqlite(Unit<Sqlite>),
    Postgres(Unit<Postgres>),
}

/// A unit on one database.
pub struct Unit<D: Database> {
    work: Work<D>,
    trust: Trust,
    notes: Notes,
}

/// What this unit's commit writes into the audit log, and in whose name.
#[derive(Default)]
struct Notes {
    author: Option<Arc<Author>>,
    pending: Vec<Pending>,
    scribe: Option<Scribe>,
}

/// Looking needs a connection, changing needs a transaction.
enum Work<D: Database> {
    Looking(PoolConnection<D>),
    Changing(Transaction<'static, D>),
    Joint(Turn<D>),
}

impl<D: Database> Unit<D> {
    pub(super) fn looking(connection: PoolConnection<D>, trust: Trust) -> Self {
        Self { work: Work::Looking(connection), trust, notes: Notes::default() }
    }

    pub(super) fn changing(transaction: Transaction<'static, D>, trust: Trust) -> Self {
        Self { work: Work::Changing(transaction), trust, notes: Notes::default() }
    }

    pub(super) fn joint(turn: Turn<D>, trust: Trust) -> Self {
        Self { work: Work::Joint(turn), trust, notes: Notes::default() }
    }

    /// The first of those that are one.
    pub(super) fn join(self, joint: &Joint<D>) -> sqlx::Result<Self> {
        let work = match self.work {
            Work::Changing(transaction) => Work::Joint(joint.begin(transaction)?),
            work => work,
        };
        Ok(Self { work, ..self })
    }

    fn is_behind_a_savepoint(&self) -> bool {
        matches!(&self.work, Work::Joint(turn) if turn.works())
    }

    fn is_changing(&self) -> bool {
        matches!(&self.work, Work::Changing(_))
    }

    /// The connection to work on, and what watches over it.
    pub(super) fn connection(&mut self) -> (&mut D::Connection, &Trust) {
        let connection = match &mut self.work {
            Work::Looking(connection) => &mut **connection,
            Work::Changing(transaction) => &mut **transaction,
            Work::Joint(turn) => &mut **turn.transaction(),
        };
        (connection, &self.trust)
    }

    async fn commit(self) -> sqlx::Result<()> {
        match self.work {
            Work::Looking(_) => Ok(()),
            Work::Changing(transaction) => {
                // Somebody ahead of us may have learnt that the disk confirms nothing.
                self.trust.check()?;
                self.trust.over(transaction.commit()).await
            }
            Work::Joint(turn) => {
                turn.commit(self.notes.pending);
                Ok(())
            }
        }
    }
}

impl Db {
    /// What is noted from here on is in this author's name; in nobody's, it was done by itself.
    pub fn in_name_of(mut self, author: Author) -> Self {
        self.notes().author = Some(Arc::new(author));
        self
    }

    pub(super) fn with_scribe(mut self, scribe: Option<Scribe>) -> Self {
        self.notes().scribe = scribe;
        self
    }

    /// What other units have left to this one.
    pub(super) fn with_pending(mut self, pending: Vec<Pending>) -> Self {
        self.notes().pending = pending;
        self
    }

    /// To be written into the audit log when this unit is committed; see `domain::audit`.
    pub(crate) fn remember(&mut self, deed: Deed) {
        let notes = self.notes();
        let author = notes.author.clone();
        notes.pending.push(Pending { author, deed });
    }

    /// Whether it is a transaction by itself.
    fn is_changing(&self) -> bool {
        match self {
            Self::Sqlite(unit) => unit.is_changing(),
            Self::Postgres(unit) => unit.is_changing(),
        }
    }

    fn notes(&mut self) -> &mut Notes {
        match self {
            Self::Sqlite(unit) => &mut unit.notes,
            Self::Postgres(unit) => &mut unit.notes,
        }
    }

    /// Makes everything done in this unit durable. When this has answered, it survives a power cut; in a joint store
    /// ([`crate::store::Store::joint`]), when the last unit has.
    pub async fn commit(mut self) -> sqlx::Result<()> {
        let is_behind_a_savepoint = match &self {
            Self::Sqlite(unit) => unit.is_behind_a_savepoint(),
            Self::Postgres(unit) => unit.is_behind_a_savepoint(),
        };
        if is_behind_a_savepoint {
            // What was noted is left to the last unit: the end of a log is the last thing that is taken.
            change!(&mut self, "RELEASE SAVEPOINT unit")?;
        } else {
            let notes = std::mem::take(self.notes());
            if !notes.pending.is_empty() {
                let scribe = notes.scribe.filter(|_| self.is_changing());
                Box::pin(audit::write(&mut self, scribe.as_ref(), notes.pending)).await?;
            }
        }
        match self {
            Self::Sqlite(unit) => unit.commit().await,
            Self::Postgres(unit) => unit.commit().await,
        }
    }
}

/// One statement, as both databases' arms have it: `verb` of the query, on the unit's connection.
macro_rules! ask {
    ($db:expr, $query:expr, $verb:ident) => {
        match $db {
            $crate::store::Db::Sqlite(unit) => {
                let (connection, trust) = unit.connection();
                trust.over($query.$verb(connection)).await
            }
            $crate::store::Db::Postgres(unit) => {
                let (connection, trust) = unit.connection();
                trust.over($query.$verb(connection)).await
            }
        }
    };
}

/// At most one row: `Option<T>`.
macro_rules! maybe {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::store::ask!($db, sqlx::query_as($sql)$(.bind($value))*, fetch_optional)
    };
}

/// Exactly one row: `T`.
macro_rules! one {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::store::ask!($db, sqlx::query_as($sql)$(.bind($value))*, fetch_one)
    };
}

/// All rows: `Vec<T>`.
macro_rules! all {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        $crate::store::ask!($db, sqlx::query_as($sql)$(.bind($value))*, fetch_all)
    };
}

/// No rows asked for: the number of rows changed.
macro_rules! change {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::store::Db::Sqlite(unit) => {
                let (connection, trust) = unit.connection();
                let done = trust.over(sqlx::query($sql)$(.bind($value))*.execute(connection)).await;
                done.map(|done| done.rows_affected())
            }
            $crate::store::Db::Postgres(unit) => {
                let (connection, trust) = unit.connection();
                let done = trust.over(sqlx::query($sql)$(.bind($value))*.execute(connection)).await;
                done.map(|done| done.rows_affected())
            }
        }
    };
}

pub(crate) use {all, ask, change, maybe, one};
