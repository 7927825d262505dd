use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::PublicUrl;
use bankfeeds_link::domain::deployment::Deployment;
use time::macros::datetime;

use super::customer::Customer;
use super::files::{ANONYMOUS, answered, file, profile};
use crate::support::{Database, Server, agent, send};

on_both_databases! {
    async fn the_address_comes_from_configuration_and_never_from_the_request(database: Database) {
        let server = Server::start(database).await;
        let file = file(ANONYMOUS, &profile("19900101"));
        let answer = send(&agent(), "POST", &server.ofx_url(), &[("host", "evil.example")], file.as_bytes());
        assert!(answer.text().contains(&format!("<URL>{}\r\n", server.ofx_url())), "{}", answer.text());
        assert!(!answer.text().contains("evil"));
    }

    async fn of_several_partners_the_deployment_speaks_for_itself_as_it_was_set_up(database: Database) {
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| {
            let own = &mut app.deployment.profile;
            own.name = "Feeds of the North".into();
            own.address.city = "Iqaluit".into();
            own.phone = Some("1-555-010-0123".into());
        });
        let server = server.await;
        Customer::without_accounts(&server, "Acme Bank").await;
        Customer::without_accounts(&server, "Other Bank").await;
        let told = answered(&server, &file(ANONYMOUS, &profile("19900101")));
        let told = ["FINAME", "CITY", "CSPHONE"].map(|element| told.values(element).concat());
        assert_eq!(told, ["Feeds of the North", "Iqaluit", "1-555-010-0123"]);
    }

    async fn a_deployment_that_moved_makes_every_copy_of_a_profile_old(database: Database) {
        let server = Server::start(database).await;
        Customer::without_accounts(&server, "Acme Bank").await;
        let held = answered(&server, &file(ANONYMOUS, &profile("19700101"))).values("DTPROFUP").concat();
        let app = &server.app;
        let settled = async |url: &str, later: u64| {
            let (own, url) = (app.deployment.profile.clone(), PublicUrl::parse(url).unwrap());
            let now = app.clock.now() + Duration::from_secs(later);
            Deployment::settled(&app.store, own, &url, now).await.unwrap().since
        };
        let before = app.deployment.since;
        assert_eq!(settled(server.url(), 60).await, before, "another start of the same deployment");
        let moved = settled("https://feeds.example", 120).await;
        assert_eq!(moved, before + Duration::from_secs(120));

        let clock = Clock::standing_at(app.clock.now() + Duration::from_secs(180));
        let database = server.database.clone();
        let there = Server::with(database, clock, |app| app.deployment.since = moved).await;
        assert_eq!(answered(&there, &file(ANONYMOUS, &profile(&held))).values("FINAME"), ["Acme Bank"]);
    }

    async fn of_several_partners_each_has_its_profile_at_its_own_address(database: Database) {
        let server = Server::start(database).await;
        let acme = Customer::without_accounts(&server, "Acme Bank").await;
        let other = Customer::without_accounts(&server, "Other Bank").await;
        let name_at = |address: String| {
            let file = file(ANONYMOUS, &profile("19900101"));
            let answer = send(&agent(), "POST", &address, &[], file.as_bytes());
            let name = answer.text().split("<FINAME>").nth(1).map(|rest| rest.lines().next().unwrap().to_owned());
            (answer.status, name.unwrap_or_default())
        };
        assert_eq!(name_at(server.ofx_url()), (200, "Bank feeds".into()));
        assert_eq!(name_at(format!("{}/{}", server.ofx_url(), acme.partner)), (200, "Acme Bank".into()));
        assert_eq!(name_at(format!("{}/{}", server.ofx_url(), other.partner)), (200, "Other Bank".into()));
        assert_eq!(name_at(format!("{}/{}", server.ofx_url(), acme.connection)).0, 404);
        assert_eq!(name_at(format!("{}/nobody", server.ofx_url())).0, 404);
        let signed_on = acme.asks(&server, &profile("19900101"));
        assert_eq!(signed_on.values("FINAME"), ["Acme Bank"]);
    }
}
