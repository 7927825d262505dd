//! Statements of bank accounts and cards (`STMTRS`, `CCSTMTRS`, OFX 11.4): balances, and the transactions of a window.

use std::borrow::Cow;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

use super::account::Account;
use super::writer::Writer;
use super::{date, text};

/// A statement. Amounts are from the customer's side: money out and debts are negative, cards included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// As the client asked for it.
    pub account: Account,
    /// `CURDEF`: ISO 4217.
    pub currency: String,
    /// `BANKTRANLIST`; `None` if only balances were asked for.
    pub list: Option<TransactionList>,
    /// `LEDGERBAL`, which cannot be left out: zero as of now if none is known.
    pub ledger: Balance,
    /// `AVAILBAL`, only if known; of a card, the credit left.
    pub available: Option<Balance>,
}

/// `BANKTRANLIST`. Without transactions it says that there is nothing new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionList {
    /// `DTSTART`: where the search really began.
    pub start: OffsetDateTime,
    /// `DTEND`: an instant the client can use as its next `DTSTART` with neither gap nor duplicate.
    pub end: OffsetDateTime,
    /// Oldest first.
    pub transactions: Vec<Transaction>,
}

/// A balance and when it was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// `BALAMT`
    pub amount: Decimal,
    /// `DTASOF`
    pub as_of: OffsetDateTime,
}

/// `STMTTRN`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// `TRNTYPE`
    pub kind: TrnType,
    /// The written date; `DTPOSTED` is always noon GMT of it.
    pub date: Date,
    /// `TRNAMT`, written whole, with at least two decimals.
    pub amount: Decimal,
    /// `FITID`: unique in its account and the same in every download. Written whole; keep it ≤ 255 characters of
    /// `[A-Za-z0-9._-]`.
    pub fitid: String,
    /// `CHECKNUM`, at most 12 characters.
    pub check_number: Option<String>,
    /// `NAME`: its first 32 characters; a longer one stands whole in `MEMO`.
    pub name: String,
    /// `MEMO`, at most 255 characters.
    pub memo: Option<String>,
}

/// `TRNTYPE`: exactly the words of OFX 11.4.3.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrnType {
    /// `CREDIT`: money in, of no kind below
    Credit,
    /// `DEBIT`: money out, of no kind below
    Debit,
    /// `INT`
    Interest,
    /// `DIV`
    Dividend,
    /// `FEE`: the institution's
    Fee,
    /// `SRVCHG`
    ServiceCharge,
    /// `DEP`
    Deposit,
    /// `ATM`
    Atm,
    /// `POS`
    PointOfSale,
    /// `XFER`
    Transfer,
    /// `CHECK`
    Check,
    /// `PAYMENT`: electronic
    Payment,
    /// `CASH`: withdrawn
    Cash,
    /// `DIRECTDEP`
    DirectDeposit,
    /// `DIRECTDEBIT`: begun by the merchant
    DirectDebit,
    /// `REPEATPMT`
    RepeatingPayment,
    /// `OTHER`
    Other,
}

impl Statement {
    pub(super) fn write(&self, out: &mut Writer) {
        let tag = match self.account {
            Account::Bank(_) => "STMTRS",
            Account::Card { .. } => "CCSTMTRS",
        };
        out.within(tag, |out| {
            out.required("CURDEF", &self.currency.to_ascii_uppercase(), 3);
            self.account.write(out);
            self.list.iter().for_each(|list| list.write(out));
            self.ledger.write("LEDGERBAL", out);
            self.available.iter().for_each(|available| available.write("AVAILBAL", out));
        });
    }
}

impl TransactionList {
    fn write(&self, out: &mut Writer) {
        out.within("BANKTRANLIST", |out| {
            out.instant("DTSTART", self.start);
            out.instant("DTEND", self.end);
            self.transactions.iter().for_each(|transaction| transaction.write(out));
            out.cut();
        });
    }
}

impl Balance {
    fn write(&self, tag: &str, out: &mut Writer) {
        out.within(tag, |out| {
            out.amount("BALAMT", self.amount);
            out.instant("DTASOF", self.as_of);
        });
    }
}

impl Transaction {
    pub(super) fn write(&self, out: &mut Writer) {
        let name = out.fitted(&self.name);
        let memo = out.fitted(self.memo.as_deref().unwrap_or_default());
        out.within("STMTTRN", |out| {
            out.word("TRNTYPE", self.kind.word());
            out.instant("DTPOSTED", date::noon(self.date));
            out.amount("TRNAMT", self.amount);
            out.id("FITID", &self.fitid);
            out.optional("CHECKNUM", self.check_number.as_deref(), 12);
            out.required("NAME", name_or_else(&name, &memo), LONGEST_NAME);
            out.optional("MEMO", Some(&full_memo(&name, &memo)), 255);
        });
    }
}

const LONGEST_NAME: usize = 32;

/// QuickBooks reports a blank name as an error.
fn name_or_else<'a>(name: &'a str, memo: &'a str) -> &'a str {
    [name, memo].into_iter().find(|text| !text.is_empty()).unwrap_or("Transaction")
}

/// Nothing of a name that had to be cut is lost.
fn full_memo<'a>(name: &'a str, memo: &'a str) -> Cow<'a, str> {
    if text::cut(name, LONGEST_NAME) == name || memo.contains(name) {
        Cow::Borrowed(memo)
    } else if memo.is_empty() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("{name} / {memo}"))
    }
}

impl TrnType {
    const ALL: [Self; 17] = [
        Self::Credit,
        Self::Debit,
        Self::Interest,
        Self::Dividend,
        Self::Fee,
        Self::ServiceCharge,
        Self::Deposit,
        Self::Atm,
        Self::PointOfSale,
        Self::Transfer,
        Self::Check,
        Self::Payment,
        Self::Cash,
        Self::DirectDeposit,
        Self::DirectDebit,
        Self::RepeatingPayment,
        Self::Other,
    ];

    /// For a kind that OFX has no word for.
    pub fn by_sign(amount: Decimal) -> Self {
        if amount.is_sign_negative() { Self::Debit } else { Self::Credit }
    }

    /// The kind that a client is told; a word of its own is [`TrnType::Other`].
    pub(super) fn named(word: &str) -> Self {
        let is_it = |kind: &Self| word.eq_ignore_ascii_case(kind.word());
        Self::ALL.into_iter().find(is_it).unwrap_or(Self::Other)
    }

    /// The word in the specification.
    pub fn word(self) -> &'static str {
        match self {
            Self::Credit => "CREDIT",
            Self::Debit => "DEBIT",
            Self::Interest => "INT",
            Self::Dividend => "DIV",
            Self::Fee => "FEE",
            Self::ServiceCharge => "SRVCHG",
            Self::Deposit => "DEP",
            Self::Atm => "ATM",
            Self::PointOfSale => "POS",
            Self::Transfer => "XFER",
            Self::Check => "CHECK",
            Self::Payment => "PAYMENT",
            Self::Cash => "CASH",
            Self::DirectDeposit => "DIRECTDEP",
            Self::DirectDebit => "DIRECTDEBIT",
            Self::RepeatingPayment => "REPEATPMT",
            Self::Other => "OTHER",
        }
    }
}
