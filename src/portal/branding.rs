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
use super::live;
use super::member::Member;
use super::page::{Page, Shell};
use super::preview::Preview;
use crate::domain::branding::Corners;
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::{self, NO_DRAFT, Topic};
use crate::domain::partner::ImageKind;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::store::Db;
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
    /// A mark of what customers see now.
    live: String,
    /// Who changed the draft last, and when, in words.
    drafted: Option<String>,
    overtaken: Option<Overtaken>,
    names: [Field; 2],
    slots: Vec<Slot>,
    colours: [ColourField; 2],
    corners: Vec<Corner>,
    /// What publishing the draft would change.
    changes: Vec<ChangeLine>,
    preview: Preview,
}

/// Somebody else saved or published meanwhile.
pub struct Overtaken {
    heading: &'static str,
    /// Who and when, in words.
    who: String,
    /// What stands over theirs.
    theirs: &'static str,
    /// What differs between theirs and this.
    lines: Vec<ChangeLine>,
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
    let mut page = Branding::of(&member, &state, Read::of(member.tongue, &draft))?;
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
    let (seen, live) = (typed.seen(), typed.live.clone());
    let read = typed.read(member.tongue, &state, received)?;
    let Some(draft) = read.draft() else {
        let page = Branding { seen, live, ..Branding::of(&member, &state, read)? };
        return member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let (member, mut db) = member.writes_afresh().await?;
    let Some(done) = saved(&mut db, &member, &draft, (seen, &live)).await? else {
        drop(db);
        return overtaken(&member, (&draft, seen), read).await;
    };
    db.commit().await?;
    member.leads_to(&urls::branding_done(done))
}

/// What was done. `None`: somebody else was quicker. What is published already needs no draft.
async fn saved(
    db: &mut Db,
    member: &Member,
    draft: &BrandingDraft,
    (seen, live): (i64, &str),
) -> Result<Option<&'static str>, Refusal> {
    let (id, topic) = (member.partner.id, Topic::Branding);
    if *draft == BrandingDraft::of(&member.partner) {
        let is_there = draft::of::<BrandingDraft>(db, id, topic).await?.is_some();
        let is_done = !is_there || draft::discard(db, id, topic, seen).await?;
        return Ok(is_done.then_some("unchanged"));
    }
    let (seen, now) = (live::seen(seen, live, &live::looks(&member.partner)?), member.app.clock.now());
    let version = draft::save(db, (id, topic), draft, seen, state::by(member), now).await?;
    Ok(version.map(|_| "saved"))
}

/// Nothing is overwritten: what is saved, or live now, is shown beside what was typed, and the button saves this in its place.
async fn overtaken(member: &Member, (draft, seen): (&BrandingDraft, i64), read: Read) -> Result<HttpResponse, Refusal> {
    let (state, tongue) = (State::of(member).await?, member.tongue);
    let lines = change_lines(tongue, &draft.changes_since(&state.draft_or_published()), &state);
    let page = Branding::of(member, &state, read)?;
    let is_live = state.draft.is_none() && seen == NO_DRAFT;
    let who = match &page.drafted {
        Some(drafted) => drafted.clone(),
        None if is_live => String::new(),
        None => tongue.t("branding-no-draft").to_owned(),
    };
    let (heading, theirs) = match is_live {
        true => (tongue.t("branding-overtaken-live"), "branding-now"),
        false => (tongue.t("branding-overtaken"), "branding-theirs"),
    };
    let overtaken = Some(Overtaken { heading, who, theirs, lines });
    member.answers(StatusCode::CONFLICT, &Branding { overtaken, ..page })
}

impl Branding {
    fn of(member: &Member, state: &State, read: Read) -> Result<Self, Refusal> {
        let tongue = member.tongue;
        let secondary = read.secondary.colour;
        let slot = |kind: &ImageKind| Slot::of(tongue, *kind, state, &read, secondary);
        Ok(Self {
            csrf: member.csrf(FORM),
            may_change: member.may(Action::ChangeLooks),
            seen: state.version(),
            live: live::looks(&member.partner)?,
            drafted: state.drafted(member),
            overtaken: None,
            slots: ImageKind::ALL.iter().map(slot).collect(),
            colours: [ColourField::primary(tongue, &read.primary), ColourField::secondary(tongue, &read.secondary)],
            corners: Corners::ALL.iter().map(|corners| Corner::of(tongue, *corners, read.corners)).collect(),
            changes: change_lines(tongue, &state.pending(), state),
            preview: Preview::new(tongue, Sample::SelectSoftware),
            names: read.names,
            shell: member.shell().at(urls::branding()),
        })
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
