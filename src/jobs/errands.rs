//! What a request leaves to be done without it: nobody waits for an errand but the end of the process.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;

/// How long the end of the process waits for errands; most are one short unit of work. A letter may
/// take longer, and is lost then.
const PATIENCE: Duration = Duration::from_secs(3);

/// The errands of one server. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct Errands {
    under_way: TaskTracker,
    /// A worker's runtime may end before its errands do.
    home: Handle,
}

impl Errands {
    /// They run where this is called.
    pub fn here() -> Self {
        Self { under_way: TaskTracker::new(), home: Handle::current() }
    }

    pub fn run(&self, errand: impl Future<Output = ()> + Send + 'static) {
        self.under_way.spawn_on(errand, &self.home);
    }

    /// Waits until all are done, or [`PATIENCE`] is over.
    pub async fn end(&self) {
        self.under_way.close();
        if tokio::time::timeout(PATIENCE, self.under_way.wait()).await.is_err() {
            tracing::warn!(errands = self.under_way.len(), "not everything that could wait was done in time");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test]
    async fn the_end_waits_for_what_another_runtime_has_asked_for() {
        let errands = Errands::here();
        let is_done = Arc::new(AtomicBool::new(false));
        let (asked, done) = (errands.clone(), Arc::clone(&is_done));
        let worker = std::thread::spawn(move || {
            asked.run(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                done.store(true, Ordering::SeqCst);
            });
        });
        worker.join().unwrap();
        errands.end().await;
        assert!(is_done.load(Ordering::SeqCst));
    }
}
