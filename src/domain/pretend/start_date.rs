//! From which day a customer wants transactions.

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Duration};

use crate::clock::Timestamp;

const WRITTEN: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
/// An older start date is ignored.
const DAYS: i64 = 7;
/// It is the next day somewhere on earth so many hours before Greenwich.
const FARTHEST_EAST: Duration = Duration::hours(14);

/// Why a text is no start date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStartDate {
    NotADate,
    InTheFuture,
}

/// Reads `2026-11-14`, as date fields send it.
pub fn read(text: &str, now: Timestamp) -> Result<Date, NoStartDate> {
    let date = Date::parse(text.trim(), WRITTEN).map_err(|_| NoStartDate::NotADate)?;
    let is_readable = (1900..=9999).contains(&date.year());
    if !is_readable {
        return Err(NoStartDate::NotADate);
    }
    let latest = now.datetime().saturating_add(FARTHEST_EAST).date();
    if date > latest { Err(NoStartDate::InTheFuture) } else { Ok(date) }
}

/// Reads [`written`] back.
pub fn parsed(text: &str) -> Option<Date> {
    Date::parse(text, WRITTEN).ok()
}

/// What a date field shows and sends.
pub fn written(date: Date) -> String {
    date.format(WRITTEN).unwrap_or_default()
}

/// The earliest that counts.
pub fn earliest(now: Timestamp) -> Date {
    now.date().saturating_sub(Duration::days(DAYS))
}

/// Whether a bank that was connected at `connected` begins later than this.
pub fn is_ignored(date: Date, connected: Timestamp) -> bool {
    date < earliest(connected)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_start_date_is_a_day_that_has_begun_somewhere() {
        let now: Timestamp = datetime!(2026-11-21 15:00 UTC).into();
        assert_eq!(read(" 2026-11-14 ", now), Ok(date!(2026 - 11 - 14)));
        assert_eq!(read("2026-11-22", now), Ok(date!(2026 - 11 - 22)));
        assert_eq!(read("2026-11-23", now), Err(NoStartDate::InTheFuture));
        for wrong in ["", "14/11/2026", "2026-02-30", "2026-11-14T00:00", "tomorrow", "0001-01-01"] {
            assert_eq!(read(wrong, now), Err(NoStartDate::NotADate), "{wrong}");
        }
        assert_eq!(written(date!(2026 - 02 - 03)), "2026-02-03");
    }

    #[test]
    fn older_than_seven_days_is_ignored() {
        let now: Timestamp = datetime!(2026-11-21 15:00 UTC).into();
        assert!(!is_ignored(date!(2026 - 11 - 14), now));
        assert!(is_ignored(date!(2026 - 11 - 13), now));
    }
}
