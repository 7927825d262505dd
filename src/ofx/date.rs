//! Instants as OFX writes them (OFX 3.2.8): `YYYYMMDD[HH[MM[SS[.XXX]]]][[offset[:NAME]]]`. A missing time is
//! midnight, a missing offset is GMT.

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// An instant that a client sent, and how precisely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// In UTC.
    pub instant: OffsetDateTime,
    /// Whether no time of day was given, or midnight in the offset given. Clients that mean "through the 31st" send
    /// the 31st's midnight; see [`Moment::end_of_day`].
    pub names_a_day: bool,
}

/// A date that is none (OFX status 2020).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableDate;

impl Moment {
    /// Reads any of the forms that OFX allows or clients send.
    pub fn parse(written: &str) -> Result<Self, UnreadableDate> {
        read(written.trim()).ok_or(UnreadableDate)
    }

    /// The end (exclusive) of a window with this moment as its last: where only a day was named, the end of it.
    pub fn end_of_day(self) -> OffsetDateTime {
        let day = if self.names_a_day { Duration::DAY } else { Duration::ZERO };
        self.instant.saturating_add(day)
    }
}

fn read(written: &str) -> Option<Moment> {
    let (clock, offset) = match written.split_once('[') {
        Some((clock, zone)) => (clock.trim_end(), offset_seconds(zone.strip_suffix(']').unwrap_or(zone))?),
        None => (written, 0),
    };
    let (digits, fraction) = match clock.split_once('.') {
        Some((digits, fraction)) if digits.len() == 14 => (digits, fraction),
        Some(_) => return None,
        None => (clock, ""),
    };
    let time = time_of_day(digits.get(8..)?, fraction)?;
    let local = PrimitiveDateTime::new(date(digits.get(..8)?)?, time).assume_utc();
    let instant = local.checked_sub(Duration::seconds(offset))?;
    Some(Moment { instant, names_a_day: time == Time::MIDNIGHT })
}

fn date(digits: &str) -> Option<Date> {
    let month = Month::try_from(u8::try_from(number(digits.get(4..6)?)?).ok()?).ok()?;
    let year = i32::try_from(number(digits.get(..4)?)?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(number(digits.get(6..8)?)?).ok()?).ok()
}

fn time_of_day(digits: &str, fraction: &str) -> Option<Time> {
    if !digits.is_ascii() || !matches!(digits.len(), 0 | 2 | 4 | 6) {
        return None;
    }
    let [hour, minute, second] = [0, 2, 4].map(|at| two_digits(digits, at));
    // A leap second has no place of its own on our clock.
    let second = second.map(|s| if s == 60 { 59 } else { s })?;
    Time::from_hms_milli(hour?, minute?, second, milliseconds(fraction)?).ok()
}

/// Zero where the digits have ended.
fn two_digits(digits: &str, at: usize) -> Option<u8> {
    digits.get(at..at + 2).map_or(Some(0), |two| u8::try_from(number(two)?).ok())
}

fn milliseconds(fraction: &str) -> Option<u16> {
    if fraction.is_empty() {
        return Some(0);
    }
    number(fraction)?;
    let three: String = fraction.chars().chain("00".chars()).take(3).collect();
    three.parse().ok()
}

/// Digits and nothing else, at most nine.
fn number(digits: &str) -> Option<u32> {
    let only_digits = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit());
    if only_digits { digits.parse().ok() } else { None }
}

/// `-5:EST`, `+0:UTC`, `-3.5`, `+5.30:IST`, `GMT`: seconds east of Greenwich.
fn offset_seconds(zone: &str) -> Option<i64> {
    let hours = zone.split(':').next()?.trim();
    if hours.is_empty() || ["GMT", "UTC", "Z"].iter().any(|name| hours.eq_ignore_ascii_case(name)) {
        return Some(0);
    }
    let (sign, unsigned) = match hours.strip_prefix('-') {
        Some(west) => (-1, west),
        None => (1, hours.strip_prefix('+').unwrap_or(hours)),
    };
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let minutes = i64::from(number(whole)?) * 60 + part_of_hour(part)?;
    (minutes < 24 * 60).then_some(sign * minutes * 60)
}

/// Minutes. Whether `.30` is 30 minutes or three tenths of an hour is disputed; no zone on earth lies off the
/// quarter of an hour, so the reading that gives a quarter is the one that was meant.
fn part_of_hour(part: &str) -> Option<i64> {
    if part.is_empty() {
        return Some(0);
    }
    let hundredths = match (part.len(), i64::from(number(part)?)) {
        (1, tenths) => tenths * 10,
        (2, hundredths) => hundredths,
        _ => return None,
    };
    let decimal = hundredths * 60 / 100;
    let sexagesimal = part.len() == 2 && hundredths < 60 && hundredths % 15 == 0 && decimal % 15 != 0;
    Some(if sexagesimal { hundredths } else { decimal })
}

