//! A bank to try everything with: `bankfeeds-link demo`. It has files of its own, which `serve` never opens, and it knows
//! nothing of the settings of production.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::Args;
use tracing_subscriber::EnvFilter;

use crate::clock::Clock;
use crate::domain::app::{App, PublicUrl};
use crate::domain::deployment::{Deployment, OwnProfile};
use crate::domain::kind::Kind;
use crate::domain::limits::Limits;
use crate::domain::sandbox::Sandbox;
use crate::domain::sandbox_clock;
use crate::jobs::{Jobs, count_requests, follow_clock, forget, mind_clock, silence};
use crate::process::application::{Foundation, assemble};
use crate::process::running::{self, Signals};
use crate::store::Store;
use crate::{log, server};
use files::Files;

mod bank;
mod banner;
mod day;
mod feed;
mod files;
mod staff;

#[derive(Args)]
pub struct Demo {
    /// Where to listen; on this machine only, since the demo speaks plain HTTP
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where its database and keys are kept
    #[arg(long, value_name = "FOLDER", default_value = "demo")]
    folder: PathBuf,
}

impl Demo {
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        if !self.listen.ip().is_loopback() {
            bail!(
                "the demo speaks plain HTTP, so it listens on this machine only, for example --listen 127.0.0.1:8081"
            );
        }
        let signals = Signals::catch()?;
        let listener = running::listen(self.listen, "--listen 127.0.0.1:8081")?;
        let bound = listener.local_addr()?;
        let log = log::start(EnvFilter::new("warn,bankfeeds_link::demo=info"))?;
        let files = Files::open(&self.folder)?;
        let store = Store::open(&files.database_url()).await?;
        Kind::claim_for_demo(&store, Clock::System.now()).await?;
        let clock = sandbox_clock::of(&store).await?;
        let public_url = PublicUrl::of_listener(bound);
        files.keep_settings(public_url.origin())?;
        let sandbox = Some(Sandbox::calling(public_url.origin()));
        let deployment = Deployment::settled(&store, OwnProfile::default(), &public_url, clock.now()).await?;
        let mut app = assemble(Foundation {
            store,
            secret_key: files.secret_key.clone(),
            public_url,
            trusted_proxies: Vec::new(),
            // No load balancer stands before a demo.
            limits: Limits { stop_notice: Duration::ZERO, ..Limits::default() },
            deployment,
            clock,
            mail: None,
            sandbox,
        })
        .await?;
        let place = bank::open(&app, &files.api_key).await?;
        app.sandbox = app.sandbox.map(|sandbox| Sandbox { demo: Some(files.partner(&place)), ..sandbox });
        let jobs = jobs(&app, &place);
        let link = bank::link(&app, &place).await?;
        let portal = staff::portal(&app, place.partner).await?;
        let server = running::start(&app, listener, signals).await?;
        banner::write(out, &app, &files, (&link, &portal), bound)?;
        server.until_stopped(jobs, &log).await
    }
}

fn jobs(app: &App, place: &bank::Place) -> Jobs {
    let mut jobs = Jobs::default();
    jobs.start(|pause| forget::run(app.clone(), pause));
    jobs.start(|pause| follow_clock::run(app.clone(), pause));
    jobs.start(|pause| mind_clock::run(app.clone(), pause));
    jobs.start(|pause| silence::run(app.clone(), pause));
    server::start_jobs(app, &mut jobs);
    jobs.start(|pause| count_requests::run(app.clone(), pause));
    jobs.start(|pause| feed::run(app.clone(), *place, pause));
    jobs
}
