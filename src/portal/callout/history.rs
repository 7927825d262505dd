//! Everything that was published: who, when, both texts.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::times;
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::callout_history::{self, Entry, Origin, Span};
use crate::domain::publication::PublicationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};

#[derive(Template)]
#[template(path = "portal/callout/history.html")]
pub struct History {
    shell: Shell,
    may_change: bool,
    lines: Vec<Line>,
}

struct Line {
    id: PublicationId,
    at: String,
    by: String,
    when: String,
    texts: CalloutDraft,
    is_restored: bool,
    is_shown: bool,
    /// What has become of one whose time has not begun.
    to_come: Option<&'static str>,
}

impl Page for History {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("callout-history-heading").to_owned()
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let mut db = member.app.store.read().await?;
    let entries = callout_history::all(&mut db, member.partner.id).await?;
    drop(db);
    let shown = shown(&member, &entries);
    let lines = entries.into_iter().map(|entry| line(&member, entry, shown)).collect();
    let page = History { shell: member.shell(), may_change: member.may(Action::ChangeLooks), lines };
    member.answers(StatusCode::OK, &page)
}

/// Which of them customers see now.
fn shown(member: &Member, entries: &[Entry]) -> Option<PublicationId> {
    let shown = member.partner.settings.shown_callout(member.app.clock.now());
    if let Some(timed) = shown.timed {
        return Some(timed.publication);
    }
    let texts = CalloutDraft::from(shown);
    let newest = entries.iter().find(|it| it.content.from.is_none() && it.content.until.is_none())?;
    (newest.content.texts == texts).then_some(newest.id)
}

fn line(member: &Member, entry: Entry, shown: Option<PublicationId>) -> Line {
    let content = entry.content;
    let by = match content.origin {
        Origin::Elsewhere => member.tongue.t("callout-elsewhere").to_owned(),
        Origin::Draft | Origin::Restored => entry.published_by,
    };
    Line {
        id: entry.id,
        at: member.moment(entry.published_at),
        by,
        when: times::span(member, Span { from: content.from, until: content.until }),
        texts: content.texts,
        is_restored: content.origin == Origin::Restored,
        is_shown: shown == Some(entry.id),
        to_come: content.from.filter(|from| *from > member.app.clock.now()).map(|_| to_come(member, entry.id)),
    }
}

fn to_come(member: &Member, id: PublicationId) -> &'static str {
    let is_scheduled = member.partner.settings.timed_callouts.iter().any(|it| it.publication == id);
    member.tongue.t(if is_scheduled { "callout-scheduled" } else { "callout-taken-back" })
}
