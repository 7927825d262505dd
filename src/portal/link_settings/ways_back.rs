//! Where customers go afterwards, and where they get a new link. Only to hosts of the partner's list.

use actix_web::HttpResponse;

use super::super::member::Member;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::settings::{self, RETURN_HOSTS, RETURN_PARAMETERS, SettingProblem, Settings};
use crate::portal::sections::keep::Fields;
use crate::portal::sections::section::{Kind, Section, Setting, optional};

pub static SECTION: Section = Section {
    word: "ways-back",
    title: "linkset-ways",
    lead: "linkset-ways-lead",
    action: Action::ChangeLinkSettings,
    settings: &[
        Setting {
            name: "return-url",
            label: "linkset-return",
            kind: Kind::Url,
            language: None,
            hint: |it| Some(it.tongue.t1("linkset-return-hint", "names", reserved())),
            read: |it| it.return_url.clone().unwrap_or_default(),
            write: |it, _, text| {
                it.return_url = optional(text, settings::return_url)?;
                Ok(())
            },
        },
        Setting {
            name: "return-host",
            label: "linkset-hosts",
            kind: Kind::Hosts,
            language: None,
            hint: |it| Some(it.tongue.t1("linkset-hosts-hint", "count", RETURN_HOSTS)),
            read: |it| it.return_hosts.join("\n"),
            write: hosts,
        },
        Setting {
            name: "refresh-url",
            label: "linkset-refresh",
            kind: Kind::Url,
            language: None,
            hint: |it| Some(it.tongue.t("linkset-refresh-hint").to_owned()),
            read: |it| it.refresh_url.clone().unwrap_or_default(),
            write: |it, field, text| {
                it.refresh_url = optional(text, |text| settings::page_address(field, text))?;
                Ok(())
            },
        },
    ],
};

/// As they are written in an address.
fn reserved() -> String {
    RETURN_PARAMETERS.map(|name| format!("{{{name}}}")).join(" ")
}

/// One a line, each once.
fn hosts(settings: &mut Settings, field: &str, text: &str) -> Result<(), SettingProblem> {
    let mut hosts = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let host = settings::host(field, line)?;
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    settings.return_hosts = hosts;
    Ok(())
}

pub async fn post(member: Member, form: Fields) -> Result<HttpResponse, Refusal> {
    super::kept(&member, &SECTION, form).await
}
