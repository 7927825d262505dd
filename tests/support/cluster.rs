//! A PostgreSQL cluster of the tests' own, on a free port of loopback.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::attendant::{self, Attendant};
use super::database::aside;
use super::tools::program;

/// Ends with this process, at the latest.
pub struct Cluster {
    url: String,
    directory: PathBuf,
    command: Vec<String>,
    attendants: Vec<Attendant>,
}

impl Cluster {
    pub fn start() -> Self {
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
        let url = format!("postgres://tests@127.0.0.1:{port}/postgres");
        let mut cluster = Self { url, directory, command, attendants: Vec::new() };
        cluster.starts();
        cluster
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// An empty database; its address.
    pub fn creates(&self, name: &str) -> String {
        let (url, statement) = (self.url.clone(), format!("CREATE DATABASE {name}"));
        let made = aside(async move {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            connection.execute(AssertSqlSafe(statement)).await.unwrap();
        });
        made.unwrap();
        let (server, _) = self.url.rsplit_once('/').unwrap();
        format!("{server}/{name}")
    }

    /// At once, as `pg_ctl stop -m immediate` does.
    pub fn stops_at_once(&mut self) {
        let postmaster = self.postmaster();
        kill_process(postmaster, Signal::QUIT).unwrap();
        while rustix::process::test_kill_process(postmaster).is_ok() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn starts(&mut self) {
        self.attendants.push(Attendant::start(&self.directory, &self.command));
        wait_until_it_answers(&self.url, &self.directory);
    }

    /// Freezes all of its processes, or lets them go on.
    pub fn freezes(&self, frozen: bool) {
        let postmaster = self.postmaster();
        let path = format!("/proc/{0}/task/{0}/children", postmaster.as_raw_nonzero());
        let children = std::fs::read_to_string(path).unwrap();
        let children = children.split_whitespace().filter_map(|id| Pid::from_raw(id.parse().ok()?));
        let signal = if frozen { Signal::STOP } else { Signal::CONT };
        for process in std::iter::once(postmaster).chain(children) {
            let _ = kill_process(process, signal);
        }
    }

    fn postmaster(&self) -> Pid {
        let file = std::fs::read_to_string(self.directory.join("data/postmaster.pid")).unwrap();
        Pid::from_raw(file.lines().next().unwrap().parse().unwrap()).unwrap()
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
