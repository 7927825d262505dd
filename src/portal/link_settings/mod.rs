//! What the link pages need to know of the partner: how customers reach it, where they go afterwards, which clock and which
//! language are its own.

mod contacts;
mod defaults;
mod trial;
mod ways_back;

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
use crate::portal::sections::section::Section;
use crate::portal::sections::shown::{Input, Place, Shown};
use crate::web::urls::portal as urls;

use trial::{Trial, Tried};

pub use contacts::post as post_contacts;
pub use defaults::post as post_defaults;
pub use ways_back::post as post_ways_back;

const SECTIONS: [&Section; 3] = [&contacts::SECTION, &ways_back::SECTION, &defaults::SECTION];
const PLACE: Place = Place { page: urls::link_settings, form: urls::link_settings_form };

#[derive(Template)]
#[template(path = "portal/link_settings.html")]
struct LinkSettings {
    shell: Shell,
    sections: Vec<Shown>,
    trial: Trial,
}

impl Page for LinkSettings {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("linkset-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let sections = self.sections.iter().flat_map(|section| section.problems(self.shell.tongue));
        sections.chain(self.trial.problems()).collect()
    }
}

/// With a return URL to try, what would come of it; that changes nothing.
pub async fn get(member: Member, said: Query<Said>, tried: Query<Tried>) -> Result<HttpResponse, Refusal> {
    let notice = said::notice(member.tongue, &said, &SECTIONS);
    let trial = Trial::of(&member, &tried);
    shown(&member, StatusCode::OK, (notice, None), trial)
}

/// Keeps one section, or shows its form again with what was typed.
async fn kept(member: &Member, section: &'static Section, form: Fields) -> Result<HttpResponse, Refusal> {
    let typed = keep::typed(member, section, form)?;
    match keep::keep(member, section, typed).await? {
        Kept::Saved(changed) => member.leads_to(&said::address(urls::link_settings(), &changed)),
        Kept::Not(draft) => {
            let trial = Trial::of(member, &Tried::default());
            shown(member, draft.status(), (None, Some(draft)), trial)
        }
    }
}

fn shown(
    member: &Member,
    status: StatusCode,
    (notice, draft): (Option<String>, Option<Box<Draft>>),
    trial: Trial,
) -> Result<HttpResponse, Refusal> {
    let saved = draft.as_deref().map_or(&member.partner.settings, |draft| &draft.saved);
    let section = |section: &'static Section| {
        let draft = draft.as_deref().filter(|draft| draft.section.word == section.word);
        Shown::of(member, PLACE, section, saved, draft)
    };
    let shell = member.shell().saying(notice).at(urls::link_settings());
    member.answers(status, &LinkSettings { shell, sections: SECTIONS.into_iter().map(section).collect(), trial })
}
