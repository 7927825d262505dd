//! A member's session: a random value in one browser's cookie, of which only the hash is kept.
//!
//! It ends after thirty minutes without a request, after twelve hours in any case, and at once when its member is removed.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::audit::{self, Note, Thing, What};
use crate::domain::member::{Member, MemberId};
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::store::{self, Db};

id!(SessionId);

/// Without a request (NIST SP 800-63B-4, 2.2.3: an hour at most; security reference 4.2).
pub const IDLE: Duration = Duration::from_secs(30 * 60);
/// In any case.
pub const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);
/// A session is marked as seen at most so often: a page does not wait for the writer.
pub const SEEN_EVERY: Duration = Duration::from_secs(60);
/// How long the proof of who somebody is counts for what is delicate.
pub const PROOF: Duration = Duration::from_secs(10 * 60);
/// A form that was opened within [`PROOF`] may take so long to be filled in.
pub const PROOF_WHILE_TYPING: Duration = Duration::from_secs(20 * 60);

/// The cookie's value, as only the browser holds it.
#[derive(Clone)]
pub struct SessionValue([u8; 32]);

impl SessionValue {
    pub fn from_cookie(text: &str) -> Option<Self> {
        from_base64url(text)?.try_into().ok().map(Self)
    }

    pub fn to_cookie(&self) -> String {
        to_base64url(&self.0)
    }

    /// What the database knows of it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.0)
    }
}

/// A session as it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    #[sqlx(rename = "session_id")]
    pub id: SessionId,
    #[sqlx(rename = "session_created_at")]
    pub created_at: Timestamp,
    #[sqlx(rename = "session_seen_at")]
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub proved_at: Timestamp,
    pub browser: String,
    pub network: String,
}

impl Session {
    /// Whether the person has proved who they are within `span`.
    pub fn is_proved(&self, span: Duration, now: Timestamp) -> bool {
        self.proved_at + span > now
    }
}

/// Who is behind a cookie, in one read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Holder {
    #[sqlx(flatten)]
    pub member: Member,
    #[sqlx(flatten)]
    pub session: Session,
    pub partner_version: i64,
}

/// Where a session is: what its owner tells it by.
pub struct Whence<'a> {
    /// As the browser calls itself.
    pub browser: &'a str,
    /// The address without its last part.
    pub network: &'a str,
}

/// Starts a session for somebody who has just proved who they are.
pub async fn start(app: &App, db: &mut Db, member: MemberId, whence: &Whence<'_>) -> sqlx::Result<SessionValue> {
    let value = SessionValue(app.chance.bytes());
    let (now, id) = (app.clock.now(), SessionId::new(&app.chance));
    store::member_sessions::insert(db, &value.fingerprint(), (id, member), whence, (now, now + LONGEST)).await?;
    Ok(value)
}

/// Whose session this is, if it lives.
pub async fn holder(db: &mut Db, value: &SessionValue, now: Timestamp) -> sqlx::Result<Option<Holder>> {
    store::member_sessions::find(db, &value.fingerprint(), now, now - IDLE).await
}

/// The session of this value is over.
pub async fn end(db: &mut Db, value: &SessionValue) -> sqlx::Result<bool> {
    store::member_sessions::end(db, &value.fingerprint()).await
}

/// The session goes on under another value, so that one that somebody has seen, or planted, is worth nothing. `is_proved`: its
/// person has just proved who they are. `None`: it has ended meanwhile.
pub async fn renew(
    app: &App,
    db: &mut Db,
    value: &SessionValue,
    is_proved: bool,
) -> sqlx::Result<Option<SessionValue>> {
    let new = SessionValue(app.chance.bytes());
    let proved = is_proved.then(|| app.clock.now());
    let is_there = store::member_sessions::renew(db, &value.fingerprint(), &new.fingerprint(), proved).await?;
    Ok(is_there.then_some(new))
}

/// A member's sessions that live, the one used last first.
pub async fn of_member(db: &mut Db, member: MemberId, now: Timestamp) -> sqlx::Result<Vec<Session>> {
    store::member_sessions::of_member(db, member, now, now - IDLE).await
}

/// Ends one of a member's sessions by its id. `false`: it is not there, or not theirs.
pub async fn end_one(db: &mut Db, member: &Member, id: SessionId) -> sqlx::Result<bool> {
    let is_ended = store::member_sessions::end_one(db, member.id, id).await?;
    if is_ended {
        note_end(db, member);
    }
    Ok(is_ended)
}

/// Ends all of a member's sessions but this one; answers how many there were.
pub async fn end_others(db: &mut Db, member: &Member, this: SessionId) -> sqlx::Result<u64> {
    let ended = store::member_sessions::end_others(db, member.id, this).await?;
    if ended > 0 {
        note_end(db, member);
    }
    Ok(ended)
}

fn note_end(db: &mut Db, member: &Member) {
    audit::note(db, Note::of(member.partner_id, What::SessionsEnded, Thing::member(member.id.0)));
}
