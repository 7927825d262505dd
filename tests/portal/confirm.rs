use std::time::Duration;

use bankfeeds_link::domain::role::Role;

use super::person::{PASSWORD, Person};
use crate::support::Database;

const TEN_MINUTES: Duration = Duration::from_secs(600);

on_both_databases! {
    async fn what_is_delicate_asks_once_more_and_leads_back(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        assert!(marie.opens(&browser, "/account/sessions").says("Where you are signed in"), "just signed in");
        server.app.clock.advance(TEN_MINUTES);
        let asked = marie.opens(&browser, "/account/sessions");
        assert!(asked.url.contains("/portal/confirm?to=") && asked.says("Is it still you?"), "{}", asked.url);
        let wrong = browser.submits(&asked.form("/confirm"), &[("password", "not hers")]);
        assert!(wrong.status() == 422 && wrong.says("was not accepted"), "{}", wrong.html());
        let before = browser.cookie("p");
        let back = browser.submits(&wrong.form("/confirm"), &[("password", PASSWORD)]);
        assert!(back.url.ends_with("/account/sessions") && back.says("Where you are signed in"), "{}", back.url);
        assert_ne!(browser.cookie("p"), before, "who proves it again has another session's value");
        assert_eq!(marie.sessions(&server).await, 1);
    }

    async fn with_an_authenticator_its_code_is_asked_for_too(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        let (phone, codes) = marie.sets_up(&server, &browser);
        server.app.clock.advance(TEN_MINUTES);
        let asked = marie.opens(&browser, "/account/passkeys");
        for fields in [[("password", PASSWORD), ("code", "")], [("password", "not hers"), ("code", &*phone.code(&server))]] {
            assert_eq!(browser.submits(&asked.form("/confirm"), &fields).status(), 422);
        }
        let right = [("password", PASSWORD), ("code", &*phone.next_code(&server))];
        assert!(browser.submits(&asked.form("/confirm"), &right).url.ends_with("/account/passkeys"));
        server.app.clock.advance(TEN_MINUTES);
        let asked = marie.opens(&browser, "/account/passkeys");
        let with_recovery = [("password", PASSWORD), ("code", &*codes[0])];
        assert!(browser.submits(&asked.form("/confirm"), &with_recovery).url.ends_with("/account/passkeys"));
    }

    async fn it_leads_nowhere_but_into_the_portal(database: Database) {
        let (_server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        for to in ["https://evil.example/", "//evil.example", "/portal//evil.example", "/link/1"] {
            let address = format!("/confirm?{}", serde_urlencoded::to_string([("to", to)]).unwrap());
            let asked = marie.opens(&browser, &address);
            let form = asked.form("/confirm");
            let csrf = &form.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1;
            let home = browser.posts(&form.action, &[("csrf", csrf), ("to", to), ("password", PASSWORD)]);
            assert!(home.url.ends_with("/portal") && home.says("Welcome"), "{to}: {}", home.url);
        }
    }

    async fn wrong_passwords_are_counted_like_those_at_the_door(database: Database) {
        let (server, marie) = Person::of(database, Role::Brand).await;
        let browser = marie.signs_in();
        let form = marie.opens(&browser, "/confirm").form("/confirm");
        for guess in 0..10 {
            assert_eq!(browser.submits(&form, &[("password", "not hers")]).status(), 422, "{guess}");
        }
        assert_eq!(browser.submits(&form, &[("password", PASSWORD)]).status(), 422, "it has to wait");
        server.app.clock.advance(Duration::from_secs(1));
        assert!(browser.submits(&form, &[("password", PASSWORD)]).says("Welcome"));
    }
}
