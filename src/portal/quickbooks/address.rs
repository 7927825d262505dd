//! The institution's postal address, which accounting software is told in the OFX profile. Its fields are as narrow as OFX.

use actix_web::HttpResponse;

use super::super::member::Member;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::settings::{self, Address, SettingProblem};
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting, Telling, optional};

pub static SECTION: Section = Section {
    word: "address",
    title: "qbo-address",
    lead: "qbo-address-lead",
    action: Action::ChangeIntegration,
    settings: &[
        Setting {
            name: "address-line",
            label: "qbo-address-line",
            kind: Kind::Line,
            language: None,
            hint: |it| limit(it, Address::LINE_LIMIT),
            read: |it| known(&it.address.line),
            write: |it, field, text| part(&mut it.address.line, field, text, Address::LINE_LIMIT),
        },
        Setting {
            name: "city",
            label: "qbo-city",
            kind: Kind::Line,
            language: None,
            hint: |it| limit(it, Address::LINE_LIMIT),
            read: |it| known(&it.address.city),
            write: |it, field, text| part(&mut it.address.city, field, text, Address::LINE_LIMIT),
        },
        Setting {
            name: "region",
            label: "qbo-region",
            kind: Kind::Line,
            language: None,
            hint: |it| Some(it.tongue.t1("qbo-region-hint", "count", Address::REGION_LIMIT)),
            read: |it| known(&it.address.region),
            write: |it, field, text| part(&mut it.address.region, field, text, Address::REGION_LIMIT),
        },
        Setting {
            name: "postal-code",
            label: "qbo-postal-code",
            kind: Kind::Line,
            language: None,
            hint: |it| limit(it, Address::POSTAL_CODE_LIMIT),
            read: |it| known(&it.address.postal_code),
            write: |it, field, text| part(&mut it.address.postal_code, field, text, Address::POSTAL_CODE_LIMIT),
        },
        Setting {
            name: "country",
            label: "qbo-country",
            kind: Kind::Line,
            language: None,
            hint: |it| Some(it.tongue.t("qbo-country-hint").to_owned()),
            read: |it| it.address.country.clone(),
            write: |it, field, text| {
                it.address.country = settings::country(field, text)?;
                Ok(())
            },
        },
    ],
};

fn limit(telling: &Telling, limit: usize) -> Option<String> {
    Some(telling.tongue.t1("settings-limit", "count", limit))
}

/// The profile has to state something: a dash stands there for what nobody has filled in.
fn known(part: &str) -> String {
    if part == Address::UNKNOWN { String::new() } else { part.to_owned() }
}

fn part(place: &mut String, field: &str, text: &str, limit: usize) -> Result<(), SettingProblem> {
    let text = optional(text, |text| settings::line(field, text, limit))?;
    *place = text.unwrap_or_else(|| Address::UNKNOWN.to_owned());
    Ok(())
}

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    super::kept(&member, &SECTION, form).await
}
