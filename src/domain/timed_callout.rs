//! A callout for a time: from an instant, until an instant, or both. It stands over the one that stands without a time.
//!
//! Of several whose time it is the one published last is shown. An instant belongs to what begins with it, not to what
//! ends with it.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::callout::Callout;
use crate::domain::language::Language;
use crate::domain::publication::PublicationId;
use crate::domain::settings::Settings;

/// How many there may be at once.
pub const MOST: usize = 10;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimedCallout {
    /// What it is in the history.
    pub publication: PublicationId,
    pub callout_en: Option<Callout>,
    pub callout_fr: Option<Callout>,
    /// `None`: from when it was published.
    #[serde(with = "instant")]
    pub from: Option<Timestamp>,
    /// `None`: until another takes its place.
    #[serde(with = "instant")]
    pub until: Option<Timestamp>,
}

/// What customers see at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    pub english: Option<&'a Callout>,
    pub french: Option<&'a Callout>,
    /// `None`: the one that stands without a time.
    pub timed: Option<&'a TimedCallout>,
}

impl TimedCallout {
    pub fn has_begun(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now)
    }

    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// As customers see it when it is its time.
    pub fn shown(&self) -> Shown<'_> {
        Shown { english: self.callout_en.as_ref(), french: self.callout_fr.as_ref(), timed: Some(self) }
    }

    /// Whether it has taken the place of the one without a time, for good.
    fn stands(&self, now: Timestamp) -> bool {
        self.has_begun(now) && self.until.is_none()
    }
}

impl Settings {
    /// What a customer sees who reads this language. A callout without this language is seen by nobody who reads it.
    pub fn callout(&self, language: Language, now: Timestamp) -> Option<&Callout> {
        let shown = self.shown_callout(now);
        match language {
            Language::En => shown.english,
            Language::FrCa => shown.french,
        }
    }

    pub fn shown_callout(&self, now: Timestamp) -> Shown<'_> {
        match self.timed_callouts.iter().rev().find(|it| it.has_begun(now) && !it.is_over(now)) {
            Some(timed) => timed.shown(),
            None => self.standing_callout(),
        }
    }

    /// The one that is seen while it is no other's time.
    pub fn standing_callout(&self) -> Shown<'_> {
        Shown { english: self.callout_en.as_ref(), french: self.callout_fr.as_ref(), timed: None }
    }

    /// The one that is seen while no other's time ends: of those that have begun for good the newest, or the one without a time.
    pub fn lasting_callout(&self, now: Timestamp) -> Shown<'_> {
        match self.timed_callouts.iter().rev().find(|it| it.stands(now)) {
            Some(timed) => timed.shown(),
            None => self.standing_callout(),
        }
    }

    /// Those whose time is still to come.
    pub fn callouts_to_come(&self, now: Timestamp) -> impl Iterator<Item = &TimedCallout> {
        self.timed_callouts.iter().filter(move |it| !it.has_begun(now) && !it.is_over(now))
    }

    /// Puts these texts in the place of what stands without a time, and of what took its place since.
    pub fn set_standing_callout(&mut self, english: Option<Callout>, french: Option<Callout>, now: Timestamp) {
        (self.callout_en, self.callout_fr) = (english, french);
        self.timed_callouts.retain(|it| !it.stands(now) && !it.is_over(now));
    }

    /// Adds one for a time. Those that are over go, and those that nobody can see any more.
    pub fn add_timed_callout(&mut self, new: TimedCallout, now: Timestamp) {
        self.timed_callouts.retain(|it| !it.is_over(now));
        self.timed_callouts.push(new);
        if let Some(standing) = self.timed_callouts.iter().rposition(|it| it.stands(now)) {
            let mut place = 0..;
            self.timed_callouts.retain(|it| place.next() >= Some(standing) || !it.stands(now));
        }
    }

    /// Takes one back. `false`: it is not there, or no longer.
    pub fn take_back_callout(&mut self, publication: PublicationId, now: Timestamp) -> bool {
        let before = self.timed_callouts.len();
        self.timed_callouts.retain(|it| it.publication != publication || it.is_over(now));
        self.timed_callouts.len() < before
    }
}

/// An instant as it rests in a document.
pub(super) mod instant {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::clock::Timestamp;

    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(Timestamp::text).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| Timestamp::parse(&text).ok_or_else(|| D::Error::custom("not an instant of ours"))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn callout(title: &str) -> Option<Callout> {
        Some(Callout::new(title, "Body").unwrap())
    }

    /// So many hours after the beginning.
    fn at(hour: u64) -> Timestamp {
        Timestamp::from_micros(0) + Duration::from_secs(3_600 * hour)
    }

    fn timed(title: &str, from: Option<u64>, until: Option<u64>) -> TimedCallout {
        TimedCallout {
            publication: PublicationId(uuid::Uuid::from_u128(title.bytes().map(u128::from).sum())),
            callout_en: callout(title),
            callout_fr: None,
            from: from.map(at),
            until: until.map(at),
        }
    }

