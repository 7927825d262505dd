//! The real binary on one port, started again as often as it is killed.

use std::process::ExitStatus;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;

use super::attendant::free_port;
use super::outside::Outside;
use super::terminal::{Process, Terminal};

pub struct Node {
    pub terminal: Terminal,
    process: Option<Process>,
    url: String,
    /// How long each start took, from nothing to the line that it listens.
    pub starts: Vec<Duration>,
    most_memory: u64,
}

impl Node {
    /// Not started yet.
    pub fn on(database_url: &str) -> Self {
        let address = format!("127.0.0.1:{}", free_port());
        let terminal = Terminal::of_server(database_url).and("LISTEN_ADDR", &address);
        Self { terminal, process: None, url: format!("http://{address}"), starts: Vec::new(), most_memory: 0 }
    }

    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.terminal = self.terminal.and(name, value);
        self
    }

    pub fn started(mut self) -> Self {
        self.starts();
        self
    }

    pub fn starts(&mut self) {
        let begun = Instant::now();
        self.process = Some(self.terminal.serves());
        self.starts.push(begun.elapsed());
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn process(&mut self) -> &mut Process {
        self.process.as_mut().unwrap()
    }

    pub fn is_killed(&mut self) {
        self.remembers_its_memory();
        self.process().is_killed();
    }

    /// In an orderly way.
    pub fn stops(&mut self) {
        self.remembers_its_memory();
        self.process().stops();
    }

    pub fn gets(&mut self, signal: Signal) {
        self.process().gets(signal);
    }

    pub fn ends(&mut self) -> ExitStatus {
        self.process().ends()
    }

    pub fn log(&mut self) -> String {
        self.process().log()
    }

    /// The most memory that any of its processes held, in megabytes.
    pub fn most_memory(&mut self) -> u64 {
        self.remembers_its_memory();
        self.most_memory
    }

    fn remembers_its_memory(&mut self) {
        self.most_memory = self.most_memory.max(self.process().most_memory());
    }

    /// A new partner's API key.
    pub fn makes_a_partner(&self, name: &str) -> String {
        let made: Value = self.terminal.runs(&["partner", "create", "--name", name, "--json"]).json();
        made["apiKey"].as_str().unwrap().to_owned()
    }

    /// How long it takes until the database answers again; five seconds are the promise.
    pub fn recovers(&self) -> Duration {
        let (begun, mut client) = (Instant::now(), Outside::new(&self.url));
        while !client.gets("/readyz").is_done() {
            assert!(begun.elapsed() < Duration::from_secs(5), "it does not recover");
            std::thread::sleep(Duration::from_millis(20));
        }
        begun.elapsed()
    }
}
