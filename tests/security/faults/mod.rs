//! F-..: what happens when something else breaks. The server is the real binary; what it has acknowledged is written down
//! outside of it.

mod clock;
mod crash;
mod damage;
mod disk;
mod ledger;
mod postgres;
mod repeats;
mod replicas;
mod start;
mod storm;
mod syscalls;

/// A line for the table that `tests/ordeals` prints.
#[expect(clippy::print_stdout, reason = "libtest keeps what a test prints, and the table is made of it")]
fn figures(told: &str) {
    println!("figures: {told}");
}

/// Writes over every page but the first, under whoever has the file open.
pub async fn spoil(database_url: &str) {
    use std::os::unix::fs::FileExt;

    use sqlx::{Connection, Executor, SqliteConnection};

    let mut connection = SqliteConnection::connect(database_url).await.unwrap();
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    connection.close().await.unwrap();
    let file = std::fs::File::options().write(true).open(database_url.trim_start_matches("sqlite:")).unwrap();
    let length = file.metadata().unwrap().len() as usize;
    file.write_all_at(&vec![0xff; length - 4096], 4096).unwrap();
}
