//! Settings, from environment variables and a `.env` file. Every error names its variable, says what is expected and gives
//! an example. None repeats what was set: it may be a secret, or one that went into the wrong variable.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::domain::app::PublicUrl;
use crate::domain::deployment::OwnProfile;
use crate::domain::kind::Kind;
use crate::domain::limits::Limits;
use crate::mail::Mailer;
use crate::secret::{SecretKey, SecretText};
pub use problem::ConfigProblem;
pub use variables::Variables;

mod mail;
mod numbers;
mod problem;
mod profile;
mod variables;

const LISTEN_ADDR: Variable = Variable { name: "LISTEN_ADDR", example: "LISTEN_ADDR=127.0.0.1:8080" };
const PUBLIC_URL: Variable = Variable { name: "PUBLIC_URL", example: "PUBLIC_URL=https://link.bank.example" };
const DATABASE_URL: Variable =
    Variable { name: "DATABASE_URL", example: "DATABASE_URL=postgres://user:password@localhost/bankfeeds" };
const SQLITE_URL: Variable = Variable { name: DATABASE_URL.name, example: "DATABASE_URL=sqlite:bankfeeds-link.db" };
const SECRET_KEY: Variable =
    Variable { name: "SECRET_KEY", example: "SECRET_KEY=q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=" };
const TRUSTED_PROXIES: Variable =
    Variable { name: "TRUSTED_PROXIES", example: "TRUSTED_PROXIES=127.0.0.1/32,10.0.0.0/8" };
const LOG: Variable = Variable { name: "LOG", example: "LOG=info" };
const SANDBOX: Variable = Variable { name: "SANDBOX", example: "SANDBOX=1" };

const DEFAULT_LISTEN_ADDR: &str = "127.0.0.1:8080";
const DEFAULT_DATABASE_URL: &str = "sqlite:bankfeeds-link.db";
const DEFAULT_LOG: &str = "info";

/// A variable, and how it looks when it is right.
#[derive(Clone, Copy)]
struct Variable {
    name: &'static str,
    example: &'static str,
}

/// Every variable that is read, in the order of `docs/configuration.md`.
pub fn names() -> impl Iterator<Item = &'static str> {
    let named = [LISTEN_ADDR, PUBLIC_URL, DATABASE_URL, SECRET_KEY, TRUSTED_PROXIES, LOG];
    let numbered = named.into_iter().map(|variable| variable.name).chain(numbers::names());
    numbered.chain(profile::names()).chain(mail::names()).chain([SANDBOX.name])
}

/// What a server needs to know.
pub struct Config {
    pub listen: SocketAddr,
    /// `None`: this machine alone can reach the server, at the address it listens on.
    public_url: Option<PublicUrl>,
    pub database_url: SecretText,
    pub secret_key: SecretKey,
    pub trusted_proxies: Vec<IpNet>,
    pub log: EnvFilter,
    pub limits: Limits,
    pub profile: OwnProfile,
    /// `None`: no e-mail is sent.
    pub mail: Option<Mailer>,
    pub kind: Kind,
}

impl Config {
    pub fn read(variables: &Variables) -> Result<Self, ConfigProblem> {
        let listen = variables.listen()?;
        Ok(Self {
            listen,
            public_url: variables.public_url(listen)?,
            database_url: variables.database_url()?,
            secret_key: variables.secret_key()?,
            trusted_proxies: variables.trusted_proxies()?,
            log: variables.log()?,
            limits: variables.limits()?,
            profile: profile::read(variables)?,
            mail: mail::read(variables)?,
            kind: variables.kind()?,
        })
    }

    /// `bound`: the address which the listener got; it differs from [`Config::listen`] when that asks for any free port.
    pub fn public_url(&self, bound: SocketAddr) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::of_listener(bound))
    }

    /// What an operator should hear about settings that work but should not be used like this.
    pub fn warning(&self) -> Option<&'static str> {
        let is_open = !self.listen.ip().is_loopback();
        let is_plain = self.public_url.as_ref().is_some_and(|url| !url.is_https() && (is_open || !url.is_loopback()));
        is_plain.then_some(
            "PUBLIC_URL begins with http:// while other machines can connect: credentials cross the network in clear. Put a proxy with TLS in front and set PUBLIC_URL to its https:// address",
        )
    }
}

/// One setting each, for commands that need only some.
impl Variables {
    pub fn listen(&self) -> Result<SocketAddr, ConfigProblem> {
        let text = self.text(LISTEN_ADDR)?.unwrap_or(DEFAULT_LISTEN_ADDR);
        text.parse().map_err(|_| LISTEN_ADDR.problem("must be an IP address and a port"))
    }

