//! Too many at once: each door says in its own language when to come back, nothing that was acknowledged is lost, and whoever
//! asks for something small is not kept waiting by somebody who asks for much.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::push::Target;
use bankfeeds_link::hashing::Hasher;
use bankfeeds_link::secret::SecretText;
use bankfeeds_link::store;
use serde_json::{Value, json};
use time::macros::datetime;

use crate::link::{Invitation, Walk};
use crate::support::{
    Answer, Connection, Database, HttpBrowser, PartnerClient, Server, agent, checking, send, transaction,
};

/// More than any lane of the hasher holds.
const CROWD: usize = 100;
/// Without a storm the same takes a tenth of it.
const A_MOMENT: Duration = Duration::from_secs(3);

on_both_databases! {
    async fn overload_each_door_says_in_its_own_language_when_to_come_back(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let Invitation { server, bank, connection } = &invitation;
        let pair = bank.generates_credentials(connection);
        let browser = HttpBrowser::new("fr-CA");
        let set_up = browser.agrees(&browser.presses_next(&browser.opens(invitation.link())));
        let _crowd = Crowd::at(&server.app.hasher).await;

        let institution = refused(|| signs_on(server, &pair));
        assert_eq!(institution.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(institution.text(), "Too busy at the moment. Try again soon.\n");

        let path = connection.path("connectionInfo/bankFeedAccounts/credentials");
        let api = refused(|| bank.posts(&path, &Value::Null));
        assert_eq!(api.json()["statusCode"], 503, "{}", api.text());

        // A press of its own each time: the walk's would come back until it is served.
        let page = refused(|| browser.submits(&set_up.form("/credentials"), &[]).answer);
        assert_eq!(page.header("content-language"), "fr-CA");
        assert!(page.text().contains("Banque Érable"), "{}", page.text());
    }

    async fn overload_every_set_that_was_acknowledged_signs_on_and_the_rest_are_told_to_come_back(database: Database) {
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
        let server = &Server::with(database, clock, |app| app.limits.live_sets = CROWD as i64).await;
        let bank = &PartnerClient::new(server, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro 12"));
        for account in ["1", "2"] {
            bank.adds_account(&connection, &checking(account));
        }
        let path = connection.path("connectionInfo/bankFeedAccounts/credentials");
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..CROWD).map(|_| scope.spawn(|| client(bank, server, &path))).collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert!(!made.is_empty() && !refused.is_empty(), "{} of {CROWD} were answered", made.len());
        assert!(refused.iter().all(|answer| is_busy(answer)), "{refused:?}");
        for made in made {
            let pair = made.json();
            let (username, password) = (pair["username"].as_str().unwrap(), pair["password"].as_str().unwrap());
            let answer = signs_on(server, &(username.to_owned(), password.to_owned()));
            assert!(answer.text().contains("<CODE>0"), "{}", answer.text());
        }
    }

    async fn overload_pushes_to_one_account_leave_the_database_to_everybody_else(database: Database) {
        let house = House::open(database).await;
        let (server, bank, connection) = (&house.server, &house.bank, &house.connection);
        // Somebody has the account for long, as a slow batch has.
        let _turn = server.app.pushes.take(&house.target("1")).await.unwrap();
        std::thread::scope(|scope| {
            let waiting: Vec<_> = (0..20).map(|_| scope.spawn(|| house.pushes("1", "waits"))).collect();
            let began = Instant::now();
            assert_eq!(bank.gets(&connection.path("")).status, 200);
            assert_eq!(signs_on(server, &house.pair).status, 200);
            assert_eq!(house.pushes("2", "goes on").status, 200);
            assert!(began.elapsed() < A_MOMENT, "kept waiting for {:?}", began.elapsed());
            for one in waiting {
                let answer = one.join().unwrap();
                assert!(is_busy(&answer), "{} {}", answer.status, answer.text());
            }
        });
        assert_eq!(house.stored("1").await, 0);
    }

    async fn overload_more_pushes_than_there_are_places_for_are_refused_at_once(database: Database) {
        let house = House::open(database).await;
        let turns = house.server.app.pushes.clone();
        let (mine, others) = (house.bank.id, PartnerId::new(&house.server.app.chance));
        let enter = |partner| std::iter::from_fn(|| turns.enter(partner).ok()).take(CROWD).collect::<Vec<_>>();
        let places = enter(mine);
        assert!(places.len() < CROWD, "a room without walls");
        assert!(!enter(others).is_empty(), "one partner has left no room for the others");
        let began = Instant::now();
        assert!(is_busy(&house.pushes("1", "too many")));
        assert!(began.elapsed() < A_MOMENT, "told after {:?}", began.elapsed());
        assert_eq!(house.stored("1").await, 0);
        drop(places);
        assert_eq!(house.pushes("1", "in peace").status, 200);
        assert_eq!(house.stored("1").await, 1);
    }
}

/// Keeps the hasher's lanes full until it is dropped.
struct Crowd {
    goes_home: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Crowd {
    /// Comes when both lanes are full.
    async fn at(hasher: &Hasher) -> Self {
        let goes_home = Arc::new(AtomicBool::new(false));
        let (members, end) = (hasher.clone(), Arc::clone(&goes_home));
        let thread = std::thread::spawn(move || {
            crate::support::tell(async {
                let makers = (0..CROWD).map(|_| asks_again(&end, || members.hash(password())));
                let askers = (0..CROWD).map(|_| asks_again(&end, || members.verify(password(), None)));
                let (makers, askers) = (futures_util::future::join_all(makers), futures_util::future::join_all(askers));
                futures_util::future::join(makers, askers).await;
            });
        });
        while hasher.hash(password()).await.is_ok() || hasher.verify(password(), None).await.is_ok() {}
        Self { goes_home, thread: Some(thread) }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.goes_home.store(true, Ordering::Relaxed);
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking(), "the crowd has panicked");
    }
}

async fn asks_again<T>(end: &AtomicBool, ask: impl AsyncFn() -> T) {
    while !end.load(Ordering::Relaxed) {
        ask().await;
        tokio::task::yield_now().await;
    }
}

fn password() -> SecretText {
    SecretText::new("H7KQ2WMDX4ZRB9TN".to_owned())
}

/// The first refusal: now and then somebody slips in.
fn refused(ask: impl Fn() -> Answer) -> Answer {
    let mut served = Vec::new();
    let refused = loop {
        let answer = ask();
        if answer.status == 503 {
            break answer;
        }
        served.push(answer.status);
        assert!(served.len() < 10, "nobody is refused: {served:?}");
    };
    assert!(is_busy(&refused), "{:?}", refused.headers);
    refused
}

fn is_busy(answer: &Answer) -> bool {
    answer.status == 503 && answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=5).contains(&seconds))
}

