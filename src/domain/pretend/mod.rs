//! The pretend QuickBooks' nouns: what its customer has in it, and the few rules it has of its own. It is a client of the
//! institution and shares nothing with it.

pub mod account;
pub mod came_to;
pub mod start_date;

use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::secret::SecretText;

id!(
    /// A bank in somebody's pretend QuickBooks.
    SignOnId
);
id!(
    /// An account in its books.
    RegisterId
);
id!(
    /// One request and its answer.
    ExchangeId
);

words!(
    /// How far the linking of a bank has got.
    Stage {
        Found = "found",
        Agreed = "agreed",
        /// The institution has taken the username and password, and listed its accounts.
        SignedOn = "signedOn",
        Connected = "connected",
        /// The username and password are forgotten; the registers stay.
        Disconnected = "disconnected",
    }
);

words!(
    /// What an exchange asked for.
    Asked {
        Profile = "profile",
        Accounts = "accounts",
        Statements = "statements",
    }
);

impl Stage {
    /// Whether it stands among the banks.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Connected | Self::Disconnected)
    }
}

/// Banks of one visitor.
pub const MOST_SIGN_ONS: i64 = 20;
/// Accounts of one bank: further ones that an institution lists are left out.
pub const MOST_ACCOUNTS: usize = 100;
/// Exchanges that are kept of one visitor, the newest.
pub const MOST_EXCHANGES: i64 = 200;
/// Of a request and of an answer, in bytes; what is longer is kept up to here.
pub const LONGEST_KEPT: usize = 64 * 1024;
/// Transactions that are kept in one register, the newest.
pub const MOST_TRANSACTIONS: i64 = 5_000;
/// Without a visit, everything is forgotten.
pub const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 3_600);
/// QuickBooks asks each bank once a day.
pub const EVERY: Duration = Duration::from_secs(24 * 3_600);

/// Before which a visitor must have been here last to be forgotten now.
pub fn forgotten_before(now: Timestamp) -> Timestamp {
    now - KEPT_FOR
}

/// A password as it rests until Disconnect.
pub fn sealed(app: &App, password: &SecretText, sign_on: SignOnId) -> anyhow::Result<Vec<u8>> {
    app.keys.pretend.seal(&app.chance, password.reveal().as_bytes(), sign_on.bytes())
}

/// The password again. `None`: it was sealed under another `SECRET_KEY`.
pub fn opened(app: &App, sealed: &[u8], sign_on: SignOnId) -> Option<SecretText> {
    let plain = app.keys.pretend.open(sealed, sign_on.bytes())?;
    std::str::from_utf8(&plain).ok().map(|text| SecretText::new(text.to_owned()))
}
