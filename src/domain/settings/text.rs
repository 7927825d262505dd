//! What a setting of one line may be: the checks that every door shares.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;

use super::{SettingProblem, Why};
use crate::domain::branding::Colour;
use crate::domain::language::Language;
use crate::domain::plain_text;

/// A name of the partner or its institution must fit the OFX profile and a page's header.
pub const NAME_LIMIT: usize = 60;
pub const LINE_LIMIT: usize = 120;
pub(super) const LEAST_HISTORY_DAYS: i64 = 1;
pub(super) const MOST_HISTORY_DAYS: i64 = 90;
/// As `HISTORY_DAYS` of a deployment.
pub const HISTORY_DAYS: RangeInclusive<i64> = LEAST_HISTORY_DAYS..=MOST_HISTORY_DAYS;

type Checked<T> = Result<T, SettingProblem>;

/// A name: one line of plain text.
pub fn name(field: &str, text: &str) -> Checked<String> {
    line(field, text, NAME_LIMIT)
}

/// A short line of plain text, such as a phone number or opening hours.
pub fn short_line(field: &str, text: &str) -> Checked<String> {
    line(field, text, LINE_LIMIT)
}

/// A phone number as people write it, 3 to 15 digits (E.164), with its extension if there is one.
pub fn phone(field: &str, text: &str) -> Checked<String> {
    let text = line(field, text, LINE_LIMIT)?;
    let (number, extension) =
        text.split_at(text.find(|it: char| it.is_alphabetic() || it == '#').unwrap_or(text.len()));
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let is_number = (3..=15).contains(&digits(number))
        && number.chars().all(|it| it.is_ascii_digit() || it.is_whitespace() || "+-.()/‐‑–,".contains(it))
        && !number.trim_start_matches([' ', '(']).chars().skip(1).any(|it| it == '+');
    // The word for it comes first and the digits last: "ext. 12", "poste 12", "#12".
    let word = extension.trim_end_matches(|it: char| it.is_ascii_digit());
    let is_extension = extension.is_empty() || (digits(word) == 0 && (1..=8).contains(&digits(extension)));
    (is_number && is_extension).then_some(text).ok_or_else(|| SettingProblem::new(field, Why::NotPhone))
}

/// An e-mail address alone, fit to stand in a `mailto:`.
pub fn email(field: &str, text: &str) -> Checked<String> {
    let text = short_line(field, text)?;
    let is_address = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let is_plain = is_address && !text.contains([' ', '<', '>', '"', ',', ';', '?', '&']);
    is_plain.then_some(text).ok_or_else(|| SettingProblem::new(field, Why::NotEmail))
}

/// `#1d4e89`.
pub fn colour(field: &str, text: &str) -> Checked<Colour> {
    Colour::parse(text.trim()).ok_or_else(|| SettingProblem::new(field, Why::NotColour))
}

/// A name of the IANA list, as that list spells it.
pub fn time_zone(field: &str, text: &str) -> Checked<String> {
    let zone = jiff::tz::TimeZone::get(text.trim()).ok();
    let name = zone.as_ref().and_then(|zone| zone.iana_name());
    name.map(str::to_owned).ok_or_else(|| SettingProblem::new(field, Why::NotTimeZone))
}

/// `en` or `fr`.
pub fn language(field: &str, text: &str) -> Checked<Language> {
    Language::parse(text.trim()).ok_or_else(|| SettingProblem::new(field, Why::NotLanguage))
}

/// Three letters of ISO 3166.
pub fn country(field: &str, text: &str) -> Checked<String> {
    let country = text.trim().to_ascii_uppercase();
    let is_alpha_3 = country.len() == 3 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    is_alpha_3.then_some(country).ok_or_else(|| SettingProblem::new(field, Why::NotCountry))
}

