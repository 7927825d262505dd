//! Only declared methods, only declared addresses (docs/security/checks.md, 4.1.4).

use super::addresses::{Door, METHODS, declared};
use crate::link::Invitation;
use crate::support::{Answer, Database, Server, agent, send};

/// The heading of the page at an address that is nobody's.
const NOBODYS: &str = "We cannot open this link";

fn asks(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(&agent(), method, &format!("{}{path}", server.url()), headers, ureq::SendBody::none())
}

fn is_json(answer: &Answer) -> bool {
    answer.header("content-type") == "application/json" && answer.json()["statusCode"] == answer.status
}

fn is_page(answer: &Answer, heading: &str) -> bool {
    let html = answer.text();
    let is_html = answer.header("content-type").starts_with("text/html") && html.starts_with("<!doctype html>");
    is_html && html.contains(&format!("<h1>{heading}</h1>"))
}

on_both_databases! {
    async fn v_4_1_4_an_undeclared_method_is_answered_405_with_those_that_are_declared(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let key = invitation.bank.authorization();
        for address in declared(&invitation) {
            for method in METHODS.into_iter().filter(|method| !address.takes(method)) {
                let answer = asks(&invitation.server, method, &address.path, &[("authorization", &key)]);
                let what = format!("{method} {}", address.path);
                assert_eq!((answer.status, answer.header("allow")), (405, address.allow), "{what}");
                match address.door {
                    _ if method == "HEAD" => assert!(answer.bytes.is_empty(), "{what}"),
                    Door::Api => assert!(is_json(&answer), "{what}: {}", answer.text()),
                    Door::Pages => assert!(is_page(&answer, "This address is not for this"), "{what}: {}", answer.text()),
                    Door::Portal => assert!(is_page(&answer, "We could not read your request"), "{what}: {}", answer.text()),
                    Door::Health | Door::Files | Door::Institution => assert!(answer.bytes.len() < 200, "{what}"),
                }
            }
        }
    }

    async fn an_unknown_address_is_answered_in_the_callers_language(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let key = invitation.bank.authorization();
        let browser = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        let program = ("accept", "application/json");
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "FOO"] {
            for path in ["/nowhere", "/api/v1/users", "/link", "/link/1/2/3", "/.env", "/%00", "/ofx/a/b"] {
                let ask = |accept| asks(&invitation.server, method, path, &[accept]);
                let (page, body) = (ask(browser), ask(program));
                assert_eq!((page.status, body.status), (404, 404), "{method} {path}");
                assert!(is_page(&page, NOBODYS), "{method} {path}: {}", page.text());
                // What lies below the link pages is told as a page, whoever asks.
                assert!(is_json(&body) || path.starts_with("/link/"), "{method} {path}: {}", body.text());
            }
            let below_api = asks(&invitation.server, method, "/companies/a/b/c", &[browser, ("authorization", &key)]);
            assert!(below_api.status == 404 && is_json(&below_api), "{method}");
        }
        let anything = asks(&invitation.server, "GET", "/nowhere", &[("accept", "*/*")]);
        assert!(is_page(&anything, NOBODYS), "{}", anything.text());
        for path in ["/nowhere", "/companies/a/b/c"] {
            let answer = asks(&invitation.server, "GET", path, &[program, ("authorization", &key)]);
            assert!(!answer.text().contains("nowhere") && !answer.text().contains("/b/c"), "{}", answer.text());
        }
    }
}
