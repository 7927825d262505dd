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
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::store::{self, Db};

/// What the button does.
pub struct Deed {
    /// Its words, the page's heading.
    pub heading: &'static str,
    /// What happens, in a sentence.
    pub consequence: String,
    pub button: &'static str,
    pub action: String,
    /// What the form sends along to say what was looked at.
    pub seen: String,
    /// What there was for others to see is not lost.
    pub is_destructive: bool,
}

#[derive(Template)]
#[template(path = "portal/branding/review.html")]
pub struct Review {
    shell: Shell,
    csrf: String,
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
    pub fn of(member: &Member, form: &str, deed: Deed, (changes, state): (&[Change], &State)) -> Self {
        Self {
            shell: member.shell().at(deed.action.clone()),
            csrf: member.csrf(form),
            may_change: member.may(Action::ChangeLooks),
            changes: change_lines(member.tongue, changes, state),
            deed,
            refused: None,
        }
    }

    pub fn refused(self, why: Option<String>) -> Self {
        Self { refused: why, ..self }
    }

    pub fn answer(&self, member: &Member) -> Result<HttpResponse, Refusal> {
        let status = if self.refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
        member.answers(status, self)
    }
}

/// Makes the pages look so, and remembers it; and before the first time, what they looked like until then. Words: why not.
pub async fn published(
    db: &mut Db,
    member: &Member,
    (looks, what): (&BrandingDraft, What),
) -> Result<Option<String>, Refusal> {
    let (app, now) = (&member.app, member.app.clock.now());
    // Whoever holds the row knows the version.
    store::partners::hold(db, member.partner.id).await?;
    let partner = store::partners::get(db, member.partner.id).await?;
    remember_what_was(db, member, &partner).await?;
    match looks.publish(db, &partner, what, now).await? {
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