/// Days of history; `None` for an empty text: as the deployment says.
pub fn history_days(field: &str, text: &str) -> Checked<Option<i64>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // Digits alone: no sign, and no number that only looks like one.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let days = text.parse().ok().filter(|days| is_number && HISTORY_DAYS.contains(days));
    days.map(Some).ok_or_else(|| SettingProblem::new(field, Why::NotHistoryDays))
}

/// One line of plain text of 1 to `limit` characters as a reader counts them.
pub fn line(field: &str, text: &str, limit: usize) -> Checked<String> {
    plain_text::check(text).map_err(|unwelcome| SettingProblem::new(field, Why::Unwelcome(unwelcome)))?;
    let text = text.trim().nfc().collect::<String>();
    match plain_text::length(&text) {
        _ if plain_text::is_blank(&text) => Err(SettingProblem::new(field, Why::Empty)),
        length if length > limit => Err(SettingProblem::new(field, Why::TooLong { limit, length })),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_as_many_characters_as_a_reader_counts() {
        assert_eq!(line("city", &"é".repeat(32), 32), Ok("é".repeat(32)));
        let problem = line("city", &"e\u{301}".repeat(33), 32).unwrap_err();
        assert_eq!(problem.why, Why::TooLong { limit: 32, length: 33 });
        assert_eq!(problem.to_string(), "city: must be 32 characters or less; it has 33");
        assert_eq!(line("city", " \u{200b}", 32).unwrap_err().to_string(), "city: may not be empty");
        let broken = line("city", "a\nb", 32).unwrap_err().to_string();
        assert_eq!(broken, "city: character 2 is a line break (U+000A)");
    }

    #[test]
    fn days_of_history_are_one_to_ninety_or_left_to_the_deployment() {
        for (text, days) in [("1", Some(1)), (" 90 ", Some(90)), ("", None), ("  ", None), ("07", Some(7))] {
            assert_eq!(history_days("days", text), Ok(days), "{text}");
        }
        for wrong in ["0", "91", "-7", "+7", "7.5", "seven", "99999999999999999999", "٧"] {
            assert_eq!(history_days("days", wrong).unwrap_err().why, Why::NotHistoryDays, "{wrong}");
        }
    }

    #[test]
    fn a_time_zone_is_one_of_the_list_as_the_list_spells_it() {
        assert_eq!(time_zone("zone", " america/toronto ").as_deref(), Ok("America/Toronto"));
        for wrong in ["Toronto", "", "EST5EDT4", "../../etc/passwd", "America/"] {
            assert!(time_zone("zone", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_for_mail_is_one_alone() {
        assert_eq!(email("email", " help@bank.example ").as_deref(), Ok("help@bank.example"));
        for wrong in
            ["help", "@bank.example", "help@bank", "a@b.example, c@d.example", "Help <a@b.example>", "a@b.c?cc=x"]
        {
            assert_eq!(email("email", wrong).unwrap_err().why, Why::NotEmail, "{wrong}");
        }
        assert!(matches!(
            email("email", &format!("{}@b.example", "a".repeat(120))).unwrap_err().why,
            Why::TooLong { .. }
        ));
    }

    #[test]
    fn a_country_has_three_letters() {
        assert_eq!(country("country", " can ").as_deref(), Ok("CAN"));
        for wrong in ["", "CA", "Canada", "C4N", "ÉTA"] {
            assert_eq!(country("country", wrong).unwrap_err().why, Why::NotCountry, "{wrong}");
        }
    }

    #[test]
    fn a_phone_number_can_be_dialled() {
        for fine in [
            "1-555-010-0100",
            "+1 (416) 555-0142",
            "311",
            "1 888 555-0142 ext. 12",
            "514 555.0142, poste 7",
            "555-0142 #9",
        ] {
            assert_eq!(phone("phone", fine).as_deref(), Ok(fine));
        }
        for wrong in
            ["12", "call us", "1 800 GO-BANKS", "javascript:alert(1)", "1+1 555 0142", "+1234567890123456", "5;ext=1"]
        {
            assert!(phone("phone", wrong).is_err(), "{wrong}");
        }
    }
}
