//! Whether the integration is on. Switching it off stops customers in the middle of their way, so that is asked for twice.

use actix_web::HttpResponse;

use super::super::member::Member;
use super::switch_off;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting, switch, switched};

pub static SECTION: Section = Section {
    word: "enabled",
    title: "qbo-enabled",
    lead: "qbo-enabled-lead",
    action: Action::ChangeIntegration,
    settings: &[Setting {
        name: "integration",
        label: "qbo-integration",
        kind: Kind::Switch { on: "qbo-integration-on", off: "qbo-integration-off" },
        language: None,
        hint: |_| None,
        read: |it| switch(it.integration_enabled),
        write: |it, field, text| {
            it.integration_enabled = switched(field, text)?;
            Ok(())
        },
    }],
};

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    switch_off::unless_sure(&member, &SECTION, form).await
}
