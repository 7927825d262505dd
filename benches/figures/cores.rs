//! The server has one core and its clients another, so that neither takes the other's time.

use std::process::{Child, Command};

use anyhow::{Context as _, Result};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// The server's core.
pub const SERVER: usize = 0;
/// The core of whoever asks it.
pub const CLIENTS: usize = 1;

/// Binds the calling thread to a core.
pub fn take(core: usize) -> Result<()> {
    let mut cores = CpuSet::new();
    cores.set(core);
    sched_setaffinity(None, &cores).with_context(|| format!("cannot run on core {core}: two are needed"))
}

/// Starts a process that is bound to the server's core with all its threads.
pub fn spawn_server(command: &mut Command) -> Result<Child> {
    let before = sched_getaffinity(None)?;
    take(SERVER)?;
    let child = command.spawn();
    sched_setaffinity(None, &before)?;
    child.with_context(|| format!("cannot start {command:?}"))
}
