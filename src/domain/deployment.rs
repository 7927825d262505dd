//! What a deployment says of itself to accounting software that has not said whose customer it serves: its own profile, for
//! a house with several partners.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::domain::app::PublicUrl;
use crate::domain::settings::Address;
use crate::store::{self, Store};

/// The fact under which the database remembers the profile's fingerprint.
const PROFILE: &str = "profile";

/// The deployment's own profile, from its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnProfile {
    pub name: String,
    pub address: Address,
    pub phone: Option<String>,
    pub email: Option<String>,
}

impl Default for OwnProfile {
    fn default() -> Self {
        Self { name: "Bank feeds".to_owned(), address: Address::default(), phone: None, email: None }
    }
}

/// The profile, and since when it and the public address are as they are.
#[derive(Clone, Debug)]
pub struct Deployment {
    pub profile: OwnProfile,
    pub since: Timestamp,
}

impl Deployment {
    /// For a command that answers no accounting software.
    pub fn unasked(now: Timestamp) -> Self {
        Self { profile: OwnProfile::default(), since: now }
    }

    /// Compares with what the database remembers: clients keep a profile until its date changes, and its address is in it.
    pub async fn settled(
        store: &Store,
        profile: OwnProfile,
        public_url: &PublicUrl,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        let said = serde_json::to_vec(&(&profile, public_url.origin()))?;
        let fingerprint: String = Sha256::digest(said).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut db = store.write().await?;
        let since = store::deployment::since(&mut db, PROFILE, &fingerprint, now).await?;
        db.commit().await?;
        Ok(Self { profile, since })
    }
}
