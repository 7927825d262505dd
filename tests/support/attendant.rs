//! A program that runs beside the tests and ends when the test process does, even when that is killed.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::tools::project;

/// Holds the program's life in its hand: the pipe to `attendant.sh` closes when this process ends.
pub struct Attendant(#[expect(dead_code, reason = "held, never asked")] Child);

impl Attendant {
    /// Starts `command` (program and arguments) in `directory`, which is removed at the end; its output is in `log`.
    pub fn start(directory: &Path, command: &[String]) -> Self {
        let script = project().join("tests/support/attendant.sh");
        let child = Command::new("sh")
            .arg(script)
            .arg(directory)
            .args(command)
            .current_dir(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A group of its own: Ctrl-C ends the tests, and their end ends this.
            .process_group(0)
            .spawn();
        Self(child.unwrap())
    }
}

/// What the program has written, for the message of a test that fails because of it.
pub fn log(directory: &Path) -> String {
    std::fs::read_to_string(directory.join("log")).unwrap_or_default()
}

/// A port of loopback that nobody uses at this moment.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A new directory below the system's temporary one, open to other users: PostgreSQL does not run as root.
pub fn directory(name: &str) -> std::path::PathBuf {
    let directory = tempfile::Builder::new().prefix(&format!("bankfeeds-{name}-")).tempdir().unwrap();
    directory.keep()
}
