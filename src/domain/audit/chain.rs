//! The chain: each entry's hash is over the one before it and the entry's own text, and its end is sealed under a key that is not in the
//! database.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::body::{Body, Kept, hex};
use crate::domain::partner::PartnerId;
use crate::secret::PurposeKey;

/// What comes before the first entry.
pub const NOTHING: [u8; 32] = [0; 32];

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Of the last entry; 0: there is none.
    pub number: i64,
    pub hash: Vec<u8>,
    pub mac: Vec<u8>,
}

/// An entry as it rests.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub number: i64,
    pub at: crate::clock::Timestamp,
    pub area: String,
    pub actor: String,
    pub body: String,
    pub hash: Vec<u8>,
}

pub fn hash(before: &[u8], body: &str) -> [u8; 32] {
    Sha256::new().chain_update(before).chain_update(body).finalize().into()
}

pub fn seal(key: &PurposeKey, partner: PartnerId, number: i64, hash: &[u8]) -> [u8; 32] {
    key.mac(&[b"audit head", partner.bytes(), &number.to_be_bytes(), hash])
}

impl Head {
    pub fn is_sealed(&self, key: &PurposeKey, partner: PartnerId) -> bool {
        seal(key, partner, self.number, &self.hash).as_slice().ct_eq(&self.mac).into()
    }
}

/// The first entry of a log that is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    pub number: i64,
    pub how: How,
}

words! {
    /// What is wrong with it.
    How {
        Missing = "is missing",
        Changed = "was changed",
        PersonalChanged = "has a personal value that was changed",
        PersonalAdded = "has a personal value that it does not speak of",
        PersonalLost = "has lost personal values of which no removal is noted",
        BeyondTheEnd = "was put behind the end of the log",
        Rewritten = "is not the end that was sealed: the log was rewritten before it",
        Unsealed = "has no valid seal: the log was rewritten, or continued after that",
        NoLog = "is missing, and so is the whole log: no server has run since the update to this version, or it was removed",
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "entry {} {}", self.number, self.how)
    }
}

/// A chain that is being followed, entry by entry. Knows no more than the last one.
#[derive(Debug)]
pub struct Followed {
    partner: PartnerId,
    /// The last entry that was as it should be.
    pub number: i64,
    hash: [u8; 32],
    /// Personal values that are no longer there.
    pub removed: i64,
    /// Of which a removal is noted.
    noted: i64,
    first_loss: Option<i64>,
}

impl Followed {
    pub fn from_the_beginning(partner: PartnerId) -> Self {
        Self { partner, number: 0, hash: NOTHING, removed: 0, noted: 0, first_loss: None }
    }

    /// The next entry, with the personal values that are there.
    pub fn next(&mut self, entry: &Entry, kept: &[Kept]) -> Result<(), Broken> {
        let number = self.number + 1;
        let broken = |how| Err(Broken { number, how });
        if entry.number != number {
            return broken(How::Missing);
        }
        let hash = hash(&self.hash, &entry.body);
        let Ok(body) = serde_json::from_str::<Body>(&entry.body) else { return broken(How::Changed) };
        let says = (body.number, body.partner, body.at.as_str(), body.what.area().word(), body.who.mark());
        let rests = (entry.number, self.partner, &*entry.at.text(), entry.area.as_str(), entry.actor.clone());
        if hash.as_slice() != entry.hash || says != rests {
            return broken(How::Changed);
        }
        let mut named = 0;
        for (name, sha256) in body.personal() {
            let Some(kept) = kept.iter().find(|kept| kept.name == name) else {
                self.removed += 1;
                self.first_loss.get_or_insert(number);
                continue;
            };
            named += 1;
            if kept.sha256() != sha256 {
                return broken(How::PersonalChanged);
            }
        }
        if named != kept.len() {
            return broken(How::PersonalAdded);
        }
        self.noted += body.removals();
        (self.number, self.hash) = (number, hash);
        Ok(())
    }

    /// The end, as it was sealed.
    pub fn ends_at(&self, head: &Head) -> Result<(), Broken> {
        if self.number < head.number {
            return Err(Broken { number: self.number + 1, how: How::Missing });
        }
        if self.hash.as_slice() != head.hash {
            return Err(Broken { number: head.number, how: How::Rewritten });
        }
        Ok(())
    }

    /// Every value that is gone was removed by us.
    pub fn has_lost_nothing(&self) -> Result<(), Broken> {
        match self.first_loss.filter(|_| self.removed > self.noted) {
            Some(number) => Err(Broken { number, how: How::PersonalLost }),
            None => Ok(()),
        }
    }
}

/// An entry as it is taken along: a line of JSON with what its hash is made of. `kept`: the values beside it, with their names and, where
/// they may be checked, their salts.
pub fn exported<'a>(
    entry: &Entry,
    before: &[u8],
    kept: impl Iterator<Item = (&'a str, Option<&'a [u8]>, String)>,
) -> String {
    let personal: serde_json::Map<String, serde_json::Value> = kept
        .map(|(name, salt, value)| {
            let said = match salt {
                Some(salt) => serde_json::json!({ "value": value, "salt": hex(salt) }),
                None => serde_json::json!({ "value": value }),
            };
            (name.to_owned(), said)
        })
        .collect();
    let line = serde_json::json!({
        "number": entry.number,
        "previous": hex(before),
        "hash": hex(&entry.hash),
        "body": entry.body,
        "personal": personal,
    });
    format!("{line}\n")
}
