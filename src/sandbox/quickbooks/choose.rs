//! Which accounts, as what, and from when; then Connect.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::at::{self, AtBank};
use super::books::{self, Account};
use super::form::Wrongs;
use super::wanted::{Row, Typed};
use super::words::{self, Told};
use crate::domain::pretend::account::{ChartType, Listed};
use crate::domain::pretend::came_to::CameTo;
use crate::domain::pretend::{Asked, start_date};
use crate::domain::refusal::Refusal;
use crate::store;
use crate::store::pretend_registers::Register;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;
use crate::web::when;

const FORM: &str = "choose";

#[derive(Template)]
#[template(path = "sandbox/quickbooks/choose.html")]
struct Choose {
    shell: Shell,
    csrf: String,
    action: String,
    bank: String,
    rows: Vec<Row>,
    start_date: String,
    /// The earliest day that counts, in words.
    earliest: String,
    wrongs: Wrongs,
    /// What the institution said to the last try.
    told: Option<Told>,
}

impl Page for Choose {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("qb-choose").to_owned()
    }

    fn has_error(&self) -> bool {
        !self.wrongs.is_empty()
    }
}

impl Choose {
    fn chart_types(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let tongue = self.shell.tongue;
        ChartType::ALL.iter().map(move |it| (it.word(), tongue.t(words::chart_type(*it))))
    }
}

pub async fn get(at: AtBank) -> Result<HttpResponse, Refusal> {
    let Some(listed) = listed(&at) else { return at.guest.leads_to(&urls::sign_in(at.bank.id)) };
    let typed = Typed::beforehand(&listed, &registers(&at).await?, at.guest.app.clock.now());
    shown(&at, &listed, typed, Wrongs::default(), None)
}

/// Connect: statements of all chosen accounts are asked for at once. What came is connected; when nothing came, nothing is.
pub async fn post(at: AtBank, form: Form<Vec<(String, String)>>) -> Result<HttpResponse, Refusal> {
    let fields = form.from_visitor(&at.guest.app, &at.guest.fingerprint(), FORM)?;
    let Some(listed) = listed(&at) else { return at.guest.leads_to(&urls::sign_in(at.bank.id)) };
    let typed = Typed::sent(&listed, &fields);
    let wanted = match typed.read(&listed, at.guest.tongue, at.guest.app.clock.now()) {
        Ok(wanted) => wanted,
        Err(wrongs) => return shown(&at, &listed, typed, wrongs, None),
    };
    let accounts = accounts(wanted, &registers(&at).await?);
    at.guest.writes().await?.commit().await?;
    let Some(pair) = at::pair(&at.guest.app, &at.bank) else {
        return at.guest.leads_to(&urls::sign_in(at.bank.id));
    };
    let came_to = books::download(&at.caller(), &pair, &accounts).await?;
    if came_to.is_good() && came_to.failed().count() < accounts.len() {
        return at.guest.leads_to(&urls::bank(at.bank.id));
    }
    not_connected(&at, &listed, typed, &came_to).await
}

async fn not_connected(
    at: &AtBank,
    listed: &[Listed],
    typed: Typed,
    came_to: &CameTo,
) -> Result<HttpResponse, Refusal> {
    let mut db = at.guest.app.store.read().await?;
    let visitor = at.guest.fingerprint();
    let bank = store::pretend_sign_ons::find(&mut db, &visitor, at.bank.id).await?;
    drop(db);
    let exchange = bank.and_then(|bank| bank.last_exchange);
    let Some(exchange) = exchange else { return at.guest.leads_to(&urls::quickbooks()) };
    let told = words::told(at.guest.tongue, Asked::Statements, came_to, exchange);
    let mut wrongs = Wrongs::default();
    wrongs.add("told", at.guest.tongue.t("qb-not-connected"));
    shown(at, listed, typed, wrongs, Some(told))
}

/// What the institution listed at the last sign-on. `None`: there was none.
fn listed(at: &AtBank) -> Option<Vec<Listed>> {
    at.bank.password.as_ref().map(|_| at.bank.accounts())
}

async fn registers(at: &AtBank) -> Result<Vec<Register>, Refusal> {
    let mut db = at.guest.app.store.read().await?;
    Ok(store::pretend_registers::of_sign_on(&mut db, at.bank.id).await?)
}

fn accounts(wanted: Vec<(Listed, ChartType, time::Date)>, registers: &[Register]) -> Vec<Account> {
    let account = |(listed, chart_type, start): (Listed, ChartType, time::Date)| {
        let before = registers.iter().find(|it| it.is_of(&listed)).map(|it| it.next_start);
        Account::New { listed, chart_type, start, before }
    };
    wanted.into_iter().map(account).collect()
}

fn shown(
    at: &AtBank,
    listed: &[Listed],
    typed: Typed,
    wrongs: Wrongs,
    told: Option<Told>,
) -> Result<HttpResponse, Refusal> {
    let status = if wrongs.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let earliest = start_date::earliest(at.guest.app.clock.now());
    let page = Choose {
        shell: at.guest.quickbooks(),
        csrf: at.guest.csrf(FORM),
        action: urls::choose(at.bank.id),
        bank: at.name().to_owned(),
        rows: typed.rows(listed, at.guest.tongue),
        start_date: typed.start_date,
        earliest: when::short_date(at.guest.language(), earliest),
        wrongs,
        told,
    };
    at.guest.answers(status, &page)
}
