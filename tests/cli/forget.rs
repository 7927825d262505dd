use std::collections::BTreeMap;
use std::time::Duration;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::domain::app::App;
use bankfeeds_link::domain::audit::Author;
use bankfeeds_link::domain::company::{self, CompanyId, Draft, Tags};
use bankfeeds_link::domain::connection::{self, ConnectionId};
use bankfeeds_link::domain::credentials::{self, Asked};
use bankfeeds_link::domain::link::{self, Knock};
use bankfeeds_link::domain::link_session::{self, Look};
use bankfeeds_link::domain::otp::Otp;
use bankfeeds_link::domain::partner;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::jobs::forget;
use bankfeeds_link::secret::Fingerprint;

use crate::support::{Database, Server};

const MINUTE: Duration = Duration::from_secs(60);

async fn connects(app: &App) -> (CompanyId, ConnectionId) {
    let (chance, now) = (Chance::System, app.clock.now());
    let mut db = app.store.write().await.unwrap();
    let partner = partner::create(&mut db, &chance, &Settings::new("Acme Bank").unwrap(), now).await.unwrap();
    let draft = Draft { name: "Bistro".into(), description: None, tags: Tags::new() };
    let company = company::create(&mut db, &chance, partner, draft, now).await.unwrap();
    let connection = connection::create(&mut db, &chance, partner, company.id, now).await.unwrap();
    db.commit().await.unwrap();
    (company.id, connection.id)
}

/// Opens the link with this code, presses Next and gets credentials.
async fn gets_credentials(app: &App, (company, connection): (CompanyId, ConnectionId), otp: &str) {
    let networks = link::networks(app, [192, 0, 2, 1].into());
    let otp = Otp::parse(otp, 6).unwrap();
    let opening = link::knock(app, &Knock { company, connection, otp: Some(&otp), networks }).await.unwrap();
    let look = Look::at(app, &opening, BTreeMap::new());
    let mut db = app.store.write().await.unwrap();
    let session = link_session::enter(app, &mut db, connection, &look, "").await.unwrap().unwrap();
    db.commit().await.unwrap();
    let form = Fingerprint::of(b"form");
    let asked = Asked::OnPage { session: session.fingerprint(), seal: session.seal(app), form };
    assert!(credentials::generate(app, connection, &asked, Author::operator()).await.unwrap().is_some());
}

on_both_databases! {
    async fn a_copy_goes_after_ten_minutes_a_session_after_an_hour_and_a_wrong_code_after_a_day(database: Database) {
        let server = Server::start(database).await;
        let app = &server.app;
        let of = connects(app).await;
        let mut db = app.store.write().await.unwrap();
        let url = link::live_url(app, &mut db, of.0, of.1).await.unwrap();
        db.commit().await.unwrap();
        gets_credentials(app, of, url.split_once("otp=").unwrap().1).await;
        let networks = link::networks(app, [192, 0, 2, 1].into());
        let wrong = Knock { company: of.0, connection: ConnectionId::new(&app.chance), otp: None, networks };
        assert!(link::knock(app, &wrong).await.is_err());

        for (after, gone) in [
            (Duration::ZERO, 0),
            (10 * MINUTE - Duration::from_micros(1), 0),
            // The sealed copy.
            (Duration::from_micros(1), 1),
            (50 * MINUTE - Duration::from_micros(1), 0),
            // The session.
            (Duration::from_micros(1), 1),
            (23 * 60 * MINUTE, 0),
            // The wrong code and its buckets, that of the network and that of a connection that does not exist.
            (Duration::from_micros(1), 4),
        ] {
            app.clock.advance(after);
            assert_eq!(forget::once(app).await.unwrap(), gone, "at {}", app.clock.now());
        }
    }
}
