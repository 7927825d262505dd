//! A statement: what accounting software collects for one account. The first request for one connects the account.
//!
//! Collecting and encoding are apart: this knows which transactions were asked for, not how OFX writes them.

use std::time::Duration;

use time::{Date, Time};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection;
use crate::domain::feed::{self, AccountStatus, OnStatement};
use crate::domain::partner::Partner;
use crate::domain::sign_on::SignedOn;
use crate::domain::source_account::{OfxKind, SourceAccount};
use crate::domain::timeline::{self, Event, What, Who};
use crate::store::source_accounts::Polled;
use crate::store::transactions::{Page, Place, Window};
use crate::store::{self, Db};

/// One statement as it is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    pub ofx_account_id: String,
    /// An account of another kind is not the one that is meant.
    pub kind: OfxKind,
    /// `None`: only balances are wanted; that is a poll, but connects nothing.
    pub asked: Option<Asked>,
}

/// The part of time that was asked for. `None`: no limit was named.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub start: Option<Timestamp>,
    /// Exclusive.
    pub end: Option<Timestamp>,
}

/// Who asks.
pub struct Asker<'a> {
    pub signed_on: &'a SignedOn,
    pub partner: &'a Partner,
    /// What the software calls itself, fit to be kept.
    pub software: Option<&'a str>,
}

impl Asker<'_> {
    /// A reason for the timeline.
    fn why(&self, reason: &str) -> String {
        self.software.map_or_else(|| reason.to_owned(), |software| format!("{reason}, by {software}"))
    }
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
    /// This request has connected it, for the first time or again.
    pub is_newly_connected: bool,
}

/// The part of time that was searched. A client that asks from `until` next time has neither a gap nor a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Searched {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Opened {
    /// From where it was asked or the feed's first day, whichever is later; `None` with balances only.
    pub fn searched(&self) -> Option<Searched> {
        self.window.as_ref().map(searched)
    }
}

/// The accounts' side of all statement requests in one file, in a writing unit: each account is held, connected where
/// its request connects it, and its snapshot taken after every push before and before every push after. The answers
/// come in the order of the requests.
pub async fn open(
    app: &App,
    db: &mut Db,
    asker: &Asker<'_>,
    requests: &[Request],
) -> sqlx::Result<Vec<Result<Opened, NoStatement>>> {
    // Accounts in one order for everybody and the connection after them, or two files could wait for one another.
    let mut in_order: Vec<(usize, &Request)> = requests.iter().enumerate().collect();
    in_order.sort_by(|(_, one), (_, other)| one.ofx_account_id.cmp(&other.ofx_account_id));
    let mut opened = Vec::with_capacity(requests.len());
    for (place, request) in in_order {
        opened.push((place, open_one(app, db, asker, request).await?));
    }
    let polled: Vec<&Opened> = opened.iter().filter_map(|(_, one)| one.as_ref().ok()).collect();
    if !polled.is_empty() {
        store::connections::mark_polled(db, asker.signed_on.connection, asker.software, app.clock.now()).await?;
    }
    if polled.iter().any(|one| one.is_newly_connected) {
        connection::settle(db, &app.chance, asker.signed_on.connection, Who::Software, None, app.clock.now()).await?;
    }
    opened.sort_by_key(|(place, _)| *place);
    Ok(opened.into_iter().map(|(_, one)| one).collect())
}

async fn open_one(
    app: &App,
    db: &mut Db,
    asker: &Asker<'_>,
    request: &Request,
) -> sqlx::Result<Result<Opened, NoStatement>> {
    let Asker { signed_on, partner, .. } = asker;
    let held = store::source_accounts::hold_by_ofx_account_id(db, signed_on.connection, &request.ofx_account_id);
    let held = held.await?.filter(|account| account.draft.account_type.ofx_kind() == request.kind);
    let Some(mut account) = held else { return Ok(Err(NoStatement::NotFound)) };
    let now = app.clock.now();
    let snapshot_at = snapshot(&account, now);
    let step = feed::on_statement(account.standing(signed_on.made_at), partner.settings.links_are_on());
    let (feed_start, why) = match (step, request.asked) {
        (OnStatement::Closed, _) => return Ok(Err(NoStatement::Closed)),
        (OnStatement::SwitchedOff, Some(_)) => return Ok(Err(NoStatement::SwitchedOff)),
        (OnStatement::Connect, Some(asked)) => {
            let today = today(&partner.settings.time_zone, now);
            (Some(feed_start(asked.start, today, partner.history_days(&app.limits))), Some("first statement request"))
        }
        (OnStatement::Resume, Some(_)) => (account.feed_start, Some("asked for again after falling silent")),
        (_, _) => (account.feed_start, None),
    };
    let polled = Polled { feed_start, snapshot_at, now };
    if let Some(why) = why {
        store::source_accounts::mark_connected(db, account.id, &polled).await?;
        let (connection, id) = (signed_on.connection, Some(account.draft.account_id.as_str()));
        let why = asker.why(why);
        let event = Event { connection, who: Who::Software, what: What::AccountConnected, why: &why, account: id };
        timeline::record(db, &app.chance, &event, now).await?;
        (account.status, account.feed_start) = (AccountStatus::Connected, feed_start);
    } else {
        store::source_accounts::mark_polled(db, account.id, &polled).await?;
    }
    let wanted = request.asked.filter(|_| partner.settings.bank_transactions);
    let window = wanted.zip(feed_start).map(|(asked, start)| window(asked, start, snapshot_at));
    Ok(Ok(Opened { account, window, is_newly_connected: why.is_some() }))
}