/// One of many programs of the partner, each with its own connection.
fn client(bank: &PartnerClient, server: &Server, path: &str) -> Answer {
    let url = format!("{}{path}", server.url());
    send(&agent(), "POST", &url, &[("authorization", &bank.authorization())], ureq::SendBody::none())
}

fn signs_on(server: &Server, (username, password): &(String, String)) -> Answer {
    let file = format!(
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\
         COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n<OFX><SIGNONMSGSRQV1><SONRQ><DTCLIENT>20261121\
         <USERID>{username}<USERPASS>{password}<LANGUAGE>ENG<FI><ORG>Acme<FID>77</FI><APPID>QBKS<APPVER>1900</SONRQ>\
         </SIGNONMSGSRQV1>{}</OFX>",
        ["1", "2"].map(statement).concat()
    );
    send(&agent(), "POST", &server.ofx_url(), &[("content-type", "application/x-ofx")], file)
}

/// Asking for an account's statement connects it.
fn statement(account: &str) -> String {
    format!(
        "<BANKMSGSRQV1><STMTTRNRQ><TRNUID>{account}<STMTRQ><BANKACCTFROM><ACCTID>000{account}<ACCTTYPE>CHECKING\
         </BANKACCTFROM><INCTRAN><INCLUDE>Y</INCTRAN></STMTRQ></STMTTRNRQ></BANKMSGSRQV1>"
    )
}

/// A bank whose customer has two connected accounts, `1` and `2`.
struct House {
    server: Server,
    bank: PartnerClient,
    connection: Connection,
    pair: (String, String),
}

impl House {
    async fn open(database: Database) -> Self {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro 12"));
        for account in ["1", "2"] {
            bank.adds_account(&connection, &checking(account));
        }
        let pair = bank.generates_credentials(&connection);
        assert_eq!(signs_on(&server, &pair).status, 200);
        Self { server, bank, connection, pair }
    }

    fn target(&self, account: &str) -> Target {
        Target {
            company: self.connection.company.parse().unwrap(),
            connection: self.connection.id.parse().unwrap(),
            account_id: account.to_owned(),
            timeout_minutes: None,
        }
    }

    /// By a client of its own, so that many may push at once.
    fn pushes(&self, account: &str, id: &str) -> Answer {
        let path = self.connection.path(&format!("push/bankAccounts/{account}/bankTransactions"));
        let item = transaction(id, &self.server.day(0), -1.5, "Coffee");
        let body = json!({ "accountId": account, "transactions": [item] }).to_string();
        let headers = [("authorization", &*self.bank.authorization()), ("content-type", "application/json")];
        send(&agent(), "POST", &format!("{}{path}", self.server.url()), &headers, body)
    }

    /// How many transactions the account has.
    async fn stored(&self, account: &str) -> i64 {
        let mut db = self.server.app.store.read().await.unwrap();
        let connection = self.connection.id.parse().unwrap();
        let account = store::source_accounts::find(&mut db, connection, account).await.unwrap();
        account.unwrap().next_place
    }
}
