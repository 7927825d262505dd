//! What the page with the credentials is told while it is open: a stream of events (`text/event-stream`) that says when
//! QuickBooks has signed in and when accounts are connected. It holds no secret, only the line that the page itself shows.
//!
//! Each stream looks for itself (docs/decisions/0008-each-open-page-looks-for-itself.md).

use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header::{self, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use tokio::time::{Instant, sleep, timeout};

use super::visit::{Guest, Visit};
use super::watchers::{Seat, Watchers};
use crate::clock::Timestamp;
use crate::domain::progress::{self, Progress, Reached};
use crate::domain::refusal::Refusal;
use crate::http::connection;
use crate::http::stopping::Stopping;
use crate::secret::Fingerprint;
use crate::web::texts::Tongue;

/// Well within the second in which the page has to say it.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// A line that says nothing, so that neither a proxy nor our own patience takes the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(8);
/// A look that takes longer is left, and the next one tried: the database may be away.
const LOOK_PATIENCE: Duration = Duration::from_secs(4);
/// Then the browser asks again, with whatever cookie it has by then.
const MOST_AGE: Duration = Duration::from_secs(600);
/// Within it a time of day can be of no other day.
const A_WHILE: Duration = Duration::from_secs(12 * 3_600);
/// How soon it does, in milliseconds; also when the node is stopped.
const RETRY: &str = "retry: 1000\n";
/// A proxy that buffers would deliver it all at the end (nginx).
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// How far QuickBooks has got, as one line in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event's name, and what the page's script and style know the state by.
    pub state: &'static str,
    pub words: String,
    /// The page's heading, and what to do next. `None`: both depend on what else the page shows.
    pub turn: Option<Turn>,
}

/// What a page says from then on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub heading: String,
    pub next: &'static str,
}

impl Line {
    pub fn of(visit: &Visit, progress: &Progress) -> Self {
        Self::said(visit.tongue(), progress.reached, |at| match at + A_WHILE > visit.app.clock.now() {
            true => visit.tongue().t1("live-signed-on", "time", visit.time(at)),
            false => visit.tongue().t1("live-signed-on-date", "time", visit.moment(at)),
        })
    }

    /// `signed_on`: the words for a sign-on then.
    pub fn said(tongue: Tongue, reached: Reached, signed_on: impl Fn(Timestamp) -> String) -> Self {
        let turn = |heading, next| Some(Turn { heading, next: tongue.t(next) });
        match reached {
            Reached::Waiting => Self { state: "waiting", words: tongue.t("live-waiting").to_owned(), turn: None },
            Reached::SignedOn { at } => Self {
                state: "signed-on",
                words: signed_on(at),
                turn: turn(tongue.t("credentials-signed-on").to_owned(), "credentials-choose"),
            },
            Reached::Connected { accounts } => Self {
                state: "connected",
                words: tongue.t1("live-connected", "count", accounts),
                turn: turn(tongue.t1("credentials-connected", "count", accounts), "credentials-daily"),
            },
        }
    }

    /// The page is turned before the line is said: whoever hears the line finds the heading that goes with it.
    fn event(&self) -> String {
        let line = format!("event: {}\ndata: {}\n\n", self.state, self.words);
        match &self.turn {
            Some(Turn { heading, next }) => format!("event: turn\ndata: {heading}\ndata: {next}\n\n{line}"),
            None => line,
        }
    }
}

/// The stream. 204, at which a browser stops asking, when there is nothing to wait for; 503 when too many watch.
pub async fn get(
    request: HttpRequest,
    guest: Guest,
    watchers: Data<Watchers>,
    stopping: Data<Stopping>,
) -> Result<HttpResponse, Refusal> {
    let watched = Watched { session: guest.fingerprint(), visit: guest.visit };
    let first = timeout(LOOK_PATIENCE, watched.look(&watchers)).await.map_err(|_| Refusal::busy())??;
    let Some(first) = first else { return Ok(HttpResponse::NoContent().finish()) };
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.content_type("text/event-stream").insert_header((header::CACHE_CONTROL, "no-store"));
    answer.insert_header((BUFFERING, "no"));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    let seat = watchers.seat(watched.session).ok_or_else(Refusal::busy)?;
    connection::answers_drop_by_drop(&request);
    let told = Line::of(&watched.visit, &first);
    let stream = Stream { watched, watchers, stopping, seat, told, begun: None, spoke: Instant::now(), is_over: false };
    Ok(answer.streaming(stream::unfold(stream, Stream::next)))
}

/// Whose progress is looked at.
struct Watched {
    visit: Visit,
    session: Fingerprint,
}

impl Watched {
    async fn look(&self, watchers: &Watchers) -> Result<Option<Progress>, Refusal> {
        let app = &self.visit.app;
        let _turn = watchers.looks.acquire().await.map_err(|_| Refusal::busy())?;
        let mut db = app.store.read().await?;
        Ok(progress::of(&mut db, &self.session, self.visit.connection, app.clock.now()).await?)
    }
}

/// An open stream, and what it has said.
struct Stream {
    watched: Watched,
    watchers: Data<Watchers>,
    stopping: Data<Stopping>,
    seat: Seat,
    told: Line,
    /// `None` before its first word.
    begun: Option<Instant>,
    spoke: Instant,
    is_over: bool,
}

/// What to do after a pause.
enum Step {
    Say(String),
    Wait,
    /// After these last words.
    End(&'static str),
}

impl Stream {
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        if self.is_over {
            return None;
        }
        let words = loop {
            match self.step().await {
                Step::Wait => {}
                Step::Say(words) => break words,
                Step::End("") => return None,
                Step::End(words) => {
                    self.is_over = true;
                    break words.to_owned();
                }
            }
        };
        self.spoke = Instant::now();
        Some((Ok(Bytes::from(words)), self))
    }

    async fn step(&mut self) -> Step {
        let Some(begun) = self.begun else {
            self.begun = Some(Instant::now());
            return Step::Say(format!("{RETRY}{}", self.told.event()));
        };
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            // Its page stops listening, or the two would take each other's seat for ever.
            () = self.seat.is_given_up() => return Step::End("event: end\ndata:\n\n"),
            () = self.stopping.begun() => return Step::End(""),
        }
        if begun.elapsed() >= MOST_AGE {
            return Step::End("");
        }
        match timeout(LOOK_PATIENCE, self.watched.look(&self.watchers)).await {
            Ok(Ok(None)) => Step::End(""),
            Ok(Ok(Some(progress))) => self.told(&progress),
            // The database is away for a moment; the next look says.
            Ok(Err(_)) | Err(_) => self.quiet(),
        }
    }

    fn told(&mut self, progress: &Progress) -> Step {
        let line = Line::of(&self.watched.visit, progress);
        if line == self.told {
            return self.quiet();
        }
        self.told = line;
        Step::Say(self.told.event())
    }

    fn quiet(&self) -> Step {
        if self.spoke.elapsed() >= HEARTBEAT { Step::Say(":\n\n".to_owned()) } else { Step::Wait }
    }
}
