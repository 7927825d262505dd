use bankfeeds_link::domain::member::{self, Email, MemberId, New};
use bankfeeds_link::domain::member_sign_in::{self, From, SignIn};
use bankfeeds_link::domain::password;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::secret::{Fingerprint, SecretText};
use bankfeeds_link::store::{failed_sign_ons, members};

use super::person::Person;
use crate::support::{Database, HttpBrowser, Member, PartnerClient, Server};

const PASSWORD: &str = "vq3-kzut-9mt-pw";

on_both_databases! {
    async fn somebody_who_is_not_signed_in_is_led_to_the_door_and_back(database: Database) {
        let (server, _) = with_ada(database).await;
        let browser = HttpBrowser::new("en-CA");
        let door = browser.opens(&format!("{}/portal/no/such?x=1", server.url()));
        assert_eq!(door.status(), 404);
        let door = browser.opens(&format!("{}/portal/", server.url()));
        assert!(door.url.ends_with("/portal/sign-in"), "{}", door.url);
        let wrong = [("email", "ada@bank.example"), ("password", "not her password")];
        let refused = browser.submits(&door.form("/sign-in"), &wrong);
        assert_eq!(refused.status(), 422);
        assert!(refused.says("do not match") && refused.html().contains("ada@bank.example"));
        let right = [("email", "Ada@bank.example"), ("password", PASSWORD)];
        let home = browser.submits(&refused.form("/sign-in"), &right);
        assert!(home.status() == 200 && home.says("Welcome, Ada."), "{}", home.html());
        let out = browser.submits(&home.form("/sign-out"), &[]);
        assert!(out.url.ends_with("/portal/sign-in"));
        assert!(browser.opens(&format!("{}/portal", server.url())).url.ends_with("/sign-in"));
    }

    async fn a_session_ends_after_half_an_hour_without_a_request_and_after_half_a_day(database: Database) {
        let (server, partner) = with_ada(database).await;
        let member = Member::of(&server, partner.id, Role::Brand).await;
        let minutes = |minutes: u64| server.app.clock.advance(std::time::Duration::from_secs(60 * minutes));
        minutes(29);
        assert_eq!(member.opens("").status(), 200);
        // Marked as seen without anybody waiting for it.
        std::thread::sleep(std::time::Duration::from_millis(300));
        minutes(29);
        assert!(!member.opens("").url.ends_with("/sign-in"));
        minutes(31);
        assert!(member.opens("").url.ends_with("/sign-in"));
    }

    async fn nobody_learns_from_the_answer_whether_an_address_is_somebodys_or_has_to_wait(database: Database) {
        let (_server, marie) = Person::of(database, Role::Brand).await;
        let browser = HttpBrowser::new("en-CA");
        let answer = |email: &str, password: &str| {
            let door = marie.opens(&browser, "/sign-in");
            let refused = browser.submits(&door.form("/sign-in"), &[("email", email), ("password", password)]);
            assert_eq!(refused.status(), 422);
            // What was typed stays.
            refused.html().replace(email, "")
        };
        let wrong = answer(&marie.email, "not hers");
        for (email, password) in [
            ("nobody@acme.example", "not hers"),
            ("no address at all", "x"),
            ("", ""),
            ("marie@acme.example", &*"x".repeat(5_000)),
        ] {
            assert_eq!(answer(email, password), wrong, "{email}");
        }
        for _ in 0..10 {
            answer(&marie.email, "not hers");
        }
        assert_eq!(answer(&marie.email, PASSWORD), wrong, "while it has to wait, the right one too");
    }

    async fn a_browser_that_is_known_does_not_wait_for_strangers_guesses(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let known = marie.signs_in();
        let out = marie.opens(&known, "").form("/sign-out");
        known.submits(&out, &[]);
        let stranger = HttpBrowser::new("en-CA");
        for _ in 0..10 {
            marie.gives(&stranger, "not hers");
        }
        assert_eq!(marie.gives(&HttpBrowser::new("en-CA"), PASSWORD).status(), 422, "everybody else waits");
        assert!(marie.gives(&known, PASSWORD).says("Welcome"));
        // It is known as hers: with another's address it is a stranger too, and its own guesses are counted.
        let paul = Person::at(&server, "paul@other.example", Role::Brand).await;
        known.submits(&marie.opens(&known, "").form("/sign-out"), &[]);
        for _ in 0..10 {
            paul.gives(&known, "not his");
        }
        assert_eq!(paul.gives(&known, PASSWORD).status(), 422);
        for _ in 0..10 {
            marie.gives(&known, "not hers");
        }
        assert_eq!(marie.gives(&known, PASSWORD).status(), 422);
    }

    async fn a_network_that_guesses_at_addresses_waits_and_whoever_is_somebody_does_not(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let app = &server.app;
        let tries = async |email: &str, password: &str| {
            let from = From {
                former: None,
                browser: Fingerprint::of(b"door"),
                address: [203, 0, 113, 7].into(),
                known_device: None,
                name: String::new(),
            };
            let password = SecretText::new(password.to_owned());
            member_sign_in::with_password(app, &from, (email, &password)).await.unwrap()
        };
        let counted = async |email: &str| {
            let bucket = Fingerprint::of(&app.keys.bucket.mac(&[b"member", email.as_bytes()]));
            let mut db = app.store.read().await.unwrap();
            failed_sign_ons::of(&mut db, [&bucket; 4]).await.unwrap().first().map(|tally| tally.failures)
        };
        for number in 0..30 {
            assert!(matches!(tries(&format!("n{number}@acme.example"), "x").await, SignIn::Refused { known: None }));
        }
        assert_eq!(counted("n29@acme.example").await, Some(1));
        assert!(matches!(tries("late@acme.example", "x").await, SignIn::Refused { known: None }));
        assert_eq!(counted("late@acme.example").await, None, "refused without a look");
        assert!(matches!(tries(&marie.email, PASSWORD).await, SignIn::In(_)));
    }

    async fn a_cookie_that_was_planted_is_never_a_session(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = HttpBrowser::new("en-CA");
        let planted = "A".repeat(43);
        browser.takes_cookie(server.url(), "p", &planted);
        assert!(marie.gives(&browser, PASSWORD).says("Welcome"));
        let first = browser.cookie("p").unwrap();
        assert_ne!(first, planted);
        let attacker = HttpBrowser::new("en-CA");
        attacker.takes_cookie(server.url(), "p", &planted);
        assert!(marie.opens(&attacker, "").url.ends_with("/sign-in"));
        // Signing in again leaves nothing of before.
        assert!(marie.gives(&browser, PASSWORD).says("Welcome"));
        assert_ne!(browser.cookie("p").unwrap(), first);
        attacker.takes_cookie(server.url(), "p", &first);
        assert!(marie.opens(&attacker, "").url.ends_with("/sign-in"), "the value from before lives");
        for wrong in ["", "x", &*"A".repeat(42), &*"A".repeat(5_000), "%00", "AAAA=AAAA"] {
            attacker.takes_cookie(server.url(), "p", wrong);
            assert!(marie.opens(&attacker, "").url.ends_with("/sign-in"), "{wrong}");
        }
    }

    async fn whoever_signs_in_goes_on_within_the_portal_alone(database: Database) {
        let (_server, marie) = Person::of(database, Role::Brand).await;
        for (to, end) in [("/portal/account", "/portal/account"), ("https://evil.example", "/portal"), ("//evil.example", "/portal")] {
            let browser = HttpBrowser::new("en-CA");
            let query = serde_urlencoded::to_string([("to", to)]).unwrap();
            let door = marie.opens(&browser, &format!("/sign-in?{query}"));
            let typed = [("email", marie.email.as_str()), ("password", PASSWORD)];
            let arrived = browser.submits(&door.form("/sign-in"), &typed);
            assert!(arrived.url.ends_with(end), "{to}: {}", arrived.url);
        }
    }
}

async fn with_ada(database: Database) -> (Server, PartnerClient) {
    let server = Server::start(database).await;
    let partner = PartnerClient::new(&server, "Acme Bank").await;
    let app = &server.app;
    let email = Email::parse("ada@bank.example").unwrap();
    let mut db = app.store.write().await.unwrap();
    let new = New { email: &email, name: "Ada", role: Role::Brand, password: None };
    let id: MemberId = member::create(&mut db, &app.chance, partner.id, &new, app.clock.now()).await.unwrap().unwrap();
    let hash = password::hash(app, id, &SecretText::new(PASSWORD.into())).await.unwrap();
    members::set_password(&mut db, id, &hash).await.unwrap();
    db.commit().await.unwrap();
    (server, partner)
}
