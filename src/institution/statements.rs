//! Statements of bank accounts and cards: which are asked for, and what they say.
//!
//! Each request in a file succeeds or fails for itself; the sign-on and the others are none the worse for it.

use std::collections::HashSet;
use std::mem::discriminant;

use crate::domain::amount::Amount;
use crate::domain::app::App;
use crate::domain::source_account::{OfxKind, SourceAccount};
use crate::domain::statement::{self, Asked, Asker, NoStatement, Opened};
use crate::domain::transaction::noon;
use crate::ofx::{
    AccountType, Ask, AskedBankAccount, Balance, Bound, Moment, Statement, Status, TransactionList, Window,
};
use crate::store::Db;

use super::accounts;

/// Opens the statements that `asks` ask for, in a writing unit: one answer for each, in their order.
pub async fn open<'a>(
    app: &App,
    db: &mut Db,
    asker: &Asker<'_>,
    (asks, bank_id): (impl Iterator<Item = &'a Ask>, &str),
) -> sqlx::Result<Vec<Result<Opened, Status>>> {
    let asked = requests(asks, bank_id);
    let good: Vec<statement::Request> = asked.iter().filter_map(|one| one.as_ref().ok().cloned()).collect();
    let mut opened = statement::open(app, db, asker, &good).await?.into_iter();
    let mut next = |_| opened.next().unwrap_or(Err(NoStatement::NotFound)).map_err(status);
    Ok(asked.into_iter().map(|one| one.and_then(&mut next)).collect())
}

/// `STMTRS` or `CCSTMTRS`, its list without the transactions, of which there may be any number.
pub fn statement(opened: &Opened, bank_id: &str) -> Statement {
    let account = &opened.account;
    Statement {
        account: accounts::named(account, bank_id),
        currency: account.draft.currency.clone(),
        list: opened.searched().map(|searched| TransactionList {
            start: searched.from.datetime(),
            end: searched.until.datetime(),
            transactions: Vec::new(),
        }),
        ledger: balance(account, account.draft.balance),
        available: available(account).map(|amount| balance(account, amount)),
    }
}

fn balance(account: &SourceAccount, amount: Amount) -> Balance {
    Balance { amount: amount.decimal(), as_of: noon(account.balance_on).datetime() }
}

/// What the partner named when it added the account. A push brings a new balance and no new available one: from then
/// on it is not known.
fn available(account: &SourceAccount) -> Option<Amount> {
    let given = account.draft.account_info.as_ref()?.available_balance.as_deref()?;
    given.parse().ok().filter(|_| account.pushed_at.is_none())
}

fn status(no: NoStatement) -> Status {
    match no {
        NoStatement::NotFound => Status::account_not_found(),
        NoStatement::Closed => Status::account_closed(),
        NoStatement::SwitchedOff => Status::account_not_authorized(),
    }
}

/// The statement requests among `asks` in the domain's words, or what is wrong with them.
fn requests<'a>(asks: impl Iterator<Item = &'a Ask>, bank_id: &str) -> Vec<Result<statement::Request, Status>> {
    let mut seen = HashSet::new();
    let mut checked = |request: statement::Request| {
        let is_new =
            seen.insert((request.ofx_account_id.clone(), discriminant(&request.kind), request.asked.is_some()));
        if is_new { Ok(request) } else { Err(asked_again()) }
    };
    asks.filter_map(|ask| request(ask, bank_id)).map(|one| one.and_then(&mut checked)).collect()
}

/// For what the same file has asked for already. Nobody needs it twice, and a file that asks for one thing again and
/// again would be answered with many times its size.
pub fn asked_again() -> Status {
    Status::general_error("This is asked for twice in one file and given once. Ask for it again in another file.")
}

/// `None` for a request of another kind.
fn request(ask: &Ask, bank_id: &str) -> Option<Result<statement::Request, Status>> {
    let (account, window) = match ask {
        Ask::Statement { account, window } => (bank_account(account, bank_id), window),
        Ask::CardStatement { acct_id, window } => (Some((acct_id, OfxKind::Card)), window),
        _ => return None,
    };
    let account = account.ok_or_else(Status::account_not_found);
    Some(account.and_then(|(acct_id, kind)| {
        let asked = window.filter(|window| window.include).map(span).transpose()?;
        Ok(statement::Request { ofx_account_id: acct_id.clone(), kind, asked })
    }))
}

/// Matched by its id, its type and, if the client sent one, its BANKID.
fn bank_account<'a>(asked: &'a AskedBankAccount, bank_id: &str) -> Option<(&'a String, OfxKind)> {
    let kind = match asked.acct_type? {
        AccountType::Checking => OfxKind::Checking,
        AccountType::Savings => OfxKind::Savings,
        AccountType::CreditLine => OfxKind::CreditLine,
        AccountType::MoneyMarket => return None,
    };
    let is_here = asked.bank_id.as_deref().is_none_or(|asked| asked == bank_id);
    is_here.then_some((&asked.acct_id, kind))
}

