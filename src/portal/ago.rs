//! When something last happened, as people say it: "2 hours ago", with the exact moment and UTC beside it.

use super::member::Member;
use crate::clock::Timestamp;
use crate::web::texts::Tongue;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Beyond this a date says more.
const MOST_DAYS: i64 = 30;

pub struct Ago {
    pub words: String,
    /// For the pointer.
    pub exact: String,
    /// For programs.
    pub utc: String,
}

impl Ago {
    pub fn of(member: &Member, at: Timestamp) -> Self {
        let passed = member.app.clock.now().unix_seconds() - at.unix_seconds();
        let moment = member.moment(at);
        let words = words(member.tongue, passed).unwrap_or_else(|| moment.clone());
        let text = at.text();
        let (day, minute) = (text.get(..10).unwrap_or_default(), text.get(11..16).unwrap_or_default());
        let exact = format!("{moment} ({day} {minute} UTC)");
        Self { words, exact, utc: format!("{day}T{minute}Z") }
    }
}

/// `None`: too long ago for that.
fn words(tongue: Tongue, passed: i64) -> Option<String> {
    Some(match passed {
        ..MINUTE => tongue.t("ago-now").to_owned(),
        MINUTE..HOUR => tongue.t1("ago-minutes", "count", passed / MINUTE),
        HOUR..DAY => tongue.t1("ago-hours", "count", passed / HOUR),
        _ if passed < DAY * (MOST_DAYS + 1) => tongue.t1("ago-days", "count", passed / DAY),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;

    #[test]
    fn what_has_happened_is_so_long_ago_in_both_languages() {
        let said = |language, passed| words(Tongue::new(language), passed);
        for (passed, en, fr) in [
            (-5, "just now", "à l’instant"),
            (59, "just now", "à l’instant"),
            (60, "1 minute ago", "il y a 1\u{a0}minute"),
            (3_599, "59 minutes ago", "il y a 59\u{a0}minutes"),
            (3_600, "1 hour ago", "il y a 1\u{a0}heure"),
            (86_399, "23 hours ago", "il y a 23\u{a0}heures"),
            (86_400, "1 day ago", "il y a 1\u{a0}jour"),
            (31 * 86_400 - 1, "30 days ago", "il y a 30\u{a0}jours"),
        ] {
            assert_eq!(said(Language::En, passed).as_deref(), Some(en));
            assert_eq!(said(Language::FrCa, passed).as_deref(), Some(fr));
        }
        assert_eq!(said(Language::En, 31 * 86_400), None);
    }
}
