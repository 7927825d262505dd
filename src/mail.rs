//! E-mail by SMTP, where it is configured: the only file that calls a mail server.
//!
//! A letter is plain text to one address. What stands in its headers has been through people's hands, so control characters
//! become blanks here, whoever has checked before. What goes wrong is told by its kind alone: servers repeat addresses.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{Address, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::Semaphore;

use crate::clock::Timestamp;
use crate::secret::SecretText;

/// For a whole letter, from waiting for its turn to the server's last word.
const PATIENCE: Duration = Duration::from_secs(30);
/// Letters that are on their way at once. Others wait for their turn.
const AT_ONCE: usize = 4;
/// More that wait than this were asked for by no person.
const MOST: usize = 100;
/// A line of a header may not be longer (RFC 5322, 2.1.1); folded, a subject is a few of them.
const SUBJECT_LIMIT: usize = 200;

/// A mail server, and how to speak to it.
#[derive(Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// User and password.
    pub account: Option<(String, SecretText)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS before anything is said; a server that has none is told nothing.
    StartTls,
    /// For this machine alone.
    Plain,
}

/// Whom letters are from: an address, with a name or without.
#[derive(Clone)]
pub struct Sender(Mailbox);

impl Sender {
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = !text.contains(char::is_control);
        text.parse().ok().filter(|_| is_plain).map(Self)
    }
}

/// Whether a letter could be sent to this address.
pub fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

/// Whether only this machine is meant by it.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What is to be sent.
pub struct Letter {
    pub to: String,
    pub subject: String,
    /// Lines end in `\n`.
    pub text: String,
}

/// A server, and whom letters are from. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Mailer {
    pub fn new(server: &Server, from: &Sender) -> anyhow::Result<Self> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls(server).context("cannot set up TLS for e-mail")?)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &server.account {
            builder = builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from: from.0.clone(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(MOST)),
            patience: PATIENCE,
        })
    }

    /// The same with less patience.
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Hands a letter, written at `at`, to the server. `id` tells it from every other.
    pub async fn send(&self, letter: &Letter, id: uuid::Uuid, at: Timestamp) -> Result<(), NotSent> {
        let message = self.message(letter, id, at)?;
        let _place = self.places.try_acquire().map_err(|_| NotSent::TooMany)?;
        let sending = async {
            let _turn = self.turns.acquire().await.map_err(|_| NotSent::TooMany)?;
            self.transport.send(message).await.map(drop).map_err(|error| NotSent::from(&error))
        };
        tokio::time::timeout(self.patience, sending).await.unwrap_or(Err(NotSent::TooSlow))
    }

    fn message(&self, letter: &Letter, id: uuid::Uuid, at: Timestamp) -> Result<Message, NotSent> {
        let to: Address = letter.to.parse().map_err(|_| NotSent::NoAddress)?;
        let at = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.micros()).unwrap_or_default());
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(&letter.subject))
            .date(at)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // Nobody's out-of-office note is wanted back (RFC 3834).
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|_| NotSent::NoAddress)
    }
}

fn tls(server: &Server) -> Result<Tls, smtp::Error> {
    let parameters = || TlsParameters::new(server.host.clone());
    Ok(match server.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::StartTls => Tls::Required(parameters()?),
        Security::Plain => Tls::None,
    })
}

/// A header cannot be ended by what somebody is called.
fn one_line(text: &str) -> String {
    let plain =
        |letter: char| if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') { ' ' } else { letter };
    text.chars().map(plain).take(SUBJECT_LIMIT).collect()
}

/// Why a letter was not taken. Neither address nor anything that the server said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    NoAddress,
    /// The server's own code, of three digits.
    Refused(u16),
    NoTls,
    TooSlow,
    TooMany,
    Unreachable,
}

impl From<&smtp::Error> for NotSent {
    fn from(error: &smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Refused(code.into()),
            None if error.is_timeout() => Self::TooSlow,
            // A server that offers no STARTTLS is a mistake of the client's to the library.
            None if error.is_tls() || error.is_client() => Self::NoTls,
            None => Self::Unreachable,
        }
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAddress => f.write_str("the address is none"),
            Self::Refused(code) => write!(f, "the mail server answered {code}"),
            Self::NoTls => {
                f.write_str("the mail server offers no TLS that can be trusted, or no sign-in that is known")
            }
            Self::TooSlow => f.write_str("the mail server took too long"),
            Self::TooMany => f.write_str("too many letters are waiting"),
            Self::Unreachable => f.write_str("the mail server cannot be reached, or broke off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    fn mailer(security: Security) -> Mailer {
        let server = Server { host: "localhost".into(), port: 25, security, account: None };
        Mailer::new(&server, &Sender::parse("Acme Bank <no-reply@bank.example>").unwrap()).unwrap()
    }

    fn written(to: &str, subject: &str, text: &str) -> Result<String, NotSent> {
        let letter = Letter { to: to.into(), subject: subject.into(), text: text.into() };
        let message = mailer(Security::Plain).message(&letter, Chance::seeded(1).uuid(), Timestamp::from_micros(0))?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_letter_has_the_headers_that_it_needs() {
        let letter = written("marie@bank.example", "Hello", "Hello Marie\n").unwrap();
        for header in [
            "From: \"Acme Bank\" <no-reply@bank.example>",
            "To: marie@bank.example",
            "Subject: Hello",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(letter.lines().any(|line| line == header), "{header} is not in {letter}");
        }
        assert!(letter.contains("@bank.example>\r\n") && letter.ends_with("Hello Marie\r\n"), "{letter}");
    }

    #[test]
    fn no_name_can_add_a_header_and_no_address_a_recipient() {
        for end in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\0"] {
            let letter = written("marie@bank.example", &format!("Hello{end}Bcc: evil@example.org"), "").unwrap();
            assert!(!letter.lines().any(|line| line.starts_with("Bcc")), "{letter}");
            for wrong in [format!("marie@bank.example{end}evil@example.org"), format!("marie@bank{end}.example")] {
                assert_eq!(written(&wrong, "Hello", ""), Err(NotSent::NoAddress));
            }
        }
        for wrong in ["", "marie", "a@b.example, c@d.example", "<a@b.example>", "Marie <a@b.example>"] {
            assert_eq!(written(wrong, "Hello", ""), Err(NotSent::NoAddress), "{wrong}");
        }
    }

    #[test]
    fn a_sender_is_an_address_with_a_name_or_without() {
        for right in ["no-reply@bank.example", "Acme Bank <no-reply@bank.example>", "\"Acme, Inc.\" <a@b.example>"] {
            assert!(Sender::parse(right).is_some(), "{right}");
        }
        for wrong in ["", "Acme Bank", "a@b@c", "a@b.example\r\nBcc: x@y.example", "a@b.example, c@d.example"] {
            assert!(Sender::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_is_this_machine() {
        for here in ["localhost", "127.0.0.1", "127.8.9.10", "::1"] {
            assert!(is_loopback(here), "{here}");
        }
        for elsewhere in ["mail.example", "localhost.example", "10.0.0.1", "0.0.0.0", "::"] {
            assert!(!is_loopback(elsewhere), "{elsewhere}");
        }
    }
}
