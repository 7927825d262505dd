//! A member signs in: with a password and, where there is one, a second factor; or with a passkey, which is both. And proves it again
//! later, before what is delicate.
//!
//! Whoever fails learns nothing: an address that nobody has, a wrong password and an account that has to pause get one answer,
//! after the same work. Between password and second factor nothing rests in the database; a sealed token carries on.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::domain::app::App;
use crate::domain::audit::{self, Note, Thing, What};
use crate::domain::ceremony::{self, Carried, Step};
use crate::domain::known_device;
use crate::domain::member::{Email, Member, MemberId};
use crate::domain::member_session::{self, Session, SessionValue, Whence};
use crate::domain::network;
use crate::domain::passkey;
use crate::domain::password::{self, WeakPassword};
use crate::domain::refusal::Refusal;
use crate::domain::second_factor::{self, Used};
use crate::domain::throttle::{Account, Throttle};
use crate::secret::{Fingerprint, SecretText, to_base64url};
use crate::store::{self, Db};

/// Where somebody comes from.
pub struct From {
    /// What the browser's forms are bound to.
    pub browser: Fingerprint,
    pub address: IpAddr,
    /// The cookie of a browser in which somebody has signed in before.
    pub known_device: Option<String>,
    /// As the browser calls itself.
    pub name: String,
    /// Whoever was signed in in this browser until now.
    pub former: Option<SessionValue>,
}

impl From {
    /// Begins a session, writes down in its member's name that it began, and commits. `recovery`: by a recovery code.
    async fn begin(&self, app: &App, mut db: Db, (id, recovery): (MemberId, bool)) -> Result<SignIn, Refusal> {
        let Some(member) = store::members::by_id(&mut db, id).await? else {
            return Ok(SignIn::Refused { known: None });
        };
        let network = network::masked(self.address);
        let whence = Whence { browser: &self.name, network: &network };
        let value = member_session::start(app, &mut db, id, &whence).await?;
        self.end_former(&mut db).await?;
        let mut db = db.in_name_of(member.author(self.address));
        if recovery {
            audit::note(&mut db, about(&member, What::RecoveryCodeUsed));
        }
        audit::note(&mut db, about(&member, What::SignedIn));
        db.commit().await?;
        Ok(SignIn::In(SignedIn { member: id, value }))
    }

    /// The session from before is over: the value that somebody may have seen is worth nothing from now on.
    pub async fn end_former(&self, db: &mut Db) -> sqlx::Result<()> {
        if let Some(former) = &self.former {
            member_session::end(db, former).await?;
        }
        Ok(())
    }
}

fn about(member: &Member, what: What) -> Note {
    Note::of(member.partner_id, what, Thing::member(member.id.0))
}

/// Who has signed in.
pub struct SignedIn {
    pub member: MemberId,
    pub value: SessionValue,
}

/// What came of an attempt.
pub enum SignIn {
    In(SignedIn),
    /// The password was right; this goes along to the second factor.
    Half(String),
    /// One answer for every reason. `known`: whose failure was counted, for the log alone.
    Refused {
        known: Option<MemberId>,
    },
}

/// Tries an address and a password, as they were typed.
pub async fn with_password(app: &App, from: &From, (email, password): (&str, &SecretText)) -> Result<SignIn, Refusal> {
    // What is no address has nobody's count, but a count. PostgreSQL cannot hold a NUL in text.
    let nobodys = || email.trim().to_lowercase().replace('\0', "\u{fffd}");
    let email = Email::parse(email).map_or_else(nobodys, |email| email.folded());
    let guess = guessed(app, from, &email, password).await?;
    let Guessed { throttle, known, right } = guess;
    let Some(hash) = right else { return refused(app, throttle, known).await };
    let Some(member) = known else { return Ok(SignIn::Refused { known }) };
    let mut db = app.store.read().await?;
    let has_second_factor = second_factor::standing(&mut db, member).await?.has_any();
    drop(db);
    if has_second_factor {
        let half = Half { member, email, password: mark(&hash) };
        return Ok(SignIn::Half(ceremony::carry(app, Step::Second, &from.browser, &half)?));
    }
    let mut db = app.store.write().await?;
    // Another factor, or another password, may have come while this one was hashed.
    if store::members::hold(&mut db, member).await?.is_none() {
        return Ok(SignIn::Refused { known: None });
    }
    let is_still_enough = !second_factor::standing(&mut db, member).await?.has_any();
    let is_still_right = password_mark(&mut db, &email, member).await? == Some(mark(&hash));
    let Some(throttle) = throttle.filter(|_| is_still_enough && is_still_right) else {
        return Ok(SignIn::Refused { known });
    };
    begin(app, db, (member, false), (from, &throttle)).await
}

/// From the password to the second factor.
#[derive(Serialize, Deserialize)]
struct Half {
    member: MemberId,
    email: String,
    /// Of the password's hash: another password since then makes this worthless.
    password: String,
}

/// What came of the second step.
pub enum Second {
    In(SignedIn),
    /// Wrong, used before, or too many were.
    Refused {
        known: Option<MemberId>,
    },
    /// The password was too long ago, or was not this browser's.
    Over,
}

