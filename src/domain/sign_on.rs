//! Signing on: one-time credentials checked, and guesses at them slowed down.
//!
//! A username that has failed ten times in a row pauses, one second at first and up to fifteen minutes, a day after a
//! hundred; whether it exists makes no difference, nor whether the password would be right now. A network pauses only
//! for usernames that do not exist: QuickBooks polls for everybody from a few addresses, and goes on replaying
//! passwords that were revoked.

use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::credentials::{CredentialId, folded_password, folded_username};
use crate::domain::limits::Limits;
use crate::domain::network::{self, Guess, Network};
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::secret::{Fingerprint, SecretText};
use crate::store::credentials::Stored;
use crate::store::failed_sign_ons::{Failure, Tally};
use crate::store::{self, Db};

const LONGEST_PAUSE: Duration = Duration::from_secs(900);

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
    let (throttle, pauses) = Throttle::of(app, &mut db, &username, attempt.address).await?;
    if let Some(wait) = pauses.username {
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
        _ => throttle.failed(app, is_known).await,
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

/// Where failures are counted, and how many this attempt has seen under its username.
#[derive(Clone)]
struct Throttle {
    username: Fingerprint,
    networks: Vec<Network>,
    seen: i64,
}

/// What an attempt finds in its way.
struct Pauses {
    username: Option<Duration>,
    network: bool,
}

impl Throttle {
    /// `username`: folded, or each spelling would have a count of its own.
    async fn of(app: &App, db: &mut Db, username: &str, address: IpAddr) -> sqlx::Result<(Self, Pauses)> {
        let username = Fingerprint::of(&app.keys.bucket.mac(&[b"username", username.as_bytes()]));
        let networks = network::around(&app.keys.bucket, Guess::SignOn, address);
        let now = app.clock.now();
        let mut buckets = [&username; 1 + network::MOST];
        buckets.iter_mut().skip(1).zip(&networks).for_each(|(place, network)| *place = &network.bucket);
        let tallies = store::failed_sign_ons::of(db, buckets).await?;
        let of = |bucket: &Fingerprint| tallies.iter().find(|tally| tally.is_of(bucket));
        let pauses = Pauses {
            username: of(&username).and_then(|tally| pause(&app.limits, tally, now)),
            network: networks
                .iter()
                .any(|network| of(&network.bucket).is_some_and(|tally| is_over(&app.limits, network, tally, now))),
        };
        let seen = of(&username).map_or(0, |tally| tally.failures);
        Ok((Self { username, networks, seen }, pauses))
    }

    /// Counts a failure, in one unit of work that is the same for everybody. Only after it may the guesser be told: of
    /// many guesses at once no more are judged than of guesses one after the other.
    async fn failed(&self, app: &App, is_known: bool) -> Result<SignOn, Refusal> {
        let mut db = app.store.write().await?;
        let now = app.clock.now();
        let (free, seen) = (app.limits.failed_sign_ons, self.seen);
        let failure = Failure { adds: 1, window: Limits::DAY, free, seen };
        if !store::failed_sign_ons::count(&mut db, &self.username, &failure, now).await? {
            return Ok(SignOn::Paused { wait: self.wait(app, &mut db, now).await? });
        }
        // A known username's failure only touches the networks' rows, so that it costs what an unknown one's costs.
        let window = app.limits.network_window;
        let failure = Failure { adds: i64::from(!is_known), window, free: i64::MAX, seen: 0 };
        for network in &self.networks {
            store::failed_sign_ons::count(&mut db, &network.bucket, &failure, now).await?;
        }
        db.commit().await?;
        Ok(SignOn::Invalid)
    }

    /// Clears the username's count if there is one; with nothing to clear nothing is written. How long to wait instead,
    /// if others have failed too often meanwhile.
    async fn succeeded(&self, app: &App, db: &mut Db, now: Timestamp) -> sqlx::Result<Option<Duration>> {
        let tallies = store::failed_sign_ons::of(db, [&self.username; 1 + network::MOST]).await?;
        let has_failures = tallies.first().is_some_and(|tally| tally.failures > 0);
        let free = app.limits.failed_sign_ons;
        if !has_failures || store::failed_sign_ons::clear(db, &self.username, free, self.seen).await? {
            return Ok(None);
        }
        self.wait(app, db, now).await.map(Some)
    }

    async fn wait(&self, app: &App, db: &mut Db, now: Timestamp) -> sqlx::Result<Duration> {
        let tallies = store::failed_sign_ons::of(db, [&self.username; 1 + network::MOST]).await?;
        let wait = tallies.first().and_then(|tally| pause(&app.limits, tally, now));
        Ok(wait.unwrap_or(Duration::from_secs(1)))
    }
}

/// How long a username still has to pause. A last failure that lies further ahead than the pause itself was written by
/// a clock that has been put back since; it holds nobody.
fn pause(limits: &Limits, tally: &Tally, now: Timestamp) -> Option<Duration> {
    let pause = pause_after(limits, tally.failures);
    let until = tally.last_at + pause;
    let is_now = tally.last_at <= now + pause && now < until;
    is_now.then(|| Duration::from_micros(until.micros().abs_diff(now.micros())).min(pause))
}

/// 1, 2, 4 … seconds from the last free failure on (security reference 3.5).
fn pause_after(limits: &Limits, failures: i64) -> Duration {
    if failures >= limits.failed_sign_ons_a_day {
        return Limits::DAY;
    }
    let Ok(doubled) = u32::try_from(failures.saturating_sub(limits.failed_sign_ons)) else { return Duration::ZERO };
    Duration::from_secs(2_u64.saturating_pow(doubled)).min(LONGEST_PAUSE)
}

fn is_over(limits: &Limits, network: &Network, tally: &Tally, now: Timestamp) -> bool {
    let is_now = now < tally.ends_at && tally.ends_at <= now + limits.network_window;
    is_now && tally.failures >= network.limit(limits.unknown_usernames_a_network)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour_and_a_hundred_failures_cost_a_day() {
        let limits = Limits::default();
        let seconds = |failures| pause_after(&limits, failures).as_secs();
        assert_eq!([0, 9, 10, 11, 12, 19, 20, 99].map(seconds), [0, 0, 1, 2, 4, 512, 900, 900]);
        assert_eq!([100, 101, i64::MAX].map(seconds), [86_400; 3]);
        // Whoever fails as often as they may gets there within the day in which failures are counted.
        let to_a_hundred: u64 = (0..100).map(seconds).sum();
        assert!(to_a_hundred < 86_400, "{to_a_hundred}");
    }
}
