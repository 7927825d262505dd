//! A form that makes something which is shown once, or publishes something, is spent by being sent: sent again, by a reload or a
//! double click, it does nothing more.

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::limits::Limits;
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::store::{self, Db};

const NONCE_BYTES: usize = 16;

/// What makes one form as it was drawn different from all others. No secret: its form's token says whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce([u8; NONCE_BYTES]);

impl Nonce {
    pub fn new(chance: &Chance) -> Self {
        Self(chance.bytes())
    }

    /// As a hidden field holds it.
    pub fn text(&self) -> String {
        to_base64url(&self.0)
    }

    pub fn parse(text: &str) -> Option<Self> {
        from_base64url(text)?.try_into().ok().map(Self)
    }
}

/// Spends the form, in the unit of work that makes what it asks for. `false`: it was spent before. Of two at once one waits for
/// the other, and is told so then.
pub async fn spend(db: &mut Db, nonce: &Nonce, now: Timestamp) -> sqlx::Result<bool> {
    // Then its token is worth nothing any more: no member is signed in for so long.
    let until = now + 2 * Limits::DAY;
    store::spent::spend(db, &Fingerprint::of(&nonce.0), until).await
}

/// Whether the form was sent before.
pub async fn is_spent(db: &mut Db, nonce: &Nonce) -> sqlx::Result<bool> {
    store::spent::is_spent(db, &Fingerprint::of(&nonce.0)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_read_as_it_was_written_and_nothing_else_is_one() {
        let nonce = Nonce::new(&Chance::System);
        assert_eq!(Nonce::parse(&nonce.text()), Some(nonce));
        for other in ["", "AAAA", "=====", "é", &"A".repeat(1_000)] {
            assert_eq!(Nonce::parse(other), None, "{other}");
        }
    }
}
