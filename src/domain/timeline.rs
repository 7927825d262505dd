//! Every change of state of a connection, with who, when and why; written in the transaction that makes the change.

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::store::{self, Db};

words! {
    /// Who made a change.
    Who {
        Customer = "customer",
        Partner = "partner",
        Software = "accounting software",
        Operator = "operator",
        Clock = "clock",
    }
}

words! {
    /// What happened.
    What {
        ConnectionCreated = "connection created",
        AccountAdded = "account added",
        AccountRemoved = "account removed",
        LinkClaimed = "link claimed",
        LinksEnded = "links ended",
        HandedOver = "continued on another device",
        HandOverRefused = "another device refused",
        ConsentGiven = "consent given",
        ConsentDeclined = "consent declined",
        CredentialsMade = "credentials made",
        CredentialsRevoked = "credentials revoked",
        AccountConnected = "account connected",
        AccountDisconnected = "account disconnected",
        ConnectionLinked = "connection linked",
        ConnectionUnlinked = "connection unlinked",
        ConnectionDeauthorized = "connection deauthorized",
    }
}

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    pub connection: ConnectionId,
    pub who: Who,
    pub what: What,
    /// In a few plain words.
    pub why: &'a str,
    /// The partner's id of the source account, where it is about one.
    pub account: Option<&'a str>,
}

/// Writes one line, in the caller's unit of work.
pub async fn record(db: &mut Db, chance: &Chance, event: &Event<'_>, now: Timestamp) -> sqlx::Result<()> {
    store::timeline::insert(db, chance.uuid(), event, now).await
}
