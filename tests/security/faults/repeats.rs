//! F-02 with `Idempotency-Key`: whoever asks again after a kill has done everything once, and knows how.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use bankfeeds_link::chance::Chance;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::figures;
use crate::support::{Database, Node, Outside, agent, tell, tell_within, try_send};

/// What each key was answered with.
type Answers = Mutex<BTreeMap<String, Vec<u8>>>;

/// Makes companies that only their keys tell apart, and asks again until each is answered.
struct Insistent<'a> {
    url: &'a str,
    authorization: String,
    answers: &'a Answers,
    broken: &'a AtomicU32,
}

impl Insistent<'_> {
    fn makes_companies(&self, is_over: &AtomicBool) {
        while !is_over.load(Ordering::SeqCst) {
            let key = Chance::System.uuid().to_string();
            let answer = self.insists(&key);
            self.answers.lock().unwrap().insert(key, answer);
        }
    }

    fn insists(&self, key: &str) -> Vec<u8> {
        let (url, body) = (format!("{}/companies", self.url), json!({ "name": "Bistro" }).to_string());
        let headers = [
            ("authorization", self.authorization.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        let agent = agent();
        for _ in 0..2_000 {
            match try_send(&agent, "POST", &url, &headers, body.as_str()) {
                Ok(answer) if answer.status == 200 => return answer.bytes,
                // The request before is still at work, or nothing works at the moment.
                Ok(answer) => assert!(matches!(answer.status, 409 | 503), "{}: {}", answer.status, answer.text()),
                Err(_) => drop(self.broken.fetch_add(1, Ordering::SeqCst)),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{key} is never answered");
    }
}

fn is_killed_while_clients_insist(database_url: &str, kills: usize) {
    let mut node = Node::on(database_url).started();
    let api_key = node.makes_a_partner("Acme Bank");
    let (answers, broken, is_over) = (Answers::default(), AtomicU32::new(0), AtomicBool::new(false));
    let url = node.url().to_owned();
    let authorization = format!("Basic {}", STANDARD.encode(&api_key));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let client =
                Insistent { url: &url, authorization: authorization.clone(), answers: &answers, broken: &broken };
            let is_over = &is_over;
            scope.spawn(move || client.makes_companies(is_over));
        }
        for _ in 0..kills {
            let [random] = Chance::System.bytes::<1>();
            std::thread::sleep(Duration::from_millis(200 + u64::from(random)));
            node.is_killed();
            node.starts();
        }
        std::thread::sleep(Duration::from_millis(200));
        is_over.store(true, Ordering::SeqCst);
    });
    let answers = answers.into_inner().unwrap();
    let mut ids: Vec<Value> =
        answers.values().map(|body| serde_json::from_slice::<Value>(body).unwrap()["id"].clone()).collect();
    ids.sort_unstable_by_key(Value::to_string);
    ids.dedup();
    assert_eq!(ids.len(), answers.len(), "two keys were answered with one company");
    let mut client = Outside::with_key(&url, &api_key);
    let listed = client.gets("/companies").done().unwrap().json();
    assert_eq!(listed["totalResults"], ids.len(), "there are more companies than keys, or fewer");
    let again = Insistent { url: &url, authorization, answers: &Answers::default(), broken: &broken };
    for (key, answer) in answers.iter().take(20) {
        assert_eq!(&again.insists(key), answer);
    }
    let broken = broken.into_inner();
    assert!(broken > 0, "no fault: {broken}");
    figures(&format!("{kills} kills; {} keys, each one company; {broken} broken connections", answers.len()));
    node.stops();
}

#[test]
fn f_02_a_key_that_is_sent_again_after_every_kill_has_one_effect_and_one_answer() {
    tell(async {
        let database = Database::sqlite();
        is_killed_while_clients_insist(database.url(), 3);
    });
}

#[test]
fn f_02_nor_does_a_key_have_two_effects_on_postgresql() {
    tell(async {
        let database = Database::postgres().await;
        is_killed_while_clients_insist(database.url(), 2);
    });
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn f_02_a_key_has_one_effect_through_fifty_kills() {
    tell_within(Duration::from_secs(600), async {
        for database in [Database::sqlite(), Database::postgres().await] {
            is_killed_while_clients_insist(database.url(), 50);
        }
    });
}
