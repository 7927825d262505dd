//! What a member has beside the password: an authenticator, passkeys, and recovery codes for the day when those are lost. Whoever
//! has an authenticator or a passkey has a second factor; where one is asked for, the last is not given up.

use anyhow::Context as _;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::audit::{self, Note, Thing, Value, What};
use crate::domain::member::{Member, MemberId};
use crate::domain::member_session::{self, SessionValue};
use crate::domain::passkey::{self, PasskeyId};
use crate::domain::recovery_codes;
use crate::domain::totp::{self, Enrolled};
use crate::secret::SecretText;
use crate::store::{self, Db};

/// What a member has.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Since when there is an authenticator, and when it was used last.
    pub authenticator: Option<(Timestamp, Timestamp)>,
    pub passkeys: i64,
    pub recovery_codes: i64,
}

impl Standing {
    pub fn has_any(&self) -> bool {
        self.authenticator.is_some() || self.passkeys > 0
    }
}

pub async fn standing(db: &mut Db, member: MemberId) -> sqlx::Result<Standing> {
    Ok(Standing {
        authenticator: store::totps::since(db, member).await?,
        passkeys: store::passkeys::count(db, member).await?,
        recovery_codes: store::recovery_codes::left(db, member).await?,
    })
}

/// What a code was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    Authenticator,
    RecoveryCode,
}

/// Takes what was typed for a code of the member's authenticator, or for a recovery code. `None`: neither, or used before.
pub async fn use_code(app: &App, db: &mut Db, member: MemberId, typed: &str) -> anyhow::Result<Option<Used>> {
    if totp::use_code(app, db, member, typed).await? {
        return Ok(Some(Used::Authenticator));
    }
    let is_recovery_code = recovery_codes::use_code(app, db, member, typed).await?;
    Ok(is_recovery_code.then_some(Used::RecoveryCode))
}

/// What follows when one was added.
pub struct Added {
    /// The session goes on under this.
    pub value: SessionValue,
    /// Made now, for whoever had none.
    pub codes: Option<Vec<SecretText>>,
}

/// Keeps an offered authenticator if `code` is right for it. Without an answer the unit of work must not be committed.
pub async fn add_authenticator(
    app: &App,
    db: &mut Db,
    (member, value): (&Member, &SessionValue),
    offered: (&str, &str),
) -> anyhow::Result<(Enrolled, Option<Added>)> {
    must_hold(db, member.id).await?;
    let enrolled = totp::enrol(app, db, &value.fingerprint(), member.id, offered).await?;
    if enrolled != Enrolled::Kept {
        return Ok((enrolled, None));
    }
    audit::note(db, about(member, What::AuthenticatorAdded));
    Ok((enrolled, added(app, db, member, value).await?))
}

/// Keeps a passkey that has been checked. Without an answer the unit of work must not be committed.
pub async fn add_passkey(
    app: &App,
    db: &mut Db,
    (member, value): (&Member, &SessionValue),
    (new, name): (&passkey::New, &str),
) -> anyhow::Result<(passkey::Added, Option<Added>)> {
    must_hold(db, member.id).await?;
    let kept = passkey::keep(app, db, new, name).await?;
    if kept != passkey::Added::Kept {
        return Ok((kept, None));
    }
    audit::note(db, about(member, What::PasskeyAdded).changed("name", Value::Nothing, Value::personal(name)));
    Ok((kept, added(app, db, member, value).await?))
}

/// Whoever has a second factor has recovery codes. `None`: the session has ended meanwhile.
async fn added(app: &App, db: &mut Db, member: &Member, value: &SessionValue) -> anyhow::Result<Option<Added>> {
    settle(db, member.id).await?;
    let Some(value) = member_session::renew(app, db, value, false).await? else { return Ok(None) };
    let has_codes = store::recovery_codes::left(db, member.id).await? > 0;
    let codes = if has_codes { None } else { Some(make_codes(app, db, member).await?) };
    Ok(Some(Added { value, codes }))
}

/// Ten new recovery codes; the old ones are void. `None`: there is nothing that they would stand in for.
pub async fn new_recovery_codes(app: &App, db: &mut Db, member: &Member) -> anyhow::Result<Option<Vec<SecretText>>> {
    must_hold(db, member.id).await?;
    if !standing(db, member.id).await?.has_any() {
        return Ok(None);
    }
    make_codes(app, db, member).await.map(Some)
}

async fn make_codes(app: &App, db: &mut Db, member: &Member) -> anyhow::Result<Vec<SecretText>> {
    audit::note(db, about(member, What::RecoveryCodesMade));
    Ok(recovery_codes::make(app, db, member.id, app.clock.now()).await?)
}

/// What came of a removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    Gone,
    NotThere,
    /// One is asked of the member: add another first. The unit of work must not be committed.
    LastOne,
}

pub async fn remove_authenticator(db: &mut Db, member: &Member) -> anyhow::Result<Removed> {
    must_hold(db, member.id).await?;
    if !store::totps::remove(db, member.id).await? {
        return Ok(Removed::NotThere);
    }
    audit::note(db, about(member, What::AuthenticatorRemoved));
    left_with(db, member).await
}

pub async fn remove_passkey(db: &mut Db, member: &Member, passkey: PasskeyId) -> anyhow::Result<Removed> {
    must_hold(db, member.id).await?;
    let Some(name) = store::passkeys::remove(db, member.id, passkey).await? else { return Ok(Removed::NotThere) };
    audit::note(db, about(member, What::PasskeyRemoved).changed("name", Value::personal(name), Value::Nothing));
    left_with(db, member).await
}

/// Two removals, or additions, at once follow one another, and each sees what the other has left. The session was found in this
/// unit of work, and its partner is held: whoever removes members waits.
async fn must_hold(db: &mut Db, member: MemberId) -> anyhow::Result<()> {
    store::members::hold(db, member).await?.context("a member who has just been found")
}

async fn left_with(db: &mut Db, member: &Member) -> anyhow::Result<Removed> {
    if settle(db, member.id).await? {
        return Ok(Removed::Gone);
    }
    if member.needs_second_factor() {
        return Ok(Removed::LastOne);
    }
    store::recovery_codes::void(db, member.id).await?;
    Ok(Removed::Gone)
}

async fn settle(db: &mut Db, member: MemberId) -> sqlx::Result<bool> {
    let has_any = standing(db, member).await?.has_any();
    store::members::set_second_factor(db, member, has_any).await?;
    Ok(has_any)
}

fn about(member: &Member, what: What) -> Note {
    Note::of(member.partner_id, what, Thing::member(member.id.0))
}
