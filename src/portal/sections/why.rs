//! Why a setting is refused, in the reader's language. Exhaustive: a new reason has to be told here too.

use crate::domain::callout::CalloutProblem;
use crate::domain::link_session;
use crate::domain::plain_text::{Kind, Unwelcome};
use crate::domain::settings::{HISTORY_DAYS, MENU_PARTS, RETURN_HOSTS, Why};
use crate::domain::timed_callout;
use crate::web::texts::Tongue;

/// A sentence or two: what is wrong, and how to mend it.
pub fn told(tongue: Tongue, why: &Why) -> String {
    match why {
        Why::Unwelcome(unwelcome) => unwelcome_is(tongue, *unwelcome),
        Why::TooLong { limit, length } => too_long(tongue, *limit, *length),
        Why::NotHistoryDays => tongue.t2("why-days", ("least", *HISTORY_DAYS.start()), ("most", *HISTORY_DAYS.end())),
        Why::TooManyHosts => tongue.t1("why-hosts", "most", RETURN_HOSTS),
        Why::TooManyTimedCallouts => tongue.t1("why-timed-callouts", "most", timed_callout::MOST),
        Why::HostNotListed(host) => tongue.t1("why-host-not-listed", "host", host.as_str()),
        Why::ParameterMisspelt { name, spelt } => {
            tongue.t2("why-parameter-misspelt", ("name", name.as_str()), ("spelt", *spelt))
        }
        Why::ParameterNotReturned(name) => tongue.t1("why-parameter-not-returned", "name", name.as_str()),
        Why::TooManyParameters => tongue.t1("why-parameters", "most", link_session::PARAMETERS),
        Why::TooManyMenus => tongue.t1("why-menus", "most", MENU_PARTS),
        // The callout has a page of its own; here it can only come from a document that was changed by hand.
        Why::Callout(CalloutProblem::Unwelcome { unwelcome, .. }) => unwelcome_is(tongue, *unwelcome),
        Why::Callout(CalloutProblem::TooLong { part, length }) => too_long(tongue, part.limit(), *length),
        Why::Empty | Why::Callout(CalloutProblem::Missing { .. }) => tongue.t("why-empty").to_owned(),
        Why::NotPhone => tongue.t("why-phone").to_owned(),
        Why::NotEmail => tongue.t("why-email").to_owned(),
        Why::NotColour => tongue.t("why-colour").to_owned(),
        Why::NotTimeZone => tongue.t("why-time-zone").to_owned(),
        Why::NotLanguage => tongue.t("why-language").to_owned(),
        Why::NotCountry => tongue.t("why-country").to_owned(),
        Why::HoursInEnglishFirst => tongue.t("why-hours").to_owned(),
        Why::AddressHasBlanks => tongue.t("why-blanks").to_owned(),
        Why::AddressIsNotHttps => tongue.t("why-https").to_owned(),
        Why::AddressIsNotWhole => tongue.t("why-whole").to_owned(),
        Why::NotHost => tongue.t("why-host").to_owned(),
        Why::BraceAlone => tongue.t1("why-brace", "example", "{companyId}"),
        Why::BraceInHost => tongue.t("why-brace-host").to_owned(),
        Why::ParameterName => tongue.t("why-parameter-name").to_owned(),
        Why::MenuEmpty => tongue.t("why-menu-empty").to_owned(),
    }
}

pub fn too_long(tongue: Tongue, limit: usize, length: usize) -> String {
    tongue.t2("why-long", ("limit", limit), ("count", length.saturating_sub(limit)))
}

pub fn unwelcome_is(tongue: Tongue, unwelcome: Unwelcome) -> String {
    let key = match unwelcome.kind() {
        Kind::LineBreak => "why-line-break",
        Kind::Tab => "why-tab",
        Kind::BidiOverride => "why-direction",
        Kind::Control => "why-control",
        Kind::Marks => "why-marks",
    };
    tongue.t1(key, "place", unwelcome.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;

    #[test]
    fn every_reason_has_words_of_its_own_in_both_languages() {
        let text = || "companyID".to_owned();
        let unwelcome = |character| Why::Unwelcome(Unwelcome { place: 3, character });
        let reasons = [
            Why::Empty,
            Why::TooLong { limit: 60, length: 61 },
            Why::NotPhone,
            Why::NotEmail,
            Why::NotColour,
            Why::NotTimeZone,
            Why::NotLanguage,
            Why::NotCountry,
            Why::NotHistoryDays,
            Why::HoursInEnglishFirst,
            Why::AddressHasBlanks,
            Why::AddressIsNotHttps,
            Why::AddressIsNotWhole,
            Why::NotHost,
            Why::TooManyHosts,
            Why::TooManyTimedCallouts,
            Why::HostNotListed(text()),
            Why::BraceAlone,
            Why::BraceInHost,
            Why::ParameterMisspelt { name: text(), spelt: "companyId" },
            Why::ParameterNotReturned(text()),
            Why::ParameterName,
            Why::TooManyParameters,
            Why::TooManyMenus,
            Why::MenuEmpty,
            unwelcome('\n'),
            unwelcome('\t'),
            unwelcome('\u{202e}'),
            unwelcome('\u{7}'),
            unwelcome('\u{301}'),
        ];
        for language in Language::ALL {
            let told: std::collections::BTreeSet<String> =
                reasons.iter().map(|why| told(Tongue::new(language), why)).collect();
            assert_eq!(told.len(), reasons.len(), "{told:?}");
        }
        let long = too_long(Tongue::new(Language::FrCa), 60, 61);
        assert_eq!(long, "Au plus 60\u{a0}caractères. Il y en a 1\u{a0}de trop.");
    }
}
