//! The looks as they stand: what is published, what is drafted, which pictures there are.

use crate::domain::branding_draft::{BrandingDraft, Change};
use crate::domain::draft::{self, By, Draft, NO_DRAFT, Topic};
use crate::domain::partner::{ImageFacts, ImageKind, Partner, PartnerId};
use crate::domain::picture::{self, Picture};
use crate::domain::publication::{self, Publication};
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::store::Db;

/// As many as are kept.
pub const HISTORY: i64 = publication::MOST;

pub struct State {
    pub published: BrandingDraft,
    pub draft: Option<Draft<BrandingDraft>>,
    pub pictures: Vec<Picture>,
    images: Vec<ImageFacts>,
}

impl State {
    pub async fn of(member: &Member) -> Result<Self, Refusal> {
        let mut db = member.app.store.read().await?;
        Ok(Self::read(&mut db, &member.partner).await?)
    }

    async fn read(db: &mut Db, partner: &Partner) -> sqlx::Result<Self> {
        Ok(Self {
            published: BrandingDraft::of(partner),
            draft: draft::of(db, partner.id, Topic::Branding).await?,
            pictures: picture::of(db, partner.id).await?,
            images: partner.images.clone(),
        })
    }

    /// What the form begins with.
    pub fn draft_or_published(&self) -> BrandingDraft {
        self.draft.as_ref().map_or_else(|| self.published.clone(), |draft| draft.content.clone())
    }

    pub fn version(&self) -> i64 {
        self.draft.as_ref().map_or(NO_DRAFT, |draft| draft.version)
    }

    /// Who changed the draft last, and when.
    pub fn drafted(&self, member: &Member) -> Option<String> {
        let draft = self.draft.as_ref()?;
        let when = member.moment(draft.changed_at);
        Some(member.tongue.t2("branding-drafted", ("name", draft.changed_by.as_str()), ("time", when)))
    }

    /// What publishing would change.
    pub fn pending(&self) -> Vec<Change> {
        self.draft.as_ref().map(|draft| draft.content.changes_since(&self.published)).unwrap_or_default()
    }

    /// A picture of this partner's, shown or kept.
    pub fn facts(&self, kind: ImageKind, hash: &str) -> Option<&ImageFacts> {
        let kept = self.pictures.iter().map(|picture| &picture.facts);
        kept.chain(&self.images).find(|facts| facts.kind == kind && facts.hash == hash)
    }

    pub fn picture(&self, kind: ImageKind, hash: &str) -> Option<&Picture> {
        self.pictures.iter().find(|picture| picture.facts.kind == kind && picture.facts.hash == hash)
    }
}

/// In whose name a draft is saved and published.
pub fn by(member: &Member) -> By<'_> {
    By { member: Some(member.who.id.0), name: &member.who.name }
}

/// Hashes of pictures that something refers to, the most important first.
pub async fn needed(db: &mut Db, partner: &Partner) -> sqlx::Result<Vec<String>> {
    let draft: Option<Draft<BrandingDraft>> = draft::of(db, partner.id, Topic::Branding).await?;
    let history = publications(db, partner.id).await?;
    let states = draft.map(|draft| draft.content).into_iter().chain([BrandingDraft::of(partner)]);
    let states = states.chain(history.into_iter().map(|publication| publication.content));
    Ok(states.flat_map(|state| state.hashes().map(str::to_owned).collect::<Vec<_>>()).collect())
}

/// The newest first.
pub async fn publications(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<Publication<BrandingDraft>>> {
    publication::newest(db, partner, Topic::Branding, HISTORY).await
}
