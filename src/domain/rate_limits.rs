//! How many requests a program may send: so many a minute from one address, so many a day for one partner and its
//! connected companies. Minutes and days are those of the clock, in UTC.
//!
//! Requests are counted in memory. About once a second each node tells the others what it has counted, and hears what they
//! have; no request waits for that.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::secret::Fingerprint;
use crate::store;

/// How long the number of connected companies is believed.
const COMPANIES_BELIEVED_FOR: Duration = Duration::from_secs(60);
/// Addresses that are counted in one minute; whoever has more is not held up by counting addresses.
const MOST_ADDRESSES: usize = 50_000;
/// An address is told to the other nodes once it has used a tenth of its minute: most never do.
const TOLD_FROM: i64 = 10;
/// Rows of one round: others wait for the writer.
const MOST_TOLD: usize = 500;
const SECONDS_A_MINUTE: i64 = 60;
const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// The counts of this process. Cheap to clone: all clones are one.
#[derive(Clone, Default)]
pub struct RateLimits(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    /// The end of the minute that addresses are counted in.
    minute: Option<Timestamp>,
    addresses: HashMap<IpAddr, Count>,
    partners: HashMap<PartnerId, Day>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    /// On all nodes, as far as it is known here.
    known: i64,
    /// On this node, and not told to anybody yet.
    own: i64,
}

/// A partner's day.
#[derive(Clone, Copy)]
struct Day {
    ends_at: Timestamp,
    count: Count,
    companies: i64,
    counted_at: Timestamp,
    is_busy: bool,
}

/// Where a partner stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub limit: i64,
    pub remaining: i64,
    pub resets_at: Timestamp,
}

/// Whose requests are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Partner(PartnerId),
    Address(IpAddr),
}

/// What a node has to tell.
struct News {
    of: Of,
    bucket: Fingerprint,
    ends_at: Timestamp,
    own: i64,
}

impl RateLimits {
    /// Counts a request from this address, or says how long it has to wait. One that is refused does not count.
    pub fn admit_address(&self, app: &App, address: IpAddr) -> Result<(), Refusal> {
        let (now, most) = (app.clock.now(), app.limits.requests_a_minute);
        let mut counts = self.lock();
        let minute = end_of(now, SECONDS_A_MINUTE);
        if counts.minute != Some(minute) {
            counts.minute = Some(minute);
            counts.addresses.clear();
        }
        let address = network(address);
        if counts.addresses.len() >= MOST_ADDRESSES && !counts.addresses.contains_key(&address) {
            return Ok(());
        }
        let count = counts.addresses.entry(address).or_default();
        if count.all() >= most {
            return Err(Refusal::TooManyRequests { most, within: "minute", retry_after: until(now, minute) });
        }
        count.own += 1;
        Ok(())
    }

    /// Counts a request of this partner, or says how long it has to wait. The first one that this process sees asks the
    /// database how far the day has come; no other does.
    pub async fn admit_partner(
        &self,
        app: &App,
        partner: PartnerId,
    ) -> Result<(Standing, Result<(), Refusal>), Refusal> {
        if let Some(admitted) = self.count(app, partner) {
            return Ok(admitted);
        }
        self.look(app, partner).await?;
        self.count(app, partner).ok_or_else(Refusal::busy)
    }

    /// `None`: nothing is known of this partner.
    fn count(&self, app: &App, partner: PartnerId) -> Option<(Standing, Result<(), Refusal>)> {
        let now = app.clock.now();
        let mut counts = self.lock();
        let day = counts.partners.get_mut(&partner)?;
        let ends_at = end_of(now, SECONDS_A_DAY);
        if day.ends_at != ends_at {
            (day.ends_at, day.count) = (ends_at, Count::default());
        }
        let limit = app.limits.requests_a_day.saturating_mul(day.companies.saturating_add(1));
        let is_over = day.count.all() >= limit;
        day.is_busy = true;
        day.count.own += i64::from(!is_over);
        let remaining = (limit - day.count.all()).max(0);
        let retry_after = until(now, ends_at);
        let refused = Refusal::TooManyRequests { most: limit, within: "day", retry_after };
        Some((Standing { limit, remaining, resets_at: ends_at }, if is_over { Err(refused) } else { Ok(()) }))
    }

    /// Reads how many companies the partner has connected and, at first sight, how far its day has come.
    async fn look(&self, app: &App, partner: PartnerId) -> sqlx::Result<()> {
        let now = app.clock.now();
        let ends_at = end_of(now, SECONDS_A_DAY);
        let mut db = app.store.read().await?;
        let companies = store::request_counts::connected_companies(&mut db, partner).await?;
        let known = store::request_counts::of(&mut db, &Of::Partner(partner).bucket(app), ends_at).await?;
        drop(db);
        let fresh = Day { ends_at, count: Count { known, own: 0 }, companies, counted_at: now, is_busy: true };
        let mut counts = self.lock();
        let day = counts.partners.entry(partner).or_insert(fresh);
        (day.companies, day.counted_at, day.is_busy) = (companies, now, false);
        Ok(())
    }

