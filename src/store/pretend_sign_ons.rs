//! Table `pretend_sign_ons`: the banks in the pretend QuickBooks of each visitor.

use uuid::Uuid;

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::pretend::account::Listed;
use crate::domain::pretend::{self, ExchangeId, SignOnId, Stage};
use crate::secret::Fingerprint;

/// A bank, from its choice in the list to its last download.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SignOn {
    pub id: SignOnId,
    pub visitor_hash: Vec<u8>,
    pub institution_id: Uuid,
    pub name_en: String,
    pub name_fr: String,
    #[sqlx(try_from = "String")]
    pub stage: Stage,
    pub username: Option<String>,
    /// Sealed.
    pub password: Option<Vec<u8>>,
    /// In JSON.
    pub listed: Option<String>,
    /// When it last asked for statements.
    pub updated_at: Option<Timestamp>,
    pub last_exchange: Option<ExchangeId>,
}

impl SignOn {
    /// The accounts that the institution listed last.
    pub fn accounts(&self) -> Vec<Listed> {
        self.listed.as_deref().and_then(|listed| serde_json::from_str(listed).ok()).unwrap_or_default()
    }

    pub fn visitor(&self) -> Option<Fingerprint> {
        Fingerprint::from_bytes(&self.visitor_hash)
    }
}

/// What the institution took, and what it listed then.
pub struct Taken<'a> {
    pub username: &'a str,
    /// Sealed.
    pub password: &'a [u8],
    pub listed: &'a [Listed],
}

/// A bank just chosen. Another one of this visitor that was not linked to the end gives way. `false`: there are `most`.
pub async fn choose(
    db: &mut Db,
    visitor: &Fingerprint,
    (id, institution): (SignOnId, Uuid),
    (name_en, name_fr): (&str, &str),
    now: Timestamp,
    most: i64,
) -> sqlx::Result<bool> {
    change!(
        &mut *db,
        "DELETE FROM pretend_sign_ons WHERE visitor_hash = $1 AND stage IN ('found', 'agreed', 'signedOn')",
        visitor.bytes(),
    )?;
    let chosen = change!(
        db,
        "INSERT INTO pretend_sign_ons (id, visitor_hash, institution_id, name_en, name_fr, stage, made_at)
         SELECT $1, $2, $3, $4, $5, 'found', $6
         WHERE (SELECT count(*) FROM pretend_sign_ons WHERE visitor_hash = $2) < $7",
        id,
        visitor.bytes(),
        institution,
        name_en,
        name_fr,
        now,
        most,
    )?;
    Ok(chosen == 1)
}

/// One of a visitor's own.
pub async fn find(db: &mut Db, visitor: &Fingerprint, id: SignOnId) -> sqlx::Result<Option<SignOn>> {
    maybe!(
        db,
        "SELECT id, visitor_hash, institution_id, name_en, name_fr, stage, username, password, listed, updated_at, last_exchange
         FROM pretend_sign_ons WHERE visitor_hash = $1 AND id = $2",
        visitor.bytes(),
        id,
    )
}

/// A visitor's, in the order in which they were chosen.
pub async fn of_visitor(db: &mut Db, visitor: &Fingerprint) -> sqlx::Result<Vec<SignOn>> {
    all!(
        db,
        "SELECT id, visitor_hash, institution_id, name_en, name_fr, stage, username, password, listed, updated_at, last_exchange
         FROM pretend_sign_ons WHERE visitor_hash = $1 ORDER BY made_at, id",
        visitor.bytes(),
    )
}

/// The terms are agreed to.
pub async fn agree(db: &mut Db, id: SignOnId) -> sqlx::Result<()> {
    change!(db, "UPDATE pretend_sign_ons SET stage = 'agreed' WHERE id = $1 AND stage = 'found'", id)?;
    Ok(())
}

/// The institution has taken these. A bank that is connected stays so, with the new ones.
pub async fn sign_on(db: &mut Db, id: SignOnId, taken: &Taken<'_>) -> sqlx::Result<()> {
    let listed = serde_json::to_string(taken.listed).map_err(|error| sqlx::Error::Encode(error.into()))?;
    change!(
        db,
        "UPDATE pretend_sign_ons
         SET username = $2, password = $3, listed = $4,
             stage = CASE WHEN stage IN ('found', 'agreed') THEN 'signedOn' ELSE stage END
         WHERE id = $1",
        id,
        taken.username,
        taken.password,
        listed,
    )?;
    Ok(())
}

/// Statements were asked for; `connected`: at least one came, so the bank is linked.
pub async fn asked(
    db: &mut Db,
    id: SignOnId,
    (exchange, now): (ExchangeId, Timestamp),
    connected: bool,
) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE pretend_sign_ons
         SET updated_at = $2, last_exchange = $3, stage = CASE WHEN $4 THEN 'connected' ELSE stage END
         WHERE id = $1 AND password IS NOT NULL",
        id,
        now,
        exchange,
        connected,
    )?;
    Ok(())
}

/// Forgets what it signs on with. A bank that was never linked to the end goes as a whole.
pub async fn disconnect(db: &mut Db, id: SignOnId) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE pretend_sign_ons SET username = NULL, password = NULL, listed = NULL, stage = 'disconnected' WHERE id = $1",
        id,
    )?;
    Ok(())
}

/// Banks that it is time to ask again, the longest ago first.
pub async fn due(db: &mut Db, now: Timestamp, most: i64) -> sqlx::Result<Vec<SignOn>> {
    all!(
        db,
        "SELECT id, visitor_hash, institution_id, name_en, name_fr, stage, username, password, listed, updated_at, last_exchange
         FROM pretend_sign_ons WHERE stage = 'connected' AND updated_at <= $1 AND (silent_until IS NULL OR silent_until <= $2)
         ORDER BY updated_at, id LIMIT $3",
        now - pretend::EVERY,
        now,
        most,
    )
}

/// Nobody asks this institution by itself before then.
pub async fn be_silent(db: &mut Db, institution: Uuid, until: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE pretend_sign_ons SET silent_until = $2 WHERE institution_id = $1 AND stage = 'connected'",
        institution,
        until,
    )?;
    Ok(())
}

/// Takes a due one for this node, by one conditional statement. `false`: it has been asked meanwhile.
pub async fn take(db: &mut Db, due: &SignOn, now: Timestamp) -> sqlx::Result<bool> {
    let taken = change!(
        db,
        "UPDATE pretend_sign_ons SET updated_at = $3 WHERE id = $1 AND updated_at = $2 AND stage = 'connected'",
        due.id,
        due.updated_at,
        now,
    )?;
    Ok(taken == 1)
}

/// Forgets an institution in every browser: its registers, what was downloaded, and what was said over OFX.
pub async fn forget_institution(db: &mut Db, institution: Uuid) -> sqlx::Result<()> {
    change!(
        &mut *db,
        "DELETE FROM pretend_exchanges WHERE sign_on_id IN (SELECT id FROM pretend_sign_ons WHERE institution_id = $1)",
        institution,
    )?;
    change!(db, "DELETE FROM pretend_sign_ons WHERE institution_id = $1", institution)?;
    Ok(())
}
