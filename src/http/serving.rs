//! A server from its first connection to its last, which is answered like any other: whoever was let in is served.

use std::future::{Future, poll_fn};
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::pin::pin;
use std::time::Duration;

use actix_server::{Server, ServerHandle};
use actix_service::{Service, ServiceFactory};
use actix_web::rt::net::TcpStream;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::time::sleep;

use super::stopping::Stopping;
use crate::jobs::errands::Errands;

/// From a connection's being accepted to its first request's being read, on a busy machine.
const SETTLING: Duration = Duration::from_millis(250);
/// For the accepting thread to let go of the port.
const LETTING_GO: Duration = Duration::from_millis(100);

type ServeWaiting = Box<dyn FnOnce() -> LocalBoxFuture<'static, ()>>;

/// A server that serves.
pub struct Serving {
    workers: Server,
    stopping: Stopping,
    errands: Errands,
    /// Serves the connections that the system has accepted and no worker has, and closes the port.
    serve_waiting: ServeWaiting,
}

impl Serving {
    pub fn new(workers: Server, stopping: Stopping, errands: Errands, serve_waiting: ServeWaiting) -> Self {
        Self { workers, stopping, errands, serve_waiting }
    }

    /// Stops it at once, without a word to anybody; [`Serving::until`] answers then.
    pub fn handle(&self) -> ServerHandle {
        self.workers.handle()
    }

    /// Serves until `told` to stop, with the time for which this is announced beforehand: `/readyz` says no, and
    /// everybody is still served. Then no further connection is taken, and what is in flight may finish.
    pub async fn until(self, told: impl Future<Output = Duration>) -> io::Result<()> {
        let handle = self.workers.handle();
        let (stopping, serve_waiting) = (&self.stopping, self.serve_waiting);
        let leaving = async move {
            let notice = told.await;
            stopping.begin();
            sleep(notice).await;
            // The workers drop what they have been given and have not begun, so they are given nothing for a moment.
            handle.pause().await;
            sleep(SETTLING).await;
            let stopped = handle.stop(true);
            sleep(LETTING_GO).await;
            serve_waiting().await;
            stopped.await;
        };
        let (mut leaving, mut workers) = (pin!(leaving), pin!(self.workers));
        let ended = tokio::select! {
            ended = &mut workers => {
                // By its handle it is ended without anybody's leaving.
                if self.stopping.has_begun() {
                    leaving.await;
                }
                ended
            }
            () = &mut leaving => workers.await,
        };
        self.errands.end().await;
        ended
    }
}

/// Takes what waits at the port, closes it, and serves what was taken.
pub async fn all_waiting<F>(port: TcpListener, connections: F)
where
    F: ServiceFactory<TcpStream, Config = (), Response = (), InitError = ()>,
{
    let Ok(service) = connections.new_service(()).await else { return };
    if poll_fn(|context| service.poll_ready(context)).await.is_err() {
        return;
    }
    let mut visitors = FuturesUnordered::new();
    loop {
        match port.accept().and_then(|(stream, _)| in_runtime(stream)) {
            Ok(stream) => visitors.push(service.call(stream)),
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => {}
            Err(_) => break,
        }
    }
    drop(port);
    while visitors.next().await.is_some() {}
}

fn in_runtime(stream: std::net::TcpStream) -> io::Result<TcpStream> {
    stream.set_nonblocking(true)?;
    TcpStream::from_std(stream)
}
