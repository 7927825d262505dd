//! The callout editor: what customers see now, the draft that all of a partner's people work on, what is to come.

mod counted;
pub mod discard;
mod done;
pub mod history;
pub mod publish;
pub mod restore;
mod suggested;
pub mod take_back;
mod times;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use self::counted::{InLanguage, fields};
use self::done::Done;
use self::suggested::{Suggested, suggested};
use super::field::{Problem, problems};
use super::live;
use super::member::Member;
use super::page::{Page, Shell};
use super::preview::Preview;
use crate::domain::callout_draft::{CalloutDraft, Texts};
use crate::domain::callout_history::Span;
use crate::domain::draft::{self, By, Draft, NO_DRAFT, Topic};
use crate::domain::publication::PublicationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::web::answer::Policy;
use crate::web::form::LongForm;
use crate::web::preview::Sample;
use crate::web::urls::portal as urls;

const FORM: &str = "callout";
/// Where what somebody else saved stands.
const THEIRS: &str = "theirs";

#[derive(Deserialize)]
pub struct After {
    done: Option<Done>,
}

#[derive(Deserialize)]
pub struct Typed {
    title_en: String,
    body_en: String,
    title_fr: String,
    body_fr: String,
    /// Of the draft that the form was made from.
    version: i64,
    /// What customers saw then.
    #[serde(default)]
    live: String,
    #[serde(default)]
    action: Button,
}

/// Each of them saves.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Button {
    #[default]
    Save,
    /// With the suggestions for its French.
    Mend,
    Preview,
    Publish,
}

impl Typed {
    fn texts(&self) -> CalloutDraft {
        CalloutDraft {
            english: Texts::new(&self.title_en, &self.body_en),
            french: Texts::new(&self.title_fr, &self.body_fr),
        }
    }

    /// As it is to be kept.
    fn kept(&self) -> CalloutDraft {
        let texts = self.texts().typeset();
        if self.action == Button::Mend { texts.mended() } else { texts }
    }

    fn leads_to(&self) -> String {
        match self.action {
            Button::Save if self.texts().fixes() > 0 => urls::callout_after(Done::Typeset),
            Button::Save => urls::callout_after(Done::Saved),
            Button::Mend => urls::callout_after(Done::Mended),
            Button::Preview => urls::callout_preview(),
            Button::Publish => urls::publish_callout(),
        }
    }
}

#[derive(Template)]
#[template(path = "portal/callout.html")]
pub struct Editor {
    shell: Shell,
    csrf: String,
    may_change: bool,
    version: i64,
    /// A mark of what customers see now.
    live: String,
    now: CalloutDraft,
    /// Until when, if what customers see now has a time.
    now_until: Option<String>,
    timed: Vec<Timed>,
    /// Who saved it when, in words.
    saved: Option<String>,
    languages: [InLanguage; 2],
    texts: CalloutDraft,
    suggested: Vec<Suggested>,
    theirs: Option<Theirs>,
    preview: Preview,
}

/// One with a time that has not ended, as the page tells it.
struct Timed {
    id: PublicationId,
    texts: CalloutDraft,
    when: String,
}

/// What stands in the way of saving: somebody else was quicker.
struct Theirs {
    words: String,
    /// Their draft, unless it was published or discarded; or what they have published.
    texts: Option<CalloutDraft>,
    is_live: bool,
}

impl Page for Editor {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-heading").to_owned()
    }

    fn policy(&self) -> Policy {
        Policy::Framing
    }

    fn problems(&self) -> Vec<Problem> {
        let theirs = self.theirs.iter().map(|it| Problem { field: THEIRS.to_owned(), words: it.words.clone() });
        let fields = self.languages.iter().flat_map(|it| &it.fields).map(|it| &it.field);
        theirs.chain(problems(fields)).collect()
    }
}

