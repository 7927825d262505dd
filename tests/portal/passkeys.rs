//! Passkeys in real Chromium, with an authenticator that is one in all but metal.

use std::time::{Duration, Instant};

use bankfeeds_link::domain::audit::{Body, Thing, What};
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::store::{audit, members, passkeys};
use fantoccini::Locator;
use serde_json::{Value, json};

use super::person::{PASSWORD, Person, is_in, server_with_a_name, server_with_a_name_that_writes};
use crate::support::{Browser, Database, HttpBrowser, Manner, PostOffice, Reader, Server};

/// A phone or computer that can keep passkeys, and unlocks them when asked. Answers its id.
pub fn has_an_authenticator(browser: &Browser) -> String {
    browser.asks_chromium("WebAuthn.enable", &json!({}));
    let options = json!({ "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
        "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true });
    let added = browser.asks_chromium("WebAuthn.addVirtualAuthenticator", &json!({ "options": options }));
    added["authenticatorId"].as_str().unwrap().to_owned()
}

async fn types(browser: &Browser, id: &str, text: &str) {
    browser.client.find(Locator::Id(id)).await.unwrap().send_keys(text).await.unwrap();
}

async fn signs_in(browser: &Browser, marie: &Person) {
    browser.opens(&marie.address("/sign-in")).await;
    types(browser, "email", &marie.email).await;
    types(browser, "password", PASSWORD).await;
    browser.presses("Sign in").await;
    browser.sees("Welcome").await;
}

/// Adds a passkey in a browser that is signed in.
async fn adds(browser: &Browser, marie: &Person, name: &str, then: &str) {
    browser.opens(&marie.address("/account/passkeys")).await;
    types(browser, "name", name).await;
    browser.presses("Add a passkey").await;
    browser.sees(then).await;
}

/// What the page would have sent after the passkey has answered, without sending it.
async fn answers_without_sending(browser: &Browser, words: &str) -> Vec<(String, String)> {
    browser.client.execute("HTMLFormElement.prototype.submit = function () {};", Vec::new()).await.unwrap();
    browser.presses(words).await;
    let fields =
        "[...document.querySelector('.ask-passkey').elements].filter(it => it.name).map(it => [it.name, it.value])";
    let patience = Instant::now() + Duration::from_secs(10);
    loop {
        let fields: Vec<(String, String)> = serde_json::from_value(browser.evaluates(fields).await).unwrap();
        if fields.iter().any(|(name, value)| name == "answer" && !value.is_empty()) {
            return fields;
        }
        assert!(Instant::now() < patience, "no answer: {}", browser.page().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A light browser with the cookies of this one.
async fn twin(browser: &Browser, server: &Server) -> HttpBrowser {
    let twin = HttpBrowser::new("en-CA");
    for cookie in browser.client.get_all_cookies().await.unwrap() {
        twin.takes_cookie(server.app.public_url.origin(), cookie.name(), cookie.value());
    }
    twin
}

fn posts(browser: &HttpBrowser, marie: &Person, below: &str, fields: &[(String, String)]) -> crate::support::Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.posts(&marie.address(below), &fields)
}

on_both_databases! {
    async fn a_passkey_signs_in_without_address_password_and_code(database: Database) {
        let server = server_with_a_name(database).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Administrator).await;
        let browser = Browser::of(Reader::english()).await;
        has_an_authenticator(&browser);
        browser.opens(&marie.address("/sign-in")).await;
        types(&browser, "email", &marie.email).await;
        types(&browser, "password", PASSWORD).await;
        browser.presses("Sign in").await;
        browser.sees("Your role needs a second step").await;
        browser.presses("Add a passkey").await;
        types(&browser, "name", "Work laptop").await;
        browser.presses("Add a passkey").await;
        browser.sees("Keep these recovery codes").await;
        browser.opens(&marie.address("")).await;
        browser.sees("Welcome, Marie Tremblay.").await;
        browser.presses("Sign out").await;
        browser.presses("Sign in with a passkey").await;
        browser.sees("Welcome, Marie Tremblay.").await;
        browser.opens(&marie.address("/account/passkeys")).await;
        browser.sees("Work laptop").await;
        let kept = passkeys::of_member(&mut server.app.store.read().await.unwrap(), marie.id).await.unwrap();
        assert!(kept.len() == 1 && kept[0].last_used_at.is_some());
        let said: Vec<String> = browser.console().into_iter().filter(|it| !it.contains("Clear-Site-Data")).collect();
        assert_eq!(said, [""; 0], "the page's policy lets it do all that it does");
        // With the password it is the second step.
        browser.presses("Sign out").await;
        types(&browser, "email", &marie.email).await;
        types(&browser, "password", PASSWORD).await;
        browser.presses("Sign in").await;
        browser.sees("One of your recovery codes.").await;
        browser.presses("Sign in with a passkey").await;
        browser.sees("Welcome, Marie Tremblay.").await;
    }

    async fn an_answer_is_taken_once_and_from_the_browser_that_was_asked(database: Database) {
        let server = server_with_a_name(database).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Brand).await;
        let browser = Browser::of(Reader::english()).await;
        has_an_authenticator(&browser);
        signs_in(&browser, &marie).await;
        adds(&browser, &marie, "Phone", "Keep these recovery codes").await;
        browser.presses("Sign out").await;
        let fields = answers_without_sending(&browser, "Sign in with a passkey").await;
        // Somebody else has the answer, and a form of their own.
        let thief = HttpBrowser::new("en-CA");
        let door = marie.opens(&thief, "/sign-in").form("/sign-in/passkey");
        let csrf = door.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
        let stolen: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| (name.clone(), if name == "csrf" { csrf.clone() } else { value.clone() }))
            .collect();
        assert_eq!(posts(&thief, &marie, "/sign-in/passkey", &stolen).status(), 422);
        assert!(!is_in(&thief));
        let (mine, again) = (twin(&browser, &server).await, twin(&browser, &server).await);
        assert!(posts(&mine, &marie, "/sign-in/passkey", &fields).says("Welcome"));
        let replayed = posts(&again, &marie, "/sign-in/passkey", &fields);
        assert!(replayed.status() == 422 && replayed.says("This passkey was not accepted."), "{}", replayed.html());
        assert!(!is_in(&again));
        // Nor is it taken after five minutes.
        browser.opens(&marie.address("/sign-in")).await;
        let fields = answers_without_sending(&browser, "Sign in with a passkey").await;
        server.app.clock.advance(Duration::from_secs(300));
        assert_eq!(posts(&twin(&browser, &server).await, &marie, "/sign-in/passkey", &fields).status(), 422);
    }

    async fn a_passkey_whose_count_goes_back_is_a_copy_and_refused(database: Database) {
        let server = server_with_a_name(database).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Brand).await;
        let browser = Browser::of(Reader::english()).await;
        let authenticator = has_an_authenticator(&browser);
        signs_in(&browser, &marie).await;
        adds(&browser, &marie, "Phone", "Keep these recovery codes").await;
        let id = json!({ "authenticatorId": authenticator });
        let mut copy: Value = browser.asks_chromium("WebAuthn.getCredentials", &id)["credentials"][0].clone();
        browser.presses("Sign out").await;
        browser.presses("Sign in with a passkey").await;
        browser.sees("Welcome").await;
        browser.presses("Sign out").await;
        browser.asks_chromium("WebAuthn.clearCredentials", &id);
        copy["signCount"] = json!(0);
        browser.asks_chromium("WebAuthn.addCredential", &json!({ "authenticatorId": authenticator, "credential": copy }));
        browser.presses("Sign in with a passkey").await;
        browser.sees("This passkey was not accepted.").await;
    }

    async fn a_passkey_proves_who_its_owner_is_and_nobody_elses_does(database: Database) {
        let server = server_with_a_name(database).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Brand).await;
        let paul = Person::at(&server, "paul@other.example", Role::Brand).await;
        let browser = Browser::of(Reader::english()).await;
        let first = has_an_authenticator(&browser);
        signs_in(&browser, &marie).await;
        adds(&browser, &marie, "Phone", "Keep these recovery codes").await;
        browser.asks_chromium("WebAuthn.removeVirtualAuthenticator", &json!({ "authenticatorId": first }));
        has_an_authenticator(&browser);
        adds(&browser, &marie, "Key ring", "The passkey is added.").await;
        browser.sees("Phone").await;
        server.app.clock.advance(Duration::from_secs(600));
        browser.opens(&marie.address("/account/sessions")).await;
        browser.sees("Is it still you?").await;
        let fields = answers_without_sending(&browser, "Go on with a passkey").await;
        let pauls = paul.signs_in();
        assert!(!paul.opens(&pauls, "/confirm").html().contains("ask-passkey"), "he has none");
        assert_eq!(posts(&pauls, &marie, "/confirm/passkey", &fields).status(), 403);
        browser.opens(&marie.address("/account/sessions")).await;
        browser.presses("Go on with a passkey").await;
        browser.sees("Where you are signed in").await;
    }

    async fn a_passkey_that_comes_or_goes_is_told_by_letter_and_by_the_log(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let server = server_with_a_name_that_writes(database, Some(office.mailer())).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Brand).await;
        let browser = Browser::of(Reader::english()).await;
        has_an_authenticator(&browser);
        signs_in(&browser, &marie).await;
        adds(&browser, &marie, "Phone", "Keep these recovery codes").await;
        let letter = office.hands_out();
        assert!(letter.to == [marie.email.as_str()] && letter.text().contains("A passkey was added."), "{}", letter.text());
        browser.presses("Sign out").await;
        browser.presses("Sign in with a passkey").await;
        browser.sees("Welcome").await;
        browser.opens(&marie.address("/account/passkeys")).await;
        browser.presses("Remove").await;
        browser.sees("The passkey is removed").await;
        assert!(office.hands_out().text().contains("A passkey was removed."));
        assert!(office.has_none());
        // And by the log, beside whose chain stands what somebody calls a device, for that is theirs.
        let mut db = server.app.store.read().await.unwrap();
        let partner = members::by_id(&mut db, marie.id).await.unwrap().unwrap().partner_id;
        let entries = audit::portion(&mut db, partner, 0, i64::MAX).await.unwrap();
        let beside = audit::personal(&mut db, partner, 0, i64::MAX).await.unwrap();
        assert!(!format!("{entries:?}").contains("Phone") && format!("{beside:?}").contains("Phone"), "{entries:?}");
        let entries = entries.iter().map(|entry| serde_json::from_str::<Body>(&entry.body).unwrap());
        let hers: Vec<Body> = entries.filter(|body| body.who.id == Some(marie.id.0)).collect();
        let whats = [What::SignedIn, What::PasskeyAdded, What::RecoveryCodesMade, What::SignedOut, What::SignedIn, What::PasskeyRemoved];
        assert_eq!(hers.iter().map(|body| body.what).collect::<Vec<_>>(), whats);
        assert!(hers.iter().all(|body| body.thing == Thing::member(marie.id.0) && body.from.is_some()), "{hers:?}");
    }

    async fn without_script_or_without_a_name_nobody_is_offered_what_does_not_work(database: Database) {
        let server = server_with_a_name(database.clone()).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Brand).await;
        let browser = Browser::of(Reader::english().without_javascript()).await;
        browser.opens(&marie.address("/sign-in")).await;
        assert!(!browser.page().await.contains("passkey"), "{}", browser.page().await);
        types(&browser, "email", &marie.email).await;
        types(&browser, "password", PASSWORD).await;
        browser.presses("Sign in").await;
        browser.sees("Welcome").await;
        browser.opens(&marie.address("/account/passkeys")).await;
        browser.sees("allow JavaScript for this site").await;
        let numbered = Server::start(Database::sqlite()).await;
        let paul = Person::at(&numbered, "paul@other.example", Role::Brand).await;
        assert!(!paul.opens(&HttpBrowser::new("en-CA"), "/sign-in").html().contains("passkey"));
        let inside = paul.signs_in();
        assert!(paul.opens(&inside, "/account/passkeys").says("there can be no passkeys"));
        assert!(!paul.opens(&inside, "/account").html().contains("passkeys"));
    }
}
