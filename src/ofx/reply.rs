//! An answer file as a client reads it: leniently, by names, in any order. The counterpart of [`write`](super::write()).

use std::borrow::Cow;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::account::{Account, AccountInfo, AccountType, BankAccount};
use super::statement::{Balance, Statement, Transaction, TransactionList, TrnType};
use super::status::{Severity, Status};
use super::tree::{self, Node};
use super::{Moment, Unreadable, header, text};

/// The longest answer, in bytes, that [`read_reply`] looks at.
pub const MAX_REPLY: usize = 4 * 1024 * 1024;
/// Some twenty thousand transactions.
const MOST_NODES: usize = 250_000;
/// What a message may say, in characters (OFX 3.1.5).
const LONGEST_MESSAGE: usize = 255;
/// Names, ids and memos: longer ones break the rules, and are cut.
const LONGEST: usize = 255;

/// One answer file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Of `SONRS`.
    pub sign_on: Status,
    /// The answer to a request for the profile.
    pub profile: Option<Part<ProfileReply>>,
    /// The answer to a request for the accounts.
    pub accounts: Option<Part<Vec<AccountInfo>>>,
    /// The answers to requests for statements, banks' first, each in the order of the file.
    pub statements: Vec<Part<Statement>>,
}

/// The answer to one transaction request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    /// Of the request.
    pub trnuid: String,
    /// How it went.
    pub status: Status,
    /// `None` where the status says that there is nothing, or nothing readable came.
    pub body: Option<T>,
}

/// What a client wants to know of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileReply {
    /// `FINAME`
    pub name: String,
    /// `DTPROFUP`
    pub dt_prof_up: Option<OffsetDateTime>,
}

/// Reads one answer file. Never panics, whatever the bytes; does work proportional to their number.
pub fn read_reply(bytes: &[u8]) -> Result<Reply, Unreadable> {
    if bytes.len() > MAX_REPLY {
        return Err(Unreadable::TooLarge);
    }
    let file = text::decode(bytes);
    let (header, body) = header::read(&file)?;
    let top = tree::build_within(body, header.syntax, MOST_NODES)?;
    let root = top.child("OFX").ok_or(Unreadable::NoRoot)?;
    let sign_on = root.child("SIGNONMSGSRSV1").and_then(|set| set.child("SONRS")).and_then(status);
    Ok(Reply {
        sign_on: sign_on.ok_or(Unreadable::NoRoot)?,
        profile: parts(root, "PROFMSGSRSV1", "PROFTRNRS", |it| it.child("PROFRS").map(profile)).pop(),
        accounts: parts(root, "SIGNUPMSGSRSV1", "ACCTINFOTRNRS", |it| it.child("ACCTINFORS").map(accounts)).pop(),
        statements: [
            parts(root, "BANKMSGSRSV1", "STMTTRNRS", |it| it.child("STMTRS").and_then(statement)),
            parts(root, "CREDITCARDMSGSRSV1", "CCSTMTTRNRS", |it| it.child("CCSTMTRS").and_then(statement)),
        ]
        .concat(),
    })
}

fn parts<T>(root: &Node<'_>, set: &str, wrapper: &str, body: impl Fn(&Node<'_>) -> Option<T>) -> Vec<Part<T>> {
    let wrappers = root.children.iter().filter(|child| child.is(set)).flat_map(|set| &set.children);
    let part = |node: &Node<'_>| {
        let status = status(node)?;
        let body = if status.is_error() { None } else { body(node) };
        Some(Part { trnuid: value(node, "TRNUID").unwrap_or_default(), status, body })
    };
    wrappers.filter(|node| node.is(wrapper)).filter_map(part).collect()
}

fn status(node: &Node<'_>) -> Option<Status> {
    let status = node.child("STATUS")?;
    let severity = match value(status, "SEVERITY")?.to_ascii_uppercase().as_str() {
        "INFO" => Severity::Info,
        "WARN" => Severity::Warn,
        _ => Severity::Error,
    };
    let message = value(status, "MESSAGE").map(|it| Cow::Owned(text::cut(&it, LONGEST_MESSAGE).to_owned()));
    Some(Status { code: value(status, "CODE")?.parse().ok()?, severity, message })
}

fn profile(profrs: &Node<'_>) -> ProfileReply {
    let dt_prof_up = instant(profrs, "DTPROFUP");
    ProfileReply { name: value(profrs, "FINAME").unwrap_or_default(), dt_prof_up }
}

fn accounts(acctinfors: &Node<'_>) -> Vec<AccountInfo> {
    acctinfors.children.iter().filter(|child| child.is("ACCTINFO")).filter_map(account_info).collect()
}

fn account_info(info: &Node<'_>) -> Option<AccountInfo> {
    let held = ["BANKACCTINFO", "CCACCTINFO"].into_iter().find_map(|kind| info.child(kind))?;
    Some(AccountInfo {
        description: value(info, "DESC").unwrap_or_default(),
        phone: value(info, "PHONE"),
        account: account(held)?,
    })
}

fn account(within: &Node<'_>) -> Option<Account> {
    if let Some(card) = within.child("CCACCTFROM") {
        return Some(Account::Card { acct_id: value(card, "ACCTID")? });
    }
    let bank = within.child("BANKACCTFROM")?;
    Some(Account::Bank(BankAccount {
        bank_id: value(bank, "BANKID")?,
        branch_id: value(bank, "BRANCHID"),
        acct_id: value(bank, "ACCTID")?,
        acct_type: AccountType::named(&value(bank, "ACCTTYPE")?)?,
    }))
}

fn statement(stmtrs: &Node<'_>) -> Option<Statement> {
    Some(Statement {
        account: account(stmtrs)?,
        currency: value(stmtrs, "CURDEF")?,
        list: stmtrs.child("BANKTRANLIST").and_then(list),
        ledger: balance(stmtrs.child("LEDGERBAL")?)?,
        available: stmtrs.child("AVAILBAL").and_then(balance),
    })
}

fn list(list: &Node<'_>) -> Option<TransactionList> {
    let transactions = list.children.iter().filter(|child| child.is("STMTTRN")).filter_map(transaction);
    Some(TransactionList {
        start: instant(list, "DTSTART")?,
        end: instant(list, "DTEND")?,
        transactions: transactions.collect(),
    })
}

fn balance(node: &Node<'_>) -> Option<Balance> {
    Some(Balance { amount: amount(node, "BALAMT")?, as_of: instant(node, "DTASOF")? })
}

fn transaction(node: &Node<'_>) -> Option<Transaction> {
    Some(Transaction {
        kind: value(node, "TRNTYPE").as_deref().map_or(TrnType::Other, TrnType::named),
        date: instant(node, "DTPOSTED")?.date(),
        amount: amount(node, "TRNAMT")?,
        fitid: value(node, "FITID")?,
        check_number: value(node, "CHECKNUM"),
        name: value(node, "NAME").unwrap_or_default(),
        memo: value(node, "MEMO"),
    })
}

fn amount(node: &Node<'_>, tag: &str) -> Option<Decimal> {
    Decimal::from_str_exact(&value(node, tag)?).ok()
}

fn instant(node: &Node<'_>, tag: &str) -> Option<OffsetDateTime> {
    Moment::parse(&value(node, tag)?).ok().map(|moment| moment.instant)
}

/// The value of an element; `None` if it is missing or empty.
fn value(node: &Node<'_>, tag: &str) -> Option<String> {
    let value = node.raw(tag).map(text::unescaped).filter(|value| !value.is_empty())?;
    Some(text::cut(&value, LONGEST).to_owned())
}
