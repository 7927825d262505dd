//! Table `deployment_facts`: what the settings of this deployment were, by fingerprint, and since when.

use super::{Db, change, one};
use crate::clock::Timestamp;

/// Since when a fact has this fingerprint: `now` if it had another one or none.
pub async fn since(db: &mut Db, fact: &str, fingerprint: &str, now: Timestamp) -> sqlx::Result<Timestamp> {
    let (changed_at,): (Timestamp,) = one!(
        db,
        "INSERT INTO deployment_facts (fact, fingerprint, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (fact) DO UPDATE SET fingerprint = excluded.fingerprint,
             changed_at = CASE WHEN deployment_facts.fingerprint = excluded.fingerprint
                 THEN deployment_facts.changed_at ELSE excluded.changed_at END
         RETURNING changed_at",
        fact,
        fingerprint,
        now,
    )?;
    Ok(changed_at)
}

/// The fingerprint that a fact has; this one if it had none.
pub async fn first(db: &mut Db, fact: &str, fingerprint: &str, now: Timestamp) -> sqlx::Result<String> {
    change!(
        &mut *db,
        "INSERT INTO deployment_facts (fact, fingerprint, changed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        fact,
        fingerprint,
        now,
    )?;
    let (known,): (String,) = one!(db, "SELECT fingerprint FROM deployment_facts WHERE fact = $1", fact)?;
    Ok(known)
}
