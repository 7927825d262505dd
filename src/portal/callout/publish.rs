//! Publishing the draft: what will change, for whom, and from when until when.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::counted::words;
use super::done::Done;
use super::suggested::{Suggested, suggested};
use super::times::{self, End};
use super::{by, draft_of, said};
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::callout_history::{self, Outcome, Span};
use crate::domain::draft::{self, Draft, Topic};
use crate::domain::language::Language;
use crate::domain::local_time::{self, Which};
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::field::{Problem, named_problems, problems};
use crate::portal::live;
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::store::Db;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "callout-publish";

#[derive(Default, Deserialize)]
pub struct Typed {
    version: i64,
    /// What customers saw when the form was made.
    #[serde(default)]
    live: String,
    #[serde(default)]
    from_date: String,
    #[serde(default)]
    from_time: String,
    from_which: Option<Which>,
    #[serde(default)]
    until_date: String,
    #[serde(default)]
    until_time: String,
    until_which: Option<Which>,
}

impl Typed {
    fn from(&self) -> local_time::Typed<'_> {
        local_time::Typed { date: &self.from_date, time: &self.from_time, which: self.from_which }
    }

    fn until(&self) -> local_time::Typed<'_> {
        local_time::Typed { date: &self.until_date, time: &self.until_time, which: self.until_which }
    }

    fn leads_to(&self, member: &Member) -> String {
        let (_, begins) = times::end(member, &times::FROM, &self.from());
        urls::callout_after(if begins.is_some() { Done::Scheduled } else { Done::Published })
    }
}

#[derive(Template)]
#[template(path = "portal/callout/publish.html")]
pub struct Publish {
    shell: Shell,
    once: Once,
    version: i64,
    /// A mark of what customers see now.
    live: String,
    saved: String,
    before: CalloutDraft,
    after: CalloutDraft,
    /// Why it cannot be published yet.
    unfinished: Vec<String>,
    /// What would be better in its French.
    suggested: Vec<Suggested>,
    /// Until when something else is seen, if this has no time of its own.
    hidden_until: Option<String>,
    /// What time it is where the partner is, in words.
    clock: String,
    from: End,
    until: End,
    /// The time that was typed, if there is one and it can be.
    span: Option<Span>,
    /// Beyond what is wrong with a field.
    problem: Option<String>,
}

impl Page for Publish {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-publish-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let said = self.problem.iter().map(|words| Problem { field: "changes".to_owned(), words: words.clone() });
        let fields = [&self.from.date, &self.from.time, &self.until.date, &self.until.time];
        said.chain(named_problems(self.shell.tongue, fields)).collect()
    }
}

impl Publish {
    fn of(member: &Member, draft: Draft<CalloutDraft>, typed: &Typed) -> Result<Self, Refusal> {
        let (tongue, now, settings) = (member.tongue, member.app.clock.now(), &member.partner.settings);
        let (mut from, begins) = times::end(member, &times::FROM, &typed.from());
        let (mut until, ends) = times::end(member, &times::UNTIL, &typed.until());
        let span = Span { from: begins, until: ends };
        if let Err(problem) = span.check(now) {
            times::explain(tongue, problem, &mut from, &mut until);
        }
        let is_right = problems([&from.date, &from.time, &until.date, &until.time]).is_empty();
        let shown = settings.shown_callout(now);
        Ok(Self {
            shell: member.shell().at(urls::publish_callout()),
            once: Once::of(member, FORM),
            version: draft.version,
            live: live::callout(&member.partner)?,
            saved: said(member, "callout-draft-saved", &draft),
            before: shown.into(),
            unfinished: unfinished(member, &draft.content),
            suggested: suggested(tongue, &draft.content.french),
            hidden_until: shown.timed.and_then(|it| it.until).map(|until| member.moment(until)),
            after: draft.content,
            clock: member.moment(now),
            from,
            until,
            span: is_right.then_some(span),
            problem: None,
        })
    }
}

fn unfinished(member: &Member, draft: &CalloutDraft) -> Vec<String> {
    let of = [(Language::En, &draft.english), (Language::FrCa, &draft.french)];
    let problems = of.into_iter().filter_map(|(language, texts)| Some((language, texts.callout().err()?)));
    problems.map(|(language, problem)| words(member.tongue, language, problem)).collect()
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let Some(draft) = draft_of(&member).await? else { return member.leads_to(&urls::callout()) };
    member.answers(StatusCode::OK, &Publish::of(&member, draft, &Typed::default())?)
}

/// Exactly what was looked at is published in place of what was looked at, or nothing.
pub async fn post(member: Member, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let (typed, nonce) = once::typed(&member, form, FORM)?;
    let (member, mut db) = member.writes_afresh().await?;
    if !spent_form::spend(&mut db, &nonce, member.app.clock.now()).await? {
        return member.leads_to(&typed.leads_to(&member));
    }
    let draft = draft::of(&mut db, member.partner.id, Topic::Callout).await?;
    let Some(draft) = draft else { return member.leads_to(&urls::callout()) };
    let page = Publish::of(&member, draft, &typed)?;
    if let Some((status, problem)) = refused(&mut db, &member, &page, &typed).await? {
        drop(db);
        return member.answers(status, &Publish { problem, ..page });
    }
    db.commit().await?;
    member.leads_to(&typed.leads_to(&member))
}

/// Why it was not published, beyond what is wrong with a field. `None`: it was.
async fn refused(
    db: &mut Db,
    member: &Member,
    page: &Publish,
    typed: &Typed,
) -> Result<Option<(StatusCode, Option<String>)>, Refusal> {
    let (app, tongue) = (&member.app, member.tongue);
    let Some(span) = page.span else { return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, None))) };
    if typed.version == page.version && typed.live != page.live {
        return Ok(Some((StatusCode::CONFLICT, Some(tongue.t("callout-live-changed").to_owned()))));
    }
    let (id, now) = (member.partner.id, app.clock.now());
    let outcome = callout_history::publish(db, &app.chance, id, typed.version, span, by(member), now).await?;
    let (status, words) = match outcome {
        Outcome::Done => return Ok(None),
        Outcome::Full => (StatusCode::UNPROCESSABLE_ENTITY, tongue.t("callout-full").to_owned()),
        Outcome::Unfinished(_) => (StatusCode::UNPROCESSABLE_ENTITY, tongue.t("callout-unfinished").to_owned()),
        Outcome::Changed | Outcome::Gone => {
            (StatusCode::CONFLICT, tongue.t1("callout-publish-changed", "saved", page.saved.as_str()))
        }
    };
    Ok(Some((status, Some(words))))
}
