//! Table `timeline`.

use uuid::Uuid;

use super::{Db, all, change};
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::domain::timeline::{Event, What, Who};

/// A line as it rests.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    pub at: Timestamp,
    #[sqlx(try_from = "String")]
    pub who: Who,
    #[sqlx(try_from = "String")]
    pub what: What,
    pub why: String,
    pub account_id: Option<String>,
}

pub async fn insert(db: &mut Db, id: Uuid, event: &Event<'_>, at: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO timeline (id, connection_id, at, who, what, why, account_id, place)
         VALUES ($1, $2, $3, $4, $5, $6, $7,
             (SELECT coalesce(max(place), 0) + 1 FROM timeline WHERE connection_id = $2))",
        id,
        event.connection,
        at,
        event.who.word(),
        event.what.word(),
        event.why,
        event.account,
    )?;
    Ok(())
}

/// A connection's lines, oldest first, those of one instant as they were written.
pub async fn of_connection(db: &mut Db, connection: ConnectionId) -> sqlx::Result<Vec<Line>> {
    all!(
        db,
        "SELECT at, who, what, why, account_id FROM timeline WHERE connection_id = $1 ORDER BY at, place, id",
        connection
    )
}
