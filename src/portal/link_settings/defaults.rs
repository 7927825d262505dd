//! The clock by which pages tell times, and the language for browsers that ask for neither of ours.

use actix_web::HttpResponse;

use super::super::member::Member;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::settings;
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting};

pub static SECTION: Section = Section {
    word: "defaults",
    title: "linkset-defaults",
    lead: "linkset-defaults-lead",
    action: Action::ChangeLinkSettings,
    settings: &[
        Setting {
            name: "time-zone",
            label: "linkset-zone",
            kind: Kind::TimeZone,
            language: None,
            hint: |it| Some(it.tongue.t("linkset-zone-hint").to_owned()),
            read: |it| it.time_zone.clone(),
            write: |it, field, text| {
                it.time_zone = settings::time_zone(field, text)?;
                Ok(())
            },
        },
        Setting {
            name: "default-language",
            label: "linkset-language",
            kind: Kind::Language,
            language: None,
            hint: |it| Some(it.tongue.t("linkset-language-hint").to_owned()),
            read: |it| it.default_language.tag().to_owned(),
            write: |it, field, text| {
                it.default_language = settings::language(field, text)?;
                Ok(())
            },
        },
    ],
};

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    super::kept(&member, &SECTION, form).await
}
