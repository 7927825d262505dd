use bankfeeds_link::domain::source_account::AccountType;

use super::VERSIONS;
use super::customer::{Customer, EVERYDAY, RESERVE};
use crate::support::{Database, Server};

on_both_databases! {
    async fn every_version_lists_the_accounts_under_one_bank_id(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let visa = customer.visa(&server).await;
        for version in VERSIONS {
            let list = customer.quickbooks(&server).speaking(version).lists_accounts();
            assert!(list.is_good(), "{version}: {} {}", list.text, list.remarks);
            let mut ids = list.values("ACCTID");
            ids.sort();
            let mut expected = [EVERYDAY.to_owned(), RESERVE.to_owned(), visa.clone()];
            expected.sort();
            assert_eq!(ids, expected, "{version}");
            let bank_ids = list.values("BANKID");
            assert!(bank_ids.len() == 2 && bank_ids[0] == bank_ids[1] && bank_ids[0].len() <= 9, "{bank_ids:?}");
            assert_eq!((list.values("CCACCTFROM").len(), list.values("SVCSTATUS")), (1, vec!["ACTIVE".to_owned(); 3]));
        }
    }

    async fn no_description_holds_a_number_and_no_card_number_is_anywhere(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let list = customer.quickbooks(&server).lists_accounts();
        let mut descriptions = list.values("DESC");
        descriptions.sort();
        assert_eq!(descriptions, ["Chequing 1111", "Chequing 2223", "Chequing 2224"]);
        assert!(customer.visa(&server).await.ends_with("1111") && !list.text.contains("4111 1111"), "{}", list.text);
    }

    async fn a_number_that_is_taken_too_long_or_a_cards_gets_another_that_ends_in_its_last_four(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank").await;
        let longest = "ABCDEFGHIJKLMNOPQR1234";
        let cases = [
            ("first", "77001234", true),
            ("taken", "77001234", false),
            ("longest", longest, true),
            ("too long", "ABCDEFGHIJKLMNOPQRS1234", false),
            ("like a card's", "4242424242424242", false),
        ];
        for (id, number, is_kept) in cases {
            customer.adds(&server, id, AccountType::Checking, number).await;
            let made = customer.account(&server, id).await.ofx_account_id;
            assert_eq!(made == number, is_kept, "{id}: {made}");
            assert!(made.len() <= 22 && made.ends_with(&number[number.len() - 4..]), "{id}: {made}");
        }
    }

    async fn a_customer_without_accounts_gets_an_empty_list(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank").await;
        for version in [102, 203] {
            let list = customer.quickbooks(&server).speaking(version).lists_accounts();
            assert!(list.is_good() && list.values("ACCTINFO").is_empty(), "{}", list.text);
            assert_eq!(list.values("DTACCTUP").len(), 1);
        }
    }
}
