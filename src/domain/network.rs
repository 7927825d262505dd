//! The networks that a visitor comes from, as guesses are counted by them.
//!
//! An IPv6 address is counted with its /64, of which every line has one. Many have 256 or 65,536 of them, so the networks
//! around it are counted too, with room for several visitors: or whoever owns a /48 could guess, and leave rows behind,
//! as if 65,536 strangers did.

use std::net::IpAddr;

use crate::secret::{Fingerprint, PurposeKey};

/// A network in whose bucket guesses are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Network {
    pub bucket: Fingerprint,
    /// How many times as many guesses may come from it as from a visitor's own network.
    shares: i64,
}

/// What is guessed: each is counted for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// The code of a link.
    Code,
    /// A username.
    SignOn,
    /// An API key that is entered in the sandbox.
    Key,
    /// A member's e-mail address.
    Member,
    /// The address of a member who has forgotten a password.
    Forgotten,
}

/// The longest answer of [`around`].
pub const MOST: usize = 3;

/// How many bytes of an IPv6 address name a network, and its shares: the /64, the /56 and the /48 it is in.
const SHARES: [(usize, i64); MOST] = [(8, 1), (7, 3), (6, 10)];

/// The networks around an address, the visitor's own first. An IPv4 address is a network by itself.
pub fn around(key: &PurposeKey, guess: Guess, address: IpAddr) -> Vec<Network> {
    let network = |bytes: &[u8], shares| {
        let bucket = Fingerprint::of(&key.mac(&[guess.name(), bytes]));
        Network { bucket, shares }
    };
    match address.to_canonical() {
        IpAddr::V4(v4) => vec![network(&v4.octets(), 1)],
        IpAddr::V6(v6) => {
            SHARES.iter().map(|(length, shares)| network(v6.octets().split_at(*length).0, *shares)).collect()
        }
    }
}

/// The network of an address, as a member's list of sessions shows it: enough to know one's own, and no more.
pub fn masked(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

impl Guess {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Code => b"network",
            Self::SignOn => b"sign-on network",
            Self::Key => b"key network",
            Self::Member => b"member network",
            Self::Forgotten => b"forgotten network",
        }
    }
}

impl Network {
    /// How many guesses may come from here. `one`: from a visitor's own network.
    pub fn limit(&self, one: i64) -> i64 {
        one.saturating_mul(self.shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::secret::SecretKey;

    #[test]
    fn a_masked_address_is_nobodys_alone() {
        let masked = |address: &str| masked(address.parse().unwrap());
        assert_eq!(masked("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(masked("::ffff:203.0.113.77"), "203.0.113.0/24");
        assert_eq!(masked("2001:db8:1:101::1"), "2001:db8:1::/48");
    }

    #[test]
    fn an_ipv4_address_is_counted_alone_and_an_ipv6_address_with_three_networks() {
        let key = SecretKey::random(&Chance::seeded(1)).purpose("test/1");
        let around = |address: &str| around(&key, Guess::Code, address.parse().unwrap());
        let shared = |one: &str, other: &str| {
            let (one, other) = (around(one), around(other));
            one.iter().filter(|network| other.contains(network)).map(|network| network.limit(30)).collect::<Vec<_>>()
        };
        assert_eq!(shared("192.0.2.1", "192.0.2.1"), [30]);
        assert_eq!(shared("192.0.2.1", "::ffff:192.0.2.1"), [30]);
        assert_eq!(shared("192.0.2.1", "192.0.2.2"), [0; 0]);
        let here = "2001:db8:1:101::1";
        assert_eq!(shared(here, "2001:db8:1:101:ffff::9"), [30, 90, 300]);
        assert_eq!(shared(here, "2001:db8:1:1ff::1"), [90, 300]);
        assert_eq!(shared(here, "2001:db8:1:201::1"), [300]);
        assert_eq!(shared(here, "2001:db8:2:101::1"), [0; 0]);
    }
}
