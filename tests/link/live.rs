//! The page notices QuickBooks: what it says and what its stream says are one thing, on one node and on several.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Invitation, Walk};
use crate::cli::commands::creates;
use crate::institution::files::{bank, file, posts, statement};
use crate::support::terminal::Terminal;
use crate::support::{Database, HttpBrowser, Outside, Page, Server, Wire, checking};

/// A second is promised; a machine that runs many tests at once is given more.
const PATIENCE: Duration = Duration::from_secs(8);
const ACCOUNTS: &str = "<SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>a-1<ACCTINFORQ><DTACCTUP>1990</ACCTINFORQ>\
    </ACCTINFOTRNRQ></SIGNUPMSGSRQV1>";

/// Accounting software with the pair that stands on a page.
pub struct Software {
    username: String,
    password: String,
}

/// How soon something was noticed; a second is the promise.
#[expect(clippy::print_stdout, reason = "a figure, for whoever asks the suite to show what it prints")]
pub fn figure(what: &str, after: Duration) {
    println!("{what} after {} ms", after.as_millis());
}

/// The password on a page, which is drawn in groups.
pub fn password(ready: &Page) -> String {
    let html = ready.html();
    let inside = html.split("id=\"password\"").nth(1).and_then(|rest| rest.split("<button").next()).unwrap();
    let groups = inside.split("<span>").skip(1).map(|group| group.split('<').next().unwrap());
    groups.collect()
}

impl Software {
    pub fn reading(ready: &Page) -> Self {
        Self { username: ready.text_of("username").unwrap(), password: password(ready) }
    }

    pub fn with(username: String, password: String) -> Self {
        Self { username, password }
    }

    pub fn password(&self) -> &str {
        &self.password
    }

    /// Signs on and lists the accounts; connects none.
    pub fn signs_on(&self, server: &Server) {
        self.asks(server, ACCOUNTS);
    }

    /// Asks for the statements of both accounts of an invitation.
    pub fn connects_both(&self, server: &Server) {
        let (first, second) = (("0004821", "CHECKING"), ("1110077", "SAVINGS"));
        self.asks(server, &bank(&[statement(first, "<INCLUDE>Y"), statement(second, "<INCLUDE>Y")]));
    }

    fn asks(&self, server: &Server, sets: &str) {
        let file = file((&self.username, &self.password), sets);
        let answer = super::unless_busy(|| posts(server, &file), |answer| answer.status);
        assert!(answer.status == 200 && !answer.text().contains("<CODE>15500"), "{}", answer.text());
    }
}

/// Somebody who listens at the page's stream, as its script does.
struct Listener(Wire);

impl Listener {
    /// With this browser's cookie, at a server.
    fn at(server: &str, invitation: &Invitation, browser: &HttpBrowser) -> Self {
        let name = invitation.cookie_name();
        let cookie = browser.cookie(&name).map_or_else(String::new, |value| format!("Cookie: {name}={value}\r\n"));
        Self::with(server, &invitation.connection.id, &cookie)
    }

    fn with(server: &str, connection: &str, cookie: &str) -> Self {
        let mut wire = Wire::to(server);
        let path = format!("/link/{connection}/credentials/events");
        wire.sends(format!("GET {path} HTTP/1.1\r\nHost: here\r\nAccept-Language: en-CA\r\n{cookie}\r\n"));
        Self(wire)
    }

    /// One to whom nothing has happened yet.
    fn that_waits(invitation: &Invitation, browser: &HttpBrowser) -> Self {
        let mut stream = Self::at(invitation.server.url(), invitation, browser);
        stream.hears("event: waiting");
        stream
    }

    /// Waits for these words; answers how long.
    fn hears(&mut self, words: &str) -> Duration {
        let begun = Instant::now();
        while !self.0.heard().contains(words) {
            assert!(begun.elapsed() < PATIENCE, "{words:?} is not in {}", self.0.heard());
            let is_closed = self.0.is_closed_within(Duration::from_millis(10));
            assert!(!is_closed || self.0.heard().contains(words), "closed without {words:?}: {}", self.0.heard());
        }
        begun.elapsed()
    }

