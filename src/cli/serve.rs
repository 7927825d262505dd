//! `bankfeeds-link serve`: the server, as production runs it.

use std::io::Write;

use anyhow::Context as _;

use super::DATABASE;
use crate::clock::Clock;
use crate::config::{Config, Variables};
use crate::domain::deployment::Deployment;
use crate::jobs::{Jobs, count_requests, forget, mind_clock, silence};
use crate::process::application::{Foundation, assemble};
use crate::process::running::{self, Signals};
use crate::store::Store;
use crate::{log, server};

pub async fn run(variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
    let mut signals = Signals::catch()?;
    let config = Config::read(variables)?;
    let warning = config.warning();
    // Before the database: with an older server still on the port, its tables stay as it knows them.
    let listener = running::listen(config.listen, "LISTEN_ADDR=127.0.0.1:8081")?;
    let bound = listener.local_addr()?;
    let public_url = config.public_url(bound);
    let log = log::start(config.log)?;
    if let Some(warning) = warning {
        tracing::warn!("{warning}");
    }
    let opening = Store::open(config.database_url.reveal());
    let Some(opened) = signals.unless_stopped(opening).await else {
        tracing::info!("stopped before the start");
        log.flush();
        return Ok(());
    };
    let store = opened.context(DATABASE)?;
    let deployment = Deployment::settled(&store, config.profile, &public_url, Clock::System.now()).await?;
    let app = assemble(Foundation {
        store,
        secret_key: config.secret_key,
        public_url,
        trusted_proxies: config.trusted_proxies,
        limits: config.limits,
        deployment,
        sandbox: None,
    })
    .await?;
    let mut jobs = Jobs::default();
    jobs.start(|pause| forget::run(app.clone(), pause));
    jobs.start(|pause| mind_clock::run(app.clone(), pause));
    jobs.start(|pause| silence::run(app.clone(), pause));
    server::start_jobs(&app, &mut jobs);
    jobs.start(|pause| count_requests::run(app.clone(), pause));
    let greeting = format!("bankfeeds-link listens on {bound}, public address {}", app.public_url.origin());
    let server = running::start(&app, listener, signals).await?;
    // Whoever started the server may have closed stdout; it serves all the same.
    let _ = writeln!(out, "{greeting}").and_then(|()| out.flush());
    server.until_stopped(jobs, &log).await
}
