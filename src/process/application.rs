//! The application, put together from its settings.

use std::sync::{Arc, Once};
use std::thread::available_parallelism;

use anyhow::Context as _;
use ipnet::IpNet;

use crate::aside::Aside;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::domain::app::{App, Keys, PublicUrl};
use crate::domain::audit;
use crate::domain::deployment::Deployment;
use crate::domain::idempotency::InProgress;
use crate::domain::key_check;
use crate::domain::limits::Limits;
use crate::domain::partner::Partners;
use crate::domain::push::Turns;
use crate::domain::rate_limits::RateLimits;
use crate::domain::recent_sign_ons::RecentSignOns;
use crate::domain::sandbox::Sandbox;
use crate::hashing::{Hasher, Precedence};
use crate::mail::Mailer;
use crate::secret::SecretKey;
use crate::store::Store;
use crate::store::audit::Scribe;

/// How many pictures are drawn at once: the largest needs 400 MB.
const DRAWINGS: usize = 2;

/// What an application stands on.
pub(crate) struct Foundation {
    pub store: Store,
    pub secret_key: SecretKey,
    pub public_url: PublicUrl,
    pub trusted_proxies: Vec<IpNet>,
    pub limits: Limits,
    pub deployment: Deployment,
    /// The time that this deployment goes by.
    pub clock: Clock,
    /// `None`: no e-mail is sent.
    pub mail: Option<Mailer>,
    pub sandbox: Option<Sandbox>,
}

/// On the system's randomness, with a hashing thread a core. Refused when the key is not the database's.
pub(crate) async fn assemble(foundation: Foundation) -> anyhow::Result<App> {
    let app = unchecked(foundation)?;
    key_check::check(&app.store, &app.keys, app.clock.now()).await?;
    audit::begin(&app).await?;
    Ok(app)
}

/// The same with any key.
pub(crate) fn unchecked(foundation: Foundation) -> anyhow::Result<App> {
    let chance = Chance::System;
    let aside = Aside::new(cores()).context("cannot start the threads for long work")?;
    let (keys, clock) = (Keys::from_root(&foundation.secret_key), foundation.clock.watched());
    let scribe = Scribe::new(keys.audit.clone(), clock.clone(), chance.clone());
    Ok(App {
        pushes: Turns::at(&foundation.store, aside),
        drawings: Aside::new(DRAWINGS).context("cannot start the threads for pictures")?,
        in_progress: InProgress::default(),
        rate_limits: RateLimits::default(),
        store: foundation.store.with_scribe(scribe),
        clock,
        keys,
        limits: foundation.limits,
        deployment: foundation.deployment,
        recent_sign_ons: RecentSignOns::new(&chance),
        hasher: Hasher::start(cores(), Precedence::PagesFirst, chance.clone())
            .context("cannot start the hashing threads")?,
        chance,
        partners: Partners::default(),
        public_url: foundation.public_url,
        trusted_proxies: foundation.trusted_proxies,
        proxy_warning: Arc::new(Once::new()),
        mail: foundation.mail,
        sandbox: foundation.sandbox,
    })
}

/// How many threads can run at once here; the number of the server's workers.
pub(crate) fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}
