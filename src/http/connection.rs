//! A TCP connection that does not wait for ever. What the framework times by itself is the head of a connection's first
//! request and an idle connection; this closes every other one that stands still: a later head that never ends, a body
//! that nobody reads any more, an answer that its client does not take.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::body::MessageBody;
use actix_web::dev::{Extensions, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// From the opening of a connection or its last answer to the next whole head, and for an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(14);
/// The same for a client whose body took too long: it may hear so, and that is all.
const LAST_PATIENCE: Duration = Duration::from_secs(3);
/// A long answer goes on as long as so much of it is taken within [`PATIENCE`].
const TAKEN_BYTES: usize = 64 * 1024;
/// How long the system keeps what was sent and is not acknowledged, also after the connection was closed here.
const UNACKNOWLEDGED: Duration = Duration::from_secs(15);

/// The answer to this request goes on for as long as its client takes each piece within [`PATIENCE`]; so a piece has to come
/// more often than that, or the client is taken for one that does not read.
pub fn answers_drop_by_drop(request: &HttpRequest) {
    if let Some(pace) = request.conn_data::<Pace>() {
        pace.0.is_drop_by_drop.set(true);
    }
}

/// When a connection's client has to have done its part.
#[derive(Clone)]
struct Pace(Rc<State>);

struct State {
    /// `None` while we are the ones who answer: the body's own limit and those of the database hold then.
    deadline: Cell<Option<Instant>>,
    taken: Cell<usize>,
    /// The answer has no length: little comes at a time, and its client has to take each piece.
    is_drop_by_drop: Cell<bool>,
}

impl Pace {
    fn new() -> Self {
        Self(Rc::new(State {
            deadline: Cell::new(Some(Instant::now() + PATIENCE)),
            taken: Cell::new(0),
            is_drop_by_drop: Cell::new(false),
        }))
    }

    fn client_is_next(&self, patience: Duration) {
        self.0.taken.set(0);
        self.0.deadline.set(Some(Instant::now() + patience));
    }

    fn took(&self, bytes: usize) {
        let taken = self.0.taken.get() + bytes;
        self.0.taken.set(taken);
        if (taken >= TAKEN_BYTES || self.0.is_drop_by_drop.get()) && self.0.deadline.get().is_some() {
            self.client_is_next(PATIENCE);
        }
    }
}

/// A connection under such a deadline.
pub struct Connection {
    stream: TcpStream,
    pace: Pace,
    timer: Pin<Box<Sleep>>,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        // A system that does not know the option does without.
        let milliseconds = u32::try_from(UNACKNOWLEDGED.as_millis()).unwrap_or(u32::MAX);
        let _ = rustix::net::sockopt::set_tcp_user_timeout(&stream, milliseconds);
        Self { stream, pace: Pace::new(), timer: Box::pin(sleep_until(Instant::now() + PATIENCE)) }
    }

    /// Lets the requests of this connection say when they are being answered.
    pub fn introduce(&self, extensions: &mut Extensions) {
        extensions.insert(self.pace.clone());
    }

    /// Fails once the deadline is over; until then the task is woken when it is.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let Some(deadline) = self.pace.0.deadline.get() else { return Ok(()) };
        if self.timer.deadline() != deadline {
            self.timer.as_mut().reset(deadline);
        }
        match self.timer.as_mut().poll(context) {
            Poll::Ready(()) => Err(ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }

    fn wrote(&mut self, context: &mut Context<'_>, bytes: usize) -> io::Result<usize> {
        self.pace.took(bytes);
        // Nothing else may poll this connection until its client moves.
        self.check(context).map(|()| bytes)
    }
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.check(context)?;
        Pin::new(&mut this.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.check(context)?;
        let written = ready!(Pin::new(&mut this.stream).poll_write(context, bytes))?;
        Poll::Ready(this.wrote(context, written))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

/// Stops the connection's deadline while a request is answered; outermost, so that no way out forgets to start it again.
pub async fn pace(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut answering = request.conn_data::<Pace>().cloned().map(Answering::begin);
    let answer = next.call(request).await;
    if let (Ok(answer), Some(answering)) = (&answer, &mut answering)
        && answer.status() == StatusCode::REQUEST_TIMEOUT
    {
        answering.patience_afterwards = LAST_PATIENCE;
    }
    answer
}

struct Answering {
    pace: Pace,
    patience_afterwards: Duration,
}

impl Answering {
    fn begin(pace: Pace) -> Self {
        pace.0.deadline.set(None);
        pace.0.is_drop_by_drop.set(false);
        Self { pace, patience_afterwards: PATIENCE }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.pace.client_is_next(self.patience_afterwards);
    }
}
