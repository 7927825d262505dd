//! A partner's API keys, made, rolled and deleted by its own program.

use std::pin::{Pin, pin};
use std::sync::Barrier;
use std::time::Duration;

use bankfeeds_link::domain::api_key::{self, MadeBy, Maker};
use bankfeeds_link::domain::refusal::Refusal;
use bankfeeds_link::jobs::forget;
use bankfeeds_link::store::Db;
use serde_json::{Value, json};

use super::refused;
use crate::support::{Answer, Database, PartnerClient, Server};

const HOUR: Duration = Duration::from_secs(3_600);

fn keys(client: &PartnerClient) -> Vec<Value> {
    client.gets("/apiKeys").succeeded()["results"].as_array().unwrap().clone()
}

fn makes(client: &PartnerClient, name: &str) -> Answer {
    client.posts("/apiKeys", &json!({ "name": name }))
}

fn rolls(client: &PartnerClient, id: &Value, body: &Value) -> Answer {
    client.posts(&format!("/apiKeys/{}/roll", id.as_str().unwrap()), body)
}

fn deletes(client: &PartnerClient, id: &Value) -> Answer {
    client.deletes(&format!("/apiKeys/{}", id.as_str().unwrap()))
}

fn with(client: &PartnerClient, made: &Value) -> PartnerClient {
    client.with_key(made["apiKey"].as_str().unwrap())
}

/// What came of the same, asked at both servers by several at once.
fn at_once(servers: [&Server; 2], asks: &(impl Fn(&Server, usize) -> Answer + Sync), count: usize) -> Vec<u16> {
    let barrier = Barrier::new(count);
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..count)
            .map(|number| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    asks(servers[number % 2], number).status
                })
            })
            .collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

