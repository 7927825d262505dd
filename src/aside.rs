//! Work that takes a core for a while, on threads of its own at lower priority, so that a door that waits for it keeps nobody
//! else waiting.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Pages go first, but what has been asked for still gets its part of a core that pages saturate.
const NICENESS: i32 = 10;

const PATIENCE: Duration = Duration::from_secs(2);

/// Too many are waiting: come back in a moment (503 with `Retry-After`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// The threads. Cheap to clone; they end with the last clone.
#[derive(Clone)]
pub struct Aside {
    threads: Arc<Threads>,
    /// One permit a thread: nothing waits out of sight.
    free: Arc<Semaphore>,
}

impl Aside {
    /// At most so many threads; each starts when it is needed.
    pub fn new(threads: usize) -> std::io::Result<Self> {
        let threads = threads.max(1);
        let mut runtime = Builder::new_current_thread();
        let runtime = runtime
            .max_blocking_threads(threads)
            .thread_name("aside")
            .on_thread_start(|| yield_to_pages(NICENESS))
            .build()?;
        Ok(Self { threads: Arc::new(Threads(Some(runtime))), free: Arc::new(Semaphore::new(threads)) })
    }

    /// Does the work when a thread is free for it, which it may take two seconds to be.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let free = timeout(PATIENCE, Arc::clone(&self.free).acquire_owned()).await;
        let free = free.ok().and_then(Result::ok).ok_or(Busy)?;
        let Some(threads) = &self.threads.0 else { return Err(Busy) };
        // The permit goes along: whoever asked may have gone away, and the thread is free only when the work is done.
        let done = threads.spawn_blocking(move || (work(), drop(free)).0);
        done.await.map_err(|_| Busy)
    }
}

/// Gives the calling thread a lower priority, from 0 to 19, with which it still gets its part of a core that pages saturate. On
/// Linux a thread has one of its own; elsewhere this does no harm.
pub fn yield_to_pages(niceness: i32) {
    let _ = rustix::process::setpriority_process(None, niceness);
}

/// `None` only while it is dropped.
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        // A plain drop would wait for the work, which asynchronous code may not.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
