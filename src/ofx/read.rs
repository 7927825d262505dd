//! Bytes in, [`Request`] out. Elements are found by name, in any order, among any number of unknown ones.

use super::names::MessageSet;
use super::request::{Ask, Bound, Fi, Request, SetRequest, SignOn, Window, Wrapper};
use super::tree::{self, Node};
use super::{
    Account, AccountType, AskedBankAccount, BankAccount, Moment, Password, RequestName, Secret, Unreadable, header,
    text,
};

/// The longest body, in bytes, that [`read`] looks at.
pub const MAX_BODY: usize = 64 * 1024;

/// Identifiers that are only echoed come back whole up to here.
const LONGEST_ECHO: usize = 255;

/// Reads one request file. Never panics, whatever the bytes; does work proportional to their number.
pub fn read(body: &[u8]) -> Result<Request, Unreadable> {
    if body.len() > MAX_BODY {
        return Err(Unreadable::TooLarge);
    }
    let file = text::decode(body);
    let (header, body) = header::read(&file)?;
    let top = tree::build(body, header.syntax)?;
    let root = top.child("OFX").ok_or(Unreadable::NoRoot)?;
    Ok(Request { header, sign_on: sign_on(root), sets: root.children.iter().filter_map(set).collect() })
}

fn sign_on(root: &Node<'_>) -> Option<SignOn> {
    let sonrq = root.child("SIGNONMSGSRQV1").unwrap_or(root).child("SONRQ")?;
    Some(SignOn {
        user_id: value(sonrq, "USERID").unwrap_or_default(),
        secret: secret(sonrq),
        dt_client: short(sonrq, "DTCLIENT", 64),
        language: short(sonrq, "LANGUAGE", 32),
        fi: sonrq.child("FI").and_then(fi),
        app_id: short(sonrq, "APPID", 32),
        app_ver: short(sonrq, "APPVER", 32),
        client_uid: short(sonrq, "CLIENTUID", 64),
    })
}

fn secret(sonrq: &Node<'_>) -> Secret {
    match (sonrq.raw("USERPASS"), sonrq.raw("USERKEY")) {
        (Some(password), _) => Secret::Password(Password::new(text::unescaped(password))),
        (None, Some(_)) => Secret::UserKey,
        (None, None) => Secret::Absent,
    }
}

fn fi(fi: &Node<'_>) -> Option<Fi> {
    Some(Fi { org: short(fi, "ORG", LONGEST_ECHO)?, fid: short(fi, "FID", LONGEST_ECHO) })
}

fn set(node: &Node<'_>) -> Option<SetRequest> {
    let set = MessageSet::of_request(node.name)?;
    Some(SetRequest { set, wrappers: wrappers(set, node) })
}

fn wrappers(set: MessageSet, node: &Node<'_>) -> Vec<Wrapper> {
    let named = |child: &Node<'_>| Some(wrapper(set, set.request(child.name)?, child));
    node.children.iter().filter_map(named).filter(can_be_answered).collect()
}

/// A synchronisation that names no account, where its answer must, is passed over.
fn can_be_answered(wrapper: &Wrapper) -> bool {
    !matches!(wrapper.ask, Ask::Synchronise { account: None, .. }) || !wrapper.name.needs_account()
}

fn wrapper(set: MessageSet, name: RequestName, node: &Node<'_>) -> Wrapper {
    Wrapper {
        name,
        trnuid: short(node, "TRNUID", LONGEST_ECHO).unwrap_or_else(|| "0".to_owned()),
        clt_cookie: short(node, "CLTCOOKIE", LONGEST_ECHO),
        ask: ask(set, name, node),
    }
}

fn ask(set: MessageSet, name: RequestName, node: &Node<'_>) -> Ask {
    let inside = |tag| node.child(tag);
    match name.as_str() {
        "PROFTRNRQ" => Ask::Profile { dt_prof_up: inside("PROFRQ").and_then(|rq| moment(rq, "DTPROFUP")) },
        "ACCTINFOTRNRQ" => Ask::Accounts { dt_acct_up: inside("ACCTINFORQ").and_then(|rq| moment(rq, "DTACCTUP")) },
        "STMTTRNRQ" => statement(inside("STMTRQ")),
        "CCSTMTTRNRQ" => card_statement(inside("CCSTMTRQ")),
        _ if name.synchronises() => Ask::Synchronise { account: account(node), inside: wrappers(set, node) },
        _ => Ask::NotOffered,
    }
}

fn statement(stmtrq: Option<&Node<'_>>) -> Ask {
    Ask::Statement {
        account: stmtrq.and_then(|rq| rq.child("BANKACCTFROM")).map(bank_account).unwrap_or_default(),
        window: stmtrq.and_then(|rq| rq.child("INCTRAN")).map(window),
    }
}

fn card_statement(ccstmtrq: Option<&Node<'_>>) -> Ask {
    let card = ccstmtrq.and_then(|rq| rq.child("CCACCTFROM"));
    Ask::CardStatement {
        acct_id: card.and_then(|card| value(card, "ACCTID")).unwrap_or_default(),
        window: ccstmtrq.and_then(|rq| rq.child("INCTRAN")).map(window),
    }
}

fn bank_account(from: &Node<'_>) -> AskedBankAccount {
    AskedBankAccount {
        bank_id: value(from, "BANKID"),
        branch_id: value(from, "BRANCHID"),
        acct_id: value(from, "ACCTID").unwrap_or_default(),
        acct_type: value(from, "ACCTTYPE").as_deref().and_then(AccountType::named),
    }
}

/// The account of a synchronisation, complete enough to be echoed.
fn account(sync: &Node<'_>) -> Option<Account> {
    if let Some(card) = sync.child("CCACCTFROM") {
        return Some(Account::Card { acct_id: short(card, "ACCTID", LONGEST_ECHO)? });
    }
    let bank = sync.child("BANKACCTFROM")?;
    Some(Account::Bank(BankAccount {
        bank_id: short(bank, "BANKID", LONGEST_ECHO)?,
        branch_id: short(bank, "BRANCHID", LONGEST_ECHO),
        acct_id: short(bank, "ACCTID", LONGEST_ECHO)?,
        acct_type: bank_account(bank).acct_type?,
    }))
}

fn window(inctran: &Node<'_>) -> Window {
    Window {
        start: bound(inctran, "DTSTART"),
        end: bound(inctran, "DTEND"),
        include: !value(inctran, "INCLUDE").is_some_and(|include| include.eq_ignore_ascii_case("N")),
    }
}

fn bound(inctran: &Node<'_>, tag: &str) -> Bound {
    match value(inctran, tag).map(|date| Moment::parse(&date)) {
        None => Bound::Open,
        Some(Ok(moment)) => Bound::At(moment),
        Some(Err(_)) => Bound::Unreadable,
    }
}

fn moment(node: &Node<'_>, tag: &str) -> Option<Moment> {
    Moment::parse(&value(node, tag)?).ok()
}

/// The value of an element; `None` if it is missing or empty.
fn value(node: &Node<'_>, tag: &str) -> Option<String> {
    node.raw(tag).map(text::unescaped).filter(|value| !value.is_empty())
}

fn short(node: &Node<'_>, tag: &str, most: usize) -> Option<String> {
    value(node, tag).map(|value| text::cut(&value, most).to_owned())
}
