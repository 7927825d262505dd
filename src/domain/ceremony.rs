//! What one step of proving who somebody is must carry to the next: sealed in a hidden field, for minutes, for one browser
//! or session, and spent once. Nothing half-open rests in the database.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::limits::Limits;
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::store::{self, Db};

const MINUTE: u64 = 60;
/// Longer than anything of ours; nothing longer is opened.
const LENGTH_LIMIT: usize = 8 * 1_024;

/// Between which steps it travels; what was sealed for one opens in no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// From the password to the second factor.
    Second,
    /// From the page that asks for a new passkey to its answer.
    NewPasskey,
    /// From the page that asks for a passkey to its answer.
    Passkey,
    /// From the picture of an authenticator's secret to the first code: somebody may have to install the app first.
    Authenticator,
    /// From the page with new recovery codes to the file of them.
    RecoveryCodes,
}

impl Step {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Second => b"second",
            Self::NewPasskey => b"new passkey",
            Self::Passkey => b"passkey",
            Self::Authenticator => b"authenticator",
            Self::RecoveryCodes => b"recovery codes",
        }
    }

    pub fn lasts(self) -> Duration {
        match self {
            Self::Second | Self::NewPasskey | Self::Passkey => Duration::from_secs(5 * MINUTE),
            Self::Authenticator | Self::RecoveryCodes => Duration::from_secs(30 * MINUTE),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    value: T,
    /// Microseconds of a [`Timestamp`].
    until: i64,
}

/// What was carried, and has not been spent by this.
pub struct Carried<T> {
    pub value: T,
    mark: Fingerprint,
    until: Timestamp,
}

/// Seals a value for the next step. `whose`: of the browser or the session that must bring it.
pub fn carry<T: Serialize>(app: &App, step: Step, whose: &Fingerprint, value: &T) -> anyhow::Result<String> {
    let until = (app.clock.now() + step.lasts()).micros();
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(&Sealed { value, until })?);
    Ok(to_base64url(&app.keys.ceremony.seal(&app.chance, &plain, &about(step, whose))?))
}

/// Opens what [`carry`] made. `None`: it is none of ours, of another step, of somebody else, or over.
pub fn carried<T: DeserializeOwned>(app: &App, step: Step, whose: &Fingerprint, text: &str) -> Option<Carried<T>> {
    if text.len() > LENGTH_LIMIT {
        return None;
    }
    let sealed = from_base64url(text)?;
    let plain = app.keys.ceremony.open(&sealed, &about(step, whose))?;
    let Sealed { value, until } = serde_json::from_slice(&plain).ok()?;
    let (now, until) = (app.clock.now(), Timestamp::from_micros(until));
    // One that would last longer was made before the clock was set back.
    let is_now = now < until && until <= now + step.lasts() + Limits::SKEW;
    is_now.then(|| Carried { value, mark: Fingerprint::of(&sealed), until })
}

impl<T> Carried<T> {
    /// Spends it. `false`: somebody has already.
    pub async fn spend(&self, db: &mut Db) -> sqlx::Result<bool> {
        // Forgotten only when no node, whatever its clock, would take it any more.
        store::spent::spend(db, &self.mark, self.until + Limits::SKEW).await
    }
}

fn about(step: Step, whose: &Fingerprint) -> Vec<u8> {
    [whose.bytes(), step.name()].concat()
}
