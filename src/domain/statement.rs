//! A statement: what accounting software collects for one account. The first request for one connects the account.
//!
//! Collecting and encoding are apart: this knows which transactions were asked for, not how OFX writes them.

use std::time::Duration;

use time::{Date, Time};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection;
use crate::domain::credentials::SignedOn;
use crate::domain::feed::{self, OnStatement};
use crate::domain::partner::Partner;
use crate::domain::source_account::SourceAccount;
use crate::domain::timeline::{self, Event, What, Who};
use crate::domain::transaction::Stored;
use crate::store::source_accounts::Polled;
use crate::store::transactions::Window;
use crate::store::{self, Db};

/// The part of time that was asked for. `None`: no limit was named.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub start: Option<Timestamp>,
    /// Exclusive.
    pub end: Option<Timestamp>,
}

/// Why there is no statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStatement {
    NotFound,
    /// Disconnected by the partner after these credentials were made.
    Closed,
    /// The partner has switched the integration off.
    SwitchedOff,
}

/// An account with the window that a statement for it covers.
pub struct Opened {
    pub account: SourceAccount,
    /// `None`: balances only.
    pub window: Option<Window>,
}

/// The account's side of a statement request, in a writing unit: it is held, connected where this request connects
/// it, and the snapshot is taken after every push before and before every push after.
///
/// `asked`: `None` when only balances are wanted; that is a poll, but connects nothing.
pub async fn open(
    app: &App,
    db: &mut Db,
    (signed_on, partner): (&SignedOn, &Partner),
    ofx_account_id: &str,
    asked: Option<Asked>,
) -> sqlx::Result<Result<Opened, NoStatement>> {
    let held = store::source_accounts::hold_by_ofx_account_id(db, signed_on.connection, ofx_account_id).await?;
    let Some(mut account) = held else { return Ok(Err(NoStatement::NotFound)) };
    let now = app.clock.now();
    let snapshot = snapshot(&account, now);
    let step = feed::on_statement(account.standing(signed_on.made_at), partner.settings.links_are_on());
    let polled = |feed_start| Polled { feed_start, snapshot_at: snapshot, now };
    match (step, asked) {
        (OnStatement::Closed, _) => return Ok(Err(NoStatement::Closed)),
        (OnStatement::SwitchedOff, Some(_)) => return Ok(Err(NoStatement::SwitchedOff)),
        (OnStatement::Connect, Some(asked)) => {
            account.feed_start = Some(feed_start(asked.start, now, app.limits.history_days));
            store::source_accounts::mark_connected(db, account.id, &polled(account.feed_start)).await?;
            tell_connected(app, db, signed_on, &account, "first statement request").await?;
        }
        (OnStatement::Resume, Some(_)) => {
            store::source_accounts::mark_connected(db, account.id, &polled(account.feed_start)).await?;
            tell_connected(app, db, signed_on, &account, "asked for again after falling silent").await?;
        }
        (_, _) => store::source_accounts::mark_polled(db, account.id, &polled(account.feed_start)).await?,
    }
    store::connections::mark_polled(db, signed_on.connection, now).await?;
    let wanted = asked.filter(|_| partner.settings.bank_transactions);
    let window = wanted.zip(account.feed_start).map(|(asked, start)| window(asked, start, snapshot));
    Ok(Ok(Opened { account, window }))
}

async fn tell_connected(
    app: &App,
    db: &mut Db,
    signed_on: &SignedOn,
    account: &SourceAccount,
    why: &str,
) -> sqlx::Result<()> {
    let (now, connection) = (app.clock.now(), signed_on.connection);
    let (what, account) = (What::AccountConnected, Some(account.draft.account_id.as_str()));
    timeline::record(db, &app.chance, &Event { connection, who: Who::Software, what, why, account }, now).await?;
    connection::settle(db, &app.chance, connection, Who::Software, None, now).await?;
    Ok(())
}

/// What was pushed in the window. May be read after the opening unit is committed: whatever is pushed from then on
/// is later than the snapshot.
pub async fn transactions(db: &mut Db, opened: &Opened) -> sqlx::Result<Vec<Stored>> {
    match &opened.window {
        Some(window) => store::transactions::in_window(db, opened.account.id, window).await,
        None => Ok(Vec::new()),
    }
}

/// The date asked for, at most `history_days` back; none asked: that many days back; a future one: today.
fn feed_start(asked: Option<Timestamp>, now: Timestamp, history_days: i64) -> Date {
    let today = now.date();
    let oldest = today.checked_sub(time::Duration::days(history_days)).unwrap_or(today);
    asked.map_or(oldest, |asked| asked.date().clamp(oldest, today))
}

/// Where the server looks: from what was asked or the feed's start, to what was asked or now.
fn window(asked: Asked, feed_start: Date, snapshot: Timestamp) -> Window {
    let oldest: Timestamp = feed_start.with_time(Time::MIDNIGHT).assume_utc().into();
    Window {
        feed_start,
        start: asked.start.map_or(oldest, |start| start.max(oldest)),
        end: asked.end.map_or(snapshot, |end| end.min(snapshot)),
        snapshot,
    }
}

/// After everything that was pushed or given before, whatever this node's clock says.
fn snapshot(account: &SourceAccount, now: Timestamp) -> Timestamp {
    let after_push = account.pushed_at.map_or(now, |pushed| pushed + Duration::from_micros(1));
    let after_statement = account.snapshot_at.unwrap_or(now);
    next_millisecond(now.max(after_push).max(after_statement))
}

/// OFX writes milliseconds: the snapshot must be an instant that a client can give back exactly.
fn next_millisecond(now: Timestamp) -> Timestamp {
    let past = now.micros().rem_euclid(1_000);
    if past == 0 { now } else { now + Duration::from_micros(1_000 - past.unsigned_abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_feed_starts_where_it_is_asked_but_at_most_seven_days_back() {
        let now: Timestamp = datetime!(2026-11-21 12:00 UTC).into();
        let from = |asked: Option<Timestamp>| feed_start(asked, now, 7);
        assert_eq!(from(None), date!(2026 - 11 - 14));
        assert_eq!(from(Some(datetime!(2026-11-18 00:00 UTC).into())), date!(2026 - 11 - 18));
        assert_eq!(from(Some(datetime!(1990-01-01 00:00 UTC).into())), date!(2026 - 11 - 14));
        assert_eq!(from(Some(datetime!(2027-01-01 00:00 UTC).into())), date!(2026 - 11 - 21));
    }

    #[test]
    fn the_end_of_a_statement_is_the_start_of_the_next() {
        let now = Timestamp::from_micros(1_795_262_400_123_456);
        assert_eq!(next_millisecond(now).micros(), 1_795_262_400_124_000);
        assert_eq!(next_millisecond(next_millisecond(now)), next_millisecond(now));
    }
}
