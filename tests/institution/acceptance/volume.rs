use std::time::{Duration, Instant};

use crate::institution::customer::{Customer, EVERYDAY, item};
use crate::support::{Database, Server};

const MANY: usize = 10_000;
const BATCH: usize = 1_000;
/// AqBanking waits as long for an answer to begin.
const PATIENCE: Duration = Duration::from_secs(30);

on_both_databases! {
    async fn fiat_28_36_47_ten_thousand_transactions_download_whole_while_the_client_waits(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        let ids: Vec<String> = (0..MANY).map(|number| format!("t-{number:05}")).collect();
        for batch in ids.chunks(BATCH) {
            let items = batch.iter().map(|id| item(id, server.now().date())).collect();
            customer.pushes_items(&server, "everyday", items).await;
        }
        for version in [102, 203] {
            let began = Instant::now();
            let download = customer.quickbooks(&server).speaking(version).downloads_everything();
            assert!(download.is_good() && began.elapsed() < PATIENCE, "{version}: {}", download.remarks);
            let mut found: Vec<&str> = download.transactions().iter().map(|one| one["id"].as_str().unwrap()).collect();
            found.sort_unstable();
            assert!(found == ids, "{version}: {} of {MANY}, or some twice", found.len());
        }
    }
}
