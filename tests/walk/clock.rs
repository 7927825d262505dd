//! The clock of a sandbox.

use std::time::Duration;

use bankfeeds_link::clock::{Ahead, Clock};
use bankfeeds_link::domain::sandbox_clock;
use bankfeeds_link::store;

use super::{Developer, sandbox};
use crate::support::{Database, HttpBrowser, QuickBooks, Server, checking};

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);

on_both_databases! {
    async fn it_goes_an_hour_a_day_or_ten_days_and_says_what_time_it_pretends(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let start = server.now();
        let page = developer.opens("/sandbox/clock");
        assert!(page.says("November 21, 2026 at 10:00 a.m. Eastern Standard Time"), "{}", page.html());
        assert!(page.says("That is the true time."), "{}", page.html());
        // What cannot be read in an address has a page of ours, too.
        for unreadable in ["/sandbox?company=zz", "/sandbox/clock?said=a&said=b"] {
            let page = developer.opens(unreadable);
            assert!(page.status() == 404 && page.says("There is nothing at this address"), "{}", page.html());
        }
        assert!(developer.turns("hour").says("one hour ahead of the true time"));
        assert!(developer.turns("day").says("one day and one hour ahead of the true time"));
        let page = developer.turns("ten-days");
        assert!(page.says("December 2, 2026 at 11:00 a.m. Eastern Standard Time"), "{}", page.html());
        assert_eq!(server.now(), start + 11 * DAY + HOUR);
        for path in ["/sandbox", "/sandbox/quickbooks", "/sandbox/wipe"] {
            assert!(developer.opens(path).says("11 days and one hour ahead of the true time"), "{path}");
        }
        let french = HttpBrowser::new("fr-CA").opens(&format!("{}/sandbox", server.url()));
        assert!(french.says("en avance de 11\u{a0}jours et 1\u{a0}heure sur l’heure réelle"), "{}", french.html());
    }

    async fn a_restart_other_nodes_and_commands_go_by_the_same(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        // Another node, which has the database in common.
        let mut other = server.app.clone();
        let wall = Clock::standing_at(server.now());
        other.clock = wall.shifted(Ahead::default()).watched();
        developer.turns("day");
        sandbox_clock::follow(&other).await.unwrap();
        assert_eq!(other.clock.ahead(), Some(DAY));
        assert_eq!(sandbox_clock::of(&server.app.store).await.unwrap().ahead(), Some(DAY));
    }

    async fn it_leads_to_a_minute_before_and_a_second_after_the_end_of_a_link(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let nowhere = developer.turns("after-otp-ends");
        assert!(nowhere.says("The clock stays where it is") && nowhere.says("No link of yours is alive."));
        let bank = &developer.partner;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        bank.adds_account(&connection, &checking("acc-1"));
        let start = server.now();
        assert!(developer.turns("before-otp-ends").says("59 minutes ahead"));
        assert_eq!(server.now(), start + 59 * HOUR / 60);
        let customer = HttpBrowser::new("en-CA");
        assert_eq!(customer.opens(&connection.link_url).status(), 200);
        assert!(developer.turns("before-otp-ends").says("That moment is over"));
        developer.turns("after-otp-ends");
        assert_eq!(server.now(), start + HOUR + Duration::from_secs(1));
        assert_eq!(customer.opens(&connection.link_url).status(), 410);
    }

    async fn ten_days_of_silence_disconnect_at_once(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let bank = &developer.partner;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        bank.adds_account(&connection, &checking("acc-1"));
        let (username, password) = bank.generates_credentials(&connection);
        // Software that is no pretend one, and does not ask by itself.
        assert!(QuickBooks::signing_on(&server, &username, &password).downloads_everything().is_good());
        let status = || bank.lists_accounts(&connection)[0]["status"].as_str().unwrap().to_owned();
        for _ in 0..9 {
            developer.turns("day");
        }
        assert_eq!((status().as_str(), bank.looks_at(&connection)["status"].as_str().unwrap()), ("connected", "Linked"));
        developer.turns("day");
        let now = (status(), bank.looks_at(&connection)["status"].as_str().unwrap().to_owned());
        assert_eq!(now, ("disconnected".to_owned(), "Unlinked".to_owned()));
    }

    async fn it_goes_ten_years_ahead_and_no_further(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let almost = sandbox_clock::MOST - 5 * DAY;
        assert!(sandbox_clock::turn(&server.app, almost).await.unwrap());
        let page = developer.turns("ten-days");
        assert!(page.says("The clock stays where it is") && page.says("ten years ahead at most"), "{}", page.html());
        assert_eq!(server.app.clock.ahead(), Some(sandbox_clock::MOST), "as far as it goes");
        assert!(!sandbox_clock::turn(&server.app, Duration::MAX).await.unwrap());
    }

    async fn only_its_own_form_turns_it(database: Database) {
        let server = sandbox(database).await;
        let developer = Developer::inside(&server, "Acme Bank").await;
        let clock = format!("{}/sandbox/clock", server.url());
        assert_eq!(developer.browser.posts(&clock, &[("turn", "day")]).status(), 403, "without its token");
        let form = developer.opens("/sandbox/clock").form("/sandbox/clock");
        let (_, token) = form.hidden.iter().find(|(name, _)| name == "csrf").unwrap();
        let body = format!("csrf={token}&turn=day");
        for headers in [
            vec![("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "none")],
            vec![],
        ] {
            let kind = ("content-type", "application/x-www-form-urlencoded");
            let answer = developer.browser.sends("POST", &clock, &[headers.clone(), vec![kind]].concat(), &body);
            assert_eq!(answer.status, 403, "{headers:?}");
        }
        assert_eq!(developer.browser.asks("GET", &format!("{clock}?turn=day")).status, 200);
        for wrong in ["", "back", "-1", "year"] {
            assert_eq!(developer.turns(wrong).status(), 403, "{wrong}");
        }
        assert_eq!(server.app.clock.ahead(), Some(Duration::ZERO));
    }
}

on_both_databases! {
    /// Whoever is not a sandbox cannot be turned, whatever its database says.
    async fn a_live_clock_follows_nothing(database: Database) {
        let server = Server::start(database).await;
        let start = server.now();
        let mut db = server.app.store.write().await.unwrap();
        store::sandbox_clock::turn(&mut db, DAY, sandbox_clock::MOST).await.unwrap().unwrap();
        db.commit().await.unwrap();
        sandbox_clock::follow(&server.app).await.unwrap();
        assert_eq!((server.now(), server.app.clock.ahead()), (start, None));
    }
}