/// The window asked for. An end that names a day means all of that day, which is what people who type it mean.
fn span(window: Window) -> Result<Asked, Status> {
    let (start, end) = (moment(window.start)?, moment(window.end)?);
    let is_inverted = start.zip(end).is_some_and(|(start, end)| {
        let begins = start.instant;
        end.instant < begins && end.end_of_day() <= begins
    });
    if is_inverted {
        return Err(Status::invalid_date_range());
    }
    Ok(Asked { start: start.map(|start| start.instant.into()), end: end.map(|end| end.end_of_day().into()) })
}

fn moment(bound: Bound) -> Result<Option<Moment>, Status> {
    match bound {
        Bound::Open => Ok(None),
        Bound::At(moment) => Ok(Some(moment)),
        Bound::Unreadable => Err(Status::unreadable_date()),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const BANK_ID: &str = "900000001";

    fn bound(text: &str) -> Bound {
        if text.is_empty() { Bound::Open } else { Moment::parse(text).map_or(Bound::Unreadable, Bound::At) }
    }

    fn window(start: &str, end: &str) -> Window {
        Window { start: bound(start), end: bound(end), include: true }
    }

    fn code(asked: Result<Asked, Status>) -> u32 {
        asked.map_or_else(|status| status.code, |_| 0)
    }

    fn bank(acct_type: Option<AccountType>, bank_id: Option<&str>, window: Option<Window>) -> Ask {
        let bank_id = bank_id.map(str::to_owned);
        Ask::Statement {
            account: AskedBankAccount { bank_id, branch_id: None, acct_id: "1234".into(), acct_type },
            window,
        }
    }

    fn answer(ask: &Ask) -> Result<statement::Request, u32> {
        request(ask, BANK_ID).unwrap().map_err(|status| status.code)
    }

    #[test]
    fn an_end_that_names_a_day_covers_all_of_it() {
        let asked = span(window("20250101", "20250131")).unwrap();
        assert_eq!(asked.start, Some(datetime!(2025-01-01 00:00 UTC).into()));
        assert_eq!(asked.end, Some(datetime!(2025-02-01 00:00 UTC).into()));
        let exact = span(window("", "20250131120000")).unwrap();
        assert_eq!((exact.start, exact.end), (None, Some(datetime!(2025-01-31 12:00 UTC).into())));
    }

    #[test]
    fn dates_that_cannot_be_are_refused_and_a_single_day_is_not() {
        assert_eq!(code(span(window("yesterday", ""))), 2020);
        assert_eq!(code(span(window("20250101", "20250199"))), 2020);
        assert_eq!(code(span(window("20250201", "20250131"))), 2027);
        assert_eq!(code(span(window("20250131", "20250101"))), 2027);
        assert_eq!(code(span(window("20250131150000", "20250131140000"))), 2027);
        assert_eq!(code(span(window("20250131", "20250131"))), 0);
        assert_eq!(code(span(window("20250131150000", "20250131"))), 0);
        assert_eq!(code(span(window("00010101000000", "99991231"))), 0);
    }

    #[test]
    fn an_account_is_matched_by_type_and_by_the_bank_id_if_one_is_sent() {
        let checking = Some(AccountType::Checking);
        assert_eq!(answer(&bank(checking, None, None)).map(|it| it.kind), Ok(OfxKind::Checking));
        assert_eq!(answer(&bank(checking, Some(BANK_ID), None)).map(|it| it.kind), Ok(OfxKind::Checking));
        assert_eq!(answer(&bank(checking, Some("1"), None)).map(|it| it.kind), Err(2003));
        assert_eq!(answer(&bank(None, None, None)).map(|it| it.kind), Err(2003));
        let card = Ask::CardStatement { acct_id: "1234".into(), window: None };
        assert_eq!(answer(&card).map(|it| it.kind), Ok(OfxKind::Card));
    }

    #[test]
    fn balances_alone_need_no_readable_dates() {
        let mut balances = window("yesterday", "");
        balances.include = false;
        for window in [None, Some(balances)] {
            let asked = answer(&bank(Some(AccountType::Savings), None, window)).map(|it| it.asked.is_none());
            assert_eq!(asked, Ok(true));
        }
    }

    #[test]
    fn the_transactions_and_the_balances_of_an_account_are_given_once_in_one_file() {
        let asks = [None, Some(window("", "")), None, Some(window("20250101", ""))];
        let asks = asks.map(|window| bank(Some(AccountType::Checking), None, window));
        let codes: Vec<_> = requests(asks.iter(), BANK_ID)
            .into_iter()
            .map(|one| one.map_or_else(|status| status.code, |_| 0))
            .collect();
        assert_eq!(codes, [0, 0, 2000, 2000]);
    }
}