    /// The stream's last piece has come, or the connection is closed.
    fn ends(&mut self) -> Duration {
        let begun = Instant::now();
        while !self.0.is_closed_within(Duration::from_millis(10)) && !self.0.heard().ends_with("\r\n0\r\n\r\n") {
            assert!(begun.elapsed() < PATIENCE, "it goes on: {}", self.0.heard());
        }
        begun.elapsed()
    }
}

on_both_databases! {
    async fn the_stream_says_what_happens_and_the_page_says_the_same(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, marie) = (&invitation.server, HttpBrowser::new("en-CA"));
        let ready = marie.walks_to_credentials(invitation.link());
        assert!(ready.says("Waiting for QuickBooks…") && ready.says("Check again"));
        let mut stream = Listener::at(server.url(), &invitation, &marie);
        stream.hears("retry: 1000\nevent: waiting\ndata: Waiting for QuickBooks…\n\n");
        let quickbooks = Software::reading(&ready);
        quickbooks.signs_on(server);
        let signed_on = stream.hears("event: signed-on\ndata: QuickBooks signed in at 10:00 a.m. Eastern Standard Time\n\n");
        let page = marie.opens(&ready.url);
        stream.hears("event: turn\ndata: QuickBooks has signed in\ndata: In QuickBooks, choose the accounts to connect, then select Connect.\n\nevent: signed-on");
        assert!(page.says("In QuickBooks, choose the accounts to connect, then select Connect."));
        assert!(page.says("QuickBooks signed in at 10:00 a.m. Eastern Standard Time"));
        assert!(page.says("QuickBooks has signed in") && page.text_of("password").is_none(), "used is used");
        quickbooks.connects_both(server);
        let connected = stream.hears("event: connected\ndata: 2 accounts connected\n\n");
        let page = marie.opens(&ready.url);
        assert!(page.html().contains("<h1>Your accounts are connected</h1>") && page.says("2 accounts connected"));
        figure("heard of the sign-on", signed_on);
        figure("heard of the accounts", connected);
    }

    async fn what_happens_at_one_node_is_heard_at_another(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let other = invitation.restarted().await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let mut stream = Listener::at(other.url(), &invitation, &marie);
        stream.hears("event: waiting");
        Software::reading(&ready).connects_both(&invitation.server);
        let heard = stream.hears("event: connected\ndata: 2 accounts connected\n\n");
        figure("heard at the other node", heard);
    }

    async fn an_older_set_that_goes_on_polling_is_not_taken_for_the_new_one(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, marie) = (&invitation.server, HttpBrowser::new("en-CA"));
        let old = Software::reading(&marie.walks_to_credentials(invitation.link()));
        old.connects_both(server);
        server.app.clock.advance(Duration::from_secs(60));
        let ready = marie.gets_credentials(&marie.opens(&invitation.page_address("set-up")));
        old.connects_both(server);
        assert!(marie.opens(&ready.url).says("Waiting for QuickBooks…"));
        let (username, password) = invitation.bank.generates_credentials(&invitation.connection);
        Software::with(username, password).connects_both(server);
        assert!(marie.opens(&ready.url).says("Waiting for QuickBooks…"), "nor one that the bank's program made");
    }

    async fn a_stream_ends_with_the_credentials_and_with_the_session(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        let listens = || Listener::that_waits(&invitation, &marie);
        let mut stream = listens();
        let confirm = marie.opens(&invitation.page_address("revoke"));
        let revoked = marie.submits(&confirm.form("/revoke"), &[]);
        stream.ends();
        let nothing = marie.asks("GET", &invitation.page_address("credentials/events"));
        assert_eq!((nothing.status, nothing.bytes.len()), (204, 0), "a browser does not ask again");
        assert!(revoked.says("Reference: "));

        marie.gets_credentials(&marie.opens(&invitation.page_address("set-up")));
        let mut stream = listens();
        assert_eq!(invitation.bank.revokes_credentials(&invitation.connection).status, 204);
        stream.ends();
        assert_eq!(marie.asks("GET", &invitation.page_address("credentials/events")).status, 410);

        let fresh = invitation.fresh_link();
        let (louise, name) = (HttpBrowser::new("en-CA"), invitation.cookie_name());
        louise.walks_to_credentials(&fresh);
        assert!(louise.cookie(&name).is_some());
        let mut stream = Listener::at(invitation.server.url(), &invitation, &louise);
        stream.hears("event: waiting");
        invitation.server.app.clock.advance(Duration::from_secs(3_601));
        stream.ends();
    }

    async fn strangers_are_told_what_every_page_tells_them(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, looking) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        marie.walks_to_credentials(invitation.link());
        looking.opens(&invitation.fresh_link());
        let elsewhere = invitation.page_address("credentials").replace(&invitation.connection.id, &uuid());
        for (who, address) in [
            (&HttpBrowser::new("en-CA"), invitation.page_address("credentials")),
            (&looking, invitation.page_address("credentials")),
            (&marie, elsewhere),
        ] {
            let (page, stream) = (who.asks("GET", &address), who.asks("GET", &format!("{address}/events")));
            assert_eq!((stream.status, without_reference(&stream.text())), (410, without_reference(&page.text())));
            assert!(!stream.text().contains("rable"), "no brand");
        }
        let head = marie.asks("HEAD", &invitation.page_address("credentials/events"));
        assert_eq!((head.status, head.header("content-type")), (200, "text/event-stream"));
        assert_eq!((head.header("cache-control"), head.header("x-accel-buffering")), ("no-store", "no"));
    }

    async fn streams_that_nobody_reads_any_more_take_nothing_from_anybody(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let listens = || Listener::that_waits(&invitation, &marie);
        let mut left: Vec<Listener> = (0..12).map(|_| listens()).collect();
        let mut read = listens();
        Software::reading(&ready).signs_on(&invitation.server);
        read.hears("event: signed-on");
        assert!(marie.opens(&ready.url).says("QuickBooks has signed in"));
        // What they were told meanwhile waits for them.
        for stream in &mut left[..10] {
            stream.hears("event: end");
            assert!(!stream.0.heard().contains("event: signed-on"), "it went on without a seat");
        }
    }

    async fn a_session_has_three_streams_and_a_fourth_takes_the_place_of_the_first(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        let listens = || Listener::that_waits(&invitation, &marie);
        let [mut first, mut second, _third, mut fourth] = [listens(), listens(), listens(), listens()];
        first.hears("event: end\ndata:\n\n");
        first.ends();
        let connection = invitation.connection.id.parse().unwrap();
        let mut db = invitation.server.app.store.write().await.unwrap();
        bankfeeds_link::store::credentials::revoke_all(&mut db, connection, invitation.server.now()).await.unwrap();
        assert!(!second.0.heard().contains("event: end") && !fourth.0.heard().contains("event: end"));
        db.commit().await.unwrap();
        second.ends();
        fourth.ends();
    }
}

