//! The link: looked at freely, claimed by Next, ended by the clock.

use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::PublicUrl;

use super::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, PartnerClient, Server};

const SECOND: Duration = Duration::from_secs(1);

on_both_databases! {
    async fn a_right_code_leads_to_a_clean_address_with_a_cookie(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let answer = HttpBrowser::new("en-CA").asks("GET", invitation.link());
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").ends_with("/select-software"), "{}", answer.header("location"));
        assert!(!answer.header("location").contains("otp"));
        assert!(answer.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.bytes.is_empty(), "nothing is shown at an address with a code in it");
    }

    async fn behind_https_cookies_are_bound_to_this_host_and_the_browser_remembers_https(database: Database) {
        let server = Server::with(database, Clock::System, |app| {
            app.public_url = PublicUrl::parse("https://link.bank.example").unwrap();
        }).await;
        let bank = PartnerClient::new(&server, "Banque Érable").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        assert!(connection.link_url.starts_with("https://link.bank.example/companies/"));
        let here = connection.link_url.replace("https://link.bank.example", server.url());
        let answer = HttpBrowser::new("en-CA").asks("GET", &here);
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-l-") && cookie.contains("Secure") && cookie.contains("Path=/"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    }

    async fn next_pressed_a_second_too_late_is_refused(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (early, late) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        invitation.server.app.clock.advance(SECOND * 3_599);
        let (first, second) = (early.opens(invitation.link()), late.opens(invitation.link()));
        invitation.server.app.clock.advance(SECOND);
        assert_eq!(late.presses_next(&second).status(), 410);
        assert_eq!(early.presses_next(&first).status(), 410);
    }

    async fn whoever_claimed_in_time_has_an_hour_from_each_step(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        invitation.server.app.clock.advance(SECOND * 3_590);
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        invitation.server.app.clock.advance(SECOND * 3_590);
        let set_up = marie.agrees(&permission);
        invitation.server.app.clock.advance(SECOND * 3_590);
        let ready = marie.gets_credentials(&set_up);
        assert!(ready.says("Your credentials are ready"));
        invitation.server.app.clock.advance(SECOND * 3_600);
        let lost = marie.opens(&invitation.page_address("set-up"));
        assert_eq!(lost.status(), 410);
        assert!(lost.says("We lost your place"));
    }

    async fn next_pressed_twice_is_the_same_as_once(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        assert_eq!(marie.presses_next(&first).status(), 200);
        // The second click still carries what the first page held.
        let again = marie.opens(&invitation.page_address("select-software"));
        assert_eq!(marie.presses_next(&again).status(), 200);
    }

    async fn nine_wrong_codes_do_no_harm_and_a_claim_starts_the_count_anew(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let guess = |count: usize| {
            for _ in 0..count {
                assert_eq!(HttpBrowser::new("en-CA").opens(&invitation.wrong_link()).status(), 404);
            }
        };
        guess(9);
        let marie = HttpBrowser::new("en-CA");
        marie.presses_next(&marie.opens(invitation.link()));
        guess(10);
        invitation.server.app.clock.advance(SECOND * 301);
        let renewed = invitation.bank.looks_at(&invitation.connection)["linkUrl"].as_str().unwrap().to_owned();
        assert_eq!(HttpBrowser::new("en-CA").opens(&renewed).status(), 404, "ten since the claim");
    }

    async fn thirty_wrong_codes_from_one_network_and_nobody_there_gets_in_for_ten_minutes(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let nowhere = format!(
            "{}/companies/{}/connections/{}/start?otp=123456",
            invitation.server.url(), invitation.connection.id, invitation.connection.company
        );
        for _ in 0..30 {
            assert_eq!(HttpBrowser::new("en-CA").opens(&nowhere).status(), 404, "a connection that does not exist");
        }
        let refused = HttpBrowser::new("en-CA").opens(invitation.link());
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.answer.header("retry-after"), "600");
        assert!(refused.says("Wait 10 minutes") && !refused.html().contains("Érable"));
        invitation.server.app.clock.advance(SECOND * 601);
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200);
    }

    async fn a_hundred_wrong_codes_in_a_day_and_no_new_link_helps(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let app = &invitation.server.app;
        let rotated = async || {
            app.clock.advance(SECOND * 601);
            invitation.rotated().await
        };
        for number in 0..100 {
            if number % 10 == 0 {
                rotated().await;
            }
            // HEAD counts like GET.
            let method = if number % 2 == 0 { "GET" } else { "HEAD" };
            assert_eq!(HttpBrowser::new("en-CA").asks(method, &invitation.wrong_link()).status, 404, "{number}");
        }
        assert_eq!(HttpBrowser::new("en-CA").opens(&rotated().await).status(), 404);
        app.clock.advance(SECOND * 24 * 3600);
        assert_eq!(HttpBrowser::new("en-CA").opens(&rotated().await).status(), 200);
    }

    async fn of_fifty_guesses_at_once_no_more_are_judged_than_one_after_the_other(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let wrong = invitation.wrong_link();
        let guess = || HttpBrowser::new("en-CA").asks("GET", &wrong).status;
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..50).map(|_| scope.spawn(guess)).collect();
            guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
        });
        let counted = |status| statuses.iter().filter(|it| **it == status).count();
        assert_eq!((counted(404), counted(429)), (30, 20), "{statuses:?}");
    }

    async fn a_dead_end_at_a_linkurl_names_no_code_in_the_referer_of_its_files(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let wrong = HttpBrowser::new("en-CA").opens(&invitation.wrong_link());
        invitation.server.app.clock.advance(SECOND * 3_600);
        let expired = HttpBrowser::new("en-CA").opens(invitation.link());
        for (page, status) in [(wrong, 404), (expired, 410)] {
            assert!(page.url.contains("otp=") && page.status() == status, "{}", page.url);
            assert_eq!(page.answer.header("referrer-policy"), "strict-origin", "the code stays in the address bar");
        }
    }

    async fn a_parameter_that_no_database_holds_is_left_out(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(&format!("{}&ref=a%00b&plan=%07&campaign=spring", invitation.link()));
        assert_eq!(marie.presses_next(&first).status(), 200);
    }
}
