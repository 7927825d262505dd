use std::time::Duration;

use bankfeeds_link::domain::password;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::secret::SecretText;
use bankfeeds_link::store::{self, members};

use super::person::{PASSWORD, Person, Phone, codes_of, is_in};
use crate::support::{Database, HttpBrowser, Server};

async fn set_password(server: &Server, of: &Person, text: &str) {
    let hashed = password::hash(&server.app, of.id, &SecretText::new(text.into())).await.unwrap();
    let mut db = server.app.store.write().await.unwrap();
    members::set_password(&mut db, of.id, &hashed).await.unwrap();
    db.commit().await.unwrap();
}

on_both_databases! {
    async fn whose_role_needs_a_second_factor_is_led_to_it_until_there_is_one(database: Database) {
        let (server, marie) = Person::of(database, Role::Administrator).await;
        let browser = HttpBrowser::new("fr-CA");
        let led = marie.gives(&browser, PASSWORD);
        assert!(led.url.ends_with("/account/authenticator") && led.says("Votre rôle exige"), "{}", led.html());
        assert!(marie.opens(&browser, "").url.ends_with("/account/authenticator"));
        let phone = Phone::with(&led);
        let before = browser.cookie("p");
        let kept = browser.submits(&led.form("/authenticator"), &[("code", &*phone.code(&server))]);
        assert!(kept.status() == 200 && kept.says("Conservez ces codes"), "{}", kept.html());
        assert_eq!(codes_of(&kept).len(), 10);
        assert_ne!(browser.cookie("p"), before, "the session has another value");
        assert!(marie.opens(&browser, "").says("Marie Tremblay"));
    }

    async fn an_authenticator_is_kept_after_its_first_right_code_alone(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        let page = marie.opens(&browser, "/account/authenticator");
        let phone = Phone::with(&page);
        let wrong = browser.submits(&page.form("/authenticator"), &[("code", "123456")]);
        assert!(wrong.status() == 422 && wrong.says("This code is not right"), "{}", wrong.html());
        assert_eq!(wrong.text_of("secret"), page.text_of("secret"), "the picture in the app stays good");
        assert!(marie.opens(&browser, "/account").says("Not set up."));
        let other = marie.signs_in();
        let form = page.form("/authenticator");
        let theirs = marie.opens(&other, "/account/authenticator").form("/authenticator");
        let of = |form: &crate::support::Form, it: &str| form.hidden.iter().find(|(name, _)| name == it).unwrap().1.clone();
        let fields = [("csrf", &*of(&theirs, "csrf")), ("carried", &*of(&form, "carried")), ("code", &*phone.code(&server))];
        assert_eq!(other.posts(&form.action, &fields).status(), 422, "another session's offer");
        let kept = browser.submits(&wrong.form("/authenticator"), &[("code", &*phone.code(&server))]);
        assert!(kept.says("is set up"), "{}", kept.html());
        assert!(marie.opens(&browser, "/account").says("Set up November 21, 2026"));
    }

    async fn the_last_second_factor_stays_where_the_role_asks_for_one(database: Database) {
        let (server, marie) = Person::of(database, Role::Administrator).await;
        let browser = HttpBrowser::new("en-CA");
        marie.gives(&browser, PASSWORD);
        marie.sets_up(&server, &browser);
        let page = marie.opens(&browser, "/account/authenticator");
        assert!(page.says("To remove it, add a passkey first."));
        assert!(page.forms().iter().all(|form| !form.action.ends_with("/remove")));
        let out = page.form("/sign-out").hidden;
        let forged = browser.posts(&marie.address("/account/authenticator/remove"), &[("csrf", &out[0].1)]);
        assert_eq!(forged.status(), 403, "the token of another form");
        let paul = Person::at(&server, "paul@other.example", Role::Brand).await;
        let browser = paul.signs_in();
        paul.sets_up(&server, &browser);
        let page = paul.opens(&browser, "/account/authenticator");
        let gone = browser.submits(&page.form("/remove"), &[]);
        assert!(gone.says("The authenticator app is removed."), "{}", gone.html());
        assert!(!gone.says("codes left"), "nor are there codes for it");
        assert!(is_in(&paul.signs_in()));
    }

    async fn a_password_too_short_to_stand_alone_keeps_its_second_factor_whatever_the_role(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        marie.sets_up(&server, &browser);
        let changes = |old: &str, new: &str| {
            let form = marie.opens(&browser, "/account/password").form("/account/password");
            browser.submits(&form, &[("old", old), ("new", new), ("again", new)])
        };
        let (short, long) = ("vq3-kzut-9mt", "vq3-kzut-9mt-pw-long");
        assert!(changes(PASSWORD, long).says("Your password is changed."));
        let removal = marie.opens(&browser, "/account/authenticator").form("/remove");
        set_password(&server, &marie, short).await;
        let refused = browser.submits(&removal, &[]);
        assert!(refused.status() == 409 && refused.says("Your password has fewer than 15 characters"), "{}", refused.html());
        let page = marie.opens(&browser, "/account/authenticator");
        assert!(page.says("Choose a longer password instead"), "{}", page.html());
        assert!(page.forms().iter().all(|form| !form.action.ends_with("/remove")), "{}", page.html());
        assert!(changes(short, long).says("Your password is changed."));
        let page = marie.opens(&browser, "/account/authenticator");
        assert!(browser.submits(&page.form("/remove"), &[]).says("The authenticator app is removed."));
    }

    async fn whoever_joined_with_a_short_password_owes_a_second_factor_in_any_role(database: Database) {
        let (server, marie) = Person::of(database, Role::Developer).await;
        let app = &server.app;
        set_password(&server, &marie, "vq3-kzut-9mt").await;
        let mut db = app.store.write().await.unwrap();
        let partner = members::by_id(&mut db, marie.id).await.unwrap().unwrap().partner_id;
        // Before she set up anything she became a brand manager, who needs no second factor beside a long password.
        let both = (Role::Developer, Role::Brand);
        assert!(store::team::change_role(&mut db, (partner, marie.id), both).await.unwrap());
        db.commit().await.unwrap();
        let browser = HttpBrowser::new("en-CA");
        let led = marie.gives(&browser, "vq3-kzut-9mt");
        assert!(led.url.ends_with("/account/authenticator"), "{}", led.url);
        assert!(led.says("Your password has fewer than 15 characters"), "{}", led.html());
        assert_eq!(marie.opens(&browser, "/preview/x").status(), 404);
        assert!(marie.opens(&browser, "/settings/callout").url.ends_with("/account/authenticator"));
        let form = marie.opens(&browser, "/account/password").form("/account/password");
        let new = "vq3-kzut-9mt-pw-long";
        browser.submits(&form, &[("old", "vq3-kzut-9mt"), ("new", new), ("again", new)]);
        assert_eq!(marie.opens(&browser, "/settings/callout").status(), 200);
    }

    async fn new_recovery_codes_that_are_asked_for_twice_are_made_once(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        marie.sets_up(&server, &browser);
        let form = marie.opens(&browser, "/account/recovery-codes").form("/recovery-codes");
        let new = codes_of(&browser.submits(&form, &[]));
        let again = browser.submits(&form, &[]);
        assert!(again.status() == 409 && again.says("New codes were made already"), "{}", again.html());
        assert!(marie.signs_in_with(&HttpBrowser::new("en-CA"), &new[0]).says("Welcome"), "the printed ones are void");
    }

    async fn an_authenticator_gives_way_to_another(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        let (old, codes) = marie.sets_up(&server, &browser);
        let page = marie.opens(&browser, "/account/authenticator?replace=yes");
        let new = Phone::with(&page);
        let kept = browser.submits(&page.form("/authenticator"), &[("code", &*new.code(&server))]);
        assert!(kept.says("is set up") && codes_of(&kept).is_empty(), "the codes that there are stay good");
        let other = HttpBrowser::new("en-CA");
        assert_eq!(marie.signs_in_with(&other, &old.next_code(&server)).status(), 422);
        assert!(marie.signs_in_with(&other, &new.code(&server)).says("Welcome"));
        assert!(marie.signs_in_with(&HttpBrowser::new("en-CA"), &codes[0]).says("Welcome"));
    }

    async fn new_recovery_codes_void_the_old_ones_and_can_be_kept_as_a_file(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        let (_, old) = marie.sets_up(&server, &browser);
        let page = marie.opens(&browser, "/account/recovery-codes");
        assert!(page.says("10 codes left."));
        let made = browser.submits(&page.form("/recovery-codes"), &[]);
        let new = codes_of(&made);
        assert!(new.len() == 10 && new.iter().all(|code| code.len() == 19 && !old.contains(code)), "{new:?}");
        let file = browser.submits(&made.form("/file"), &[]);
        assert!(file.answer.header("content-disposition").contains("recovery-codes.txt"));
        assert!(file.answer.header("content-type").starts_with("text/plain"));
        assert!(new.iter().all(|code| file.html().contains(code)) && file.html().contains("marie@acme.example"));
        let other = HttpBrowser::new("en-CA");
        assert_eq!(marie.signs_in_with(&other, &old[0]).status(), 422);
        assert!(marie.signs_in_with(&other, &new[0]).says("Welcome"));
        let foreign = other.submits(&made.form("/file"), &[]);
        assert_eq!(foreign.status(), 403, "another session's form");
    }

    async fn another_password_ends_every_other_session(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let (here, there) = (marie.signs_in(), marie.signs_in());
        let before = here.cookie("p");
        let page = marie.opens(&here, "/account/password");
        let change = |old: &str, new: &str, again: &str| {
            here.submits(&page.form("/account/password"), &[("old", old), ("new", new), ("again", again)])
        };
        let new = "ocean trumpet 47 gravel";
        for (old, new, again, why) in [
            ("not the old one", new, new, "This is not your current password"),
            (PASSWORD, new, "something else", "are not the same"),
            (PASSWORD, "short", "short", "must have 15 characters or more"),
            (PASSWORD, "marie-tremblay-acme", "marie-tremblay-acme", "guessed first"),
        ] {
            let refused = change(old, new, again);
            assert!(refused.status() == 422 && refused.says(why), "{why}: {}", refused.html());
        }
        assert!(marie.opens(&there, "").says("Welcome"));
        assert!(change(PASSWORD, new, new).says("Your password is changed."));
        assert_ne!(here.cookie("p"), before);
        assert!(marie.opens(&here, "").says("Welcome"));
        assert!(marie.opens(&there, "").url.ends_with("/sign-in"));
        assert_eq!(marie.gives(&there, PASSWORD).status(), 422);
        assert!(marie.gives(&there, new).says("Welcome"));
        assert_eq!(marie.sessions(&server).await, 2);
    }

    async fn sessions_are_listed_and_ended_by_their_owner_alone(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let paul = Person::at(&server, "paul@other.example", Role::Brand).await;
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36";
        let there = HttpBrowser::new("en-CA").calling_itself(chrome);
        marie.gives(&there, PASSWORD);
        let (here, pauls) = (marie.signs_in(), paul.signs_in());
        // Who is signed in twice has a form to end the other one.
        paul.signs_in();
        let page = marie.opens(&here, "/account/sessions");
        assert!(page.says("Chrome on Windows") && page.says("127.0.0.0/24") && page.says("This browser"), "{}", page.html());
        let forms: Vec<_> = page.forms().into_iter().filter(|form| form.action.ends_with("/sessions")).collect();
        assert_eq!(forms.len(), 2, "one for the other, one for all others; none for this");
        let theirs = paul.opens(&pauls, "/account/sessions").form("/sessions");
        let csrf = &theirs.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1;
        let session = &forms[0].hidden.iter().find(|(name, _)| name == "session").unwrap().1;
        let tried = pauls.posts(&theirs.action, &[("csrf", csrf), ("session", session)]);
        assert!(tried.says("had ended already"), "as if there were none: {}", tried.html());
        assert!(marie.opens(&there, "").says("Welcome"));
        let ended = here.submits(&forms[0], &[]);
        assert!(ended.says("That session has ended."));
        assert!(marie.opens(&there, "").url.ends_with("/sign-in"));
        let (one, other) = (marie.signs_in(), marie.signs_in());
        let ended = here.submits(&marie.opens(&here, "/account/sessions").forms().into_iter().rfind(|form| form.action.ends_with("/sessions")).unwrap(), &[]);
        assert!(ended.says("All other sessions have ended."));
        for browser in [one, other] {
            assert!(marie.opens(&browser, "").url.ends_with("/sign-in"));
        }
        assert!(marie.opens(&here, "").says("Welcome") && paul.opens(&pauls, "").says("Welcome"));
    }

    async fn sessions_end_with_a_clock_that_is_set_back_and_are_forgotten_when_over(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        bankfeeds_link::jobs::forget::once(&server.app).await.unwrap();
        assert_eq!(marie.sessions(&server).await, 1, "it lives");
        let mut db = server.app.store.write().await.unwrap();
        let back = server.now() - Duration::from_secs(3_600);
        bankfeeds_link::domain::set_back::end_what_is_open_after(&server.app, &mut db, back, "test").await.unwrap();
        db.commit().await.unwrap();
        assert_eq!(marie.sessions(&server).await, 0);
        assert!(marie.opens(&browser, "").url.ends_with("/sign-in"));
        marie.signs_in();
        server.app.clock.advance(Duration::from_secs(1_801));
        assert!(bankfeeds_link::jobs::forget::once(&server.app).await.unwrap() >= 1);
    }

    async fn a_reset_of_the_second_factor_leaves_nothing_of_it(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let (phone, codes) = marie.sets_up(&server, &marie.signs_in());
        let mut db = server.app.store.write().await.unwrap();
        bankfeeds_link::domain::member::forget_second_factor(&mut db, marie.id).await.unwrap();
        let standing = bankfeeds_link::domain::second_factor::standing(&mut db, marie.id).await.unwrap();
        assert!(!standing.has_any() && standing.recovery_codes == 0);
        db.commit().await.unwrap();
        let browser = marie.signs_in();
        let asked = marie.opens(&browser, "/account/authenticator");
        assert_ne!(Phone::with(&asked).code(&server), phone.code(&server));
        assert!(marie.opens(&browser, "/account").says("Not set up.") && codes.len() == 10);
    }
}
