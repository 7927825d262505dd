//! Somebody sets the system's clock back: nothing lives longer for it, and nothing comes to life again (docs/security/checks.md,
//! F-12). What is open is ended, once; nobody can tell how much longer it may live.

use std::time::Duration;

use anyhow::Context as _;

use crate::clock::{Clock, Timestamp};
use crate::domain::api_key;
use crate::domain::app::App;
use crate::domain::link;
use crate::domain::member_session;
use crate::domain::set_up;
use crate::domain::timeline::Who;
use crate::store::{self, Db};

/// How far apart the clocks of two nodes may be, and how old the remembered time may be.
const SKEW: Duration = Duration::from_secs(60);
const SET_BACK: &str = "the clock was set back";

/// Before a server serves: ends what a clock that was set back while none ran would revive.
pub async fn wake(app: &App) -> anyhow::Result<()> {
    let (now, unwritable) = (app.clock.now(), "cannot write to the database");
    let mut db = app.store.write().await.context(unwritable)?;
    let latest = store::set_back::latest_time(&mut db).await?;
    if let Some(before) = latest.filter(|before| now + SKEW < *before) {
        tracing::warn!(%now, %before, "{SET_BACK}: open links and sessions end");
        end_what_is_open_after(app, &mut db, now, SET_BACK).await?;
        api_key::set_back(&mut db, before, now).await?;
        store::set_back::set_time(&mut db, now).await?;
    }
    end_what_lives_too_long(app, &mut db).await?;
    db.commit().await.context(unwritable)
}

/// Remembers how late it is, and ends what no limit of now allows: made while a clock was ahead.
pub async fn remember_time(app: &App, db: &mut Db) -> sqlx::Result<()> {
    store::set_back::remember_time(db, app.clock.now()).await?;
    end_what_lives_too_long(app, db).await
}

/// When the system's clock has been set back: ends what that would revive or prolong, and goes by it again. Until this
/// has been committed, the clock counts on as if nothing had happened. Answers whether there was anything to do.
pub async fn mind_the_clock(app: &App) -> sqlx::Result<bool> {
    let Clock::Watched(clock) = &app.clock else { return Ok(false) };
    let Some(wall) = clock.set_back_to() else { return Ok(false) };
    let before = app.clock.now();
    tracing::warn!(now = %wall, %before, "{SET_BACK}: open links and sessions end");
    let mut db = app.store.write().await?;
    end_what_is_open_after(app, &mut db, wall, SET_BACK).await?;
    api_key::set_back(&mut db, before, wall).await?;
    store::set_back::set_time(&mut db, wall).await?;
    db.commit().await?;
    clock.follow();
    // What was made between that commit and now has its end by the clock of before.
    let mut db = app.store.write().await?;
    end_what_lives_too_long(app, &mut db).await?;
    db.commit().await?;
    Ok(true)
}

async fn end_what_lives_too_long(app: &App, db: &mut Db) -> sqlx::Result<()> {
    let (latest, limits) = (app.clock.now() + SKEW, &app.limits);
    let allowed = (latest + limits.otp_valid_for, latest + limits.session, latest + limits.reshow);
    let ended = end(app, db, allowed, "it would live longer than a limit allows").await?;
    store::access_tokens::end_after(db, latest + limits.access_token).await?;
    store::member_sessions::end_after(db, latest + member_session::LONGEST, latest).await?;
    store::set_up_links::end_after(db, latest + set_up::VALID_FOR).await?;
    if ended > 0 {
        // Made by a clock that is ahead of this one: on another node, or here before it was set back.
        tracing::warn!(connections = ended, "links or sessions ended that would live longer than a limit allows");
    }
    Ok(())
}

/// Ends every link, set-up link, session, sealed copy and access token that would live on after `at`, and every member's session.
pub async fn end_what_is_open_after(app: &App, db: &mut Db, at: Timestamp, why: &str) -> sqlx::Result<()> {
    store::access_tokens::end_after(db, at).await?;
    store::member_sessions::end_after(db, at, at).await?;
    store::set_up_links::end_after(db, at).await?;
    end(app, db, (at, at, at), why).await.map(drop)
}

async fn end(app: &App, db: &mut Db, after: (Timestamp, Timestamp, Timestamp), why: &str) -> sqlx::Result<usize> {
    let open = store::set_back::open_after(db, after).await?;
    for connection in &open {
        link::end_all(app, db, *connection, Who::Clock, why, None).await?;
    }
    Ok(open.len())
}
