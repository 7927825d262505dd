//! Load from outside: eight writers, eight readers and one accounting program, who write down what was acknowledged.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::ledger::{Kind, Ledger};
use crate::institution::files::{bank, file, statement};
use crate::support::{Fate, Node, Outside, checking, transaction};

const API_WRITERS: usize = 6;
const PAGE_WRITERS: usize = 2;
const READERS: usize = 8;
/// After a refusal that passes, as a client would.
const PAUSE: Duration = Duration::from_millis(20);
const NUMBER: &str = "0001112223";

/// A running storm.
pub struct Storm {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    url: String,
    key: String,
    ledger: Arc<Ledger>,
    is_over: AtomicBool,
    /// Asks for accounts and transactions again until they are answered: their own ids make that safe.
    insists: bool,
    patience: Duration,
    longest: Mutex<Duration>,
    reads: AtomicU64,
    today: String,
}

/// How a storm is to be.
#[derive(Clone, Copy)]
pub struct Manner {
    pub insists: bool,
    pub patience: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self { insists: false, patience: Duration::from_secs(10) }
    }
}

impl Storm {
    /// On a running node.
    pub fn begins(node: &Node, ledger: &Arc<Ledger>, manner: Manner) -> Self {
        let shared = Arc::new(Shared {
            url: node.url().to_owned(),
            key: node.makes_a_partner("Acme Bank"),
            ledger: Arc::clone(ledger),
            is_over: AtomicBool::new(false),
            insists: manner.insists,
            patience: manner.patience,
            longest: Mutex::default(),
            reads: AtomicU64::new(0),
            today: bankfeeds_link::clock::Clock::System.now().date().to_string(),
        });
        let mut threads = Vec::new();
        let mut spawn = |work: fn(&Shared, &mut Outside, usize), number| {
            let shared = Arc::clone(&shared);
            threads.push(std::thread::spawn(move || {
                let mut client = Outside::with_key(&shared.url, &shared.key).patient(shared.patience);
                work(&shared, &mut client, number);
                let mut longest = shared.longest.lock().unwrap();
                *longest = longest.max(client.longest);
            }));
        };
        (0..API_WRITERS).for_each(|number| spawn(Shared::writes, number));
        (0..PAGE_WRITERS).for_each(|number| spawn(Shared::walks, API_WRITERS + number));
        (0..READERS).for_each(|number| spawn(Shared::reads, number));
        spawn(Shared::polls, 99);
        Self { shared, threads }
    }

    /// The end; fails if any visitor met what nobody may meet. Answers the longest request and the number of reads.
    pub fn ends(self) -> (Duration, u64) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().unwrap();
        }
        (*self.shared.longest.lock().unwrap(), self.shared.reads.load(Ordering::SeqCst))
    }
}

/// A connection with an account, as its owner knows it.
struct Feed {
    company: String,
    connection: String,
    link_url: String,
}

impl Feed {
    fn path(&self, below: &str) -> String {
        format!("/companies/{}/connections/{}/{below}", self.company, self.connection)
    }
}

impl Shared {
    fn goes_on(&self) -> bool {
        !self.is_over.load(Ordering::SeqCst)
    }

    /// Counts what was not answered for good, and pauses after it.
    fn heeds(&self, fate: Fate) -> Fate {
        match &fate {
            Fate::Busy => self.ledger.was_busy(),
            Fate::Unknown => self.ledger.was_unknown(),
            _ => return fate,
        }
        std::thread::sleep(PAUSE);
        fate
    }

    /// One request of which the ledger knows; again and again if this storm insists and asking twice is safe.
    fn notes(&self, kind: Kind, name: &str, is_safe: bool, mut ask: impl FnMut() -> Fate) -> Option<Value> {
        self.ledger.asked(kind, name);
        loop {
            match self.heeds(ask()) {
                Fate::Done(answer) => {
                    self.ledger.acknowledged(kind, name);
                    return Some(answer.json());
                }
                // An account that is there already: the first request was done.
                Fate::Refused(answer) if answer.status == 409 && is_safe && self.insists => {
                    self.ledger.acknowledged(kind, name);
                    return Some(Value::Null);
                }
                Fate::Refused(answer) => panic!("{kind:?} {name} is refused: {}", answer.text()),
                Fate::Busy | Fate::Unknown if is_safe && self.insists => {}
                Fate::Busy | Fate::Unknown => return None,
            }
        }
    }

    /// A company, a connection and an account.
    fn makes_a_feed(&self, client: &mut Outside, name: &str) -> Option<Feed> {
        let body = json!({ "name": name });
        let company = self.notes(Kind::Company, name, false, || client.posts("/companies", &body))?;
        let company = company["id"].as_str()?.to_owned();
        let path = format!("/companies/{company}/connections");
        let answer = self.heeds(client.posts(&path, &json!({ "platformKey": "hcws" }))).done()?.json();
        let connection = answer["id"].as_str()?.to_owned();
        let link_url = answer["linkUrl"].as_str()?.to_owned();
        self.ledger.asked(Kind::Connection, &connection);
        self.ledger.acknowledged(Kind::Connection, &connection);
        let feed = Feed { company, connection, link_url };
        let (path, account) = (feed.path("connectionInfo/bankFeedAccounts"), account());
        self.notes(Kind::Account, &feed.connection, true, || client.posts(&path, &account))?;
        Some(feed)
    }

