//! Accounts as OFX names them, asked for and answered, and the list of them (`ACCTINFORS`, OFX 8.5).

use time::OffsetDateTime;

use super::writer::Writer;

/// `ACCTTYPE`. A credit card has none: it is an [`Account::Card`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountType {
    /// `CHECKING`
    Checking,
    /// `SAVINGS`
    Savings,
    /// `MONEYMRKT`
    MoneyMarket,
    /// `CREDITLINE`: a line of credit or a loan, never a card.
    CreditLine,
}

impl AccountType {
    const ALL: [Self; 4] = [Self::Checking, Self::Savings, Self::MoneyMarket, Self::CreditLine];

    /// The word in the specification.
    pub fn word(self) -> &'static str {
        match self {
            Self::Checking => "CHECKING",
            Self::Savings => "SAVINGS",
            Self::MoneyMarket => "MONEYMRKT",
            Self::CreditLine => "CREDITLINE",
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| word.eq_ignore_ascii_case(kind.word()))
    }
}

/// `BANKACCTFROM` as a client sent it: any part may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskedBankAccount {
    /// `BANKID`
    pub bank_id: Option<String>,
    /// `BRANCHID`
    pub branch_id: Option<String>,
    /// `ACCTID`; empty if missing, which names no account.
    pub acct_id: String,
    /// `ACCTTYPE`; `None` if missing or not one of ours, which names no account either.
    pub acct_type: Option<AccountType>,
}

/// `BANKACCTFROM` of an answer. The ids are written whole; keep `bank_id` ≤ 9 and `acct_id` ≤ 22 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankAccount {
    /// `BANKID`, at most 9 characters.
    pub bank_id: String,
    /// `BRANCHID`, at most 22 characters.
    pub branch_id: Option<String>,
    /// `ACCTID`, at most 22 characters, the same for ever.
    pub acct_id: String,
    /// `ACCTTYPE`
    pub acct_type: AccountType,
}

/// An account of an answer: its kind decides between `BANKACCTFROM`/`STMTRS` and `CCACCTFROM`/`CCSTMTRS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// A bank account.
    Bank(BankAccount),
    /// A credit card.
    Card {
        /// `ACCTID`, at most 22 characters, the same for ever.
        acct_id: String,
    },
}

/// One account that the signed-on user may download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountInfo {
    /// `DESC`: a name without the account number in it; cut at 80 characters, left out if empty.
    pub description: String,
    /// `PHONE`
    pub phone: Option<String>,
    /// Which account.
    pub account: Account,
}

/// `ACCTINFORS`. No account at all is a good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// `DTACCTUP`: when the list last changed.
    pub dt_acct_up: OffsetDateTime,
    /// In the order to be shown.
    pub accounts: Vec<AccountInfo>,
}

impl Account {
    pub(super) fn write(&self, out: &mut Writer) {
        match self {
            Self::Bank(bank) => out.within("BANKACCTFROM", |out| bank.write(out)),
            Self::Card { acct_id } => out.within("CCACCTFROM", |out| out.id("ACCTID", acct_id)),
        }
    }
}

impl BankAccount {
    fn write(&self, out: &mut Writer) {
        out.id("BANKID", &self.bank_id);
        out.optional("BRANCHID", self.branch_id.as_deref(), 22);
        out.id("ACCTID", &self.acct_id);
        out.word("ACCTTYPE", self.acct_type.word());
    }
}

impl Accounts {
    pub(super) fn write(&self, out: &mut Writer) {
        out.within("ACCTINFORS", |out| {
            out.instant("DTACCTUP", self.dt_acct_up);
            self.accounts.iter().for_each(|account| account.write(out));
        });
    }
}

impl AccountInfo {
    fn write(&self, out: &mut Writer) {
        let kind = match self.account {
            Account::Bank(_) => "BANKACCTINFO",
            Account::Card { .. } => "CCACCTINFO",
        };
        out.within("ACCTINFO", |out| {
            out.optional("DESC", Some(&self.description), 80);
            out.optional("PHONE", self.phone.as_deref(), 32);
            out.within(kind, |out| {
                self.account.write(out);
                out.word("SUPTXDL", "Y");
                out.word("XFERSRC", "N");
                out.word("XFERDEST", "N");
                out.word("SVCSTATUS", "ACTIVE");
            });
        });
    }
}
