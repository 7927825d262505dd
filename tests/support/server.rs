//! The real server, in this process, on a port of its own.

use std::net::TcpListener;
use std::sync::{Arc, Once, mpsc};
use std::thread::JoinHandle;

use actix_server::ServerHandle;
use bankfeeds_link::aside::Aside;
use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::{Clock, Timestamp};
use bankfeeds_link::domain::app::{App, Keys, PublicUrl};
use bankfeeds_link::domain::deployment::{Deployment, OwnProfile};
use bankfeeds_link::domain::idempotency::InProgress;
use bankfeeds_link::domain::limits::Limits;
use bankfeeds_link::domain::partner::Partners;
use bankfeeds_link::domain::push::Turns;
use bankfeeds_link::domain::rate_limits::RateLimits;
use bankfeeds_link::domain::recent_sign_ons::RecentSignOns;
use bankfeeds_link::hashing::{Hasher, Precedence};
use bankfeeds_link::secret::SecretKey;
use bankfeeds_link::store::Store;
use bankfeeds_link::store::audit::Scribe;
use time::macros::datetime;

use super::database::Database;

const WORKERS: usize = 2;

/// A running server; it stops when dropped. `app` reaches its clock, keys and limits, and the same database.
pub struct Server {
    pub app: App,
    pub database: Database,
    address: String,
    running: Option<(ServerHandle, JoinHandle<()>)>,
}

impl Server {
    /// A server whose clock stands at Saturday 2026-11-21, 15:00 UTC (10:00 in Toronto), until a test turns it.
    pub async fn start(database: Database) -> Self {
        Self::with_clock(database, Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into())).await
    }

    pub async fn with_clock(database: Database, clock: Clock) -> Self {
        Self::with(database, clock, |_| {}).await
    }

    /// `change` sees the application before it starts: other limits, trusted proxies, another public address.
    pub async fn with(database: Database, clock: Clock, change: impl FnOnce(&mut App)) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let public_url = PublicUrl::parse(&address).unwrap();
        let store = database.store().await;
        let profile = OwnProfile::default();
        let deployment = Deployment::settled(&store, profile, &public_url, clock.now()).await.unwrap();
        let mut app = App {
            pushes: Turns::at(&store, Aside::new(2).unwrap()),
            drawings: Aside::new(2).unwrap(),
            in_progress: InProgress::default(),
            rate_limits: RateLimits::default(),
            store,
            clock,
            chance: Chance::System,
            keys: Keys::from_root(&SecretKey::random(&Chance::System)),
            limits: unhurried(),
            recent_sign_ons: RecentSignOns::new(&Chance::System),
            hasher: Hasher::start(2, Precedence::Equal, Chance::System).unwrap(),
            partners: Partners::default(),
            public_url,
            deployment,
            trusted_proxies: Vec::new(),
            proxy_warning: Arc::new(Once::new()),
            mail: None,
            sandbox: None,
        };
        change(&mut app);
        let scribe = Scribe::new(app.keys.audit.clone(), app.clock.clone(), app.chance.clone());
        app.store = app.store.with_scribe(scribe);
        let running = Some(run(app.clone(), listener, database.url().to_owned()));
        Self { app, database, address, running }
    }

    /// Where it listens: scheme, host and port, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.address
    }

    /// Where accounting software comes in.
    pub fn ofx_url(&self) -> String {
        format!("{}/ofx", self.url())
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// The date, some days from today, as the API writes it.
    pub fn day(&self, from_today: i64) -> String {
        (self.now().date() + time::Duration::days(from_today)).to_string()
    }
}

/// Stories ask more often than a bank, and their clock may stand still.
fn unhurried() -> Limits {
    Limits { requests_a_minute: 1_000_000, requests_a_day: 1_000_000, ..Limits::default() }
}

/// A thread with a runtime of its own: a test may block its own while it waits for an answer. For the same reason the
/// server has its own connections to the database.
fn run(app: App, listener: TcpListener, database: String) -> (ServerHandle, JoinHandle<()>) {
    let (started, handle) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let scribe = Scribe::new(app.keys.audit.clone(), app.clock.clone(), app.chance.clone());
            let store = Store::open(&database).await.unwrap().with_scribe(scribe);
            let app = App { store: store.clone(), ..app };
            let server = bankfeeds_link::server::start(app, listener, WORKERS).unwrap();
            started.send(server.handle()).unwrap();
            // Its handle stops it.
            server.until(std::future::pending()).await.unwrap();
            store.close().await;
        });
    });
    (handle.recv().unwrap(), thread)
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some((handle, thread)) = self.running.take() else { return };
        // The command is sent at once; the answer is the thread's end.
        drop(handle.stop(false));
        let ended = thread.join();
        assert!(ended.is_ok() || std::thread::panicking(), "the server has panicked");
    }
}
