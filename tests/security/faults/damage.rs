//! F-24: files that were damaged while the server was away, and a key that is not the database's.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sqlx::SqlitePool;
use tempfile::TempDir;

use super::{figures, spoil};
use crate::support::terminal::KEY;
use crate::support::{Database, Fate, Node, Outside, tell};

const PAGE: usize = 4096;
const OTHER_KEY: &str = "b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItMzI=";

/// What a server leaves behind when it is killed: the database, with its last writes in the log.
struct Remains {
    folder: TempDir,
    api_key: String,
    companies: u64,
}

impl Remains {
    /// `checkpointed`: all is in the database file.
    fn of_a_server(checkpointed: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut node = Node::on(&url(folder.path())).started();
        let api_key = node.makes_a_partner("Acme Bank");
        let mut client = Outside::with_key(node.url(), &api_key);
        let companies = 60;
        for number in 0..companies {
            assert!(client.posts("/companies", &json!({ "name": format!("company {number}") })).is_done());
        }
        if checkpointed {
            node.stops()
        } else {
            node.is_killed()
        }
        Self { folder, api_key, companies }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same in a folder of its own, to be damaged.
    fn copy(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        for file in fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap()) {
            fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
        copy
    }

    /// Starts on the copy: how many companies there are, or the one line that says why it does not start.
    fn starts(&self, copy: &TempDir) -> Result<u64, String> {
        let mut node = Node::on(&url(copy.path()));
        // `partner show` opens the database as a start does, and ends.
        let answer = node.terminal.runs(&["partner", "show", "--json"]);
        if answer.status != 0 {
            let line = node.terminal.runs(&["serve"]).refused().to_owned();
            return Err(line);
        }
        node.starts();
        let mut client = Outside::with_key(node.url(), &self.api_key);
        let listed = client.gets("/companies?pageSize=1").done().unwrap().json();
        assert!(client.posts("/companies", &json!({ "name": "one more" })).is_done());
        node.stops();
        Ok(listed["totalResults"].as_u64().unwrap())
    }
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("bank.db").display())
}

fn change(file: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).unwrap();
    change(&mut bytes);
    fs::write(file, bytes).unwrap();
}

