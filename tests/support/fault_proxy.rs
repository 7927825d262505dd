//! A TCP proxy between the server and PostgreSQL that can swallow everything, or cut.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use url::Url;

/// More than any test sends.
const NEVER: i64 = i64::MAX;

#[derive(Clone)]
pub struct FaultProxy(Arc<State>);

struct State {
    url: String,
    target: String,
    /// Bytes from the server are taken and go nowhere, and nothing comes back.
    swallows: AtomicBool,
    /// How many bytes may pass, in both directions together, before all connections are cut.
    left: AtomicI64,
    open: Mutex<Vec<TcpStream>>,
}

impl FaultProxy {
    /// Before this PostgreSQL.
    pub fn before(database_url: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let mut url = Url::parse(database_url).unwrap();
        let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let (swallows, left) = (AtomicBool::new(false), AtomicI64::new(NEVER));
        let proxy = Self(Arc::new(State { url: url.into(), target, swallows, left, open: Mutex::default() }));
        let all = proxy.clone();
        std::thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                all.joins(visitor);
            }
        });
        proxy
    }

    /// PostgreSQL's address through this proxy.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// A black hole, for connections that exist and for new ones; or no longer.
    pub fn swallows(&self, everything: bool) {
        self.0.swallows.store(everything, Ordering::SeqCst);
    }

    /// All connections are cut when so many bytes have passed from now on; then further ones pass again.
    pub fn cuts_after(&self, bytes: i64) {
        self.0.left.store(bytes, Ordering::SeqCst);
    }

    /// Ends every connection now.
    pub fn cuts(&self) {
        for stream in self.0.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn joins(&self, visitor: TcpStream) {
        let Ok(postgres) = TcpStream::connect(&self.0.target) else { return };
        for stream in [&visitor, &postgres] {
            stream.set_nodelay(true).unwrap();
            self.0.open.lock().unwrap().push(stream.try_clone().unwrap());
        }
        let ends = [(visitor.try_clone(), postgres.try_clone()), (Ok(postgres), Ok(visitor))];
        for (from, to) in ends {
            let (all, from, to) = (self.clone(), from.unwrap(), to.unwrap());
            std::thread::spawn(move || all.passes(from, to));
        }
    }

    fn passes(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            // What was under way when the hole opened arrives when it closes.
            while self.0.swallows.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(5));
            }
            let left = self.0.left.fetch_sub(count as i64, Ordering::SeqCst);
            if left < count as i64 {
                let part = usize::try_from(left.max(0)).unwrap();
                let _ = to.write_all(&buffer[..part]);
                self.0.left.store(NEVER, Ordering::SeqCst);
                self.cuts();
                break;
            }
            if to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }
}
