//! F-05, F-08: the disk is full, or somebody else holds the database file.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use tempfile::TempDir;

use super::figures;
use crate::support::{Database, Node, Outside, tell};

/// Six megabytes of their own; gone when dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None`: only root may mount.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Not a byte is left.
    fn fills(&self) {
        let mut file = std::fs::File::create(self.path().join("ballast")).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
        while file.write_all(&[1]).is_ok() {}
    }

    fn is_freed(&self) {
        std::fs::remove_file(self.path().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).output();
    }
}

#[test]
fn f_05_a_full_disk_is_a_503_for_writers_and_nothing_for_readers_and_passes_without_a_restart() {
    let Some(disk) = SmallDisk::new() else {
        println!("skipped: only root may mount a small disk");
        return;
    };
    let mut node = Node::on(&format!("sqlite:{}", disk.path().join("bank.db").display())).started();
    let mut client = Outside::with_key(node.url(), &node.makes_a_partner("Acme Bank"));
    let company = client.posts("/companies", &json!({ "name": "before" })).done().unwrap().json();
    let path = format!("/companies/{}/connections", company["id"].as_str().unwrap());
    let connection = client.posts(&path, &json!({ "platformKey": "hcws" })).done().unwrap().json();
    let page = client.opens(connection["linkUrl"].as_str().unwrap()).unwrap();
    disk.fills();
    // What the log of the database has room for already is still taken.
    let mut done = 0;
    while client.posts("/companies", &json!({ "name": "meanwhile" })).is_done() {
        done += 1;
        assert!(done < 2_000, "the disk is not full");
    }
    let large = "x".repeat(200);
    for _ in 0..100 {
        assert!(client.posts("/companies", &json!({ "name": "no room", "description": large })).is_busy());
        assert!(client.gets("/companies").is_done());
        assert!(client.opens(&page.url).is_some());
        assert!(client.gets("/readyz").is_done());
    }
    disk.is_freed();
    let begun = Instant::now();
    for number in 0..50 {
        assert!(client.posts("/companies", &json!({ "name": format!("after {number}") })).is_done());
    }
    let recovered = begun.elapsed();
    assert!(recovered < Duration::from_secs(5));
    let listed = client.gets("/companies?pageSize=1").done().unwrap().json();
    assert_eq!(listed["totalResults"], 1 + done + 50, "{listed}");
    node.stops();
    figures(&format!("100 × 503 while full, 50 writes in {} ms after freeing, one process", recovered.as_millis()));
}

#[test]
fn f_08_while_another_program_holds_the_file_writers_are_sent_away_in_seconds_and_readers_served() {
    tell(async {
        let database = Database::sqlite();
        let mut node = Node::on(database.url()).started();
        let key = node.makes_a_partner("Acme Bank");
        let mut other = SqliteConnection::connect(database.url()).await.unwrap();
        other.execute("BEGIN EXCLUSIVE").await.unwrap();
        // More than there are connections.
        let writers: Vec<_> = (0..24)
            .map(|number| {
                let mut client = Outside::with_key(node.url(), &key);
                std::thread::spawn(move || {
                    let fate = client.posts("/companies", &json!({ "name": format!("number {number}") }));
                    assert!(fate.is_busy(), "{fate:?}");
                    client.longest
                })
            })
            .collect();
        let mut reader = Outside::with_key(node.url(), &key);
        let mut reads = 0;
        while writers.iter().any(|writer| !writer.is_finished()) {
            assert!(reader.asks("GET", "/companies", &Value::Null).is_done());
            reads += 1;
        }
        let longest = writers.into_iter().map(|writer| writer.join().unwrap()).max().unwrap();
        assert!(longest < Duration::from_secs(6) && reader.longest < Duration::from_secs(2));
        other.execute("ROLLBACK").await.unwrap();
        let begun = Instant::now();
        assert!(reader.posts("/companies", &json!({ "name": "afterwards" })).is_done());
        assert!(begun.elapsed() < Duration::from_secs(5));
        node.stops();
        figures(&format!("24 writers sent away within {} ms, {reads} reads meanwhile", longest.as_millis()));
    });
}
