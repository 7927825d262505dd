//! The book outside of the server: what was asked for, and whether it was acknowledged. At the end it is compared with
//! the tables themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::types::Uuid;
use sqlx::{FromRow, PgPool, SqlitePool};

/// Something with a name that is asked for once, or again and again until it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// By its name.
    Company,
    /// By its id.
    Connection,
    /// By its connection.
    Account,
    Claim,
    Consent,
    Revoke,
    /// By connection and username.
    Credentials,
    /// By connection and id.
    Transaction,
}

#[derive(Default)]
pub struct Ledger(Mutex<Book>);

#[derive(Default)]
struct Book {
    acknowledged: BTreeSet<(Kind, String)>,
    asked: BTreeSet<(Kind, String)>,
    busy: u64,
    unknown: u64,
}

/// What a comparison found. Anything lost or doubled fails it.
#[derive(Debug)]
pub struct Found {
    pub acknowledged: usize,
    /// Not acknowledged, and there all the same.
    pub unacknowledged_but_there: usize,
    pub busy: u64,
    pub unknown: u64,
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} writes acknowledged, 0 lost, 0 doubled; {} unacknowledged but stored; {} answers 503, {} broken connections",
            self.acknowledged, self.unacknowledged_but_there, self.busy, self.unknown
        )
    }
}

impl Ledger {
    pub fn asked(&self, kind: Kind, name: &str) {
        self.0.lock().unwrap().asked.insert((kind, name.to_owned()));
    }

    pub fn acknowledged(&self, kind: Kind, name: &str) {
        self.0.lock().unwrap().acknowledged.insert((kind, name.to_owned()));
    }

    pub fn was_busy(&self) {
        self.0.lock().unwrap().busy += 1;
    }

    pub fn was_unknown(&self) {
        self.0.lock().unwrap().unknown += 1;
    }

    /// So far.
    pub fn acknowledgements(&self) -> usize {
        self.0.lock().unwrap().acknowledged.len()
    }

    /// Compares with the tables.
    pub async fn is_kept_by(&self, database_url: &str) -> Found {
        let tables = Tables::open(database_url).await;
        let stored = tables.contents().await;
        tables.are_sound().await;
        let book = self.0.lock().unwrap();
        for entry in &book.acknowledged {
            assert_eq!(stored.get(entry), Some(&1), "acknowledged, and not there once: {entry:?}");
        }
        for (entry, times) in &stored {
            assert_eq!(*times, 1, "there {times} times: {entry:?}");
        }
        let unacknowledged = stored.keys().filter(|entry| !book.acknowledged.contains(entry));
        Found {
            acknowledged: book.acknowledged.len(),
            unacknowledged_but_there: unacknowledged.filter(|entry| book.asked.contains(entry)).count(),
            busy: book.busy,
            unknown: book.unknown,
        }
    }
}

enum Tables {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Tables {
    async fn open(url: &str) -> Self {
        match url.strip_prefix("sqlite:") {
            Some(file) => {
                Self::Sqlite(SqlitePool::connect_with(SqliteConnectOptions::new().filename(file)).await.unwrap())
            }
            None => Self::Postgres(PgPool::connect(url).await.unwrap()),
        }
    }

    async fn rows<T>(&self, sql: &'static str) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// How often each thing is there.
    async fn contents(&self) -> BTreeMap<(Kind, String), u32> {
        let mut found = BTreeMap::new();
        let mut count = |kind, name: String| *found.entry((kind, name)).or_insert(0) += 1;
        for (name,) in self.rows::<(String,)>("SELECT name FROM companies").await {
            count(Kind::Company, name);
        }
        let by_connection = [
            (Kind::Connection, "SELECT id FROM connections"),
            (Kind::Account, "SELECT connection_id FROM source_accounts"),
            (Kind::Claim, "SELECT connection_id FROM link_sessions"),
            (Kind::Consent, "SELECT connection_id FROM consents WHERE granted"),
            (
                Kind::Revoke,
                "SELECT DISTINCT connection_id FROM credentials k WHERE NOT EXISTS
                 (SELECT 1 FROM credentials l WHERE l.connection_id = k.connection_id AND l.revoked_at IS NULL)",
            ),
        ];
        for (kind, sql) in by_connection {
            for (connection,) in self.rows::<(Uuid,)>(sql).await {
                count(kind, connection.to_string());
            }
        }
        for (connection, name) in self.rows::<(Uuid, String)>("SELECT connection_id, username FROM credentials").await {
            count(Kind::Credentials, format!("{connection} {name}"));
        }
        let sql = "SELECT a.connection_id, t.transaction_id FROM transactions t
                   JOIN source_accounts a ON a.id = t.source_account_id";
        for (connection, id) in self.rows::<(Uuid, String)>(sql).await {
            count(Kind::Transaction, format!("{connection} {id}"));
        }
        found
    }

    /// Nothing half-done, and the files in order.
    async fn are_sound(&self) {
        let halves = [
            "SELECT CAST(count(*) AS BIGINT) FROM connections c WHERE NOT EXISTS
                 (SELECT 1 FROM timeline t WHERE t.connection_id = c.id AND t.what = 'connection created')",
            "SELECT CAST(count(*) AS BIGINT) FROM credentials k WHERE NOT EXISTS
                 (SELECT 1 FROM timeline t WHERE t.connection_id = k.connection_id AND t.what = 'credentials made')",
            "SELECT CAST(count(*) AS BIGINT) FROM links l WHERE claimed_at IS NOT NULL AND NOT EXISTS
                 (SELECT 1 FROM link_sessions s WHERE s.link_id = l.id)",
            // Each was asked for once.
            "SELECT CAST(count(*) AS BIGINT) FROM
                 (SELECT company_id FROM connections GROUP BY company_id HAVING count(*) > 1) AS doubled",
            "SELECT CAST(count(*) AS BIGINT) FROM
                 (SELECT connection_id FROM credentials GROUP BY connection_id HAVING count(*) > 1) AS doubled",
            // Every push of these tests brings two transactions.
            "SELECT CAST(count(*) AS BIGINT) FROM
                 (SELECT source_account_id FROM transactions GROUP BY source_account_id, pushed_at
                  HAVING count(*) <> 2) AS odd",
        ];
        for half in halves {
            assert_eq!(self.rows::<(i64,)>(half).await, [(0,)], "half-done: {half}");
        }
        if let Self::Sqlite(_) = self {
            assert_eq!(self.rows::<(String,)>("PRAGMA integrity_check").await, [("ok".to_owned(),)]);
        }
    }
}
