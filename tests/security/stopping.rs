//! F-14 and F-18: a server that is told to stop, and one that has run out of descriptors.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bankfeeds_link::domain::api_key;
use bankfeeds_link::secret::SecretText;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustix::process::Signal;

use crate::cli::commands::creates;
use crate::support::terminal::{Process, Terminal};
use crate::support::{Database, agent, send, status};

/// How many visitors come again and again, each time by a new connection.
const VISITORS: usize = 16;

enum Visit {
    Answered(String),
    /// Nobody listens at the port.
    Refused,
    /// Let in, and then sent away without an answer.
    Dropped(String),
}

fn visit(port: u16, path: &str) -> Visit {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return Visit::Refused };
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: here\r\n\r\n");
    if let Err(error) = stream.write_all(request.as_bytes()) {
        return Visit::Dropped(error.to_string());
    }
    let (mut heard, mut room) = (Vec::new(), [0; 4096]);
    // The head and the few bytes behind it come in one piece, or in some.
    while !heard.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut room) {
            Ok(0) => return Visit::Dropped(format!("closed after {} bytes", heard.len())),
            Ok(count) => heard.extend_from_slice(&room[..count]),
            Err(error) => return Visit::Dropped(error.to_string()),
        }
    }
    Visit::Answered(String::from_utf8(heard).unwrap())
}

/// The answer's status; 0 for none.
fn asks(port: u16, path: &str) -> u16 {
    match visit(port, path) {
        Visit::Answered(answer) => status(&answer),
        Visit::Refused | Visit::Dropped(_) => 0,
    }
}

fn within(patience: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let patience = Instant::now() + patience;
    while !is_so() {
        assert!(Instant::now() < patience, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Visitors come all the time while the server is told to stop; answers how many were served.
fn stops_under_load(server: &mut Process) -> usize {
    let (port, is_told) = (server.port(), AtomicBool::new(false));
    let visitor = || -> Result<usize, String> {
        for served in 0.. {
            match visit(port, "/healthz") {
                Visit::Answered(answer) if status(&answer) == 200 => {}
                Visit::Answered(answer) => return Err(answer),
                Visit::Refused if is_told.load(Ordering::SeqCst) => return Ok(served),
                Visit::Refused => return Err("refused before the signal".to_owned()),
                Visit::Dropped(how) => return Err(how),
            }
        }
        Ok(0)
    };
    let served = std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..VISITORS).map(|_| scope.spawn(visitor)).collect();
        std::thread::sleep(Duration::from_millis(300));
        is_told.store(true, Ordering::SeqCst);
        server.gets(Signal::TERM);
        visitors.into_iter().map(|visitor| visitor.join().unwrap()).collect::<Vec<_>>()
    });
    let status = server.ends();
    assert!(status.success(), "{status}: {}", server.log());
    served.into_iter().map(|served| served.unwrap_or_else(|how| panic!("a visitor was dropped: {how}"))).sum()
}

#[test]
fn f_14_after_sigterm_the_load_balancer_is_told_while_visitors_are_served() {
    let mut server = Terminal::of_server("sqlite:bank.db").and("STOP_NOTICE_SECONDS", "4").serves();
    let port = server.port();
    within(Duration::from_secs(30), "it is never ready", || asks(port, "/readyz") == 200);
    server.gets(Signal::TERM);
    within(Duration::from_secs(3), "it still says that it is ready", || asks(port, "/readyz") == 503);
    let Visit::Answered(answer) = visit(port, "/healthz") else { panic!("nobody is served any more") };
    assert!(status(&answer) == 200 && answer.contains("connection: close"), "{answer}");
    assert!(server.ends().success(), "{}", server.log());
}

#[test]
fn f_14_nobody_who_was_let_in_is_dropped_while_the_server_stops() {
    for notice in ["0", "1"] {
        let mut server = Terminal::of_server("sqlite:bank.db").and("STOP_NOTICE_SECONDS", notice).serves();
        assert!(stops_under_load(&mut server) > VISITORS);
    }
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_14_nobody_who_was_let_in_is_dropped_in_a_hundred_stops() {
    let mut served = 0;
    for _ in 0..100 {
        let mut server = Terminal::of_server("sqlite:bank.db").serves();
        served += stops_under_load(&mut server);
    }
    println!("100 stops, {served} visitors served, none dropped");
}

#[test]
fn f_14_sigterm_during_the_start_ends_it_at_once_and_well() {
    // A database that takes connections and says nothing.
    let database = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("postgres://bank@{}/bank?sslmode=disable", database.local_addr().unwrap());
    let mut server = Terminal::of_server(&url).starts(&["serve"], "");
    let _waiting = database.accept().unwrap();
    let told = Instant::now();
    server.gets(Signal::TERM);
    assert!(server.ends().success(), "{}", server.log());
    assert!(told.elapsed() < Duration::from_secs(8));
}

#[test]
fn f_18_a_server_that_has_run_out_of_descriptors_recovers_by_itself() {
    let terminal = Terminal::of_server("sqlite:bank.db").with_descriptors(64);
    let mut server = terminal.serves();
    let port = server.port();
    // They are let in by the system, say nothing, and do not go away by themselves.
    let silent: Vec<TcpStream> = (0..120).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    within(Duration::from_secs(45), "it does not recover", || asks(port, "/readyz") == 200);
    drop(silent);
    server.stops();
}

on_both_databases! {
    async fn an_errand_of_the_last_request_is_done_before_the_end(database: Database) {
        let store = database.store().await;
        let terminal = Terminal::of_server(database.url());
        let (_, key) = creates(&terminal, "Acme Bank");
        let mut server = terminal.serves();
        let authorization = format!("Basic {}", STANDARD.encode(&key));
        let url = format!("http://127.0.0.1:{}/companies", server.port());
        assert_eq!(send(&agent(), "GET", &url, &[("authorization", &authorization)], ()).status, 200);
        server.gets(Signal::TERM);
        assert!(server.ends().success());
        let mut db = store.read().await.unwrap();
        let holder = api_key::holder(&mut db, &SecretText::new(key)).await.unwrap().unwrap();
        assert!(holder.last_used_at.is_some());
    }
}
