//! Before something is switched off that customers or the partner's own program are using: what that does, with numbers, and
//! whether it is meant.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::member::Member;
use super::super::page::{Page, Shell};
use super::PLACE;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::domain::settings::Settings;
use crate::portal::sections::keep::{self, Fields};
use crate::portal::sections::section::{Section, Setting, Typed};
use crate::portal::sections::shown::Effects;
use crate::store;
use crate::store::affected;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/quickbooks/switch_off.html")]
struct SwitchOff {
    shell: Shell,
    heading: String,
    lines: Vec<String>,
    /// Address.
    action: String,
    csrf: String,
    /// What was typed, to be sent again.
    fields: Vec<(&'static str, String)>,
}

impl Page for SwitchOff {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.heading.clone()
    }
}

/// Whom a switch touches at this moment.
pub struct Consequences {
    open: i64,
    unopened: i64,
    accounts: i64,
}

impl Consequences {
    pub async fn of(member: &Member) -> Result<Self, Refusal> {
        let (partner, now) = (member.partner.id, member.app.clock.now());
        let mut db = member.app.store.read().await?;
        Ok(Self {
            open: affected::open_links(&mut db, partner, now).await?,
            unopened: affected::unopened_links(&mut db, partner, now).await?,
            accounts: affected::connected_accounts(&mut db, partner).await?,
        })
    }

    /// What switching off would do, or what being off does.
    pub fn now(&self, tongue: Tongue, saved: &Settings) -> Effects {
        if saved.links_are_on() {
            return Effects { heading: tongue.t("qbo-effects"), lines: self.of_links(tongue) };
        }
        let accounts = tongue.t1("qbo-off-accounts", "count", self.accounts);
        let lines = vec![tongue.t("qbo-off-links").to_owned(), accounts, tongue.t("qbo-off-program").to_owned()];
        Effects { heading: tongue.t("qbo-effects-off"), lines }
    }

    /// Of a switch without which no link can be opened.
    pub fn of_links(&self, tongue: Tongue) -> Vec<String> {
        vec![
            tongue.t1("qbo-off-open", "count", self.open),
            tongue.t1("qbo-off-unopened", "count", self.unopened),
            tongue.t1("qbo-off-accounts", "count", self.accounts),
            tongue.t("qbo-off-program").to_owned(),
        ]
    }

    fn of_transactions(&self, tongue: Tongue) -> Vec<String> {
        vec![tongue.t("qbo-off-pushes").to_owned(), tongue.t1("qbo-off-balances", "count", self.accounts)]
    }
}

/// Keeps the section, but asks first if that switches something off.
pub async fn unless_sure(member: &Member, section: &'static Section, form: Fields) -> Result<HttpResponse, Refusal> {
    let typed = keep::typed(member, section, form)?;
    let mut db = member.app.store.read().await?;
    let now = store::partners::get(&mut db, member.partner.id).await?;
    drop(db);
    match switched_off(section, &now, &typed) {
        off if off.is_empty() || typed.is_sure => super::keeps(member, section, typed).await,
        off => asked(member, section, &typed, &off).await,
    }
}

/// What is on and was sent as off.
fn switched_off(section: &'static Section, now: &Partner, typed: &Typed) -> Vec<&'static Setting> {
    let off = |(setting, text): &(&'static Setting, &String)| *text == "off" && (setting.read)(&now.settings) == "on";
    section.settings.iter().zip(&typed.values).filter(off).map(|(setting, _)| setting).collect()
}

async fn asked(
    member: &Member,
    section: &'static Section,
    typed: &Typed,
    off: &[&'static Setting],
) -> Result<HttpResponse, Refusal> {
    let (tongue, consequences) = (member.tongue, Consequences::of(member).await?);
    let is_transactions = |setting: &&&Setting| setting.name == "bank-transactions";
    let stops_links = off.iter().any(|setting| !is_transactions(&setting));
    let links = stops_links.then(|| consequences.of_links(tongue)).into_iter().flatten();
    let pushes = off.iter().any(|it| is_transactions(&it)).then(|| consequences.of_transactions(tongue));
    let values = section.settings.iter().zip(&typed.values).map(|(setting, value)| (setting.name, value.clone()));
    let page = SwitchOff {
        shell: member.shell().at(urls::quickbooks()),
        heading: tongue.t1("qbo-off-heading", "what", names(tongue, off)),
        lines: links.chain(pushes.into_iter().flatten()).collect(),
        action: (PLACE.form)(section.word),
        csrf: member.csrf(section.word),
        fields: values.chain([("seen", typed.seen.clone()), ("sure", "yes".to_owned())]).collect(),
    };
    member.answers(StatusCode::OK, &page)
}

/// There are two switches in a section at most.
fn names(tongue: Tongue, off: &[&'static Setting]) -> String {
    let labels: Vec<&str> = off.iter().map(|setting| tongue.t(setting.label)).collect();
    match labels[..] {
        [first, second] => tongue.t2("settings-both", ("first", first), ("second", second)),
        _ => labels.concat(),
    }
}
