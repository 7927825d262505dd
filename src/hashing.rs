//! Argon2id, kept from harming anybody: on threads of its own (as many as cores, at lower priority), on memory blocks
//! that are used again, behind a bounded queue. Whoever would wait too long is told to come back instead.
//!
//! Two lanes take turns, so that a storm of sign-ons cannot keep a customer from getting credentials.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use argon2::password_hash::phc::{PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use rustix::time::{ClockId, clock_gettime};
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::aside;
use crate::chance::Chance;
use crate::secret::SecretText;

/// OWASP's second set: 19 MiB, two passes, one lane (security reference 3.2).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const OUTPUT_BYTES: usize = 32;
/// Checked while compiling: a hash that was not made as it says would never be verified.
const PARAMS: Params = match Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES)) {
    Ok(params) => params,
    Err(_) => panic!("argon2 does not take these numbers"),
};

/// How many may wait in each lane, and for how long.
const QUEUE: usize = 64;
const PATIENCE: Duration = Duration::from_secs(2);

/// Pages go first, but a hash takes no more than some tenths of a second of a core that they saturate.
const NICENESS: i32 = 5;
/// A hash that takes so many times its work had to share its core.
const CONTENDED: u32 = 3;
/// There each thread begins a hash at most so often.
const CONTENDED_PACE: Duration = Duration::from_millis(400);

/// Too many are waiting: come back in a moment (503 with `Retry-After`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// The pool of hashing threads. Cheap to clone; the threads end with the last clone.
#[derive(Clone)]
pub struct Hasher {
    shared: Arc<Shared>,
    chance: Chance,
    _hands: Arc<Hands>,
}

impl Hasher {
    /// Starts `threads` hashing threads (the cores of the machine is the right number).
    pub fn start(threads: usize, chance: Chance) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        for number in 0..threads.max(1) {
            let shared = Arc::clone(&shared);
            thread::Builder::new().name(format!("argon2-{number}")).spawn(move || work(&shared))?;
        }
        let hands = Hands(Arc::clone(&shared));
        Ok(Self { shared, chance, _hands: Arc::new(hands) })
    }

    /// Hashes a new password. The answer is a PHC string.
    pub async fn hash(&self, password: SecretText) -> Result<String, Busy> {
        let (answer, done) = oneshot::channel();
        let salt = self.chance.bytes();
        self.shared.queue(Lane::Making, Task::Make { password, salt, answer })?;
        wait(done).await
    }

    /// Whether the password is the one hashed in `phc`. With `None` (nobody by that name) it does the same work
    /// and answers no.
    pub async fn verify(&self, password: SecretText, phc: Option<String>) -> Result<bool, Busy> {
        let (answer, done) = oneshot::channel();
        self.shared.queue(Lane::Verifying, Task::Verify { password, phc, answer })?;
        wait(done).await
    }
}

async fn wait<T>(done: oneshot::Receiver<T>) -> Result<T, Busy> {
    match tokio::time::timeout(PATIENCE, done).await {
        Ok(Ok(value)) => Ok(value),
        _ => Err(Busy),
    }
}

enum Lane {
    Making,
    Verifying,
}

enum Task {
    Make { password: SecretText, salt: [u8; 16], answer: oneshot::Sender<String> },
    Verify { password: SecretText, phc: Option<String>, answer: oneshot::Sender<bool> },
}

impl Task {
    /// Whoever asked has gone away or run out of patience: the work would be for nobody.
    fn is_abandoned(&self) -> bool {
        match self {
            Self::Make { answer, .. } => answer.is_closed(),
            Self::Verify { answer, .. } => answer.is_closed(),
        }
    }

    fn perform(self, blocks: &mut [Block]) {
        match self {
            Self::Make { password, salt, answer } => {
                if let Some(phc) = make(&password, &salt, blocks) {
                    let _ = answer.send(phc);
                }
            }
            Self::Verify { password, phc, answer } => {
                let _ = answer.send(matches(&password, phc.as_deref(), blocks));
            }
        }
    }
}

#[derive(Default)]
struct Shared {
    queues: Mutex<Queues>,
    arrival: Condvar,
}

