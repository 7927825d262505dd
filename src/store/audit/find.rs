//! The log as it is looked through: newest first, by who, area and time.

use crate::clock::Timestamp;
use crate::domain::audit::Area;
use crate::domain::audit::chain::Entry;
use crate::domain::partner::PartnerId;
use crate::store::{Db, all};

/// Which entries are wanted. What is `None` is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub area: Option<Area>,
    /// As `Who::mark` gives it.
    pub actor: Option<String>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this one.
    pub until: Option<Timestamp>,
}

impl Wanted {
    /// Whether this entry is one of them.
    pub fn takes(&self, entry: &Entry) -> bool {
        self.area.is_none_or(|area| area.word() == entry.area)
            && self.actor.as_ref().is_none_or(|actor| *actor == entry.actor)
            && self.from.is_none_or(|from| entry.at >= from)
            && self.until.is_none_or(|until| entry.at < until)
    }
}

/// The newest `most` of the wanted entries before the one numbered `before`, the newest first.
pub async fn page(
    db: &mut Db,
    partner: PartnerId,
    wanted: &Wanted,
    before: i64,
    most: i64,
) -> sqlx::Result<Vec<Entry>> {
    let earliest = wanted.from.unwrap_or(Timestamp::from_micros(i64::MIN));
    let latest = wanted.until.unwrap_or(Timestamp::from_micros(i64::MAX));
    match (wanted.area.map(Area::word), wanted.actor.as_deref()) {
        (None, None) => all!(
            db,
            "SELECT number, at, area, actor, body, hash FROM audit_entries
             WHERE partner_id = $1 AND number < $2 AND at >= $3 AND at < $4 ORDER BY number DESC LIMIT $5",
            partner,
            before,
            earliest,
            latest,
            most,
        ),
        (Some(area), None) => all!(
            db,
            "SELECT number, at, area, actor, body, hash FROM audit_entries
             WHERE partner_id = $1 AND number < $2 AND at >= $3 AND at < $4 AND area = $6
             ORDER BY number DESC LIMIT $5",
            partner,
            before,
            earliest,
            latest,
            most,
            area,
        ),
        (None, Some(actor)) => all!(
            db,
            "SELECT number, at, area, actor, body, hash FROM audit_entries
             WHERE partner_id = $1 AND number < $2 AND at >= $3 AND at < $4 AND actor = $6
             ORDER BY number DESC LIMIT $5",
            partner,
            before,
            earliest,
            latest,
            most,
            actor,
        ),
        (Some(area), Some(actor)) => all!(
            db,
            "SELECT number, at, area, actor, body, hash FROM audit_entries
             WHERE partner_id = $1 AND number < $2 AND at >= $3 AND at < $4 AND area = $6 AND actor = $7
             ORDER BY number DESC LIMIT $5",
            partner,
            before,
            earliest,
            latest,
            most,
            area,
            actor,
        ),
    }
}

/// Those who made changes, as they are looked for, each with their newest entry; `most` at the most.
pub async fn actors(db: &mut Db, partner: PartnerId, most: i64) -> sqlx::Result<Vec<(String, i64)>> {
    all!(
        db,
        "SELECT actor, max(number) FROM audit_entries WHERE partner_id = $1
         GROUP BY actor ORDER BY max(number) DESC LIMIT $2",
        partner,
        most,
    )
}
