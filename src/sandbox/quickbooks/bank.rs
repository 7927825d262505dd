//! A bank: its accounts, what the last download brought, and what can be done with it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::at::AtBank;
use super::books;
use super::words::{self, Told};
use crate::domain::pretend::{RegisterId, Stage};
use crate::domain::refusal::Refusal;
use crate::store;
use crate::store::Db;
use crate::store::pretend_exchanges::came_to;
use crate::store::pretend_registers::Register;
use crate::web::amount;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

/// Of both buttons *Update*: here, and in a register.
pub const UPDATE_FORM: &str = "update";

#[derive(Template)]
#[template(path = "sandbox/quickbooks/bank.html")]
struct Bank {
    shell: Shell,
    /// Of the form behind *Update*.
    csrf: String,
    id: String,
    name: String,
    is_connected: bool,
    username: String,
    /// When it was last asked, in words.
    updated: Option<String>,
    told: Option<Told>,
    accounts: Vec<Account>,
}

/// An account of the bank.
pub struct Account {
    pub name: String,
    pub address: String,
    pub chart_type: &'static str,
    pub balance: String,
    /// How many transactions the last download brought, in words.
    pub new: Option<String>,
    /// Why the last one did not come.
    pub trouble: Option<String>,
}

impl Page for Bank {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.name.clone()
    }
}

#[derive(Deserialize)]
pub struct Wanted {
    /// The register on which the button stood.
    #[serde(default)]
    register: String,
}

/// The page, or the step at which somebody left off.
pub async fn get(at: AtBank) -> Result<HttpResponse, Refusal> {
    let next = match at.bank.stage {
        Stage::Connected | Stage::Disconnected => return shown(&at).await,
        Stage::Found => urls::terms(at.bank.id),
        Stage::Agreed => urls::sign_in(at.bank.id),
        Stage::SignedOn => urls::choose(at.bank.id),
    };
    at.guest.leads_to(&next)
}

/// Update: downloads now. What it came to stands on the page afterwards.
pub async fn post_update(at: AtBank, form: Form<Wanted>) -> Result<HttpResponse, Refusal> {
    let wanted = form.from_visitor(&at.guest.app, &at.guest.fingerprint(), UPDATE_FORM)?;
    at.guest.writes().await?.commit().await?;
    let came_to = books::update(&at.guest.app, at.guest.fingerprint(), &at.bank).await?;
    if came_to.is_none() && at.bank.stage == Stage::Connected {
        // Sealed under a SECRET_KEY that is no longer there.
        return at.guest.leads_to(&urls::sign_in(at.bank.id));
    }
    let register: Option<RegisterId> = wanted.register.parse().ok();
    at.guest.leads_to(&register.map_or_else(|| urls::bank(at.bank.id), |register| urls::register(register, 1)))
}

async fn shown(at: &AtBank) -> Result<HttpResponse, Refusal> {
    let (guest, bank) = (&at.guest, &at.bank);
    let mut db = guest.app.store.read().await?;
    let told = last_told(&mut db, at).await?;
    let mut accounts = Vec::new();
    for register in store::pretend_registers::of_sign_on(&mut db, bank.id).await? {
        accounts.push(account(&mut db, at, &register).await?);
    }
    let page = Bank {
        shell: guest.quickbooks(),
        csrf: guest.csrf(UPDATE_FORM),
        id: bank.id.to_string(),
        name: at.name().to_owned(),
        is_connected: bank.stage == Stage::Connected,
        username: bank.username.clone().unwrap_or_default(),
        updated: bank.updated_at.map(|at| guest.moment(at)),
        told,
        accounts,
    };
    guest.answers(StatusCode::OK, &page)
}

/// What the last request for statements came to, while the bank is connected.
pub async fn last_told(db: &mut Db, at: &AtBank) -> Result<Option<Told>, Refusal> {
    let exchange = at.bank.last_exchange.filter(|_| at.bank.stage == Stage::Connected);
    let Some(exchange) = exchange else { return Ok(None) };
    let kept = store::pretend_exchanges::find(db, &at.guest.fingerprint(), exchange).await?;
    Ok(kept.map(|kept| words::told(at.guest.tongue, kept.asked, &came_to(&kept.came_to), kept.id)))
}

/// An account as it stands on this page and on the first.
pub async fn account(db: &mut Db, at: &AtBank, register: &Register) -> Result<Account, Refusal> {
    let tongue = at.guest.tongue;
    let is_fresh = at.bank.last_exchange == Some(register.last_exchange) && register.is_connected;
    let new = match is_fresh {
        true => store::pretend_transactions::brought(db, register.id, register.last_exchange).await?,
        false => 0,
    };
    Ok(Account {
        name: register.name.clone(),
        address: urls::register(register.id, 1),
        chart_type: tongue.t(words::chart_type(register.chart_type)),
        balance: amount::money(at.guest.language(), register.balance(), &register.currency),
        new: (new > 0).then(|| tongue.t1("qb-new-count", "count", new)),
        trouble: register.trouble.map(|code| words::trouble(tongue, code, &register.name)),
    })
}
