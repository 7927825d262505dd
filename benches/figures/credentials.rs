//! Credentials asked for as fast as the server makes them, beside argon2id alone on the same core.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::load::{self, Clients, Seen};
use super::server::Bank;
use super::table::{Row, Table, median};
use super::{Plan, cores};

const CLIENTS: usize = 32;

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    let bank = Bank::open(None, 1)?;
    let (asking, asked) = (bank.asks_for_credentials(&bank.more_connections(CLIENTS)?), Arc::default());
    let (mut bare, mut made) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        bare.push(alone(Duration::from_secs_f64(plan.seconds))?);
        let clients = Clients::taking_turns(CLIENTS, asking.clone(), &asked);
        made.extend(load::run(bank.server.address, vec![clients], plan.seconds)?);
    }
    let (bare, made) = (median(bare), median(made.iter().map(Seen::per_second)));
    table.note(format!("credentials {made:.1}/s, argon2id alone {bare:.1}/s"));
    table.add(Row::at_least("credentials / argon2id alone", made / bare, 0.95));
    Ok(())
}

/// Hashes a second on the server's core, on one block that is used again.
pub fn alone(time: Duration) -> Result<f64> {
    let hashing = move || -> Result<f64> {
        cores::take(cores::SERVER)?;
        let failed = |error: argon2::Error| anyhow!("argon2: {error}");
        let params = Params::new(19_456, 2, 1, Some(32)).map_err(failed)?;
        let mut blocks = vec![Block::default(); params.block_count()];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let (began, mut count) = (Instant::now(), 0.0);
        while began.elapsed() < time {
            let mut output = [0; 32];
            argon2
                .hash_password_into_with_memory(b"H7KQ2WMDX4ZRB9TN", &[7; 16], &mut output, &mut blocks)
                .map_err(failed)?;
            count += 1.0;
        }
        Ok(count / began.elapsed().as_secs_f64())
    };
    std::thread::spawn(hashing).join().unwrap_or_else(|_| Err(anyhow!("the hashing thread has panicked")))
}
