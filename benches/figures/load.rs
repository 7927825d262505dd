//! Clients: as many connections as asked for, each sending its next request when the last one is answered.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use super::cores;

/// No answer of ours is larger.
const LONGEST: usize = 16 * 1024 * 1024;
/// A request that takes longer is counted as lost.
const PATIENCE: Duration = Duration::from_secs(30);

/// What one group of clients sends, and how.
pub struct Clients {
    pub count: usize,
    /// The request of a client, by its number and by how many it has sent before: the whole text, head and body.
    pub request: Box<dyn Fn(usize, usize) -> Vec<u8> + Send>,
    /// What a client waits between an answer and its next request.
    pub pause: Duration,
}

impl Clients {
    /// All send the same, without a pause.
    pub fn sending(count: usize, request: Vec<u8>) -> Self {
        Self::taking_turns(count, vec![request], &Arc::default())
    }

    /// Each request is sent by whoever comes next, over and over. `sent` counts on through several runs.
    pub fn taking_turns(count: usize, requests: Vec<Vec<u8>>, sent: &Arc<AtomicUsize>) -> Self {
        let sent = Arc::clone(sent);
        let request = move |_, _| {
            let next = sent.fetch_add(1, Ordering::Relaxed).checked_rem(requests.len());
            next.and_then(|next| requests.get(next)).cloned().unwrap_or_default()
        };
        Self { count, request: Box::new(request), pause: Duration::ZERO }
    }
}

/// What one group of clients saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Of answers other than 503 that came within the time, in microseconds; sorted at the end.
    times: Vec<u32>,
    /// How many answers had which status, those after the end too. 0: no answer.
    pub statuses: BTreeMap<u16, usize>,
    /// How many of the 503s had no `Retry-After`.
    pub without_retry_after: usize,
    pub seconds: f64,
}

impl Seen {
    /// Milliseconds within which so much of a hundred was answered.
    pub fn percentile(&self, of_a_hundred: f64) -> f64 {
        let last = self.times.len().saturating_sub(1);
        let place = (last as f64 * of_a_hundred / 100.0).ceil() as usize;
        self.times.get(place).map_or(f64::NAN, |micros| f64::from(*micros) / 1_000.0)
    }

    pub fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.seconds
    }

    pub fn count(&self, status: u16) -> usize {
        self.statuses.get(&status).copied().unwrap_or_default()
    }

    fn take(&mut self, answer: &Answer, micros: Option<u32>) {
        *self.statuses.entry(answer.status).or_default() += 1;
        if answer.status == 503 {
            self.without_retry_after += usize::from(!answer.head.contains("retry-after:"));
        } else {
            self.times.extend(micros);
        }
    }
}

/// Lets the groups of clients loose on the server for some seconds, from the core that is theirs. One result a group.
pub fn run(server: SocketAddr, groups: Vec<Clients>, seconds: f64) -> Result<Vec<Seen>> {
    let clients = std::thread::spawn(move || -> Result<Vec<Seen>> {
        cores::take(cores::CLIENTS)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        LocalSet::new().block_on(&runtime, together(server, groups, Duration::from_secs_f64(seconds)))
    });
    clients.join().unwrap_or_else(|_| bail!("the clients have panicked"))
}

async fn together(server: SocketAddr, groups: Vec<Clients>, time: Duration) -> Result<Vec<Seen>> {
    let end = Instant::now() + time;
    let mut running = Vec::new();
    for group in groups {
        let (group, seen) = (Rc::new(group), Rc::new(RefCell::new(Seen::default())));
        let tasks: Vec<_> = (0..group.count)
            .map(|number| tokio::task::spawn_local(client(server, Rc::clone(&group), number, Rc::clone(&seen), end)))
            .collect();
        running.push((tasks, seen));
    }
    let mut all = Vec::new();
    for (tasks, seen) in running {
        for task in tasks {
            task.await?;
        }
        let mut seen = seen.take();
        seen.times.sort_unstable();
        seen.seconds = time.as_secs_f64();
        all.push(seen);
    }
    Ok(all)
}

async fn client(server: SocketAddr, group: Rc<Clients>, number: usize, seen: Rc<RefCell<Seen>>, end: Instant) {
    let mut connection: Option<Connection> = None;
    for round in 0.. {
        if Instant::now() >= end {
            break;
        }
        let request = (group.request)(number, round);
        let started = Instant::now();
        let answered = tokio::time::timeout(PATIENCE, exchange(&mut connection, server, &request)).await;
        // After the end the server has less to do than it is measured under.
        let micros = u32::try_from(started.elapsed().as_micros()).ok().filter(|_| Instant::now() < end);
        let answer = answered.ok().and_then(Result::ok).unwrap_or_default();
        if answer.status == 0 || answer.head.contains("connection: close") {
            connection = None;
        }
        seen.borrow_mut().take(&answer, micros);
        if !group.pause.is_zero() {
            tokio::time::sleep(group.pause).await;
        }
    }
}

async fn exchange(connection: &mut Option<Connection>, server: SocketAddr, request: &[u8]) -> Result<Answer> {
    if connection.is_none() {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        *connection = Some(Connection { stream, read: Vec::with_capacity(32 * 1024) });
    }
    let Some(connection) = connection else { bail!("no connection") };
    connection.stream.write_all(request).await?;
    connection.answer().await
}

struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

#[derive(Default)]
struct Answer {
    status: u16,
    /// In lower case.
    head: String,
}

impl Connection {
    async fn answer(&mut self) -> Result<Answer> {
        self.read.clear();
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(self.read.get(..end).unwrap_or_default()).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status")?;
        let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.split("\r\n").next()?.parse().ok());
        let whole = end + length.unwrap_or(0_usize);
        let in_chunks = head.contains("transfer-encoding: chunked");
        while self.read.len() < whole || (in_chunks && !self.read.ends_with(b"\r\n0\r\n\r\n")) {
            self.more().await?;
        }
        Ok(Answer { status, head })
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 || self.read.len() > LONGEST {
            bail!("the answer breaks off");
        }
        Ok(())
    }
}
