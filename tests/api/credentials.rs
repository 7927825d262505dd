use bankfeeds_link::domain::audit::Author;
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::credentials::{Asked, generate};
use bankfeeds_link::domain::refusal::Refusal;
use bankfeeds_link::domain::sign_on::{Attempt, SignOn, sign_on};
use bankfeeds_link::secret::SecretText;
use serde_json::{Value, json};

use super::{quickbooks_connects, refused};
use crate::support::{Database, PartnerClient, Server, agent, checking, send, transaction};

const CREDENTIALS: &str = "connectionInfo/bankFeedAccounts/credentials";

async fn signs_on(server: &Server, (username, password): &(String, String)) -> bool {
    let password = SecretText::new(password.clone());
    let attempt = Attempt { username, password: &password, address: [192, 0, 2, 1].into() };
    matches!(sign_on(&server.app, &attempt).await, Ok(SignOn::Good(_)))
}

on_both_databases! {
    async fn each_call_makes_a_new_set_and_the_old_ones_stay(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        let (first, second) = (acme.generates_credentials(&connection), acme.generates_credentials(&connection));
        assert_ne!(first.0, second.0);
        assert!(first.0.len() == 14 && first.1.len() == 16, "{}", first.0);
        assert!(signs_on(&server, &first).await && signs_on(&server, &second).await);
    }

    async fn the_body_may_be_anything(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        let authorization = acme.authorization();
        let url = format!("{}{}", server.url(), connection.path(CREDENTIALS));
        for (kind, body) in [("application/json", "{}"), ("application/json", "{"), ("text/plain", "please"), ("", "")] {
            let headers = [("authorization", authorization.as_str()), ("content-type", kind)];
            assert_eq!(send(&agent(), "POST", &url, &headers, body).status, 200, "{body}");
        }
        let headers = [("authorization", authorization.as_str())];
        refused(&send(&agent(), "POST", &url, &headers, "x".repeat(300 * 1024)), 413);
    }

    async fn a_connection_that_is_deleted_while_the_password_is_hashed_is_not_there(database: Database) {
        let server = Server::start(database).await;
        let nobodys = ConnectionId::new(&server.app.chance);
        let made = generate(&server.app, nobodys, &Asked::ByApi, Author::operator()).await;
        assert!(matches!(made, Err(Refusal::NotFound(_))));
    }

    async fn deleting_revokes_all_sets_at_once(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("acc-1"));
        let sets = [acme.generates_credentials(&connection), acme.generates_credentials(&connection)];
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let answer = acme.revokes_credentials(&connection);
        assert_eq!((answer.status, answer.text().as_str()), (204, ""));
        for set in &sets {
            assert!(!signs_on(&server, set).await);
        }
        let now = acme.looks_at(&connection);
        assert_eq!(now["status"], "Deauthorized");
        assert_ne!(now["linkUrl"], Value::from(connection.link_url.as_str()));
        assert_eq!(acme.lists_accounts(&connection)[0]["status"], "disconnected");
        let pushed = acme.pushes(&connection, "acc-1", &[transaction("t-1", &server.day(0), 1.0, "Coffee")]);
        assert!(refused(&pushed, 400).contains("disconnected"));
        assert_eq!(pushed.json()["validation"]["errors"][0]["itemId"], json!("acc-1"));
    }
}
