use std::time::Duration;

use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::password;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::set_up::{self, Asked, Chosen, Outcome, Start};
use bankfeeds_link::secret::SecretText;
use bankfeeds_link::store::members;

use super::person::{PASSWORD, Person, Phone, is_in};
use crate::support::{Database, HttpBrowser};

const MINUTE: Duration = Duration::from_secs(60);

on_both_databases! {
    async fn between_password_and_code_nobody_is_signed_in(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let (phone, _) = marie.sets_up(&server, &marie.signs_in());
        let browser = HttpBrowser::new("en-CA");
        let second = marie.gives(&browser, PASSWORD);
        assert!(second.status() == 200 && second.says("Enter your code"), "{}", second.html());
        assert!(!is_in(&browser) && marie.sessions(&server).await == 1, "only where it was set up");
        assert!(marie.opens(&browser, "").url.ends_with("/sign-in"));
        let second = marie.gives(&browser, PASSWORD);
        let home = browser.submits(&second.form("/second"), &[("code", &*phone.next_code(&server))]);
        assert!(home.says("Welcome") && is_in(&browser), "{}", home.html());
        assert_eq!(marie.sessions(&server).await, 2);
    }

    async fn a_code_works_once_in_whatever_browser(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let first = HttpBrowser::new("en-CA");
        marie.gives(&first, PASSWORD);
        let page = marie.opens(&first, "/account/authenticator");
        let phone = Phone::with(&page);
        let code = phone.code(&server);
        first.submits(&page.form("/authenticator"), &[("code", &*code)]);
        let other = HttpBrowser::new("en-CA");
        let replayed = marie.signs_in_with(&other, &code);
        assert!(replayed.status() == 422 && replayed.says("was not accepted") && !is_in(&other), "the first code");
        let code = phone.next_code(&server);
        assert!(marie.signs_in_with(&other, &code).says("Welcome"));
        let third = HttpBrowser::new("en-CA");
        assert_eq!(marie.signs_in_with(&third, &code).status(), 422, "used a moment ago");
        server.app.clock.advance(Duration::from_secs(30));
        assert_eq!(marie.signs_in_with(&third, &code).status(), 422, "within the skew, and used");
        assert!(!is_in(&third));
    }

    async fn the_second_step_is_one_browsers_for_five_minutes_and_once(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let (phone, _) = marie.sets_up(&server, &marie.signs_in());
        let (mine, other) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let half = |form: &crate::support::Form| form.hidden.iter().find(|(name, _)| name == "half").unwrap().1.clone();
        let form = marie.gives(&mine, PASSWORD).form("/second");
        // Another browser has a token of its own, and brings what mine was given.
        let theirs = marie.gives(&other, PASSWORD).form("/second");
        let csrf = &theirs.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1;
        let code = phone.next_code(&server);
        let fields = [("csrf", csrf.as_str()), ("half", &*half(&form)), ("to", ""), ("code", &*code)];
        let stolen = other.posts(&theirs.action, &fields);
        assert!(stolen.status() == 422 && stolen.says("Sign in again") && !is_in(&other), "{}", stolen.html());
        assert!(mine.submits(&form, &[("code", &*code)]).says("Welcome"), "it was not used up by that");
        let code = phone.next_code(&server);
        let again = mine.submits(&form, &[("code", &*code)]);
        assert_eq!(again.status(), 403, "what bound the form is over");
        let late = marie.gives(&other, PASSWORD).form("/second");
        server.app.clock.advance(5 * MINUTE);
        assert!(other.submits(&late, &[("code", &*phone.code(&server))]).says("more than five minutes"));
    }

    async fn another_password_makes_a_half_sign_in_worthless(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let inside = marie.signs_in();
        let (phone, _) = marie.sets_up(&server, &inside);
        let browser = HttpBrowser::new("en-CA");
        let form = marie.gives(&browser, PASSWORD).form("/second");
        let page = marie.opens(&inside, "/account/password");
        let new = "another-kzut-9mt-pw";
        let changed = inside.submits(&page.form("/password"), &[("old", PASSWORD), ("new", new), ("again", new)]);
        assert!(changed.says("is changed"), "{}", changed.html());
        let late = browser.submits(&form, &[("code", &*phone.next_code(&server))]);
        assert!(late.status() == 422 && !is_in(&browser), "{}", late.html());
    }

    async fn a_new_password_that_comes_while_a_code_is_tried_leaves_no_session(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let inside = marie.signs_in();
        let (phone, _) = marie.sets_up(&server, &inside);
        let browser = HttpBrowser::new("en-CA");
        let form = marie.gives(&browser, PASSWORD).form("/second");
        let code = phone.next_code(&server);
        let app = &server.app;
        let hashed = password::hash(app, marie.id, &SecretText::new("another-kzut-9mt-pw".into())).await.unwrap();
        let (mut db, now) = (app.store.write().await.unwrap(), app.clock.now());
        let person = members::by_id(&mut db, marie.id).await.unwrap().unwrap();
        let start = Start { by: None, language: Language::En, forgets_second_factor: false };
        let asked = set_up::reset(&mut db, &app.chance, &person, &start, now).await.unwrap();
        let Asked::Made(made) = asked else { panic!("no link") };
        let chosen = Chosen { person: marie.id, name: "Marie Tremblay", password: &hashed };
        let outcome = set_up::complete(&mut db, &made.code, &chosen, now).await.unwrap();
        assert!(matches!(outcome, Outcome::Renewed(_)));
        // Her sessions have ended, and nobody else sees it yet.
        let late = std::thread::spawn(move || (browser.submits(&form, &[("code", &*code)]), browser));
        tokio::time::sleep(Duration::from_millis(400)).await;
        db.commit().await.unwrap();
        let (page, browser) = late.join().unwrap();
        assert!(!is_in(&browser) && page.status() == 422, "{}", page.html());
        assert_eq!(marie.sessions(&server).await, 0);
    }

    async fn a_recovery_code_signs_in_once_however_it_is_typed(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let (_, codes) = marie.sets_up(&server, &marie.signs_in());
        assert_eq!(codes.len(), 10);
        let typed = codes[3].to_lowercase().replace('-', " ");
        let browser = HttpBrowser::new("en-CA");
        assert!(marie.signs_in_with(&browser, &typed).says("Welcome"));
        assert!(marie.opens(&browser, "/account").says("9 codes left."));
        let other = HttpBrowser::new("en-CA");
        assert_eq!(marie.signs_in_with(&other, &codes[3]).status(), 422);
        assert!(marie.signs_in_with(&other, &codes[4]).says("Welcome"));
    }

    async fn wrong_codes_make_the_account_wait_like_wrong_passwords(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let (phone, _) = marie.sets_up(&server, &marie.signs_in());
        let browser = HttpBrowser::new("en-CA");
        let mut page = marie.gives(&browser, PASSWORD);
        for guess in 0..10 {
            page = browser.submits(&page.form("/second"), &[("code", "000 000")]);
            assert_eq!(page.status(), 422, "{guess}");
        }
        let right = browser.submits(&page.form("/second"), &[("code", &*phone.code(&server))]);
        assert_eq!(right.status(), 422, "nobody learns whether it was right");
        assert_eq!(marie.gives(&browser, PASSWORD).status(), 422, "nor of the password");
        let code = phone.next_code(&server);
        assert!(marie.signs_in_with(&browser, &code).says("Welcome"));
    }
}
