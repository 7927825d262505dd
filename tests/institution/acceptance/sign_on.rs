use std::time::Duration;

use bankfeeds_link::clock::Clock;
use time::macros::datetime;

use crate::institution::customer::{Customer, EVERYDAY};
use crate::institution::files::{answered, everything, file, profile};
use crate::support::{Database, QuickBooks, Server};

const WRONG: &str = "BBBBBBBBBBBBBBBB";

on_both_databases! {
    async fn fiat_12_13_14_wrong_and_unknown_and_revoked_credentials_get_the_same_answer(database: Database) {
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| app.limits.failed_sign_ons = 100).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let visa = customer.visa(&server).await;
        let options = ["-C", EVERYDAY, "-c", &visa, "--bankid", "1"];
        let known: &str = &customer.username;
        for version in [102, 103, 203] {
            for (username, password) in [(known, WRONG), ("BBBB-BBBB-BBBB", WRONG), (known, "a&b<c")] {
                let quickbooks = QuickBooks::signing_on(&server, username, password).speaking(version);
                let answer = quickbooks.runs("stmt", &options);
                assert!(answer.is_refused() && answer.statuses().len() == 3, "{version}: {:?}", answer.statuses());
                assert_eq!(answer.values("MESSAGE").len(), 3, "{version}");
                assert!(quickbooks.lists_accounts().is_refused(), "{version}");
            }
        }
        assert!(customer.quickbooks(&server).lists_accounts().is_good());
        customer.revokes(&server).await;
        assert!(customer.quickbooks(&server).runs("stmt", &options).is_refused());
        assert!(customer.quickbooks(&server).lists_accounts().is_refused());
    }

    async fn fiat_15_who_fails_again_and_again_has_to_wait_and_then_is_let_in(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        for _ in 0..10 {
            assert!(answered(&server, &file((&customer.username, WRONG), &profile("1990"))).is_refused());
        }
        for version in [102, 203] {
            let paused = customer.quickbooks(&server).speaking(version).lists_accounts();
            assert_eq!(paused.statuses(), ["15502", "15500"], "{version}");
            assert!(paused.values("MESSAGE")[0].contains("Wait 1 second, then try again"), "{}", paused.text);
        }
        server.app.clock.advance(Duration::from_secs(1));
        assert!(customer.quickbooks(&server).lists_accounts().is_good());
    }

    async fn fiat_17_18_a_refused_file_names_every_request_in_it_and_the_institution(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let sets = everything(&customer.visa(&server).await);
        let refused = answered(&server, &file((&customer.username, WRONG), &sets));
        assert!(refused.is_refused() && refused.statuses().len() == 5, "{}", refused.text);
        assert_eq!(refused.values("TRNUID"), ["a-1", "bank-1", "card-1", "p-1"]);
        assert_eq!(refused.values("CLTCOOKIE"), ["c-6", "c-7", "c-8"]);
        assert_eq!((refused.values("ORG"), refused.values("FID")), (vec!["Acme".into()], vec!["77".into()]));
        assert_eq!(refused.values("MESSAGE").len(), 5);
        assert!(["ACCTINFORS", "STMTRS", "CCSTMTRS", "PROFRS"].iter().all(|body| refused.values(body).is_empty()));

        let good = customer.asks(&server, &sets);
        assert!(good.is_good() && good.statuses().len() == 5, "{}", good.text);
        assert_eq!(good.values("ORG"), ["Acme"]);
    }

    async fn fiat_16_case_spaces_and_hyphens_do_not_matter(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let username = customer.username.to_lowercase().replace('-', " ");
        let password = customer.password.to_lowercase();
        assert!(QuickBooks::signing_on(&server, &username, &password).lists_accounts().is_good());
        assert!(QuickBooks::signing_on(&server, &username.replace(' ', ""), &password).lists_accounts().is_good());
    }

    async fn fiat_19_software_may_call_itself_what_it_likes_and_send_tags_that_nobody_knows(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert!(customer.quickbooks(&server).leaving_elements_open().lists_accounts().is_good());
        let odd = file((&customer.username, &customer.password), &profile("1990"))
            .replace("<APPID>QBKS<APPVER>1900", "<APPVER>né\u{1}w<APPID>QBWPROFESSIONAL<INTU.BID>3000<GENUSERKEY>Y");
        assert!(answered(&server, &odd).is_good());
        let unknown = file((&customer.username, &customer.password), &profile("1990"))
            .replace("<PROFRQ>", "<INTU.BRANDS><INTU.ONE>1<OFX.TWO>2</INTU.BRANDS><UNHEARDOF>3<PROFRQ>");
        assert!(answered(&server, &unknown).is_good());
    }

    async fn fiat_20_a_client_uid_may_be_absent_and_of_any_shape(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let dashed = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        for options in [&[][..], &["--clientuid", dashed]] {
            assert!(customer.quickbooks(&server).speaking(103).runs("acctinfo", options).is_good(), "{options:?}");
        }
        let file = file((&customer.username, &customer.password), &profile("1990"));
        for id in ["", dashed, "6BA7B8109DAD11D180B400C04FD430C8", "my computer, and a name that goes on beyond 36"] {
            let told = answered(&server, &file.replace("</SONRQ>", &format!("<CLIENTUID>{id}</SONRQ>")));
            assert!(told.is_good(), "{id}: {}", told.text);
        }
    }
}