/// Tries a code, of the authenticator or for recovery.
pub async fn with_code(app: &App, from: &From, (half, code): (&str, &str)) -> Result<Second, Refusal> {
    let Some(carried) = ceremony::carried::<Half>(app, Step::Second, &from.browser, half) else {
        return Ok(Second::Over);
    };
    let Half { member, email, password } = &carried.value;
    let (member, device) = (*member, tag_of(app, from, Some(*member)));
    let mut db = app.store.read().await?;
    let (throttle, pauses) = Throttle::of(app, &mut db, account(device.as_ref(), email), from.address).await?;
    drop(db);
    if pauses.account.is_some() {
        return Ok(Second::Refused { known: None });
    }
    let mut db = app.store.write().await?;
    // A new password ends all sessions: it comes before this one is begun, or after.
    if store::members::hold(&mut db, member).await?.is_none() {
        return Ok(Second::Over);
    }
    if password_mark(&mut db, email, member).await?.as_ref() != Some(password) {
        return Ok(Second::Over);
    }
    let Some(used) = second_factor::use_code(app, &mut db, member, code).await? else {
        drop(db);
        throttle.failed(app, true).await?;
        return Ok(Second::Refused { known: Some(member) });
    };
    if !carried.spend(&mut db).await? {
        return Ok(Second::Over);
    }
    Ok(match begin(app, db, (member, used == Used::RecoveryCode), (from, &throttle)).await? {
        SignIn::In(signed_in) => Second::In(signed_in),
        _ => Second::Refused { known: None },
    })
}

/// What the second step of somebody can be done with. `None`: it is over.
pub fn half_way(app: &App, browser: &Fingerprint, half: &str) -> Option<MemberId> {
    let carried: Carried<Half> = ceremony::carried(app, Step::Second, browser, half)?;
    Some(carried.value.member)
}

/// Tries what a passkey answered.
pub async fn with_passkey(app: &App, from: &From, answer: (&str, &str)) -> Result<SignIn, Refusal> {
    let mut db = app.store.read().await?;
    let shown = passkey::check(app, &mut db, &from.browser, answer).await?;
    drop(db);
    let Some(shown) = shown else { return Ok(SignIn::Refused { known: None }) };
    let mut db = app.store.write().await?;
    if store::members::hold(&mut db, shown.member).await?.is_none() {
        return Ok(SignIn::Refused { known: None });
    }
    if !passkey::use_up(&mut db, &shown, app.clock.now()).await? {
        return Ok(SignIn::Refused { known: Some(shown.member) });
    }
    from.begin(app, db, (shown.member, false)).await
}

/// Whether somebody who is signed in has proved it again. Then the cookie has another value.
pub enum Proof {
    Given(SessionValue),
    Refused,
}

/// By password, and by a code where there is a second factor: of the authenticator, or for recovery.
pub async fn prove(
    app: &App,
    from: &From,
    (member, value): (&Member, &SessionValue),
    (password, code): (&SecretText, &str),
) -> Result<Proof, Refusal> {
    let email = member.email.to_ascii_lowercase();
    let Guessed { throttle, right, .. } = guessed(app, from, &email, password).await?;
    let Some(throttle) = throttle else { return Ok(Proof::Refused) };
    let mut db = app.store.write().await?.in_name_of(member.author(from.address));
    let needs_code = right.is_some() && second_factor::standing(&mut db, member.id).await?.has_any();
    let used = if needs_code { second_factor::use_code(app, &mut db, member.id, code).await? } else { None };
    if right.is_none() || needs_code && used.is_none() {
        drop(db);
        throttle.failed(app, true).await?;
        note_failure(app, member.id, from.address).await?;
        return Ok(Proof::Refused);
    }
    if used == Some(Used::RecoveryCode) {
        audit::note(&mut db, about(member, What::RecoveryCodeUsed));
    }
    if throttle.succeeded(app, &mut db, app.clock.now()).await?.is_some() {
        return Ok(Proof::Refused);
    }
    renewed(app, db, value).await
}

/// By a passkey of this member's.
pub async fn prove_with_passkey(
    app: &App,
    (member, value): (&Member, &SessionValue),
    answer: (&str, &str),
) -> Result<Proof, Refusal> {
    let mut db = app.store.read().await?;
    let shown = passkey::check(app, &mut db, &value.fingerprint(), answer).await?;
    drop(db);
    let Some(shown) = shown.filter(|shown| shown.member == member.id) else { return Ok(Proof::Refused) };
    let mut db = app.store.write().await?;
    if !passkey::use_up(&mut db, &shown, app.clock.now()).await? {
        return Ok(Proof::Refused);
    }
    renewed(app, db, value).await
}

async fn renewed(app: &App, mut db: Db, value: &SessionValue) -> Result<Proof, Refusal> {
    let Some(value) = member_session::renew(app, &mut db, value, true).await? else { return Ok(Proof::Refused) };
    db.commit().await?;
    Ok(Proof::Given(value))
}

