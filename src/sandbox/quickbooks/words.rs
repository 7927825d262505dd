//! What an exchange meant, as a customer of QuickBooks would see it.

use crate::domain::pretend::account::{ChartType, Kind};
use crate::domain::pretend::came_to::{self, Answered, CameTo, Said, Statement};
use crate::domain::pretend::{Asked, ExchangeId};
use crate::web::texts::Tongue;
use crate::web::urls::sandbox as urls;

/// An exchange in words.
#[derive(Clone)]
pub struct Told {
    pub is_good: bool,
    /// What happened.
    pub words: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// What the institution wrote, which is always English.
    pub message: Option<String>,
    /// Accounts of which no statement came, each with the reason.
    pub failed: Vec<String>,
    /// Where the exchange can be opened.
    pub exchange: String,
}

/// Tells what `came_to` meant for what was `asked`.
pub fn told(tongue: Tongue, asked: Asked, came_to: &CameTo, exchange: ExchangeId) -> Told {
    let exchange = urls::exchange(exchange);
    let without_answer = |words: String| Told {
        is_good: false,
        words,
        advice: Some(tongue.t("qb-wire-advice").to_owned()),
        message: None,
        failed: Vec::new(),
        exchange: exchange.clone(),
    };
    match came_to {
        CameTo::Answered(answered) => of_answer(tongue, asked, answered, exchange.clone()),
        CameTo::Http { status, retry_after: Some(seconds) } => {
            without_answer(tongue.t2("qb-http-later", ("status", *status), ("seconds", *seconds)))
        }
        CameTo::Http { status, retry_after: None } => without_answer(tongue.t1("qb-http", "status", *status)),
        CameTo::NotReached => without_answer(tongue.t("qb-not-reached").to_owned()),
        CameTo::TimedOut { seconds } => without_answer(tongue.t1("qb-timed-out", "seconds", *seconds)),
        CameTo::BrokenOff => without_answer(tongue.t("qb-broken-off").to_owned()),
        CameTo::TooLarge => without_answer(tongue.t("qb-too-large").to_owned()),
        CameTo::Unreadable => without_answer(tongue.t("qb-unreadable").to_owned()),
    }
}

fn of_answer(tongue: Tongue, asked: Asked, answered: &Answered, exchange: String) -> Told {
    let came_to = CameTo::Answered(answered.clone());
    if let Some(said) = came_to.refusal() {
        let (words, advice) = refused(tongue, said);
        return Told { is_good: false, words, advice, message: said.message.clone(), failed: Vec::new(), exchange };
    }
    let failed: Vec<String> = came_to.failed().map(|statement| failed(tongue, statement)).collect();
    let words = match asked {
        Asked::Profile => tongue.t("qb-profile-read").to_owned(),
        Asked::Accounts => match answered.accounts.unwrap_or_default() {
            0 => tongue.t("qb-accounts-none").to_owned(),
            count => tongue.t1("qb-accounts-listed", "count", count),
        },
        Asked::Statements => downloaded(tongue, answered),
    };
    Told { is_good: failed.is_empty(), words, advice: None, message: None, failed, exchange }
}

fn downloaded(tongue: Tongue, answered: &Answered) -> String {
    let came: usize = answered.statements.iter().map(|one| one.downloaded).sum();
    let new: usize = answered.statements.iter().map(|one| one.new).sum();
    let brought = match new {
        0 => tongue.t("qb-nothing-new").to_owned(),
        _ if new == came => tongue.t1("qb-downloaded", "new", new),
        _ => tongue.t1("qb-downloaded-again", "new", new),
    };
    match answered.connected {
        Some(count) => format!("{} {brought}", tongue.t1("qb-connected", "count", count)),
        None => brought,
    }
}

/// A refusal of the whole request, and what to do about it.
fn refused(tongue: Tongue, said: &Said) -> (String, Option<String>) {
    let (words, advice) = match said.code {
        came_to::WRONG => ("qb-wrong", "qb-wrong-advice"),
        came_to::THROTTLED => ("qb-throttled", "qb-throttled-advice"),
        code => return (tongue.t1("qb-other-code", "code", number(code)), None),
    };
    (tongue.t(words).to_owned(), Some(tongue.t(advice).to_owned()))
}

fn failed(tongue: Tongue, statement: &Statement) -> String {
    let Statement { account, said, .. } = statement;
    let account = ("account", account.as_str());
    match said.code {
        came_to::NO_ACCOUNT => tongue.t1("qb-no-account", account.0, account.1),
        came_to::CLOSED => tongue.t1("qb-closed", account.0, account.1),
        code => tongue.t2("qb-account-code", account, ("code", number(code))),
    }
}

/// A code, without the separators that a number would get.
pub fn number(code: impl ToString) -> String {
    code.to_string()
}

/// The same for the account alone, in its register.
pub fn trouble(tongue: Tongue, code: i64, account: &str) -> String {
    let said = Said { code: u32::try_from(code).unwrap_or_default(), message: None };
    failed(tongue, &Statement { account: account.to_owned(), said, downloaded: 0, new: 0 })
}

/// What an exchange asked for.
pub fn asked(tongue: Tongue, asked: Asked) -> &'static str {
    tongue.t(match asked {
        Asked::Profile => "qb-asked-profile",
        Asked::Accounts => "qb-asked-accounts",
        Asked::Statements => "qb-asked-statements",
    })
}

/// What the institution says that an account is: the key of its words.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Checking => "qb-kind-checking",
        Kind::Savings => "qb-kind-savings",
        Kind::MoneyMarket => "qb-kind-money-market",
        Kind::CreditLine => "qb-kind-credit-line",
        Kind::Card => "qb-kind-card",
    }
}

/// An account type of the chart of accounts: the key of its words.
pub fn chart_type(chart_type: ChartType) -> &'static str {
    match chart_type {
        ChartType::Chequing => "qb-chart-chequing",
        ChartType::Savings => "qb-chart-savings",
        ChartType::MoneyMarket => "qb-chart-money-market",
        ChartType::CashOnHand => "qb-chart-cash",
        ChartType::LineOfCredit => "qb-chart-line",
        ChartType::CreditCard => "qb-chart-card",
    }
}
