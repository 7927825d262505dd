//! What is shared: bank accounts, bank transactions. Without accounts there is nothing to connect.

use actix_web::HttpResponse;

use super::super::member::Member;
use super::switch_off;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting, switch, switched};

pub static SECTION: Section = Section {
    word: "data-types",
    title: "qbo-data-types",
    lead: "qbo-data-types-lead",
    action: Action::ChangeIntegration,
    settings: &[
        Setting {
            name: "bank-accounts",
            label: "qbo-accounts",
            kind: Kind::Switch { on: "qbo-accounts-on", off: "qbo-accounts-off" },
            language: None,
            hint: |_| None,
            read: |it| switch(it.bank_accounts),
            write: |it, field, text| {
                it.bank_accounts = switched(field, text)?;
                Ok(())
            },
        },
        Setting {
            name: "bank-transactions",
            label: "qbo-transactions",
            kind: Kind::Switch { on: "qbo-transactions-on", off: "qbo-transactions-off" },
            language: None,
            hint: |_| None,
            read: |it| switch(it.bank_transactions),
            write: |it, field, text| {
                it.bank_transactions = switched(field, text)?;
                Ok(())
            },
        },
    ],
};

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    switch_off::unless_sure(&member, &SECTION, form).await
}
