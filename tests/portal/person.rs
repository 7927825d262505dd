//! One of the partner's people with a password, before any door.

use std::time::Duration;

use bankfeeds_link::domain::app::PublicUrl;
use bankfeeds_link::domain::member::{self, Email, MemberId, New};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::password;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::mail::Mailer;
use bankfeeds_link::secret::SecretText;
use bankfeeds_link::store::{member_sessions, members};
use totp_rs::{Builder, Secret, Totp};

use crate::support::{Database, HttpBrowser, Page, PartnerClient, Server};

pub const PASSWORD: &str = "vq3-kzut-9mt-pw";

pub struct Person {
    pub id: MemberId,
    pub email: String,
    origin: String,
}

impl Person {
    /// A partner's first member in this role.
    pub async fn of(database: Database, role: Role) -> (Server, Self) {
        let server = Server::start(database).await;
        let person = Self::at(&server, "marie@acme.example", role).await;
        (server, person)
    }

    /// At another partner each.
    pub async fn at(server: &Server, email: &str, role: Role) -> Self {
        Self::of_team(server, PartnerClient::new(server, "Acme Bank").await.id, email, role).await
    }

    /// At this partner.
    pub async fn of_team(server: &Server, partner: PartnerId, email: &str, role: Role) -> Self {
        let app = &server.app;
        let parsed = Email::parse(email).unwrap();
        let new = New { email: &parsed, name: "Marie Tremblay", role, password: None };
        let mut db = app.store.write().await.unwrap();
        let id = member::create(&mut db, &app.chance, partner, &new, app.clock.now()).await.unwrap().unwrap();
        db.commit().await.unwrap();
        let hash = password::hash(app, id, &SecretText::new(PASSWORD.into())).await.unwrap();
        let mut db = app.store.write().await.unwrap();
        members::set_password(&mut db, id, &hash).await.unwrap();
        db.commit().await.unwrap();
        Self { id, email: email.to_owned(), origin: app.public_url.origin().to_owned() }
    }

    pub fn address(&self, below: &str) -> String {
        format!("{}/portal{below}", self.origin)
    }

    /// Opens a place below `/portal` in a browser.
    pub fn opens(&self, browser: &HttpBrowser, below: &str) -> Page {
        browser.opens(&self.address(below))
    }

    /// Gives address and password at the door.
    pub fn gives(&self, browser: &HttpBrowser, password: &str) -> Page {
        let door = self.opens(browser, "/sign-in");
        browser.submits(&door.form("/sign-in"), &[("email", self.email.as_str()), ("password", password)])
    }

    /// Where there is no second factor.
    pub fn signs_in(&self) -> HttpBrowser {
        let browser = HttpBrowser::new("en-CA");
        let page = self.gives(&browser, PASSWORD);
        assert!(page.status() == 200 && is_in(&browser), "{}", page.html());
        browser
    }

    /// Password, then a code.
    pub fn signs_in_with(&self, browser: &HttpBrowser, code: &str) -> Page {
        let second = self.gives(browser, PASSWORD);
        browser.submits(&second.form("/sign-in/second"), &[("code", code)])
    }

    /// Sets up an authenticator, in a browser that is signed in; answers it, and the recovery codes.
    pub fn sets_up(&self, server: &Server, browser: &HttpBrowser) -> (Phone, Vec<String>) {
        let page = self.opens(browser, "/account/authenticator");
        let phone = Phone::with(&page);
        let kept = browser.submits(&page.form("/account/authenticator"), &[("code", &*phone.code(server))]);
        assert!(kept.says("is set up"), "{}", kept.html());
        (phone, codes_of(&kept))
    }

    /// How many sessions of theirs live.
    pub async fn sessions(&self, server: &Server) -> usize {
        let now = server.now();
        let mut db = server.app.store.read().await.unwrap();
        member_sessions::of_member(&mut db, self.id, now, now - Duration::from_secs(1_800)).await.unwrap().len()
    }
}

/// Whether this browser has a session's cookie.
pub fn is_in(browser: &HttpBrowser) -> bool {
    browser.cookie("p").is_some_and(|value| !value.is_empty())
}

/// The recovery codes on a page.
pub fn codes_of(page: &Page) -> Vec<String> {
    let listed = page.text_of("codes").unwrap_or_default();
    listed.split_whitespace().map(str::to_owned).collect()
}

/// An authenticator app.
pub struct Phone(Totp);

impl Phone {
    /// With the key that a page offers.
    pub fn with(page: &Page) -> Self {
        let typed = page.text_of("secret").unwrap().replace(' ', "");
        Self(Builder::new().with_secret(Secret::try_from_base32(typed).unwrap()).build().unwrap())
    }

    /// What it shows now.
    pub fn code(&self, server: &Server) -> String {
        self.0.generate(u64::try_from(server.now().unix_seconds()).unwrap()).to_string()
    }

    /// The code after the one that it showed before.
    pub fn next_code(&self, server: &Server) -> String {
        server.app.clock.advance(Duration::from_secs(30));
        self.code(server)
    }
}

/// A server that is reached as `localhost`: passkeys belong to a name.
pub async fn server_with_a_name(database: Database) -> Server {
    server_with_a_name_that_writes(database, None).await
}

/// One that sends letters by this mailer.
pub async fn server_with_a_name_that_writes(database: Database, mail: Option<Mailer>) -> Server {
    let clock = bankfeeds_link::clock::Clock::standing_at(time::macros::datetime!(2026-11-21 15:00 UTC).into());
    Server::with(database, clock, |app| {
        let origin = app.public_url.origin().replace("127.0.0.1", "localhost");
        app.public_url = PublicUrl::parse(&origin).unwrap();
        app.mail = mail;
    })
    .await
}
