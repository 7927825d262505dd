//! Disconnects accounts that fell silent. One node at a time has the round; should it die, another takes over when its
//! time has passed, and whatever was missed while no node ran is made up for at the next round.

use std::time::Duration;

use super::Pause;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
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
/// Batches of one round: a stop waits for no more.
const BATCHES: usize = 10;
/// After a round that left something behind.
const SOON: Duration = Duration::from_secs(1);

/// Looks once a minute, more often while there is much to do, until the server stops.
pub async fn run(app: App, mut pause: Pause) {
    loop {
        let (disconnected, is_behind) = match once(&app).await {
            Ok(round) => round.map_or((0, false), |round| (round.disconnected, round.is_behind)),
            Err(error) => {
                // The next round tries again.
                tracing::warn!(error = %error, "cannot look for accounts that fell silent");
                (0, false)
            }
        };
        if disconnected > 0 {
            tracing::info!(accounts = disconnected, "accounts fell silent and were disconnected");
        }
        if !pause.wait(if is_behind { SOON } else { LOOK }).await {
            return;
        }
    }
}

/// What came of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub disconnected: usize,
    /// There are more; the next round is due at once.
    pub is_behind: bool,
}

/// One round, if one is due and no other node has it.
pub async fn once(app: &App) -> sqlx::Result<Option<Done>> {
    let Some(mut round) = Round::take(app).await? else { return Ok(None) };
    let mut disconnected = 0;
    for _ in 0..BATCHES {
        let silent = silent(app).await?;
        if silent.is_empty() {
            round.goes_on(app, EVERY).await?;
            return Ok(Some(Done { disconnected, is_behind: false }));
        }
        disconnected += end(app, &silent).await?;
        if !round.goes_on(app, LEASE).await? {
            return Ok(Some(Done { disconnected, is_behind: false }));
        }
    }
    round.goes_on(app, Duration::ZERO).await?;
    Ok(Some(Done { disconnected, is_behind: true }))
}

/// A round at once, whoever has the job: for a sandbox in which much time has passed in a moment. Answers how many accounts were
/// disconnected; one round takes a thousand connections at most.
pub async fn at_once(app: &App) -> sqlx::Result<usize> {
    let mut disconnected = 0;
    for _ in 0..BATCHES {
        let silent = silent(app).await?;
        if silent.is_empty() {
            break;
        }
        disconnected += end(app, &silent).await?;
    }
    Ok(disconnected)
}

/// Each connection in a unit of work of its own; one that another node has ended already is left as it is.
async fn end(app: &App, silent: &[ConnectionId]) -> sqlx::Result<usize> {
    let mut disconnected = 0;
    for connection in silent {
        let mut db = app.store.write().await?;
        disconnected += silence::disconnect(app, &mut db, *connection, app.clock.now()).await?;
        db.commit().await?;
    }
    Ok(disconnected)
}

async fn silent(app: &App) -> sqlx::Result<Vec<ConnectionId>> {
    let before = silence::before(app, app.clock.now());
    let mut db = app.store.read().await?;
    store::source_accounts::silent_connections(&mut db, before, BATCH).await
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
