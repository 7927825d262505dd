//! *Manage QuickBooks Online Bank Feeds*: one page of small forms, each saved by itself.

mod address;
mod data_types;
mod enabled;
mod names;
mod start;
mod switch_off;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;

use super::field::Problem;
use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::refusal::Refusal;
use crate::portal::sections::keep::{self, Draft, Fields, Kept};
use crate::portal::sections::said::{self, Said};
use crate::portal::sections::section::{Section, Typed};
use crate::portal::sections::shown::{Input, Place, Shown};
use crate::web::urls::portal as urls;

pub use address::post as post_address;
pub use data_types::post as post_data_types;
pub use enabled::post as post_enabled;
pub use names::post as post_names;
pub use start::post as post_start;

const SECTIONS: [&Section; 5] =
    [&enabled::SECTION, &data_types::SECTION, &names::SECTION, &start::SECTION, &address::SECTION];
const PLACE: Place = Place { page: urls::quickbooks, form: urls::quickbooks_form };

#[derive(Template)]
#[template(path = "portal/quickbooks.html")]
struct QuickBooks {
    shell: Shell,
    sections: Vec<Shown>,
}

impl Page for QuickBooks {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("qbo-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        self.sections.iter().flat_map(|section| section.problems(self.shell.tongue)).collect()
    }
}

pub async fn get(member: Member, said: Query<Said>) -> Result<HttpResponse, Refusal> {
    let notice = said::notice(member.tongue, &said, &SECTIONS);
    shown(&member, StatusCode::OK, notice, None).await
}

/// Keeps one section, or shows its form again with what was typed.
async fn kept(member: &Member, section: &'static Section, form: Fields) -> Result<HttpResponse, Refusal> {
    keeps(member, section, keep::typed(member, section, form)?).await
}

async fn keeps(member: &Member, section: &'static Section, typed: Typed) -> Result<HttpResponse, Refusal> {
    match keep::keep(member, section, typed).await? {
        Kept::Saved(changed) => member.leads_to(&said::address(urls::quickbooks(), &changed)),
        Kept::Not(draft) => shown(member, draft.status(), None, Some(draft)).await,
    }
}

async fn shown(
    member: &Member,
    status: StatusCode,
    notice: Option<String>,
    draft: Option<Box<Draft>>,
) -> Result<HttpResponse, Refusal> {
    let saved = draft.as_deref().map_or(&member.partner.settings, |draft| &draft.saved);
    let consequences = switch_off::Consequences::of(member).await?;
    let section = |section: &'static Section| {
        let draft = draft.as_deref().filter(|draft| draft.section.word == section.word);
        let shown = Shown::of(member, PLACE, section, saved, draft);
        if section.word == enabled::SECTION.word { shown.with(consequences.now(member.tongue, saved)) } else { shown }
    };
    let sections = SECTIONS.into_iter().map(section).collect();
    let shell = member.shell().saying(notice).at(urls::quickbooks());
    member.answers(status, &QuickBooks { shell, sections })
}
