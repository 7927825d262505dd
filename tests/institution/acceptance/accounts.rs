use bankfeeds_link::domain::source_account::AccountType;

use crate::institution::VERSIONS;
use crate::institution::customer::{Customer, EVERYDAY, RESERVE};
use crate::support::{Database, Server};

on_both_databases! {
    async fn fiat_22_23_every_version_lists_each_account_once_by_its_type_under_one_bank_id(database: Database) {
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

    async fn fiat_22_23_a_loan_is_a_credit_line_and_a_card_never_is(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank").await;
        let types = [
            (AccountType::Checking, "CHECKING"),
            (AccountType::Savings, "SAVINGS"),
            (AccountType::Loan, "CREDITLINE"),
            (AccountType::PrepaidCard, "CHECKING"),
            (AccountType::Debit, "CHECKING"),
            (AccountType::CreditCard, "card"),
            (AccountType::Credit, "card"),
        ];
        for (place, (account_type, _)) in types.iter().enumerate() {
            customer.adds(&server, &format!("a-{place}"), *account_type, &format!("9000000{place}")).await;
        }
        let list = customer.quickbooks(&server).lists_accounts();
        for (place, (_, told)) in types.iter().enumerate() {
            let id = customer.account(&server, &format!("a-{place}")).await.ofx_account_id;
            let mut accounts = list.text.split("<ACCTINFO>").filter(|account| account.contains(&format!("<ACCTID>{id}")));
            let (account, others) = (accounts.next().unwrap(), accounts.count());
            let found = if *told == "card" { "<CCACCTFROM>".to_owned() } else { format!("<ACCTTYPE>{told}") };
            assert!(others == 0 && account.contains(&found), "{account}");
            assert_eq!(account.contains("<ACCTTYPE>"), *told != "card", "{account}");
        }
    }

    async fn fiat_24_no_description_holds_a_number_and_no_card_number_is_anywhere(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let list = customer.quickbooks(&server).lists_accounts();
        let mut descriptions = list.values("DESC");
        descriptions.sort();
        assert_eq!(descriptions, ["Chequing 1111", "Chequing 2223", "Chequing 2224"]);
        assert!(customer.visa(&server).await.ends_with("1111") && !list.text.contains("4111 1111"), "{}", list.text);
    }

    async fn fiat_25_a_customer_without_accounts_gets_an_empty_list(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank").await;
        for version in [102, 203] {
            let list = customer.quickbooks(&server).speaking(version).lists_accounts();
            assert!(list.is_good() && list.values("ACCTINFO").is_empty(), "{}", list.text);
            assert_eq!(list.values("DTACCTUP").len(), 1);
        }
    }
}
