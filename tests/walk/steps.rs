//! The steps: each makes the call that it shows, with the developer's key and for nobody else.

use std::time::Duration;

use bankfeeds_link::clock::{Ahead, Clock};
use bankfeeds_link::domain::sandbox::Sandbox;
use time::macros::datetime;

use super::{Developer, company_of, sandbox};
use crate::support::{Database, QuickBooks, Server};

on_both_databases! {
    async fn from_a_company_to_transactions_that_quickbooks_collects(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let walk = developer.takes("create", &[("name", "Été & <b>Co</b>")]);
        for words in ["Été", "PendingAuth", "Business chequing: pending", "Business card: pending", "HTTP 200 POST /companies"] {
            assert!(walk.says(words), "{words} is not in {}", walk.html());
        }
        assert!(!walk.html().contains("<b>Co</b>"));
        let company = company_of(&walk);
        let connections = developer.partner.gets(&format!("/companies/{company}/connections")).succeeded();
        let id = connections["results"][0]["id"].as_str().unwrap().to_owned();

        // The link opens in the customer's browser, and its code is on no page of the walk.
        let opened = developer.takes("link", &[]);
        assert!(opened.says("Test mode") && opened.url.contains("/select-software"), "{}", opened.url);
        let walk = developer.opens("/sandbox").html();
        assert!(walk.contains("otp=••••••") && !walk.contains("otp=0") && !walk.contains("otp=1"), "{walk}");

        // Nothing is connected, so a push is refused, and the refusal is shown.
        let refused = developer.takes("push", &[("account", "chequing"), ("count", "2")]);
        assert!(refused.says("HTTP 400") && refused.says("pending"), "{}", refused.html());

        let path = format!("/companies/{company}/connections/{id}/connectionInfo/bankFeedAccounts/credentials");
        let pair = developer.partner.posts(&path, &serde_json::Value::Null).succeeded();
        let text = |name: &str| pair[name].as_str().unwrap().to_owned();
        let quickbooks = QuickBooks::signing_on(&server, &text("username"), &text("password"));
        assert!(quickbooks.downloads_everything().is_good());
        let looked = developer.takes("connect", &[]);
        assert!(looked.says("Linked") && looked.says("Business card: connected"), "{}", looked.html());

        for (account, count) in [("chequing", 20), ("card", 4), ("chequing", 1)] {
            // Of two pushes at one instant nobody knows which was the last.
            server.app.clock.advance(Duration::from_secs(1));
            let pushed = developer.takes("push", &[("account", account), ("count", &count.to_string())]);
            assert!(pushed.says("Success") && !pushed.says("HTTP 400"), "{}", pushed.html());
        }
        developer.turns("day");
        assert!(developer.takes("push", &[]).says("Success"), "a day later, with nothing chosen");
        let ids = quickbooks.downloads_everything().values("FITID");
        assert_eq!(ids.len(), 20 + 4 + 1 + 3);

        let revoked = developer.takes("revoke", &[]);
        assert!(revoked.says("HTTP 204") && revoked.says("Deauthorized"), "{}", revoked.html());
        assert!(quickbooks.lists_accounts().is_refused());
    }

    async fn a_developer_sees_and_touches_no_other_partners_company(database: Database) {
        let server = sandbox(database).await;
        let acme = Developer::inside(&server, "Acme Bank").await;
        let other = Developer::inside(&server, "Other Bank").await;
        let company = company_of(&other.takes("create", &[("name", "Florist")]));
        let peeked = acme.opens(&format!("/sandbox?company={company}"));
        assert!(!peeked.says("Florist") && peeked.says("Begin with step 1"), "{}", peeked.html());
        acme.takes("create", &[("name", "Bakery")]);
        for step in ["link", "revoke", "push", "connect"] {
            let form = acme.opens("/sandbox").form(&format!("/steps/{step}"));
            let token = form.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
            let after = acme.browser.posts(&form.action, &[("csrf", &token), ("company", &company)]);
            assert!(!after.says("Florist") && after.url.ends_with("/sandbox"), "{step}: {}", after.url);
        }
        // A form of one developer is none of another's.
        let form = other.opens("/sandbox").form("/steps/create");
        assert_eq!(acme.browser.submits(&form, &[("name", "Bakery")]).status(), 403);
    }

    async fn what_a_form_may_not_send_breaks_nothing(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let long = "x".repeat(9_000);
        for name in ["", "   ", "\u{0}\u{202e}", long.as_str(), "'; DROP TABLE companies; --"] {
            let status = developer.takes("create", &[("name", name)]).status();
            assert!(status == 200 || status == 403, "{name:.20}: {status}");
        }
        for count in ["0", "-1", "21", "999999999999999999999", "three", ""] {
            assert_eq!(developer.takes("push", &[("account", "nobody's"), ("count", count)]).status(), 200, "{count}");
        }
        for path in ["/sandbox?company=x", "/sandbox?company=", "/sandbox/clock?said=%00", "/sandbox/steps/create"] {
            assert!(developer.opens(path).status() < 500, "{path}");
        }
        assert!(developer.browser.posts(&format!("{}/sandbox/steps/nothing", server.url()), &[]).status() == 403);
    }

    async fn a_server_that_cannot_reach_itself_says_so(database: Database) {
        let clock = Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into()).shifted(Ahead::default()).watched();
        let server = Server::with(database, clock, |app| app.sandbox = Some(Sandbox::calling("http://127.0.0.1:9"))).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        developer.partner.connects(&developer.partner.creates_company("Bakery"));
        let page = developer.takes("connect", &[]);
        assert!(page.says("no answer"), "{}", page.html());
        assert_eq!(developer.takes("create", &[("name", "Bakery")]).status(), 503);
    }
}
