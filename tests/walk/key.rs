//! Who may: a developer who has given the partner's key, for an hour.

use std::time::Duration;

use bankfeeds_link::store;

use super::{Developer, sandbox, secret};
use crate::support::{Database, HttpBrowser, PartnerClient, Server};

on_both_databases! {
    async fn a_key_is_asked_for_once_and_shown_nowhere(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::of(&server, "Acme Bank").await;
        for path in ["/sandbox", "/sandbox/clock", "/sandbox/wipe"] {
            let page = developer.opens(path);
            assert!(page.says("Your API key") && page.url.ends_with("/sandbox"), "{path}: {}", page.url);
        }
        let walk = developer.gives(&format!("  {} ", developer.partner.api_key));
        assert!(walk.says("You are Acme Bank."), "{}", walk.html());
        developer.takes("create", &[("name", "Bakery")]);
        for path in ["/sandbox", "/sandbox/clock", "/sandbox/wipe", "/sandbox/quickbooks"] {
            let html = developer.opens(path).html();
            assert!(!html.contains(&developer.partner.api_key), "{path} shows the key");
        }
        let cookie = developer.browser.cookie("sandbox-key").unwrap();
        assert!(!cookie.contains("bfl_") && cookie.len() < 1_000, "{cookie}");
    }

    async fn the_key_is_kept_for_an_hour_of_the_true_time_in_this_browser_alone(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        // Ten days that are only pretended end nothing.
        assert!(developer.turns("ten-days").says("The clock was turned"));
        let stolen = format!("sandbox-key={}", developer.browser.cookie("sandbox-key").unwrap());
        let elsewhere = HttpBrowser::new("en-CA");
        let answer = elsewhere.sends("GET", &format!("{}/sandbox", server.url()), &[("cookie", &stolen)], "");
        assert!(answer.text().contains("Your API key"), "{}", answer.text());
        server.app.clock.advance(Duration::from_secs(3_599));
        assert!(developer.opens("/sandbox").says("Where you stand"));
        server.app.clock.advance(Duration::from_secs(1));
        assert!(developer.opens("/sandbox").says("Your API key"));
    }

    async fn a_key_that_is_deleted_lets_nobody_in_any_more(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let mut db = server.app.store.write().await.unwrap();
        let id = developer.partner.id;
        let key = bankfeeds_link::domain::api_key::holder(&mut db, &secret(&developer.partner.api_key)).await.unwrap();
        assert!(store::api_keys::delete(&mut db, id, key.unwrap().key_id).await.unwrap());
        db.commit().await.unwrap();
        assert!(developer.opens("/sandbox").says("Your API key"));
    }

    async fn a_browser_can_be_told_to_forget_the_key(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let form = developer.opens("/sandbox").form("/key/forget");
        assert!(developer.browser.submits(&form, &[]).says("Your API key"));
    }

    async fn wrong_keys_are_counted_by_network_and_a_right_one_is_not(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::of(&server, "Acme Bank").await;
        for _ in 0..5 {
            assert!(developer.gives(&developer.partner.api_key).says("Where you stand"));
            let form = developer.opens("/sandbox").form("/key/forget");
            developer.browser.submits(&form, &[]);
        }
        for wrong in (0..30).map(|number| format!("bfl_{number}")) {
            let page = developer.gives(&wrong);
            assert_eq!(page.status(), 422, "{wrong}");
            assert!(page.says("That is nobody’s API key") && !page.html().contains(&wrong), "{wrong}");
        }
        let page = developer.gives(&developer.partner.api_key);
        assert_eq!(page.status(), 429);
        assert!(page.says("Wait 10 minutes"), "{}", page.html());
        server.app.clock.advance(Duration::from_secs(601));
        assert!(developer.gives(&developer.partner.api_key).says("Where you stand"));
    }

    async fn what_is_no_key_is_wrong_and_nothing_worse(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::of(&server, "Acme Bank").await;
        for wrong in ["", " ", "\u{0}", "é", &"k".repeat(9_000)] {
            assert_eq!(developer.gives(wrong).status(), 422, "{wrong:.9}");
        }
    }
}

on_both_databases! {
    async fn a_live_deployment_has_no_sandbox_at_all(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        let browser = HttpBrowser::new("en-CA");
        for path in ["/sandbox", "/sandbox/clock", "/sandbox/wipe", "/sandbox/quickbooks"] {
            let page = browser.opens(&format!("{}{path}", server.url()));
            assert_eq!(page.status(), 404, "{path}");
            assert!(!page.html().contains("Test mode"), "{path}");
        }
        for path in ["/sandbox/clock", "/sandbox/wipe", "/sandbox/key", "/sandbox/steps/create"] {
            let page = browser.posts(&format!("{}{path}", server.url()), &[("turn", "ten-days")]);
            assert_ne!(page.status(), 200, "{path}");
        }
        assert_eq!(server.app.clock.ahead(), None);
        assert!(!browser.opens(&connection.link_url).html().contains("Test mode"));
    }

    async fn every_page_of_a_sandbox_says_test_mode(database: Database) {
        let server = sandbox(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        for (language, words) in [("en-CA", "Test mode"), ("fr-CA", "Mode d’essai")] {
            let browser = HttpBrowser::new(language);
            let wrong = connection.link_url.replace("otp=", "otp=9");
            let nowhere = format!("{}/nowhere", server.url());
            let sandbox = format!("{}/sandbox", server.url());
            let unknown = format!("{}/sandbox/unknown", server.url());
            for address in [connection.link_url.as_str(), &wrong, &nowhere, &sandbox, &unknown] {
                assert!(browser.opens(address).says(words), "{address}");
            }
        }
    }
}
