//! Signing on: one-time credentials checked, and guesses at them slowed down.
//!
//! Who has to pause for that, and for how long, is `throttle.rs`'s matter.

use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::credentials::{CredentialId, folded_password, folded_username};
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::domain::throttle::{Account, Counted, Throttle};
use crate::secret::SecretText;
use crate::store::credentials::Stored;
use crate::store::{self, Db};

/// Somebody who wants to sign on, as they came.
pub struct Attempt<'a> {
    pub username: &'a str,
    pub password: &'a SecretText,
    pub address: IpAddr,
}

/// Who has signed on.
#[derive(Clone)]
pub struct SignedOn {
    pub credential: CredentialId,
    pub connection: ConnectionId,
    pub partner: PartnerId,
    pub partner_version: i64,
    pub made_at: Timestamp,
    throttle: Throttle,
}

/// What came of a sign-on.
pub enum SignOn {
    Good(SignedOn),
    /// Wrong, revoked or unknown: one answer, after the same work.
    Invalid,
    /// Too many have failed under this username. Says nothing about the password.
    Paused {
        wait: Duration,
    },
}

/// Checks a username and password. Whoever goes on under them must ask [`standing`] in the unit of work that matters:
/// a revocation, or other guesses, may have come while the hash was computed.
pub async fn sign_on(app: &App, attempt: &Attempt<'_>) -> Result<SignOn, Refusal> {
    let Some(username) = folded_username(attempt.username) else {
        // Nothing we ever made: refused without work, which tells a stranger only what the profile says anyway.
        return Ok(SignOn::Invalid);
    };
    let mut db = app.store.read().await?;
    let (throttle, pauses) = Throttle::of(app, &mut db, Account::Username(&username), attempt.address).await?;
    if let Some(wait) = pauses.account {
        return Ok(SignOn::Paused { wait });
    }
    let stored = store::credentials::by_username(&mut db, &username).await?;
    drop(db);
    if stored.is_none() && pauses.network {
        tracing::info!(
            "a network has tried too many usernames that do not exist; refused without a look at the password"
        );
        return Ok(SignOn::Invalid);
    }
    let is_known = stored.is_some();
    let live = stored.filter(|set| set.revoked_at.is_none());
    // A password that cannot be ours is as wrong as any other, and counted like it.
    let password = folded_password(attempt.password).unwrap_or_else(|| SecretText::new(String::new()));
    let is_right = is_right(app, live.as_ref(), password).await?;
    match live {
        Some(set) if is_right => Ok(SignOn::Good(SignedOn::under(set, throttle))),
        _ => Ok(match throttle.failed(app, is_known).await? {
            Counted::Once => SignOn::Invalid,
            Counted::Paused { wait } => SignOn::Paused { wait },
        }),
    }
}

/// Nobody's password takes the same work as a wrong one; only one that was right a moment ago takes less.
async fn is_right(app: &App, live: Option<&Stored>, password: SecretText) -> Result<bool, Refusal> {
    let (now, memory) = (app.clock.now(), app.limits.sign_on_memory);
    if live.is_some_and(|set| app.recent_sign_ons.has(set.id, &password, now, memory)) {
        return Ok(true);
    }
    let is_right = app.hasher.verify(password.clone(), live.map(|set| set.password_hash.clone())).await?;
    if let Some(set) = live.filter(|_| is_right) {
        app.recent_sign_ons.remember(set.id, &password, now, memory);
    }
    Ok(is_right)
}

impl SignedOn {
    fn under(set: Stored, throttle: Throttle) -> Self {
        Self {
            credential: set.id,
            connection: set.connection_id,
            partner: set.partner_id,
            partner_version: set.partner_version,
            made_at: set.created_at,
            throttle,
        }
    }
}

/// Whether somebody who was good a moment ago still is.
pub enum Standing {
    Good,
    Revoked,
    /// Others have failed under this username meanwhile.
    Paused {
        wait: Duration,
    },
}

/// Marks the set as used, clears its username's failures, and answers whether it is still valid, all in the caller's
/// unit of work. Using it ends the sealed copy: what works in QuickBooks need not be shown again.
pub async fn standing(app: &App, db: &mut Db, signed_on: &SignedOn, now: Timestamp) -> sqlx::Result<Standing> {
    if let Some(wait) = signed_on.throttle.succeeded(app, db, now).await? {
        return Ok(Standing::Paused { wait });
    }
    if !store::credentials::mark_used(db, signed_on.credential, now).await? {
        return Ok(Standing::Revoked);
    }
    store::credentials::drop_sealed_copy(db, signed_on.credential).await?;
    Ok(Standing::Good)
}
