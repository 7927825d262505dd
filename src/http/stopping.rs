//! The time between the signal to stop and the end: a load balancer is told at once, while visitors are still served and
//! asked not to keep their connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio_util::sync::CancellationToken;

/// Whether this process has been told to stop. Cheap to clone: all clones are one.
#[derive(Clone, Default)]
pub struct Stopping {
    /// Asked at every answer, so it is no more than this.
    has_begun: Arc<AtomicBool>,
    begun: CancellationToken,
}

impl Stopping {
    pub fn begin(&self) {
        self.has_begun.store(true, Ordering::Relaxed);
        self.begun.cancel();
    }

    pub fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }

    /// Answers when it has begun: what has no end of its own ends then.
    pub async fn begun(&self) {
        self.begun.cancelled().await;
    }
}