/// So many transactions of a statement are in memory at once: some 200 kB, and written in a few milliseconds. Fewer would
/// make PostgreSQL, which knows little of a table that was just filled, search it again and again.
const PAGE: i64 = 1_000;

/// What was pushed in the window, a page of it. May be read after the opening unit is committed, and again: whatever is
/// pushed from then on is later than the snapshot, and nothing that was pushed ever changes.
pub async fn transactions(db: &mut Db, opened: &Opened, after: Option<Place>) -> sqlx::Result<Page> {
    match &opened.window {
        Some(window) => store::transactions::in_window(db, opened.account.id, window, after, PAGE).await,
        None => Ok(Page { transactions: Vec::new(), next: None }),
    }
}

/// The day that it is for the partner's customers, by whose calendar they count seven days back.
fn today(zone: &str, now: Timestamp) -> Date {
    let there = || {
        let zone = jiff::tz::TimeZone::get(zone).ok()?;
        let date = jiff::Timestamp::from_second(now.unix_seconds()).ok()?.to_zoned(zone).date();
        let month = u8::try_from(date.month()).ok()?.try_into().ok()?;
        Date::from_calendar_date(date.year().into(), month, u8::try_from(date.day()).ok()?).ok()
    };
    there().unwrap_or_else(|| now.date())
}

/// The date asked for, at most `history_days` back; none asked: that many days back; a future one: today.
fn feed_start(asked: Option<Timestamp>, today: Date, history_days: i64) -> Date {
    let oldest = today.checked_sub(time::Duration::days(history_days)).unwrap_or(today);
    asked.map_or(oldest, |asked| asked.date().clamp(oldest, today))
}

/// From what was asked, or from the beginning, to what was asked or now. The feed's start is a limit of dates, not of
/// instants: a transaction may have been pushed before it (the day begins early in the east) and be dated after it.
fn window(asked: Asked, feed_start: Date, snapshot: Timestamp) -> Window {
    Window {
        feed_start,
        start: asked.start.unwrap_or(Timestamp::from_micros(i64::MIN)),
        end: asked.end.map_or(snapshot, |end| end.min(snapshot)),
        snapshot,
    }
}

fn searched(window: &Window) -> Searched {
    let oldest: Timestamp = window.feed_start.with_time(Time::MIDNIGHT).assume_utc().into();
    Searched { from: window.start.max(oldest).min(window.end), until: window.end }
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
        let from = |asked: Option<Timestamp>| feed_start(asked, date!(2026 - 11 - 21), 7);
        assert_eq!(from(None), date!(2026 - 11 - 14));
        assert_eq!(from(Some(datetime!(2026-11-18 00:00 UTC).into())), date!(2026 - 11 - 18));
        assert_eq!(from(Some(datetime!(1990-01-01 00:00 UTC).into())), date!(2026 - 11 - 14));
        assert_eq!(from(Some(datetime!(2027-01-01 00:00 UTC).into())), date!(2026 - 11 - 21));
    }

    #[test]
    fn a_day_is_the_customers_and_not_that_of_greenwich() {
        let in_the_evening: Timestamp = datetime!(2026-11-21 01:30 UTC).into();
        assert_eq!(today("America/Toronto", in_the_evening), date!(2026 - 11 - 20));
        assert_eq!(today("America/Toronto", datetime!(2026-11-21 05:00 UTC).into()), date!(2026 - 11 - 21));
        assert_eq!(today("Pacific/Auckland", datetime!(2026-11-20 12:00 UTC).into()), date!(2026 - 11 - 21));
        assert_eq!(today("Nowhere/At all", in_the_evening), date!(2026 - 11 - 21));
    }

    #[test]
    fn the_end_of_a_statement_is_the_start_of_the_next() {
        let now = Timestamp::from_micros(1_795_262_400_123_456);
        assert_eq!(next_millisecond(now).micros(), 1_795_262_400_124_000);
        assert_eq!(next_millisecond(next_millisecond(now)), next_millisecond(now));
    }

    const MIDNIGHT: time::OffsetDateTime = datetime!(2026-11-21 00:00 UTC);

    fn at(hours: u64) -> Timestamp {
        Timestamp::from(MIDNIGHT) + Duration::from_secs(hours * 3600)
    }

    #[test]
    fn a_search_reaches_no_further_than_its_snapshot() {
        let feed = MIDNIGHT.date();
        let open = window(Asked::default(), feed, at(5));
        assert_eq!(searched(&open), Searched { from: at(0), until: at(5) });
        let within = window(Asked { start: Some(at(1)), end: Some(at(2)) }, feed, at(5));
        assert_eq!(searched(&within), Searched { from: at(1), until: at(2) });
        let beyond = window(Asked { start: Some(at(1)), end: Some(at(9)) }, feed, at(5));
        assert_eq!(searched(&beyond), Searched { from: at(1), until: at(5) });
    }

    #[test]
    fn what_is_asked_of_the_future_still_ends_at_the_snapshot() {
        let future = window(Asked { start: Some(at(48)), end: None }, MIDNIGHT.date(), at(5));
        assert_eq!(searched(&future), Searched { from: at(5), until: at(5) });
    }

    #[test]
    fn a_search_without_a_start_also_finds_what_was_pushed_before_the_feeds_first_midnight() {
        let open = window(Asked::default(), MIDNIGHT.date(), at(5));
        assert!(open.start < at(0));
    }
}
