//! The link: looked at freely, claimed by Next, ended by the clock.

use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::app::PublicUrl;
use bankfeeds_link::domain::link;

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

    async fn looking_a_hundred_times_uses_nothing_up(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for _ in 0..100 {
            let scanner = HttpBrowser::new("en-CA");
            assert_eq!(scanner.asks("HEAD", invitation.link()).header("set-cookie"), "");
            assert_eq!(scanner.opens(invitation.link()).status(), 200);
        }
        let marie = HttpBrowser::new("fr-CA");
        assert!(marie.walks_to_credentials(invitation.link()).says("Vos identifiants sont prêts"));
    }

    async fn a_browser_that_fetches_ahead_gets_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let answer = HttpBrowser::new("en-CA").sends("GET", invitation.link(), &[("sec-purpose", "prefetch")], "");
        assert_eq!((answer.status, answer.header("set-cookie")), (503, ""));
    }

    async fn a_link_is_valid_for_an_hour_to_the_second(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        invitation.server.app.clock.advance(SECOND * 3_599);
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200);
        invitation.server.app.clock.advance(SECOND);
        let late = HttpBrowser::new("en-CA").opens(invitation.link());
        assert_eq!(late.status(), 410);
        assert!(late.says("This link has expired") && late.says("Banque Érable"));
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

    async fn another_browser_finds_the_link_opened_and_the_first_goes_on(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, other) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let seen_before = other.opens(invitation.link());
        marie.presses_next(&marie.opens(invitation.link()));
        let late = other.presses_next(&seen_before);
        assert_eq!(late.status(), 410);
        assert!(late.says("This link has already been opened"));
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 410);
        let again = marie.opens(invitation.link());
        assert!(again.says("Connect to QuickBooks Online Bank Feeds"), "back to her own step");
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

    async fn ten_wrong_codes_and_the_right_one_is_refused_even_after_a_restart_and_a_new_link(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for _ in 0..10 {
            assert_eq!(HttpBrowser::new("en-CA").opens(&invitation.wrong_link()).status(), 404);
        }
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 404);
        invitation.server.app.clock.advance(SECOND * 301);
        let renewed = invitation.bank.looks_at(&invitation.connection)["linkUrl"].as_str().unwrap().to_owned();
        assert_ne!(renewed, invitation.link());
        assert_eq!(HttpBrowser::new("en-CA").opens(&renewed).status(), 404);

        let restarted = restart(&invitation).await;
        let here = renewed.replace(invitation.server.url(), restarted.url());
        assert_eq!(HttpBrowser::new("en-CA").opens(&here).status(), 404);
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

    async fn a_rotated_link_opens_again_and_voids_the_others(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = invitation.link().to_owned();
        for _ in 0..10 {
            HttpBrowser::new("en-CA").opens(&invitation.wrong_link());
        }
        let app = &invitation.server.app;
        let (company, connection) = (invitation.connection.company.parse().unwrap(), invitation.connection.id.parse().unwrap());
        let mut db = app.store.write().await.unwrap();
        let rotated = link::rotate(app, &mut db, company, connection).await.unwrap();
        db.commit().await.unwrap();
        assert_eq!(HttpBrowser::new("en-CA").opens(&rotated).status(), 200);
        let dead = HttpBrowser::new("en-CA").opens(&before);
        assert_eq!(dead.status(), 410);
        assert!(dead.says("This link has expired"));
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

    async fn whoever_cannot_open_a_link_learns_nothing_about_why(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (address, otp) = invitation.link().split_once("?otp=").unwrap();
        let (company, connection) = (&invitation.connection.company, &invitation.connection.id);
        let wrong = [
            invitation.wrong_link(),
            address.to_owned(),
            format!("{address}?otp="),
            format!("{address}?otp={}", &otp[1..]),
            format!("{address}?otp={otp}&otp={otp}"),
            format!("{address}?otp=%D9%A7%D9%A4%D9%A2%D9%A2%D9%A7%D9%A1"),
            invitation.link().replace(company.as_str(), connection),
            invitation.link().replace(connection.as_str(), company),
            invitation.link().replace(company.as_str(), "no-id-at-all"),
        ];
        let answers: Vec<_> = wrong.iter().map(|link| HttpBrowser::new("en-CA").asks("GET", link)).collect();
        for (link, answer) in wrong.iter().zip(&answers) {
            assert_eq!(answer.status, 404, "{link}");
            assert_eq!(answer.bytes, answers[0].bytes, "{link}");
            let names = |answer: &crate::support::Answer| {
                let mut names: Vec<_> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
                names.sort();
                names
            };
            assert_eq!(names(answer), names(&answers[0]), "{link}");
        }
        assert!(!answers[0].text().contains("Érable") && !answers[0].text().contains("eference"));
    }

    async fn a_dashboard_that_polls_gets_the_same_link_for_five_minutes_and_breaks_no_page(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let poll = || invitation.bank.looks_at(&invitation.connection)["linkUrl"].as_str().unwrap().to_owned();
        assert_eq!(poll(), invitation.link());
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        invitation.server.app.clock.advance(SECOND * 301);
        assert_ne!(poll(), invitation.link());
        assert_eq!(marie.presses_next(&first).status(), 200, "the older link still lives");
        let once_claimed = poll();
        assert_ne!(once_claimed, invitation.link());
    }

    async fn the_link_is_built_from_configuration_and_never_from_the_request(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let headers = [
            ("authorization", invitation.bank.authorization()),
            ("host", "evil.example".to_owned()),
            ("x-forwarded-host", "evil.example".to_owned()),
        ];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let url = format!("{}{}", invitation.server.url(), invitation.connection.path(""));
        let answer = HttpBrowser::new("en-CA").sends("GET", &url, &headers, "");
        assert!(answer.json()["linkUrl"].as_str().unwrap().starts_with(invitation.server.url()), "{}", answer.text());
    }

    async fn a_forwarded_address_counts_only_behind_a_proxy_that_is_trusted(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let wrong = invitation.wrong_link();
        for number in 0..31 {
            let from = format!("203.0.113.{number}");
            let answer = HttpBrowser::new("en-CA").sends("GET", &wrong, &[("x-forwarded-for", &from)], "");
            assert_eq!(answer.status, if number < 30 { 404 } else { 429 }, "{number}");
        }
    }

    async fn behind_a_trusted_proxy_the_hop_it_wrote_counts_and_none_before_it(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let proxied = Server::with(invitation.server.database.clone(), invitation.server.app.clock.clone(), |app| {
            app.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        }).await;
        let wrong = invitation.wrong_link().replace(invitation.server.url(), proxied.url());
        let opens = |forwarded: &[(&str, &str)]| HttpBrowser::new("en-CA").sends("GET", &wrong, forwarded, "").status;
        for number in 0..30 {
            let claimed = format!("203.0.113.{number}");
            let one_line = format!("{claimed}, 198.51.100.7");
            let forwarded = match number % 2 {
                0 => vec![("x-forwarded-for", one_line.as_str())],
                _ => vec![("x-forwarded-for", claimed.as_str()), ("x-forwarded-for", "198.51.100.7")],
            };
            assert_eq!(opens(&forwarded), 404, "{number}");
        }
        assert_eq!(opens(&[("x-forwarded-for", "203.0.113.77, 198.51.100.7")]), 429);
        assert_eq!(opens(&[("x-forwarded-for", "198.51.100.8")]), 404);
    }

    async fn a_hundred_wrong_codes_in_a_day_and_no_new_link_helps(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let app = &invitation.server.app;
        let (company, connection) = (invitation.connection.company.parse().unwrap(), invitation.connection.id.parse().unwrap());
        let rotated = async || {
            app.clock.advance(SECOND * 601);
            let mut db = app.store.write().await.unwrap();
            let url = link::rotate(app, &mut db, company, connection).await.unwrap();
            db.commit().await.unwrap();
            url
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

/// Another server on the same database, with the same keys and clock.
async fn restart(invitation: &Invitation) -> Server {
    let first = &invitation.server.app;
    let (keys, clock) = (first.keys.clone(), first.clock.clone());
    Server::with(invitation.server.database.clone(), clock, |app| app.keys = keys).await
}
