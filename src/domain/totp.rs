//! Codes of an authenticator app (TOTP, RFC 6238): SHA-1, six digits, 30 seconds, because that is what every app shows. One
//! step of skew either way, and each step works once.
//!
//! They go by the true time, in a sandbox too: the app on somebody's phone knows nothing of a pretended one.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::ceremony::{self, Step};
use crate::domain::member::MemberId;
use crate::domain::sandbox_clock;
use crate::secret::{Fingerprint, SecretText, from_base64url, to_base64url};
use crate::store::{self, Db};

/// As long as the hash's own output (RFC 4226).
const SECRET_BYTES: usize = 20;
const DIGITS: usize = 6;
/// Nothing longer is looked at.
const INPUT_LIMIT: usize = 200;

#[derive(Clone, Zeroize, ZeroizeOnDrop)]
struct Secret([u8; SECRET_BYTES]);

impl Secret {
    fn sealed(&self, app: &App, member: MemberId) -> anyhow::Result<Vec<u8>> {
        app.keys.totp.seal(&app.chance, &self.0, member.bytes())
    }

    fn opened(app: &App, member: MemberId, sealed: &[u8]) -> Option<Self> {
        let plain = app.keys.totp.open(sealed, member.bytes())?;
        plain.as_slice().try_into().ok().map(Self)
    }

    fn totp(&self, names: Option<&Names>) -> anyhow::Result<Totp> {
        let plain = Builder::new().with_secret(self.0.to_vec());
        let named = match names {
            Some(names) => plain.with_account_name(unparted(names.account)).with_issuer(Some(unparted(names.issuer))),
            None => plain,
        };
        named.build().context("an authenticator's secret does not fit")
    }

