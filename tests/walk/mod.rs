//! The sandbox's own pages: the walk of a partner's developer, its clock, its key, and wiping it.

mod clock;
mod journey;
mod key;
mod lines;
mod steps;
mod wipe;

use bankfeeds_link::clock::{Ahead, Clock};
use bankfeeds_link::domain::sandbox::Sandbox;
use bankfeeds_link::secret::SecretText;
use time::macros::datetime;

use crate::support::{Database, HttpBrowser, Page, PartnerClient, Server};

/// A sandbox whose true time stands at Saturday 2026-11-21, 15:00 UTC.
pub async fn sandbox(database: Database) -> Server {
    let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
    Server::with(database, clock.shifted(Ahead::default()).watched(), |app| {
        app.sandbox = Some(Sandbox::calling(app.public_url.origin()));
    })
    .await
}

/// A partner's developer, with a browser of their own.
pub struct Developer {
    pub browser: HttpBrowser,
    pub partner: PartnerClient,
    pub url: String,
}

impl Developer {
    pub async fn of(server: &Server, name: &str) -> Self {
        let partner = PartnerClient::new(server, name).await;
        Self { browser: HttpBrowser::new("en-CA"), partner, url: server.url().to_owned() }
    }

    /// One whose key is known already.
    pub async fn inside(server: &Server, name: &str) -> Self {
        let developer = Self::of(server, name).await;
        let walk = developer.gives(&developer.partner.api_key);
        assert!(walk.says("Where you stand"), "{}", walk.html());
        developer
    }

    pub fn opens(&self, path: &str) -> Page {
        self.browser.opens(&format!("{}{path}", self.url))
    }

    pub fn gives(&self, key: &str) -> Page {
        self.browser.submits(&self.opens("/sandbox").form("/key"), &[("key", key)])
    }

    /// Takes a step of the walk as it stands.
    pub fn takes(&self, step: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.opens("/sandbox").form(&format!("/steps/{step}"));
        self.browser.submits(&form, fields)
    }

    /// Turns the clock on its own page.
    pub fn turns(&self, turn: &str) -> Page {
        self.browser.submits(&self.opens("/sandbox/clock").form("/sandbox/clock"), &[("turn", turn)])
    }

    pub fn wipes(&self) -> Page {
        self.browser.submits(&self.opens("/sandbox/wipe").form("/wipe"), &[])
    }
}

/// The id of the company that a page of the walk is about.
pub fn company_of(page: &Page) -> String {
    page.url.split_once("company=").unwrap().1.split('#').next().unwrap().to_owned()
}

/// The key as the program knows it.
pub fn secret(key: &str) -> SecretText {
    SecretText::new(key.to_owned())
}
