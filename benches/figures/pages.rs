//! Pages beside the same framework without us: bare static text, and a template with one read of SQLite by sqlx.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer, error};
use anyhow::{Context as _, Result};
use askama::Template;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};

use super::load::{self, Clients, Seen};
use super::server::Bank;
use super::table::{Row, Table, median};
use super::{Plan, cores};

/// The argument that makes this program the peer.
pub const PEER: &str = "--peer";
const CLIENTS: usize = 8;
const LENGTH: usize = 8 * 1_024;

pub fn measure(plan: &Plan, table: &mut Table) -> Result<()> {
    let bank = Bank::open(None, 1)?;
    let peer = Peer::start()?;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n").into_bytes();
    let asked = [
        (bank.server.address, get("/")),
        (peer.address, get("/static")),
        (bank.server.address, bank.page.clone()),
        (peer.address, get("/one-read/1")),
    ];
    let mut seen = asked.each_ref().map(|_| Vec::new());
    for _ in 0..plan.rounds {
        for ((server, request), seen) in asked.iter().zip(&mut seen) {
            seen.extend(load::run(*server, vec![Clients::sending(CLIENTS, request.clone())], plan.seconds)?);
        }
    }
    let [without, bare, with, one] = seen.map(|it| median(it.iter().map(Seen::per_second)));
    table.note(format!(
        "without a read {without:.0}/s, bare static {bare:.0}/s, with one {with:.0}/s, peer with one {one:.0}/s"
    ));
    table.add(Row::at_least("page without a read / bare static page", without / bare, 0.60));
    table.add(Row::at_least("page with one read / actix + askama + that read", with / one, 0.90));
    Ok(())
}

/// The other server, on the core of the real one; killed when dropped.
struct Peer {
    child: Child,
    address: SocketAddr,
}

impl Peer {
    fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = cores::spawn_server(command.arg(PEER).stdout(Stdio::piped()))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no stdout")?).read_line(&mut line)?;
        Ok(Self { child, address: line.trim().parse()? })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Template)]
#[template(source = "<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1><p>{{ text }}</p>", ext = "html")]
struct OneRead {
    name: String,
    text: String,
}

/// Serves until it is killed.
pub fn serve_peer() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let options = SqliteConnectOptions::new().filename(folder.path().join("peer.db")).create_if_missing(true);
    let options = options.journal_mode(SqliteJournalMode::Wal);
    actix_web::rt::System::new().block_on(async move {
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        sqlx::query("CREATE TABLE pages (id INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL)")
            .execute(&pool)
            .await?;
        sqlx::query("INSERT INTO pages VALUES (1, 'Zebra Bakery', $1)").bind("a".repeat(LENGTH)).execute(&pool).await?;
        let server = HttpServer::new(move || {
            App::new()
                .app_data(Data::new(pool.clone()))
                .route(
                    "/static",
                    web::get().to(async || HttpResponse::Ok().content_type("text/html").body("a".repeat(LENGTH))),
                )
                .route("/one-read/{id}", web::get().to(one_read))
        });
        let server = server.workers(1).bind(("127.0.0.1", 0))?;
        let address = server.addrs().first().copied().context("no address")?;
        let mut out = std::io::stdout();
        writeln!(out, "{address}")?;
        out.flush()?;
        Ok(server.run().await?)
    })
}

async fn one_read(id: web::Path<i64>, pool: Data<SqlitePool>) -> actix_web::Result<HttpResponse> {
    let row: (String, String) = sqlx::query_as("SELECT name, text FROM pages WHERE id = $1")
        .bind(*id)
        .fetch_one(pool.get_ref())
        .await
        .map_err(error::ErrorInternalServerError)?;
    let page = OneRead { name: row.0, text: row.1 }.render().map_err(error::ErrorInternalServerError)?;
    Ok(HttpResponse::Ok().content_type("text/html").body(page))
}