fn uuid() -> String {
    "6b113e06-e818-45d7-977b-8e6bb3d01269".to_owned()
}

/// Longer than the patience with a connection whose answer is not taken (F-16): whoever takes what comes keeps it.
#[test]
fn a_quiet_stream_lives_on_for_whoever_reads_it() {
    crate::support::tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let mut stream = Listener::at(invitation.server.url(), &invitation, &marie);
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(18) {
            assert!(!stream.0.is_closed_within(Duration::from_millis(200)), "closed: {}", stream.0.heard());
        }
        assert!(stream.0.heard().matches("\n:\n\n").count() >= 1, "no heartbeat: {}", stream.0.heard());
        Software::reading(&ready).signs_on(&invitation.server);
        stream.hears("event: signed-on");
    });
}

/// A customer of this bank at a server that is a process: the connection, her cookie, and the software with her pair.
fn walks_at(url: &str, key: &str) -> (String, String, Software) {
    let mut bank = Outside::with_key(url, key);
    let company = bank.posts("/companies", &json!({ "name": "Bistro" })).done().unwrap().json()["id"].clone();
    let path = format!("/companies/{}/connections", company.as_str().unwrap());
    let connection = bank.posts(&path, &json!({ "platformKey": "hcws" })).done().unwrap().json();
    let id = connection["id"].as_str().unwrap().to_owned();
    bank.posts(&format!("{path}/{id}/connectionInfo/bankFeedAccounts"), &checking("4821")).done().unwrap();
    let marie = HttpBrowser::new("en-CA");
    let ready = marie.walks_to_credentials(connection["linkUrl"].as_str().unwrap());
    let name = format!("l-{}", &id[..8]);
    let cookie = format!("Cookie: {name}={}\r\n", marie.cookie(&name).unwrap());
    (id, cookie, Software::reading(&ready))
}

