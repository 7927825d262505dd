//! A server that nobody asks anything: how soon it is there, and what it takes.

use anyhow::Result;

use super::Plan;
use super::server::Server;
use super::table::{Row, Table, median};

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..plan.rounds {
        let server = Server::start(None)?;
        starts.push(server.started_in.as_secs_f64() * 1_000.0);
        memory.push(server.memory()?);
    }
    table.add(Row::at_most("start on a new SQLite file, ms", median(starts), 50.0));
    table.add(Row::at_most("memory at rest, MB", median(memory), 20.0));
    Ok(())
}
