//! Instants in words: the partner's clock, the reader's language, and the zone by name, because "2:05 p.m." alone is a riddle
//! to whoever sits in Vancouver. The time zone rules come from jiff, the words from CLDR by way of ICU.

use std::sync::LazyLock;

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::zone::SpecificLong;
use icu_datetime::fieldsets::{Combo, T, YMD, YMDT};
use icu_datetime::options::YearStyle;
use icu_datetime::{DateTimeFormatterLoadError, FixedCalendarDateTimeFormatter};
use icu_locale_core::{Locale, locale};
use icu_time::zone::UtcOffset;
use icu_time::zone::models::AtTime;
use icu_time::{DateTime, Time, TimeZone, TimeZoneInfo, ZonedDateTime};

use crate::domain::language::Language;

static ENGLISH: LazyLock<Option<Formats>> = LazyLock::new(|| Formats::load(locale!("en-CA")).ok());
static FRENCH: LazyLock<Option<Formats>> = LazyLock::new(|| Formats::load(locale!("fr-CA")).ok());

/// A time zone by its IANA name, `America/Toronto`.
#[derive(Clone)]
pub struct Zone {
    rules: jiff::tz::TimeZone,
    names: TimeZone,
}

impl Zone {
    pub fn parse(name: &str) -> Option<Zone> {
        let rules = jiff::tz::TimeZone::get(name).ok()?;
        Some(Zone { names: TimeZone::from_iana_id(name), rules })
    }
}

/// "July 4, 2026 at 2:05 p.m. Eastern Daylight Time" · « 4 juillet 2026 à 14 h 05, heure avancée de l’Est ».
pub fn moment(language: Language, zone: &Zone, unix_seconds: i64) -> String {
    words(language, zone, unix_seconds, |formats, local| formats.moment.format(local).to_string())
}

/// "2:05 p.m. Eastern Daylight Time", for what happens today.
pub fn time(language: Language, zone: &Zone, unix_seconds: i64) -> String {
    words(language, zone, unix_seconds, |formats, local| formats.time.format(local).to_string())
}

/// "July 4, 2026".
pub fn date(language: Language, zone: &Zone, unix_seconds: i64) -> String {
    words(language, zone, unix_seconds, |formats, local| formats.date.format(local).to_string())
}

/// "2026-07-04" in both languages, for a day that has no time: a transaction's, a register's.
pub fn short_date(language: Language, day: time::Date) -> String {
    let date = Date::try_new_gregorian(day.year(), day.month().into(), day.day()).ok();
    date.zip(formats(language)).map_or_else(|| day.to_string(), |(date, formats)| formats.day.format(&date).to_string())
}

type Local = ZonedDateTime<Gregorian, TimeZoneInfo<AtTime>>;

struct Formats {
    moment: FixedCalendarDateTimeFormatter<Gregorian, Combo<YMDT, SpecificLong>>,
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    time: FixedCalendarDateTimeFormatter<Gregorian, Combo<T, SpecificLong>>,
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
}

impl Formats {
    fn load(locale: Locale) -> Result<Formats, DateTimeFormatterLoadError> {
        let moment = YMD::long().with_time_hm().with_zone(SpecificLong);
        Ok(Formats {
            moment: FixedCalendarDateTimeFormatter::try_new((&locale).into(), moment)?,
            date: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long())?,
            time: FixedCalendarDateTimeFormatter::try_new((&locale).into(), T::hm().with_zone(SpecificLong))?,
            day: FixedCalendarDateTimeFormatter::try_new(
                (&locale).into(),
                YMD::short().with_year_style(YearStyle::Full),
            )?,
        })
    }
}

fn words(language: Language, zone: &Zone, unix_seconds: i64, say: impl Fn(&Formats, &Local) -> String) -> String {
    let said = formats(language).and_then(|formats| Some(say(formats, &local(zone, unix_seconds)?)));
    said.map_or_else(String::new, |words| typeset(language, &words))
}

fn formats(language: Language) -> Option<&'static Formats> {
    match language {
        Language::En => ENGLISH.as_ref(),
        Language::FrCa => FRENCH.as_ref(),
    }
}

fn local(zone: &Zone, unix_seconds: i64) -> Option<Local> {
    let there = jiff::Timestamp::from_second(unix_seconds).ok()?.to_zoned(zone.rules.clone());
    let part = |part: i8| u8::try_from(part).ok();
    let date = Date::try_new_gregorian(i32::from(there.year()), part(there.month())?, part(there.day())?).ok()?;
    let time = Time::try_new(part(there.hour())?, part(there.minute())?, 0, 0).ok()?;
    let offset = UtcOffset::try_from_seconds(there.offset().seconds()).ok();
    let at = DateTime { date, time };
    Some(ZonedDateTime { date, time, zone: zone.names.with_offset(offset).at_date_time(at) })
}

