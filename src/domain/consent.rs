//! What the customer allowed or declined: when, which text, in which language.

use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::language::Language;
use crate::domain::timeline::{self, Event, What, Who};
use crate::secret::Fingerprint;
use crate::store::{self, Db};

/// The text a customer was shown, as the page knows it.
#[derive(Clone, Debug)]
pub struct ConsentText {
    pub version: &'static str,
    /// SHA-256 of the words as they stood on the page, in hex.
    pub hash: String,
    pub language: Language,
}

/// Keeps a consent, and lets the session go on to the next page.
pub async fn give(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    session: &Fingerprint,
    text: &ConsentText,
) -> sqlx::Result<()> {
    store::links::mark_consented(db, session, app.clock.now()).await?;
    record(app, db, connection, text, true).await
}

/// Keeps a "no", which also takes back a "yes" that this session gave before.
pub async fn decline(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    session: &Fingerprint,
    text: &ConsentText,
) -> sqlx::Result<()> {
    store::links::clear_consent(db, session).await?;
    record(app, db, connection, text, false).await
}

async fn record(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    text: &ConsentText,
    granted: bool,
) -> sqlx::Result<()> {
    let now = app.clock.now();
    store::connections::insert_consent(db, app.chance.uuid(), connection, text, granted, now).await?;
    let (what, why) = match granted {
        true => (What::ConsentGiven, "the customer agreed to what is sent to QuickBooks"),
        false => (What::ConsentDeclined, "the customer does not want to connect"),
    };
    let event = Event { connection, who: Who::Customer, what, why, account: None };
    timeline::record(db, &app.chance, &event, now).await
}
