//! Randomness is handed in: from the operating system in service, from a seed where a test must repeat itself.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};
use uuid::Uuid;

/// A source of unpredictable bytes.
#[derive(Clone)]
pub enum Chance {
    System,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Chance {
    /// The same bytes in the same order for the same seed. For tests only.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing safe can be done without it.
    #[expect(clippy::panic, reason = "a server without randomness must not hand out secrets")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => SysRng
                .try_fill_bytes(&mut bytes)
                .unwrap_or_else(|error| panic!("the operating system gives no randomness: {error}")),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }

    /// A random (version 4) UUID.
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// One of `alphabet`'s bytes, each as likely as any other. `alphabet` has 1 to 256 bytes.
    pub fn pick(&self, alphabet: &[u8]) -> u8 {
        // Values past the last whole multiple are drawn again, or the first letters would come more often.
        let whole = 256 - 256 % alphabet.len().max(1);
        loop {
            let [drawn] = self.bytes::<1>();
            if usize::from(drawn) < whole
                && let Some(&letter) = alphabet.get(usize::from(drawn) % alphabet.len().max(1))
            {
                return letter;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_an_alphabet_is_as_likely_as_any_other() {
        let chance = Chance::seeded(7);
        let alphabet = b"23456789BCDFGHJKLMNPQRSTVWXZ";
        let mut seen = [0_u32; 256];
        for _ in 0..280_000 {
            seen[usize::from(chance.pick(alphabet))] += 1;
        }
        let chi_square: f64 =
            alphabet.iter().map(|&letter| (f64::from(seen[usize::from(letter)]) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi_square < 60.0, "27 degrees of freedom, p < 0.0003: {chi_square}");
    }
}
