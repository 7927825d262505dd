//! One text, two databases: the unit of work and the verbs that take a SQL **literal**.
//!
//! A [`Db`] is one unit of work on whichever database this deployment runs. The verbs below are one `match` with
//! the same body twice; because they accept a literal only, SQL cannot be pasted together.

use sqlx::pool::PoolConnection;
use sqlx::{Database, Postgres, Sqlite, Transaction};

/// One unit of work. A writing one that is dropped without [`Db::commit`] leaves no trace.
pub enum Db {
    Sqlite(Unit<Sqlite>),
    Postgres(Unit<Postgres>),
}

/// A unit on one database: looking needs a connection, changing needs a transaction.
pub enum Unit<D: Database> {
    Looking(PoolConnection<D>),
    Changing(Transaction<'static, D>),
}

impl<D: Database> Unit<D> {
    pub(super) fn connection(&mut self) -> &mut D::Connection {
        match self {
            Self::Looking(connection) => &mut *connection,
            Self::Changing(transaction) => &mut *transaction,
        }
    }

    async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Looking(_) => Ok(()),
            Self::Changing(transaction) => transaction.commit().await,
        }
    }
}

impl Db {
    /// Makes everything done in this unit durable. When this has answered, it survives a power cut.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(unit) => unit.commit().await,
            Self::Postgres(unit) => unit.commit().await,
        }
    }
}

/// At most one row: `Option<T>`.
macro_rules! maybe {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::store::Db::Sqlite(unit) => {
                sqlx::query_as($sql)$(.bind($value))*.fetch_optional(unit.connection()).await
            }
            $crate::store::Db::Postgres(unit) => {
                sqlx::query_as($sql)$(.bind($value))*.fetch_optional(unit.connection()).await
            }
        }
    };
}

/// Exactly one row: `T`.
macro_rules! one {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::store::Db::Sqlite(unit) => {
                sqlx::query_as($sql)$(.bind($value))*.fetch_one(unit.connection()).await
            }
            $crate::store::Db::Postgres(unit) => {
                sqlx::query_as($sql)$(.bind($value))*.fetch_one(unit.connection()).await
            }
        }
    };
}

/// All rows: `Vec<T>`.
macro_rules! all {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::store::Db::Sqlite(unit) => {
                sqlx::query_as($sql)$(.bind($value))*.fetch_all(unit.connection()).await
            }
            $crate::store::Db::Postgres(unit) => {
                sqlx::query_as($sql)$(.bind($value))*.fetch_all(unit.connection()).await
            }
        }
    };
}

/// No rows asked for: the number of rows changed.
macro_rules! change {
    ($db:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        match $db {
            $crate::store::Db::Sqlite(unit) => sqlx::query($sql)$(.bind($value))*
                .execute(unit.connection()).await.map(|done| done.rows_affected()),
            $crate::store::Db::Postgres(unit) => sqlx::query($sql)$(.bind($value))*
                .execute(unit.connection()).await.map(|done| done.rows_affected()),
        }
    };
}

pub(crate) use {all, change, maybe, one};
