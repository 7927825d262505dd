//! Argon2id, kept from harming anybody: on threads of its own, on memory blocks that are used again, behind a bounded queue.
//! Whoever would wait too long is told to come back instead.
//!
//! Patient threads, as many as cores, work whenever nobody else wants their core. Where pages leave them nothing, an urgent one
//! has them hurry now and then. Two lanes take turns, so that a storm of sign-ons keeps no customer from getting credentials.

mod idle_thread;
mod line;
mod task;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::aside::{self, Busy};
use crate::chance::Chance;
use crate::secret::SecretText;
use idle_thread::{IdleThread, NICENESS};
use line::{Lane, Line};
use task::{Answer, Task, new_blocks};

const PATIENCE: Duration = Duration::from_secs(2);
/// When so long nobody has been answered, the patient threads have no core.
const OVERDUE: Duration = Duration::from_millis(500);

/// Who goes first when hashes and everything else want the same core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precedence {
    /// For a server that people look at.
    PagesFirst,
    /// For many small servers on one busy machine, none of which is to wait for the others' pages.
    Equal,
}

/// The pool of hashing threads. Cheap to clone; the threads end with the last clone.
#[derive(Clone)]
pub struct Hasher {
    line: Arc<Line>,
    chance: Chance,
    _hands: Arc<Hands>,
}

impl Hasher {
    /// Starts `threads` hashing threads (the cores of the machine is the right number), and one for what is urgent.
    pub fn start(threads: usize, precedence: Precedence, chance: Chance) -> std::io::Result<Self> {
        let line = Arc::new(Line::new());
        let hands = Hands(Arc::clone(&line));
        for number in 0..threads.max(1) {
            let line = Arc::clone(&line);
            thread::Builder::new().name(format!("argon2-{number}")).spawn(move || work_patiently(&line, precedence))?;
        }
        let urgent = Arc::clone(&line);
        thread::Builder::new().name("argon2-urgent".to_owned()).spawn(move || work_urgently(&urgent, precedence))?;
        Ok(Self { line, chance, _hands: Arc::new(hands) })
    }

    /// Hashes a new password. The answer is a PHC string.
    pub async fn hash(&self, password: SecretText) -> Result<String, Busy> {
        let (asker, done) = oneshot::channel();
        let salt = self.chance.bytes();
        self.line.queue(Lane::Making, Task::Make { password, salt, answer: Answer::to(asker) })?;
        wait(done).await
    }

    /// Whether the password is the one hashed in `phc`. With `None` (nobody by that name) it does the same work
    /// and answers no.
    pub async fn verify(&self, password: SecretText, phc: Option<String>) -> Result<bool, Busy> {
        let (asker, done) = oneshot::channel();
        self.line.queue(Lane::Verifying, Task::Verify { password, phc, answer: Answer::to(asker) })?;
        wait(done).await
    }
}

async fn wait<T>(done: oneshot::Receiver<T>) -> Result<T, Busy> {
    match tokio::time::timeout(PATIENCE, done).await {
        Ok(Ok(value)) => Ok(value),
        _ => Err(Busy),
    }
}

/// Dropped with the last [`Hasher`]: lets the threads go home.
struct Hands(Arc<Line>);

impl Drop for Hands {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn work_patiently(line: &Line, precedence: Precedence) {
    if precedence == Precedence::Equal {
        return work(line, || line.next());
    }
    let patient = line.enlist(IdleThread::become_one());
    work(line, || {
        patient.rest();
        line.next()
    });
}

/// Has the patient threads hurry when they have no core; where the system does not let it, does the work itself.
fn work_urgently(line: &Line, precedence: Precedence) {
    if precedence == Precedence::PagesFirst {
        aside::yield_to_pages(NICENESS);
    }
    work(line, || line.next_overdue(OVERDUE));
}

fn work(line: &Line, next: impl Fn() -> Option<Arc<Task>>) {
    // Taken with the first task and kept: allocating 19 MiB again and again grew the process to gigabytes.
    let mut blocks = Vec::new();
    while let Some(task) = next() {
        if blocks.is_empty() {
            blocks = new_blocks();
        }
        let answered = task.perform(&mut blocks);
        line.finish(&task, answered);
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
        let hasher = Hasher::start(1, Precedence::Equal, Chance::seeded(1)).unwrap();
        let phc = hasher.hash(password("K7QX")).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(hasher.verify(password("K7QX"), Some(phc.clone())).await.unwrap());
        assert!(!hasher.verify(password("K7QZ"), Some(phc)).await.unwrap());
        assert!(!hasher.verify(password("K7QX"), None).await.unwrap());
    }

    #[tokio::test]
    async fn whoever_finds_the_queue_full_is_told_at_once() {
        let hasher = Hasher::start(1, Precedence::Equal, Chance::seeded(1)).unwrap();
        let all = (0..line::QUEUE + 8).map(|_| hasher.verify(password("x"), None));
        let answers = futures_util::future::join_all(all).await;
        assert!(answers.contains(&Err(Busy)), "a queue without an end");
    }

    #[tokio::test]
    async fn what_a_thread_without_a_core_has_in_hand_is_answered_by_the_urgent_one() {
        let line = Arc::new(Line::new());
        let (asker, done) = oneshot::channel();
        let task = Task::Make { password: password("K7QX"), salt: [7; 16], answer: Answer::to(asker) };
        line.queue(Lane::Making, task).unwrap();
        // A patient thread takes it, and is held up.
        let held = line.next().unwrap();
        let urgent = Arc::clone(&line);
        let urgent = thread::spawn(move || work_urgently(&urgent, Precedence::Equal));
        let phc = done.await.unwrap();
        assert!(phc.starts_with("$argon2id$"), "{phc}");
        assert!(!held.perform(&mut new_blocks()), "answered twice");
        line.finish(&held, false);
        line.close();
        urgent.join().unwrap();
    }
}
