//! Accounting software: the real `ofxget`, whose every answer the other readers must accept too.

use std::process::{Command, Output};

use encoding_rs::WINDOWS_1252;
use serde_json::Value;
use tempfile::TempDir;

use super::readers;
use super::server::Server;
use super::tools::tool;

/// A client with a username and a password, and with a memory of its own for the server's profile.
pub struct QuickBooks {
    url: String,
    username: String,
    password: String,
    version: u32,
    unclosed: bool,
    /// ofxget remembers profiles in it; a new one has never met the server.
    home: TempDir,
}

/// What came back from the server.
#[derive(Clone, Debug, Default)]
pub struct Download {
    /// The OFX file as it arrived; empty when there was none.
    pub text: String,
    /// What the three readers found in it.
    pub statements: Vec<Value>,
    /// What ofxget had to say beside it.
    pub remarks: String,
    /// Whether ofxget was content: it is with a single 15500, and not with one before `--all`.
    pub ended_well: bool,
}

impl QuickBooks {
    pub fn signing_on(server: &Server, username: &str, password: &str) -> Self {
        Self {
            url: server.ofx_url(),
            username: username.to_owned(),
            password: password.to_owned(),
            version: 103,
            unclosed: false,
            home: tempfile::tempdir().unwrap(),
        }
    }

    /// 102 to 160 are SGML, 203 to 220 XML.
    pub fn speaking(self, version: u32) -> Self {
        Self { version, ..self }
    }

    /// SGML without end tags, and values as they are.
    pub fn leaving_elements_open(self) -> Self {
        Self { unclosed: true, ..self }
    }

    pub fn asks_for_the_profile(&self) -> Download {
        self.runs("prof", &[])
    }

    pub fn lists_accounts(&self) -> Download {
        self.runs("acctinfo", &[])
    }

    /// Statements of all accounts that the server lists.
    pub fn downloads_everything(&self) -> Download {
        self.runs("stmt", &["--all"])
    }

    /// Any command of ofxget with further options.
    pub fn runs(&self, command: &str, options: &[&str]) -> Download {
        let version = self.version.to_string();
        let mut ofxget = self.environment(Command::new(tool("ofxget")));
        ofxget.arg(command).args(["--url", &self.url, "--version", &version, "--org", "TESTS", "--fid", "1"]);
        if command != "prof" {
            ofxget.args(["--user", &self.username, "--password", &self.password, "--nokeyring"]);
        }
        if self.unclosed {
            ofxget.arg("--unclosedelements");
        }
        Download::of(ofxget.args(options).output().unwrap())
    }

    /// What `ofxget scan` prints: the versions and forms in which it could ask for the profile; `null`: none.
    pub fn scans(&self) -> Value {
        let runs =
            |command| self.environment(Command::new(tool("ofxget"))).args([command, "--url", &self.url]).output();
        // Its threads would read the profile from a file that another is writing, were it not there before.
        assert!(runs("prof").unwrap().status.success());
        let printed = runs("scan").unwrap().stdout;
        printed.split(|byte| *byte == b'\n').find_map(|line| serde_json::from_slice(line).ok()).unwrap_or_default()
    }

    fn environment(&self, mut command: Command) -> Command {
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(name, self.home.path());
        }
        for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command
    }
}

impl Download {
    /// What a server answered, which every reader must accept.
    pub fn read(bytes: &[u8]) -> Self {
        let text = if bytes.starts_with(b"OFXHEADER") {
            WINDOWS_1252.decode(bytes).0.into_owned()
        } else {
            String::from_utf8_lossy(bytes).into_owned()
        };
        Self { text, statements: readers::statements(bytes), remarks: String::new(), ended_well: true }
    }

    fn of(output: Output) -> Self {
        let printed = output.stdout.trim_ascii();
        let is_file = String::from_utf8_lossy(printed).contains("<OFX>");
        let download = if is_file { Self::read(printed) } else { Self::default() };
        let remarks = String::from_utf8_lossy(&output.stderr).into_owned();
        Self { remarks, ended_well: output.status.success(), ..download }
    }

    /// All values of an element, in order: `FITID`, `TRNAMT`, `BALAMT`, `ACCTID`.
    pub fn values(&self, element: &str) -> Vec<String> {
        let tag = format!("<{element}>");
        let parts = self.text.split(&tag).skip(1);
        parts.map(|part| part.split(['<', '\r', '\n']).next().unwrap_or_default().trim().to_owned()).collect()
    }

    /// The transactions of all its statements.
    pub fn transactions(&self) -> Vec<&Value> {
        self.statements.iter().flat_map(|one| one["transactions"].as_array().unwrap()).collect()
    }

    /// Every status code, that of the sign-on first.
    pub fn statuses(&self) -> Vec<String> {
        self.values("CODE")
    }

    /// Signed on, and nothing refused.
    pub fn is_good(&self) -> bool {
        let statuses = self.statuses();
        !statuses.is_empty() && statuses.iter().all(|code| code == "0")
    }

    /// 15500 in every wrapper.
    pub fn is_refused(&self) -> bool {
        let statuses = self.statuses();
        !statuses.is_empty() && statuses.iter().all(|code| code == "15500")
    }
}
