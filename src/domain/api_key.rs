//! API keys: 256 random bits, shown once, kept as a hash.

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::secret::{Fingerprint, SecretText, to_base64url};
use crate::store::{self, Db};

id!(ApiKeyId);

/// What a key begins with, so that a scanner for leaked secrets finds it.
const MARK: &str = "bfl_";
/// How much of a key is kept in clear, to tell one from another.
const PREFIX_LENGTH: usize = 10;
/// Longer than any key of ours; nothing longer is hashed.
pub const LENGTH_LIMIT: usize = 128;

/// Who is calling: the partner behind a key.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyHolder {
    pub key_id: ApiKeyId,
    pub partner_id: PartnerId,
    pub partner_version: i64,
    pub last_used_at: Option<Timestamp>,
}

/// A key as it may be shown: never its text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// How it begins.
    pub prefix: String,
    pub created_at: Timestamp,
    /// To the minute, and soon after.
    pub last_used_at: Option<Timestamp>,
}

/// Makes a named key. The text is answered once and cannot be had again.
pub async fn create(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    name: &str,
    most: i64,
    now: Timestamp,
) -> Result<SecretText, Refusal> {
    let key = generate(chance);
    add(db, chance, partner, name, &key, now).await?;
    // Counted after the fact, inside the unit: two that add at once both see both.
    if store::api_keys::count(db, partner).await? > most {
        return Err(Refusal::Conflict(format!("a partner may have at most {most} API keys; delete one first")));
    }
    Ok(key)
}

/// Deletes a key, which signs on no more from now on. A partner keeps at least one (contract): the last is refused.
pub async fn delete(db: &mut Db, partner: PartnerId, id: ApiKeyId) -> Result<(), Refusal> {
    let count = store::api_keys::hold(db, partner).await?;
    if !store::api_keys::delete(db, partner, id).await? {
        return Err(Refusal::NotFound("API key".into()));
    }
    if count <= 1 {
        return Err(Refusal::Conflict("this is the partner's last API key; add another one first".into()));
    }
    Ok(())
}

/// Keeps a key that was made elsewhere with [`generate`].
pub async fn add(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    name: &str,
    key: &SecretText,
    now: Timestamp,
) -> Result<(), Refusal> {
    let prefix: String = key.reveal().chars().take(PREFIX_LENGTH).collect();
    let hash = Fingerprint::of(key.reveal().as_bytes());
    let id = ApiKeyId::new(chance);
    store::api_keys::insert(db, id, partner, (name, &prefix), &hash, now).await?;
    Ok(())
}

/// A new key's text.
pub fn generate(chance: &Chance) -> SecretText {
    SecretText::new(format!("{MARK}{}", to_base64url(&chance.bytes::<32>())))
}

/// Whose key this is; `None` for a key that nobody has.
pub async fn holder(db: &mut Db, key: &SecretText) -> sqlx::Result<Option<KeyHolder>> {
    store::api_keys::find(db, &Fingerprint::of(key.reveal().as_bytes())).await
}
