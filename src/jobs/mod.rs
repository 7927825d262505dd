//! What happens without a visitor: each job a task that pauses between its rounds and ends when the server stops, and the
//! errands that requests leave behind.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

pub mod count_requests;
pub mod errands;
pub mod follow_clock;
pub mod forget;
pub mod letters;
pub mod mind_clock;
pub mod silence;

/// The jobs of one server.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { stop: watch::Sender::new(false), tasks: JoinSet::new() }
    }
}

impl Jobs {
    pub fn start<J: Future<Output = ()> + Send + 'static>(&mut self, job: impl FnOnce(Pause) -> J) {
        self.tasks.spawn(job(Pause(self.stop.subscribe())));
    }

    /// Lets every job finish its round.
    pub async fn end(self) {
        self.stop.send_replace(true);
        self.tasks.join_all().await;
    }
}

/// What a job does between two rounds.
pub struct Pause(watch::Receiver<bool>);

impl Pause {
    /// Waits; `false` when there is to be no further round.
    pub async fn wait(&mut self, span: Duration) -> bool {
        let stopped = self.0.wait_for(|stopped| *stopped);
        tokio::time::timeout(span, stopped).await.is_err()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_job_ends_at_once_however_long_its_pause_is() {
        let rounds = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&rounds);
        let mut jobs = Jobs::default();
        jobs.start(|mut pause| async move {
            counted.fetch_add(1, Ordering::SeqCst);
            while pause.wait(Duration::from_secs(3600)).await {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        tokio::task::yield_now().await;
        tokio::time::timeout(Duration::from_secs(10), jobs.end()).await.unwrap();
        assert_eq!(rounds.load(Ordering::SeqCst), 1);
    }
}
