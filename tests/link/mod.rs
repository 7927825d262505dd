//! Door 1: a person with a linkUrl.

mod dead_ends;
mod language;
mod looks;
mod pages;
mod revoke;
mod start;

use bankfeeds_link::domain::settings::Settings;

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
        let server = Server::start(database).await;
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
        self.submits(&page.form("/credentials"), &[])
    }

    fn walks_to_credentials(&self, link: &str) -> Page {
        let permission = self.presses_next(&self.opens(link));
        self.gets_credentials(&self.agrees(&permission))
    }
}