#[test]
fn what_happens_at_one_process_is_heard_at_another() {
    crate::support::tell(async {
        let database = Database::postgres().await;
        let terminals = [(); 2].map(|()| Terminal::of_server(database.url()));
        let (_, key) = creates(&terminals[0], "Acme Bank");
        let mut servers = terminals.each_ref().map(Terminal::serves);
        let [here, there] = servers.each_ref().map(|server| format!("http://127.0.0.1:{}", server.port()));
        let (id, cookie, software) = walks_at(&here, &key);
        let mut stream = Listener::with(&there, &id, &cookie);
        stream.hears("event: waiting");
        let mut quickbooks = Outside::new(&here);
        let asks = |sets: &str| file((&software.username, &software.password), sets);
        quickbooks.sends_ofx(&asks(ACCOUNTS)).done().unwrap();
        let signed_on = stream.hears("event: signed-on");
        quickbooks.sends_ofx(&asks(&bank(&[statement(("0004821", "CHECKING"), "<INCLUDE>Y")]))).done().unwrap();
        let connected = stream.hears("event: connected\ndata: 1 account connected");
        figure("heard at the other process of the sign-on", signed_on);
        figure("heard at the other process of the account", connected);
        for server in &mut servers {
            server.stops();
        }
    });
}

/// As a proxy asks that is set to no newer version.
#[test]
fn a_client_of_http_1_0_hears_it_as_well() {
    crate::support::tell(async {
        let invitation = Invitation::from_a_bank(Database::sqlite()).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let (name, id) = (invitation.cookie_name(), &invitation.connection.id);
        let cookie = marie.cookie(&name).unwrap();
        let mut stream = Listener(Wire::to(invitation.server.url()));
        stream.0.sends(format!("GET /link/{id}/credentials/events HTTP/1.0\r\nCookie: {name}={cookie}\r\n\r\n"));
        stream.hears("event: waiting");
        Software::reading(&ready).signs_on(&invitation.server);
        stream.hears("event: signed-on");
    });
}

#[test]
fn f_14_a_server_that_stops_waits_for_no_stream() {
    let terminal = Terminal::of_server("sqlite:bank.db");
    let (_, key) = creates(&terminal, "Acme Bank");
    let mut server = terminal.serves();
    let url = format!("http://127.0.0.1:{}", server.port());
    let (id, cookie, _) = walks_at(&url, &key);
    let mut streams = [Listener::with(&url, &id, &cookie), Listener::with(&url, &id, &cookie)];
    for stream in &mut streams {
        stream.hears("event: waiting");
    }
    let told = Instant::now();
    server.gets(rustix::process::Signal::TERM);
    for stream in &mut streams {
        stream.ends();
        assert!(stream.0.heard().ends_with("\r\n0\r\n\r\n"), "torn, not ended: {}", stream.0.heard());
    }
    let ended = told.elapsed();
    assert!(server.ends().success(), "{}", server.log());
    assert!(told.elapsed() < Duration::from_secs(8), "it waited for streams: {:?}", told.elapsed());
    println!("streams ended after {ended:?}, the server after {:?}", told.elapsed());
}

/// Each page has a reference of its own.
fn without_reference(html: &str) -> String {
    let (before, rest) = html.split_once("Reference: ").unwrap();
    before.to_owned() + rest.trim_start_matches(|it: char| it.is_ascii_alphanumeric())
}
