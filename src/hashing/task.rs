//! One password to hash or to check, and whoever waits for it.

use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::secret::SecretText;

/// OWASP's second set: 19 MiB, two passes, one lane (security reference 3.2).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const OUTPUT_BYTES: usize = 32;
/// Checked while compiling: a hash that was not made as it says would never be verified.
const PARAMS: Params = match Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES)) {
    Ok(params) => params,
    Err(_) => panic!("argon2 does not take these numbers"),
};

/// Two threads may perform the same one: whoever is first answers, with the same result as the other would.
pub(super) enum Task {
    Make { password: SecretText, salt: [u8; 16], answer: Answer<String> },
    Verify { password: SecretText, phc: Option<String>, answer: Answer<bool> },
}

impl Task {
    /// No longer once it is answered, nor when whoever asked has gone away or run out of patience.
    pub fn is_wanted(&self) -> bool {
        match self {
            Self::Make { answer, .. } => answer.is_wanted(),
            Self::Verify { answer, .. } => answer.is_wanted(),
        }
    }

    /// Takes some 17 ms of a core. Says whether somebody got this answer.
    pub fn perform(&self, blocks: &mut [Block]) -> bool {
        match self {
            Self::Make { password, salt, answer } => make(password, salt, blocks).is_some_and(|phc| answer.give(phc)),
            Self::Verify { password, phc, answer } => answer.give(matches(password, phc.as_deref(), blocks)),
        }
    }
}

/// Can be given once.
pub(super) struct Answer<T>(Mutex<Option<oneshot::Sender<T>>>);

impl<T> Answer<T> {
    pub fn to(asker: oneshot::Sender<T>) -> Self {
        Self(Mutex::new(Some(asker)))
    }

    fn is_wanted(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|asker| !asker.is_closed())
    }

    /// Whether somebody got it.
    pub fn give(&self, value: T) -> bool {
        let asker = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        asker.is_some_and(|asker| asker.send(value).is_ok())
    }
}

/// The memory that one hash takes: 19 MiB.
pub(super) fn new_blocks() -> Vec<Block> {
    vec![Block::default(); PARAMS.block_count()]
}

fn digest(password: &SecretText, salt: &[u8], blocks: &mut [Block]) -> Option<Zeroizing<[u8; OUTPUT_BYTES]>> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS);
    let mut output = Zeroizing::new([0_u8; OUTPUT_BYTES]);
    argon2.hash_password_into_with_memory(password.reveal().as_bytes(), salt, output.as_mut(), blocks).ok()?;
    Some(output)
}

fn make(password: &SecretText, salt: &[u8], blocks: &mut [Block]) -> Option<String> {
    let output = digest(password, salt, blocks)?;
    let (salt, output) = (Salt::new(salt).ok()?, Output::new(output.as_ref()).ok()?);
    let params = format!("m={MEMORY_KIB},t={PASSES},p={LANES}");
    Some(format!("$argon2id$v=19${params}${salt}${output}"))
}

fn matches(password: &SecretText, phc: Option<&str>, blocks: &mut [Block]) -> bool {
    let stored = phc.and_then(|phc| PasswordHash::new(phc).ok());
    let salt = stored.as_ref().and_then(|stored| stored.salt);
    let expected = stored.as_ref().and_then(|stored| stored.hash);
    // Nobody by that name costs exactly what a wrong password costs.
    let computed = digest(password, salt.as_ref().map_or(&[0; 16], |salt| salt.as_ref()), blocks);
    match (computed, expected) {
        (Some(computed), Some(expected)) => computed.as_slice().ct_eq(expected.as_bytes()).into(),
        _ => false,
    }
}
