//! What is about to be published, thrown away or restored: what it was, what it becomes, and one button that does it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::change_words::{ChangeLine, change_lines};
use super::state::{self, State};
use crate::domain::audit::What;
use crate::domain::branding_draft::{BrandingDraft, Change, Published};
use crate::domain::draft::{By, Topic};
use crate::domain::partner::Partner;
use crate::domain::publication;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::portal::branding::picture_words::label;
use crate::portal::live;
use crate::portal::member::Member;
use crate::portal::once::Once;
use crate::portal::page::{Page, Shell};
use crate::store::Db;

/// What the button does.
pub struct Deed {
    /// Its words, the page's heading.
    pub heading: &'static str,
    /// What happens, in a sentence.
    pub consequence: String,
    pub button: &'static str,
    pub action: String,
    /// The version of the draft that is looked at, if it is about the draft.
    pub seen: Option<i64>,
    /// What there was for others to see is not lost.
    pub is_destructive: bool,
}

#[derive(Template)]
#[template(path = "portal/branding/review.html")]
pub struct Review {
    shell: Shell,
    once: Once,
    /// A mark of what customers see now.
    live: String,
    may_change: bool,
    deed: Deed,
    changes: Vec<ChangeLine>,
    /// Why it was not done.
    refused: Option<String>,
}

impl Page for Review {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.deed.heading.to_owned()
    }
}

impl Review {
    pub fn of(member: &Member, form: &str, deed: Deed, (changes, state): (&[Change], &State)) -> Result<Self, Refusal> {
        Ok(Self {
            shell: member.shell().at(deed.action.clone()),
            once: Once::of(member, form),
            live: live::looks(&member.partner)?,
            may_change: member.may(Action::ChangeLooks),
            changes: change_lines(member.tongue, changes, state),
            deed,
            refused: None,
        })
    }

    pub fn refused(self, why: Option<String>) -> Self {
        Self { refused: why, ..self }
    }

    pub fn answer(&self, member: &Member) -> Result<HttpResponse, Refusal> {
        let status = if self.refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
        member.answers(status, self)
    }
}

/// Makes the pages look so in place of the looks with the mark `seen`, and remembers it; and before the first time, what they looked
/// like until then. `member`: with the partner as it is in this unit. Words: why not.
pub async fn published(
    db: &mut Db,
    member: &Member,
    seen: &str,
    (looks, what): (&BrandingDraft, What),
) -> Result<Option<String>, Refusal> {
    let (app, partner, now) = (&member.app, &*member.partner, member.app.clock.now());
    if seen != live::looks(partner)? {
        return Ok(Some(member.tongue.t("branding-looks-changed").to_owned()));
    }
    remember_what_was(db, member, partner).await?;
    match looks.publish(db, partner, what, now).await? {
        Published::Done => {
            let topic = (partner.id, Topic::Branding);
            publication::add(db, &app.chance, topic, looks, state::by(member), now).await?;
            Ok(None)
        }
        Published::TooLate => Err(Refusal::busy()),
        Published::PictureGone(kind) => {
            Ok(Some(member.tongue.t1("branding-publish-gone", "picture", label(member.tongue, kind))))
        }
    }
}

/// What was set elsewhere, at the command line or before there was a history, can be restored too.
async fn remember_what_was(db: &mut Db, member: &Member, partner: &Partner) -> Result<(), Refusal> {
    let was = BrandingDraft::of(partner);
    let newest = publication::newest::<BrandingDraft>(db, partner.id, Topic::Branding, 1).await?;
    if newest.first().is_none_or(|newest| newest.content != was) {
        let nobody = By { member: None, name: "" };
        let topic = (partner.id, Topic::Branding);
        publication::add(db, &member.app.chance, topic, &was, nobody, member.app.clock.now()).await?;
    }
    Ok(())
}
