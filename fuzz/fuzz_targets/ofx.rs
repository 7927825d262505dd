//! Any bytes: they are read or refused; and what was read is answered in a file of bounded size that every strict reader
//! can read, whatever the client or the bank has written into its values.

#![no_main]

#[path = "../../src/ofx/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the server's own; not all of it is needed here")]
mod ofx;

use libfuzzer_sys::fuzz_target;
use time::OffsetDateTime;
use time::macros::datetime;

use ofx::{
    Account, AccountType, Answer, Ask, Balance, BankAccount, Body, Request, SetAnswer, Statement, Status, Syntax,
    Transaction, TransactionList, TrnType, Unreadable, Wrapper, WrapperAnswer, read, write,
};

/// The smallest request has some 20 bytes and is refused in some 300.
const MOST_GROWTH: usize = 32;
/// Statements in one file. The texts in one are the client's own, and short here.
const STATEMENTS: usize = 4;
const LONGEST_WORDS: usize = 600;
const LONGEST_STATEMENT: usize = 16 * 1_024;
const NOW: OffsetDateTime = datetime!(2026-11-21 15:00 UTC);

fuzz_target!(|body: &[u8]| {
    let Ok(request) = read(body) else { return };
    let most = 2_048 + body.len() * MOST_GROWTH;
    check(&request, &request.refuse(Status::sign_on_invalid(), NOW), most);
    check(&request, &granted(&request, body), most + STATEMENTS * LONGEST_STATEMENT);
});

fn check(request: &Request, answer: &Answer, most: usize) {
    let file = write(answer, &request.header);
    assert!(file.len() <= most, "{} bytes answered, at most {most} expected", file.len());
    // An answer may be longer than any request that is read.
    match read(&file) {
        Ok(again) => assert!(again.header == request.header, "another header"),
        Err(why) => assert!(matches!(why, Unreadable::TooLarge | Unreadable::TooMany), "{why}"),
    }
    // No byte of Windows-1252 above the seventh bit is markup.
    let file: String = match request.header.syntax {
        Syntax::Xml => String::from_utf8(file).expect("UTF-8"),
        Syntax::Sgml => file.into_iter().map(char::from).collect(),
    };
    let at = file.find("<OFX>").expect("an OFX element");
    lines_are_well_formed(&file[at..], request.header.syntax);
    let asked: usize = request.sets.iter().flat_map(|set| &set.wrappers).map(answered).sum();
    assert_eq!(file.matches("<TRNUID>").count(), asked, "not one answer for each request");
}

/// How many answers a request has: a synchronisation has those of the requests inside it.
fn answered(wrapper: &Wrapper) -> usize {
    match &wrapper.ask {
        Ask::Synchronise { inside, .. } => inside.iter().map(answered).sum(),
        _ => 1,
    }
}

/// Each line opens an aggregate, ends the one that is open, or is one element with its value. Nothing is empty, nothing
/// that somebody sent is markup.
fn lines_are_well_formed(body: &str, syntax: Syntax) {
    let mut open: Vec<&str> = Vec::new();
    for line in body.split_inclusive('\n') {
        let line = line.strip_suffix("\r\n").expect("a line that ends with CR and LF");
        let (tag, value) = line.strip_prefix('<').and_then(|rest| rest.split_once('>')).expect("a tag");
        let name = tag.strip_prefix('/').unwrap_or(tag);
        assert!(!name.is_empty() && name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()), "{line:?}");
        match (tag == name, value) {
            (false, "") => assert_eq!(open.pop(), Some(name), "{line:?} ends another"),
            (false, _) => panic!("{line:?}: text after an end"),
            (true, "") => open.push(name),
            (true, value) => value_is_clean(name, value, syntax),
        }
    }
    assert!(open.is_empty(), "{open:?} do not end");
}

fn value_is_clean(name: &str, value: &str, syntax: Syntax) {
    let value = match syntax {
        Syntax::Xml => value.strip_suffix(&format!("</{name}>")).expect("an element that ends"),
        Syntax::Sgml => value,
    };
    assert!(!value.trim_matches(' ').is_empty(), "{name} is empty");
    assert!(!value.contains(['<', '>']), "{name}: markup came back: {value:?}");
    assert!(!value.bytes().any(|it| it < b' ' || it == 0x7f), "{name}: control characters came back: {value:?}");
    let is_entity = |rest: &str| ["amp;", "lt;", "gt;"].iter().any(|it| rest.starts_with(it));
    assert!(value.split('&').skip(1).all(is_entity), "{name}: an entity that is none: {value:?}");
}

/// The first requests are granted with a statement, the others refused.
fn granted(request: &Request, body: &[u8]) -> Answer {
    let words: String = String::from_utf8_lossy(body).chars().take(LONGEST_WORDS).collect();
    let mut left = STATEMENTS;
    let mut answer = |wrapper: &Wrapper| -> WrapperAnswer {
        left = left.saturating_sub(1);
        if left == 0 { wrapper.refuse(Status::not_offered()) } else { wrapper.answer(body_of(wrapper, &words)) }
    };
    let sets = request
        .sets
        .iter()
        .map(|asked| SetAnswer { set: asked.set, wrappers: asked.wrappers.iter().map(&mut answer).collect() });
    Answer { sets: sets.collect(), sign_on: request.sign_on_answer(Status::OK, NOW) }
}

fn body_of(wrapper: &Wrapper, words: &str) -> Body {
    if let Some(refused @ Body::Sync(_)) = wrapper.refuse(Status::OK).body {
        return refused;
    }
    let at = words.char_indices().nth(words.chars().count() / 3).map_or(0, |(at, _)| at);
    let (name, memo) = words.split_at(at);
    let transaction = Transaction {
        kind: TrnType::Debit,
        date: NOW.date(),
        amount: "-12.50".parse().expect("an amount"),
        fitid: name.to_owned(),
        check_number: Some(memo.to_owned()),
        name: name.to_owned(),
        memo: Some(memo.to_owned()),
    };
    let account = BankAccount {
        bank_id: name.to_owned(),
        branch_id: Some(memo.to_owned()),
        acct_id: memo.to_owned(),
        acct_type: AccountType::Checking,
    };
    Body::Statement(Statement {
        account: Account::Bank(account),
        currency: "CAD".to_owned(),
        list: Some(TransactionList { start: NOW, end: NOW, transactions: vec![transaction] }),
        ledger: Balance { amount: "99.99".parse().expect("an amount"), as_of: NOW },
        available: None,
    })
}
