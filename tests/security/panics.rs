//! F-19: a panic in a handler is an answer in the language of its door, under an id that the log knows, and hurts nobody
//! else. What makes these panic is a history so long that no calendar holds it.

use bankfeeds_link::clock::Clock;
use time::macros::datetime;

use crate::institution::files::{ANONYMOUS, file, profile};
use crate::support::{Answer, Database, PartnerClient, Server, agent, checking, send, transaction};

async fn server(database: Database) -> Server {
    let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into());
    Server::with(database, clock, |app| app.limits.history_days = i64::MAX).await
}

/// Told once, with an id and the usual headers, and with nothing of what happened.
fn is_told(answer: &Answer) {
    assert_eq!(answer.status, 500, "{}", answer.text());
    assert_eq!(answer.header("x-request-id").len(), 32);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    for word in ["panic", "overflow", "src/", ".rs", "history"] {
        assert!(!answer.text().contains(word), "{}", answer.text());
    }
}

on_both_databases! {
    async fn f_19_a_panic_behind_the_api_is_its_error_body_and_the_lock_is_free_afterwards(database: Database) {
        let server = server(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("4821"));
        crate::api::quickbooks_connects(&server, &connection, "4821", 0).await;
        for _ in 0..3 {
            let answer = acme.pushes(&connection, "4821", &[transaction("t-1", &server.day(0), 1.0, "hush")]);
            is_told(&answer);
            let body = answer.json();
            assert_eq!((&body["statusCode"], &body["service"]), (&500.into(), &"BankFeedsApi".into()));
            assert_eq!(body["correlationId"], answer.header("x-request-id"));
            // The panic came in the middle of a unit of work, with the one writer in hand.
            acme.creates_company("Next door");
        }
    }

    async fn f_19_a_panic_behind_the_institution_is_a_line_of_text(database: Database) {
        let server = server(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("4821"));
        let (username, password) = acme.generates_credentials(&connection);
        let id = acme.lists_accounts(&connection)[0]["id"].as_str().map(str::to_owned);
        assert_eq!(id.as_deref(), Some("4821"));
        let statement = "<BANKMSGSRQV1><STMTTRNRQ><TRNUID>1<STMTRQ><BANKACCTFROM><BANKID>021001088<ACCTID>0004821\
            <ACCTTYPE>CHECKING</BANKACCTFROM><INCTRAN><INCLUDE>Y</INCTRAN></STMTRQ></STMTTRNRQ></BANKMSGSRQV1>";
        let posts = |body: String| send(&agent(), "POST", &server.ofx_url(), &[], body.as_bytes());
        let answer = posts(file((&username, &password), statement));
        is_told(&answer);
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(answer.text().lines().count(), 1);
        assert_eq!(posts(file(ANONYMOUS, &profile("19900101"))).status, 200);
        assert_eq!(posts(file((&username, &password), "")).status, 200);
    }
}
