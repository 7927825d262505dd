//! Table `spent_forms`.

use super::{Db, change};
use crate::clock::Timestamp;

/// `false`: it is there already. Of two at once one waits for the other, and is told so then.
pub async fn insert(db: &mut Db, nonce: &[u8], now: Timestamp) -> sqlx::Result<bool> {
    let inserted =
        change!(db, "INSERT INTO spent_forms (nonce, spent_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", nonce, now)?;
    Ok(inserted == 1)
}

pub async fn forget_before(db: &mut Db, oldest: Timestamp) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM spent_forms WHERE spent_at < $1", oldest)
}
