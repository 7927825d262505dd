//! Time zones in words, to choose one from: those of Canada and the United States, and a few that partners have elsewhere. Any
//! other name of the IANA list can be typed.

use std::sync::LazyLock;

use icu_datetime::fieldsets::zone::{ExemplarCity, GenericLong};
use icu_datetime::{DateTimeFormatterLoadError, NoCalendarFormatter};
use icu_locale_core::{Locale, locale};
use icu_time::TimeZone;
use icu_time::zone::ZoneNameTimestamp;

use crate::domain::language::Language;

/// From east to west.
const NAMES: [&str; 45] = [
    "America/St_Johns",
    "America/Goose_Bay",
    "America/Halifax",
    "America/Glace_Bay",
    "America/Moncton",
    "America/Puerto_Rico",
    "America/Toronto",
    "America/Iqaluit",
    "America/New_York",
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Kentucky/Louisville",
    "America/Winnipeg",
    "America/Rankin_Inlet",
    "America/Resolute",
    "America/Chicago",
    "America/Menominee",
    "America/Regina",
    "America/Swift_Current",
    "America/Edmonton",
    "America/Cambridge_Bay",
    "America/Inuvik",
    "America/Denver",
    "America/Boise",
    "America/Phoenix",
    "America/Vancouver",
    "America/Los_Angeles",
    "America/Dawson_Creek",
    "America/Fort_Nelson",
    "America/Whitehorse",
    "America/Dawson",
    "America/Anchorage",
    "America/Juneau",
    "America/Adak",
    "Pacific/Honolulu",
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Berlin",
    "Asia/Singapore",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// For its names: any day on which every zone here is as it is now.
const TODAY: i64 = 1_795_262_400;

static ENGLISH: LazyLock<Option<Formats>> = LazyLock::new(|| Formats::load(locale!("en-CA")).ok());
static FRENCH: LazyLock<Option<Formats>> = LazyLock::new(|| Formats::load(locale!("fr-CA")).ok());

struct Formats {
    zone: NoCalendarFormatter<GenericLong>,
    city: NoCalendarFormatter<ExemplarCity>,
}

impl Formats {
    fn load(locale: Locale) -> Result<Formats, DateTimeFormatterLoadError> {
        Ok(Formats {
            zone: NoCalendarFormatter::try_new((&locale).into(), GenericLong)?,
            city: NoCalendarFormatter::try_new((&locale).into(), ExemplarCity)?,
        })
    }
}

/// Each with its IANA name.
pub fn all(language: Language) -> Vec<(&'static str, String)> {
    NAMES.iter().map(|name| (*name, words(language, name).unwrap_or_else(|| (*name).to_owned()))).collect()
}

/// "Eastern Time (Toronto)" · « heure de l’Est (Toronto) ». `None`: not a name of the list.
pub fn words(language: Language, name: &str) -> Option<String> {
    let formats = match language {
        Language::En => ENGLISH.as_ref(),
        Language::FrCa => FRENCH.as_ref(),
    }?;
    let rules = jiff::tz::TimeZone::get(name).ok()?;
    let at = jiff::Timestamp::from_second(TODAY).ok()?;
    let offset = icu_time::zone::UtcOffset::try_from_seconds(rules.to_offset(at).seconds()).ok();
    let zone = TimeZone::from_iana_id(name).with_offset(offset);
    let zone = zone.with_zone_name_timestamp(ZoneNameTimestamp::from_epoch_seconds(TODAY));
    let (time, city) = (formats.zone.format(&zone).to_string(), formats.city.format(&zone).to_string());
    let words = if time.contains(&city) || name == "UTC" { time } else { format!("{time} ({city})") };
    Some(words.replace('\'', "’"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_told_by_its_clock_and_its_city() {
        for (name, english, french) in [
            ("America/Toronto", "Eastern Time (Toronto)", "heure de l’Est (Toronto)"),
            ("America/St_Johns", "Newfoundland Time (Saint John’s)", "heure de Terre-Neuve (St. John’s)"),
            ("UTC", "Coordinated Universal Time", "temps universel coordonné"),
        ] {
            assert_eq!(words(Language::En, name).as_deref(), Some(english));
            assert_eq!(words(Language::FrCa, name).as_deref(), Some(french));
        }
        assert_eq!(words(Language::En, "Toronto"), None);
    }

    #[test]
    fn every_zone_to_choose_has_a_name_and_no_two_the_same() {
        for language in Language::ALL {
            let all = all(language);
            let words: std::collections::BTreeSet<&String> = all.iter().map(|(_, words)| words).collect();
            assert_eq!(words.len(), all.len(), "{words:?}");
            assert!(all.iter().all(|(name, words)| *name == "UTC" || !words.contains("GMT")), "{all:?}");
        }
    }
}
