//! An operator at a terminal: the real binary, in an empty folder, with the settings that are given and no others.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::Keys;
use bankfeeds_link::secret::SecretKey;
use bankfeeds_link::store::audit::Scribe;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Terminal {
    folder: TempDir,
    binary: PathBuf,
    settings: Vec<(String, String)>,
}

/// What a command answered.
pub struct Answer {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Terminal {
    pub fn new(settings: &[(&str, &str)]) -> Self {
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let folder = tempfile::tempdir().unwrap();
        Self { folder, binary: env!("CARGO_BIN_EXE_bankfeeds-link").into(), settings }
    }

    /// With a key, any free port and this database; its servers stop without notice and take any number of requests.
    pub fn of_server(database_url: &str) -> Self {
        let settings = [("SECRET_KEY", KEY), ("LISTEN_ADDR", "127.0.0.1:0"), ("DATABASE_URL", database_url)];
        let unhurried = Self::new(&settings).and("REQUESTS_A_MINUTE", "1000000").and("REQUESTS_A_DAY", "1000000");
        unhurried.and("STOP_NOTICE_SECONDS", "0")
    }

    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same operator with a copy of the binary in this folder.
    pub fn with_a_copied_binary(mut self) -> Self {
        let copy = self.path("copy");
        std::fs::copy(&self.binary, &copy).unwrap();
        self.binary = copy;
        self
    }

    /// The same operator on a machine that lets a process have so many open files.
    pub fn with_descriptors(mut self, most: usize) -> Self {
        let (script, binary) = (self.path("limited"), self.binary.display());
        std::fs::write(&script, format!("#!/bin/sh\nulimit -n {most}\nexec {binary} \"$@\"\n")).unwrap();
        std::fs::set_permissions(&script, PermissionsExt::from_mode(0o700)).unwrap();
        self.binary = script;
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn runs(&self, arguments: &[&str]) -> Answer {
        let output = self.command(arguments).output().unwrap();
        Answer {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts a server, and waits until it has printed a line that holds `ready`.
    pub fn starts(&self, arguments: &[&str], ready: &str) -> Process {
        let log = (0..).map(|number| self.path(&format!("log{number}"))).find(|file| !file.exists()).unwrap();
        let err = File::create(&log).unwrap();
        self.waits_for(ready, self.command(arguments).stderr(err), log)
    }

    /// A server whose log goes to a pipe that nobody reads from.
    pub fn serves_unread(&self) -> Process {
        self.waits_for("listens on", self.command(&["serve"]).stderr(Stdio::piped()), PathBuf::new())
    }

    fn waits_for(&self, ready: &str, command: &mut Command, log: PathBuf) -> Process {
        let child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut process = Process { child, out: String::new(), log };
        process.waits_for(ready);
        process
    }

    /// A server that is not waited for; its log is not kept.
    pub fn spawns(&self) -> Process {
        let mut command = self.command(&["serve"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Process { child, out: String::new(), log: PathBuf::new() }
    }

    pub fn serves(&self) -> Process {
        self.starts(&["serve"], "listens on")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        let settings = self.settings.iter().map(|(name, value)| (name, value));
        command.args(arguments).current_dir(self.folder.path()).env_clear().envs(settings);
        command
    }
}

impl Answer {
    /// What was printed by a command that went well.
    pub fn succeeded(&self) -> &str {
        assert_eq!((self.status, self.err.as_str()), (0, ""));
        &self.out
    }

    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.succeeded().lines().count(), 1, "{}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }

    /// The one line that says why it was refused.
    pub fn refused(&self) -> &str {
        assert_eq!((self.status, self.out.as_str()), (1, ""));
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err.strip_prefix("bankfeeds-link: ").unwrap().trim_end()
    }
}

/// A server of its own; it is killed when dropped.
pub struct Process {
    child: Child,
    pub out: String,
    log: PathBuf,
}

impl Process {
    fn waits_for(&mut self, ready: &str) {
        let mut lines = BufReader::new(self.child.stdout.take().unwrap());
        while !self.out.contains(ready) {
            let read = lines.read_line(&mut self.out).unwrap();
            assert!(read > 0, "it ended after {:?}: {}", self.out, self.log());
        }
    }

    /// The port that it says it listens on.
    pub fn port(&self) -> u16 {
        let (_, rest) = self.out.split_once("127.0.0.1:").unwrap();
        rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap().parse().unwrap()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ended as by a power cut: no time for anything.
    pub fn is_killed(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The most memory it has held so far, in megabytes.
    pub fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() / 1024
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn log_says(&self, words: &str) {
        let patience = Instant::now() + PATIENCE;
        while !self.log().contains(words) {
            assert!(Instant::now() < patience, "{words:?} is not in the log: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Reads a log that was [not read](Terminal::serves_unread) up to this line, while the server is asked for more lines.
    pub fn log_until(&mut self, words: &str) -> String {
        let (mut lines, mut line) = (BufReader::new(self.child.stderr.take().unwrap()), String::new());
        while !line.contains(words) {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "{words:?} is not in the log");
        }
        line
    }

    pub fn gets(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    pub fn ends(&mut self) -> ExitStatus {
        let patience = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < patience, "it does not end: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn stops(&mut self) {
        self.gets(Signal::TERM);
        let status = self.ends();
        assert!(status.success(), "{status}: {}", self.log());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// With what an operator's commands write entries in the audit log.
pub fn scribe() -> Scribe {
    let key = SecretKey::from_base64(KEY).unwrap();
    Scribe::new(Keys::from_root(&key).audit, Clock::System, Chance::System)
}

/// 32 bytes that are used nowhere else.
pub const KEY: &str = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LTMyLWI=";

/// The names in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
