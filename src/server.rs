//! The doors mounted: the only file that knows all of them.

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_server::{GracefulShutdownSignal, ServerBuilder};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt, apply_fn_factory, fn_service, map_config,
};
use actix_web::dev::AppConfig;
use actix_web::middleware::from_fn;
use actix_web::rt::net::TcpStream;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App as Actix, HttpResponse};
use tokio::runtime::Handle;

use crate::api::docs::Docs;
use crate::domain::app::App;
use crate::http::connection::{self, Connection};
use crate::http::parting::Parting;
use crate::http::serving::{self, Serving};
use crate::http::stopping::Stopping;
use crate::jobs::Jobs;
use crate::jobs::errands::Errands;
use crate::link::watchers::Watchers;
use crate::web::assets::Assets;
use crate::web::brand::Brands;
use crate::{api, http, institution, link, portal, sandbox};

/// How long requests in flight may take to finish once the workers are told to stop.
const SHUTDOWN_SECONDS: u64 = 20;
/// For the head of a connection's first request; the framework answers 408 itself then.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// For an idle connection: shorter than the patience with one that stands still in the middle of something.
const KEEP_ALIVE: Duration = Duration::from_secs(12);
/// How long a client that is refused before its body has come may go on sending, so that it hears the refusal and not a
/// broken connection.
const LINGER: Duration = Duration::from_secs(3);
/// A worker.
const MOST_CONNECTIONS: usize = 4_096;

/// Serves all doors on `listener` with `workers` threads, until it is stopped.
pub fn start(app: App, listener: TcpListener, workers: usize) -> io::Result<Serving> {
    let house = House::new(app);
    let builder = ServerBuilder::new()
        .workers(workers)
        .max_concurrent_connections(MOST_CONNECTIONS)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals();
    let told = builder.graceful_shutdown_signal();
    let spare = listener.try_clone()?;
    let builder = {
        let (house, told) = (house.clone(), told.clone());
        builder.listen("doors", listener, move || house.connections(told.clone()))?
    };
    let (stopping, errands) = (house.stopping.as_ref().clone(), house.errands.as_ref().clone());
    // They have not been told to stop, and close by themselves after one answer.
    let apart = ServerBuilder::new().graceful_shutdown_signal();
    let serve_waiting = move || Box::pin(serving::all_waiting(spare, house.connections(apart))) as _;
    Ok(Serving::new(builder.run(), stopping, errands, Box::new(serve_waiting)))
}

/// Starts what the doors do without a visitor.
pub fn start_jobs(app: &App, jobs: &mut Jobs) {
    if app.sandbox.is_some() {
        jobs.start(|pause| sandbox::quickbooks::daily::run(app.clone(), pause));
    }
}

/// What all connections share.
#[derive(Clone)]
struct House {
    app: Data<App>,
    assets: Data<Assets>,
    brands: Data<Brands>,
    stopping: Data<Stopping>,
    errands: Data<Errands>,
    watchers: Data<Watchers>,
    docs: Data<Docs>,
    /// Of the runtime that outlives the workers'.
    home: Handle,
}

impl House {
    fn new(app: App) -> Self {
        Self {
            app: Data::new(app),
            assets: Data::new(Assets::new()),
            brands: Data::new(Brands::default()),
            stopping: Data::new(Stopping::default()),
            errands: Data::new(Errands::here()),
            watchers: Data::new(Watchers::default()),
            docs: Data::new(Docs::default()),
            home: Handle::current(),
        }
    }

    /// What becomes of a connection, from its opening to its end.
    fn connections(
        &self,
        told: GracefulShutdownSignal,
    ) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = DispatchError, InitError = ()> + use<> {
        let has_sandbox = self.app.sandbox.is_some();
        let application = Actix::new()
            .app_data(self.app.clone())
            .app_data(self.assets.clone())
            .app_data(self.brands.clone())
            .app_data(self.stopping.clone())
            .app_data(self.errands.clone())
            .app_data(self.watchers.clone())
            .app_data(self.docs.clone())
            .configure(move |config| mount(config, has_sandbox))
            // The last wrapped is the outermost: every answer has its headers and its id, errors too.
            .wrap(from_fn(http::headers::complete))
            .wrap(from_fn(http::request_id::give))
            .wrap(from_fn(connection::pace));
        let application = application.into_factory().map_err(|error: actix_web::Error| error.error_response());
        let requests = HttpService::build()
            .graceful_shutdown_signal(move || {
                let told = told.clone();
                async move { told.notified().await }
            })
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEAD_TIMEOUT)
            .client_disconnect_timeout(LINGER)
            .on_connect_ext(Connection::introduce)
            .h1(map_config(application, |()| AppConfig::default()));
        let (home, connections) = (self.home.clone(), fn_service(opened).and_then(requests));
        apply_fn_factory(connections, move |stream, each: &_| Parting::at(home.clone(), Service::call(each, stream)))
    }
}

fn opened(
    stream: TcpStream,
) -> impl Future<Output = Result<(Connection, Option<std::net::SocketAddr>), DispatchError>> {
    let peer = stream.peer_addr().ok();
    std::future::ready(Ok((Connection::new(stream), peer)))
}

fn mount(config: &mut ServiceConfig, has_sandbox: bool) {
    config
        .service(web::resource("/healthz").route(web::get().to(alive)).route(web::head().to(alive)))
        .service(web::resource("/readyz").route(web::get().to(ready)).route(web::head().to(ready)));
    // The link pages first: their start address lies below the API's companies.
    link::mount(config);
    api::mount(config);
    institution::mount(config);
    portal::mount(config);
    if has_sandbox {
        sandbox::mount(config);
    }
    // What is nobody's: programs that ask for JSON hear JSON, everybody else sees a page.
    api::mount_unknown(config);
    link::mount_unknown(config);
}

/// The process runs.
async fn alive() -> HttpResponse {
    line(HttpResponse::Ok(), "alive")
}

/// The database answers, so requests can be; and nobody has told this process to stop.
async fn ready(app: Data<App>, stopping: Data<Stopping>) -> HttpResponse {
    let trouble = if stopping.has_begun() {
        "this server is about to stop"
    } else if app.store.is_ready().await {
        return line(HttpResponse::Ok(), "ready");
    } else {
        "the database does not answer"
    };
    let mut answer = HttpResponse::ServiceUnavailable();
    answer.insert_header(("Retry-After", "2"));
    line(answer, trouble)
}

fn line(mut answer: actix_web::HttpResponseBuilder, text: &'static str) -> HttpResponse {
    answer.content_type("text/plain; charset=utf-8").body(format!("{text}\n"))
}
