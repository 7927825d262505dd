//! Passwords that were right a moment ago, remembered for a client's burst of requests: each file signs on anew, and a
//! hash takes 17 ms of a core.
//!
//! What is remembered is a keyed proof, under a key that this process made and nobody else has. Only successes are, and
//! only for as long as the database says that the set still lives: a revocation ends it at once, on every node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::credentials::CredentialId;
use crate::secret::{Fingerprint, PurposeKey, SecretKey, SecretText};

/// More at once are not remembered: some 700 kB.
const MOST: usize = 10_000;

/// Cheap to clone.
#[derive(Clone)]
pub struct RecentSignOns {
    key: PurposeKey,
    until: Arc<Mutex<HashMap<Fingerprint, Timestamp>>>,
}

impl RecentSignOns {
    pub fn new(chance: &Chance) -> Self {
        Self { key: SecretKey::random(chance).purpose("recent-sign-on/1"), until: Arc::default() }
    }

    /// Whether this password was right for this set within `memory`.
    pub fn has(&self, set: CredentialId, password: &SecretText, now: Timestamp, memory: Duration) -> bool {
        let until = self.lock().get(&self.proof(set, password)).copied();
        // One that would last longer was remembered before the clock was set back.
        until.is_some_and(|until| now < until && until <= now + memory)
    }

    pub fn remember(&self, set: CredentialId, password: &SecretText, now: Timestamp, memory: Duration) {
        let proof = self.proof(set, password);
        let mut remembered = self.lock();
        if remembered.len() >= MOST {
            remembered.retain(|_, until| now < *until && *until <= now + memory);
        }
        if remembered.len() < MOST {
            remembered.insert(proof, now + memory);
        }
    }

    fn proof(&self, set: CredentialId, password: &SecretText) -> Fingerprint {
        Fingerprint::of(&self.key.mac(&[set.bytes(), password.reveal().as_bytes()]))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Fingerprint, Timestamp>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMORY: Duration = Duration::from_secs(600);

    fn password(text: &str) -> SecretText {
        SecretText::new(text.to_owned())
    }

    #[test]
    fn a_right_password_is_remembered_for_its_set_and_its_time_alone() {
        let chance = Chance::seeded(7);
        let (recent, now) = (RecentSignOns::new(&chance), Timestamp::from_micros(0));
        let (mine, other) = (CredentialId::new(&chance), CredentialId::new(&chance));
        assert!(!recent.has(mine, &password("K7QX"), now, MEMORY));
        recent.remember(mine, &password("K7QX"), now, MEMORY);
        assert!(recent.has(mine, &password("K7QX"), now, MEMORY));
        assert!(!recent.has(mine, &password("K7QZ"), now, MEMORY));
        assert!(!recent.has(other, &password("K7QX"), now, MEMORY));
        assert!(!recent.has(mine, &password("K7QX"), now + MEMORY, MEMORY));
        assert!(!recent.has(mine, &password("K7QX"), now - Duration::from_secs(1), MEMORY), "the clock was set back");
        assert!(!RecentSignOns::new(&chance).has(mine, &password("K7QX"), now, MEMORY), "another process");
    }

    #[test]
    fn no_more_than_so_many_are_remembered_and_old_ones_make_room() {
        let chance = Chance::seeded(8);
        let (recent, now) = (RecentSignOns::new(&chance), Timestamp::from_micros(0));
        let sets: Vec<CredentialId> = (0..=MOST).map(|_| CredentialId::new(&chance)).collect();
        sets.iter().for_each(|set| recent.remember(*set, &password("K7QX"), now, MEMORY));
        assert!(!recent.has(sets[MOST], &password("K7QX"), now, MEMORY));
        recent.remember(sets[MOST], &password("K7QX"), now + MEMORY, MEMORY);
        assert!(recent.has(sets[MOST], &password("K7QX"), now + MEMORY, MEMORY));
        assert_eq!(recent.lock().len(), 1);
    }
}
