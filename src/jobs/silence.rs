//! Disconnects accounts that fell silent. One node at a time has the round; should it die, another takes over when its
//! time has passed, and whatever was missed while no node ran is made up for at the next round.

use std::time::Duration;

use super::Pause;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::silence;
use crate::store;

const JOB: &str = "silence";
/// How often a node looks whether a round is due.
const LOOK: Duration = Duration::from_secs(60);
/// From the end of a round to the next: a day is too coarse for somebody who waits for the tenth to pass.
const EVERY: Duration = Duration::from_secs(10 * 60);
/// How long a round is held without a sign of life.
const LEASE: Duration = Duration::from_secs(2 * 60);
const BATCH: i64 = 100;

/// Looks once a minute, until the server stops.
pub async fn run(app: App, mut pause: Pause) {
    loop {
        match once(&app).await {
            Ok(None | Some(0)) => {}
            Ok(Some(accounts)) => tracing::info!(accounts, "accounts fell silent and were disconnected"),
            // The next round tries again.
            Err(error) => tracing::warn!(error = %error, "cannot look for accounts that fell silent"),
        }
        if !pause.wait(LOOK).await {
            return;
        }
    }
}

/// One round, if one is due and no other node has it; answers how many accounts were disconnected.
pub async fn once(app: &App) -> sqlx::Result<Option<usize>> {
    let Some(mut round) = Round::take(app).await? else { return Ok(None) };
    let mut disconnected = 0;
    loop {
        let before = silence::before(app, app.clock.now());
        let mut db = app.store.read().await?;
        let silent = store::source_accounts::silent_connections(&mut db, before, BATCH).await?;
        drop(db);
        for connection in &silent {
            let mut db = app.store.write().await?;
            disconnected += silence::disconnect(app, &mut db, *connection, app.clock.now()).await?;
            db.commit().await?;
        }
        let pause = if silent.is_empty() { EVERY } else { LEASE };
        if !round.goes_on(app, pause).await? || silent.is_empty() {
            return Ok(Some(disconnected));
        }
    }
}

/// A round that is this node's.
struct Round {
    until: Timestamp,
}

impl Round {
    async fn take(app: &App) -> sqlx::Result<Option<Self>> {
        let now = app.clock.now();
        let (until, longest) = (now + LEASE, now + EVERY.max(LEASE));
        let mut db = app.store.read().await?;
        // Most looks find nothing to do: they must not queue for the one writer.
        if !store::job_rounds::is_due(&mut db, JOB, now, longest).await? {
            return Ok(None);
        }
        drop(db);
        let mut db = app.store.write().await?;
        let is_mine = store::job_rounds::take(&mut db, JOB, now, (until, longest)).await?;
        db.commit().await?;
        Ok(is_mine.then_some(Self { until }))
    }

    /// Keeps the job from the others for so much longer. `false`: this round took too long, another node has begun one.
    async fn goes_on(&mut self, app: &App, so_long: Duration) -> sqlx::Result<bool> {
        let until = app.clock.now() + so_long;
        let mut db = app.store.write().await?;
        let is_mine = store::job_rounds::extend(&mut db, JOB, self.until, until).await?;
        db.commit().await?;
        self.until = until;
        Ok(is_mine)
    }
}