    /// The step whose code this is, near the true time. `None`: of none.
    fn step_of(&self, code: &str, at: Timestamp) -> anyhow::Result<Option<i64>> {
        let seconds = u64::try_from(at.unix_seconds()).unwrap_or_default();
        let step = self.totp(None)?.check(code, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }
}

/// A colon parts the two names in an authenticator's address.
fn unparted(name: &str) -> String {
    name.replace(':', " ")
}

/// The six digits in what somebody typed, with blanks and hyphens or without. `None`: no code of an app.
pub fn folded(typed: &str) -> Option<String> {
    if typed.len() > INPUT_LIMIT {
        return None;
    }
    let code: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    (code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

/// What an app calls the entry.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Whose portal it is.
    pub issuer: &'a str,
    /// The member's e-mail address.
    pub account: &'a str,
}

/// A secret that a member may put into an app, and that is kept only after its first right code.
pub struct Offer {
    /// In groups of four, to be typed.
    pub typed: SecretText,
    /// `otpauth://…`, for the picture and for an app on the same device.
    pub link: SecretText,
    /// The hidden field.
    pub carried: String,
}

#[derive(Serialize, Deserialize)]
struct Offered {
    member: MemberId,
    secret: String,
}

/// Draws a secret for whoever has this session.
pub fn offer(app: &App, session: &Fingerprint, member: MemberId, names: &Names<'_>) -> anyhow::Result<Offer> {
    let secret = Secret(app.chance.bytes());
    let offered = Offered { member, secret: to_base64url(&secret.0) };
    let carried = ceremony::carry(app, Step::Authenticator, session, &offered)?;
    shown(&secret, names, carried)
}

/// The same offer again, after a wrong code. `None`: it is over, or not this session's.
pub fn offered_again(
    app: &App,
    session: &Fingerprint,
    member: MemberId,
    names: &Names<'_>,
    carried: &str,
) -> anyhow::Result<Option<Offer>> {
    let Some((secret, _)) = opened(app, session, member, carried) else { return Ok(None) };
    shown(&secret, names, carried.to_owned()).map(Some)
}

fn shown(secret: &Secret, names: &Names<'_>, carried: String) -> anyhow::Result<Offer> {
    let totp = secret.totp(Some(names))?;
    let base32 = SecretText::new(totp.secret().to_base32());
    let groups: Vec<&str> =
        base32.reveal().as_bytes().chunks(4).filter_map(|it| std::str::from_utf8(it).ok()).collect();
    let link = totp.to_url().context("an authenticator's address does not fit")?;
    Ok(Offer { typed: SecretText::new(groups.join(" ")), link: SecretText::new(link), carried })
}

fn opened(
    app: &App,
    session: &Fingerprint,
    member: MemberId,
    carried: &str,
) -> Option<(Secret, ceremony::Carried<Offered>)> {
    let carried = ceremony::carried::<Offered>(app, Step::Authenticator, session, carried)?;
    let secret = from_base64url(&carried.value.secret)?.try_into().ok().map(Secret)?;
    (carried.value.member == member).then_some((secret, carried))
}

/// What came of the first code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// Kept; an older authenticator gives way to it.
    Kept,
    WrongCode,
    /// The offer is over, or was taken already.
    Over,
}

/// Keeps an offered secret if `code` is right for it.
pub async fn enrol(
    app: &App,
    db: &mut Db,
    session: &Fingerprint,
    member: MemberId,
    (carried, code): (&str, &str),
) -> anyhow::Result<Enrolled> {
    let Some((secret, carried)) = opened(app, session, member, carried) else { return Ok(Enrolled::Over) };
    let at = sandbox_clock::true_time(app);
    let step = folded(code).map(|code| secret.step_of(&code, at)).transpose()?.flatten();
    let Some(step) = step else { return Ok(Enrolled::WrongCode) };
    if !carried.spend(db).await? {
        return Ok(Enrolled::Over);
    }
    store::totps::keep(db, member, &secret.sealed(app, member)?, step, app.clock.now()).await?;
    Ok(Enrolled::Kept)
}

/// Whether this is a code of the member's authenticator that nobody has used yet. It is used now.
pub async fn use_code(app: &App, db: &mut Db, member: MemberId, code: &str) -> anyhow::Result<bool> {
    let Some(code) = folded(code) else { return Ok(false) };
    let Some(sealed) = store::totps::sealed(db, member).await? else { return Ok(false) };
    // Sealed under another SECRET_KEY: as good as none, and a recovery by an administrator is the way out.
    let Some(secret) = Secret::opened(app, member, &sealed) else { return Ok(false) };
    let Some(step) = secret.step_of(&code, sandbox_clock::true_time(app))? else { return Ok(false) };
    Ok(store::totps::use_step(db, member, step, app.clock.now()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the key in ASCII, and the last six of the eight digits there.
    const RFC: Secret = Secret(*b"12345678901234567890");

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code, step) in
            [(59, "287082", 1), (1_111_111_109, "081804", 37_037_036), (2_000_000_000, "279037", 66_666_666)]
        {
            assert_eq!(RFC.step_of(code, at(seconds)).unwrap(), Some(step), "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let step = |seconds| RFC.step_of("287082", at(seconds)).unwrap();
        assert_eq!([30, 59, 0, 89].map(step), [Some(1); 4]);
        assert_eq!([90, 200, -5_000].map(step), [None, None, Some(1)], "before 1970 it is 1970");
        assert_eq!(RFC.step_of("287083", at(59)).unwrap(), None);
    }

    #[test]
    fn a_code_is_read_with_blanks_and_hyphens_and_nothing_else() {
        for typed in ["287082", " 287 082 ", "287-082", "2\u{a0}8 7082"] {
            assert_eq!(folded(typed).as_deref(), Some("287082"), "{typed}");
        }
        for typed in ["", "28708", "2870822", "28708a", "+87082", "٢٨٧٠٨٢", &"2".repeat(300)] {
            assert_eq!(folded(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_app_is_told_whose_secret_it_is() {
        let names = Names { issuer: "Acme: Bank", account: "marie@acme.example" };
        let offer = shown(&RFC, &names, "carried".to_owned()).unwrap();
        assert_eq!(offer.typed.reveal(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let link = offer.link.reveal();
        assert!(link.starts_with("otpauth://totp/Acme%20%20Bank:marie%40acme.example?secret=GEZDGNBV"), "{link}");
        assert!(link.contains("issuer=Acme%20%20Bank"), "{link}");
    }
}
