//! The connection's source accounts as OFX lists and names them.

use crate::domain::masking;
use crate::domain::source_account::{OfxKind, SourceAccount};
use crate::ofx::{Account, AccountInfo, AccountType, Accounts, BankAccount};

/// `ACCTINFORS`. `bank_id` is the connection's; some clients insist that all accounts have the same.
pub fn list(accounts: &[SourceAccount], bank_id: &str, now: time::OffsetDateTime) -> Accounts {
    let dt_acct_up = accounts.iter().map(|account| account.modified_at.datetime()).max().unwrap_or(now);
    Accounts { dt_acct_up, accounts: accounts.iter().map(|account| entry(account, bank_id)).collect() }
}

/// `BANKACCTFROM` or `CCACCTFROM`.
pub fn named(account: &SourceAccount, bank_id: &str) -> Account {
    let acct_id = account.ofx_account_id.clone();
    let acct_type = match account.draft.account_type.ofx_kind() {
        OfxKind::Checking => AccountType::Checking,
        OfxKind::Savings => AccountType::Savings,
        OfxKind::CreditLine => AccountType::CreditLine,
        OfxKind::Card => return Account::Card { acct_id },
    };
    Account::Bank(BankAccount { bank_id: bank_id.to_owned(), branch_id: None, acct_id, acct_type })
}

fn entry(account: &SourceAccount, bank_id: &str) -> AccountInfo {
    AccountInfo { description: masking::account_name(account), phone: None, account: named(account, bank_id) }
}
