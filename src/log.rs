//! The log: one line an event on stderr, as text for a person at a terminal, else as JSON. A thread of its own writes, so
//! that a reader who has stopped reading costs lines and never a request.

use std::io::{self, IsTerminal, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use tracing_subscriber::filter::{EnvFilter, FilterExt, LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// How many lines may wait for stderr before further ones are lost.
const WAITING: usize = 10_000;
/// How long the end of the process waits for the last lines.
const PATIENCE: Duration = Duration::from_secs(1);
const OURS: &str = env!("CARGO_CRATE_NAME");

/// The log of this process.
#[derive(Clone)]
pub struct Log {
    queue: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

enum Message {
    Line(Vec<u8>),
    /// Answered when everything before it has been written.
    Flush(SyncSender<()>),
}

/// Starts the log. `filter` speaks about our own lines; of other crates it has warnings and errors at most, because their
/// finer lines tell what they handle, secrets included.
pub fn start(filter: EnvFilter) -> io::Result<Log> {
    let (queue, lines) = sync_channel(WAITING);
    let log = Log { queue, lost: Arc::default() };
    let lost = Arc::clone(&log.lost);
    thread::Builder::new().name("log".to_owned()).spawn(move || write(&lines, &lost))?;
    let cap = Targets::new().with_target(OURS, LevelFilter::TRACE).with_default(LevelFilter::WARN);
    // It tells every stranger's broken request as an error, and an operator would be paged.
    let cap = cap.with_target("actix_http", LevelFilter::OFF);
    let layer = fmt::layer().with_writer(log.clone());
    let layer = match io::stderr().is_terminal() {
        true => layer.with_target(false).boxed(),
        false => layer.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let _ = registry().with(layer.with_filter(filter.and(cap))).try_init();
    panic::set_hook(Box::new(panicked));
    Ok(log)
}

/// One line for a panic, within the request it happened in. Only words that stand in the program are repeated: a message put
/// together at run time may quote what somebody sent.
fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, ToString::to_string);
    let words = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("(not repeated)");
    tracing::error!(place, words, "panicked");
}

impl Log {
    /// Waits until what was logged so far is written, or a second has passed.
    pub fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.queue.try_send(Message::Flush(done)).is_ok() {
            let _ = written.recv_timeout(PATIENCE);
        }
    }
}

fn write(lines: &Receiver<Message>, lost: &AtomicU64) {
    let mut stderr = io::stderr();
    while let Ok(message) = lines.try_recv().or_else(|_| wait(lines, lost)) {
        match message {
            // There is nobody to tell that the log cannot be written.
            Message::Line(line) => drop(stderr.write_all(&line)),
            Message::Flush(done) => drop(done.send(())),
        }
    }
}

/// The next message, when all are written. Only now is it told how many were lost: before, there was no room for that either.
fn wait(lines: &Receiver<Message>, lost: &AtomicU64) -> Result<Message, RecvError> {
    let missing = lost.swap(0, Ordering::Relaxed);
    if missing > 0 {
        tracing::warn!(missing, "log lines were lost: nobody read them in time");
    }
    lines.recv()
}

impl Write for Log {
    /// One whole line a call, as `tracing` formats them.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.queue.try_send(Message::Line(one_line(line))).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A line whose only control character is the line break at its end, so that no text from outside can look like a line
/// of ours or move a terminal's cursor: `tracing` lets fields through as they are.
fn one_line(line: &[u8]) -> Vec<u8> {
    let line = String::from_utf8_lossy(line);
    let (text, end) = line.strip_suffix('\n').map_or((line.as_ref(), ""), |text| (text, "\n"));
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    plain.chain(end.chars()).collect::<String>().into_bytes()
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// What a terminal gets.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(one_line(line));
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_text_from_outside_makes_no_line_of_its_own_and_moves_no_cursor() {
        let kept = Kept::default();
        let writer = kept.clone();
        let layer = fmt::layer().with_target(false).with_writer(move || writer.clone());
        tracing::subscriber::with_default(registry().with(layer), || {
            let evil = "a\r\n2026-11-21T15:00:00Z  INFO stopped\n\u{1b}[2J\u{9b}2J\u{7}";
            tracing::warn!(display = %evil, debug = ?evil, "text {evil}");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1, "{text:?}");
        assert!(text.ends_with('\n') && text.contains("WARN"), "{text:?}");
        assert!(!text.trim_end().contains(char::is_control), "{text:?}");
    }
}
