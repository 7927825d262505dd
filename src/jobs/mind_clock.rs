//! Looks whether somebody has set the system's clock back, and ends what that would revive.

use std::time::Duration;

use super::Pause;
use crate::domain::app::App;
use crate::domain::set_back;

const EVERY: Duration = Duration::from_secs(1);

/// A look a second, until the server stops. The database is asked only when there is something to do.
pub async fn run(app: App, mut pause: Pause) {
    loop {
        if let Err(error) = set_back::mind_the_clock(&app).await {
            // The time that requests are given goes on as before, and the next round tries again.
            tracing::warn!(error = %error, "cannot end what a clock that was set back would revive");
        }
        if !pause.wait(EVERY).await {
            return;
        }
    }
}
