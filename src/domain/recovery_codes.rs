//! Recovery codes: for whoever has lost the phone. Ten, shown once, each for one sign-in; made anew, the old ones are void.
//!
//! They rest as hashes under a key that is not in the database, as codes of less than 112 bits must.

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::ceremony::{self, Step};
use crate::domain::credentials::{ALPHABET, folded, hyphenated};
use crate::domain::member::MemberId;
use crate::secret::{Fingerprint, SecretText};
use crate::store::{self, Db};

pub const COUNT: usize = 10;
/// Letters of 4.8 bits.
const LENGTH: usize = 16;

/// Makes ten, in groups of four. Their texts are answered once.
pub async fn make(app: &App, db: &mut Db, member: MemberId, now: Timestamp) -> sqlx::Result<Vec<SecretText>> {
    store::recovery_codes::void(db, member).await?;
    let mut codes = Vec::with_capacity(COUNT);
    while codes.len() < COUNT {
        let code: String = (0..LENGTH).map(|_| char::from(app.chance.pick(ALPHABET))).collect();
        store::recovery_codes::insert(db, &hash(app, member, &code), member, now).await?;
        codes.push(SecretText::new(hyphenated(&code)));
    }
    Ok(codes)
}

/// Whether this is a code of the member's that nobody has used. It is used now.
pub async fn use_code(app: &App, db: &mut Db, member: MemberId, typed: &str) -> sqlx::Result<bool> {
    match folded(typed, LENGTH) {
        Some(code) => store::recovery_codes::take(db, &hash(app, member, &code), member).await,
        None => Ok(false),
    }
}

/// The codes for the page after the one that shows them, which makes a file of them: sealed, for this session, for minutes.
pub fn carry(app: &App, session: &Fingerprint, codes: &[SecretText]) -> anyhow::Result<String> {
    let codes: Vec<&str> = codes.iter().map(SecretText::reveal).collect();
    ceremony::carry(app, Step::RecoveryCodes, session, &codes)
}

pub fn carried(app: &App, session: &Fingerprint, carried: &str) -> Option<Vec<SecretText>> {
    let codes = ceremony::carried::<Vec<String>>(app, Step::RecoveryCodes, session, carried)?;
    Some(codes.value.into_iter().map(SecretText::new).collect())
}

fn hash(app: &App, member: MemberId, code: &str) -> Fingerprint {
    Fingerprint::of(&app.keys.totp.mac(&[b"recovery code", member.bytes(), code.as_bytes()]))
}
