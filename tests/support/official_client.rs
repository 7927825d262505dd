//! The partner's backend once more, with the official client: `tests/clients/partner.py` drives it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::partner::PartnerClient;
use super::server::Server;
use super::tools::{project, tool};

/// One process for as many calls as a story makes; it ends when this is dropped.
pub struct OfficialClient {
    process: Child,
    calls: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl OfficialClient {
    pub fn of(partner: &PartnerClient, server: &Server) -> Self {
        Self::with_idempotency_key(partner, server, "")
    }

    /// One that sends this key with whatever it asks for.
    pub fn with_idempotency_key(partner: &PartnerClient, server: &Server, key: &str) -> Self {
        let mut process = Command::new(tool("python"))
            .arg(project().join("tests/clients/partner.py"))
            .arg(server.url())
            .env("API_KEY", &partner.api_key)
            .env("IDEMPOTENCY_KEY", key)
            .env("NO_PROXY", "*")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let calls = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, calls, answers }
    }

    /// Calls `companies.get` and the like; answers what the client made of a success.
    pub fn calls(&mut self, operation: &str, request: Value) -> Value {
        let mut answer = self.asks(operation, request);
        assert!(answer.get("error").is_none(), "{operation}: {answer}");
        answer["result"].take()
    }

    /// Calls something that must fail; answers status and fields of the error.
    pub fn is_refused(&mut self, operation: &str, request: Value) -> Value {
        let mut answer = self.asks(operation, request);
        assert!(answer.get("result").is_none(), "{operation}: {answer}");
        answer["error"].take()
    }

    fn asks(&mut self, operation: &str, request: Value) -> Value {
        let call = json!({ "operation": operation, "request": request });
        writeln!(self.calls.as_mut().unwrap(), "{call}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{operation} ended the official client: {line}"))
    }
}

impl Drop for OfficialClient {
    fn drop(&mut self) {
        // No more calls: the process ends by itself.
        self.calls.take();
        assert!(self.process.wait().is_ok() || std::thread::panicking(), "the official client did not end");
    }
}