    fn makes_credentials(&self, client: &mut Outside, feed: &Feed) -> Option<(String, String)> {
        let path = feed.path("connectionInfo/bankFeedAccounts/credentials");
        let made = self.heeds(client.posts(&path, &Value::Null)).done()?.json();
        let (username, password) = (made["username"].as_str()?.to_owned(), made["password"].as_str()?.to_owned());
        let name = format!("{} {}", feed.connection, username.replace('-', ""));
        self.ledger.acknowledged(Kind::Credentials, &name);
        Some((username, password))
    }

    /// A backend that sets up one customer after another.
    fn writes(&self, client: &mut Outside, writer: usize) {
        for round in 0.. {
            if !self.goes_on() {
                return;
            }
            let _ = self.writes_one(client, &format!("writer {writer} round {round}"), round % 2 == 0);
        }
    }

    fn writes_one(&self, client: &mut Outside, name: &str, revokes: bool) -> Option<()> {
        let feed = self.makes_a_feed(client, name)?;
        let (username, password) = self.makes_credentials(client, &feed)?;
        let poll = poll(&username, &password);
        if !self.heeds(client.sends_ofx(&poll)).is_done() {
            return None;
        }
        for batch in 0..3 {
            self.pushes(client, &feed, batch)?;
        }
        if revokes {
            let path = feed.path("connectionInfo/bankFeedAccounts/credentials");
            self.notes(Kind::Revoke, &feed.connection, false, || client.asks("DELETE", &path, &Value::Null))?;
            let answer = self.heeds(client.sends_ofx(&poll)).done()?;
            assert!(answer.text().contains("<CODE>15500"), "a revoked set signs on: {}", answer.text());
        }
        Some(())
    }

    /// Two transactions, both or none.
    fn pushes(&self, client: &mut Outside, feed: &Feed, batch: usize) -> Option<()> {
        let ids = [format!("{batch}-one"), format!("{batch}-two")];
        let rows: Vec<Value> = ids.iter().map(|id| transaction(id, &self.today, -4.5, "Coffee")).collect();
        let body = json!({ "accountId": "everyday", "transactions": rows });
        let path = feed.path("push/bankAccounts/everyday/bankTransactions");
        let [one, two] = ids.map(|id| format!("{} {id}", feed.connection));
        self.ledger.asked(Kind::Transaction, &two);
        self.notes(Kind::Transaction, &one, true, || client.posts(&path, &body))?;
        self.ledger.acknowledged(Kind::Transaction, &two);
        Some(())
    }

    /// Customers who go through the pages, one after another.
    fn walks(&self, client: &mut Outside, writer: usize) {
        for round in 0.. {
            if !self.goes_on() {
                return;
            }
            let _ = self.walks_once(client, &format!("walker {writer} round {round}"));
        }
    }

    fn walks_once(&self, client: &mut Outside, name: &str) -> Option<()> {
        let feed = self.makes_a_feed(client, name)?;
        let page = client.opens(&feed.link_url)?;
        self.ledger.asked(Kind::Claim, &feed.connection);
        let (fate, page) = client.submits(&page, "/select-software", &[("software", "hcws")]);
        self.heeds(fate).done()?;
        self.ledger.acknowledged(Kind::Claim, &feed.connection);
        let page = page?;
        self.ledger.asked(Kind::Consent, &feed.connection);
        let (fate, _) = client.submits(&page, "/consent", &[("answer", "agree")]);
        self.heeds(fate).done()?;
        self.ledger.acknowledged(Kind::Consent, &feed.connection);
        Some(())
    }

    fn reads(&self, client: &mut Outside, reader: usize) {
        let paths = ["/companies", "/healthz", "/companies?pageSize=5", "/readyz"];
        while self.goes_on() {
            if client.gets(paths[reader % paths.len()]).is_done() {
                self.reads.fetch_add(1, Ordering::Relaxed);
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Accounting software that asks for one customer's statement again and again.
    fn polls(&self, client: &mut Outside, _: usize) {
        let (mut round, mut pair) = (0, None);
        while self.goes_on() {
            round += 1;
            if pair.is_none() {
                let feed = self.makes_a_feed(client, &format!("polled {round}"));
                pair = feed.and_then(|feed| self.makes_credentials(client, &feed));
            }
            let Some((username, password)) = &pair else { continue };
            if let Fate::Done(answer) = self.heeds(client.sends_ofx(&poll(username, password))) {
                assert!(answer.text().contains("<CODE>0"), "{}", answer.text());
                assert!(!answer.text().contains("<CODE>15500"), "{}", answer.text());
                self.reads.fetch_add(1, Ordering::Relaxed);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

fn account() -> Value {
    let mut account = checking("everyday");
    account["accountNumber"] = NUMBER.into();
    account
}

/// A statement of the account, which connects it.
fn poll(username: &str, password: &str) -> String {
    file((username, password), &bank(&[statement((NUMBER, "CHECKING"), "<INCLUDE>Y")]))
}
