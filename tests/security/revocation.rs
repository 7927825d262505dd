//! Revoking (R-01 to R-03 of docs/security/checks.md): at once, on every node, whatever is on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::audit::Author;
use bankfeeds_link::domain::credentials::{self, Asked, CredentialId};
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::secret::SecretText;
use bankfeeds_link::store;
use bankfeeds_link::store::credentials::NewSet;

use crate::institution::customer::Customer;
use crate::institution::files::{everything, file};
use crate::support::{Database, Server, agent, send};

/// Long enough for whoever does not wait to be done.
const A_WHILE: Duration = Duration::from_millis(700);

/// What the pollers have seen so far.
#[derive(Default)]
struct Seen {
    good: AtomicUsize,
    refused: AtomicUsize,
    is_over: AtomicBool,
}

const A_MOMENT: Duration = Duration::from_millis(100);

/// Polls until it is over; answers when each sign-on that was good began.
fn polls(url: &str, body: &str, seen: &Seen) -> Vec<Instant> {
    let (agent, mut good) = (agent(), Vec::new());
    while !seen.is_over.load(Ordering::SeqCst) {
        let began = Instant::now();
        let answer = send(&agent, "POST", url, &[], body.as_bytes());
        assert!(answer.status == 200 || answer.status == 503, "{}", answer.text());
        if answer.text().contains("<CODE>0\r\n") {
            good.push(began);
            seen.good.fetch_add(1, Ordering::SeqCst);
        } else if answer.status == 200 {
            seen.refused.fetch_add(1, Ordering::SeqCst);
        } else {
            // Hashing has the lowest priority: whoever asks again at once takes its time away.
            thread::sleep(A_MOMENT);
        }
    }
    good
}

/// Until the pollers have seen so many.
async fn until(count: &AtomicUsize, enough: usize) {
    while count.load(Ordering::SeqCst) < enough {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Eight pollers of these servers, and a revocation at the first in the midst of it.
async fn no_sign_on_that_starts_later_is_good(servers: &[Server]) {
    let customer = Customer::of(&servers[0], "Acme Bank").await;
    let body = file((&customer.username, &customer.password), "");
    let seen = Arc::new(Seen::default());
    let pollers = (0..8).map(|number| {
        let (url, body, seen) = (servers[number % servers.len()].ofx_url(), body.clone(), Arc::clone(&seen));
        thread::spawn(move || polls(&url, &body, &seen))
    });
    let pollers: Vec<_> = pollers.collect();
    until(&seen.good, 8).await;
    customer.revokes(&servers[0]).await;
    let answered = Instant::now();
    until(&seen.refused, 32).await;
    seen.is_over.store(true, Ordering::SeqCst);
    let good: Vec<Instant> = pollers.into_iter().flat_map(|poller| poller.join().unwrap()).collect();
    assert!(good.iter().all(|began| *began < answered));
}

on_both_databases! {
    async fn r_01_no_sign_on_that_starts_after_the_revocation_is_good(database: Database) {
        no_sign_on_that_starts_later_is_good(&[Server::start(database).await]).await;
    }

    async fn r_02_nor_is_one_on_another_node(database: Database) {
        let first = Server::start(database.clone()).await;
        let keys = first.app.keys.clone();
        let second = Server::with(database, Clock::standing_at(first.now()), |app| app.keys = keys).await;
        no_sign_on_that_starts_later_is_good(&[first, second]).await;
    }

    async fn r_03_a_set_revoked_while_its_password_is_hashed_is_no_longer_good(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let sets = everything(&customer.visa(&server).await);
        let (url, file) = (server.ofx_url(), file((&customer.username, &customer.password), &sets));
        // The revocation holds the set until the sign-on, which still found it good, waits for it.
        let mut db = server.app.store.write().await.unwrap();
        credentials::revoke_all(&server.app, &mut db, customer.connection, Who::Customer, None).await.unwrap();
        let asking = thread::spawn(move || send(&agent(), "POST", &url, &[], file.as_bytes()));
        tokio::time::sleep(A_WHILE).await;
        assert!(!asking.is_finished(), "the sign-on did not wait");
        db.commit().await.unwrap();
        let answer = asking.join().unwrap();
        assert_eq!((answer.status, answer.text().matches("<CODE>15500\r\n").count()), (200, 5), "{}", answer.text());
    }

    async fn a_set_that_is_being_made_during_a_revocation_is_revoked_with_the_others(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let (app, connection) = (&server.app, customer.connection);
        // As far as the making of a set gets before it is committed.
        let mut making = app.store.write().await.unwrap();
        store::credentials::hold_sets(&mut making, connection).await.unwrap();
        let id = CredentialId::new(&app.chance);
        let set = NewSet { id, connection, username: "BBBBBBBBBBBB", hash: "$argon2id$", who: Who::Customer };
        assert!(store::credentials::insert(&mut making, &set, None, app.clock.now()).await.unwrap());
        let revoking = tokio::spawn({
            let app = app.clone();
            async move {
                let mut db = app.store.write().await.unwrap();
                credentials::revoke_all(&app, &mut db, connection, Who::Partner, None).await.unwrap();
                db.commit().await.unwrap();
            }
        });
        tokio::time::sleep(A_WHILE).await;
        assert!(!revoking.is_finished(), "the revocation did not wait");
        making.commit().await.unwrap();
        revoking.await.unwrap();
        let mut db = app.store.read().await.unwrap();
        assert_eq!(store::credentials::count_live(&mut db, connection).await.unwrap(), 0);
    }

    async fn a_set_is_made_before_a_revocation_or_after_it_and_never_meanwhile(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let (app, connection) = (&server.app, customer.connection);
        let mut revoking = app.store.write().await.unwrap();
        credentials::revoke_all(app, &mut revoking, connection, Who::Partner, None).await.unwrap();
        let making = tokio::spawn({
            let app = app.clone();
            async move { credentials::generate(&app, connection, &Asked::ByApi, Author::operator()).await.is_ok() }
        });
        tokio::task::yield_now().await;
        // Hashes are made in their order: with these, the one before them is done, and only the database is waited for.
        for _ in 0..3 {
            let _ = app.hasher.hash(SecretText::new("later".to_owned())).await;
        }
        tokio::time::sleep(A_WHILE).await;
        assert!(!making.is_finished(), "the set did not wait");
        revoking.commit().await.unwrap();
        assert!(making.await.unwrap());
    }
}
