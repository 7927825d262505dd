//! Tells the other nodes how many requests of the JSON API came to this one, and hears what they had. Once a second, and
//! only if there was one: a request itself writes nothing.

use std::time::Duration;

use super::Pause;
use crate::domain::app::App;
use crate::domain::rate_limits;

const EVERY: Duration = Duration::from_secs(1);

/// A round a second until the server stops, and one after that: a restart forgets nothing.
pub async fn run(app: App, mut pause: Pause) {
    while pause.wait(EVERY).await {
        once(&app).await;
    }
    once(&app).await;
}

/// One round. What cannot be told now is told by the next.
pub async fn once(app: &App) {
    if let Err(error) = rate_limits::settle(app).await {
        tracing::warn!(error = %error, "cannot tell the other nodes how many requests there were");
    }
}
