//! A sandbox's clock may be turned at any node; the others follow within a second or two.

use std::time::Duration;

use super::Pause;
use crate::domain::app::App;
use crate::domain::sandbox_clock;

const EVERY: Duration = Duration::from_secs(1);

/// A look a second, until the server stops. For sandboxes only.
pub async fn run(app: App, mut pause: Pause) {
    loop {
        if let Err(error) = sandbox_clock::follow(&app).await {
            tracing::warn!(error = %error, "cannot look how far ahead the sandbox's clock is");
        }
        if !pause.wait(EVERY).await {
            return;
        }
    }
}
