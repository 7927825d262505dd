//! `bankfeeds-link serve`: the server, as production runs it.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::Context as _;

use super::{DATABASE, clock};
use crate::config::{Config, Variables};
use crate::domain::deployment::Deployment;
use crate::domain::kind::Kind;
use crate::domain::sandbox::Sandbox;
use crate::jobs::{Jobs, count_requests, follow_clock, forget, mind_clock, silence};
use crate::process::application::{Foundation, assemble};
use crate::process::running::{self, Signals};
use crate::store::Store;
use crate::web::urls::sandbox as urls;
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
    let clock = clock(&store, config.kind).await?;
    let deployment = Deployment::settled(&store, config.profile, &public_url, clock.now()).await?;
    let app = assemble(Foundation {
        store,
        secret_key: config.secret_key,
        public_url,
        trusted_proxies: config.trusted_proxies,
        limits: config.limits,
        deployment,
        clock,
        mail: config.mail,
        sandbox: (config.kind == Kind::Sandbox).then(|| Sandbox::calling(own_address(bound))),
    })
    .await?;
    let mut jobs = Jobs::default();
    if config.kind == Kind::Sandbox {
        jobs.start(|pause| follow_clock::run(app.clone(), pause));
    }
    jobs.start(|pause| forget::run(app.clone(), pause));
    jobs.start(|pause| mind_clock::run(app.clone(), pause));
    jobs.start(|pause| silence::run(app.clone(), pause));
    jobs.start(|pause| count_requests::run(app.clone(), pause));
    server::start_jobs(&app, &mut jobs);
    let mut greeting = format!("bankfeeds-link listens on {bound}, public address {}", app.public_url.origin());
    if config.kind == Kind::Sandbox {
        greeting = format!("{greeting}; a sandbox, begin at {}", app.public_url.join(&urls::walk(None::<&str>)));
    }
    let server = running::start(&app, listener, signals).await?;
    // Whoever started the server may have closed stdout; it serves all the same.
    let _ = writeln!(out, "{greeting}").and_then(|()| out.flush());
    server.until_stopped(jobs, &log).await
}

/// Where this process reaches itself: the way that nobody else can stand in.
fn own_address(bound: SocketAddr) -> String {
    let address = match bound.ip() {
        ip if !ip.is_unspecified() => bound,
        IpAddr::V4(_) => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), bound.port()),
        IpAddr::V6(_) => SocketAddr::new(Ipv6Addr::LOCALHOST.into(), bound.port()),
    };
    format!("http://{address}")
}
