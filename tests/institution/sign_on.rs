use bankfeeds_link::clock::Clock;
use time::macros::datetime;

use super::customer::{Customer, EVERYDAY};
use super::files::{ANONYMOUS, answered, everything, file, profile};
use crate::support::{Database, QuickBooks, Server};

on_both_databases! {
    async fn wrong_and_unknown_and_revoked_credentials_get_the_same_answer(database: Database) {
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| app.limits.failed_sign_ons = 100).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let visa = customer.visa(&server).await;
        let options = ["-C", EVERYDAY, "-c", &visa, "--bankid", "1"];
        let known: &str = &customer.username;
        for version in [102, 103, 203] {
            for (username, password) in [(known, "BBBBBBBBBBBBBBBB"), ("BBBB-BBBB-BBBB", "BBBBBBBBBBBBBBBB"), (known, "a&b<c")] {
                let quickbooks = QuickBooks::signing_on(&server, username, password).speaking(version);
                let answer = quickbooks.runs("stmt", &options);
                assert!(answer.is_refused() && answer.statuses().len() == 3, "{version}: {:?}", answer.statuses());
                assert!(quickbooks.lists_accounts().is_refused(), "{version}");
            }
        }
        assert!(customer.quickbooks(&server).lists_accounts().is_good());
        customer.revokes(&server).await;
        assert!(customer.quickbooks(&server).runs("stmt", &options).is_refused());
        assert!(customer.quickbooks(&server).lists_accounts().is_refused());
    }

    async fn a_refused_file_names_every_request_in_it(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let sets = everything(&customer.visa(&server).await);
        let refused = answered(&server, &file((&customer.username, "BBBBBBBBBBBBBBBB"), &sets));
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

    async fn case_spaces_and_hyphens_do_not_matter(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let username = customer.username.to_lowercase().replace('-', " ");
        let password = customer.password.to_lowercase();
        assert!(QuickBooks::signing_on(&server, &username, &password).lists_accounts().is_good());
        assert!(QuickBooks::signing_on(&server, &username.replace(' ', ""), &password).lists_accounts().is_good());
    }

    async fn a_sign_on_alone_is_a_whole_file(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert_eq!(customer.asks(&server, "").statuses(), ["0"]);
        assert_eq!(answered(&server, &file((&customer.username, "nothing"), "")).statuses(), ["15500"]);
    }

    async fn a_user_key_is_refused_since_none_is_ever_given(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let keyed = file((&customer.username, &customer.password), "").replace("USERPASS", "USERKEY");
        assert_eq!(answered(&server, &keyed).statuses(), ["15500"]);
    }

    async fn the_anonymous_user_sees_the_profile_and_nothing_else(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert!(answered(&server, &file(ANONYMOUS, &profile("19900101"))).is_good());
        for sets in ["", &everything(&customer.visa(&server).await)] {
            assert!(answered(&server, &file(ANONYMOUS, sets)).is_refused());
        }
    }

    async fn software_may_call_itself_what_it_likes_and_leave_its_elements_open(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert!(customer.quickbooks(&server).leaving_elements_open().lists_accounts().is_good());
        let odd = file((&customer.username, &customer.password), &profile("1990"))
            .replace("<APPID>QBKS<APPVER>1900", "<APPVER>né\u{1}w<APPID>QBWPROFESSIONAL<INTU.BID>3000<GENUSERKEY>Y");
        assert!(answered(&server, &odd).is_good());
    }
}