    /// `None` when nothing is set and `listen` is of this machine alone.
    pub fn public_url(&self, listen: SocketAddr) -> Result<Option<PublicUrl>, ConfigProblem> {
        match self.text(PUBLIC_URL)? {
            Some(text) => match PublicUrl::parse(text) {
                Some(url) => Ok(Some(url)),
                None => Err(PUBLIC_URL.problem("must be https:// (or http://) and a host name, without a path")),
            },
            None if listen.ip().is_loopback() => Ok(None),
            None => Err(PUBLIC_URL.problem(
                "is missing: LISTEN_ADDR can be reached from other machines, so say at which address they reach it",
            )),
        }
    }

    pub fn database_url(&self) -> Result<SecretText, ConfigProblem> {
        let text = self.text(DATABASE_URL)?.unwrap_or(DEFAULT_DATABASE_URL);
        let file = text.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//"));
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        match file {
            None if !is_postgres => Err(DATABASE_URL.problem("must begin with sqlite: or postgres://")),
            Some("" | ":memory:") => Err(SQLITE_URL.problem("must name a file after sqlite:")),
            Some(file) if file.contains('?') => Err(SQLITE_URL.problem("takes no options after sqlite: and the file")),
            None => postgres_url(text).map(SecretText::new),
            _ => Ok(SecretText::new(text.to_owned())),
        }
    }

    pub fn secret_key(&self) -> Result<SecretKey, ConfigProblem> {
        let what = "32 random bytes in base64, 44 characters; `bankfeeds-link secret` prints one, to be kept and used at \
                    every start";
        let text =
            self.text(SECRET_KEY)?.ok_or_else(|| SECRET_KEY.problem(format!("is missing: it must be {what}")))?;
        SecretKey::from_base64(text).ok_or_else(|| SECRET_KEY.problem(format!("must be {what}")))
    }

    /// Networks in CIDR notation between commas or blanks; a lone address is a network of one.
    pub fn trusted_proxies(&self) -> Result<Vec<IpNet>, ConfigProblem> {
        let text = self.text(TRUSTED_PROXIES)?.unwrap_or_default();
        let entries = text.split([',', ' ']).filter(|entry| !entry.is_empty());
        entries
            .enumerate()
            .map(|(before, entry)| {
                let network = entry.parse().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
                let place = before + 1;
                match network {
                    Ok(network) if network.prefix_len() == 0 => Err(TRUSTED_PROXIES
                        .problem(format!("entry {place} trusts everybody, so anybody could claim any address"))),
                    Ok(network) => Ok(network),
                    Err(_) => Err(TRUSTED_PROXIES.problem(format!("entry {place} must be an address or a network"))),
                }
            })
            .collect()
    }

    pub fn log(&self) -> Result<EnvFilter, ConfigProblem> {
        let text = self.text(LOG)?.unwrap_or(DEFAULT_LOG);
        // The parser takes a misspelt level for the name of a target, and the log would stay empty.
        let is_plain = |part: &str| part.contains(['=', '[']) || part.trim().parse::<LevelFilter>().is_ok();
        let filter = EnvFilter::builder().parse(text).ok().filter(|_| text.split(',').all(is_plain));
        filter.ok_or_else(|| LOG.problem("must be off, error, warn, info, debug or trace, or a list of target=level"))
    }

    /// A sandbox is asked for; nobody gets one by accident.
    pub fn kind(&self) -> Result<Kind, ConfigProblem> {
        match self.text(SANDBOX)? {
            None | Some("0") => Ok(Kind::Live),
            Some("1") => Ok(Kind::Sandbox),
            Some(_) => Err(SANDBOX.problem("must be 1 for a sandbox, or 0")),
        }
    }

    pub fn limits(&self) -> Result<Limits, ConfigProblem> {
        numbers::read(self)
    }
}

/// What PostgreSQL's address may say after its `?`. The database library would log an unknown option with its value, and
/// the value may be a password under a misspelt name.
const POSTGRES_OPTIONS: [&str; 6] = ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "port"];
const SSL_MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

fn postgres_url(text: &str) -> Result<String, ConfigProblem> {
    let problem = |what: &str| Err(DATABASE_URL.problem(what));
    let Ok(url) = url::Url::parse(text) else {
        return problem(
            "cannot be read; in a user name or password write %2F for /, %23 for #, %3F for ? and %40 for @",
        );
    };
    for (name, value) in url.query_pairs() {
        if !POSTGRES_OPTIONS.contains(&&*name) {
            return problem(
                "has an option that is not known; there are sslmode, sslrootcert, sslcert, sslkey, host and port",
            );
        }
        if name == "sslmode" && !SSL_MODES.contains(&&*value) {
            return problem(
                "has an sslmode that is none of disable, allow, prefer, require, verify-ca and verify-full",
            );
        }
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests;
