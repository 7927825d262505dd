//! A server from its port to its last request: the first SIGTERM or SIGINT lets requests in flight finish, a second one
//! ends the process at once.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::process;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use anyhow::{Context as _, anyhow};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::application::cores;
use crate::domain::app::App;
use crate::domain::set_back;
use crate::jobs::Jobs;
use crate::log::Log;
use crate::server;

/// How long the database may take to say goodbye.
const CLOSING: Duration = Duration::from_secs(2);
/// What a shell answers for a process ended by SIGINT.
const INTERRUPTED: i32 = 130;

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
    server: Server,
    signals: Signals,
}

/// Serves with a worker a core. From now on signals are heard, so whoever is told that it serves may stop it.
pub(crate) async fn start(app: &App, listener: TcpListener) -> anyhow::Result<Running> {
    set_back::wake(app).await?;
    let signals = Signals::catch().context("cannot listen to signals")?;
    let server = server::start(app.clone(), listener, cores()).context("cannot start the server")?;
    Ok(Running { app: app.clone(), server, signals })
}

impl Running {
    /// Answers when the last request has been answered and the database is closed; with an error when the server stopped
    /// by itself because the database cannot be believed any longer.
    pub(crate) async fn until_stopped(self, jobs: Jobs, log: &Log) -> anyhow::Result<()> {
        actix_web::rt::spawn(stop_on_signal(self.signals, self.server.handle(), log.clone()));
        let mut server = self.server;
        let lost = tokio::select! {
            ended = &mut server => ended.map(|()| None),
            lost = self.app.store.lost() => {
                tracing::error!("{lost}: stopping, because only a new start sees what is really there");
                drop(server.handle().stop(true));
                server.await.map(|()| Some(lost))
            }
        };
        let lost = lost.context("the server failed")?;
        jobs.end().await;
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

async fn stop_on_signal(mut signals: Signals, server: ServerHandle, log: Log) {
    let name = signals.next().await;
    tracing::info!(signal = name, "stopping: requests in flight may finish");
    // Waits for the requests; meanwhile the second signal is listened to.
    actix_web::rt::spawn(server.stop(true));
    let name = signals.next().await;
    tracing::warn!(signal = name, "stopping at once");
    log.flush();
    process::exit(INTERRUPTED);
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn catch() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
