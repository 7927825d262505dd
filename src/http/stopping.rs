//! The time between the signal to stop and the end: a load balancer is told at once, while visitors are still served and
//! asked not to keep their connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this process has been told to stop. Cheap to clone: all clones are one.
#[derive(Clone, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
