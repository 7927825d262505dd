//! Accounts that no accounting software has asked for in ten days (contract, "States"). They connect again at the next
//! statement request.

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::{self, ConnectionId};
use crate::domain::feed::Cause;
use crate::domain::timeline::{self, Event, What, Who};
use crate::store::{self, Db};

/// An account polled at this instant, or earlier, has fallen silent by `now`.
pub fn before(app: &App, now: Timestamp) -> Timestamp {
    now - app.limits.disconnect_after
}

/// Disconnects the silent accounts of one connection, in the caller's unit of work. Done twice, it does nothing more.
pub async fn disconnect(app: &App, db: &mut Db, connection: ConnectionId, now: Timestamp) -> sqlx::Result<usize> {
    let (who, cause) = (Who::Clock, Cause::Silence);
    let silent = store::source_accounts::disconnect_silent(db, connection, before(app, now), now).await?;
    for account in &silent {
        let why = connection::reason(cause);
        let event = Event { connection, who, what: What::AccountDisconnected, why, account: Some(account) };
        timeline::record(db, &app.chance, &event, now).await?;
    }
    if !silent.is_empty() {
        connection::settle(db, &app.chance, connection, who, Some(cause), now).await?;
    }
    Ok(silent.len())
}
