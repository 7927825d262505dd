use bankfeeds_link::domain::feed::{AccountStatus, ConnectionStatus};
use bankfeeds_link::domain::source_account::AccountType;
use bankfeeds_link::domain::transaction::TransactionType;

use super::VERSIONS;
use super::customer::{Customer, EVERYDAY, RESERVE, item};
use super::files::{bank, card_statement, file, posts, statement};
use crate::support::{Database, Server};

on_both_databases! {
    async fn pushed_transactions_come_in_every_version_with_the_same_ids_and_the_balance(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert!(customer.quickbooks(&server).downloads_everything().is_good());
        customer.pushes(&server, "everyday", &[("t-1", -2), ("t-2", -1), ("t-3", -1)]).await;
        customer.pushes(&server, "visa", &[("v-1", 0)]).await;
        for version in VERSIONS {
            let statements = customer.quickbooks(&server).speaking(version).downloads_everything();
            assert!(statements.is_good() && statements.statuses().len() == 4, "{version}: {}", statements.remarks);
            assert_eq!(statements.values("FITID"), ["t-1", "t-2", "t-3", "v-1"], "{version}");
            assert_eq!(statements.values("DTPOSTED")[0], "20261119120000.000[0:GMT]", "{version}");
            assert_eq!(statements.values("TRNAMT"), ["-12.50"; 4], "{version}");
            let mut balances = statements.values("BALAMT");
            balances.sort();
            assert_eq!(balances, ["100.50", "88.00", "88.00"], "{version}");
        }
    }

    async fn a_statement_says_what_the_partner_said(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.quickbooks(&server).downloads_everything();
        let mut check = item("c 1", server.now().date());
        check.kind = Some(TransactionType::Check);
        check.reference = Some("000123".into());
        check.counterparty = Some("Landlord <& Sons>".into());
        check.description = Some("Rent for the shop, the cellar and the yard behind the house".into());
        customer.pushes_items(&server, "everyday", vec![check]).await;
        for version in [102, 203] {
            let said = customer.quickbooks(&server).speaking(version).downloads_everything();
            let values = ["TRNTYPE", "CHECKNUM", "NAME", "MEMO"].map(|element| said.values(element).concat());
            let memo = "Rent for the shop, the cellar and the yard behind the house";
            assert_eq!(values, ["CHECK", "000123", "Landlord &lt;&amp; Sons&gt;", memo], "{version}");
            assert_eq!(said.values("FITID")[0].len(), 36, "a blank is not for a FITID");
        }
    }

    async fn the_available_balance_is_given_as_long_as_it_is_known(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let card = card_statement(&customer.visa(&server).await);
        let first = customer.asks(&server, &card);
        assert_eq!((first.values("AVAILBAL").len(), first.values("BALAMT")), (1, vec!["100.50".into(), "4000.00".into()]));
        assert_eq!(first.values("DTASOF"), ["20261121120000.000[0:GMT]"; 2]);
        customer.pushes(&server, "visa", &[("v-1", -1)]).await;
        let then = customer.asks(&server, &card);
        assert_eq!((then.values("AVAILBAL").len(), then.values("BALAMT")), (0, vec!["88.00".into()]));
        assert_eq!(then.values("DTASOF"), ["20261120120000.000[0:GMT]"]);
    }

    async fn accents_are_windows_1252_in_sgml_and_utf_8_in_xml(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Caisse Érable").await;
        customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        let mut coffee = item("t-1", server.now().date());
        coffee.description = Some("Café – 5 €".into());
        customer.pushes_items(&server, "everyday", vec![coffee]).await;
        let sets = bank(&[statement((EVERYDAY, "CHECKING"), "<INCLUDE>Y")]);
        let sgml = posts(&server, file((&customer.username, &customer.password), &sets));
        let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(holds(&sgml.bytes, b"<NAME>Caf\xe9 \x96 5 \x80\r\n"), "{}", sgml.text());
        let xml = customer.quickbooks(&server).speaking(203).downloads_everything();
        assert_eq!(xml.values("NAME"), ["Café – 5 €"]);
    }

    async fn the_first_statement_request_connects_account_and_connection(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let visa = customer.visa(&server).await;
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::PendingAuth);
        assert!(customer.quickbooks(&server).lists_accounts().is_good());
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Pending);

        let download = customer.quickbooks(&server).runs("stmt", &["-c", &visa]);
        assert!(download.is_good(), "{}", download.remarks);
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Connected);
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Pending);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::Linked);
        let timeline = customer.timeline(&server).await;
        for line in [
            "accounting software: account connected: first statement request, by QWIN 2700",
            "accounting software: connection linked: an account was connected",
        ] {
            assert_eq!(timeline.iter().filter(|told| *told == line).count(), 1, "{timeline:?}");
        }
    }

    async fn a_request_for_balances_alone_connects_nothing(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let balances = [
            customer.asks_for(&server, EVERYDAY, ""),
            customer.asks_for(&server, EVERYDAY, "<DTSTART>never<INCLUDE>N"),
            customer.quickbooks(&server).runs("stmt", &["--all", "--no-transactions"]),
        ];
        for balances in balances {
            assert!(balances.is_good() && balances.values("BANKTRANLIST").is_empty(), "{}", balances.text);
            assert_eq!(balances.values("BALAMT")[0], "100.50");
        }
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Pending);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::PendingAuth);
        assert_eq!(customer.account(&server, "everyday").await.last_polled_at, Some(server.now()));
    }

    async fn an_account_that_is_not_there_leaves_the_others_in_the_file_alone(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let stranger = Customer::without_accounts(&server, "Other Bank").await;
        stranger.adds(&server, "theirs", AccountType::Checking, "555000777").await;
        let visa = customer.visa(&server).await;
        let asked = |acct_id: &str, kind: &str| statement((acct_id, kind), "<INCLUDE>Y");
        let elsewhere = asked(EVERYDAY, "CHECKING").replace("<ACCTID>", "<BANKID>123<ACCTID>");
        let sets = bank(&[
            asked("nothing", "CHECKING"),
            asked("555000777", "CHECKING"),
            asked(EVERYDAY, "SAVINGS"),
            asked(&visa, "CHECKING"),
            elsewhere,
            asked("", "CHECKING"),
            asked(RESERVE, "SAVINGS"),
        ]) + &card_statement(EVERYDAY);
        let answer = customer.asks(&server, &sets);
        assert_eq!(answer.statuses(), ["0", "2003", "2003", "2003", "2003", "2003", "2003", "0", "2003"]);
        assert_eq!(answer.values("BALAMT"), ["100.50"]);
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Pending);
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Pending);
        assert_eq!(customer.account_status(&server, "reserve").await, AccountStatus::Connected);
    }

    async fn what_is_not_offered_is_refused_by_name_and_the_rest_is_answered(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let unknown = "<STMTENDTRNRQ><TRNUID>e-1<STMTENDRQ></STMTENDRQ></STMTENDTRNRQ>".to_owned();
        let answer = customer.asks(&server, &bank(&[unknown, statement((EVERYDAY, "CHECKING"), "")]));
        assert_eq!(answer.statuses(), ["0", "2000", "0"]);
        assert_eq!(answer.values("TRNUID"), ["e-1", "bank-1"]);
    }
}
