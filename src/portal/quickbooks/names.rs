//! The texts that customers look for in QuickBooks: the institution as it is listed there, and the menus that lead to it.

use actix_web::HttpResponse;

use super::super::member::Member;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::settings::{self, NAME_LIMIT};
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting, Telling, optional};
use crate::web::quickbooks_steps;

pub static SECTION: Section = Section {
    word: "names",
    title: "qbo-names",
    lead: "qbo-names-lead",
    action: Action::ChangeTexts,
    settings: &[
        Setting {
            name: "institution-en",
            label: "qbo-institution-en",
            kind: Kind::Line,
            language: Some(Language::En),
            hint: |it| Some(it.tongue.t1("settings-limit", "count", NAME_LIMIT)),
            read: |it| it.institution.en.clone(),
            write: |it, field, text| {
                it.institution.en = settings::name(field, text)?;
                Ok(())
            },
        },
        Setting {
            name: "institution-fr",
            label: "qbo-institution-fr",
            kind: Kind::Line,
            language: Some(Language::FrCa),
            hint: |it| Some(it.tongue.t("qbo-institution-fr-hint").to_owned()),
            read: |it| it.institution.fr.clone().unwrap_or_default(),
            write: |it, field, text| {
                it.institution.fr = optional(text, |text| settings::name(field, text))?;
                Ok(())
            },
        },
        Setting {
            name: "menus-accounting-en",
            label: "qbo-menus-accounting-en",
            kind: Kind::Menus(0),
            language: Some(Language::En),
            hint: |it| ours(it, Language::En, 0),
            read: |it| settings::written_path(&it.menus.en.accounting),
            write: |it, field, text| {
                it.menus.en.accounting = settings::menu_path(field, text)?;
                Ok(())
            },
        },
        Setting {
            name: "menus-accounting-fr",
            label: "qbo-menus-accounting-fr",
            kind: Kind::Menus(0),
            language: Some(Language::FrCa),
            hint: |it| ours(it, Language::FrCa, 0),
            read: |it| settings::written_path(&it.menus.fr.accounting),
            write: |it, field, text| {
                it.menus.fr.accounting = settings::menu_path(field, text)?;
                Ok(())
            },
        },
        Setting {
            name: "menus-business-en",
            label: "qbo-menus-business-en",
            kind: Kind::Menus(1),
            language: Some(Language::En),
            hint: |it| ours(it, Language::En, 1),
            read: |it| settings::written_path(&it.menus.en.business),
            write: |it, field, text| {
                it.menus.en.business = settings::menu_path(field, text)?;
                Ok(())
            },
        },
        Setting {
            name: "menus-business-fr",
            label: "qbo-menus-business-fr",
            kind: Kind::Menus(1),
            language: Some(Language::FrCa),
            hint: |it| ours(it, Language::FrCa, 1),
            read: |it| settings::written_path(&it.menus.fr.business),
            write: |it, field, text| {
                it.menus.fr.business = settings::menu_path(field, text)?;
                Ok(())
            },
        },
    ],
};

/// What stands in the steps if nothing is typed.
fn ours(telling: &Telling, language: Language, view: usize) -> Option<String> {
    Some(telling.tongue.t1("qbo-menus-ours", "path", quickbooks_steps::our_path(language, view)?))
}

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    super::kept(&member, &SECTION, form).await
}
