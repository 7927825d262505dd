//! Publishing a callout: from now on or for a time, restoring a former one, and taking back one that is to come.
//!
//! Everything published stays in the history. A callout that was set elsewhere, at a terminal or by the demo, gets its place there
//! before it is replaced, so that it can be restored like any other.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::audit::{self, Note, Thing, ThingKind, What};
use crate::domain::callout::{Callout, CalloutProblem};
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::draft::{self, By, Topic};
use crate::domain::partner::PartnerId;
use crate::domain::publication::{self, Publication, PublicationId};
use crate::domain::settings::Settings;
use crate::domain::timed_callout::{self, TimedCallout};
use crate::store::{self, Db};

/// How often settings that somebody else is changing are read again.
const TRIES: usize = 10;
/// Five years: what is later was mistyped.
const FAR: Duration = Duration::from_secs(5 * 366 * 24 * 60 * 60);

words! {
    /// How a callout came to be published.
    Origin {
        Draft = "draft",
        Restored = "restored",
        /// It was set elsewhere, and found when it was replaced.
        Elsewhere = "elsewhere",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCallout {
    pub texts: CalloutDraft,
    #[serde(with = "timed_callout::instant")]
    pub from: Option<Timestamp>,
    #[serde(with = "timed_callout::instant")]
    pub until: Option<Timestamp>,
    pub origin: Origin,
}

pub type Entry = Publication<PublishedCallout>;

/// From when until when; neither: from now on, until another takes its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

/// Why a span is none that anybody means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanProblem {
    FromIsPast,
    FromIsFar,
    UntilIsPast,
    UntilIsFar,
    UntilIsBeforeFrom,
}

impl Span {
    /// From when it is published, with no end.
    pub fn is_open(self) -> bool {
        self == Self::default()
    }

    pub fn check(self, now: Timestamp) -> Result<(), SpanProblem> {
        let far = now + FAR;
        match (self.from, self.until) {
            (Some(from), _) if from <= now => Err(SpanProblem::FromIsPast),
            (Some(from), _) if from > far => Err(SpanProblem::FromIsFar),
            (_, Some(until)) if until <= now => Err(SpanProblem::UntilIsPast),
            (_, Some(until)) if until > far => Err(SpanProblem::UntilIsFar),
            (Some(from), Some(until)) if until <= from => Err(SpanProblem::UntilIsBeforeFrom),
            _ => Ok(()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Somebody saved or discarded the draft meanwhile.
    Changed,
    Unfinished(CalloutProblem),
    /// There are as many with a time as there may be.
    Full,
    /// There is no such publication, or it is over.
    Gone,
}

/// Everything that was published, the newest first.
pub async fn all(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<Entry>> {
    publication::newest(db, partner, Topic::Callout, publication::MOST).await
}

pub async fn get(db: &mut Db, partner: PartnerId, id: PublicationId) -> sqlx::Result<Option<Entry>> {
    publication::get(db, partner, Topic::Callout, id).await
}

/// Publishes the draft as `seen_version` has it, which is then no draft any more. Only [`Outcome::Done`] may be committed.
pub async fn publish(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    seen_version: i64,
    span: Span,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<Outcome> {
    let draft = draft::of::<CalloutDraft>(db, partner, Topic::Callout).await?;
    let Some(draft) = draft.filter(|draft| draft.version == seen_version) else { return Ok(Outcome::Changed) };
    if !draft::discard(db, partner, Topic::Callout, seen_version).await? {
        return Ok(Outcome::Changed);
    }
    let published =
        PublishedCallout { texts: draft.content, from: span.from, until: span.until, origin: Origin::Draft };
    put(db, chance, partner, &published, by, now).await
}

/// Publishes a former one again, from now on. The draft stays.
pub async fn restore(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    id: PublicationId,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<Outcome> {
    let Some(entry) = get(db, partner, id).await? else { return Ok(Outcome::Gone) };
    let published = PublishedCallout { texts: entry.content.texts, from: None, until: None, origin: Origin::Restored };
    put(db, chance, partner, &published, by, now).await
}

/// Takes back one whose time is to come or has not ended.
pub async fn take_back(db: &mut Db, partner: PartnerId, id: PublicationId, now: Timestamp) -> sqlx::Result<Outcome> {
    change(db, partner, now, |settings| {
        let timed = settings.timed_callouts.iter().find(|it| it.publication == id).cloned();
        let timed = timed.filter(|_| settings.take_back_callout(id, now)).ok_or(Outcome::Gone)?;
        let note = Note::of(partner, What::CalloutUnscheduled, Thing::the(ThingKind::Callout));
        Ok(with_texts(note, &timed.shown().into(), &CalloutDraft::default())
            .changed("from", timed.from.map(Timestamp::text), None::<String>)
            .changed("until", timed.until.map(Timestamp::text), None::<String>))
    })
    .await
}

async fn put(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    published: &PublishedCallout,
    by: By<'_>,
    now: Timestamp,
) -> sqlx::Result<Outcome> {
    let callouts = published.texts.english.callout().and_then(|en| Ok((en, published.texts.french.callout()?)));
    let callouts = match callouts {
        Ok(callouts) => callouts,
        Err(problem) => return Ok(Outcome::Unfinished(problem)),
    };
    // Whoever publishes at the same time waits here, and finds this one in the history.
    store::partners::hold(db, partner).await?;
    remember_what_stands(db, chance, partner, now).await?;
    let id = publication::add(db, chance, (partner, Topic::Callout), published, by, now).await?;
    change(db, partner, now, |settings| {
        let before = CalloutDraft::from(settings.lasting_callout(now));
        place(settings, id, callouts.clone(), published, now)?;
        let what = match published.origin {
            Origin::Restored => What::CalloutRestored,
            _ if published.from.is_some() => What::CalloutScheduled,
            Origin::Draft | Origin::Elsewhere => What::CalloutPublished,
        };
        let note = Note::of(partner, what, Thing::the(ThingKind::Callout));
        Ok(with_texts(note, &before, &published.texts)
            .changed("from", None::<String>, published.from.map(Timestamp::text))
            .changed("until", None::<String>, published.until.map(Timestamp::text)))
    })
    .await
}

fn place(
    settings: &mut Settings,
    publication: PublicationId,
    (callout_en, callout_fr): (Option<Callout>, Option<Callout>),
    published: &PublishedCallout,
    now: Timestamp,
) -> Result<(), Outcome> {
    let (from, until) = (published.from, published.until);
    if (Span { from, until }).is_open() {
        settings.set_standing_callout(callout_en, callout_fr, now);
        return Ok(());
    }
    settings.add_timed_callout(TimedCallout { publication, callout_en, callout_fr, from, until }, now);
    if settings.timed_callouts.len() > timed_callout::MOST { Err(Outcome::Full) } else { Ok(()) }
}

/// For the audit log, under the names that the settings have for them.
fn with_texts(note: Note, before: &CalloutDraft, after: &CalloutDraft) -> Note {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let changed = |note: Note, field: &str, before: &str, after: &str| note.changed(field, some(before), some(after));
    let note = changed(note, "callout_en.title", &before.english.title, &after.english.title);
    let note = changed(note, "callout_en.body", &before.english.body, &after.english.body);
    let note = changed(note, "callout_fr.title", &before.french.title, &after.french.title);
    changed(note, "callout_fr.body", &before.french.body, &after.french.body)
}

/// What stands without a time is the newest that was published without one, or it came from elsewhere.
async fn remember_what_stands(db: &mut Db, chance: &Chance, partner: PartnerId, now: Timestamp) -> sqlx::Result<()> {
    let settings = store::partners::get(db, partner).await?.settings;
    let texts = CalloutDraft::from(settings.standing_callout());
    let history = all(db, partner).await?;
    let newest = history.iter().find(|it| it.content.from.is_none() && it.content.until.is_none());
    if texts == newest.map(|it| it.content.texts.clone()).unwrap_or_default() {
        return Ok(());
    }
    let found = PublishedCallout { texts, from: None, until: None, origin: Origin::Elsewhere };
    publication::add(db, chance, (partner, Topic::Callout), &found, By { member: None, name: "" }, now).await?;
    Ok(())
}

/// Changes nothing but what `change` does, whatever else of the settings somebody changes meanwhile, and notes it.
async fn change(
    db: &mut Db,
    id: PartnerId,
    now: Timestamp,
    change: impl Fn(&mut Settings) -> Result<Note, Outcome>,
) -> sqlx::Result<Outcome> {
    for _ in 0..TRIES {
        let partner = store::partners::get(db, id).await?;
        let mut settings = partner.settings;
        let note = match change(&mut settings) {
            Ok(note) => note,
            Err(outcome) => return Ok(outcome),
        };
        if store::partners::update(db, id, &settings, partner.version, now).await? {
            audit::note(db, note);
            return Ok(Outcome::Done);
        }
    }
    Ok(Outcome::Changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_to_come_ends_after_it_begins_and_is_not_years_away() {
        let now = Timestamp::from_micros(1_795_262_400_000_000);
        let at = |hours: i64| Some(Timestamp::from_micros(now.micros() + hours * 3_600_000_000));
        let check = |from, until| Span { from, until }.check(now);
        for (from, until) in [(None, None), (at(1), None), (None, at(1)), (at(1), at(2)), (at(24 * 1_825), None)] {
            assert_eq!(check(from, until), Ok(()));
        }
        assert_eq!(check(at(0), None), Err(SpanProblem::FromIsPast));
        assert_eq!(check(at(-1), at(1)), Err(SpanProblem::FromIsPast));
        assert_eq!(check(None, at(0)), Err(SpanProblem::UntilIsPast));
        assert_eq!(check(at(2), at(2)), Err(SpanProblem::UntilIsBeforeFrom));
        assert_eq!(check(at(2), at(1)), Err(SpanProblem::UntilIsBeforeFrom));
        assert_eq!(check(at(24 * 1_831), None), Err(SpanProblem::FromIsFar));
        assert_eq!(check(None, at(24 * 1_831)), Err(SpanProblem::UntilIsFar));
    }
}
