//! The addresses of the JSON API, as a partner's program writes them. An id may be a terminal's variable that stands for one.

use std::fmt::Display;

pub fn companies() -> String {
    "/companies".to_owned()
}

pub fn connections(company: impl Display) -> String {
    format!("/companies/{company}/connections")
}

pub fn connection(company: impl Display, connection: impl Display) -> String {
    format!("{}/{connection}", connections(company))
}

/// Source accounts.
pub fn accounts(company: impl Display, id: impl Display) -> String {
    format!("{}/connectionInfo/bankFeedAccounts", connection(company, id))
}

pub fn credentials(company: impl Display, id: impl Display) -> String {
    format!("{}/credentials", accounts(company, id))
}

/// Where transactions of an account are pushed.
pub fn transactions(company: impl Display, id: impl Display, account: impl Display) -> String {
    format!("{}/push/bankAccounts/{account}/bankTransactions", connection(company, id))
}
