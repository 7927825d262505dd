//! A partner's looks under preparation: everything that *Branding* sets, with pictures by the hash of their content. What is
//! published is remembered in the same form, so that any former state is a draft again.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::audit::{self, Note, Thing, ThingKind, What, differences};
use crate::domain::branding::{Colour, Corners};
use crate::domain::partner::{ImageFacts, ImageKind, Partner};
use crate::domain::settings::{Bilingual, Settings};
use crate::store::{self, Db, pictures};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandingDraft {
    pub name: Bilingual,
    pub primary: Colour,
    pub secondary: Colour,
    pub corners: Corners,
    /// Hashes, and so are the next three.
    pub logo: Option<String>,
    pub logo_dark: Option<String>,
    pub icon: Option<String>,
    pub hero: Option<String>,
}

/// One thing that differs between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    NameEnglish {
        before: String,
        after: String,
    },
    /// `None`: the English one.
    NameFrench {
        before: Option<String>,
        after: Option<String>,
    },
    Primary {
        before: Colour,
        after: Colour,
    },
    Secondary {
        before: Colour,
        after: Colour,
    },
    Corners {
        before: Corners,
        after: Corners,
    },
    Picture {
        kind: ImageKind,
        before: Option<String>,
        after: Option<String>,
    },
}

/// What became of publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    Done,
    /// Somebody else changed the partner's settings meanwhile; nothing is done.
    TooLate,
    /// A picture is not kept any more; nothing may be committed.
    PictureGone(ImageKind),
}

impl BrandingDraft {
    /// As it is now.
    pub fn of(partner: &Partner) -> Self {
        let Settings { name, primary_colour, secondary_colour, corners, .. } = &partner.settings;
        let hash = |kind| partner.image(kind).map(|image| image.hash.clone());
        Self {
            name: name.clone(),
            primary: *primary_colour,
            secondary: *secondary_colour,
            corners: *corners,
            logo: hash(ImageKind::Logo),
            logo_dark: hash(ImageKind::LogoDark),
            icon: hash(ImageKind::Icon),
            hero: hash(ImageKind::Hero),
        }
    }

    pub fn picture(&self, kind: ImageKind) -> Option<&str> {
        match kind {
            ImageKind::Logo => self.logo.as_deref(),
            ImageKind::LogoDark => self.logo_dark.as_deref(),
            ImageKind::Icon => self.icon.as_deref(),
            ImageKind::Hero => self.hero.as_deref(),
        }
    }

    pub fn set_picture(&mut self, kind: ImageKind, hash: Option<String>) {
        let place = match kind {
            ImageKind::Logo => &mut self.logo,
            ImageKind::LogoDark => &mut self.logo_dark,
            ImageKind::Icon => &mut self.icon,
            ImageKind::Hero => &mut self.hero,
        };
        *place = hash;
    }

    /// Every hash it refers to.
    pub fn hashes(&self) -> impl Iterator<Item = &str> {
        ImageKind::ALL.iter().filter_map(|kind| self.picture(*kind))
    }

    /// The partner as it would be, under the version that it has: what is drawn from it must be kept nowhere. A picture that is
    /// neither among `pictures` nor shown already is left out.
    pub fn applied(&self, partner: &Partner, pictures: &[ImageFacts]) -> Partner {
        let image = |kind: &ImageKind| {
            let hash = self.picture(*kind)?;
            let known = partner.images.iter().chain(pictures);
            known.into_iter().find(|image| image.kind == *kind && image.hash == hash).cloned()
        };
        Partner {
            settings: self.settings(&partner.settings),
            images: ImageKind::ALL.iter().filter_map(image).collect(),
            ..partner.clone()
        }
    }

    fn settings(&self, now: &Settings) -> Settings {
        Settings {
            name: self.name.clone(),
            primary_colour: self.primary,
            secondary_colour: self.secondary,
            corners: self.corners,
            ..now.clone()
        }
    }

    /// What differs from `former`, in the order of the page.
    pub fn changes_since(&self, former: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.name.en != former.name.en {
            changes.push(Change::NameEnglish { before: former.name.en.clone(), after: self.name.en.clone() });
        }
        if self.name.fr != former.name.fr {
            changes.push(Change::NameFrench { before: former.name.fr.clone(), after: self.name.fr.clone() });
        }
        for kind in ImageKind::ALL {
            let (before, after) = (former.picture(*kind), self.picture(*kind));
            let owned = |hash: Option<&str>| hash.map(str::to_owned);
            if before != after {
                changes.push(Change::Picture { kind: *kind, before: owned(before), after: owned(after) });
            }
        }
        if self.primary != former.primary {
            changes.push(Change::Primary { before: former.primary, after: self.primary });
        }
        if self.secondary != former.secondary {
            changes.push(Change::Secondary { before: former.secondary, after: self.secondary });
        }
        if self.corners != former.corners {
            changes.push(Change::Corners { before: former.corners, after: self.corners });
        }
        changes
    }

