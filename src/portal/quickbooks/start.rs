//! How far back a feed may start, and how old a first push may be.

use actix_web::HttpResponse;

use super::super::member::Member;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::settings;
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting};

pub static SECTION: Section = Section {
    word: "start",
    title: "qbo-start",
    lead: "qbo-start-lead",
    action: Action::ChangeIntegration,
    settings: &[Setting {
        name: "history-days",
        label: "qbo-days",
        kind: Kind::Number,
        language: None,
        hint: |it| {
            let ours = it.tongue.t1("days", "count", it.history_days);
            Some(it.tongue.t2("qbo-days-hint", ("most", *settings::HISTORY_DAYS.end()), ("ours", ours)))
        },
        read: |it| it.history_days.map_or_else(String::new, |days| days.to_string()),
        write: |it, field, text| {
            it.history_days = settings::history_days(field, text)?;
            Ok(())
        },
    }],
};

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    super::kept(&member, &SECTION, form).await
}
