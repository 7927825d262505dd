//! F-06, F-07: the system refuses a write or a sync, at the first, second, third … place, until none is left to refuse.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use super::figures;
use super::ledger::{Kind, Ledger};
use crate::support::{Database, Fate, Node, Outside, program, tell};

/// `strace` on a running server, which makes some of its calls fail.
struct Tracer(Child);

impl Tracer {
    /// `inject` as strace reads it: `fsync,fdatasync:error=EIO:when=1+`.
    fn on(node: &mut Node, inject: &str) -> Self {
        let calls = inject.split(':').next().unwrap();
        let mut child = Command::new(program("strace", "strace"))
            .args(["-f", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &format!("inject={inject}")])
            .args(["-p", &node.process().id().to_string()])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("attached"), "strace cannot attach: {line}");
        Self(child)
    }
}

impl Drop for Tracer {
    fn drop(&mut self) {
        // It lets the server go on; a killed tracer would, too, but not in order.
        let _ = kill_process(Pid::from_child(&self.0), Signal::INT);
        let _ = self.0.wait();
    }
}

fn writes(client: &mut Outside, ledger: &Ledger, name: &str) -> Fate {
    ledger.asked(Kind::Company, name);
    let fate = client.posts("/companies", &json!({ "name": name }));
    if fate.is_done() {
        ledger.acknowledged(Kind::Company, name);
    }
    fate
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_06_a_write_that_fails_at_any_step_is_a_503_and_leaves_nothing_half_done() {
    tell(async {
        let database = Database::sqlite();
        let mut node = Node::on(database.url()).started();
        let mut client = Outside::with_key(node.url(), &node.makes_a_partner("Acme Bank"));
        let ledger = Arc::new(Ledger::default());
        // The key is marked as used behind the first answer: that write is not the one that is to fail.
        for name in ["first", "second"] {
            assert!(writes(&mut client, &ledger, name).is_done());
        }
        for error in ["ENOSPC", "EIO"] {
            for step in 1.. {
                let tracer = Tracer::on(&mut node, &format!("pwrite64:error={error}:when={step}"));
                let fate = writes(&mut client, &ledger, &format!("{error} at {step}"));
                drop(tracer);
                let after = writes(&mut client, &ledger, &format!("after {error} at {step}"));
                assert!(after.is_done(), "after {error} at {step}: {after:?}");
                if fate.is_done() {
                    assert!(step > 1, "no write was made to fail");
                    figures(&format!("{error} at each of {} steps", step - 1));
                    break;
                }
                assert!(fate.is_busy(), "{error} at {step}: {fate:?}");
            }
        }
        node.stops();
        let found = ledger.is_kept_by(database.url()).await;
        figures(&found.to_string());
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_07_after_a_sync_that_fails_nothing_is_acknowledged_and_the_process_ends_itself_to_be_started_anew() {
    tell(async {
        let database = Database::sqlite();
        let mut node = Node::on(database.url()).started();
        let mut client = Outside::with_key(node.url(), &node.makes_a_partner("Acme Bank"));
        let ledger = Arc::new(Ledger::default());
        for round in 0..5 {
            assert!(writes(&mut client, &ledger, &format!("before {round}")).is_done());
            let tracer = Tracer::on(&mut node, "fsync,fdatasync:error=EIO:when=1+");
            let refused = writes(&mut client, &ledger, &format!("unsynced {round}"));
            assert!(refused.is_busy(), "{refused:?}");
            // While it stops, and after.
            let second = writes(&mut client, &ledger, &format!("afterwards {round}"));
            assert!(!second.is_done(), "{second:?}");
            assert!(!client.gets("/readyz").is_done());
            let status = node.ends();
            drop(tracer);
            assert_eq!(status.code(), Some(1));
            let log = node.log();
            let lines: Vec<&str> = log.lines().filter(|line| line.contains("\"ERROR\"")).collect();
            assert!(lines.len() == 1 && lines[0].contains("did not confirm a write"), "{log}");
            let last = log.lines().last().unwrap();
            assert!(last.starts_with("bankfeeds-link: stopped by itself"), "{log}");
            node.starts();
            assert!(writes(&mut client, &ledger, &format!("after {round}")).is_done());
        }
        node.stops();
        let found = ledger.is_kept_by(database.url()).await;
        figures(&format!("5 failed syncs, 5 restarts; {found}"));
    });
}
