//! One of the partner's people: a browser that is signed in to the portal.

use bankfeeds_link::domain::member::{self, Email, MemberId, New};
use bankfeeds_link::domain::member_session::{self, Whence};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::store::members;

use super::http_browser::{HttpBrowser, Page};
use super::server::Server;

pub struct Member {
    pub id: MemberId,
    pub email: String,
    pub name: &'static str,
    pub browser: HttpBrowser,
    origin: String,
}

impl Member {
    /// A new member in this role, signed in a moment ago, with the second factor that the role asks for.
    pub async fn of(server: &Server, partner: PartnerId, role: Role) -> Self {
        Self::reading("en-CA", server, partner, role).await
    }

    /// `language` as `Accept-Language` has it.
    pub async fn reading(language: &str, server: &Server, partner: PartnerId, role: Role) -> Self {
        let (app, name) = (&server.app, "Ada Tremblay");
        let mut db = app.store.write().await.unwrap();
        let email = format!("{role}-{}@bank.example", app.chance.uuid().simple());
        let email = Email::parse(&email).unwrap();
        let new = New { email: &email, name, role, password: None };
        let id = member::create(&mut db, &app.chance, partner, &new, app.clock.now()).await.unwrap().unwrap();
        members::set_second_factor(&mut db, id, role.needs_second_factor()).await.unwrap();
        let whence = Whence { browser: "ureq", network: "127.0.0.0/24" };
        let value = member_session::start(app, &mut db, id, &whence).await.unwrap();
        db.commit().await.unwrap();
        let browser = HttpBrowser::new(language);
        let origin = server.url().to_owned();
        browser.takes_cookie(&origin, "p", &value.to_cookie());
        Self { id, email: email.text().to_owned(), name, browser, origin }
    }

    /// The whole address of a place below `/portal`; empty: the home page.
    pub fn address(&self, below: &str) -> String {
        format!("{}/portal{below}", self.origin)
    }

    /// Opens a place below `/portal`, and follows where it leads.
    pub fn opens(&self, below: &str) -> Page {
        self.browser.opens(&self.address(below))
    }
}