    /// What is to be told, in an order that is the same on every node, so that two never wait for one another.
    fn news(&self, app: &App) -> Vec<News> {
        let counts = self.lock();
        let busy = |count: &Count| count.all() * TOLD_FROM >= app.limits.requests_a_minute;
        let addresses = counts.addresses.iter().filter(|(_, count)| busy(count));
        let addresses =
            addresses.filter_map(|(address, count)| Some((Of::Address(*address), counts.minute?, count.own)));
        let partners = counts.partners.iter().map(|(id, day)| (Of::Partner(*id), day.ends_at, day.count.own));
        let all = partners.chain(addresses).filter(|(_, _, own)| *own > 0).take(MOST_TOLD);
        let mut news: Vec<News> =
            all.map(|(of, ends_at, own)| News { of, bucket: of.bucket(app), ends_at, own }).collect();
        drop(counts);
        news.sort_unstable_by(|one, other| one.bucket.bytes().cmp(other.bucket.bytes()));
        news
    }

    fn told(&self, news: &News, known: i64) {
        let mut counts = self.lock();
        let minute = counts.minute;
        let count = match news.of {
            Of::Address(address) => counts.addresses.get_mut(&address).filter(|_| minute == Some(news.ends_at)),
            Of::Partner(id) => {
                counts.partners.get_mut(&id).filter(|day| day.ends_at == news.ends_at).map(|day| &mut day.count)
            }
        };
        if let Some(count) = count {
            (count.known, count.own) = (known, (count.own - news.own).max(0));
        }
    }

    /// Partners that call and whose companies were counted a while ago.
    fn outdated(&self, app: &App) -> Vec<PartnerId> {
        let now = app.clock.now();
        let is_old =
            |day: &Day| day.is_busy && (day.counted_at + COMPANIES_BELIEVED_FOR <= now || day.counted_at > now);
        self.lock().partners.iter().filter(|(_, day)| is_old(day)).map(|(id, _)| *id).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the other nodes what this one has counted, and hears what they have. Writes only if there was a request.
pub async fn settle(app: &App) -> sqlx::Result<()> {
    let news = app.rate_limits.news(app);
    if !news.is_empty() {
        let mut db = app.store.write().await?;
        let mut totals = Vec::with_capacity(news.len());
        for News { bucket, ends_at, own, .. } in &news {
            totals.push(store::request_counts::add(&mut db, bucket, *ends_at, *own).await?);
        }
        db.commit().await?;
        for (news, known) in news.iter().zip(totals) {
            app.rate_limits.told(news, known);
        }
    }
    for partner in app.rate_limits.outdated(app) {
        app.rate_limits.look(app, partner).await?;
    }
    Ok(())
}

impl Count {
    fn all(self) -> i64 {
        self.known + self.own
    }
}

impl Of {
    fn bucket(self, app: &App) -> Fingerprint {
        let key = &app.keys.bucket;
        Fingerprint::of(&match self {
            Self::Partner(id) => key.mac(&[b"requests of a partner", id.bytes()]),
            Self::Address(IpAddr::V4(address)) => key.mac(&[b"requests of an address", &address.octets()]),
            Self::Address(IpAddr::V6(address)) => key.mac(&[b"requests of an address", &address.octets()]),
        })
    }
}

/// An IPv4 address alone, an IPv6 address with its /64, of which every line has one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

fn end_of(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_micros((now.unix_seconds().div_euclid(seconds) + 1).saturating_mul(seconds * 1_000_000))
}

fn until(now: Timestamp, end: Timestamp) -> Duration {
    Duration::from_micros(u64::try_from(end.micros() - now.micros()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn minutes_and_days_end_by_the_clock_in_utc() {
        let now: Timestamp = datetime!(2026-11-21 15:00:59.5 UTC).into();
        assert_eq!(end_of(now, SECONDS_A_MINUTE), datetime!(2026-11-21 15:01 UTC).into());
        assert_eq!(end_of(now, SECONDS_A_DAY), datetime!(2026-11-22 0:00 UTC).into());
        assert_eq!(until(now, end_of(now, SECONDS_A_MINUTE)), Duration::from_millis(500));
        let exactly: Timestamp = datetime!(2026-11-22 0:00 UTC).into();
        assert_eq!(end_of(exactly, SECONDS_A_DAY), datetime!(2026-11-23 0:00 UTC).into());
    }

    #[test]
    fn an_ipv6_address_is_counted_with_its_64() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