impl Editor {
    /// With these texts, or else those of the draft, or else those that customers see.
    fn of(member: &Member, draft: Option<&Draft<CalloutDraft>>, typed: Option<CalloutDraft>) -> Result<Self, Refusal> {
        let (tongue, now) = (member.tongue, member.app.clock.now());
        let settings = &member.partner.settings;
        let shown = settings.shown_callout(now);
        let shown_texts = CalloutDraft::from(shown);
        let texts = typed.or_else(|| draft.map(|it| it.content.clone())).unwrap_or_else(|| shown_texts.clone());
        Ok(Self {
            shell: member.shell().at(urls::callout()),
            csrf: member.csrf(FORM),
            may_change: member.may(Action::ChangeLooks),
            version: draft.map_or(NO_DRAFT, |it| it.version),
            live: live::callout(&member.partner)?,
            now_until: shown.timed.and_then(|it| it.until).map(|until| member.moment(until)),
            now: shown_texts,
            timed: Timed::all(member),
            saved: draft.map(|it| said(member, "callout-draft-saved", it)),
            languages: fields(tongue, &texts),
            suggested: suggested(tongue, &texts.french),
            texts,
            theirs: None,
            preview: Preview::new(tongue, Sample::SetUp).at_the_callout(),
        })
    }

    /// `seen`: the version of the draft that the form was made from.
    fn overtaken(self, member: &Member, draft: Option<Draft<CalloutDraft>>, seen: i64) -> Self {
        let is_live = draft.is_none() && seen == NO_DRAFT;
        let words = match &draft {
            Some(draft) => said(member, "callout-overtaken", draft),
            None if is_live => member.tongue.t("callout-overtaken-live").to_owned(),
            None => member.tongue.t("callout-overtaken-gone").to_owned(),
        };
        let texts = if is_live { Some(self.now.clone()) } else { draft.map(|it| it.content) };
        Self { theirs: Some(Theirs { words, texts, is_live }), ..self }
    }

    fn lacks_french(&self) -> bool {
        self.texts.lacks_french()
    }
}

impl Timed {
    /// Those that begin or end by themselves.
    fn all(member: &Member) -> Vec<Self> {
        let (settings, now) = (&member.partner.settings, member.app.clock.now());
        let told = settings.timed_callouts.iter().filter(|it| !it.is_over(now));
        told.filter(|it| !it.has_begun(now) || it.until.is_some())
            .map(|it| Self {
                id: it.publication,
                texts: CalloutDraft { english: it.callout_en.as_ref().into(), french: it.callout_fr.as_ref().into() },
                when: times::span(member, Span { from: it.from, until: it.until }),
            })
            .collect()
    }
}

/// Who did something with the draft, and when.
fn said(member: &Member, key: &str, draft: &Draft<CalloutDraft>) -> String {
    member.tongue.t2(key, ("name", draft.changed_by.as_str()), ("at", member.moment(draft.changed_at)))
}

/// In whose name a change is made.
fn by(member: &Member) -> By<'_> {
    By { member: Some(member.who.id.0), name: &member.who.name }
}

async fn draft_of(member: &Member) -> Result<Option<Draft<CalloutDraft>>, Refusal> {
    let mut db = member.app.store.read().await?;
    Ok(draft::of(&mut db, member.partner.id, Topic::Callout).await?)
}

pub async fn get(member: Member, after: Query<After>) -> Result<HttpResponse, Refusal> {
    let draft = draft_of(&member).await?;
    let mut page = Editor::of(&member, draft.as_ref(), None)?;
    page.shell = page.shell.saying(after.done.map(|done| done.words(member.tongue)));
    member.answers(StatusCode::OK, &page)
}

/// Saves the draft. What cannot be kept stays in its field and is explained.
pub async fn post(member: Member, form: LongForm<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let texts = typed.kept();
    if !texts.may_be_kept() {
        let draft = draft_of(&member).await?;
        let page = Editor::of(&member, draft.as_ref(), Some(texts))?;
        let page = Editor { version: typed.version, live: typed.live, ..page };
        return member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (member, mut db) = member.writes_afresh().await?;
    let seen = live::seen(typed.version, &typed.live, &live::callout(&member.partner)?);
    let (of, now) = ((member.partner.id, Topic::Callout), member.app.clock.now());
    if draft::save(&mut db, of, &texts, seen, by(&member), now).await?.is_none() {
        drop(db);
        let draft = draft_of(&member).await?;
        let page = Editor::of(&member, draft.as_ref(), Some(texts))?.overtaken(&member, draft, typed.version);
        return member.answers(StatusCode::CONFLICT, &page);
    }
    db.commit().await?;
    member.leads_to(&typed.leads_to())
}
