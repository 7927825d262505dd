//! A fresh database for each test: a SQLite file, or a database in a PostgreSQL cluster that this process starts once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use bankfeeds_link::store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;
use url::Url;

use super::attendant::{self, Attendant};
use super::tools::program;

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
    given_server().unwrap_or_else(|| &CLUSTER.get_or_init(Cluster::start).url)
}

/// PostgreSQL on a free port of loopback, for this process alone.
struct Cluster {
    url: String,
    _attendant: Attendant,
}

impl Cluster {
    fn start() -> Self {
        let directory = attendant::directory("postgres");
        let port = attendant::free_port();
        let user = as_another_user(&directory);
        make(&directory, &user);
        let settings = [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={}", directory.display()),
            "max_connections=400".to_owned(),
            "shared_buffers=64MB".to_owned(),
            // What is tested here survives a mistake of ours, not a power cut.
            "fsync=off".to_owned(),
            "full_page_writes=off".to_owned(),
        ];
        let mut command = [user, vec![program("postgres", "postgresql").display().to_string()]].concat();
        command.extend(["-D".to_owned(), directory.join("data").display().to_string()]);
        command.extend(settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]));
        let attendant = Attendant::start(&directory, &command);
        let url = format!("postgres://tests@127.0.0.1:{port}/postgres");
        wait_until_it_answers(&url, &directory);
        Self { url, _attendant: attendant }
    }
}

/// PostgreSQL refuses to run as root: then `postgres` or `nobody` runs it. Answers how to become that user.
fn as_another_user(directory: &Path) -> Vec<String> {
    if rustix::process::geteuid().as_raw() != 0 {
        return Vec::new();
    }
    let id = |which: &str, user: &str| -> Option<u32> {
        let answer = Command::new("id").args([which, user]).output().ok()?;
        String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
    };
    let ids = ["postgres", "nobody"].into_iter().find_map(|user| id("-u", user).zip(id("-g", user)));
    let (user, group) = ids.unwrap_or_else(|| panic!("there is no user postgres or nobody to run PostgreSQL as"));
    std::os::unix::fs::chown(directory, Some(user), Some(group)).unwrap();
    let setpriv = program("setpriv", "util-linux").display().to_string();
    vec![setpriv, format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]
}

/// A cluster that sorts as people do, not by bytes: a query that relies on the database's order is found out.
fn make(directory: &Path, user: &[String]) {
    let initdb: PathBuf = program("initdb", "postgresql");
    let mut command = user.to_vec();
    command.push(initdb.display().to_string());
    let options = ["--username=tests", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"];
    command.extend(options.map(str::to_owned));
    command.extend(["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-CA"].map(str::to_owned));
    command.push(format!("--pgdata={}", directory.join("data").display()));
    let answer = Command::new(&command[0]).args(&command[1..]).current_dir(directory).output().unwrap();
    assert!(answer.status.success(), "initdb failed: {}", String::from_utf8_lossy(&answer.stderr));
}

fn wait_until_it_answers(url: &str, directory: &Path) {
    let (url, directory) = (url.to_owned(), directory.to_owned());
    let patience = Instant::now() + Duration::from_secs(30);
    let answers = aside(async move {
        while PgConnection::connect(&url).await.is_err() {
            assert!(Instant::now() < patience, "PostgreSQL did not start: {}", attendant::log(&directory));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    answers.unwrap();
}

/// Runs something on a thread and runtime of its own, where the caller's must not wait.
fn aside(work: impl Future<Output = ()> + Send + 'static) -> std::thread::Result<()> {
    std::thread::spawn(|| super::tell(work)).join()
}
