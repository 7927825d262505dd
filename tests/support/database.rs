//! A fresh database for each test: a SQLite file, or a database in a PostgreSQL cluster that this process starts once.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use bankfeeds_link::store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;
use url::Url;

use super::cluster::Cluster;

/// An empty database; gone when the last hand on it is.
#[derive(Clone)]
pub struct Database(Arc<Kept>);

struct Kept {
    url: String,
    _file: Option<TempDir>,
}

impl Database {
    pub fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("test.db").display());
        Self(Arc::new(Kept { url, _file: Some(directory) }))
    }

    pub async fn postgres() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut url = Url::parse(server()).unwrap();
        let mut connection = PgConnection::connect(url.as_str()).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        connection.close().await.unwrap();
        url.set_path(&name);
        Self(Arc::new(Kept { url: url.into(), _file: None }))
    }

    /// As `DATABASE_URL` names it.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn is_postgres(&self) -> bool {
        self.url().starts_with("postgres")
    }

    /// SQL past the store: what no visitor could bring about.
    pub async fn finds(&self, statement: &str) {
        let statement = AssertSqlSafe(statement.to_owned());
        if self.is_postgres() {
            PgConnection::connect(self.url()).await.unwrap().execute(statement).await.unwrap();
        } else {
            SqliteConnection::connect(self.url()).await.unwrap().execute(statement).await.unwrap();
        }
    }

    /// Opens it with all migrations.
    pub async fn store(&self) -> Store {
        Store::open(self.url()).await.unwrap()
    }
}

/// Somebody else's server would keep the databases: they are dropped. Our own cluster goes as a whole.
impl Drop for Kept {
    fn drop(&mut self) {
        if !self.url.starts_with("postgres") || given_server().is_none() {
            return;
        }
        let name = Url::parse(&self.url).unwrap().path().trim_start_matches('/').to_owned();
        let gone = aside(async move {
            let mut connection = PgConnection::connect(server()).await.unwrap();
            connection.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
        });
        assert!(gone.is_ok() || std::thread::panicking(), "cannot drop a test's database");
    }
}

fn given_server() -> Option<&'static str> {
    static GIVEN: OnceLock<Option<String>> = OnceLock::new();
    GIVEN.get_or_init(|| std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())).as_deref()
}

/// The server that the tests' databases are made in.
fn server() -> &'static str {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    given_server().unwrap_or_else(|| CLUSTER.get_or_init(Cluster::start).url())
}

/// Runs something on a thread and runtime of its own, where the caller's must not wait.
pub fn aside(work: impl Future<Output = ()> + Send + 'static) -> std::thread::Result<()> {
    std::thread::spawn(|| super::tell(work)).join()
}
