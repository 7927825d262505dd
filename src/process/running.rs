//! A server from its port to its last request: the first SIGTERM or SIGINT lets requests in flight finish, SIGTERM after a
//! time in which load balancers may notice; a second signal ends the process at once.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::process;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::application::cores;
use crate::domain::app::App;
use crate::domain::set_back;
use crate::http::serving::Serving;
use crate::jobs::Jobs;
use crate::log::Log;
use crate::server;

/// How long a job may take for its last round; each of its units of work is whole or has not happened.
const LAST_ROUND: Duration = Duration::from_secs(5);
/// How long the database may take to say goodbye.
const CLOSING: Duration = Duration::from_secs(2);
/// What a shell answers for a process ended by SIGINT.
const INTERRUPTED: i32 = 130;
const TERMINATE: &str = "SIGTERM";

/// Takes the port. `another`: how to ask for another one.
pub(crate) fn listen(address: SocketAddr, another: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| {
        let why = match error.kind() {
            ErrorKind::AddrInUse => "it is taken, perhaps by another bankfeeds-link".to_owned(),
            ErrorKind::PermissionDenied => "ports below 1024 are for the system".to_owned(),
            ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
            _ => error.to_string(),
        };
        anyhow!("cannot listen on {address}: {why}; choose another, for example {another}")
    })
}

/// A server that serves, and listens to signals.
pub(crate) struct Running {
    app: App,
    serving: Serving,
    signals: Signals,
}

/// Serves with a worker a core.
pub(crate) async fn start(app: &App, listener: TcpListener, signals: Signals) -> anyhow::Result<Running> {
    set_back::wake(app).await?;
    take_all_descriptors();
    let serving = server::start(app.clone(), listener, cores()).context("cannot start the server")?;
    Ok(Running { app: app.clone(), serving, signals })
}

/// Many systems give a process 1,024 open files until it asks for what it may have; each connection is one.
fn take_all_descriptors() {
    let allowed = getrlimit(Resource::Nofile);
    let asked = Rlimit { current: allowed.maximum, ..allowed };
    if setrlimit(Resource::Nofile, asked).is_err() {
        tracing::debug!("the number of open files stays as it is");
    }
}

impl Running {
    /// Answers when the last request has been answered and the database is closed; with an error when the server stopped
    /// by itself because the database cannot be believed any longer.
    pub(crate) async fn until_stopped(self, jobs: Jobs, log: &Log) -> anyhow::Result<()> {
        let mut lost = None;
        let told = async {
            tokio::select! {
                notice = told_to_stop(self.signals, self.app.limits.stop_notice, log.clone()) => notice,
                why = self.app.store.lost() => {
                    tracing::error!("{why}: stopping, because only a new start sees what is really there");
                    lost = Some(why);
                    Duration::ZERO
                }
            }
        };
        self.serving.until(told).await.context("the server failed")?;
        if tokio::time::timeout(LAST_ROUND, jobs.end()).await.is_err() {
            tracing::warn!("a job did not finish its round in time; the next start goes on with it");
        }
        // Nothing that was committed depends on it.
        if tokio::time::timeout(CLOSING, self.app.store.close()).await.is_err() {
            tracing::debug!("the database did not say goodbye in time");
        }
        tracing::info!("stopped");
        log.flush();
        match lost {
            Some(lost) => Err(anyhow!("stopped by itself, to be started again: {lost}")),
            None => Ok(()),
        }
    }
}

/// Waits for the first signal; answers how long the end is to be announced. Whoever presses Ctrl-C has announced it.
async fn told_to_stop(mut signals: Signals, notice: Duration, log: Log) -> Duration {
    let name = signals.next().await;
    let notice = if name == TERMINATE { notice } else { Duration::ZERO };
    tracing::info!(signal = name, notice = notice.as_secs(), "stopping: requests in flight may finish");
    actix_web::rt::spawn(async move {
        let name = signals.next().await;
        tracing::warn!(signal = name, "stopping at once");
        log.flush();
        process::exit(INTERRUPTED);
    });
    notice
}

/// SIGTERM, SIGHUP and SIGINT. From the moment they are caught they do nothing by themselves.
pub(crate) struct Signals {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(crate) fn catch() -> anyhow::Result<Self> {
        let caught = |kind| signal(kind).context("cannot listen to signals");
        Ok(Self {
            terminate: caught(SignalKind::terminate())?,
            hang_up: caught(SignalKind::hangup())?,
            interrupt: caught(SignalKind::interrupt())?,
        })
    }

    /// What `starting` answers, or nothing if a signal comes first: then there is nothing to finish.
    pub(crate) async fn unless_stopped<T>(&mut self, starting: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            started = starting => Some(started),
            _ = self.next() => None,
        }
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => TERMINATE,
            _ = self.hang_up.recv() => "SIGHUP",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
