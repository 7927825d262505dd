//! What QuickBooks does by itself: it asks each bank once a day.

use std::time::Duration;

use super::books;
use crate::domain::app::App;
use crate::domain::partner::PartnerId;
use crate::domain::pretend;
use crate::domain::refusal::Refusal;
use crate::jobs::Pause;
use crate::store;
use crate::store::pretend_sign_ons::SignOn;

/// How often it is looked whether a bank is due.
const LOOK: Duration = Duration::from_secs(60);
/// Banks of one round; the next goes on.
const MOST: i64 = 50;

/// Looks once a minute until the server stops.
pub async fn run(app: App, mut pause: Pause) {
    while pause.wait(LOOK).await {
        if let Err(error) = update_due(&app).await {
            // The next round tries again.
            tracing::warn!(%error, "the pretend QuickBooks cannot look which banks are due");
        }
    }
}

/// Downloads from every bank that was last asked a day ago or longer, and answers how many were. Called by the job, and
/// whenever the sandbox's clock has been turned.
pub async fn update_due(app: &App) -> sqlx::Result<usize> {
    if app.sandbox.is_none() {
        return Ok(0);
    }
    let now = app.clock.now();
    let mut db = app.store.read().await?;
    let due = store::pretend_sign_ons::due(&mut db, now, MOST).await?;
    drop(db);
    let mut asked = 0;
    for bank in due {
        asked += usize::from(ask(app, &bank).await?);
    }
    Ok(asked)
}

/// Lets a day go by in which no QuickBooks asks this bank by itself.
pub async fn let_pass(app: &App, bank: PartnerId) -> sqlx::Result<()> {
    let mut db = app.store.write().await?;
    store::pretend_sign_ons::be_silent(&mut db, bank.0, app.clock.now() + pretend::EVERY).await?;
    db.commit().await
}

/// `false`: another node was quicker.
async fn ask(app: &App, bank: &SignOn) -> sqlx::Result<bool> {
    let Some(visitor) = bank.visitor() else { return Ok(false) };
    let mut db = app.store.write().await?;
    let is_mine = store::pretend_sign_ons::take(&mut db, bank, app.clock.now()).await?;
    db.commit().await?;
    if !is_mine {
        return Ok(false);
    }
    if let Err(refusal) = books::update(app, visitor, bank).await {
        // One bank's trouble is not the others'; it is asked again tomorrow.
        log(&refusal);
    }
    Ok(true)
}

fn log(refusal: &Refusal) {
    tracing::warn!(?refusal, "a daily download of the pretend QuickBooks was not kept");
}
