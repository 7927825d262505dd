//! Who may come in.

use serde_json::Value;
use ureq::SendBody;

use super::refused;
use crate::support::{Answer, Database, PartnerClient, Server, agent, send};

fn asks(server: &Server, headers: &[(&str, &str)]) -> Answer {
    send(&agent(), "GET", &format!("{}/companies", server.url()), headers, SendBody::none())
}

on_both_databases! {
    async fn only_a_key_that_somebody_has_lets_in(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let right = acme.authorization();
        assert_eq!(asks(&server, &[("authorization", &right)]).status, 200);
        for wrong in ["", "Basic", "Basic !!!", "Basic Ym9ndXM=", &right.replace("Basic", "Bearer"), &acme.api_key] {
            let answer = asks(&server, &[("authorization", wrong)]);
            assert!(refused(&answer, 401).starts_with("Unauthorized"));
            assert!(answer.header("www-authenticate").starts_with("Basic "));
        }
        refused(&asks(&server, &[]), 401);
    }

    async fn a_stranger_learns_no_address(database: Database) {
        let server = Server::start(database).await;
        for path in ["/companies/x", "/companies/no/such/address", "/companies"] {
            let answer = send(&agent(), "POST", &format!("{}{path}", server.url()), &[], "{");
            refused(&answer, 401);
        }
    }

    async fn a_page_of_another_site_is_refused_although_its_browser_knows_the_key(database: Database) {
        let server = Server::start(database).await;
        let right = PartnerClient::new(&server, "Acme Bank").await.authorization();
        for (site, status) in [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)] {
            let answer = asks(&server, &[("authorization", &right), ("sec-fetch-site", site)]);
            assert_eq!(answer.status, status, "{site}");
        }
    }

    async fn a_key_is_marked_as_used(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        acme.gets("/companies").succeeded();
        let key = bankfeeds_link::secret::SecretText::new(acme.api_key.clone());
        // Nobody waits for the mark, so it may come a moment after the answer.
        for _ in 0..100 {
            let mut db = server.app.store.read().await.unwrap();
            let holder = bankfeeds_link::domain::api_key::holder(&mut db, &key).await.unwrap().unwrap();
            if holder.last_used_at == Some(server.now()) {
                return;
            }
            drop(db);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the key was never marked as used");
    }

    async fn what_belongs_to_another_partner_is_not_there(database: Database) {
        let server = Server::start(database).await;
        let (acme, other) =
            (PartnerClient::new(&server, "Acme Bank").await, PartnerClient::new(&server, "Other Bank").await);
        let bistro = acme.creates_company("Bistro");
        let connection = acme.connects(&bistro);
        let unknown = "11111111-2222-4333-8444-555555555555";
        let company = format!("/companies/{}", bistro.id);
        for (method, path) in [
            ("GET", company.clone()),
            ("DELETE", company.clone()),
            ("GET", format!("{company}/connections")),
            ("POST", format!("{company}/connections")),
            ("GET", format!("{company}/push")),
            ("GET", connection.path("")),
            ("GET", connection.path("connectionInfo/bankFeedAccounts")),
            ("POST", connection.path("connectionInfo/bankFeedAccounts/credentials")),
            ("DELETE", connection.path("connectionInfo/bankFeedAccounts/credentials")),
        ] {
            let theirs = refused(&other.sends(method, &path, &body(method)), 404);
            let nobodys = refused(&other.sends(method, &path.replace(&bistro.id, unknown), &body(method)), 404);
            let malformed = refused(&other.sends(method, &path.replace(&bistro.id, "bistro"), &body(method)), 404);
            assert!(theirs == nobodys && nobodys == malformed, "{method} {path}");
        }
        acme.gets(&company).succeeded();
    }
}

fn body(method: &str) -> Value {
    if method == "POST" { serde_json::json!({ "platformKey": "hcws" }) } else { Value::Null }
}
