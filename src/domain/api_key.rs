//! API keys: 256 random bits, shown once, kept as a hash.

use std::time::Duration;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::audit::{self, Actor, Note, Thing, What};
use crate::domain::member::MemberId;
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

/// How long a key that is rolled may live on: by default, and at most.
pub const OVERLAP_HOURS: u64 = 24;
pub const MOST_OVERLAP_HOURS: u64 = 7 * 24;
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Who is calling: the partner behind a key.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyHolder {
    pub key_id: ApiKeyId,
    pub name: String,
    pub prefix: String,
    pub partner_id: PartnerId,
    pub partner_version: i64,
    pub last_used_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
}

/// Who makes a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// One of the partner's people.
    Member(MemberId),
    /// The partner's program, by the key that it came with.
    Key(ApiKeyId),
    /// Whoever is at the command line.
    Operator,
}

/// Who made a key, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MadeBy {
    /// `None`: one who is a member no more.
    Member {
        name: Option<String>,
    },
    /// The name that the other key had.
    Key {
        name: String,
    },
    Operator,
}

/// A key as it may be shown: never its text.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// How it begins.
    pub prefix: String,
    /// `None`: nobody wrote it down then.
    pub made_by: Option<MadeBy>,
    pub created_at: Timestamp,
    /// To the minute, and soon after.
    pub last_used_at: Option<Timestamp>,
    /// It was rolled, and signs on until then.
    pub ends_at: Option<Timestamp>,
}

/// A key that was just made, with its text for the one time that it is shown.
pub struct New {
    pub key: ApiKey,
    pub text: SecretText,
}

impl KeyHolder {
    /// The partner's program, as the audit log names it.
    pub fn actor(&self) -> Actor {
        Actor::ApiKey { id: self.key_id, name: self.name.clone(), prefix: self.prefix.clone() }
    }

    /// Whether the key still signs on.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| now < end)
    }
}

impl ApiKey {
    /// Whether it still signs on.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| now < end)
    }
}

/// Makes a named key. The text is answered once and cannot be had again.
pub async fn create(
    db: &mut Db,
    chance: &Chance,
    (partner, maker): (PartnerId, Maker),
    name: &str,
    most: i64,
    now: Timestamp,
) -> Result<New, Refusal> {
    store::api_keys::hold(db, partner).await?;
    let text = generate(chance);
    let key = add(db, chance, (partner, maker), name, &text, now).await?;
    if store::api_keys::count(db, partner).await? > most {
        return Err(Refusal::Conflict(format!("a partner may have at most {most} API keys; delete one first")));
    }
    Ok(New { key, text })
}

/// The partner's keys that sign on, oldest first.
pub async fn of_partner(db: &mut Db, partner: PartnerId, now: Timestamp) -> sqlx::Result<Vec<ApiKey>> {
    let mut keys = store::api_keys::of_partner(db, partner).await?;
    keys.retain(|key| key.is_live(now));
    Ok(keys)
}

/// Deletes a key, which signs on no more from now on. A partner keeps at least one (contract): the last is refused. One
/// that ends by itself is none to keep.
pub async fn delete(db: &mut Db, partner: PartnerId, id: ApiKeyId, now: Timestamp) -> Result<(), Refusal> {
    store::api_keys::hold(db, partner).await?;
    let keys = of_partner(db, partner, now).await?;
    let key = keys.iter().find(|key| key.id == id).ok_or_else(|| Refusal::NotFound("API key".into()))?;
    store::api_keys::delete(db, partner, id).await?;
    if store::api_keys::count(db, partner).await? == 0 {
        return Err(Refusal::Conflict("this is the partner's last API key; add another one first".into()));
    }
    let note = Note::of(partner, What::KeyDeleted, Thing::api_key(id));
    let note = note.changed("name", key.name.as_str(), None::<String>);
    audit::note(db, note.changed("prefix", key.prefix.as_str(), None::<String>));
    Ok(())
}

