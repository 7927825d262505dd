//! Whom a partner's switches touch, counted over tables `links`, `link_sessions` and `source_accounts`, by their indexes.

use super::{Db, one};
use crate::clock::Timestamp;
use crate::domain::partner::PartnerId;

/// How many customers are on the link pages: connections with a session that lives, however many browsers share it.
pub async fn open_links(db: &mut Db, partner: PartnerId, now: Timestamp) -> sqlx::Result<i64> {
    let (people,): (i64,) = one!(
        db,
        "SELECT count(DISTINCT s.connection_id) FROM link_sessions s JOIN connections c ON c.id = s.connection_id
         WHERE s.expires_at > $2 AND c.partner_id = $1",
        partner,
        now,
    )?;
    Ok(people)
}

/// How many connections have a link that can still be opened and that nobody has taken.
pub async fn unopened_links(db: &mut Db, partner: PartnerId, now: Timestamp) -> sqlx::Result<i64> {
    let (links,): (i64,) = one!(
        db,
        "SELECT count(DISTINCT l.connection_id) FROM links l JOIN connections c ON c.id = l.connection_id
         WHERE l.expires_at > $2 AND l.voided_at IS NULL AND l.claimed_at IS NULL AND c.partner_id = $1
           AND NOT EXISTS (
               SELECT 1 FROM link_sessions s WHERE s.connection_id = l.connection_id AND s.expires_at > $2)",
        partner,
        now,
    )?;
    Ok(links)
}

/// How many accounts QuickBooks collects from. A connection is linked while one of its accounts is connected, and of
/// those alone there is an index.
pub async fn connected_accounts(db: &mut Db, partner: PartnerId) -> sqlx::Result<i64> {
    let (accounts,): (i64,) = one!(
        db,
        "SELECT count(*) FROM connections c JOIN source_accounts a ON a.connection_id = c.id
         WHERE c.partner_id = $1 AND c.status = 'Linked' AND a.status = 'connected'",
        partner,
    )?;
    Ok(accounts)
}
