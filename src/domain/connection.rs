//! A connection: a company's way to QuickBooks Online Bank Feeds.

use uuid::Uuid;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::audit::{self, Note, Thing};
use crate::domain::company::CompanyId;
use crate::domain::feed::{self, Cause, ConnectionStatus};
use crate::domain::partner::PartnerId;
use crate::domain::timeline::{self, Event, What, Who};
use crate::store::{self, Db};

id!(ConnectionId);

/// The one integration we are (contract, "Vocabulary").
pub const PLATFORM_KEY: &str = "hcws";
pub const PLATFORM_NAME: &str = "QuickBooks Online Bank Feeds";
pub const SOURCE_TYPE: &str = "BankFeed";
pub const INTEGRATION_ID: Uuid = Uuid::from_u128(0x6b11_3e06_e818_45d7_977b_8e6b_b3d0_1269);
pub const SOURCE_ID: Uuid = Uuid::from_u128(0x56e6_575a_3f1f_4918_b009_f753_5555_f0d6);

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Connection {
    pub id: ConnectionId,
    pub company_id: CompanyId,
    pub partner_id: PartnerId,
    #[sqlx(try_from = "String")]
    pub status: ConnectionStatus,
    /// When an account was first connected; `None`: never yet.
    pub linked_at: Option<Timestamp>,
    pub last_polled_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// How many source accounts there are, and how many of them are connected.
    pub source_accounts: i64,
    pub connected_accounts: i64,
}

/// Makes a connection, `PendingAuth`.
pub async fn create(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    company: CompanyId,
    now: Timestamp,
) -> sqlx::Result<Connection> {
    let connection = Connection {
        id: ConnectionId::new(chance),
        company_id: company,
        partner_id: partner,
        status: ConnectionStatus::PendingAuth,
        linked_at: None,
        last_polled_at: None,
        created_at: now,
        source_accounts: 0,
        connected_accounts: 0,
    };
    store::connections::insert(db, &connection).await?;
    let event = Event {
        connection: connection.id,
        who: Who::Partner,
        what: What::ConnectionCreated,
        why: "the partner asked for a connection",
        account: None,
    };
    timeline::record(db, chance, &event, now).await?;
    let thing = Thing::connection(connection.id, company);
    audit::note(db, Note::of(partner, audit::What::ConnectionCreated, thing));
    Ok(connection)
}

/// Removes a connection with all that belongs to it. `false` when there is none.
pub async fn delete(db: &mut Db, id: ConnectionId) -> sqlx::Result<bool> {
    // In the order in which a set is made or revoked, or the two could wait for one another.
    store::credentials::hold_sets(db, id).await?;
    let Some(Connection { partner_id, company_id, .. }) = store::connections::find_any(db, id).await? else {
        return Ok(false);
    };
    if !store::connections::delete(db, id).await? {
        return Ok(false);
    }
    audit::note(db, Note::of(partner_id, audit::What::ConnectionDeleted, Thing::connection(id, company_id)));
    Ok(true)
}

/// Brings the connection's state in line with its accounts, in the unit of work that changed them, and tells the
/// timeline. `cause`: what has just ended an account or the credentials, if that is what happened.
pub async fn settle(
    db: &mut Db,
    chance: &Chance,
    id: ConnectionId,
    who: Who,
    cause: Option<Cause>,
    now: Timestamp,
) -> sqlx::Result<ConnectionStatus> {
    let facts = store::connections::hold(db, id).await?;
    let was_linked = facts.linked_at.is_some() || facts.connected_accounts > 0;
    let then = feed::connection_after(facts.status, was_linked, facts.connected_accounts, cause);
    if then == facts.status {
        return Ok(then);
    }
    store::connections::set_status(db, id, then, now).await?;
    let what = match then {
        ConnectionStatus::Linked => What::ConnectionLinked,
        ConnectionStatus::Unlinked => What::ConnectionUnlinked,
        ConnectionStatus::Deauthorized => What::ConnectionDeauthorized,
        ConnectionStatus::PendingAuth => return Ok(then),
    };
    let why = cause.map_or("an account was connected", reason);
    timeline::record(db, chance, &Event { connection: id, who, what, why, account: None }, now).await?;
    Ok(then)
}

/// A cause in plain words, for the timeline.
pub fn reason(cause: Cause) -> &'static str {
    match cause {
        Cause::Silence => "no accounting software has asked for it for too long",
        Cause::Patched => "the partner disconnected it",
        Cause::Revoked => "its credentials were revoked",
        Cause::Unlinked => "the connection was unlinked",
    }
}
