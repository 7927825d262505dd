//! The contract's "numbers that are settings", each a variable with a range.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::{ConfigProblem, Variables};
use crate::config::Variable;
use crate::domain::limits::Limits;

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

/// A number: its variable, its range, and where it goes.
struct Number {
    variable: Variable,
    range: RangeInclusive<u64>,
    set: fn(&mut Limits, u64),
}

const fn number(
    name: &'static str,
    example: &'static str,
    range: RangeInclusive<u64>,
    set: fn(&mut Limits, u64),
) -> Number {
    Number { variable: Variable { name, example }, range, set }
}

// Each conversion is safe because the range was checked.
static NUMBERS: [Number; 18] = [
    number("OTP_DIGITS", "OTP_DIGITS=6", 6..=12, |limits, it| limits.otp_digits = it as u32),
    number("OTP_MINUTES", "OTP_MINUTES=60", 1..=1_440, |limits, it| limits.otp_valid_for = minutes(it)),
    number("LINK_REUSE_MINUTES", "LINK_REUSE_MINUTES=5", 0..=60, |limits, it| limits.link_reuse_for = minutes(it)),
    number("LINK_MEMORY_DAYS", "LINK_MEMORY_DAYS=7", 1..=90, |limits, it| limits.link_memory = days(it)),
    number("LINKS_REMEMBERED", "LINKS_REMEMBERED=20", 1..=100, |limits, it| limits.links_remembered = it as usize),
    number("WRONG_CODES", "WRONG_CODES=10", 1..=100, |limits, it| limits.wrong_codes_since_claim = it as i64),
    number("WRONG_CODES_A_DAY", "WRONG_CODES_A_DAY=100", 1..=1_000, |limits, it| limits.wrong_codes_a_day = it as i64),
    number("WRONG_CODES_A_NETWORK", "WRONG_CODES_A_NETWORK=30", 1..=1_000, |limits, it| {
        limits.wrong_codes_a_network = it as i64;
    }),
    number("NETWORK_MINUTES", "NETWORK_MINUTES=10", 1..=1_440, |limits, it| limits.network_window = minutes(it)),
    number("SESSION_MINUTES", "SESSION_MINUTES=60", 5..=1_440, |limits, it| limits.session = minutes(it)),
    number("RESHOW_MINUTES", "RESHOW_MINUTES=10", 0..=60, |limits, it| limits.reshow = minutes(it)),
    number("HISTORY_DAYS", "HISTORY_DAYS=7", 1..=90, |limits, it| limits.history_days = it as i64),
    number("SIGN_ON_MEMORY_MINUTES", "SIGN_ON_MEMORY_MINUTES=10", 0..=60, |limits, it| {
        limits.sign_on_memory = minutes(it);
    }),
    number("DISCONNECT_AFTER_DAYS", "DISCONNECT_AFTER_DAYS=10", 1..=365, |limits, it| {
        limits.disconnect_after = days(it);
    }),
    number("API_KEYS", "API_KEYS=10", 1..=100, |limits, it| limits.api_keys = it as i64),
    number("REQUESTS_A_MINUTE", "REQUESTS_A_MINUTE=1000", 1..=1_000_000_000, |limits, it| {
        limits.requests_a_minute = it as i64;
    }),
    number("REQUESTS_A_DAY", "REQUESTS_A_DAY=1000", 1..=1_000_000_000, |limits, it| limits.requests_a_day = it as i64),
    number("STOP_NOTICE_SECONDS", "STOP_NOTICE_SECONDS=5", 0..=60, |limits, it| {
        limits.stop_notice = Duration::from_secs(it);
    }),
];

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * MINUTE)
}

fn days(count: u64) -> Duration {
    Duration::from_secs(count * DAY)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NUMBERS.iter().map(|number| number.variable.name)
}

/// How the row of `docs/configuration.md` goes on after the name: default and range.
#[cfg(test)]
pub(super) fn documented(name: &str) -> String {
    let number = NUMBERS.iter().find(|number| number.variable.name == name).unwrap();
    let default = number.variable.example.split('=').nth(1).unwrap();
    format!("| `{name}` | `{default}` | {}–{} |", number.range.start(), number.range.end())
}

/// The contract's defaults, with what is set in their place.
pub(super) fn read(variables: &Variables) -> Result<Limits, ConfigProblem> {
    let mut limits = Limits::default();
    for Number { variable, range, set } in &NUMBERS {
        let Some(text) = variables.text(*variable)? else { continue };
        let number = text.parse().ok().filter(|number| range.contains(number));
        let what = || format!("must be a whole number from {} to {}", range.start(), range.end());
        set(&mut limits, number.ok_or_else(|| variable.problem(what()))?);
    }
    Ok(limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_the_default() {
        let examples = NUMBERS.iter().map(|number| {
            let (name, value) = number.variable.example.split_once('=').unwrap();
            assert_eq!(name, number.variable.name);
            (name, value)
        });
        let read = read(&Variables::of(examples)).unwrap();
        assert_eq!(format!("{read:?}"), format!("{:?}", Limits::default()));
    }

    #[test]
    fn the_ends_of_a_range_are_in_it_and_what_is_beyond_is_refused_with_the_range() {
        for Number { variable, range, .. } in &NUMBERS {
            let with = |value: String| read(&Variables::of([(variable.name, value)])).map(|_| ());
            assert_eq!(with(range.start().to_string()), Ok(()), "{}", variable.name);
            assert_eq!(with(range.end().to_string()), Ok(()), "{}", variable.name);
            for wrong in [(range.end() + 1).to_string(), "-1".into(), "6.5".into(), "six".into(), "6 minutes".into()] {
                let problem = with(wrong).unwrap_err().to_string();
                let told =
                    format!("{} must be a whole number from {} to {}", variable.name, range.start(), range.end());
                assert!(problem.starts_with(&told), "{problem}");
            }
        }
    }

    #[test]
    fn each_number_goes_to_a_place_of_its_own() {
        let mut seen = Vec::new();
        for number in &NUMBERS {
            let mut limits = Limits::default();
            (number.set)(&mut limits, *number.range.end());
            let told = format!("{limits:?}");
            assert!(told != format!("{:?}", Limits::default()) && !seen.contains(&told), "{}", number.variable.name);
            seen.push(told);
        }
    }
}
