//! A pushed transaction as `STMTTRN`.

use crate::domain::transaction::{Stored, TransactionType};
use crate::ofx::{Transaction, TrnType};

/// `CHECKNUM` holds no more.
const LONGEST_CHECK_NUMBER: usize = 12;

/// The transaction with the words that the partner gave it, each once.
pub fn transaction(stored: &Stored) -> Transaction {
    let check_number = check_number(stored);
    let reference = if check_number.is_some() { "" } else { text(&stored.reference) };
    let [counterparty, description] = [&stored.counterparty, &stored.description].map(text);
    // The first that says something is the name: the other party's where it is known.
    let mut words = [counterparty, description, reference].into_iter().filter(|words| !words.is_empty());
    let name = words.next().unwrap_or_default();
    let memo: Vec<&str> = words.filter(|words| *words != name).collect();
    Transaction {
        kind: kind(stored),
        date: stored.date,
        amount: stored.amount.decimal(),
        fitid: stored.fitid.clone(),
        check_number: check_number.map(str::to_owned),
        name: name.to_owned(),
        memo: Some(memo.join(" / ")).filter(|memo| !memo.is_empty()),
    }
}

fn text(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default().trim()
}

/// The reference of a check, where it is a number that a check can have.
fn check_number(stored: &Stored) -> Option<&str> {
    let number = text(&stored.reference);
    let is_number = (1..=LONGEST_CHECK_NUMBER).contains(&number.len()) && number.bytes().all(|it| it.is_ascii_digit());
    (stored.kind == Some(TransactionType::Check) && is_number).then_some(number)
}

fn kind(stored: &Stored) -> TrnType {
    match stored.kind {
        None | Some(TransactionType::Unknown) => TrnType::by_sign(stored.amount.decimal()),
        Some(TransactionType::Credit) => TrnType::Credit,
        Some(TransactionType::Debit) => TrnType::Debit,
        Some(TransactionType::Int) => TrnType::Interest,
        Some(TransactionType::Div) => TrnType::Dividend,
        Some(TransactionType::Fee) => TrnType::Fee,
        Some(TransactionType::SerChg) => TrnType::ServiceCharge,
        Some(TransactionType::Dep) => TrnType::Deposit,
        Some(TransactionType::Atm) => TrnType::Atm,
        Some(TransactionType::Pos) => TrnType::PointOfSale,
        Some(TransactionType::Xfer) => TrnType::Transfer,
        Some(TransactionType::Check) => TrnType::Check,
        Some(TransactionType::Payment) => TrnType::Payment,
        Some(TransactionType::Cash) => TrnType::Cash,
        Some(TransactionType::DirectDep) => TrnType::DirectDeposit,
        Some(TransactionType::DirectDebit) => TrnType::DirectDebit,
        Some(TransactionType::RepeatPmt) => TrnType::RepeatingPayment,
        Some(TransactionType::Other) => TrnType::Other,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn stored(texts: [Option<&str>; 3]) -> Stored {
        let [counterparty, description, reference] = texts.map(|text| text.map(str::to_owned));
        Stored {
            fitid: "t-1".into(),
            date: date!(2026 - 11 - 20),
            amount: "-12.50".parse().unwrap(),
            kind: None,
            description,
            counterparty,
            reference,
        }
    }

    fn words(texts: [Option<&str>; 3]) -> (String, Option<String>) {
        let transaction = transaction(&stored(texts));
        (transaction.name, transaction.memo)
    }

    #[test]
    fn the_other_party_is_the_name_and_the_rest_the_memo() {
        let all = words([Some("Café Olé"), Some("Two coffees"), Some("R-7")]);
        assert_eq!(all, ("Café Olé".into(), Some("Two coffees / R-7".into())));
        assert_eq!(words([None, Some("Two coffees"), Some("R-7")]), ("Two coffees".into(), Some("R-7".into())));
        assert_eq!(words([Some(" "), None, Some("R-7")]), ("R-7".into(), None));
        assert_eq!(words([Some("Café"), Some("Café"), None]), ("Café".into(), None));
        assert_eq!(words([None, None, None]), (String::new(), None));
    }

    #[test]
    fn a_check_number_stands_in_its_own_element_only() {
        let mut check = stored([Some("Landlord"), None, Some("000123")]);
        check.kind = Some(TransactionType::Check);
        let transaction = transaction(&check);
        assert_eq!((transaction.check_number.as_deref(), transaction.memo), (Some("000123"), None));
        for reference in ["RENT-7", "1234567890123", ""] {
            check.reference = Some(reference.into());
            assert_eq!(super::transaction(&check).check_number, None, "{reference}");
        }
    }

    #[test]
    fn a_type_that_says_nothing_goes_by_the_sign() {
        let mut unknown = stored([None, None, None]);
        assert_eq!(transaction(&unknown).kind, TrnType::Debit);
        unknown.kind = Some(TransactionType::Unknown);
        unknown.amount = "12.50".parse().unwrap();
        assert_eq!(transaction(&unknown).kind, TrnType::Credit);
        unknown.kind = Some(TransactionType::Xfer);
        assert_eq!(transaction(&unknown).kind, TrnType::Transfer);
    }
}