#[test]
fn f_24_a_file_with_damaged_pages_is_refused_in_one_line() {
    let remains = Remains::of_a_server(true);
    for page in [0, 1, 4] {
        let copy = remains.copy();
        change(&copy.path().join("bank.db"), |bytes| bytes[page * PAGE..][..200].iter_mut().for_each(|it| *it ^= 0x5a));
        let line = remains.starts(&copy).unwrap_err();
        assert!(line.starts_with("cannot use the database that DATABASE_URL names: "), "{line}");
        assert!(line.contains("bank.db"), "{line}");
    }
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_24_whatever_page_is_damaged_the_server_refuses_to_start_or_serves_what_is_there() {
    let remains = Remains::of_a_server(true);
    let pages = fs::metadata(remains.file("bank.db")).unwrap().len() as usize / PAGE;
    let mut refused = 0;
    for page in 0..pages {
        let copy = remains.copy();
        change(&copy.path().join("bank.db"), |bytes| bytes[page * PAGE..][..16].iter_mut().for_each(|it| *it ^= 0x5a));
        refused += usize::from(remains.starts(&copy).is_err());
    }
    assert!(refused > pages / 2, "{refused} of {pages}");
    figures(&format!("{refused} of {pages} damaged pages refused at the start, the others hold nothing that is read"));
}

#[test]
fn f_24_a_file_that_is_damaged_under_a_running_server_ends_it_and_it_does_not_start_again() {
    tell(async {
        let database = Database::sqlite();
        let mut node = Node::on(database.url()).started();
        let mut client = Outside::with_key(node.url(), &node.makes_a_partner("Acme Bank"));
        spoil(database.url()).await;
        // Whatever is asked for is a 503 and never a 500; the first look at the damage is the last.
        for path in ["/companies", "/readyz", "/companies"] {
            assert!(!client.gets(path).is_done(), "{path}");
        }
        assert_eq!(node.ends().code(), Some(1));
        let log = node.log();
        assert_eq!(log.matches("\"ERROR\"").count(), 1, "{log}");
        assert!(log.contains("the database file is damaged"), "{log}");
        assert!(node.terminal.runs(&["serve"]).refused().contains("is damaged: restore a backup"));
    });
}

#[test]
fn f_24_a_large_file_is_looked_through_while_the_server_serves_and_damage_ends_it() {
    tell(async {
        let database = Database::sqlite();
        let file = PathBuf::from(database.url().trim_start_matches("sqlite:"));
        let mut node = Node::on(database.url()).started();
        node.stops();
        let pool = SqlitePool::connect(database.url()).await.unwrap();
        let ballast =
            "CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
             SELECT i, randomblob(1000) AS bytes FROM n";
        sqlx::query(ballast).execute(&pool).await.unwrap();
        pool.close().await;
        node.starts();
        assert!(Outside::new(node.url()).gets("/readyz").is_done(), "a whole one is served");
        node.stops();
        change(&file, |bytes| {
            let page = bytes.len() / PAGE / 2;
            bytes[page * PAGE..][..16].iter_mut().for_each(|it| *it ^= 0x5a);
        });
        // It may have begun to serve or not: it does not go on.
        let answer = node.terminal.runs(&["serve"]);
        assert!(answer.status == 1 && answer.err.contains("the database file is damaged"), "{}", answer.err);
    });
}

#[test]
fn f_24_a_log_cut_short_or_without_its_index_is_recovered_from() {
    let remains = Remains::of_a_server(false);
    let copy = remains.copy();
    fs::remove_file(copy.path().join("bank.db-shm")).unwrap();
    assert_eq!(remains.starts(&copy), Ok(remains.companies));
    let whole = fs::metadata(remains.file("bank.db-wal")).unwrap().len();
    let mut before = 0;
    for tenth in [5, 7, 9] {
        let copy = remains.copy();
        change(&copy.path().join("bank.db-wal"), |bytes| bytes.truncate(whole as usize * tenth / 10));
        let there = remains.starts(&copy).unwrap();
        assert!(before < there && there < remains.companies, "{there} of {}", remains.companies);
        before = there;
    }
}

#[test]
fn f_24_another_secret_key_is_refused_in_one_line_until_it_is_put_in_place_of_the_lost_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut node = Node::on(&url(folder.path())).started();
    let mut client = Outside::with_key(node.url(), &node.makes_a_partner("Acme Bank"));
    let company = client.posts("/companies", &json!({ "name": "Bistro" })).done().unwrap().json();
    let path = format!("/companies/{}/connections", company["id"].as_str().unwrap());
    let connection = client.posts(&path, &json!({ "platformKey": "hcws" })).done().unwrap().json();
    let link = connection["linkUrl"].as_str().unwrap().to_owned();
    node.stops();
    let mut node = node.and("SECRET_KEY", OTHER_KEY);
    for command in [&["serve"][..], &["link", "create", "--connection", connection["id"].as_str().unwrap()]] {
        let answer = node.terminal.runs(command);
        let line = answer.refused();
        assert!(line.starts_with("SECRET_KEY is not the one that this database was made with"), "{line}");
        assert!(!line.contains(KEY) && !line.contains(OTHER_KEY), "{line}");
    }
    node.terminal.runs(&["secret", "replace"]).succeeded();
    node.starts();
    let fate = client.gets(link.split_once(node.url()).unwrap().1);
    assert!(matches!(fate, Fate::Refused(_)), "{fate:?}");
    let fresh = client.asks("GET", &format!("{path}/{}", connection["id"].as_str().unwrap()), &Value::Null);
    let fresh = fresh.done().unwrap().json()["linkUrl"].as_str().unwrap().to_owned();
    assert!(client.opens(&fresh).is_some());
    node.stops();
}
