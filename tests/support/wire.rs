//! A client that writes bytes, whatever they are, and hears what comes back.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connection and all that came over it so far.
pub struct Wire {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Wire {
    /// `server`: an address such as `http://127.0.0.1:8080`, or host and port alone.
    pub fn to(server: &str) -> Self {
        let stream = TcpStream::connect(server.trim_start_matches("http://")).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        Self { stream, heard: Vec::new() }
    }

    /// `false` when the other side does not take it any more.
    pub fn sends(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Says that nothing more will come.
    pub fn ends(&self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
    }

    /// Reads on; `true` when the other side has closed the connection within this time, in whatever way.
    pub fn is_closed_within(&mut self, patience: Duration) -> bool {
        let mut room = [0; 16 * 1024];
        self.stream.set_read_timeout(Some(patience.max(Duration::from_millis(1)))).unwrap();
        loop {
            match self.stream.read(&mut room) {
                Ok(0) => return true,
                Ok(count) => self.heard.extend_from_slice(&room[..count]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return false,
                Err(_) => return true,
            }
        }
    }

    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard).into_owned()
    }

    /// The status of the first answer; 0 when there is none.
    pub fn status(&self) -> u16 {
        status(&self.heard())
    }
}

/// The status in an answer's first line; 0 when it has none.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}
