//! The mail server, if there is one, and whom letters are from.

use url::{Host, Url};

use super::{ConfigProblem, Variable, Variables};
use crate::mail::{Mailer, Security, Sender, Server, is_loopback};
use crate::secret::SecretText;

const SMTP_URL: Variable =
    Variable { name: "SMTP_URL", example: "SMTP_URL=smtp://user:password@mail.bank.example:587" };
const MAIL_FROM: Variable = Variable { name: "MAIL_FROM", example: "MAIL_FROM=Bank feeds <no-reply@bank.example>" };

/// Where letters are handed in, by default (RFC 6409) and under TLS (RFC 8314).
const SUBMISSION: u16 = 587;
const SUBMISSIONS: u16 = 465;

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    [SMTP_URL, MAIL_FROM].into_iter().map(|variable| variable.name)
}

/// Both are set, or neither.
pub(super) fn read(variables: &Variables) -> Result<Option<Mailer>, ConfigProblem> {
    let server = variables.text(SMTP_URL)?.map(server).transpose()?;
    let from = variables.text(MAIL_FROM)?.map(sender).transpose()?;
    match (server, from) {
        (Some(server), Some(from)) => {
            let mailer = Mailer::new(&server, &from);
            mailer.map(Some).map_err(|_| SMTP_URL.problem("names a host that no TLS certificate can be for"))
        }
        (None, None) => Ok(None),
        (Some(_), None) => Err(MAIL_FROM.problem("is missing: SMTP_URL is set, and letters need a sender")),
        (None, Some(_)) => Err(SMTP_URL.problem("is missing: MAIL_FROM is set, and letters need a server")),
    }
}

fn sender(text: &str) -> Result<Sender, ConfigProblem> {
    Sender::parse(text).ok_or_else(|| MAIL_FROM.problem("must be an e-mail address, with a name before it or without"))
}

fn server(text: &str) -> Result<Server, ConfigProblem> {
    let problem = |why: &str| SMTP_URL.problem(why);
    let Ok(url) = Url::parse(text) else {
        return Err(problem(
            "cannot be read; in a user name or password write %2F for /, %23 for #, %3F for ? and %40 for @",
        ));
    };
    let host = host(&url).ok_or_else(|| problem("must name a host after smtp:// or smtps://"))?;
    let (security, port) = match url.scheme() {
        "smtps" => (Security::Tls, SUBMISSIONS),
        // On its way to this machine nobody listens, and few local servers have a certificate.
        "smtp" if is_loopback(&host) => (Security::Plain, SUBMISSION),
        "smtp" => (Security::StartTls, SUBMISSION),
        _ => return Err(problem("must begin with smtp:// (STARTTLS) or smtps:// (TLS)")),
    };
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(problem("takes nothing after host and port"));
    }
    Ok(Server { host, port: url.port().unwrap_or(port), security, account: account(&url)? })
}

/// As a resolver and a certificate have it: an IPv6 address without its brackets.
fn host(url: &Url) -> Option<String> {
    let host = match url.host()? {
        Host::Domain(name) => name.to_ascii_lowercase(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':' | '_');
    (!host.is_empty() && host.chars().all(is_name)).then_some(host)
}

fn account(url: &Url) -> Result<Option<(String, SecretText)>, ConfigProblem> {
    let read = |text: &str| {
        let text = percent_decoded(text).filter(|text| !text.contains(char::is_control));
        text.ok_or_else(|| SMTP_URL.problem("has a user name or password that is no readable text"))
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(SMTP_URL.problem("needs user name and password, or neither")),
        (user, Some(password)) => Ok(Some((read(user)?, SecretText::new(read(password)?)))),
    }
}

/// What `%40` and the like stand for.
fn percent_decoded(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&str, &str)]) -> String {
        match read(&Variables::of(pairs.iter().copied())) {
            Ok(_) => panic!("accepted: {pairs:?}"),
            Err(problem) => problem.to_string(),
        }
    }

    fn wrong(url: &str) -> String {
        server(url).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn without_settings_there_is_no_mail_and_half_of_them_says_what_is_missing() {
        assert!(read(&Variables::of::<&str, &str>([])).unwrap().is_none());
        let (url, from) = (("SMTP_URL", "smtps://mail.example"), ("MAIL_FROM", "a@b.example"));
        assert!(read(&Variables::of([url, from])).unwrap().is_some());
        assert!(told(&[url]).starts_with("MAIL_FROM is missing"));
        assert!(told(&[from]).starts_with("SMTP_URL is missing"));
    }

    #[test]
    fn an_address_says_how_the_server_is_spoken_to() {
        let of = |url: &str| {
            let Server { host, port, security, account } = server(url).unwrap();
            (host, port, security, account.map(|(user, password)| format!("{user} {}", password.reveal())))
        };
        let (tls, start_tls, plain) = (Security::Tls, Security::StartTls, Security::Plain);
        assert_eq!(of("smtps://mail.example"), ("mail.example".into(), 465, tls, None));
        assert_eq!(of("smtp://Mail.example"), ("mail.example".into(), 587, start_tls, None));
        let account = Some("me@bank p/w#1".to_owned());
        assert_eq!(of("smtp://me%40bank:p%2Fw%231@mail.example:25"), ("mail.example".into(), 25, start_tls, account));
        for here in ["smtp://localhost:1025", "smtp://127.0.0.1:1025", "smtp://[::1]:1025"] {
            assert_eq!((of(here).1, of(here).2), (1025, plain), "{here}");
        }
        assert_eq!(of("smtp://[::1]:1025").0, "::1");
        assert_eq!(of("smtps://localhost").2, tls, "whoever asks for TLS gets it");
        assert_eq!(of("smtp://10.0.0.1").2, start_tls);
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_being_repeated() {
        for (url, why) in [
            ("mail.example:587", "must"),
            ("hush", "cannot be read"),
            ("https://hush@mail.example", "must begin with smtp:// "),
            ("smtp://", "must name a host"),
            ("smtp:///hush", "must name a host"),
            ("smtp://hu%20sh", "must name a host"),
            ("smtp://mail.example/hush", "takes nothing after"),
            ("smtp://mail.example?tls=hush", "takes nothing after"),
            ("smtp://hush@mail.example", "needs user name and password"),
            ("smtp://:hush@mail.example", "needs user name and password"),
            ("smtp://hush:%ff@mail.example", "has a user name or password"),
            ("smtp://hush:%0d%0aRSET@mail.example", "has a user name or password"),
            ("smtp://hush:%4@mail.example", "has a user name or password"),
        ] {
            let problem = wrong(url);
            assert!(problem.starts_with(&format!("SMTP_URL {why}")), "{url}: {problem}");
            assert!(!problem.contains("hush"), "{problem}");
        }
        for from in ["hush", "a@b.example, c@d.example", "hush <>"] {
            assert!(told(&[("MAIL_FROM", from)]).starts_with("MAIL_FROM must be an e-mail address"), "{from}");
        }
    }
}
