//! A browser in which a member has signed in before, by a cookie of its own. It opens nothing: it only has the member's failures
//! counted apart from those of strangers, who could otherwise keep the member out by guessing at their address.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::limits::Limits;
use crate::domain::member::MemberId;
use crate::secret::{from_base64url, to_base64url};

const DAY: u64 = 24 * 60 * 60;
/// From the last sign-in (security reference 4.2).
pub const KNOWN_FOR: Duration = Duration::from_secs(90 * DAY);
const ABOUT: &[u8] = b"known device";

#[derive(Serialize, Deserialize)]
struct Known {
    member: MemberId,
    tag: [u8; 16],
    /// Microseconds of a [`Timestamp`].
    until: i64,
}

/// The cookie for a browser in which this member has just signed in.
pub fn cookie(app: &App, member: MemberId) -> anyhow::Result<String> {
    let until = (app.clock.now() + KNOWN_FOR).micros();
    let plain = serde_json::to_vec(&Known { member, tag: app.chance.bytes(), until })?;
    Ok(to_base64url(&app.keys.ceremony.seal(&app.chance, &plain, ABOUT)?))
}

/// What this browser's failures are counted under, if it is known as the member's.
pub fn tag(app: &App, cookie: &str, member: MemberId) -> Option<[u8; 16]> {
    let plain = app.keys.ceremony.open(&from_base64url(cookie)?, ABOUT)?;
    let known: Known = serde_json::from_slice(&plain).ok()?;
    let (now, until) = (app.clock.now(), Timestamp::from_micros(known.until));
    let is_now = now < until && until <= now + KNOWN_FOR + Limits::SKEW;
    (is_now && known.member == member).then_some(known.tag)
}
