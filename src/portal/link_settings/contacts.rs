//! How customers reach the partner: in the footer of every link page.

use actix_web::HttpResponse;

use super::super::member::Member;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::settings::{self, Bilingual, LINE_LIMIT, SettingProblem, Settings, Why};
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting, optional};

pub static SECTION: Section = Section {
    word: "contacts",
    title: "linkset-contacts",
    lead: "linkset-contacts-lead",
    action: Action::ChangeTexts,
    settings: &[
        Setting {
            name: "support-phone",
            label: "linkset-phone",
            kind: Kind::Phone,
            language: None,
            hint: |it| Some(it.tongue.t("linkset-phone-hint").to_owned()),
            read: |it| it.support.phone.clone().unwrap_or_default(),
            write: |it, field, text| {
                it.support.phone = optional(text, |text| settings::phone(field, text))?;
                Ok(())
            },
        },
        Setting {
            name: "support-hours-en",
            label: "linkset-hours-en",
            kind: Kind::Line,
            language: Some(Language::En),
            hint: |it| Some(it.tongue.t1("settings-limit", "count", LINE_LIMIT)),
            read: |it| it.support.hours.as_ref().map_or_else(String::new, |hours| hours.en.clone()),
            write: hours_in_english,
        },
        Setting {
            name: "support-hours-fr",
            label: "linkset-hours-fr",
            kind: Kind::Line,
            language: Some(Language::FrCa),
            hint: |it| Some(it.tongue.t1("settings-limit", "count", LINE_LIMIT)),
            read: |it| it.support.hours.as_ref().and_then(|hours| hours.fr.clone()).unwrap_or_default(),
            write: hours_in_french,
        },
        Setting {
            name: "support-email",
            label: "linkset-email",
            kind: Kind::Email,
            language: None,
            hint: |_| None,
            read: |it| it.support.email.clone().unwrap_or_default(),
            write: |it, field, text| {
                it.support.email = optional(text, |text| settings::email(field, text))?;
                Ok(())
            },
        },
        page(
            "help-url",
            "linkset-help",
            |it| it.support.help_url.clone().unwrap_or_default(),
            |it, field, text| {
                it.support.help_url = optional(text, |text| settings::page_address(field, text))?;
                Ok(())
            },
        ),
        page(
            "privacy-url",
            "linkset-privacy",
            |it| it.support.privacy_url.clone().unwrap_or_default(),
            |it, field, text| {
                it.support.privacy_url = optional(text, |text| settings::page_address(field, text))?;
                Ok(())
            },
        ),
        page(
            "terms-url",
            "linkset-terms",
            |it| it.support.terms_url.clone().unwrap_or_default(),
            |it, field, text| {
                it.support.terms_url = optional(text, |text| settings::page_address(field, text))?;
                Ok(())
            },
        ),
        page(
            "accessibility-url",
            "linkset-accessibility",
            |it| it.support.accessibility_url.clone().unwrap_or_default(),
            |it, field, text| {
                it.support.accessibility_url = optional(text, |text| settings::page_address(field, text))?;
                Ok(())
            },
        ),
    ],
};

/// A page of the partner's own.
const fn page(
    name: &'static str,
    label: &'static str,
    read: fn(&Settings) -> String,
    write: fn(&mut Settings, &str, &str) -> Result<(), SettingProblem>,
) -> Setting {
    Setting { name, label, kind: Kind::Url, language: None, hint: |_| None, read, write }
}

fn hours_in_english(settings: &mut Settings, field: &str, text: &str) -> Result<(), SettingProblem> {
    let english = optional(text, |text| settings::short_line(field, text))?;
    let french = settings.support.hours.take().and_then(|hours| hours.fr);
    settings.support.hours = english.map(|en| Bilingual { en, fr: french });
    Ok(())
}

/// After the English ones, without which there are none.
fn hours_in_french(settings: &mut Settings, field: &str, text: &str) -> Result<(), SettingProblem> {
    let french = optional(text, |text| settings::short_line(field, text))?;
    match (settings.support.hours.as_mut(), french) {
        (Some(hours), french) => hours.fr = french,
        (None, Some(_)) => return Err(SettingProblem::new(field, Why::HoursInEnglishFirst)),
        (None, None) => {}
    }
    Ok(())
}

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    super::kept(&member, &SECTION, form).await
}
