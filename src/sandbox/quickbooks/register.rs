//! An account's register: what was downloaded into it, the newest first. What the last download brought is marked.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::at::{AtBank, AtRegister};
use super::bank::{UPDATE_FORM, last_told};
use super::words::{self, Told};
use crate::domain::language::Language;
use crate::domain::pretend::{Stage, start_date};
use crate::domain::refusal::Refusal;
use crate::store;
use crate::store::pretend_registers::Register;
use crate::store::pretend_transactions::Line;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;
use crate::web::{amount, when};

/// Lines of a page.
const LINES: i64 = 50;

#[derive(Template)]
#[template(path = "sandbox/quickbooks/register.html")]
struct OfAccount {
    shell: Shell,
    csrf: String,
    bank_id: String,
    id: String,
    name: String,
    bank: String,
    chart_type: &'static str,
    balance: String,
    is_connected: bool,
    /// That the start date was too early to count.
    ignored: Option<String>,
    told: Option<Told>,
    trouble: Option<String>,
    lines: Vec<Shown>,
    newer: Option<String>,
    older: Option<String>,
}

/// A transaction on the page.
struct Shown {
    date: String,
    name: String,
    memo: Option<String>,
    check_number: Option<String>,
    amount: String,
    is_new: bool,
}

impl Page for OfAccount {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.name.clone()
    }
}

#[derive(Deserialize)]
pub struct Turned {
    #[serde(default)]
    page: Option<String>,
}

pub async fn get(at: AtRegister, turned: Query<Turned>) -> Result<HttpResponse, Refusal> {
    let page = turned.page.as_deref().and_then(|page| page.parse::<u16>().ok()).map_or(1, |page| page.max(1));
    let AtRegister { guest, bank, register } = at;
    let at = AtBank { guest, bank };
    let mut db = at.guest.app.store.read().await?;
    let told = last_told(&mut db, &at).await?;
    let (total, _) = store::pretend_transactions::extent(&mut db, register.id).await?;
    let skip = (i64::from(page) - 1) * LINES;
    let lines = store::pretend_transactions::page(&mut db, register.id, LINES, skip).await?;
    drop(db);
    let place = usize::from(page);
    let turned = (
        (page > 1).then(|| urls::register(register.id, place - 1)),
        (skip + LINES < total).then(|| urls::register(register.id, place + 1)),
    );
    at.guest.answers(StatusCode::OK, &shown(&at, &register, told, lines, turned))
}

fn shown(
    at: &AtBank,
    register: &Register,
    told: Option<Told>,
    lines: Vec<Line>,
    (newer, older): (Option<String>, Option<String>),
) -> OfAccount {
    let (guest, language) = (&at.guest, at.guest.language());
    OfAccount {
        shell: guest.quickbooks(),
        csrf: guest.csrf(UPDATE_FORM),
        bank_id: at.bank.id.to_string(),
        id: register.id.to_string(),
        name: register.name.clone(),
        bank: at.name().to_owned(),
        chart_type: guest.tongue.t(words::chart_type(register.chart_type)),
        balance: amount::money(language, register.balance(), &register.currency),
        is_connected: at.bank.stage == Stage::Connected && register.is_connected,
        ignored: ignored(at, register),
        told,
        trouble: register.trouble.map(|code| words::trouble(guest.tongue, code, &register.name)),
        lines: lines.into_iter().map(|line| line_shown(language, register, line)).collect(),
        newer,
        older,
    }
}

/// Told as long as the account is connected: it explains what is missing.
fn ignored(at: &AtBank, register: &Register) -> Option<String> {
    let asked = start_date::parsed(&register.start_date)?;
    let language = at.guest.language();
    let earliest = start_date::earliest(register.connected_at);
    let words = || {
        let (asked, earliest) = (when::short_date(language, asked), when::short_date(language, earliest));
        at.guest.tongue.t2("qb-start-ignored", ("asked", asked), ("earliest", earliest))
    };
    (register.is_connected && start_date::is_ignored(asked, register.connected_at)).then(words)
}

fn line_shown(language: Language, register: &Register, line: Line) -> Shown {
    Shown {
        date: start_date::parsed(&line.posted_on)
            .map_or(line.posted_on.clone(), |date| when::short_date(language, date)),
        amount: amount::money(language, line.amount(), &register.currency),
        is_new: line.exchange_id == register.last_exchange,
        name: line.name,
        memo: line.memo,
        check_number: line.check_number,
    }
}