#[derive(Default)]
struct Queues {
    making: VecDeque<Task>,
    verifying: VecDeque<Task>,
    verifying_is_next: bool,
    closed: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self, lane: Lane, task: Task) -> Result<(), Busy> {
        let mut queues = self.lock();
        let queue = match lane {
            Lane::Making => &mut queues.making,
            Lane::Verifying => &mut queues.verifying,
        };
        queue.retain(|waiting| !waiting.is_abandoned());
        if queue.len() >= QUEUE {
            return Err(Busy);
        }
        queue.push_back(task);
        self.arrival.notify_one();
        Ok(())
    }

    /// The next task, lane by lane; `None` when the pool closes.
    fn next(&self) -> Option<Task> {
        let mut queues = self.lock();
        loop {
            if let Some(task) = queues.take() {
                return Some(task);
            }
            if queues.closed {
                return None;
            }
            queues = self.arrival.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Queues {
    fn take(&mut self) -> Option<Task> {
        self.verifying_is_next = !self.verifying_is_next;
        let (first, second) = if self.verifying_is_next {
            (&mut self.making, &mut self.verifying)
        } else {
            (&mut self.verifying, &mut self.making)
        };
        first.pop_front().or_else(|| second.pop_front())
    }
}

/// Dropped with the last [`Hasher`]: lets the threads go home.
struct Hands(Arc<Shared>);

impl Drop for Hands {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.arrival.notify_all();
    }
}

fn work(shared: &Shared) {
    aside::yield_to_pages(NICENESS);
    let mut blocks: Vec<Block> = Vec::new();
    while let Some(task) = shared.next() {
        if task.is_abandoned() {
            continue;
        }
        // Taken with the first task and kept: allocating 19 MiB a hash grew the process to gigabytes.
        blocks.resize(PARAMS.block_count(), Block::default());
        let pace = Pace::start();
        task.perform(&mut blocks);
        thread::sleep(pace.rest());
    }
}

/// How one hash went: by the clock, and by the time that its thread had a core for.
struct Pace {
    began: Instant,
    worked: Duration,
}

impl Pace {
    fn start() -> Self {
        Self { began: Instant::now(), worked: worked() }
    }

    /// None on a core that nobody else wanted. Else the others have waited behind this hash, and get some tenths of a second to
    /// themselves: few of them meet the next one, and whoever asks for a hash still waits a moment only.
    fn rest(&self) -> Duration {
        let (took, worked) = (self.began.elapsed(), worked().saturating_sub(self.worked));
        if took > worked * CONTENDED { CONTENDED_PACE.saturating_sub(took) } else { Duration::ZERO }
    }
}

/// How long the calling thread has had a core in its life.
fn worked() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

fn digest(password: &SecretText, salt: &[u8], blocks: &mut [Block]) -> Option<Zeroizing<[u8; OUTPUT_BYTES]>> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS);
    let mut output = Zeroizing::new([0_u8; OUTPUT_BYTES]);
    argon2.hash_password_into_with_memory(password.reveal().as_bytes(), salt, output.as_mut(), blocks).ok()?;
    Some(output)
}

fn make(password: &SecretText, salt: &[u8], blocks: &mut [Block]) -> Option<String> {
    let output = digest(password, salt, blocks)?;
    let (salt, output) = (Salt::new(salt).ok()?, argon2::password_hash::phc::Output::new(output.as_ref()).ok()?);
    let params = format!("m={MEMORY_KIB},t={PASSES},p={LANES}");
    Some(format!("$argon2id$v=19${params}${salt}${output}"))
}

fn matches(password: &SecretText, phc: Option<&str>, blocks: &mut [Block]) -> bool {
    let stored = phc.and_then(|phc| PasswordHash::new(phc).ok());
    let salt = stored.as_ref().and_then(|stored| stored.salt);
    let expected = stored.as_ref().and_then(|stored| stored.hash);
    // Nobody by that name costs exactly what a wrong password costs.
    let computed = digest(password, salt.as_ref().map_or(&[0; 16], |salt| salt.as_ref()), blocks);
    match (computed, expected) {
        (Some(computed), Some(expected)) => computed.as_slice().ct_eq(expected.as_bytes()).into(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> SecretText {
        SecretText::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let hasher = Hasher::start(1, Chance::seeded(1)).unwrap();
        let phc = hasher.hash(password("K7QX")).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(hasher.verify(password("K7QX"), Some(phc.clone())).await.unwrap());
        assert!(!hasher.verify(password("K7QZ"), Some(phc)).await.unwrap());
        assert!(!hasher.verify(password("K7QX"), None).await.unwrap());
    }

    #[tokio::test]
    async fn whoever_finds_the_queue_full_is_told_at_once() {
        let hasher = Hasher::start(1, Chance::seeded(1)).unwrap();
        let all = (0..QUEUE + 8).map(|_| hasher.verify(password("x"), None));
        let answers = futures_util::future::join_all(all).await;
        assert!(answers.contains(&Err(Busy)), "a queue without an end");
    }
}
