//! A date and a time as somebody types them who thinks in the partner's time zone. When clocks are put forward there are
//! times that do not come, and when they are put back some that come twice: neither is guessed.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::clock::Timestamp;

/// As it was typed: `2026-12-24` and `14:05`, the way a browser sends what was picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed<'a> {
    pub date: &'a str,
    pub time: &'a str,
    /// Which of two times, if it comes twice.
    pub which: Option<Which>,
}

words! {
    Which {
        First = "first",
        Second = "second",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalProblem {
    DateMissing,
    TimeMissing,
    NotADate,
    NotATime,
    /// The clocks are put forward over it; `next` is the first time after it that comes.
    Skipped {
        next: Timestamp,
    },
    Twice {
        first: Timestamp,
        second: Timestamp,
    },
}

/// The instant; `None` where nothing was typed. `zone` is an IANA name.
pub fn read(zone: &str, typed: &Typed<'_>) -> Result<Option<Timestamp>, LocalProblem> {
    let (date, time) = match (typed.date.trim(), typed.time.trim()) {
        ("", "") => return Ok(None),
        ("", _) => return Err(LocalProblem::DateMissing),
        (_, "") => return Err(LocalProblem::TimeMissing),
        texts => texts,
    };
    let date = self::date(date).ok_or(LocalProblem::NotADate)?;
    let time = self::time(time).ok_or(LocalProblem::NotATime)?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    instant(&zone, date.to_datetime(time), typed.which).map(Some)
}

fn instant(zone: &TimeZone, there: DateTime, which: Option<Which>) -> Result<Timestamp, LocalProblem> {
    let ambiguous = zone.to_ambiguous_timestamp(there);
    // Both fail at the ends of the calendar only, which no date of ours reaches.
    let (first, second) = ambiguous.earlier().ok().zip(ambiguous.later().ok()).ok_or(LocalProblem::NotADate)?;
    match (ambiguous.offset(), which) {
        (AmbiguousOffset::Unambiguous { .. }, _) | (AmbiguousOffset::Fold { .. }, Some(Which::First)) => {
            Ok(ours(first))
        }
        (AmbiguousOffset::Fold { .. }, Some(Which::Second)) => Ok(ours(second)),
        (AmbiguousOffset::Fold { .. }, None) => Err(LocalProblem::Twice { first: ours(first), second: ours(second) }),
        (AmbiguousOffset::Gap { .. }, _) => {
            let change = zone.following(first).next().map_or(second, |change| change.timestamp());
            Err(LocalProblem::Skipped { next: ours(change) })
        }
    }
}

fn ours(at: jiff::Timestamp) -> Timestamp {
    Timestamp::from_micros(at.as_microsecond())
}

/// `2026-12-24`, in the years that people plan for.
fn date(text: &str) -> Option<Date> {
    let [year, month, day] = numbers(text.split('-'))?;
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (2000..=2999).contains(&date.year()).then_some(date)
}

/// `14:05`, `9:05`, or as in French `14 h 05` and `9 h`; seconds are not asked for and may only be none.
fn time(text: &str) -> Option<Time> {
    let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let text = text.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(&text).replace(['h', 'H'], ":");
    let text = if text.ends_with(':') { format!("{text}00") } else { text };
    let [hour, minute] = numbers(text.split(':'))?;
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

fn numbers<'a, const N: usize>(parts: impl Iterator<Item = &'a str>) -> Option<[u16; N]> {
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    let numbers: Option<Vec<u16>> = parts.map(|part| Some(part).filter(is_number)?.parse().ok()).collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toronto(date: &str, time: &str, which: Option<Which>) -> Result<Option<String>, LocalProblem> {
        let typed = Typed { date, time, which };
        read("America/Toronto", &typed).map(|at| at.map(|at| at.text().replace(":00.000000Z", "")))
    }

    #[test]
    fn a_time_is_the_partners() {
        for (date, time, utc) in [
            ("2026-07-04", "14:05", "2026-07-04T18:05"),
            ("2026-01-04", "14:05", "2026-01-04T19:05"),
            (" 2026-01-04 ", "9:05", "2026-01-04T14:05"),
            ("2026-01-04", "14:05:00", "2026-01-04T19:05"),
            ("2026-01-04", "14\u{a0}h\u{a0}05", "2026-01-04T19:05"),
            ("2026-01-04", "9 h", "2026-01-04T14:00"),
            ("2026-01-04", "0:00", "2026-01-04T05:00"),
        ] {
            assert_eq!(toronto(date, time, None), Ok(Some(utc.to_owned())), "{date} {time}");
        }
        assert_eq!(toronto("", " ", None), Ok(None));
    }

    #[test]
    fn what_is_no_date_or_time_is_said_to_be_none() {
        for date in
            ["2026-02-30", "04/07/2026", "2026", "26-1-4", "20260-1-4", "2026-1", "tomorrow", "1999-12-31", "+2026-1-1"]
        {
            assert_eq!(toronto(date, "14:05", None), Err(LocalProblem::NotADate), "{date}");
        }
        for time in ["24:00", "14:60", "14", "2 pm", "14:05:30", ":05", "h", "-1:00", "14:05:00:00"] {
            assert_eq!(toronto("2026-07-04", time, None), Err(LocalProblem::NotATime), "{time}");
        }
        assert_eq!(toronto("", "14:05", None), Err(LocalProblem::DateMissing));
        assert_eq!(toronto("2026-07-04", "", None), Err(LocalProblem::TimeMissing));
    }

    #[test]
    fn a_time_that_the_clocks_skip_does_not_come() {
        let next = Timestamp::parse("2027-03-14T07:00:00.000000Z").unwrap();
        for time in ["2:00", "2:30", "2:59"] {
            assert_eq!(toronto("2027-03-14", time, None), Err(LocalProblem::Skipped { next }), "{time}");
        }
        assert_eq!(toronto("2027-03-14", "1:59", None), Ok(Some("2027-03-14T06:59".into())));
        assert_eq!(toronto("2027-03-14", "3:00", None), Ok(Some("2027-03-14T07:00".into())));
    }

    #[test]
    fn of_a_time_that_comes_twice_somebody_must_say_which() {
        let first = Timestamp::parse("2026-11-01T05:30:00.000000Z").unwrap();
        let second = Timestamp::parse("2026-11-01T06:30:00.000000Z").unwrap();
        assert_eq!(toronto("2026-11-01", "1:30", None), Err(LocalProblem::Twice { first, second }));
        assert_eq!(toronto("2026-11-01", "1:30", Some(Which::First)), Ok(Some("2026-11-01T05:30".into())));
        assert_eq!(toronto("2026-11-01", "1:30", Some(Which::Second)), Ok(Some("2026-11-01T06:30".into())));
        assert_eq!(toronto("2026-11-01", "2:00", Some(Which::First)), Ok(Some("2026-11-01T07:00".into())));
    }

    #[test]
    fn a_zone_without_summer_time_has_neither() {
        let typed = Typed { date: "2027-03-14", time: "2:30", which: None };
        assert!(read("America/Regina", &typed).is_ok());
    }
}
