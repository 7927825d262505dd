//! A bank transaction as a partner pushes it and as statements give it.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use time::Date;
use time::macros::format_description;

use crate::clock::Timestamp;
use crate::domain::amount::Amount;

words! {
    /// The public API's transaction types.
    TransactionType {
        Unknown = "Unknown",
        Credit = "Credit",
        Debit = "Debit",
        Int = "Int",
        Div = "Div",
        Fee = "Fee",
        SerChg = "SerChg",
        Dep = "Dep",
        Atm = "Atm",
        Pos = "Pos",
        Xfer = "Xfer",
        Check = "Check",
        Payment = "Payment",
        Cash = "Cash",
        DirectDep = "DirectDep",
        DirectDebit = "DirectDebit",
        RepeatPmt = "RepeatPmt",
        Other = "Other",
    }
}

impl TransactionType {
    /// Whether the word says which way the money goes: `Some(true)` in, `Some(false)` out.
    pub fn is_money_in(self) -> Option<bool> {
        match self {
            Self::Credit | Self::Dep | Self::DirectDep | Self::Div => Some(true),
            Self::Debit | Self::Fee | Self::SerChg | Self::Check | Self::DirectDebit | Self::RepeatPmt => Some(false),
            _ => None,
        }
    }
}

/// What the partner wrote, read but not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    /// The written date; a time and an offset in it are ignored.
    pub date: Date,
    pub amount: Amount,
    pub kind: Option<TransactionType>,
    pub description: Option<String>,
    pub counterparty: Option<String>,
    pub reference: Option<String>,
    pub balance: Option<Amount>,
}

impl Item {
    /// What "the same content" means when an id comes again. Money counts by value: 10.5 is 10.50.
    pub fn content_hash(&self) -> String {
        let mut hash = Sha256::new();
        let (date, amount) = (self.date.to_string(), self.amount.normal());
        let balance = self.balance.map(Amount::normal);
        let parts = [
            Some(date.as_str()),
            Some(amount.as_str()),
            self.kind.map(TransactionType::word),
            self.description.as_deref(),
            self.counterparty.as_deref(),
            self.reference.as_deref(),
            balance.as_deref(),
        ];
        for part in parts {
            // Nothing at all and an empty text are the same content, and no two parts run together.
            let part = part.unwrap_or_default();
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// A transaction as it is stored and given in statements.
#[derive(Clone, Debug)]
pub struct Stored {
    pub fitid: String,
    pub date: Date,
    pub amount: Amount,
    pub kind: Option<TransactionType>,
    pub description: Option<String>,
    pub counterparty: Option<String>,
    pub reference: Option<String>,
}

/// Reads an ISO 8601 date, alone or with a time and an offset, which are checked for form and ignored.
pub fn written_date(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = Date::parse(date, format_description!("[year]-[month]-[day]")).ok()?;
    (rest.is_empty() || is_time(rest)).then_some(date).filter(|date| (1..=9999).contains(&date.year()))
}

/// `T10:21`, `T10:21:00`, with a fraction, and `Z` or an offset.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix(['T', 't', ' ']) else { return false };
    let (time, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let limits = [23, 59, 60];
    let is_clock = (2..=3).contains(&parts.len())
        && parts
            .iter()
            .zip(limits)
            .all(|(part, most)| part.len() == 2 && part.parse::<u8>().is_ok_and(|it| it <= most));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_offset = offset.len() <= 6 && offset.chars().skip(1).all(|it| it.is_ascii_digit() || it == ':');
    is_clock && is_fraction && is_offset
}

/// The FITID of a transaction: the partner's own id where every client can hold it, else one made for it, longer than
/// any of those (QuickBooks holds 36), so that the two kinds never meet.
pub fn fitid(id: &str, made: uuid::Uuid) -> String {
    let is_plain = (1..=32).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    if is_plain { id.to_owned() } else { format!("made{}", made.simple()) }
}

/// The other instant that selects a transaction: the earlier of when it was pushed and noon GMT of its written date.
pub fn earliest(date: Date, pushed_at: Timestamp) -> Timestamp {
    noon(date).min(pushed_at)
}

/// Noon GMT of a date: the instant that stands for a day that has no time.
pub fn noon(date: Date) -> Timestamp {
    date.midnight().saturating_add(time::Duration::hours(12)).assume_utc().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_written_date_counts_and_its_offset_does_not() {
        for text in [
            "2023-08-22",
            "2023-08-22T10:21:00",
            "2023-08-22T23:59:59-05:00",
            "2023-08-22T00:00:00Z",
            "2023-08-22T10:21:00.1950523Z",
            "2023-08-22T10:21",
        ] {
            assert_eq!(written_date(text), Some(date!(2023 - 08 - 22)), "{text}");
        }
        for text in
            ["", "22.08.2023", "2023-02-30", "2023-08-22T", "2023-08-22Tnoon", "2023-08-22T25:00:00", "2023-8-2"]
        {
            assert_eq!(written_date(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in "[0-9]{0,5}[-/T ]?[0-9é]{0,3}-?[0-9]{0,3}([T ]?[0-9:.]{0,12}[-+Zz]?[0-9:]{0,7})?") {
            if let Some(date) = written_date(&text) {
                proptest::prop_assert_eq!(date.to_string(), &text[..10]);
            }
        }
    }

    #[test]
    fn an_id_that_some_client_could_not_hold_gets_another() {
        let made = uuid::Uuid::from_u128(7);
        assert_eq!(fitid("716422529", made), "716422529");
        for id in ["a b", "é", "716422529-716422529-716422529-716422529", "a,b"] {
            assert_eq!(fitid(id, made).len(), 36, "{id}");
        }
    }

    #[test]
    fn money_is_the_same_content_by_value() {
        let item = |amount: &str, description: Option<&str>| Item {
            id: "1".into(),
            date: date!(2026 - 11 - 21),
            amount: amount.parse().unwrap(),
            kind: None,
            description: description.map(str::to_owned),
            counterparty: None,
            reference: None,
            balance: None,
        };
        assert_eq!(item("10.5", None).content_hash(), item("10.50", Some("")).content_hash());
        assert_ne!(item("10.5", None).content_hash(), item("10.51", None).content_hash());
    }
}