    /// Makes the pages look like this: settings and pictures, as one new version of the partner. What they showed until now is
    /// kept, so that it can be restored.
    ///
    /// `what`: as the audit log is to call it.
    pub async fn publish(&self, db: &mut Db, partner: &Partner, what: What, now: Timestamp) -> sqlx::Result<Published> {
        pictures::adopt(db, partner.id).await?;
        let settings = self.settings(&partner.settings);
        // First, because it takes the partner's row: from here on nobody else changes what it shows.
        if !store::partners::update(db, partner.id, &settings, partner.version, now).await? {
            return Ok(Published::TooLate);
        }
        for kind in ImageKind::ALL {
            let is_there = match self.picture(*kind) {
                Some(hash) => pictures::show(db, partner.id, *kind, hash).await?,
                None => pictures::hide(db, partner.id, *kind).await.map(|()| true)?,
            };
            if !is_there {
                return Ok(Published::PictureGone(*kind));
            }
        }
        self.note(db, partner, &settings, what).await?;
        Ok(Published::Done)
    }

    async fn note(&self, db: &mut Db, before: &Partner, settings: &Settings, what: What) -> sqlx::Result<()> {
        let after = store::partners::get(db, before.id).await?;
        let mut note = Note::of(before.id, what, Thing::the(ThingKind::Branding));
        for (field, before, after) in differences(&before.settings, settings) {
            note = note.changed(field, before, after);
        }
        for kind in ImageKind::ALL {
            let said = |partner: &Partner| partner.image(*kind).map(ImageFacts::said);
            note = note.changed(kind.word(), said(before), said(&after));
        }
        audit::note(db, note);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::partner::PartnerId;

    fn facts(kind: ImageKind, hash: &str) -> ImageFacts {
        ImageFacts { kind, hash: hash.into(), width: 100, height: 20, content_type: "image/png".into(), tones: None }
    }

    fn partner() -> Partner {
        Partner {
            id: PartnerId(uuid::Uuid::nil()),
            version: 7,
            profile_changed_at: Timestamp::from_micros(0),
            settings: Settings::new("Acme Bank").unwrap(),
            images: vec![facts(ImageKind::Logo, "aa"), facts(ImageKind::Icon, "bb")],
        }
    }

    #[test]
    fn what_is_now_changes_nothing() {
        let partner = partner();
        let draft = BrandingDraft::of(&partner);
        assert_eq!(draft.changes_since(&BrandingDraft::of(&partner)), []);
        let applied = draft.applied(&partner, &[]);
        assert_eq!((applied.settings, applied.images), (partner.settings, partner.images));
    }

    #[test]
    fn a_draft_changes_its_own_and_leaves_the_rest() {
        let partner = partner();
        let mut draft = BrandingDraft::of(&partner);
        draft.name.fr = Some("Banque Acmé".into());
        draft.primary = Colour(0xff, 0xd1, 0);
        draft.corners = Corners::Pill;
        draft.set_picture(ImageKind::Logo, Some("cc".into()));
        draft.set_picture(ImageKind::Icon, None);
        // One of another kind is none, and neither is one that nobody keeps.
        draft.set_picture(ImageKind::Hero, Some("bb".into()));
        let applied = draft.applied(&partner, &[facts(ImageKind::Logo, "cc")]);
        assert_eq!(applied.images, [facts(ImageKind::Logo, "cc")]);
        assert_eq!(applied.settings.name.fr.as_deref(), Some("Banque Acmé"));
        assert_eq!((applied.settings.primary_colour, applied.settings.corners), (draft.primary, Corners::Pill));
        assert_eq!(applied.settings.institution, partner.settings.institution);
        assert_eq!(applied.version, 7);

        let changes = draft.changes_since(&BrandingDraft::of(&partner));
        assert_eq!(changes.len(), 6, "{changes:?}");
        assert_eq!(changes[0], Change::NameFrench { before: None, after: Some("Banque Acmé".into()) });
        let logo = Change::Picture { kind: ImageKind::Logo, before: Some("aa".into()), after: Some("cc".into()) };
        assert_eq!(changes[1], logo);
        assert_eq!(changes[5], Change::Corners { before: Corners::Rounded, after: Corners::Pill });
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let mut draft = BrandingDraft::of(&partner());
        draft.hero = Some("dd".into());
        let text = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<BrandingDraft>(&text).unwrap(), draft);
        assert_eq!(draft.hashes().collect::<Vec<_>>(), ["aa", "bb", "dd"]);
    }
}
