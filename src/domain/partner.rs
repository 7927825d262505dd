//! The partner: a bank or fintech, with its settings and images.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use time::{Date, UtcOffset};

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::audit::{self, Note, Thing, ThingKind, What, differences};
use crate::domain::branding::Tones;
use crate::domain::image::{Drawn, Purpose};
use crate::domain::limits::Limits;
use crate::domain::settings::Settings;
use crate::store::{self, Db};

id!(PartnerId);

words! {
    /// An image that a partner may give.
    ImageKind {
        Logo = "logo",
        /// In the logo's place where the browser is set to dark.
        LogoDark = "logo-dark",
        Icon = "icon",
        Hero = "hero",
    }
}

impl ImageKind {
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Logo | Self::LogoDark => Purpose::Logo,
            Self::Icon => Purpose::Icon,
            Self::Hero => Purpose::Hero,
        }
    }
}

/// What a page needs to know of an image: where it is and how large it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageFacts {
    pub kind: ImageKind,
    pub hash: String,
    pub width: u32,
    pub height: u32,
    pub content_type: String,
    /// Of the logo itself, where it has no background of its own.
    pub tones: Option<Tones>,
}

impl ImageFacts {
    /// What the picture's address ends in.
    pub fn extension(&self) -> &'static str {
        match self.content_type.as_str() {
            "image/jpeg" => "jpg",
            "image/webp" => "webp",
            _ => "png",
        }
    }

    /// In a line, for the audit log: how large it is shown, and how its content's hash begins.
    pub fn said(&self) -> String {
        let content: String = self.hash.chars().take(12).collect();
        format!("{} × {}, {}, {content}", self.width, self.height, self.content_type)
    }
}

/// A partner as every door sees it: one version of its settings.
#[derive(Clone, Debug)]
pub struct Partner {
    pub id: PartnerId,
    pub version: i64,
    pub profile_changed_at: Timestamp,
    pub settings: Settings,
    pub images: Vec<ImageFacts>,
}

impl Partner {
    pub fn image(&self, kind: ImageKind) -> Option<&ImageFacts> {
        self.images.iter().find(|image| image.kind == kind)
    }

    /// How many days back a feed may start and a first push may reach.
    pub fn history_days(&self, limits: &Limits) -> i64 {
        self.settings.history_days.unwrap_or(limits.history_days)
    }

    /// The date on the partner's calendar.
    pub fn today(&self, now: Timestamp) -> Date {
        let at = jiff::Timestamp::from_second(now.unix_seconds()).unwrap_or_default();
        let zone = jiff::tz::TimeZone::get(&self.settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let offset = UtcOffset::from_whole_seconds(zone.to_offset(at).seconds()).unwrap_or(UtcOffset::UTC);
        now.datetime().to_offset(offset).date()
    }
}

impl Partner {
    /// When a day begins on the partner's calendar; `YYYY-MM-DD`. `None`: there is no such day.
    pub fn day_begins(&self, day: &str) -> Option<Timestamp> {
        let date: jiff::civil::Date = day.parse().ok().filter(|_| day.len() == 10)?;
        self.beginning(date)
    }

    /// When the day after it begins.
    pub fn day_ends(&self, day: &str) -> Option<Timestamp> {
        let date: jiff::civil::Date = day.parse().ok().filter(|_| day.len() == 10)?;
        self.beginning(date.tomorrow().ok()?)
    }

    fn beginning(&self, date: jiff::civil::Date) -> Option<Timestamp> {
        let zone = jiff::tz::TimeZone::get(&self.settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        date.to_zoned(zone).ok().map(|begins| Timestamp::from_micros(begins.timestamp().as_microsecond()))
    }
}

/// Partners change rarely and every page needs one: kept in memory by version, so that a page pays one read.
#[derive(Clone, Default)]
pub struct Partners(Arc<Mutex<HashMap<PartnerId, Arc<Partner>>>>);

impl Partners {
    /// The partner at `version`, which the caller has just read together with its own facts.
    pub async fn at_version(&self, db: &mut Db, id: PartnerId, version: i64) -> sqlx::Result<Arc<Partner>> {
        if let Some(known) = self.known(id).filter(|known| known.version == version) {
            return Ok(known);
        }
        let partner = Arc::new(store::partners::get(db, id).await?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&partner));
        Ok(partner)
    }

    fn known(&self, id: PartnerId) -> Option<Arc<Partner>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}

/// Makes a partner with checked settings.
pub async fn create(db: &mut Db, chance: &Chance, settings: &Settings, now: Timestamp) -> sqlx::Result<PartnerId> {
    let id = PartnerId::new(chance);
    store::partners::insert(db, id, settings, now).await?;
    let made = Note::of(id, What::PartnerCreated, Thing::with_id(ThingKind::Partner, id.0));
    audit::note(db, made.changed("name.en", None::<String>, settings.name.en.as_str()));
    Ok(id)
}

/// Keeps a new version of the settings. `false` when somebody else was quicker than `seen_version`.
pub async fn change_settings(
    db: &mut Db,
    partner: PartnerId,
    settings: &Settings,
    seen_version: i64,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let what = (What::SettingsChanged, ThingKind::Settings);
    change_settings_as(db, partner, what, settings, seen_version, now).await
}

/// The same, where what was done to the settings has a name of its own in the audit log.
pub async fn change_settings_as(
    db: &mut Db,
    partner: PartnerId,
    (what, kind): (What, ThingKind),
    settings: &Settings,
    seen_version: i64,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let before = store::partners::settings(db, partner).await?;
    if !store::partners::update(db, partner, settings, seen_version, now).await? {
        return Ok(false);
    }
    let mut note = Note::of(partner, what, Thing::the(kind));
    for (field, before, after) in differences(&before, settings) {
        note = note.changed(field, before, after);
    }
    if !note.changes_nothing() {
        audit::note(db, note);
    }
    Ok(true)
}

/// Keeps an image in place of the former one of its kind.
pub async fn set_image(
    db: &mut Db,
    partner: PartnerId,
    kind: ImageKind,
    image: &Drawn,
    now: Timestamp,
) -> sqlx::Result<()> {
    let before = store::partners::image_facts(db, partner, kind).await?;
    store::partners::put_image(db, partner, kind, image, now).await?;
    let after = store::partners::image_facts(db, partner, kind).await?;
    let said = |facts: Option<&ImageFacts>| facts.map(ImageFacts::said);
    let note = Note::of(partner, What::ImageSet, Thing::the(ThingKind::Image));
    audit::note(db, note.changed(kind.word(), said(before.as_ref()), said(after.as_ref())));
    Ok(())
}
