//! What was published, the newest first, each of which can be restored.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::change_words::{ChangeLine, change_lines};
use super::state::{State, publications};
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::publication::Publication;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/branding/history.html")]
pub struct History {
    shell: Shell,
    may_change: bool,
    entries: Vec<Entry>,
}

/// One publication.
struct Entry {
    when: String,
    who: String,
    /// What it changed. Empty for the first.
    changes: Vec<ChangeLine>,
    /// Where it is restored. `None`: it is what the pages show.
    restore: Option<String>,
}

impl Page for History {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("branding-history").to_owned()
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let state = State::of(&member).await?;
    let mut db = member.app.store.read().await?;
    let all = publications(&mut db, member.partner.id).await?;
    drop(db);
    let older = all.iter().skip(1).map(Some).chain([None]);
    let entries = all.iter().zip(older).map(|(it, before)| Entry::of(&member, &state, it, before)).collect();
    let page = History { shell: member.shell(), may_change: member.may(Action::ChangeLooks), entries };
    member.answers(StatusCode::OK, &page)
}

impl Entry {
    fn of(
        member: &Member,
        state: &State,
        publication: &Publication<BrandingDraft>,
        before: Option<&Publication<BrandingDraft>>,
    ) -> Self {
        let tongue = member.tongue;
        let changes = before.map(|before| publication.content.changes_since(&before.content)).unwrap_or_default();
        let who = match publication.published_by.as_str() {
            "" => tongue.t("branding-by-nobody").to_owned(),
            name => name.to_owned(),
        };
        Self {
            when: member.moment(publication.published_at),
            who,
            changes: change_lines(tongue, &changes, state),
            restore: (publication.content != state.published).then(|| urls::branding_restore(publication.id)),
        }
    }
}
