use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::commands::{connects, creates};
use super::terminal::{KEY, Process, Terminal, names};
use crate::support::Database;

/// Where the links lead in these stories; the server itself is on another port.
const PUBLIC_URL: &str = "http://127.0.0.1:9";

fn connection(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

/// All that comes until the connection closes.
fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes);
    assert!(end.as_ref().map_or_else(|error| error.kind() == ErrorKind::ConnectionReset, |_| true), "{end:?}");
    String::from_utf8(bytes).unwrap()
}

/// One request on a connection of its own; the whole answer.
fn get(port: u16, path: &str, headers: &str) -> String {
    let mut stream = connection(port);
    let request = format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    read(&mut stream)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}")).1;
    rest.split_once(after).unwrap().0
}

/// A partner's key and the path of a linkUrl for its only connection.
async fn invites(terminal: &Terminal, database: &Database) -> (String, String) {
    let (partner, key) = creates(terminal, "Acme Bank");
    let connection = connects(database, &partner).await.to_string();
    let link = terminal.runs(&["link", "create", "--connection", &connection, "--json"]).json();
    (key, link["linkUrl"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned())
}

/// The first form of the link pages, half sent: headers, and the body but for its last byte.
struct HalfSent {
    stream: TcpStream,
    last: String,
}

impl HalfSent {
    fn to(server: &Process, link: &str) -> Self {
        let opened = get(server.port(), link, "");
        let cookie = between(&opened, "set-cookie: ", ";").to_owned();
        let path = between(&opened, "location: ", "\r\n").to_owned();
        let page = get(server.port(), &path, &format!("Cookie: {cookie}\r\n"));
        let form = page.rsplit_once("<form").unwrap().1;
        let token = between(between(form, "name=\"csrf\"", ">"), "value=\"", "\"");
        let body = format!("csrf={token}&software=hcws");
        let mut stream = connection(server.port());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: here\r\nOrigin: {PUBLIC_URL}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Expect: 100-continue\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // With this the server says that it has the request and waits for the body.
        let mut waits = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        stream.read_exact(&mut waits).unwrap();
        let (most, last) = body.split_at(body.len() - 1);
        stream.write_all(most.as_bytes()).unwrap();
        Self { stream, last: last.to_owned() }
    }

    fn completed(mut self) -> String {
        self.stream.write_all(self.last.as_bytes()).unwrap();
        read(&mut self.stream)
    }
}

/// Waits until the port is closed.
fn takes_nobody_any_more(server: &Process) {
    let patience = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(("127.0.0.1", server.port())).is_ok() {
        assert!(Instant::now() < patience, "it goes on taking connections");
        std::thread::sleep(Duration::from_millis(5));
    }
}

on_both_databases! {
    async fn f_03_three_servers_start_at_once_on_a_new_database(database: Database) {
        let terminals = [(); 3].map(|()| Terminal::of_server(database.url()));
        let servers = std::thread::scope(|scope| {
            let starting: Vec<_> = terminals.iter().map(|terminal| scope.spawn(|| terminal.serves())).collect();
            starting.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
        });
        for mut server in servers {
            assert!(get(server.port(), "/readyz", "").starts_with("HTTP/1.1 200 OK"));
            server.stops();
        }
    }

    async fn f_14_a_request_in_flight_is_answered_after_sigterm_and_a_new_one_is_not_taken(database: Database) {
        let terminal = Terminal::of_server(database.url()).and("PUBLIC_URL", PUBLIC_URL);
        let (_, link) = invites(&terminal, &database).await;
        let mut server = terminal.serves();
        let half_sent = HalfSent::to(&server, &link);
        server.gets(Signal::TERM);
        server.log_says("requests in flight may finish");
        takes_nobody_any_more(&server);
        let answer = half_sent.completed();
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        assert!(answer.contains("/consent\r\n"), "{answer}");
        assert!(server.ends().success(), "{}", server.log());
        server.log_says("\"stopped\"");
    }

    async fn f_14_a_second_signal_ends_the_server_at_once(database: Database) {
        let terminal = Terminal::of_server(database.url()).and("PUBLIC_URL", PUBLIC_URL);
        let (_, link) = invites(&terminal, &database).await;
        let mut server = terminal.serves();
        let _half_sent = HalfSent::to(&server, &link);
        server.gets(Signal::INT);
        server.log_says("requests in flight may finish");
        server.gets(Signal::INT);
        assert_eq!(server.ends().code(), Some(130));
    }
}

#[test]
fn a_copied_binary_serves_from_an_empty_folder() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY), ("LISTEN_ADDR", "127.0.0.1:0")]).with_a_copied_binary();
    let mut server = terminal.serves();
    assert!(server.out.ends_with(&format!("public address http://127.0.0.1:{}\n", server.port())), "{}", server.out);
    let page = get(server.port(), "/companies/a/connections/b/start?otp=1", "Accept-Language: fr\r\n");
    assert!(page.starts_with("HTTP/1.1 404") && page.contains("lang=\"fr-CA\""), "{page}");
    let style = between(&page, "<link rel=\"stylesheet\" href=\"", "\"");
    assert!(get(server.port(), style, "").starts_with("HTTP/1.1 200 OK"));
    server.stops();
    assert_eq!(names(&terminal.path("")), ["bankfeeds-link.db", "bankfeeds-link.db.migrating", "copy", "log0"]);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let first = Terminal::of_server("sqlite:one.db").serves();
    let address = format!("127.0.0.1:{}", first.port());
    let second = Terminal::of_server("sqlite:other.db").and("LISTEN_ADDR", &address);
    let answer = second.runs(&["serve"]);
    assert!(answer.refused().starts_with(&format!("cannot listen on {address}: it is taken")), "{}", answer.err);
    // What is on that port may be an older server with these tables: they stay as they are.
    assert!(names(&second.path("")).is_empty());
}

#[test]
fn plain_http_for_the_world_is_served_with_a_warning() {
    let terminal =
        Terminal::new(&[("SECRET_KEY", KEY), ("LISTEN_ADDR", "0.0.0.0:0"), ("PUBLIC_URL", "http://127.0.0.1:9")]);
    let server = terminal.serves();
    server.log_says("Put a proxy with TLS in front");
}

#[test]
fn f_22_a_reader_of_the_log_who_stops_reading_stops_no_request() {
    let server = Terminal::of_server("sqlite:bank.db").and("LOG", "trace").serves_unread();
    // A pipe holds some 300 lines.
    for _ in 0..1_000 {
        assert!(get(server.port(), "/healthz", "").starts_with("HTTP/1.1 200 OK"));
    }
}
