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
use crate::domain::draft::Draft;
use crate::domain::language::Language;
use crate::domain::local_time::{self, Which};
use crate::domain::refusal::Refusal;
use crate::portal::field::{Problem, named_problems, problems};
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "callout-publish";

#[derive(Default, Deserialize)]
pub struct Typed {
    version: i64,
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
}

#[derive(Template)]
#[template(path = "portal/callout/publish.html")]
pub struct Publish {
    shell: Shell,
    csrf: String,
    version: i64,
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
    fn of(member: &Member, draft: Draft<CalloutDraft>, typed: &Typed) -> Self {
        let (tongue, now, settings) = (member.tongue, member.app.clock.now(), &member.partner.settings);
        let (mut from, begins) = times::end(member, &times::FROM, &typed.from());
        let (mut until, ends) = times::end(member, &times::UNTIL, &typed.until());
        let span = Span { from: begins, until: ends };
        if let Err(problem) = span.check(now) {
            times::explain(tongue, problem, &mut from, &mut until);
        }
        let is_right = problems([&from.date, &from.time, &until.date, &until.time]).is_empty();
        let shown = settings.shown_callout(now);
        Self {
            shell: member.shell().at(urls::publish_callout()),
            csrf: member.csrf(FORM),
            version: draft.version,
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
        }
    }
}

fn unfinished(member: &Member, draft: &CalloutDraft) -> Vec<String> {
    let of = [(Language::En, &draft.english), (Language::FrCa, &draft.french)];
    let problems = of.into_iter().filter_map(|(language, texts)| Some((language, texts.callout().err()?)));
    problems.map(|(language, problem)| words(member.tongue, language, problem)).collect()
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let Some(draft) = draft_of(&member).await? else { return member.leads_to(&urls::callout()) };
    member.answers(StatusCode::OK, &Publish::of(&member, draft, &Typed::default()))
}

pub async fn post(member: Member, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let Some(draft) = draft_of(&member).await? else { return member.leads_to(&urls::callout()) };
    let page = Publish::of(&member, draft, &typed);
    let Some(span) = page.span else { return member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page) };
    let (app, id) = (&member.app, member.partner.id);
    let mut db = member.writes().await?;
    let now = app.clock.now();
    let outcome = callout_history::publish(&mut db, &app.chance, id, typed.version, span, by(&member), now).await?;
    if outcome == Outcome::Done {
        db.commit().await?;
        let done = if span.from.is_some() { Done::Scheduled } else { Done::Published };
        return member.leads_to(&urls::callout_after(done));
    }
    drop(db);
    not_done(&member, page, outcome)
}

/// The page once more, with the reason.
fn not_done(member: &Member, page: Publish, outcome: Outcome) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let (status, words) = match outcome {
        Outcome::Full => (StatusCode::UNPROCESSABLE_ENTITY, tongue.t("callout-full").to_owned()),
        Outcome::Unfinished(_) => (StatusCode::UNPROCESSABLE_ENTITY, tongue.t("callout-unfinished").to_owned()),
        Outcome::Done | Outcome::Changed | Outcome::Gone => {
            (StatusCode::CONFLICT, tongue.t1("callout-publish-changed", "saved", page.saved.as_str()))
        }
    };
    member.answers(status, &Publish { problem: Some(words), ..page })
}