    fn standing() -> Settings {
        Settings { callout_en: callout("standing"), callout_fr: callout("permanent"), ..Settings::default() }
    }

    fn title(settings: &Settings, hour: u64) -> &str {
        settings.callout(Language::En, at(hour)).map_or("", Callout::title)
    }

    #[test]
    fn a_timed_callout_is_shown_from_its_first_instant_until_its_last_which_is_not_its_own() {
        let mut settings = standing();
        settings.add_timed_callout(timed("day", Some(10), Some(20)), at(0));
        for (hour, shown) in [(9, "standing"), (10, "day"), (19, "day"), (20, "standing")] {
            assert_eq!(title(&settings, hour), shown, "{hour}");
        }
        assert_eq!(settings.callout(Language::FrCa, at(9)).unwrap().title(), "permanent");
        assert_eq!(settings.callout(Language::FrCa, at(10)), None, "it has no French, and stands for both");
        let just_before = Timestamp::from_micros(at(20).micros() - 1);
        assert_eq!(settings.callout(Language::En, just_before).unwrap().title(), "day");
    }

    #[test]
    fn of_two_whose_time_it_is_the_one_published_last_is_shown() {
        let mut settings = standing();
        settings.add_timed_callout(timed("long", Some(10), Some(30)), at(0));
        settings.add_timed_callout(timed("short", Some(5), Some(15)), at(0));
        for (hour, shown) in [(4, "standing"), (5, "short"), (12, "short"), (15, "long"), (30, "standing")] {
            assert_eq!(title(&settings, hour), shown, "{hour}");
        }
    }

    #[test]
    fn a_standing_one_takes_the_place_of_what_took_its_place_and_leaves_the_others() {
        let mut settings = standing();
        settings.timed_callouts = vec![
            timed("over", None, Some(1)),
            timed("begun for good", Some(2), None),
            timed("begun for a while", Some(2), Some(9)),
            timed("to come", Some(8), None),
        ];
        settings.set_standing_callout(callout("new"), None, at(5));
        let left: Vec<&str> =
            settings.timed_callouts.iter().map(|it| it.callout_en.as_ref().unwrap().title()).collect();
        assert_eq!(left, ["begun for a while", "to come"]);
        assert_eq!(settings.lasting_callout(at(8)).english, callout("to come").as_ref());
        assert_eq!(
            (title(&settings, 5), settings.standing_callout().english),
            ("begun for a while", callout("new").as_ref())
        );
    }

    #[test]
    fn what_nobody_can_see_any_more_takes_no_place() {
        let mut settings = standing();
        for (hour, name) in (0..30).zip(["a", "b", "c"].into_iter().cycle()) {
            settings.add_timed_callout(timed(name, Some(hour), None), at(hour));
            assert_eq!((settings.timed_callouts.len(), title(&settings, hour)), (1, name));
        }
        settings.add_timed_callout(timed("short", None, Some(31)), at(30));
        settings.add_timed_callout(timed("later", Some(40), None), at(31));
        let left: Vec<&str> =
            settings.timed_callouts.iter().map(|it| it.callout_en.as_ref().unwrap().title()).collect();
        assert_eq!(left, ["c", "later"]);
    }

    #[test]
    fn one_that_is_to_come_or_has_begun_can_be_taken_back_once() {
        let mut settings = standing();
        settings.add_timed_callout(timed("day", Some(10), Some(20)), at(0));
        let id = settings.timed_callouts[0].publication;
        assert_eq!(settings.callouts_to_come(at(9)).count(), 1);
        assert_eq!(settings.callouts_to_come(at(10)).count(), 0);
        assert!(!settings.clone().take_back_callout(id, at(20)), "it is over");
        assert!(settings.clone().take_back_callout(id, at(15)));
        assert!(settings.take_back_callout(id, at(9)));
        assert!(!settings.take_back_callout(id, at(9)));
        assert_eq!(title(&settings, 12), "standing");
    }

    #[test]
    fn a_document_from_before_there_were_any_still_reads_and_one_with_them_comes_back() {
        let old: Settings = serde_json::from_str(r#"{"name":{"en":"Acme","fr":null}}"#).unwrap();
        assert_eq!(old.timed_callouts, []);
        let mut settings = standing();
        settings.add_timed_callout(timed("day", Some(10), None), at(0));
        let text = serde_json::to_string(&settings).unwrap();
        assert!(text.contains(r#""from":"1970-01-01T10:00:00.000000Z","until":null"#), "{text}");
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
    }

    #[test]
    fn there_are_ten_at_most() {
        let mut settings = standing();
        for hour in 10..20 {
            settings.add_timed_callout(timed("day", Some(hour), None), at(0));
        }
        assert_eq!(settings.check(), Ok(()));
        settings.add_timed_callout(timed("day", Some(20), None), at(0));
        assert_eq!(settings.check().unwrap_err().field, "timed callouts");
    }
}
