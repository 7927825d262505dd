use bankfeeds_link::domain::source_account::AccountType;

use crate::institution::customer::{Customer, EVERYDAY};
use crate::institution::windows::{DAY, since};
use crate::support::{Database, Server};

on_both_databases! {
    async fn fiat_34_dates_that_cannot_be_are_refused_and_connect_nothing(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        for (window, code) in [
            ("<DTSTART>yesterday<INCLUDE>Y", "2020"),
            ("<DTSTART>20261120<DTEND>20261132<INCLUDE>Y", "2020"),
            ("<DTSTART>20261120<DTEND>20261119<INCLUDE>Y", "2027"),
        ] {
            let answer = customer.asks_for(&server, EVERYDAY, window);
            assert_eq!(answer.statuses(), ["0", code], "{window}");
        }
        let inverted = customer.quickbooks(&server).runs("stmt", &["--all", "-s", "20261120", "-e", "20261101"]);
        assert_eq!(inverted.statuses()[..2], ["0", "2027"]);
        assert!(customer.account(&server, "everyday").await.feed_start.is_none());
    }

    async fn fiat_26_27_31_the_end_of_one_statement_is_the_start_of_the_next_with_neither_gap_nor_duplicate(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let mut end = customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("DTEND").concat();
        // The clock stands still: several pushes and statements at one instant must not fall between or double.
        for ids in [["t-1", "t-2"], ["t-3", "t-4"], ["t-5", "t-6"]] {
            customer.pushes(&server, "everyday", &ids.map(|id| (id, 0))).await;
            let next = customer.asks_for(&server, EVERYDAY, &since(&end));
            assert_eq!(next.values("FITID"), ids);
            assert_eq!(next.values("DTSTART"), [end]);
            end = next.values("DTEND").concat();
            let nothing_new = customer.asks_for(&server, EVERYDAY, &since(&end));
            assert!(nothing_new.is_good() && nothing_new.values("FITID").is_empty(), "{}", nothing_new.text);
            assert_eq!(nothing_new.values("BANKTRANLIST").len(), 1);
        }
        assert_eq!(customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("FITID").len(), 6);
    }

    async fn fiat_32_what_is_pushed_late_comes_to_a_client_that_has_been_here_since_its_date(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.asks_for(&server, EVERYDAY, &since("20261118"));
        customer.pushes(&server, "everyday", &[("t-18", -3)]).await;
        server.app.clock.advance(DAY);
        let end = customer.asks_for(&server, EVERYDAY, &since("20261118")).values("DTEND").concat();
        server.app.clock.advance(DAY);
        customer.pushes(&server, "everyday", &[("t-19", -4)]).await;
        assert_eq!(customer.asks_for(&server, EVERYDAY, &since(&end)).values("FITID"), ["t-19"]);
        assert_eq!(customer.asks_for(&server, EVERYDAY, &since("20261123")).values("FITID"), ["t-19"]);
    }

    async fn fiat_33_a_feed_starts_where_it_is_asked_but_at_most_seven_days_back(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let days = [("19900101", "2026-11-14"), ("20261118", "2026-11-18"), ("20270101", "2026-11-21")];
        let accounts = ["everyday", "late", "future"];
        customer.adds(&server, "late", AccountType::Checking, "700700701").await;
        customer.adds(&server, "future", AccountType::Checking, "700700702").await;
        for ((asked, start), account) in days.into_iter().zip(accounts) {
            let acct_id = customer.account(&server, account).await.ofx_account_id;
            assert!(customer.asks_for(&server, &acct_id, &since(asked)).is_good());
            let feed_start = customer.account(&server, account).await.feed_start.unwrap();
            assert_eq!(feed_start.to_string(), start, "asked from {asked}");
        }
        customer.pushes(&server, "late", &[("t-17", -4), ("t-18", -3)]).await;
        let shown = customer.asks_for(&server, "700700701", &since("19900101"));
        assert_eq!(shown.values("FITID"), ["t-18"], "nothing from before the feed start date");
        assert_eq!(shown.values("DTSTART"), ["20261118000000.000[0:GMT]"]);
    }
}
