//! Guesses at secrets that people and programs sign in with, slowed down.
//!
//! An account that has failed ten times in a row pauses, one second at first and up to fifteen minutes, a day after a
//! hundred; whether it exists makes no difference, nor whether the secret would be right now. A network pauses only
//! for accounts that do not exist: QuickBooks polls for everybody from a few addresses, and goes on replaying
//! passwords that were revoked; and the people of a bank sit behind one address.

use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::limits::Limits;
use crate::domain::network::{self, Guess, Network};
use crate::domain::refusal::Refusal;
use crate::secret::Fingerprint;
use crate::store::failed_sign_ons::{Failure, Tally};
use crate::store::{self, Db};

const LONGEST_PAUSE: Duration = Duration::from_secs(900);

/// Whose failures are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account<'a> {
    /// A username of one-time credentials, folded, or each spelling would have a count of its own.
    Username(&'a str),
    /// A member's e-mail address, folded.
    Email(&'a str),
    /// A browser in which a member has signed in before: strangers who guess elsewhere do not make it wait.
    Device(&'a [u8]),
}

impl Account<'_> {
    fn bucket(self, app: &App) -> Fingerprint {
        let (kind, name): (&[u8], &[u8]) = match self {
            Self::Username(name) => (b"username", name.as_bytes()),
            Self::Email(name) => (b"member", name.as_bytes()),
            Self::Device(tag) => (b"member's device", tag),
        };
        Fingerprint::of(&app.keys.bucket.mac(&[kind, name]))
    }

    fn guess(self) -> Guess {
        match self {
            Self::Username(_) => Guess::SignOn,
            Self::Email(_) | Self::Device(_) => Guess::Member,
        }
    }
}

/// Where failures are counted, and how many this attempt has seen under its account.
#[derive(Clone)]
pub struct Throttle {
    account: Fingerprint,
    networks: Vec<Network>,
    seen: i64,
}

/// What an attempt finds in its way.
pub struct Pauses {
    pub account: Option<Duration>,
    /// Binds accounts that do not exist.
    pub network: bool,
}

/// What came of counting a failure.
pub enum Counted {
    Once,
    /// Not at all: others have failed too often meanwhile.
    Paused {
        wait: Duration,
    },
}

impl Throttle {
    pub async fn of(app: &App, db: &mut Db, account: Account<'_>, address: IpAddr) -> sqlx::Result<(Self, Pauses)> {
        let networks = network::around(&app.keys.bucket, account.guess(), address);
        let account = account.bucket(app);
        let now = app.clock.now();
        let mut buckets = [&account; 1 + network::MOST];
        buckets.iter_mut().skip(1).zip(&networks).for_each(|(place, network)| *place = &network.bucket);
        let tallies = store::failed_sign_ons::of(db, buckets).await?;
        let of = |bucket: &Fingerprint| tallies.iter().find(|tally| tally.is_of(bucket));
        let pauses = Pauses {
            account: of(&account).and_then(|tally| pause(&app.limits, tally, now)),
            network: networks
                .iter()
                .any(|network| of(&network.bucket).is_some_and(|tally| is_over(&app.limits, network, tally, now))),
        };
        let seen = of(&account).map_or(0, |tally| tally.failures);
        Ok((Self { account, networks, seen }, pauses))
    }

    /// Counts a failure, in one unit of work that is the same for everybody. Only after it may the guesser be told: of
    /// many guesses at once no more are judged than of guesses one after the other.
    pub async fn failed(&self, app: &App, is_known: bool) -> Result<Counted, Refusal> {
        let mut db = app.store.write().await?;
        let now = app.clock.now();
        let (free, seen) = (app.limits.failed_sign_ons, self.seen);
        let failure = Failure { adds: 1, window: Limits::DAY, free, seen };
        if !store::failed_sign_ons::count(&mut db, &self.account, &failure, now).await? {
            return Ok(Counted::Paused { wait: self.wait(app, &mut db, now).await? });
        }
        // A known account's failure only touches the networks' rows, so that it costs what an unknown one's costs.
        let window = app.limits.network_window;
        let failure = Failure { adds: i64::from(!is_known), window, free: i64::MAX, seen: 0 };
        for network in &self.networks {
            store::failed_sign_ons::count(&mut db, &network.bucket, &failure, now).await?;
        }
        db.commit().await?;
        Ok(Counted::Once)
    }

    /// Clears the account's count if there is one; with nothing to clear nothing is written. How long to wait instead,
    /// if others have failed too often meanwhile.
    pub async fn succeeded(&self, app: &App, db: &mut Db, now: Timestamp) -> sqlx::Result<Option<Duration>> {
        let tallies = store::failed_sign_ons::of(db, [&self.account; 1 + network::MOST]).await?;
        let has_failures = tallies.first().is_some_and(|tally| tally.failures > 0);
        let free = app.limits.failed_sign_ons;
        if !has_failures || store::failed_sign_ons::clear(db, &self.account, free, self.seen).await? {
            return Ok(None);
        }
        self.wait(app, db, now).await.map(Some)
    }

    async fn wait(&self, app: &App, db: &mut Db, now: Timestamp) -> sqlx::Result<Duration> {
        let tallies = store::failed_sign_ons::of(db, [&self.account; 1 + network::MOST]).await?;
        let wait = tallies.first().and_then(|tally| pause(&app.limits, tally, now));
        Ok(wait.unwrap_or(Duration::from_secs(1)))
    }
}

/// How long an account still has to pause. A last failure that lies further ahead than the pause itself was written by
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
