//! Whoever has an address of theirs hears by letter what was changed of how they sign in, in case it was somebody else.

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::role::Role;
use time::macros::datetime;

use super::person::{PASSWORD, Person};
use super::set_up::{link, resets};
use crate::support::{Database, HttpBrowser, Manner, Member, PartnerClient, PostOffice, Server};

async fn with_mail(database: Database, office: &PostOffice) -> Server {
    let (mailer, clock) = (office.mailer(), Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into()));
    Server::with(database, clock, |app| app.mail = Some(mailer)).await
}

on_both_databases! {
    async fn every_change_of_how_a_member_signs_in_is_told_to_the_member(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let server = with_mail(database, &office).await;
        let marie = Person::at(&server, "marie@acme.example", Role::Brand).await;
        let inside = marie.signs_in();
        let says = |words: &str| {
            let letter = office.hands_out();
            assert_eq!(letter.to, ["marie@acme.example"]);
            assert_eq!(letter.subject(), "Your account at the portal of Acme Bank was changed");
            let text = letter.text();
            assert!(text.contains(words) && text.contains("from the address 127.0.0.1"), "{text}");
            text
        };
        let (_, codes) = marie.sets_up(&server, &inside);
        let text = says("An authenticator app was set up.");
        assert!(text.contains("November 21, 2026") && text.contains("tell an administrator of your team"), "{text}");
        assert!(codes.iter().all(|code| !text.contains(code.as_str())));

        let page = marie.opens(&inside, "/account/recovery-codes");
        inside.submits(&page.form("/recovery-codes"), &[]);
        says("New recovery codes were made.");

        let page = marie.opens(&inside, "/account/password");
        let new = "another-kzut-9mt-pw";
        let wrong = [("old", "not hers"), ("new", new), ("again", new)];
        assert_eq!(inside.submits(&page.form("/password"), &wrong).status(), 422);
        assert!(office.has_none(), "nothing was changed");
        inside.submits(&page.form("/password"), &[("old", PASSWORD), ("new", new), ("again", new)]);
        let text = says("A new password was chosen.");
        assert!(!text.contains(new) && !text.contains(PASSWORD));

        let page = marie.opens(&inside, "/account/authenticator");
        inside.submits(&page.form("/authenticator/remove"), &[]);
        says("The authenticator app was removed.");
        assert!(office.has_none());
    }

    async fn whoever_gets_a_new_password_by_a_link_hears_that_it_was_used(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let server = with_mail(database, &office).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let grace = Member::of(&server, bank.id, Role::Brand).await;
        let browser = HttpBrowser::new("fr-CA");
        let page = browser.opens(&link(&server, &resets(&server, &grace, false).await));
        browser.submits(&page.form("/set-up"), &[("password", PASSWORD)]);
        let letter = office.hands_out();
        assert_eq!(letter.to, [grace.email.as_str()]);
        assert!(letter.text().contains("A new password was chosen."), "{}", letter.text());
        assert!(office.has_none());
    }
}
