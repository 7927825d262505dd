//! The linkUrl (O-01 to O-15 of docs/security/checks.md).

mod chromium;
mod timing;

use std::time::Duration;

use bankfeeds_link::domain::timeline::What;
use bankfeeds_link::store;

use crate::link::{Invitation, Walk};
use crate::support::{Answer, Connection, Database, HttpBrowser, checking};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3_600);

/// Every header but those that differ with each answer.
fn headers(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap().to_owned();
    let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    headers.retain(|(name, _)| !matches!(name.as_str(), "x-request-id" | "date"));
    headers.sort();
    headers
}

on_both_databases! {
    async fn o_01_looking_a_hundred_times_uses_nothing_up(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = invitation.server.database.tables().await;
        for _ in 0..100 {
            assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200);
        }
        assert_eq!(invitation.server.database.tables().await, before, "a million scanners cost nothing");
        let marie = HttpBrowser::new("fr-CA");
        assert!(marie.walks_to_credentials(invitation.link()).says("Vos identifiants sont prêts"));
    }

    async fn o_02_head_options_and_a_prefetch_get_no_cookie_and_change_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = invitation.server.database.tables().await;
        let ask = |method, headers: &[(&str, &str)]| HttpBrowser::new("en-CA").sends(method, invitation.link(), headers, "");
        for (answer, status) in [
            (ask("HEAD", &[]), 303),
            (ask("OPTIONS", &[]), 405),
            (ask("GET", &[("sec-purpose", "prefetch")]), 503),
            (ask("GET", &[("sec-purpose", "prefetch;prerender")]), 503),
            (ask("GET", &[("purpose", "prefetch")]), 503),
        ] {
            assert_eq!((answer.status, answer.header("set-cookie")), (status, ""));
            assert!(status != 503 || answer.bytes.is_empty(), "a prefetch is told nothing: {}", answer.text());
        }
        assert_eq!(invitation.server.database.tables().await, before);
    }

    async fn o_03_of_fifty_browsers_that_press_next_at_once_one_has_the_link(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let browsers: Vec<_> = (0..50).map(|_| HttpBrowser::new("en-CA")).collect();
        let first_pages: Vec<_> = browsers.iter().map(|browser| browser.opens(invitation.link())).collect();
        let arrived: Vec<_> = std::thread::scope(|scope| {
            let presses = browsers.iter().zip(&first_pages);
            let presses: Vec<_> = presses.map(|(browser, page)| scope.spawn(|| browser.presses_next(page))).collect();
            presses.into_iter().map(|press| press.join().unwrap()).collect()
        });
        let won: Vec<_> = arrived.iter().filter(|page| page.status() == 200).collect();
        let lost = arrived.iter().filter(|page| page.status() == 410 && page.says("This link has already been opened"));
        assert_eq!((won.len(), lost.count()), (1, 49));
        assert!(won[0].url.ends_with("/consent"));
        let tables = invitation.server.database.tables().await;
        assert_eq!(tables["link_sessions"].len(), 1);
        assert_eq!(tables["timeline"].iter().filter(|line| line.contains(What::LinkClaimed.word())).count(), 1);
    }

    async fn o_04_ten_wrong_codes_and_the_right_one_is_refused_even_after_a_restart_and_a_new_link(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for _ in 0..10 {
            assert_eq!(HttpBrowser::new("en-CA").opens(&invitation.wrong_link()).status(), 404);
        }
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 404);
        invitation.server.app.clock.advance(SECOND * 301);
        let renewed = invitation.fresh_link();
        assert_ne!(renewed, invitation.link());
        assert_eq!(HttpBrowser::new("en-CA").opens(&renewed).status(), 404);

        let restarted = invitation.restarted().await;
        let here = renewed.replace(invitation.server.url(), restarted.url());
        assert_eq!(HttpBrowser::new("en-CA").opens(&here).status(), 404);
        let by_hand = invitation.rotated().await;
        assert_eq!(HttpBrowser::new("en-CA").opens(&by_hand).status(), 200, "an operator's new link helps");
    }

    async fn o_05_a_link_lives_an_hour_to_the_second(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let clock = &invitation.server.app.clock;
        clock.advance(SECOND * 3_599);
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200);
        clock.advance(SECOND - Duration::from_micros(1));
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200);
        clock.advance(Duration::from_micros(1));
        let late = HttpBrowser::new("en-CA").opens(invitation.link());
        assert_eq!(late.status(), 410);
        assert!(late.says("This link has expired") && late.says("Banque Érable"));
    }

    async fn o_06_whoever_cannot_open_a_link_learns_nothing_about_why(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (address, otp) = invitation.link().split_once("?otp=").unwrap();
        let (company, connection) = (&invitation.connection.company, &invitation.connection.id);
        let other = invitation.bank.connects(&invitation.bank.creates_company("Another"));
        // Twice percent-encoded is decoded once.
        let twice: String = otp.bytes().map(|digit| format!("%25{digit:02X}")).collect();
        let wrong = [
            invitation.wrong_link(),
            address.to_owned(),
            format!("{address}?"),
            format!("{address}?otp="),
            format!("{address}?otp"),
            format!("{address}?OTP={otp}"),
            format!("{address}?otp={}", &otp[1..]),
            format!("{address}?otp={otp}0"),
            format!("{address}?otp=%20{otp}"),
            format!("{address}?otp=%2B{}", &otp[1..]),
            format!("{address}?otp={otp}%00"),
            format!("{address}?otp={twice}"),
            format!("{address}?otp={otp}&otp={otp}"),
            format!("{address}?otp[]={otp}"),
            format!("{address}?otp=%D9%A7%D9%A4%D9%A2%D9%A2%D9%A7%D9%A1"),
            format!("{address}?otp=%ff%fe"),
            invitation.link().replace(company.as_str(), connection),
            invitation.link().replace(connection.as_str(), company),
            invitation.link().replace(company.as_str(), &other.company),
            invitation.link().replace(connection.as_str(), &other.id),
            invitation.link().replace(company.as_str(), "no-id-at-all"),
            invitation.link().replace(company.as_str(), "%252e%252e"),
            invitation.link().replace(connection.as_str(), "%00"),
        ];
        let mut first: Option<Answer> = None;
        for (number, link) in wrong.iter().enumerate() {
            // The eleventh would be refused for another reason, with the very same answer.
            if number % 9 == 8 {
                invitation.server.app.clock.advance(SECOND * 601);
                invitation.rotated().await;
            }
            let answer = HttpBrowser::new("en-CA").asks("GET", link);
            assert_eq!(answer.status, 404, "{link}");
            let first = first.get_or_insert_with(|| answer.clone());
            assert_eq!(answer.bytes, first.bytes, "{link}");
            assert_eq!(headers(&answer), headers(first), "{link}");
        }
        let text = first.unwrap().text();
        assert!(!text.contains("Érable") && !text.contains("eference"));
    }

    async fn o_06_a_connection_that_is_locked_answers_like_one_that_does_not_exist(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let wrong = HttpBrowser::new("en-CA").asks("GET", &invitation.wrong_link());
        (0..10).for_each(|_| drop(HttpBrowser::new("en-CA").asks("GET", &invitation.wrong_link())));
        let locked = HttpBrowser::new("en-CA").asks("GET", invitation.link());
        assert_eq!((locked.status, &locked.bytes), (404, &wrong.bytes));
        assert_eq!(headers(&locked), headers(&wrong));
        invitation.server.app.clock.advance(HOUR);
        let superseded = HttpBrowser::new("en-CA").asks("GET", invitation.link());
        assert_eq!((superseded.status, &superseded.bytes), (404, &wrong.bytes), "expired and locked");
    }

    async fn o_09_after_a_rotation_the_old_address_and_the_running_session_are_dead(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, looking) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let first = looking.opens(invitation.link());
        marie.walks_to_credentials(invitation.link());
        (0..10).for_each(|_| drop(HttpBrowser::new("en-CA").opens(&invitation.wrong_link())));
        let rotated = invitation.rotated().await;
        let dead = HttpBrowser::new("en-CA").opens(invitation.link());
        assert!(dead.status() == 410 && dead.says("This link has expired"));
        assert_eq!(looking.presses_next(&first).status(), 410);
        for page in ["consent", "set-up", "credentials", "revoke"] {
            assert_eq!(marie.opens(&invitation.page_address(page)).status(), 410, "{page}");
        }
        assert!(invitation.server.database.tables().await["sealed_copies"].is_empty());
        assert_eq!(HttpBrowser::new("en-CA").opens(&rotated).status(), 200);
    }

    async fn o_10_a_dashboard_that_polls_a_thousand_times_makes_one_link_and_breaks_no_page(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for _ in 0..1_000 {
            assert_eq!(invitation.fresh_link(), invitation.link());
        }
        assert_eq!(invitation.server.database.tables().await["links"].len(), 1);
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        invitation.server.app.clock.advance(SECOND * 301);
        assert_ne!(invitation.fresh_link(), invitation.link());
        assert_eq!(marie.presses_next(&first).status(), 200, "the older link still lives");
        assert_eq!(invitation.server.database.tables().await["links"].len(), 2);
    }

    async fn o_13_a_second_browser_finds_the_link_opened_and_nothing_about_credentials(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, other) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let seen_before = other.opens(invitation.link());
        marie.presses_next(&marie.opens(invitation.link()));
        let too_late = other.presses_next(&seen_before);
        assert!(too_late.status() == 410 && too_late.says("This link has already been opened"));
        let again = marie.opens(invitation.link());
        assert!(again.says("Connect to QuickBooks Online Bank Feeds"), "back to her own step");
        let username = marie.gets_credentials(&marie.agrees(&again)).text_of("username").unwrap();
        for page in [other.opens(&too_late.url), HttpBrowser::new("en-CA").opens(invitation.link())] {
            assert_eq!(page.status(), 410);
            assert!(!page.html().contains(&username) && !page.html().to_lowercase().contains("credential"));
        }
    }

    async fn o_14_the_cookie_of_one_connection_is_none_on_another(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let bank = &invitation.bank;
        let other: Connection = bank.connects(&bank.creates_company("Another"));
        bank.adds_account(&other, &checking("1111"));
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        let look = marie.cookie(&invitation.cookie_name()).unwrap();
        marie.presses_next(&first);
        let session = marie.cookie(&invitation.cookie_name()).unwrap();
        let before = invitation.server.database.tables().await;
        for value in [look, session] {
            let cookie = format!("l-{}={value}", &other.id[..8]);
            for page in ["select-software", "consent", "set-up", "credentials", "revoke", "revoked", "finish", "declined"] {
                let address = format!("{}/link/{}/{page}", invitation.server.url(), other.id);
                let answer = HttpBrowser::new("en-CA").sends("GET", &address, &[("cookie", &cookie)], "");
                assert_eq!(answer.status, 410, "{page}: {}", answer.text());
            }
            let start = other.link_url.replace("otp=", "otp=x");
            let answer = HttpBrowser::new("en-CA").sends("GET", &start, &[("cookie", &cookie)], "");
            assert_eq!(answer.status, 404, "the cookie opens no link");
        }
        let mut after = invitation.server.database.tables().await;
        for counted in ["wrong_codes", "wrong_code_buckets"] {
            after.insert(counted.into(), before[counted].clone());
        }
        assert_eq!(after, before);
    }

    async fn o_15_no_header_changes_the_address_of_a_link(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let authorization = invitation.bank.authorization();
        let url = format!("{}{}", invitation.server.url(), invitation.connection.path(""));
        for (name, value) in [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-port", "444"),
            ("x-original-url", "/evil"),
            ("forwarded", "for=203.0.113.1;host=evil.example;proto=https"),
        ] {
            let headers = [("authorization", authorization.as_str()), (name, value)];
            let answer = HttpBrowser::new("en-CA").sends("GET", &url, &headers, "");
            assert_eq!(answer.json()["linkUrl"], invitation.link(), "{name}: {}", answer.text());
            let page = HttpBrowser::new("en-CA").sends("GET", &invitation.wrong_link(), &[(name, value)], "");
            assert!(!page.text().contains("evil"), "{name}");
            let opened = HttpBrowser::new("en-CA").sends("GET", invitation.link(), &[(name, value)], "");
            assert!(opened.status == 303 && opened.header("location").starts_with("/link/"), "{name}");
            assert!(!opened.header("set-cookie").contains("Secure"), "{name}");
        }
    }

    async fn o_12_the_timeline_names_the_browser_that_pressed_next_on_one_line(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let browser = HttpBrowser::new("en-CA");
        let form = browser.opens(invitation.link()).form("/select-software");
        let body = format!("csrf={}&software=hcws", form.hidden[0].1);
        let name = format!("Scanner/1.0\t{}", "x".repeat(4_000));
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin"), ("user-agent", &name),
        ];
        assert_eq!(browser.sends("POST", &form.action, &headers, &body).status, 303);
        let mut db = invitation.server.app.store.read().await.unwrap();
        let lines = store::timeline::of_connection(&mut db, invitation.connection.id.parse().unwrap()).await.unwrap();
        let claimed = lines.into_iter().find(|line| line.what == What::LinkClaimed).unwrap();
        assert!(claimed.why.starts_with("Next was pressed in a browser that calls itself Scanner/1.0 xxx"), "{claimed:?}");
        assert!(claimed.why.len() < 250, "{}", claimed.why.len());
    }
}
