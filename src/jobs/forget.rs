//! Forgets what has run out: sealed copies of credentials, sessions, wrong codes that no rule asks about any more.

use std::time::Duration;

use super::Pause;
use crate::domain::app::App;
use crate::domain::limits::Limits;
use crate::store;

const EVERY: Duration = Duration::from_secs(60);

/// A round a minute, until the server stops.
pub async fn run(app: App, mut pause: Pause) {
    loop {
        let ahead = app.clock.ahead();
        if ahead > Limits::CLOCK_SKEW {
            tracing::warn!(seconds = ahead.as_secs(), "the system's clock was set back; here time goes on from before");
        }
        match once(&app).await {
            Ok(0) => {}
            Ok(rows) => tracing::debug!(rows, "forgot what has run out"),
            // The next round tries again; what has run out is refused meanwhile by its time.
            Err(error) => tracing::warn!(error = %error, "cannot forget what has run out"),
        }
        if !pause.wait(EVERY).await {
            return;
        }
    }
}

/// One round; answers how many rows are gone or voided.
pub async fn once(app: &App) -> sqlx::Result<u64> {
    let now = app.clock.now();
    // What is from later than this would come to life once the clock is there again.
    let soon = now + Limits::CLOCK_SKEW;
    let mut db = app.store.write().await?;
    let copies = store::credentials::forget_sealed_copies(&mut db, now, soon + app.limits.reshow).await?;
    let sessions = store::links::forget_sessions(&mut db, now, soon + app.limits.session).await?;
    let links = store::links::void_issued_after(&mut db, soon).await?;
    let oldest = now - Limits::DAY.max(app.limits.network_window);
    let codes = store::wrong_codes::forget_before(&mut db, oldest).await?;
    db.commit().await?;
    Ok(copies + sessions + links + codes)
}
