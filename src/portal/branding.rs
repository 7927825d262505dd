//! *Settings › Branding*: names, pictures, colours, corners. What is saved here is a draft; customers see it once it is published.

use actix_web::http::StatusCode;
use actix_web::web::{Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use self::change_words::{ChangeLine, change_lines};
use self::colour_field::ColourField;
use self::slot::Slot;
use self::state::State;
use self::typed::{Read, Typed};
use super::field::{Field, Problem, named_problems};
use super::member::Member;
use super::page::{Page, Shell};
use super::preview::Preview;
use crate::domain::branding::Corners;
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::{self, NO_DRAFT, Topic};
use crate::domain::partner::ImageKind;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::web::answer::Policy;
use crate::web::form::upload::Upload;
use crate::web::preview::Sample;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

mod change_words;
mod colour_field;
pub mod discard;
pub mod history;
mod picture_words;
pub mod publish;
pub mod restore;
mod review;
mod slot;
mod state;
mod typed;

const FORM: &str = "branding";

#[derive(Template)]
#[template(path = "portal/branding.html")]
pub struct Branding {
    shell: Shell,
    csrf: String,
    may_change: bool,
    /// The draft's version that the form was made from.
    seen: i64,
    /// Who changed the draft last, and when, in words.
    drafted: Option<String>,
    /// Somebody else saved meanwhile: who and when in words, and what differs between theirs and this.
    overtaken: Option<(String, Vec<ChangeLine>)>,
    names: [Field; 2],
    slots: Vec<Slot>,
    colours: [ColourField; 2],
    corners: Vec<Corner>,
    /// What publishing the draft would change.
    changes: Vec<ChangeLine>,
    preview: Preview,
}

/// A choice among the corners.
pub struct Corner {
    word: &'static str,
    label: &'static str,
    is_chosen: bool,
}

impl Page for Branding {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("branding-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let tongue = self.shell.tongue;
        let slots = self.slots.iter().filter_map(|slot| slot.in_summary(tongue));
        let colours = named_problems(tongue, self.colours.iter().map(|colour| &colour.field));
        named_problems(tongue, &self.names).into_iter().chain(slots).chain(colours).collect()
    }

    fn policy(&self) -> Policy {
        Policy::Framing
    }
}

/// What has just been done, for a page that a form led to.
#[derive(Deserialize)]
pub struct Came {
    #[serde(default)]
    done: String,
}

pub async fn get(member: Member, came: Query<Came>) -> Result<HttpResponse, Refusal> {
    let state = State::of(&member).await?;
    let draft = state.draft_or_published();
    let mut page = Branding::of(&member, &state, Read::of(member.tongue, &draft));
    page.shell = page.shell.saying(notice(member.tongue, &came.done));
    member.answers(StatusCode::OK, &page)
}

fn notice(tongue: Tongue, done: &str) -> Option<String> {
    let key = match done {
        "saved" => "branding-saved",
        "unchanged" => "branding-unchanged",
        "discarded" => "branding-discarded",
        "published" => "branding-published",
        "restored" => "branding-restored",
        _ => return None,
    };
    Some(tongue.t(key).to_owned())
}

/// Saves the draft. Pictures that are fine are kept, whatever is wrong with the rest of the form.
pub async fn post(member: Member, request: HttpRequest, body: Payload) -> Result<HttpResponse, Refusal> {
    let upload = Upload::<Typed>::of(&request, body).await?;
    let (typed, files) = upload.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let received = slot::receive(&member, files).await?;
    let state = State::of(&member).await?;
    let seen = typed.seen();
    let read = typed.read(member.tongue, &state, received)?;
    let Some(draft) = read.draft() else {
        let page = Branding { seen, ..Branding::of(&member, &state, read) };
        return member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    match saved(&member, &state, &draft, seen).await? {
        Some(done) => member.leads_to(&urls::branding_done(done)),
        None => overtaken(&member, &draft, read).await,
    }
}

/// What was done. `None`: somebody else was quicker. What is published already needs no draft.
async fn saved(
    member: &Member,
    state: &State,
    draft: &BrandingDraft,
    seen: i64,
) -> Result<Option<&'static str>, Refusal> {
    let (partner, mut db) = (member.partner.id, member.writes().await?);
    let is_done = match (*draft == state.published, seen) {
        (true, NO_DRAFT) => state.draft.is_none(),
        (true, seen) => draft::discard(&mut db, partner, Topic::Branding, seen).await?,
        (false, seen) => {
            let (topic, now) = ((partner, Topic::Branding), member.app.clock.now());
            draft::save(&mut db, topic, draft, seen, state::by(member), now).await?.is_some()
        }
    };
    db.commit().await?;
    Ok(is_done.then_some(if *draft == state.published { "unchanged" } else { "saved" }))
}

/// Nothing is overwritten: what is saved is shown beside what was typed, and the button saves this in its place.
async fn overtaken(member: &Member, draft: &BrandingDraft, read: Read) -> Result<HttpResponse, Refusal> {
    let state = State::of(member).await?;
    let theirs = state.draft_or_published();
    let lines = change_lines(member.tongue, &draft.changes_since(&theirs), &state);
    let page = Branding::of(member, &state, read);
    let who = page.drafted.clone().unwrap_or_else(|| member.tongue.t("branding-no-draft").to_owned());
    member.answers(StatusCode::CONFLICT, &Branding { overtaken: Some((who, lines)), ..page })
}

impl Branding {
    fn of(member: &Member, state: &State, read: Read) -> Self {
        let tongue = member.tongue;
        let secondary = read.secondary.colour;
        let slot = |kind: &ImageKind| Slot::of(tongue, *kind, state, &read, secondary);
        Self {
            csrf: member.csrf(FORM),
            may_change: member.may(Action::ChangeLooks),
            seen: state.version(),
            drafted: state.drafted(member),
            overtaken: None,
            slots: ImageKind::ALL.iter().map(slot).collect(),
            colours: [ColourField::primary(tongue, &read.primary), ColourField::secondary(tongue, &read.secondary)],
            corners: Corners::ALL.iter().map(|corners| Corner::of(tongue, *corners, read.corners)).collect(),
            changes: change_lines(tongue, &state.pending(), state),
            preview: Preview::new(tongue, Sample::SelectSoftware),
            names: read.names,
            shell: member.shell().at(urls::branding()),
        }
    }
}

impl Corner {
    fn of(tongue: Tongue, corners: Corners, chosen: Corners) -> Self {
        let label = match corners {
            Corners::Rounded => tongue.t("branding-corners-rounded"),
            Corners::Square => tongue.t("branding-corners-square"),
            Corners::Pill => tongue.t("branding-corners-pill"),
        };
        Self { word: corners.word(), label, is_chosen: corners == chosen }
    }
}
