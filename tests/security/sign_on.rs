//! Guessing at sign-on: who is slowed down, who is not, and what nobody can tell apart.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use bankfeeds_link::clock::{Clock, Timestamp};
use bankfeeds_link::domain::app::App;
use bankfeeds_link::domain::sign_on::{Attempt, SignOn, Standing, sign_on, standing};
use bankfeeds_link::secret::{Fingerprint, SecretText};
use bankfeeds_link::store::failed_sign_ons;
use time::macros::datetime;

use crate::institution::customer::Customer;
use crate::institution::files::{everything, file};
use crate::support::{Answer, Database, Download, Server, agent, send};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86_400);
const WRONG: &str = "BBBBBBBBBBBBBBBB";
/// As [`failures`] knows it: folded.
const NOBODY: &str = "BBBBBBBBBBBB";

fn noon() -> Timestamp {
    datetime!(2026-11-21 12:00 UTC).into()
}

async fn server(database: Database, change: impl FnOnce(&mut App)) -> Server {
    Server::with(database, Clock::standing_at(noon()), change).await
}

/// Asks for everything there is under these credentials, from a network behind the proxy; again while the server has too
/// much to hash, which judges nothing.
fn asks_from(server: &Server, network: &str, (username, password): (&str, &str)) -> Answer {
    let body = file((username, password), &everything("4111"));
    let headers = [("x-forwarded-for", network)];
    let mut answers = (0..100).map(|_| send(&agent(), "POST", &server.ofx_url(), &headers, body.as_bytes()));
    // Hashing has the lowest priority: whoever asks again at once takes its time away.
    let is_answer = |answer: &Answer| {
        let is_busy = answer.status == 503;
        if is_busy {
            thread::sleep(SECOND / 10);
        }
        !is_busy
    };
    answers.find(is_answer).unwrap()
}

fn asks(server: &Server, credentials: (&str, &str)) -> Answer {
    asks_from(server, "192.0.2.1", credentials)
}

/// The status of the sign-on, and of each request in the file.
fn statuses(answer: &Answer) -> (String, Vec<String>) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut all = Download { text: answer.text(), ..Download::default() }.statuses();
    (all.remove(0), all)
}

fn sign_on_status(answer: &Answer) -> String {
    statuses(answer).0
}

fn is_good(answer: &Answer) -> bool {
    sign_on_status(answer) == "0"
}

/// How many failures are counted under a folded username; `None`: nobody has ever failed under it.
async fn failures(server: &Server, username: &str) -> Option<i64> {
    let bucket = Fingerprint::of(&server.app.keys.bucket.mac(&[b"username", username.as_bytes()]));
    let mut db = server.app.store.read().await.unwrap();
    let tallies = failed_sign_ons::of(&mut db, [&bucket; 4]).await.unwrap();
    tallies.first().map(|tally| tally.failures)
}

fn folded(username: &str) -> String {
    username.replace('-', "")
}

