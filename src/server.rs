//! The doors mounted: the only file that knows all of them.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App as Actix, HttpResponse, HttpServer};

use crate::domain::app::App;
use crate::web::assets::Assets;
use crate::web::brand::Brands;
use crate::{api, http, institution, link};

/// How long requests in flight may take to finish after a SIGTERM.
const SHUTDOWN_SECONDS: u64 = 20;
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const MOST_CONNECTIONS: usize = 4_096;

/// Serves all doors on `listener` with `workers` threads, until it is stopped.
pub fn start(app: App, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    let app = Data::new(app);
    let (assets, brands) = (Data::new(Assets::new()), Data::new(Brands::default()));
    let server = HttpServer::new(move || {
        // The last wrapped is the outermost: every answer has its headers and its id, errors too.
        Actix::new()
            .app_data(app.clone())
            .app_data(assets.clone())
            .app_data(brands.clone())
            .configure(mount)
            .wrap(from_fn(http::headers::complete))
            .wrap(from_fn(http::request_id::give))
    });
    let server = server
        .workers(workers)
        .max_connections(MOST_CONNECTIONS)
        .client_request_timeout(HEAD_TIMEOUT)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

fn mount(config: &mut ServiceConfig) {
    config
        .service(web::resource("/healthz").route(web::get().to(alive)).route(web::head().to(alive)))
        .service(web::resource("/readyz").route(web::get().to(ready)).route(web::head().to(ready)));
    // The link pages first: their start address lies below the API's companies.
    link::mount(config);
    api::mount(config);
    institution::mount(config);
    link::mount_unknown(config);
}

/// The process runs.
async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// The database answers, so requests can be.
async fn ready(app: Data<App>) -> HttpResponse {
    if app.store.is_ready().await {
        HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "2"))
            .content_type("text/plain; charset=utf-8")
            .body("the database does not answer\n")
    }
}
