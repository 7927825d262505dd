//! Time is handed in, so that a test (and the sandbox) can let an hour pass.
//! [`Timestamp`] is the one instant the whole house uses: UTC, to the microsecond, because that is what
//! PostgreSQL keeps, and because both databases must read back exactly what was written.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

mod shifted;
mod watched;

pub use shifted::{Ahead, Shifted};
pub use watched::Watched;

/// Fixed width, so that the text of two instants sorts like the instants (SQLite compares text).
const STORED: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

/// An instant in UTC with microsecond precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The years 0001 to 9999: what the stored text and both databases can hold.
    const RANGE: (i64, i64) = (-62_135_596_800_000_000, 253_402_300_799_999_999);

    /// Microseconds since 1970-01-01T00:00:00Z; clamped to the years 0001 to 9999.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros.clamp(Self::RANGE.0, Self::RANGE.1))
    }

    pub fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    pub fn date(self) -> Date {
        self.datetime().date()
    }

    /// The same instant for libraries that speak `time`.
    pub fn datetime(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// RFC 3339 with six digits of a second: the stored form and the API's.
    pub fn text(self) -> String {
        self.datetime().format(STORED).unwrap_or_default()
    }

    /// Reads [`Timestamp::text`] back; `None` for any other text. By hand: SQLite has an instant read in each row of a
    /// statement, and the general way takes four times as long.
    pub fn parse(text: &str) -> Option<Self> {
        let [c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', time @ ..] = text.as_bytes() else { return None };
        let [h1, h2, b':', n1, n2, b':', s1, s2, b'.', u1, u2, u3, u4, u5, u6, b'Z'] = time else { return None };
        let year = i32::from(two(*c1, *c2)?) * 100 + i32::from(two(*y1, *y2)?);
        let date = Date::from_calendar_date(year, two(*m1, *m2)?.try_into().ok()?, two(*d1, *d2)?).ok()?;
        let [high, middle, low] = [two(*u1, *u2)?, two(*u3, *u4)?, two(*u5, *u6)?].map(u32::from);
        let micros = high * 10_000 + middle * 100 + low;
        let time = Time::from_hms_micro(two(*h1, *h2)?, two(*n1, *n2)?, two(*s1, *s2)?, micros).ok()?;
        Some(PrimitiveDateTime::new(date, time).assume_utc().into())
    }
}

/// The number that two digits write.
fn two(tens: u8, ones: u8) -> Option<u8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    Some(digit(tens)? * 10 + digit(ones)?)
}

impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        // The same whatever the offset. To change that first would fail at either end of the calendar.
        let micros = at.unix_timestamp_nanos().div_euclid(1_000);
        Self::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, span: Duration) -> Self {
        Self::from_micros(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, span: Duration) -> Self {
        Self::from_micros(self.0.saturating_sub(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// Where the time comes from: the system, a hand that turns it, a sandbox that pretends a later one, or any of them watched.
#[derive(Clone)]
pub enum Clock {
    System,
    Turned(Arc<AtomicI64>),
    Shifted(Arc<Shifted>),
    Watched(Arc<Watched>),
}

impl Clock {
    /// A clock that stands still until it is [advanced](Clock::advance).
    pub fn standing_at(start: Timestamp) -> Self {
        Self::Turned(Arc::new(AtomicI64::new(start.micros())))
    }

    /// The same clock, but so far ahead: what a sandbox goes by.
    pub fn shifted(self, ahead: Ahead) -> Self {
        Self::Shifted(Arc::new(Shifted::new(self, ahead)))
    }

    /// How far ahead of the true time a sandbox's clock is. `None`: no clock of a sandbox.
    pub fn ahead(&self) -> Option<Duration> {
        match self {
            Self::System | Self::Turned(_) => None,
            Self::Shifted(shifted) => Some(shifted.ahead()),
            Self::Watched(watched) => watched.wall.ahead(),
        }
    }

    /// Goes so far ahead from now on, unless something newer is known. Nothing happens to a clock that is no sandbox's.
    pub fn go_ahead(&self, ahead: Ahead) {
        match self {
            Self::System | Self::Turned(_) => {}
            Self::Shifted(shifted) => shifted.go_ahead(ahead),
            Self::Watched(watched) => watched.wall.go_ahead(ahead),
        }
    }

    /// The same clock, but one that never runs back: what a server goes by.
    pub fn watched(self) -> Self {
        Self::Watched(Arc::new(Watched::new(self)))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the system is asked for the time")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => OffsetDateTime::now_utc().into(),
            Self::Turned(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
            Self::Shifted(shifted) => shifted.now(),
            Self::Watched(watched) => watched.now(),
        }
    }

    /// Turns the hand forward. The system's clock is nobody's to turn: nothing happens.
    pub fn advance(&self, span: Duration) {
        self.turn(i64::try_from(span.as_micros()).unwrap_or(i64::MAX));
    }

    /// Turns the hand back, as somebody who sets the system's clock does.
    pub fn set_back(&self, span: Duration) {
        self.turn(-i64::try_from(span.as_micros()).unwrap_or(i64::MAX));
    }

    fn turn(&self, by: i64) {
        match self {
            Self::System => {}
            Self::Turned(micros) => drop(micros.fetch_add(by, Ordering::SeqCst)),
            Self::Shifted(shifted) => shifted.wall.turn(by),
            Self::Watched(watched) => watched.wall.turn(by),
        }
    }

    /// Whether it moves only when a test turns it.
    fn stands(&self) -> bool {
        match self {
            Self::System => false,
            Self::Turned(_) => true,
            Self::Shifted(shifted) => shifted.wall.stands(),
            Self::Watched(watched) => watched.wall.stands(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_survives_its_text_to_the_microsecond() {
        let second = |second: i64| Timestamp::from_micros(second * 1_000_000);
        let edges =
            [Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX), second(-1), second(951_782_400)];
        for at in edges.into_iter().chain([Timestamp::from_micros(1_795_262_400_123_456), Timestamp::from_micros(-1)]) {
            assert_eq!(Timestamp::parse(&at.text()), Some(at), "{at}");
        }
    }

    #[test]
    fn what_is_no_instant_of_ours_is_not_read() {
        for text in [
            "",
            "2026-11-21",
            "2026-11-21T12:00:00Z",
            "2026-11-21T12:00:00.123456",
            "2026-11-21 12:00:00.123456Z",
            "2026-13-21T12:00:00.123456Z",
            "2026-02-29T12:00:00.123456Z",
            "2026-11-21T24:00:00.123456Z",
            "2026-11-21T12:60:00.123456Z",
            "2026-11-21T12:00:60.123456Z",
            "2026-11-21T12:00:00.12345xZ",
            "+026-11-21T12:00:00.123456Z",
            "2026-11-21T12:00:00.123456Z ",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn texts_sort_like_instants() {
        let early = Timestamp::from_micros(1_795_262_400_000_000);
        let late = early + Duration::from_micros(1);
        assert!(early.text() < late.text());
    }

    #[test]
    fn another_offset_is_the_same_instant() {
        let at = time::macros::datetime!(2026-11-21 07:00:00.5 -05:00);
        assert_eq!(Timestamp::from(at).text(), "2026-11-21T12:00:00.500000Z");
    }

    #[test]
    fn the_last_moment_of_the_calendar_is_the_last_in_any_offset() {
        let at = time::macros::datetime!(9999-12-31 23:59:59 -00:01);
        assert_eq!(Timestamp::from(at).text(), "9999-12-31T23:59:59.999999Z");
    }

    #[test]
    fn an_hour_passes_when_the_hand_is_turned() {
        let clock = Clock::standing_at(Timestamp::from_micros(0));
        clock.advance(Duration::from_secs(3600));
        assert_eq!(clock.now().unix_seconds(), 3600);
    }
}