/// Writes down that somebody has failed who meant this member, and from where. Nobody waits for it: the answer takes as long as
/// for nobody.
pub async fn note_failure(app: &App, member: MemberId, address: IpAddr) -> sqlx::Result<()> {
    let mut db = app.store.write().await?;
    let Some(member) = store::members::by_id(&mut db, member).await? else { return Ok(()) };
    let mut db = db.in_name_of(member.author(address));
    audit::note(&mut db, about(&member, What::SignInFailed));
    db.commit().await
}

/// What came of a change of password.
pub enum Changed {
    /// All other sessions have ended, and this one goes on under another value.
    Done(SessionValue),
    Weak(WeakPassword),
    /// The old one was wrong, or too many were.
    Refused,
}

/// Changes a password. `known`: what whoever guesses would try.
pub async fn change_password(
    app: &App,
    from: &From,
    (member, session, value): (&Member, &Session, &SessionValue),
    (old, new, known): (&SecretText, &SecretText, &[&str]),
) -> Result<Changed, Refusal> {
    if let Err(weak) = password::check(new, known, member.has_second_factor) {
        return Ok(Changed::Weak(weak));
    }
    let Guessed { throttle, right, .. } = guessed(app, from, &member.email.to_ascii_lowercase(), old).await?;
    let Some(throttle) = throttle else { return Ok(Changed::Refused) };
    let Some(old) = right else {
        throttle.failed(app, true).await?;
        note_failure(app, member.id, from.address).await?;
        return Ok(Changed::Refused);
    };
    let new = password::hash(app, member.id, new).await?;
    let mut db = app.store.write().await?.in_name_of(member.author(from.address));
    let is_paused = throttle.succeeded(app, &mut db, app.clock.now()).await?.is_some();
    if is_paused || !store::members::change_password(&mut db, member.id, &old, &new).await? {
        return Ok(Changed::Refused);
    }
    member_session::end_others(&mut db, member, session.id).await?;
    // No proof of who they are: the old password alone was asked for.
    let Some(value) = member_session::renew(app, &mut db, value, false).await? else { return Ok(Changed::Refused) };
    audit::note(&mut db, about(member, What::PasswordChanged));
    db.commit().await?;
    Ok(Changed::Done(value))
}

/// What came of a password.
struct Guessed {
    /// `None`: nothing is counted, for the account has to pause, or the network for one that does not exist.
    throttle: Option<Throttle>,
    known: Option<MemberId>,
    /// The hash that it fits.
    right: Option<String>,
}

/// The same work whoever is meant, and whatever stands in the way.
async fn guessed(app: &App, from: &From, email: &str, password: &SecretText) -> Result<Guessed, Refusal> {
    let mut db = app.store.read().await?;
    let found = store::members::by_email(&mut db, email).await?;
    let known = found.as_ref().map(|(member, _)| *member);
    let device = tag_of(app, from, known);
    let (throttle, pauses) = Throttle::of(app, &mut db, account(device.as_ref(), email), from.address).await?;
    drop(db);
    let is_paused = pauses.account.is_some() || (known.is_none() && pauses.network);
    let hash = found.and_then(|(_, hash)| hash).filter(|_| !is_paused);
    let nobody = MemberId(uuid::Uuid::nil());
    let is_right = password::is_right(app, known.unwrap_or(nobody), password, hash.clone()).await?;
    Ok(Guessed { throttle: (!is_paused).then_some(throttle), known, right: hash.filter(|_| is_right) })
}

fn tag_of(app: &App, from: &From, member: Option<MemberId>) -> Option<[u8; 16]> {
    known_device::tag(app, from.known_device.as_deref()?, member?)
}

fn account<'a>(device: Option<&'a [u8; 16]>, email: &'a str) -> Account<'a> {
    device.map_or(Account::Email(email), |tag| Account::Device(tag))
}

async fn refused(app: &App, throttle: Option<Throttle>, known: Option<MemberId>) -> Result<SignIn, Refusal> {
    // While the account has to wait nothing is counted, nor written down: or strangers could fill the log.
    let Some(throttle) = throttle else { return Ok(SignIn::Refused { known: None }) };
    throttle.failed(app, known.is_some()).await?;
    Ok(SignIn::Refused { known })
}

/// Begins the session, unless others have failed too often meanwhile.
async fn begin(
    app: &App,
    mut db: Db,
    who: (MemberId, bool),
    (from, throttle): (&From, &Throttle),
) -> Result<SignIn, Refusal> {
    if throttle.succeeded(app, &mut db, app.clock.now()).await?.is_some() {
        return Ok(SignIn::Refused { known: None });
    }
    from.begin(app, db, who).await
}

async fn password_mark(db: &mut Db, email: &str, member: MemberId) -> sqlx::Result<Option<String>> {
    let found = store::members::by_email(db, email).await?;
    let hash = found.filter(|(id, _)| *id == member).and_then(|(_, hash)| hash);
    Ok(hash.as_deref().map(mark))
}

fn mark(hash: &str) -> String {
    to_base64url(Fingerprint::of(hash.as_bytes()).bytes())
}
