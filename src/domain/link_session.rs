//! A browser's way through the link pages: a sealed look before the claim, a session after it.
//!
//! Before the claim nothing is kept for a browser, so a million scanners cost nothing: what it may look at lies
//! sealed in its own cookie. The claim exchanges that for a session with a fresh random value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::hand_over::Tag;
use crate::domain::link::{self, Browser, Claim, LinkId, Opening};
use crate::domain::plain_text;
use crate::secret::{Fingerprint, PurposeKey, from_base64url, to_base64url};
use crate::store::{self, Db};

/// How many of the linkUrl's own parameters may come back in the return URL.
pub const PARAMETERS: usize = 10;
/// What the linkUrl carries for us.
pub const OURS: [&str; 2] = ["otp", "lang"];
const PARAMETER_NAME_LIMIT: usize = 40;
const PARAMETER_VALUE_LIMIT: usize = 256;
/// As JSON, together: sealed and in base64 a cookie just holds them, and browsers drop one of more than 4,096 bytes.
/// Ten values of 256 fit with names of 23.
const PARAMETERS_BYTES: usize = 2_850;

/// A browser that opened a link and has not pressed Next yet. Rests in its cookie, sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Look {
    pub link: LinkId,
    /// Told apart by this from another browser with the same link.
    browser: [u8; 16],
    /// Microseconds of a [`Timestamp`].
    until: i64,
    pub parameters: BTreeMap<String, String>,
}

impl Look {
    /// For a browser that has just brought the right code.
    pub fn at(app: &App, opening: &Opening, parameters: BTreeMap<String, String>) -> Self {
        let until = opening.expires_at.micros();
        Self { link: opening.link, browser: app.chance.bytes(), until, parameters }
    }

    /// The cookie's value.
    pub fn sealed(&self, app: &App, connection: ConnectionId) -> anyhow::Result<String> {
        let plain = serde_json::to_vec(self)?;
        Ok(to_base64url(&app.keys.look.seal(&app.chance, &plain, connection.bytes())?))
    }

    /// Reads the cookie's value. `None` when it was made for another connection, changed, or past its week.
    pub fn open(app: &App, cookie: &str, connection: ConnectionId) -> Option<Self> {
        let plain = app.keys.look.open(&from_base64url(cookie)?, connection.bytes())?;
        let look: Self = serde_json::from_slice(&plain).ok()?;
        // After the link's end the holder still sees that it has expired, for as long as codes are remembered.
        (Timestamp::from_micros(look.until) + app.limits.link_memory > app.clock.now()).then_some(look)
    }

    pub fn browser(&self) -> Fingerprint {
        Fingerprint::of(&self.browser)
    }
}

/// A session's random value, as only the browser's cookie holds it.
#[derive(Clone)]
pub struct SessionValue([u8; 32]);

impl SessionValue {
    pub fn from_cookie(text: &str) -> Option<Self> {
        from_base64url(text)?.try_into().ok().map(Self)
    }

    /// That of a second browser, from the random value that it knocked with: the session's is never in its cookie before
    /// the first browser's yes.
    pub fn of_second(app: &App, tag: &Tag, knocked_with: &[u8; 32]) -> Self {
        Self(app.keys.hand_over.mac(&[b"session", tag.text().as_bytes(), knocked_with]))
    }

    pub fn to_cookie(&self) -> String {
        to_base64url(&self.0)
    }

    /// What the database knows of it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.0)
    }

    /// The key under which this session's copies are sealed; without the cookie nobody has it.
    pub fn seal(&self, app: &App) -> PurposeKey {
        app.keys.sealed_copy.bound_to(&self.0)
    }
}

/// Claims the link for this browser, which calls itself `name`, and starts a session. `None`: refused. Commit either way.
pub async fn enter(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    look: &Look,
    name: &str,
) -> sqlx::Result<Option<SessionValue>> {
    let browser = Browser { fingerprint: look.browser(), name };
    if link::claim(app, db, look.link, connection, &browser).await? == Claim::Refused {
        return Ok(None);
    }
    let value = SessionValue(app.chance.bytes());
    let now = app.clock.now();
    let until = now + app.limits.session;
    let of = (connection, look.link);
    store::links::start_session(db, &value.fingerprint(), of, &look.parameters, now, until).await?;
    // One cookie with a look in it can press Next for ever.
    let others = app.limits.sessions_a_link.saturating_sub(1);
    store::links::end_older_sessions(db, look.link, &value.fingerprint(), others).await?;
    Ok(Some(value))
}

/// Each step gives an hour more. `false`: the session has ended meanwhile.
pub async fn extend(app: &App, db: &mut Db, session: &Fingerprint) -> sqlx::Result<bool> {
    let now = app.clock.now();
    store::links::extend_session(db, session, now, now + app.limits.session).await
}

/// Whether a parameter of a partner's own may have this name.
pub fn is_parameter(name: &str) -> bool {
    (1..=PARAMETER_NAME_LIMIT).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Whether a parameter of a partner's own may have this value. PostgreSQL cannot hold every control character, and no value of
/// a partner's has any.
pub fn is_value(value: &str) -> bool {
    value.chars().count() <= PARAMETER_VALUE_LIMIT && plain_text::check(value).is_ok()
}

/// The partner's own parameters among a linkUrl's: at most ten, short, with plain names, and no more than a cookie holds.
pub fn parameters<'a>(query: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, String> {
    let mut room = PARAMETERS_BYTES;
    query
        .filter(|(name, value)| is_parameter(name) && !OURS.contains(name) && is_value(value))
        .take(PARAMETERS)
        .filter(|(name, value)| {
            let left = room.checked_sub(size(name, value));
            room = left.unwrap_or(room);
            left.is_some()
        })
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// In bytes of JSON: quotes, colon and comma, and what has to be escaped.
fn size(name: &str, value: &str) -> usize {
    let escaped = value.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count();
    name.len() + value.len() + escaped + 6
}