/// The same requests at once, one a thread.
fn at_once(server: &Server, count: usize, credentials: (&str, &str)) -> Vec<Answer> {
    let gate = Arc::new(Barrier::new(count));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|_| {
                let gate = Arc::clone(&gate);
                scope.spawn(move || {
                    gate.wait();
                    asks(server, credentials)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

async fn tries(app: &App, username: &str, password: &str) -> SignOn {
    let password = SecretText::new(password.to_owned());
    let attempt = Attempt { username, password: &password, address: [192, 0, 2, 1].into() };
    sign_on(app, &attempt).await.unwrap()
}

on_both_databases! {
    async fn ten_failures_in_a_row_make_a_username_pause_whether_it_exists_or_not(database: Database) {
        let server = server(database, |_| {}).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let mut told = Vec::new();
        for (username, password) in [(&*customer.username, &*customer.password), ("BBBB-BBBB-BBBB", WRONG)] {
            for failure in 1..=10 {
                let (sign_on, requests) = statuses(&asks(&server, (username, WRONG)));
                assert_eq!((sign_on.as_str(), requests), ("15500", vec!["15500".to_owned(); 4]), "{failure}");
            }
            // The right password too: while it lasts, nobody learns whether it was.
            let paused = asks(&server, (username, password));
            let (sign_on, requests) = statuses(&paused);
            assert_eq!((sign_on.as_str(), requests), ("15502", vec!["15500".to_owned(); 4]));
            assert!(paused.text().contains("Wait 1 second, then try again"), "{}", paused.text());
            told.push(paused.bytes);
            assert_eq!(failures(&server, &folded(username)).await, Some(10), "what is refused unseen is not counted");
        }
        assert_eq!(told[0], told[1], "a username that exists and one that does not get the same bytes");
        server.app.clock.advance(SECOND);
        assert!(is_good(&asks(&server, (&customer.username, &customer.password))));
    }

    async fn each_failure_after_a_pause_doubles_it_and_a_success_clears_the_username_alone(database: Database) {
        let server = server(database, |app| app.limits.failed_sign_ons = 2).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let (mine, nobody) = ((&*customer.username, WRONG), ("BBBB-BBBB-BBBB", WRONG));
        for credentials in [mine, mine, nobody, nobody] {
            assert_eq!(sign_on_status(&asks(&server, credentials)), "15500");
        }
        for pause in [1, 2, 4] {
            let told = asks(&server, mine);
            let words = format!("Wait {pause} second{}, then", if pause == 1 { "" } else { "s" });
            assert!(sign_on_status(&told) == "15502" && told.text().contains(&words), "{}", told.text());
            server.app.clock.advance(Duration::from_secs(pause));
            assert_eq!(sign_on_status(&asks(&server, mine)), "15500", "one guess after each pause");
        }
        server.app.clock.advance(8 * SECOND);
        assert!(is_good(&asks(&server, (&customer.username, &customer.password))));
        assert_eq!(failures(&server, &folded(&customer.username)).await, Some(0));
        assert_eq!(failures(&server, NOBODY).await, Some(2));
        for failure in 1..=2 {
            assert_eq!(sign_on_status(&asks(&server, mine)), "15500", "{failure}");
        }
    }

    async fn too_many_failures_within_a_day_pause_a_username_for_a_day_and_never_for_good(database: Database) {
        let server = server(database, |app| {
            (app.limits.failed_sign_ons, app.limits.failed_sign_ons_a_day) = (1, 3);
        })
        .await;
        let customer = Customer::of(&server, "Acme Bank").await;
        for _ in 0..3 {
            assert_eq!(sign_on_status(&asks(&server, (&customer.username, WRONG))), "15500");
            server.app.clock.advance(2 * SECOND);
        }
        let right = (&*customer.username, &*customer.password);
        let told = asks(&server, right);
        assert!(sign_on_status(&told) == "15502" && told.text().contains("Wait 24 hours"), "{}", told.text());
        server.app.clock.advance(DAY - 3 * SECOND);
        assert_eq!(sign_on_status(&asks(&server, right)), "15502");
        server.app.clock.advance(SECOND);
        assert!(is_good(&asks(&server, right)));
    }

    async fn an_old_password_replayed_every_day_does_not_keep_the_right_one_out(database: Database) {
        let server = server(database, |app| {
            (app.limits.failed_sign_ons, app.limits.failed_sign_ons_a_day) = (3, 6);
        })
        .await;
        let mut customer = Customer::of(&server, "Acme Bank").await;
        for day in 0..12 {
            for _ in 0..2 {
                let status = sign_on_status(&asks(&server, (&customer.username, WRONG)));
                assert!(["15500", "15502"].contains(&status.as_str()), "day {day}: {status}");
            }
            // A minute early each day, so that two polls may fall into one day.
            server.app.clock.advance(DAY - 60 * SECOND);
        }
        assert!(is_good(&asks(&server, (&customer.username, &customer.password))));
        // A set that has been made anew has a name of its own, whatever was done to the old one.
        at_once(&server, 8, (&customer.username, WRONG));
        customer.gets_credentials(&server).await;
        assert!(is_good(&asks(&server, (&customer.username, &customer.password))));
    }

    async fn of_twenty_guesses_at_once_ten_are_judged(database: Database) {
        let server = server(database, |_| {}).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let answers = at_once(&server, 20, (&customer.username, WRONG));
        let judged = answers.iter().filter(|answer| sign_on_status(answer) == "15500").count();
        let paused = answers.iter().filter(|answer| sign_on_status(answer) == "15502").count();
        assert_eq!((judged, paused), (10, 10));
    }

    async fn a_right_password_whose_turn_comes_after_ten_wrong_ones_is_refused_with_them(database: Database) {
        let server = server(database, |_| {}).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let app = &server.app;
        let SignOn::Good(signed_on) = tries(app, &customer.username, &customer.password).await else { panic!() };
        for _ in 0..10 {
            assert!(matches!(tries(app, &customer.username, WRONG).await, SignOn::Invalid));
        }
        let mut db = app.store.write().await.unwrap();
        let now = standing(app, &mut db, &signed_on, app.clock.now()).await.unwrap();
        assert!(matches!(now, Standing::Paused { wait } if wait == SECOND));
    }

    async fn many_right_sign_ons_at_once_are_all_good_and_count_nothing(database: Database) {
        let server = server(database, |_| {}).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let right = (&*customer.username, &*customer.password);
        assert!(at_once(&server, 12, right).iter().all(is_good));
        assert_eq!(failures(&server, &folded(right.0)).await, None, "with nothing to clear nothing is written");
        for _ in 0..9 {
            asks(&server, (right.0, WRONG));
        }
        assert!(at_once(&server, 6, right).iter().all(is_good), "nine wrong ones before");
        assert_eq!(failures(&server, &folded(right.0)).await, Some(0));
    }

    async fn every_spelling_of_a_username_has_the_same_count(database: Database) {
        let server = server(database, |app| app.limits.failed_sign_ons = 3).await;
        for spelling in ["BBBB-BBBB-BBBB", "bbbbbbbbbbbb", " bbbb\u{a0}BBBB\u{ad}bbbb"] {
            assert_eq!(sign_on_status(&asks(&server, (spelling, WRONG))), "15500", "{spelling}");
        }
        assert_eq!(sign_on_status(&asks(&server, ("BbBb BbBb BbBb", WRONG))), "15502");
    }

    async fn a_pause_holds_on_another_node_and_after_a_restart(database: Database) {
        let first = server(database.clone(), |app| app.limits.failed_sign_ons = 2).await;
        for _ in 0..2 {
            asks(&first, ("BBBB-BBBB-BBBB", WRONG));
        }
        let keys = first.app.keys.clone();
        let second = server(database, |app| (app.keys, app.limits.failed_sign_ons) = (keys, 2)).await;
        assert_eq!(sign_on_status(&asks(&second, ("BBBB-BBBB-BBBB", WRONG))), "15502");
    }

    async fn a_clock_that_is_put_back_neither_ends_a_pause_early_nor_makes_it_last(database: Database) {
        let server = server(database.clone(), |app| app.limits.failed_sign_ons = 1).await;
        let keys = server.app.keys.clone();
        asks(&server, ("BBBB-BBBB-BBBB", WRONG));
        let at = |clock: Timestamp| {
            let (database, keys) = (database.clone(), keys.clone());
            Server::with(database, Clock::standing_at(clock), |app| (app.keys, app.limits.failed_sign_ons) = (keys, 1))
        };
        let year = 365 * DAY;
        for (clock, status) in [(noon() - SECOND, "15502"), (noon() - year, "15500")] {
            let server = at(clock).await;
            assert_eq!(sign_on_status(&asks(&server, ("BBBB-BBBB-BBBB", WRONG))), status, "{clock}");
        }
    }

    async fn a_network_pauses_for_usernames_that_do_not_exist_and_for_nothing_else(database: Database) {
        let server = server(database, |app| {
            app.limits.unknown_usernames_a_network = 3;
            app.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        })
        .await;
        let mut customer = Customer::of(&server, "Acme Bank").await;
        let revoked = (customer.username.clone(), customer.password.clone());
        customer.revokes(&server).await;
        customer.gets_credentials(&server).await;
        let right = (&*customer.username, &*customer.password);
        let (poller, neighbour, stranger) = ("2001:db8:1:1::7", "2001:db8:1:1:9::8", "2001:db8:1:2::7");
        for _ in 0..4 {
            assert_eq!(sign_on_status(&asks_from(&server, poller, (right.0, WRONG))), "15500");
            assert_eq!(sign_on_status(&asks_from(&server, poller, (&revoked.0, &revoked.1))), "15500");
        }
        let unknown = ["BBBBBBBBBBB2", "BBBBBBBBBBB3", "BBBBBBBBBBB4", "BBBBBBBBBBB5", "BBBBBBBBBBB6", "BBBBBBBBBBB7"];
        for username in &unknown[..3] {
            asks_from(&server, poller, (username, WRONG));
            assert_eq!(failures(&server, username).await, Some(1), "what exists did not count for the network");
        }
        let told = asks_from(&server, neighbour, (unknown[3], WRONG));
        assert_eq!(failures(&server, unknown[3]).await, None, "refused without work, in the same /64");
        let wrong = asks_from(&server, poller, (right.0, WRONG));
        assert_eq!(told.bytes, wrong.bytes, "in the words of a wrong password");
        assert!(is_good(&asks_from(&server, poller, right)), "whoever is right gets in");
        asks_from(&server, stranger, (unknown[4], WRONG));
        assert_eq!(failures(&server, unknown[4]).await, Some(1), "other networks go on");
        server.app.clock.advance(600 * SECOND);
        asks_from(&server, poller, (unknown[5], WRONG));
        assert_eq!(failures(&server, unknown[5]).await, Some(1), "ten minutes later");
    }

    async fn whoever_has_many_networks_may_guess_only_so_many_usernames(database: Database) {
        let server = server(database, |app| {
            app.limits.unknown_usernames_a_network = 1;
            app.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        })
        .await;
        let mut judged = Vec::new();
        for (line, letter) in ["C", "D", "F", "G", "H"].into_iter().enumerate() {
            let mut of_line = 0;
            for network in 2..7 {
                let username = format!("BBBBBBBBBB{letter}{network}");
                let told = asks_from(&server, &format!("2001:db8:7:{line}0{network}::1"), (&username, WRONG));
                assert_eq!(sign_on_status(&told), "15500");
                of_line += failures(&server, &username).await.unwrap_or_default();
            }
            judged.push(of_line);
        }
        assert_eq!(judged, [3, 3, 3, 1, 0], "three visitors' usernames from a /56, ten from a /48");
        asks_from(&server, "2001:db8:8::1", (NOBODY, WRONG));
        assert_eq!(failures(&server, NOBODY).await, Some(1), "the next /48");
    }

    async fn unknown_wrong_and_revoked_get_the_same_bytes_and_leave_the_same_trace(database: Database) {
        let server = server(database, |_| {}).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let gone = Customer::of(&server, "Other Bank").await;
        gone.revokes(&server).await;
        let cases = [
            ("BBBB-BBBB-BBBB", WRONG),
            (&*customer.username, WRONG),
            (&*gone.username, &*gone.password),
            (&*customer.username, "not one of ours"),
        ];
        let answers: Vec<Answer> = cases.iter().map(|credentials| asks(&server, *credentials)).collect();
        let headers = |answer: &Answer| {
            let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
            headers.retain(|header| !header.starts_with("x-request-id") && !header.starts_with("date"));
            headers.sort();
            headers
        };
        for answer in &answers {
            assert_eq!(sign_on_status(answer), "15500");
            assert_eq!((answer.text(), headers(answer)), (answers[0].text(), headers(&answers[0])));
        }
        let counted = [NOBODY.to_owned(), folded(&gone.username), folded(&customer.username)];
        assert_eq!(failures(&server, &counted[0]).await, Some(1));
        assert_eq!(failures(&server, &counted[1]).await, Some(1));
        assert_eq!(failures(&server, &counted[2]).await, Some(2), "a password that cannot be ours counts as well");
    }
}
