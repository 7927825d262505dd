//! The sandbox's door: a partner's developer with a pretend QuickBooks.

mod daily;
mod exchanges;
mod linking;
mod registers;
mod trouble;

use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::sandbox::Sandbox;
use bankfeeds_link::domain::settings::{Bilingual, Settings};
use serde_json::Value;
use time::macros::datetime;

use crate::support::{
    Connection, Database, Form, HttpBrowser, Page, PartnerClient, Server, checking, credit_card, transaction,
};

/// A bank with one customer, and the customer's browser before a pretend QuickBooks.
pub struct Desk {
    pub server: Server,
    pub bank: PartnerClient,
    pub connection: Connection,
    pub browser: HttpBrowser,
}

pub const NAME: &str = "Érable Bank (Business)";
pub const NOM: &str = "Banque Érable (Affaires)";

impl Desk {
    pub async fn open(database: Database) -> Self {
        Self::calling(database, None).await
    }

    /// Before a QuickBooks that calls another address than its own server's, and is not patient.
    pub async fn calling(database: Database, institution: Option<String>) -> Self {
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| {
            app.sandbox = Some(match institution {
                Some(institution) => Sandbox { institution, patience: Duration::from_millis(1_500) },
                None => Sandbox::calling(app.public_url.origin()),
            });
        })
        .await;
        let mut settings = Settings::new("Banque Érable").unwrap();
        settings.institution = Bilingual { en: NAME.to_owned(), fr: Some(NOM.to_owned()) };
        let bank = PartnerClient::with_settings(&server, &settings).await;
        let connection = bank.connects(&bank.creates_company("Bistro 12"));
        bank.adds_account(&connection, &checking("4821"));
        bank.adds_account(&connection, &credit_card("5518"));
        Self { server, bank, connection, browser: HttpBrowser::new("en-CA") }
    }

    /// The customer at this desk.
    pub fn customer(&self) -> Customer<'_> {
        Customer { browser: &self.browser, origin: self.server.url().to_owned(), institution: self.bank.id.to_string() }
    }

    pub fn address(&self, below: &str) -> String {
        self.customer().address(below)
    }

    pub fn opens(&self, below: &str) -> Page {
        self.customer().opens(below)
    }

    pub fn finds_the_bank(&self) -> Page {
        self.customer().finds_the_bank()
    }

    pub fn signs_in(&self, page: &Page, pair: (&str, &str)) -> Page {
        self.customer().signs_in(page, pair)
    }

    pub fn connects(&self, page: &Page, start: &str) -> Page {
        self.customer().connects(page, start)
    }

    pub fn updates(&self, page: &Page) -> Page {
        self.customer().updates(page)
    }

    pub fn opens_register(&self, page: &Page, name: &str) -> Page {
        self.customer().opens_register(page, name)
    }

    pub fn opens_last_exchange(&self) -> Page {
        self.customer().opens_last_exchange()
    }

    /// The whole way with fresh credentials, to the bank's page. They are given back.
    pub fn links(&self) -> (Page, (String, String)) {
        let pair = self.bank.generates_credentials(&self.connection);
        let accounts = self.signs_in(&self.finds_the_bank(), (&pair.0, &pair.1));
        (self.connects(&accounts, &self.server.day(-7)), pair)
    }

    pub fn pushes(&self, transactions: &[(&str, f64, &str)]) {
        // Later than what has been given before.
        self.server.app.clock.advance(Duration::from_secs(1));
        let today = self.server.day(0);
        let batch: Vec<Value> =
            transactions.iter().map(|(id, amount, words)| transaction(id, &today, *amount, words)).collect();
        self.bank.pushes(&self.connection, "4821", &batch).succeeded();
    }
}

/// Somebody who links a bank in the pretend QuickBooks.
pub struct Customer<'a> {
    pub browser: &'a HttpBrowser,
    /// Of the server.
    pub origin: String,
    /// The id of the bank.
    pub institution: String,
}

impl Customer<'_> {
    pub fn address(&self, below: &str) -> String {
        format!("{}/sandbox/quickbooks{below}", self.origin)
    }

    pub fn opens(&self, below: &str) -> Page {
        self.browser.opens(&self.address(below))
    }

    pub fn comes_to_the_terms(&self) -> Page {
        let choice = choices(&self.opens("/link-account"));
        self.browser.submits(&choice, &[("institution", self.institution.as_str())])
    }

    /// Link account, the institution, the terms: up to the page with username and password.
    pub fn finds_the_bank(&self) -> Page {
        self.browser.submits(&self.comes_to_the_terms().form("/terms"), &[("agree", "yes")])
    }

    pub fn signs_in(&self, page: &Page, (username, password): (&str, &str)) -> Page {
        self.browser.submits(&page.form("/sign-in"), &[("username", username), ("password", password)])
    }

    /// The first two accounts, of which the second is a card, from this day.
    pub fn connects(&self, page: &Page, start: &str) -> Page {
        let fields = [
            ("account", "0"),
            ("account", "1"),
            ("type-0", "chequing"),
            ("type-1", "creditCard"),
            ("start-date", start),
        ];
        self.browser.submits(&page.form("/accounts"), &fields)
    }

    pub fn updates(&self, page: &Page) -> Page {
        self.browser.submits(&page.form("/update"), &[])
    }

    /// The register that the page leads to under this name.
    pub fn opens_register(&self, page: &Page, name: &str) -> Page {
        let html = page.html();
        let before = html.split(&format!("\">{name}</a>")).next().unwrap();
        let address = before.rsplit("href=\"").next().unwrap();
        assert!(address.contains("/registers/"), "no register {name} on {html}");
        self.browser.opens(&format!("{}{address}", self.origin).replace("\" translate=\"no", ""))
    }

    /// The newest exchange, opened.
    pub fn opens_last_exchange(&self) -> Page {
        let list = self.opens("/exchanges").html();
        let address = list.split("href=\"").find(|rest| rest.starts_with("/sandbox/quickbooks/exchanges/")).unwrap();
        self.browser.opens(&format!("{}{}", self.origin, address.split('"').next().unwrap()))
    }
}

/// The form with the institutions; the other one searches.
pub fn choices(page: &Page) -> Form {
    let forms = page.forms();
    let fits = |form: &&Form| form.action.ends_with("/link-account") && !form.hidden.is_empty();
    forms.iter().find(fits).unwrap_or_else(|| panic!("no institutions: {}", page.html())).clone()
}

on_both_databases! {
    async fn without_a_sandbox_its_addresses_are_nobodys(database: Database) {
        let server = Server::start(database).await;
        let browser = HttpBrowser::new("en-CA");
        for address in ["/sandbox/quickbooks", "/sandbox/quickbooks/link-account", "/sandbox/quickbooks/exchanges"] {
            let (here, nowhere) = (browser.opens(&format!("{}{address}", server.url())), browser.opens(&format!("{}/nowhere", server.url())));
            assert_eq!((here.status(), here.html()), (404, nowhere.html()), "{address}");
        }
    }
}