/// CLDR's English has a narrow space before p.m., which not every font can show. Its French has plain spaces around the h, a
/// leading zero, a straight apostrophe and no comma before the zone, where Québec's style guide writes "à 9 h 05, heure de
/// l’Est" with non-breaking spaces.
fn typeset(language: Language, words: &str) -> String {
    match language {
        Language::En => words.replace('\u{202f}', " "),
        Language::FrCa => {
            let words = hour_without_zero(words).replace(" h ", "\u{a0}h\u{a0}").replace('\'', "’");
            day_with_its_month(&words.replacen(" heure", ", heure", 1))
        }
    }
}

/// The day and its month stay on one line, and the first of a month is « 1er ».
fn day_with_its_month(words: &str) -> String {
    match words.split_once(' ') {
        Some(("1", rest)) => format!("1er\u{a0}{rest}"),
        Some((day, rest)) if day.bytes().all(|it| it.is_ascii_digit()) => format!("{day}\u{a0}{rest}"),
        _ => words.to_owned(),
    }
}

fn hour_without_zero(words: &str) -> String {
    let Some((before, after)) = words.split_once(" h ") else {
        return words.to_owned();
    };
    let (rest, hour) = before.rsplit_once(' ').unwrap_or(("", before));
    let gap = if rest.is_empty() { "" } else { " " };
    let hour = hour.strip_prefix('0').unwrap_or(hour);
    format!("{rest}{gap}{hour} h {after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 July 2026, 18:05 in Greenwich.
    const SUMMER: i64 = 1_783_188_300;
    /// 4 January 2026, 19:05 in Greenwich.
    const WINTER: i64 = 1_767_553_500;

    fn toronto() -> Zone {
        Zone::parse("America/Toronto").unwrap()
    }

    #[test]
    fn dates_are_long_in_both_languages() {
        assert_eq!(date(Language::En, &toronto(), SUMMER), "July 4, 2026");
        assert_eq!(date(Language::FrCa, &toronto(), SUMMER), "4\u{a0}juillet 2026");
        let first = SUMMER - 3 * 86_400;
        assert_eq!(date(Language::FrCa, &toronto(), first), "1er\u{a0}juillet 2026");
        assert_eq!(date(Language::En, &toronto(), first), "July 1, 2026");
    }

    #[test]
    fn a_day_alone_is_short_and_the_same_in_both_languages() {
        for language in Language::ALL {
            assert_eq!(short_date(language, time::macros::date!(2026 - 07 - 04)), "2026-07-04");
            assert_eq!(short_date(language, time::macros::date!(2026 - 12 - 31)), "2026-12-31");
        }
    }

    #[test]
    fn times_name_their_zone_in_words() {
        assert_eq!(time(Language::En, &toronto(), SUMMER), "2:05 p.m. Eastern Daylight Time");
        assert_eq!(time(Language::FrCa, &toronto(), SUMMER), "14\u{a0}h\u{a0}05, heure avancée de l’Est");
        assert_eq!(time(Language::En, &toronto(), WINTER), "2:05 p.m. Eastern Standard Time");
        assert_eq!(time(Language::FrCa, &toronto(), WINTER), "14\u{a0}h\u{a0}05, heure normale de l’Est");
    }

    #[test]
    fn a_moment_is_date_and_time() {
        assert_eq!(moment(Language::En, &toronto(), SUMMER), "July 4, 2026 at 2:05 p.m. Eastern Daylight Time");
        assert_eq!(
            moment(Language::FrCa, &toronto(), SUMMER),
            "4\u{a0}juillet 2026 à 14\u{a0}h\u{a0}05, heure avancée de l’Est"
        );
    }

    #[test]
    fn every_canadian_clock_has_a_name() {
        for (name, words) in [
            ("America/Vancouver", "11:05 a.m. Pacific Daylight Time"),
            ("America/St_Johns", "3:35 p.m. Newfoundland Daylight Time"),
            ("America/Halifax", "3:05 p.m. Atlantic Daylight Time"),
            ("America/Regina", "12:05 p.m. Central Standard Time"),
            ("Canada/Eastern", "2:05 p.m. Eastern Daylight Time"),
        ] {
            assert_eq!(time(Language::En, &Zone::parse(name).unwrap(), SUMMER), words);
        }
    }

    #[test]
    fn midnight_and_noon_are_not_confused() {
        let midnight = SUMMER - 14 * 3600 - 5 * 60;
        assert_eq!(time(Language::En, &toronto(), midnight), "12:00 a.m. Eastern Daylight Time");
        assert_eq!(time(Language::FrCa, &toronto(), midnight), "0\u{a0}h\u{a0}00, heure avancée de l’Est");
        assert_eq!(time(Language::En, &toronto(), midnight + 12 * 3600), "12:00 p.m. Eastern Daylight Time");
    }

    #[test]
    fn only_names_of_zones_are_zones() {
        for wrong in ["", "Toronto", "America/Nowhere", "+05:00", "../etc/passwd"] {
            assert!(Zone::parse(wrong).is_none(), "{wrong}");
        }
    }
}
