//! Forgets what has run out: sealed copies of credentials, sessions of customers and members, hand-overs, access tokens, kept
//! answers, keys that have ended, marks of what was spent, and whatever was counted that no rule asks about any more. Strangers decide
//! how much is counted, so a round takes only so many rows of it, and short units of work: others
//! wait for the writer.

use std::time::Duration;

use super::Pause;
use crate::domain::app::App;
use crate::domain::idempotency;
use crate::domain::limits::Limits;
use crate::domain::member_session;
use crate::domain::pretend;
use crate::domain::set_back;
use crate::domain::set_up;
use crate::store;

const EVERY: Duration = Duration::from_secs(60);
/// After a round that left something behind.
const SOON: Duration = Duration::from_secs(1);
/// Rows of one kind that a round takes at most.
const MOST: i64 = 2_000;
/// Of the sandbox, in a round: a whole pretend QuickBooks goes with each.
const VISITORS: i64 = 20;
/// Kept answers of one unit of work.
const ANSWERS: i64 = 100;

/// A round a minute, more often while there is much to forget, until the server stops.
pub async fn run(app: App, mut pause: Pause) {
    loop {
        let forgotten = once(&app).await;
        let is_behind = matches!(forgotten, Ok(rows) if rows >= MOST.unsigned_abs());
        match forgotten {
            Ok(0) => {}
            Ok(rows) => tracing::debug!(rows, "forgot what has run out"),
            // The next round tries again; what has run out is refused meanwhile by its time.
            Err(error) => tracing::warn!(error = %error, "cannot forget what has run out"),
        }
        if !pause.wait(if is_behind { SOON } else { EVERY }).await {
            return;
        }
    }
}

/// One round; answers how many rows are gone.
pub async fn once(app: &App) -> sqlx::Result<u64> {
    Ok(what_has_expired(app).await? + what_was_counted(app).await? + what_was_answered(app).await?)
}

async fn what_has_expired(app: &App) -> sqlx::Result<u64> {
    let now = app.clock.now();
    let mut db = app.store.write().await?;
    let copies = store::credentials::forget_sealed_copies(&mut db, now).await?;
    let sessions = store::links::forget_sessions(&mut db, now).await?;
    let hand_overs = store::hand_overs::forget_before(&mut db, now - Limits::DAY).await?;
    let tokens = store::access_tokens::forget(&mut db, now, MOST).await?;
    let visitors = store::pretend_visitors::forget_before(&mut db, pretend::forgotten_before(now), VISITORS).await?;
    let set_up_links = set_up::forget(&mut db, now, MOST).await?;
    let keys = store::api_keys::forget_ended(&mut db, now).await?;
    let members = store::member_sessions::forget(&mut db, now, now - member_session::IDLE, MOST).await?;
    let marks = store::spent::forget_before(&mut db, now, MOST).await?;
    set_back::remember_time(app, &mut db).await?;
    db.commit().await?;
    Ok(copies + sessions + hand_overs + tokens + visitors + set_up_links + keys + members + marks)
}

async fn what_was_counted(app: &App) -> sqlx::Result<u64> {
    let oldest = app.clock.now() - Limits::DAY.max(app.limits.network_window);
    let mut db = app.store.write().await?;
    let codes = store::wrong_codes::forget_before(&mut db, oldest, MOST).await?;
    let buckets = store::wrong_codes::forget_buckets(&mut db, oldest, MOST).await?;
    db.commit().await?;
    let mut db = app.store.write().await?;
    let sign_ons = store::failed_sign_ons::forget_before(&mut db, oldest, MOST).await?;
    let requests = store::request_counts::forget_before(&mut db, app.clock.now() - Limits::SKEW, MOST).await?;
    db.commit().await?;
    Ok(codes + buckets + sign_ons + requests)
}

/// A few at a time: each may be as long as a push.
async fn what_was_answered(app: &App) -> sqlx::Result<u64> {
    let mut forgotten = 0;
    while forgotten < MOST.unsigned_abs() {
        let mut db = app.store.write().await?;
        let answers = idempotency::forget(app, &mut db, ANSWERS).await?;
        db.commit().await?;
        forgotten += answers;
        if answers < ANSWERS.unsigned_abs() {
            break;
        }
    }
    Ok(forgotten)
}
