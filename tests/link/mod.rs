//! Door 1: a person with a linkUrl.

pub mod another_device;
pub mod brand;
mod credentials;
mod dead_ends;
mod extremes;
mod language;
pub mod live;
pub mod looks;
mod pages;
mod permission;
mod revoke;
mod second_browser;
mod session;
mod start;
mod ways_out;

use bankfeeds_link::domain::link;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::domain::timeline::Who;

use crate::support::{Connection, Database, HttpBrowser, Page, PartnerClient, Server, checking, savings};

/// A bank, one of its customers, and the link she was given.
pub struct Invitation {
    pub server: Server,
    pub bank: PartnerClient,
    pub connection: Connection,
}

impl Invitation {
    pub async fn from_a_bank(database: Database) -> Self {
        Self::with(database, |_| {}).await
    }

    pub async fn with(database: Database, change: impl FnOnce(&mut Settings)) -> Self {
        Self::on(Server::start(database).await, change).await
    }

    /// The same on a server that is not as usual.
    pub async fn on(server: Server, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new("Banque Érable").unwrap();
        change(&mut settings);
        let bank = PartnerClient::with_settings(&server, &settings).await;
        let company = bank.creates_company("Bistro 12");
        let connection = bank.connects(&company);
        bank.adds_account(&connection, &checking("4821"));
        bank.adds_account(&connection, &savings("0077"));
        Self { server, bank, connection }
    }

    pub fn link(&self) -> &str {
        &self.connection.link_url
    }

    /// The same link with another code.
    pub fn wrong_link(&self) -> String {
        let (address, otp) = self.link().split_once("?otp=").unwrap();
        let other = if otp == "123456" { "654321" } else { "123456" };
        format!("{address}?otp={other}")
    }

    /// The linkUrl that the partner is answered now.
    pub fn fresh_link(&self) -> String {
        self.bank.looks_at(&self.connection)["linkUrl"].as_str().unwrap().to_owned()
    }

    /// A new link by an operator's hand, which ends all others.
    pub async fn rotated(&self) -> String {
        let app = &self.server.app;
        let (company, connection) = (self.connection.company.parse().unwrap(), self.connection.id.parse().unwrap());
        let mut db = app.store.write().await.unwrap();
        let url = link::rotate(app, &mut db, (company, connection), Who::Operator).await.unwrap();
        db.commit().await.unwrap();
        url
    }

    /// Another server on the same database, with the same keys and clock.
    pub async fn restarted(&self) -> Server {
        let first = &self.server.app;
        let (keys, clock) = (first.keys.clone(), first.clock.clone());
        Server::with(self.server.database.clone(), clock, |app| app.keys = keys).await
    }

    /// The name of this connection's cookie.
    pub fn cookie_name(&self) -> String {
        format!("l-{}", &self.connection.id[..8])
    }

    pub fn page_address(&self, page: &str) -> String {
        format!("{}/link/{}/{page}", self.server.url(), self.connection.id)
    }
}

/// The way through the pages, step by step.
pub trait Walk {
    fn presses_next(&self, page: &Page) -> Page;
    fn agrees(&self, page: &Page) -> Page;
    fn gets_credentials(&self, page: &Page) -> Page;
    /// All three, from the link to the page with the pair.
    fn walks_to_credentials(&self, link: &str) -> Page;
}

impl Walk for HttpBrowser {
    fn presses_next(&self, page: &Page) -> Page {
        self.submits(&page.form("/select-software"), &[("software", "hcws")])
    }

    fn agrees(&self, page: &Page) -> Page {
        self.submits(&page.form("/consent"), &[("answer", "agree")])
    }

    fn gets_credentials(&self, page: &Page) -> Page {
        let form = page.form("/credentials");
        unless_busy(|| self.submits(&form, &[]), Page::status)
    }

    fn walks_to_credentials(&self, link: &str) -> Page {
        let permission = self.presses_next(&self.opens(link));
        self.gets_credentials(&self.agrees(&permission))
    }
}

/// Asks again while the server is too busy to hash, which the tests beside this one may make it.
pub fn unless_busy<T>(ask: impl Fn() -> T, status: impl Fn(&T) -> u16) -> T {
    for _ in 0..40 {
        let answer = ask();
        if status(&answer) != 503 {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    panic!("it is busy for ever")
}
