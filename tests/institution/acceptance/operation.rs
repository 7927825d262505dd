use bankfeeds_link::store::source_accounts::hold;
use serde_json::json;

use crate::institution::customer::{Customer, EVERYDAY};
use crate::institution::files::{bank, file, posts, statement};
use crate::support::{Database, PartnerClient, QuickBooks, Server, checking, savings};

on_both_databases! {
    async fn fiat_45_neither_a_bank_id_nor_an_acct_id_ever_changes(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("acc-1"));
        let listed = || {
            let (username, password) = acme.generates_credentials(&connection);
            QuickBooks::signing_on(&server, &username, &password).lists_accounts()
        };
        let before = listed();
        let mut elsewhere = savings("acc-0");
        elsewhere["routingInfo"]["bankCode"] = json!("999999992");
        acme.adds_account(&connection, &elsewhere);
        assert!((200..300).contains(&acme.revokes_credentials(&connection).status));
        let after = listed();
        assert!(after.values("ACCTID").contains(&before.values("ACCTID")[0]), "{}", after.text);
        assert_eq!(after.values("BANKID"), [before.values("BANKID"), before.values("BANKID")].concat());
    }

    async fn fiat_46_a_synchronisation_gets_its_token_and_no_error_of_http(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let account = "<BANKACCTFROM><BANKID>1<ACCTID>1<ACCTTYPE>CHECKING</BANKACCTFROM>";
        let asked = |token: &str| {
            let bank = format!("<BANKMSGSRQV1><INTRASYNCRQ>{token}<REJECTIFMISSING>Y{account}</INTRASYNCRQ></BANKMSGSRQV1>");
            let mail = format!("<EMAILMSGSRQV1><MAILSYNCRQ>{token}<REJECTIFMISSING>N<INCIMAGES>N<USEHTML>N</MAILSYNCRQ></EMAILMSGSRQV1>");
            bank + &mail
        };
        for token in ["<TOKEN>0", "<TOKEN>9375", "<REFRESH>Y", "<TOKENONLY>Y"] {
            let told = customer.asks(&server, &asked(token));
            assert!(told.is_good() && told.values("TOKEN").len() == 2, "{}", told.text);
        }
    }

    async fn fiat_47_a_database_that_does_not_answer_is_a_503_in_a_line_of_text_and_asks_to_come_back(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        // SQLite has one writer, PostgreSQL one for a row: the institution gives up before its client does.
        let mut elsewhere = server.app.store.write().await.unwrap();
        assert!(hold(&mut elsewhere, customer.connection, "everyday").await.unwrap().is_some());
        let sets = bank(&[statement((EVERYDAY, "CHECKING"), "<INCLUDE>Y")]);
        let answer = posts(&server, file((&customer.username, &customer.password), &sets));
        assert_eq!((answer.status, answer.header("content-type")), (503, "text/plain; charset=utf-8"));
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{:?}", answer.headers);
        assert!(answer.text().ends_with("Try again soon.\n") && answer.text().lines().count() == 1, "{}", answer.text());
        elsewhere.commit().await.unwrap();
        assert!(customer.asks(&server, &sets).is_good());
    }
}
