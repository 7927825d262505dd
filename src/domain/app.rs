//! Everything a request may need, handed to it: database, time, chance, keys, limits. There are no globals.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Once};

use ipnet::IpNet;
use url::Url;

use crate::aside::Aside;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::deployment::Deployment;
use crate::domain::idempotency::InProgress;
use crate::domain::limits::Limits;
use crate::domain::partner::Partners;
use crate::domain::push::Turns;
use crate::domain::rate_limits::RateLimits;
use crate::domain::recent_sign_ons::RecentSignOns;
use crate::domain::sandbox::Sandbox;
use crate::hashing::Hasher;
use crate::mail::Mailer;
use crate::secret::{PurposeKey, SecretKey};
use crate::store::Store;

/// The application. Cheap to clone: every part is a handle.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub chance: Chance,
    pub keys: Keys,
    pub limits: Limits,
    pub hasher: Hasher,
    pub recent_sign_ons: RecentSignOns,
    pub partners: Partners,
    pub pushes: Turns,
    /// For pictures that are uploaded.
    pub drawings: Aside,
    pub in_progress: InProgress,
    pub rate_limits: RateLimits,
    pub public_url: PublicUrl,
    pub deployment: Deployment,
    pub trusted_proxies: Vec<IpNet>,
    /// Spent once the operator was told that a proxy may be missing among those.
    pub proxy_warning: Arc<Once>,
    /// `None`: no e-mail is sent.
    pub mail: Option<Mailer>,
    /// `None`: nobody can try anything here.
    pub sandbox: Option<Sandbox>,
}

impl App {
    /// The whole address of a connection's start page, without a code.
    pub fn start_url(&self, company: CompanyId, connection: ConnectionId) -> String {
        self.public_url.join(&format!("/companies/{company}/connections/{connection}/start"))
    }

    /// What the public API calls a company's `redirect`: one page, the same for every id.
    pub fn company_url(&self, company: CompanyId) -> String {
        self.public_url.join(&format!("/company/{company}"))
    }

    /// The one address of the institution, for every message and every version of OFX: clients compare it as text.
    pub fn ofx_url(&self) -> String {
        self.public_url.join("/ofx")
    }

    /// Where the visitor comes from: the peer, or the last hop of `X-Forwarded-For` that no proxy of ours wrote.
    pub fn visitor(&self, peer: IpAddr, forwarded_for: &str) -> IpAddr {
        if !self.is_proxy(peer) {
            return peer;
        }
        let mut nearest = peer;
        for hop in forwarded_for.rsplit(',') {
            // An unreadable hop was written by somebody beyond our proxies: the last readable one is all we know.
            let Some(hop) = address_of(hop.trim()) else { break };
            nearest = hop;
            if !self.is_proxy(hop) {
                break;
            }
        }
        nearest
    }

    /// Whether this is the address of a proxy whose word about a visitor's address is taken.
    pub fn is_proxy(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }
}

/// A hop as proxies write it: the address alone, in brackets, or with the port.
fn address_of(hop: &str) -> Option<IpAddr> {
    let in_brackets = || hop.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::from);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|hop| hop.ip());
    hop.parse().ok().or_else(with_port).or_else(in_brackets)
}

/// One key a purpose.
#[derive(Clone)]
pub struct Keys {
    pub otp: PurposeKey,
    pub look: PurposeKey,
    pub sealed_copy: PurposeKey,
    pub csrf: PurposeKey,
    pub bucket: PurposeKey,
    pub hand_over: PurposeKey,
    /// Seals what the pretend QuickBooks must keep to sign on by itself.
    pub pretend: PurposeKey,
    /// Seals the API key of a developer who is in the sandbox, in their own cookie.
    pub sandbox_key: PurposeKey,
    pub idempotency: PurposeKey,
    /// Keys a member's password before it is hashed.
    pub member_password: PurposeKey,
    /// Seals the secrets of authenticator apps.
    pub totp: PurposeKey,
    /// Seals what a browser carries between two steps of a sign-in or a set-up.
    pub ceremony: PurposeKey,
    /// Seals the end of each partner's audit log.
    pub audit: PurposeKey,
    /// Tells whether a database belongs to this key.
    pub check: PurposeKey,
}

impl Keys {
    pub fn from_root(root: &SecretKey) -> Self {
        Self {
            otp: root.purpose("link-otp/1"),
            look: root.purpose("look-cookie/1"),
            sealed_copy: root.purpose("sealed-copy/1"),
            csrf: root.purpose("csrf/1"),
            bucket: root.purpose("bucket/1"),
            hand_over: root.purpose("hand-over/1"),
            pretend: root.purpose("pretend-password/1"),
            sandbox_key: root.purpose("sandbox-key/1"),
            idempotency: root.purpose("idempotency/1"),
            member_password: root.purpose("member-password/1"),
            totp: root.purpose("totp/1"),
            ceremony: root.purpose("ceremony/1"),
            audit: root.purpose("audit/1"),
            check: root.purpose("key-check/1"),
        }
    }
}

/// `PUBLIC_URL`: scheme and host of every address we hand out. Never taken from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// An http or https address without path, query or user.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        (is_bare && is_web && is_anonymous).then(|| Self(url.origin().ascii_serialization()))
    }

    /// Plain http at the address that is listened on: right for this machine alone.
    pub fn of_listener(bound: SocketAddr) -> Self {
        let text = format!("http://{bound}");
        Self::parse(&text).unwrap_or(Self(text))
    }

    /// Without a slash at its end; what a browser sends as `Origin`.
    pub fn origin(&self) -> &str {
        &self.0
    }

    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Whether only this machine can mean itself by it.
    pub fn is_loopback(&self) -> bool {
        let host = Url::parse(&self.0).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default().trim_matches(['[', ']']);
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::address_of;

    #[test]
    fn a_hop_is_an_address_with_or_without_a_port() {
        for (hop, address) in [
            ("198.51.100.7", "198.51.100.7"),
            ("198.51.100.7:5678", "198.51.100.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
        ] {
            assert_eq!(address_of(hop), address.parse().ok(), "{hop}");
        }
        for unreadable in ["", "unknown", "_hidden", "198.51.100.7:", "198.51.100", "[198.51.100.7]", "[2001:db8::1"] {
            assert_eq!(address_of(unreadable), None, "{unreadable}");
        }
    }
}
