use bankfeeds_link::domain::source_account::AccountType;

use super::customer::Customer;
use crate::support::{Database, Server};

on_both_databases! {
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
}
