//! What is wrong with a request, told in one shape.

use serde_json::{Value, json};
use ureq::AsSendBody;

use super::refused;
use crate::support::{Answer, Database, PartnerClient, Server, agent, send};

fn posts(server: &Server, acme: &PartnerClient, kind: &str, body: impl AsSendBody) -> Answer {
    let authorization = acme.authorization();
    let headers = [("authorization", authorization.as_str()), ("content-type", kind)];
    send(&agent(), "POST", &format!("{}/companies", server.url()), &headers, body)
}

on_both_databases! {
    async fn a_body_that_cannot_be_read_is_refused_by_name(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for (body, says) in [
            ("", "The body is not well-formed JSON"),
            ("{\"name\":", "The body is not well-formed JSON"),
            ("[\"Bistro\"]", "The body must be an object."),
            ("{}", "name: is required"),
            ("{\"name\":7}", "name: must be a string"),
            ("{\"name\":\"a\",\"tags\":{\"k\":{}}}", "tags.k: must be a string"),
        ] {
            let error = refused(&posts(&server, &acme, "application/json", body), 400);
            assert!(error.starts_with(says), "{body}: {error}");
        }
        let bytes: &[u8] = b"{\"name\":\"\xff\"}";
        refused(&posts(&server, &acme, "application/json", bytes), 400);
    }

    async fn only_json_is_taken(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
            refused(&posts(&server, &acme, kind, "{\"name\":\"Bistro\"}"), 415);
        }
        let kind = "Application/JSON; charset=utf-8";
        assert_eq!(posts(&server, &acme, kind, "{\"name\":\"Bistro\",\"later\":1}").status, 200);
    }

    async fn a_body_over_its_limit_is_refused(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let long = json!({ "name": "Bistro", "later": "x".repeat(256 * 1024) }).to_string();
        assert!(refused(&posts(&server, &acme, "application/json", &long), 413).contains("262144"));
        // Without a length in front it is counted as it arrives.
        let mut chunks = std::io::Cursor::new(long.into_bytes());
        let chunked = ureq::SendBody::from_reader(&mut chunks);
        refused(&posts(&server, &acme, "application/json", chunked), 413);
    }

    async fn a_method_that_an_address_does_not_take_is_answered_with_those_it_does(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let answer = acme.sends("DELETE", "/companies", &Value::Null);
        refused(&answer, 405);
        assert_eq!(answer.header("allow"), "GET, POST");
    }

    async fn an_unknown_address_is_answered_in_the_same_shape(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for path in ["/companies/", "/companies/a/b/c", "/companies/%00", "/companies/%FF/push"] {
            refused(&acme.gets(path), 404);
        }
    }
}