on_both_databases! {
    async fn a_key_is_made_shown_once_listed_used_and_deleted(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        server.app.clock.advance(HOUR);
        let made = makes(&acme, "night batch").succeeded();
        let second = with(&acme, &made);
        assert!(second.api_key.starts_with(made["prefix"].as_str().unwrap()));
        assert_eq!((&made["name"], &made["createdDate"]), (&json!("night batch"), &json!(server.now().text())));
        assert_eq!(second.gets("/companies").status, 200);
        let listed = keys(&acme);
        assert_eq!(listed.iter().map(|key| key["name"].as_str().unwrap()).collect::<Vec<_>>(), ["night batch", "tests"]);
        assert_eq!((&listed[0]["id"], &listed[0]["endsDate"]), (&made["id"], &Value::Null));
        let text = acme.gets("/apiKeys").text();
        assert!(!text.contains("apiKey\"") && !text.contains(&second.api_key) && !text.contains(&acme.api_key), "{text}");
        let found = acme.gets("/apiKeys?query=name%20%3D%20tests&pageSize=1").succeeded();
        assert_eq!((&found["totalResults"], &found["results"][0]["name"]), (&json!(1), &json!("tests")));
        assert_eq!(deletes(&acme, &made["id"]).status, 204);
        refused(&second.gets("/companies"), 401);
        refused(&deletes(&acme, &made["id"]), 404);
        let told = refused(&deletes(&acme, &keys(&acme)[0]["id"]), 409);
        assert!(told.contains("last API key"), "{told}");
        acme.gets("/companies").succeeded();
    }

    async fn a_key_that_makes_or_rolls_another_stands_there_as_its_maker(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        // Keys of one instant stand in no order.
        server.app.clock.advance(Duration::from_secs(1));
        let made = makes(&acme, "night batch").succeeded();
        let batch = with(&acme, &made);
        // It rolls itself, and is gone at once.
        rolls(&batch, &made["id"], &json!({ "overlapHours": 0 })).succeeded();
        let all = api_key::of_partner(&mut server.app.store.read().await.unwrap(), acme.id, server.now()).await.unwrap();
        let makers: Vec<_> = all.into_iter().map(|key| (key.name, key.made_by)).collect();
        let by = |name: &str| Some(MadeBy::Key { name: name.into() });
        assert_eq!(makers, [("tests".into(), Some(MadeBy::Operator)), ("night batch".into(), by("night batch"))]);
    }

    async fn the_list_says_when_a_key_was_last_used(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        // Nobody waits for the mark, so it may come a moment after the answer.
        for _ in 0..100 {
            if keys(&acme)[0]["lastUsedDate"] == server.now().text() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the list never says when the key was used");
    }

    async fn another_partners_key_is_no_key_and_wrong_bodies_are_told(database: Database) {
        let server = Server::start(database).await;
        let (acme, other) = (PartnerClient::new(&server, "Acme").await, PartnerClient::new(&server, "Other").await);
        let theirs = &keys(&other)[0]["id"];
        assert_eq!(keys(&acme).len(), 1);
        refused(&deletes(&acme, theirs), 404);
        refused(&rolls(&acme, theirs, &json!({})), 404);
        refused(&deletes(&acme, &json!("no-such-key")), 404);
        assert_eq!(refused(&acme.posts("/apiKeys", &json!({})), 400), "name: is required");
        refused(&acme.posts("/apiKeys", &json!({ "name": 7 })), 400);
        assert!(refused(&makes(&acme, ""), 400).starts_with("name"));
        refused(&makes(&acme, &"x".repeat(1_000)), 400);
        let own = &keys(&acme)[0]["id"];
        for hours in [json!(169), json!(-1), json!(1.5), json!("one day"), json!(1e30)] {
            let told = refused(&rolls(&acme, own, &json!({ "overlapHours": hours })), 400);
            assert!(told.starts_with("overlapHours: "), "{told}");
        }
        refused(&acme.sends("PUT", "/apiKeys", &json!({})), 405);
        other.gets("/companies").succeeded();
    }

    async fn a_key_that_is_rolled_ends_when_it_was_told_and_its_successor_goes_on(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let old = keys(&acme)[0]["id"].clone();
        let rolled = rolls(&acme, &old, &json!({ "overlapHours": 2 })).succeeded();
        let successor = with(&acme, &rolled);
        let end = (server.now() + 2 * HOUR).text();
        assert_eq!((&rolled["name"], &rolled["previous"]["id"]), (&json!("tests"), &old));
        assert_eq!(rolled["previous"]["endsDate"], end.as_str());
        let ending = keys(&successor).into_iter().find(|key| key["id"] == old).unwrap();
        assert_eq!(ending["endsDate"], end.as_str());
        let told = refused(&rolls(&successor, &old, &json!({})), 409);
        assert!(told.contains(&end), "{told}");
        // The one that ends is none to keep.
        let told = refused(&deletes(&acme, &rolled["id"]), 409);
        assert!(told.contains("last API key"), "{told}");
        server.app.clock.advance(2 * HOUR - Duration::from_micros(1));
        acme.gets("/companies").succeeded();
        server.app.clock.advance(Duration::from_micros(1));
        refused(&acme.gets("/companies"), 401);
        assert_eq!(keys(&successor).len(), 1);
        refused(&deletes(&successor, &old), 404);
        forget::once(&server.app).await.unwrap();
        assert_eq!(server.database.tables().await["api_keys"].len(), 1);
        // A day, if nothing is said; at once, if that is said.
        let next = rolls(&successor, &rolled["id"], &json!({})).succeeded();
        assert_eq!(next["previous"]["endsDate"], (server.now() + 24 * HOUR).text());
        let next_client = with(&successor, &next);
        assert_eq!(deletes(&next_client, &rolled["id"]).status, 204);
        refused(&successor.gets("/companies"), 401);
        let last = rolls(&next_client, &next["id"], &json!({ "overlapHours": 0 })).succeeded();
        refused(&next_client.gets("/companies"), 401);
        with(&next_client, &last).gets("/companies").succeeded();
    }

    async fn a_clock_that_is_set_back_revives_no_key_and_prolongs_none(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let old = keys(&acme)[0]["id"].clone();
        let successor = with(&acme, &rolls(&acme, &old, &json!({ "overlapHours": 2 })).succeeded());
        let goes_back = async |step: Duration| {
            let mut db = server.app.store.write().await.unwrap();
            api_key::set_back(&mut db, server.now(), server.now() - step).await.unwrap();
            db.commit().await.unwrap();
            server.app.clock.set_back(step);
        };
        goes_back(5 * HOUR).await;
        let ending = keys(&successor).into_iter().find(|key| key["id"] == old).unwrap();
        assert_eq!(ending["endsDate"], (server.now() + 2 * HOUR).text());
        server.app.clock.advance(2 * HOUR);
        refused(&acme.gets("/companies"), 401);
        goes_back(HOUR).await;
        refused(&acme.gets("/companies"), 401);
        // One that ended at once is nowhere any more.
        let own = keys(&successor)[0]["id"].clone();
        rolls(&successor, &own, &json!({ "overlapHours": 0 })).succeeded();
        server.app.clock.set_back(HOUR);
        refused(&successor.gets("/companies"), 401);
    }

    async fn whoever_has_ten_keys_can_roll_each_of_them_once(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for number in 2..=10 {
            makes(&acme, &format!("key {number}")).succeeded();
        }
        let told = refused(&makes(&acme, "one more"), 409);
        assert!(told.contains("at most 10 API keys"), "{told}");
        let first = keys(&acme);
        for key in &first {
            rolls(&acme, &key["id"], &json!({})).succeeded();
        }
        let all = keys(&acme);
        assert_eq!(all.len(), 20);
        let successor = all.iter().find(|key| key.get("endsDate").is_none()).unwrap();
        let told = refused(&rolls(&acme, &successor["id"], &json!({})), 409);
        assert!(told.contains("ending already"), "{told}");
        refused(&makes(&acme, "one more"), 409);
    }

    async fn of_many_at_once_no_eleventh_key_is_made_and_the_last_is_not_deleted(database: Database) {
        let server = Server::start(database.clone()).await;
        let (clock, app_keys) = (server.app.clock.clone(), server.app.keys.clone());
        let node = Server::with(database, clock, |app| app.keys = app_keys).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for number in 2..=8 {
            makes(&acme, &format!("key {number}")).succeeded();
        }
        let servers = [&server, &node];
        let made = at_once(servers, &|server, number| makes(&acme.at(server), &format!("at once {number}")), 6);
        assert_eq!(made.iter().filter(|status| **status == 200).count(), 2, "{made:?}");
        assert!(made.iter().all(|status| matches!(status, 200 | 409 | 503)), "{made:?}");
        let all = keys(&acme);
        assert_eq!(all.len(), 10);
        // Two are left, and each is deleted by somebody who comes with the other.
        let own = all.iter().find(|key| acme.api_key.starts_with(key["prefix"].as_str().unwrap())).unwrap();
        for key in all.iter().filter(|key| key["id"] != own["id"]) {
            assert_eq!(deletes(&acme, &key["id"]).status, 204);
        }
        for number in 0..4 {
            let other = makes(&acme, &format!("pair {number}")).succeeded();
            let pair = [&other["id"], &own["id"]];
            let clients = [acme.at(&server), with(&acme, &other).at(&node)];
            let gone = at_once(servers, &|_, number| deletes(&clients[number], pair[number]), 2);
            // The loser finds that its own key was deleted, or that it is the last.
            assert_eq!(gone.iter().filter(|status| **status == 204).count(), 1, "{gone:?}");
            let left = bankfeeds_link::store::api_keys::count(&mut server.app.store.read().await.unwrap(), acme.id).await;
            assert_eq!(left.unwrap(), 1);
            if gone[0] != 204 {
                break;
            }
        }
    }

    async fn whoever_comes_second_to_the_last_place_or_the_last_key_waits_and_is_refused(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let (app, partner, now) = (&server.app, acme.id, server.now());
        let by = (partner, Maker::Operator);
        let makes = async |db: &mut Db| api_key::create(db, &app.chance, by, "at once", 2, now).await.map(drop);
        let begun = async |work: &mut Pin<&mut dyn Future<Output = Result<(), Refusal>>>| {
            // Time enough for whoever does not wait.
            let answer = tokio::time::timeout(Duration::from_millis(200), work).await;
            assert!(answer.is_err(), "it does not wait: {:?}", answer.unwrap());
        };
        let mut first = app.store.write().await.unwrap();
        makes(&mut first).await.unwrap();
        let mut second = pin!(async {
            let mut db = app.store.write().await?;
            makes(&mut db).await?;
            Ok::<_, Refusal>(db.commit().await?)
        });
        begun(&mut (second.as_mut() as Pin<&mut dyn Future<Output = _>>)).await;
        first.commit().await.unwrap();
        assert!(matches!(second.await, Err(Refusal::Conflict(_))));
        let keys = api_key::of_partner(&mut app.store.read().await.unwrap(), partner, now).await.unwrap();
        let [one, other] = keys.as_slice() else { panic!("there are {}", keys.len()) };
        let mut first = app.store.write().await.unwrap();
        api_key::delete(&mut first, partner, one.id, now).await.unwrap();
        let mut second = pin!(async {
            let mut db = app.store.write().await?;
            api_key::delete(&mut db, partner, other.id, now).await?;
            Ok::<_, Refusal>(db.commit().await?)
        });
        begun(&mut (second.as_mut() as Pin<&mut dyn Future<Output = _>>)).await;
        first.commit().await.unwrap();
        assert!(matches!(second.await, Err(Refusal::Conflict(_))));
    }
}