/// Makes a key with the name of another, which signs on for `overlap` more: time to bring the new one to every machine.
/// One that is ending is not counted among those a partner may have, or whoever has them all could roll none; as many as
/// those may be ending at once.
pub async fn roll(
    db: &mut Db,
    chance: &Chance,
    (partner, id, maker): (PartnerId, ApiKeyId, Maker),
    overlap: Duration,
    most: i64,
    now: Timestamp,
) -> Result<(ApiKey, New), Refusal> {
    store::api_keys::hold(db, partner).await?;
    let mut keys = of_partner(db, partner, now).await?;
    let place = keys.iter().position(|key| key.id == id).ok_or_else(|| Refusal::NotFound("API key".into()))?;
    let mut old = keys.swap_remove(place);
    if let Some(end) = old.ends_at {
        return Err(Refusal::Conflict(format!("this API key was rolled already and ends at {end}")));
    }
    let ending = keys.iter().filter(|key| key.ends_at.is_some()).count();
    if i64::try_from(ending).is_ok_and(|ending| ending >= most) {
        return Err(Refusal::Conflict(format!("{most} API keys of this partner are ending already; delete one first")));
    }
    // Before the old one may be gone, which may be its maker.
    let text = generate(chance);
    let key = insert(db, chance, (partner, maker), &old.name, &text, now).await?;
    let ends_at = now + overlap;
    if overlap.is_zero() {
        // Gone, so that no clock that is set back can bring it to life again.
        store::api_keys::delete(db, partner, id).await?;
    } else {
        store::api_keys::end(db, partner, id, ends_at).await?;
    }
    old.ends_at = Some(ends_at);
    let note = Note::of(partner, What::KeyRolled, Thing::api_key(key.id));
    let note = note.changed("prefix", old.prefix.as_str(), key.prefix.as_str());
    let note = note.changed("name", None::<String>, key.name.as_str());
    audit::note(db, note.changed("old key ends", None::<String>, ends_at.text()));
    Ok((old, New { key, text }))
}

/// The clock goes back from `before` to `at`: keys that have ended are gone, and those that are ending live as long as they
/// would have.
pub async fn set_back(db: &mut Db, before: Timestamp, at: Timestamp) -> sqlx::Result<()> {
    store::api_keys::forget_ended(db, before).await?;
    let step = Duration::from_micros(u64::try_from(before.micros() - at.micros()).unwrap_or_default());
    for (id, ends_at) in store::api_keys::ending(db).await? {
        store::api_keys::set_end(db, id, ends_at - step).await?;
    }
    Ok(())
}

/// How long a key lives on that is rolled with so many hours' overlap; what is wrong with them, after a field's name.
pub fn overlap(hours: Option<u64>) -> Result<Duration, String> {
    match hours.unwrap_or(OVERLAP_HOURS) {
        hours @ 0..=MOST_OVERLAP_HOURS => Ok(HOUR * u32::try_from(hours).unwrap_or_default()),
        _ => Err(format!("must be a whole number from 0 to {MOST_OVERLAP_HOURS}")),
    }
}

/// Keeps a key that was made elsewhere with [`generate`].
pub async fn add(
    db: &mut Db,
    chance: &Chance,
    (partner, maker): (PartnerId, Maker),
    name: &str,
    key: &SecretText,
    now: Timestamp,
) -> Result<ApiKey, Refusal> {
    let key = insert(db, chance, (partner, maker), name, key, now).await?;
    let note = Note::of(partner, What::KeyCreated, Thing::api_key(key.id));
    let note = note.changed("name", None::<String>, key.name.as_str());
    audit::note(db, note.changed("prefix", None::<String>, key.prefix.as_str()));
    Ok(key)
}

async fn insert(
    db: &mut Db,
    chance: &Chance,
    (partner, maker): (PartnerId, Maker),
    name: &str,
    key: &SecretText,
    now: Timestamp,
) -> Result<ApiKey, Refusal> {
    let prefix: String = key.reveal().chars().take(PREFIX_LENGTH).collect();
    let hash = Fingerprint::of(key.reveal().as_bytes());
    let id = ApiKeyId::new(chance);
    store::api_keys::insert(db, id, (partner, maker), (name, &prefix), &hash, now).await?;
    store::api_keys::get(db, partner, id).await?.ok_or_else(|| Refusal::NotFound("API key".into()))
}

/// A new key's text.
pub fn generate(chance: &Chance) -> SecretText {
    SecretText::new(format!("{MARK}{}", to_base64url(&chance.bytes::<32>())))
}

/// Whose key this is, even if it has ended; `None` for a key that nobody has.
pub async fn holder(db: &mut Db, key: &SecretText) -> sqlx::Result<Option<KeyHolder>> {
    store::api_keys::find(db, &Fingerprint::of(key.reveal().as_bytes())).await
}
