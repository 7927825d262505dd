use super::customer::Customer;
use super::files::{ANONYMOUS, answered, everything, file, profile};
use crate::support::{Database, Server};

on_both_databases! {
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
}
