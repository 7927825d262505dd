//! F-09, F-10, F-11: PostgreSQL is stopped, frozen, or cut off in mid-sentence.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{Connection as _, PgConnection};

use super::figures;
use super::ledger::Ledger;
use super::storm::{Manner, Storm};
use crate::support::{Cluster, Database, FaultProxy, Node, Outside, tell};

/// A storm over a fault, from its beginning to what the tables say.
struct Ordeal {
    node: Node,
    ledger: Arc<Ledger>,
    storm: Storm,
    /// Of the tables, past any proxy.
    database_url: String,
}

impl Ordeal {
    fn begins(database_url: &str, through: &str) -> Self {
        let node = Node::on(through).started();
        let ledger = Arc::new(Ledger::default());
        let storm = Storm::begins(&node, &ledger, Manner::default());
        std::thread::sleep(Duration::from_secs(2));
        Self { node, ledger, storm, database_url: database_url.to_owned() }
    }

    /// While the database is away: the process lives and says that it is not ready.
    fn is_away_for(&self, span: Duration) {
        let (mut client, begun) = (Outside::new(self.node.url()), Instant::now());
        while begun.elapsed() < span {
            assert!(client.gets("/healthz").is_done());
            assert!(client.gets("/readyz").is_busy());
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    async fn ends(mut self, what: &str, recovered: Duration) {
        std::thread::sleep(Duration::from_secs(2));
        let (longest, reads) = self.storm.ends();
        let memory = self.node.most_memory();
        assert!(memory < 256, "{memory} MB");
        self.node.stops();
        let found = self.ledger.is_kept_by(&self.database_url).await;
        assert!(found.acknowledged > 0 && found.busy > 0, "no load, or no fault: {found}");
        figures(&format!(
            "{what}; {found}; {reads} reads; longest request {} ms; ready {} ms after the fault; memory {memory} MB",
            longest.as_millis(),
            recovered.as_millis()
        ));
    }
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_09_postgresql_stopped_for_twenty_seconds_is_a_503_and_passes_without_a_restart() {
    tell(async {
        let mut cluster = Cluster::start();
        let url = cluster.creates("stopped");
        let ordeal = Ordeal::begins(&url, &url);
        cluster.stops_at_once();
        ordeal.is_away_for(Duration::from_secs(20));
        cluster.starts();
        let recovered = ordeal.node.recovers();
        ordeal.ends("stopped 20 s", recovered).await;
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_10_a_postgresql_that_is_frozen_costs_nobody_more_than_ten_seconds() {
    tell(async {
        let cluster = Cluster::start();
        let url = cluster.creates("frozen");
        let ordeal = Ordeal::begins(&url, &url);
        cluster.freezes(true);
        ordeal.is_away_for(Duration::from_secs(20));
        cluster.freezes(false);
        let recovered = ordeal.node.recovers();
        ordeal.ends("frozen 20 s", recovered).await;
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_10_a_network_that_swallows_everything_costs_nobody_more_than_ten_seconds() {
    tell(async {
        let cluster = Cluster::start();
        let url = cluster.creates("swallowed");
        let proxy = FaultProxy::before(&url);
        let ordeal = Ordeal::begins(&url, proxy.url());
        proxy.swallows(true);
        ordeal.is_away_for(Duration::from_secs(20));
        proxy.swallows(false);
        let recovered = ordeal.node.recovers();
        ordeal.ends("swallowed 20 s", recovered).await;
    });
}

#[test]
fn f_10_a_request_whose_database_falls_silent_is_answered_within_ten_seconds() {
    tell(async {
        let database = Database::postgres().await;
        let proxy = FaultProxy::before(database.url());
        let mut node = Node::on(proxy.url()).started();
        let key = node.makes_a_partner("Acme Bank");
        let mut client = Outside::with_key(node.url(), &key);
        assert!(client.gets("/companies").is_done());
        proxy.swallows(true);
        let writers: Vec<_> = (0..30)
            .map(|number| {
                let mut client = Outside::with_key(node.url(), &key);
                std::thread::spawn(move || {
                    let fate = client.posts("/companies", &json!({ "name": format!("number {number}") }));
                    assert!(fate.is_busy(), "{fate:?}");
                })
            })
            .collect();
        assert!(client.gets("/healthz").is_done());
        assert!(client.gets("/readyz").is_busy());
        for writer in writers {
            writer.join().unwrap();
        }
        proxy.swallows(false);
        node.recovers();
        assert!(client.posts("/companies", &json!({ "name": "afterwards" })).is_done());
        node.stops();
    });
}

#[test]
fn f_11_a_connection_cut_after_any_number_of_bytes_leaves_no_half_of_anything() {
    tell(async {
        let database = Database::postgres().await;
        let proxy = FaultProxy::before(database.url());
        let ordeal = Ordeal::begins(database.url(), proxy.url());
        // Each a little further in the conversation.
        for cut in 0..30 {
            proxy.cuts_after(500 + 777 * cut);
            std::thread::sleep(Duration::from_millis(100));
        }
        let recovered = ordeal.node.recovers();
        ordeal.ends("30 cuts", recovered).await;
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_11_backends_ended_five_times_a_second_leave_no_half_of_anything() {
    tell(async {
        let database = Database::postgres().await;
        let ordeal = Ordeal::begins(database.url(), database.url());
        let mut operator = PgConnection::connect(database.url()).await.unwrap();
        let mut ended = 0;
        for _ in 0..75 {
            let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                       WHERE application_name = 'bankfeeds-link' AND datname = current_database()";
            let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut operator).await.unwrap();
            ended += count;
            std::thread::sleep(Duration::from_millis(200));
        }
        let recovered = ordeal.node.recovers();
        ordeal.ends(&format!("{ended} backends ended in 15 s"), recovered).await;
    });
}
