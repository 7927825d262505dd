//! Who reads the institution's answers: libofx's `ofxdump` against OFX's own grammar, and two Python readers,
//! `ofxtools` and, of SGML, `ofxparse`, which must find the same in it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::{Value, json};

use super::tools::{program, project, tool};

/// Beyond this `ofxparse` takes many seconds.
const MOST_FOR_OFXPARSE: usize = 256 * 1024;

/// The statements in an answer, as all three read it.
pub fn statements(answer: &[u8]) -> Vec<Value> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), answer).unwrap();
    let dumped = Command::new(program("ofxdump", "ofx")).arg(file.path()).output().unwrap();
    let (words, text) = (String::from_utf8_lossy(&dumped.stderr), String::from_utf8_lossy(answer));
    assert!(dumped.status.success(), "ofxdump refuses this: {words}\n{text}");

    let is_sgml = answer.starts_with(b"OFXHEADER");
    let readers =
        if is_sgml && answer.len() <= MOST_FOR_OFXPARSE { &["ofxtools", "ofxparse"][..] } else { &["ofxtools"] };
    let mut read = asks(&json!({ "file": file.path(), "readers": readers }));
    for reader in readers {
        assert_eq!(read[reader]["error"], Value::Null, "{reader} refuses this:\n{text}");
        assert_eq!(read[reader], read["ofxtools"], "{reader} finds something else in this:\n{text}");
    }
    serde_json::from_value(read["ofxtools"]["statements"].take()).unwrap()
}

/// The Python readers: one process for the whole suite, which ends with it.
struct Readers {
    _process: Child,
    calls: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Readers {
    fn start() -> Self {
        let script = project().join("tests/clients/reader.py");
        let mut python = Command::new(tool("python"));
        let mut process = python.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (calls, answers) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { _process: process, calls, answers: BufReader::new(answers) }
    }

    fn answer(&mut self, call: &Value) -> String {
        let mut line = String::new();
        writeln!(self.calls, "{call}").unwrap();
        self.answers.read_line(&mut line).unwrap();
        line
    }
}

fn asks(call: &Value) -> Value {
    static READERS: LazyLock<Mutex<Readers>> = LazyLock::new(|| Mutex::new(Readers::start()));
    let line = READERS.lock().unwrap_or_else(PoisonError::into_inner).answer(call);
    serde_json::from_str(&line).unwrap_or_else(|_| panic!("the readers ended: {line}"))
}
