//! Every public function of `src/store`, on both databases: the suite is the checker of our SQL.

use crate::support::{Database, Server};

on_both_databases! {
    async fn the_server_is_ready_on_its_database(database: Database) {
        let server = Server::start(database).await;
        let answer = crate::support::HttpBrowser::new("en-CA").opens(&format!("{}/readyz", server.url()));
        assert_eq!((answer.status(), answer.html().as_str()), (200, "ready\n"));
        let chromium = crate::support::Browser::of(crate::support::Reader::english()).await;
        chromium.opens(&format!("{}/readyz", server.url())).await;
        chromium.sees("ready").await;
        chromium.keeps_a_picture("ready");
    }
}