/// `YYYYMMDDHHMMSS.XXX[0:GMT]`. Always GMT: readers disagree about every other offset.
pub(super) fn written(instant: OffsetDateTime) -> String {
    let utc = instant.to_offset(UtcOffset::UTC);
    let year = u64::from(utc.year().clamp(0, 9999).unsigned_abs());
    let rest = [u8::from(utc.month()), utc.day(), utc.hour(), utc.minute(), utc.second()];
    // One number is formatted sooner than six.
    let digits = rest.into_iter().fold(year, |digits, two| digits * 100 + u64::from(two));
    format!("{digits:014}.{milli:03}[0:GMT]", milli = utc.millisecond())
}

/// Noon GMT of a written date: the same day in nearly every zone, where midnight would slide back one.
pub(super) fn noon(date: Date) -> OffsetDateTime {
    date.with_time(Time::MIDNIGHT).assume_utc().saturating_add(Duration::hours(12))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    fn instant(text: &str) -> OffsetDateTime {
        Moment::parse(text).unwrap_or_else(|_| panic!("{text}")).instant
    }

    #[test]
    fn every_form_that_clients_send_is_read() {
        let forms = [
            ("20261121093847", datetime!(2026-11-21 09:38:47 UTC)),
            ("20261121094237.000", datetime!(2026-11-21 09:42:37 UTC)),
            ("20261121093520.758[+0:UTC]", datetime!(2026-11-21 09:35:20.758 UTC)),
            ("20261121093520.758[0:UTC]", datetime!(2026-11-21 09:35:20.758 UTC)),
            ("19900101", datetime!(1990-01-01 00:00 UTC)),
            ("00010101000000[0:GMT]", datetime!(0001-01-01 00:00 UTC)),
            ("00010101000000.000[+14:X]", datetime!(0000-12-31 10:00 UTC)),
            ("19261216", datetime!(1926-12-16 00:00 UTC)),
            ("2026112109", datetime!(2026-11-21 09:00 UTC)),
            ("202611210938", datetime!(2026-11-21 09:38 UTC)),
            ("20261121[-5:EST]", datetime!(2026-11-21 05:00 UTC)),
            ("20261121093520.7[-3.5]", datetime!(2026-11-21 13:05:20.7 UTC)),
            ("20261121093520.758123 [-5]", datetime!(2026-11-21 14:35:20.758 UTC)),
            ("20261121120000[GMT]", datetime!(2026-11-21 12:00 UTC)),
            ("20261121120000[:GMT]", datetime!(2026-11-21 12:00 UTC)),
            ("20261121120000[0:GMT", datetime!(2026-11-21 12:00 UTC)),
            (" 20161231235960 ", datetime!(2016-12-31 23:59:59 UTC)),
        ];
        for (text, expected) in forms {
            assert_eq!(instant(text), expected, "{text}");
        }
    }

    #[test]
    fn fractions_of_an_hour_are_read_as_the_zone_that_exists() {
        let offsets = [
            ("+5.30", 330),
            ("+5.5", 330),
            ("+5.50", 330),
            ("+5.75", 345),
            ("+5.45", 345),
            ("-3.5", -210),
            ("9.25", 555),
            ("-0.15", -15),
        ];
        for (zone, minutes) in offsets {
            assert_eq!(offset_seconds(zone), Some(minutes * 60), "{zone}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let not = [
            "",
            "2026",
            "202611",
            "20261301",
            "20260230",
            "2026112",
            "20261121x",
            "2026-11-21",
            "20261121T0938",
            "202611210",
            "20261121093",
            "2026112109384",
            "20261121250000",
            "20261121096100",
            "20261121093899",
            "20261121.5",
            "20261121093847.x",
            "20261121[EST]",
            "20261121[99]",
            "20261121[+5.333]",
            "20261121[--5]",
            "²0261121",
            "20261121é9",
            "+2026112",
        ];
        for text in not {
            assert_eq!(Moment::parse(text), Err(UnreadableDate), "{text}");
        }
    }

    #[test]
    fn the_far_end_of_the_calendar_is_no_trap() {
        assert_eq!(Moment::parse("99991231235959[-12]"), Err(UnreadableDate));
        let last = Moment::parse("99991231").unwrap();
        assert!(last.end_of_day() > last.instant);
    }

    #[test]
    fn a_bare_date_or_midnight_names_the_whole_day() {
        for text in ["20250131", "20250131000000", "20250131000000.000[+0:UTC]"] {
            assert_eq!(Moment::parse(text).unwrap().end_of_day(), datetime!(2025-02-01 00:00 UTC), "{text}");
        }
        let new_york = Moment::parse("20250131000000[-5:EST]").unwrap();
        assert_eq!(new_york.end_of_day(), datetime!(2025-02-01 05:00 UTC));
        let evening = Moment::parse("20250131190000[-5:EST]").unwrap();
        assert_eq!(evening.end_of_day(), datetime!(2025-02-01 00:00 UTC));
    }

    #[test]
    fn instants_are_written_in_greenwich_time() {
        assert_eq!(written(datetime!(2025-01-05 07:08:09.012 -5)), "20250105120809.012[0:GMT]");
        assert_eq!(written(noon(date!(2025 - 01 - 05))), "20250105120000.000[0:GMT]");
    }

    #[test]
    fn what_is_written_is_read_as_the_same_instant() {
        let moment = datetime!(2025-01-05 07:08:09.012 UTC);
        assert_eq!(instant(&written(moment)), moment);
    }
}
