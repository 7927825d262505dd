//! F-16: clients that let us wait. Whatever they stand still in, their connection is closed, and others are served.

use std::time::{Duration, Instant};

use crate::link::Invitation;
use crate::support::{Database, Wire, agent, send};

/// What is promised, and what a busy machine needs beside it.
const PROMISED: Duration = Duration::from_secs(15);
const SLACK: Duration = Duration::from_secs(4);
const EACH: usize = 14;

/// A way to be slow: what is sent first, and what then comes byte by byte, one a second.
struct Way {
    name: &'static str,
    first: String,
    drips: &'static str,
    /// Tells the status with which it is refused, where it is answered at all.
    status: Option<u16>,
}

fn way(name: &'static str, first: impl Into<String>, drips: &'static str, status: Option<u16>) -> Way {
    Way { name, first: first.into(), drips, status }
}

fn ways(invitation: &Invitation) -> Vec<Way> {
    let key = invitation.bank.authorization();
    let url = invitation.server.url();
    let post = |path: &str, headers: &str| format!("POST {path} HTTP/1.1\r\nHost: here\r\n{headers}\r\n");
    let json = format!("Authorization: {key}\r\nContent-Type: application/json\r\n");
    let form = format!("Origin: {url}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    let length = "Content-Length: 100\r\n";
    let chunks = "Transfer-Encoding: chunked\r\n";
    let get = "GET /healthz HTTP/1.1\r\nHost: here\r\n";
    let drips = "                                ";
    vec![
        way("nothing at all", "", "", Some(408)),
        way("half a head", get, "", Some(408)),
        way("a head byte by byte", get, "X-Header: aaaaaaaaaaaaaaaaaaaaaaaaa", Some(408)),
        way("an idle connection", format!("{get}\r\n"), "", Some(200)),
        way("half of a second head", format!("{get}\r\n{get}"), "", Some(200)),
        way("a second head byte by byte", format!("{get}\r\n{get}"), "X-Header: aaaaaaaaaaaaaaaaaaaaaaaaa", Some(200)),
        way("half an OFX body", post("/ofx", length) + "half", "", Some(408)),
        way("an OFX body byte by byte", post("/ofx", chunks), "1\r\na\r\n1\r\na\r\n1\r\na\r\n1\r\na\r\n", Some(408)),
        way("half a JSON body", post("/companies", &(json.clone() + length)) + "{", "", Some(408)),
        way("a JSON body byte by byte", post("/companies", &(json + length)) + "{", drips, Some(408)),
        way("half a form", post("/", &(form.clone() + length)) + "language=", "", Some(408)),
        way("a form byte by byte", post("/", &(form + length)) + "language=", drips, Some(408)),
        way("half a body without a key", post("/companies", length) + "{", "", Some(401)),
        way("half a body in chunks without a key", post("/companies", chunks) + "5\r\nab", "", Some(401)),
        way("half a body for nobody", post("/nowhere", length) + "{", "", Some(404)),
        way("half a body in chunks for nobody", post("/nowhere", chunks) + "5\r\nab", "", Some(404)),
        way("a body byte by byte for nobody", post("/nowhere", length) + "{", drips, Some(404)),
        way("half a body where none is taken", post("/healthz", length) + "{", "", Some(405)),
        way("half a body of a GET", format!("{get}{length}\r\nab"), "", Some(200)),
        way("half a body in chunks of a GET", format!("{get}{chunks}\r\n5\r\nab"), "", Some(200)),
        way(
            "chunks byte by byte of a GET",
            format!("{get}{chunks}\r\n"),
            "1\r\na\r\n1\r\na\r\n1\r\na\r\n1\r\na\r\n",
            Some(200),
        ),
    ]
}

/// Lets these clients be slow at the server, and looks at its other guests meanwhile.
fn try_patience(invitation: &Invitation, each: usize) {
    let ways = ways(invitation);
    let mut guests: Vec<(&Way, Wire)> = Vec::new();
    for way in &ways {
        for _ in 0..each {
            let mut wire = Wire::to(invitation.server.url());
            wire.sends(&way.first);
            guests.push((way, wire));
        }
    }
    // It asks for much and takes nothing of it.
    let readers: Vec<Wire> = (0..each).map(|_| never_reads(invitation)).collect();
    let started = Instant::now();
    let mut dripped = 0;
    while started.elapsed() < PROMISED {
        std::thread::sleep(Duration::from_secs(1));
        for (way, wire) in guests.iter_mut().filter(|(way, _)| way.drips.len() > dripped) {
            wire.sends(&way.drips[dripped..=dripped]);
        }
        dripped += 1;
        let asked = Instant::now();
        assert_eq!(send(&agent(), "GET", &format!("{}/readyz", invitation.server.url()), &[], ()).status, 200);
        assert!(asked.elapsed() < Duration::from_secs(2), "others wait {:?}", asked.elapsed());
    }
    for (way, wire) in &mut guests {
        let left = (PROMISED + SLACK).saturating_sub(started.elapsed());
        assert!(wire.is_closed_within(left), "{} is still open: {}", way.name, wire.heard());
        assert!(way.status.is_none_or(|status| status == wire.status()), "{}: {}", way.name, wire.heard());
    }
    let patience = started + PROMISED + SLACK;
    while established_at(invitation) > 0 {
        assert!(Instant::now() < patience, "{} connections are still open", established_at(invitation));
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(readers);
}

/// A client that asks for some megabytes and never reads.
fn never_reads(invitation: &Invitation) -> Wire {
    let mut wire = Wire::to(invitation.server.url());
    let page = "GET / HTTP/1.1\r\nHost: here\r\nAccept-Language: fr\r\n\r\n";
    // The last do not fit into what the system keeps for a connection.
    wire.sends(page.repeat(16));
    wire
}

/// Connections that the server holds open: of the system's own list, those at its port.
fn established_at(invitation: &Invitation) -> usize {
    let port: u16 = invitation.server.url().rsplit(':').next().unwrap().parse().unwrap();
    let local = format!(":{port:04X}");
    let list = std::fs::read_to_string("/proc/self/net/tcp").unwrap();
    let rows = list.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.len() > 3 && row[1].ends_with(&local) && row[3] == "01").count()
}

#[test]
fn f_16_slow_clients_are_sent_away_within_15_seconds_while_others_are_served() {
    crate::support::tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        try_patience(&invitation, EACH);
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_16_a_thousand_slow_clients_are_sent_away_within_15_seconds_while_others_are_served() {
    crate::support::tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        try_patience(&invitation, 50);
    });
}
