//! Accounting software: the real `ofxget`, whose every answer libofx's `ofxdump` must accept too.

use std::process::{Command, Output};

use tempfile::TempDir;

use super::server::Server;
use super::tools::{program, tool};

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
#[derive(Clone, Debug)]
pub struct Download {
    /// The OFX file as it arrived; empty when there was none.
    pub text: String,
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
        let download = Download::from(ofxget.args(options).output().unwrap());
        if !download.text.is_empty() {
            self.check(&download);
        }
        download
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

    /// A second reader, libofx, checks the file against OFX's own grammar.
    fn check(&self, download: &Download) {
        let file = self.home.path().join("answer.ofx");
        std::fs::write(&file, &download.text).unwrap();
        let answer = Command::new(program("ofxdump", "ofx")).arg(&file).output().unwrap();
        let words = String::from_utf8_lossy(&answer.stderr);
        assert!(answer.status.success(), "ofxdump refuses this: {words}\n{}", download.text);
    }
}

impl From<Output> for Download {
    fn from(output: Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let is_file = text.contains("<OFX>");
        Self {
            text: if is_file { text } else { String::new() },
            remarks: String::from_utf8_lossy(&output.stderr).into_owned(),
            ended_well: output.status.success(),
        }
    }
}

impl Download {
    /// All values of an element, in order: `FITID`, `TRNAMT`, `BALAMT`, `ACCTID`.
    pub fn values(&self, element: &str) -> Vec<String> {
        let tag = format!("<{element}>");
        let parts = self.text.split(&tag).skip(1);
        parts.map(|part| part.split(['<', '\r', '\n']).next().unwrap_or_default().trim().to_owned()).collect()
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
