//! What a partner changes of a source account once it is there: its name, its balance until QuickBooks has it, its end.

use super::{NAME_LIMIT, SourceAccount, text};
use crate::clock::Timestamp;
use crate::domain::amount::Amount;
use crate::domain::app::App;
use crate::domain::connection::{self, ConnectionId};
use crate::domain::feed::{AccountStatus, Cause};
use crate::domain::refusal::Refusal;
use crate::domain::timeline::{self, Event, What, Who};
use crate::store::source_accounts::Changed;
use crate::store::{self, Db};

/// What a partner wants changed; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    pub account_name: Option<String>,
    /// The word of a state: the one it has, or `disconnected` (contract).
    pub status: Option<String>,
    /// Counts only while the account is not connected: afterwards it follows what is pushed.
    pub balance: Option<Amount>,
}

/// Changes an account and, when that ends it, settles its connection. Answers the account as it is then.
pub async fn change(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    account_id: &str,
    changes: Changes,
    now: Timestamp,
) -> Result<SourceAccount, Refusal> {
    if let Some(name) = &changes.account_name {
        text("accountName", name, NAME_LIMIT)?;
    }
    let no_such = || Refusal::NotFound("bank account".into());
    let account = store::source_accounts::hold(db, connection, account_id).await?.ok_or_else(no_such)?;
    let ends = ends(&account, changes.status.as_deref())?;
    let balance = changes.balance.filter(|_| account.status != AccountStatus::Connected);
    let changed =
        Changed { name: changes.account_name.as_deref(), balance: balance.map(|it| (it, now.date())), at: now };
    store::source_accounts::change(db, account.id, &changed).await?;
    if ends {
        store::source_accounts::disconnect(db, account.id, Cause::Patched, now).await?;
        ended(app, db, &account, What::AccountDisconnected, now).await?;
    }
    store::source_accounts::find(db, connection, account_id).await?.ok_or_else(no_such)
}

/// Whether the word asks for the account's end.
fn ends(account: &SourceAccount, status: Option<&str>) -> Result<bool, Refusal> {
    let disconnected = AccountStatus::Disconnected.word();
    match status {
        None => Ok(false),
        Some(word) if word == account.status.word() => Ok(false),
        Some(word) if word == disconnected => Ok(true),
        Some(_) => Err(Refusal::invalid(format!("status: can only be changed to {disconnected}"))),
    }
}

/// Removes an account with its transactions, for good. What was done with it stays in the connection's timeline and among
/// the push operations.
pub async fn delete(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    account_id: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    let account = store::source_accounts::hold(db, connection, account_id).await?;
    let account = account.ok_or_else(|| Refusal::NotFound("bank account".into()))?;
    store::source_accounts::delete(db, account.id).await?;
    ended(app, db, &account, What::AccountRemoved, now).await
}

/// Tells the timeline of an account's end, and lets the connection follow.
async fn ended(app: &App, db: &mut Db, account: &SourceAccount, what: What, now: Timestamp) -> Result<(), Refusal> {
    let (connection, who) = (account.connection, Who::Partner);
    let why = match what {
        What::AccountRemoved => "the partner removed it",
        _ => connection::reason(Cause::Patched),
    };
    let event = Event { connection, who, what, why, account: Some(&account.draft.account_id) };
    timeline::record(db, &app.chance, &event, now).await?;
    // An account that was none of those connected changes nothing about the connection.
    let cause = Some(Cause::Patched).filter(|_| account.status == AccountStatus::Connected);
    connection::settle(db, &app.chance, connection, who, cause, now).await?;
    Ok(())
}
