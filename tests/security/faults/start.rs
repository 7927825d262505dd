//! F-03: killed while the tables are brought up to date, with others that start at the same time.

use std::time::Duration;

use crate::support::terminal::Terminal;
use crate::support::{Database, Outside};

on_both_databases! {
    async fn f_03_whoever_is_killed_in_a_migration_leaves_a_database_that_the_next_start_completes(database: Database) {
        let terminal = Terminal::of_server(database.url());
        // From the first instant to one in which a start has long been through.
        for milliseconds in [1, 5, 10, 15, 20, 30, 40, 60, 80, 120] {
            let mut starting = [(); 3].map(|()| terminal.spawns());
            std::thread::sleep(Duration::from_millis(milliseconds));
            for process in &mut starting {
                process.is_killed();
            }
        }
        let mut server = terminal.serves();
        let mut client = Outside::new(&format!("http://127.0.0.1:{}", server.port()));
        assert!(client.gets("/readyz").is_done());
        server.stops();
    }
}
