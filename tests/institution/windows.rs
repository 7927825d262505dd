use std::time::Duration;

use bankfeeds_link::clock::Clock;
use time::macros::datetime;

use super::customer::{Customer, EVERYDAY};
use crate::support::{Database, Server};

pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A window from an instant on.
pub fn since(instant: &str) -> String {
    format!("<DTSTART>{instant}<INCLUDE>Y")
}

on_both_databases! {
    async fn the_last_day_of_a_window_is_a_whole_day(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        customer.pushes(&server, "everyday", &[("t-20", -1), ("t-21", 0)]).await;
        server.app.clock.advance(DAY * 2);
        let ids = |options: &[&str]| {
            let options = [&["--all"], options].concat();
            customer.quickbooks(&server).runs("stmt", &options).values("FITID")
        };
        assert_eq!(ids(&["-s", "20261121", "-e", "20261121"]), ["t-20", "t-21"], "both were pushed that day");
        assert_eq!(ids(&["-s", "20261120", "-e", "20261120"]), ["t-20"]);
        let end = customer.asks_for(&server, EVERYDAY, "<DTEND>20261121<INCLUDE>Y").values("DTEND");
        assert_eq!(end, ["20261122000000.000[0:GMT]"]);
        let noon = customer.asks_for(&server, EVERYDAY, "<DTSTART>20261120<DTEND>20261121110000<INCLUDE>Y");
        assert_eq!(noon.values("FITID"), ["t-20"]);
        let future = customer.asks_for(&server, EVERYDAY, "<DTEND>20270101<INCLUDE>Y").values("DTEND");
        assert!(future[0].starts_with("20261123150000"), "no later than now: {future:?}");
    }

    async fn seven_days_are_counted_by_the_partners_calendar(database: Database) {
        // Half past eight in the evening of the 20th in Toronto, where the partner is; in Greenwich it is the 21st.
        let evening = Clock::standing_at(datetime!(2026-11-21 01:30 UTC).into());
        let server = Server::with_clock(database, evening).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert!(customer.asks_for(&server, EVERYDAY, &since("20261113")).is_good());
        customer.pushes(&server, "everyday", &[("t-13", -8), ("t-14", -7)]).await;
        assert_eq!(customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("FITID"), ["t-13", "t-14"]);
        assert_eq!(customer.account(&server, "everyday").await.feed_start.unwrap().to_string(), "2026-11-13");
    }

    async fn a_partner_with_a_limit_of_its_own_is_judged_by_that_and_no_other(database: Database) {
        let server = Server::start(database).await;
        let (patient, usual) = (Customer::of(&server, "Acme Bank").await, Customer::of(&server, "Other Bank").await);
        patient.changes_settings(&server, |settings| settings.history_days = Some(30)).await;
        for (customer, start) in [(&patient, "2026-10-22"), (&usual, "2026-11-14")] {
            assert!(customer.asks_for(&server, EVERYDAY, &since("19900101")).is_good());
            assert_eq!(customer.account(&server, "everyday").await.feed_start.unwrap().to_string(), start);
        }
        patient.pushes(&server, "everyday", &[("t-30", -30), ("t-29", -29)]).await;
        assert_eq!(patient.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("FITID"), ["t-30", "t-29"]);
    }

    async fn a_poll_after_nine_days_of_silence_gets_all_nine(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let end = customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("DTEND").concat();
        let ids: Vec<String> = (1..=9).map(|day| format!("day-{day}")).collect();
        for id in &ids {
            server.app.clock.advance(DAY);
            customer.pushes(&server, "everyday", &[(id, 0)]).await;
        }
        assert_eq!(customer.asks_for(&server, EVERYDAY, &since(&end)).values("FITID"), ids);
        assert_eq!(customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("FITID"), ids);
    }
}
