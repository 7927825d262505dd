use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::role::Role;
use time::macros::datetime;

use super::set_up::{PASSWORD, link, resets};
use crate::support::{Database, HttpBrowser, Manner, Member, Page, PartnerClient, PostOffice, Server};

async fn opens(database: Database, office: &PostOffice) -> (Server, Member) {
    let (mailer, clock) = (office.mailer(), Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into()));
    let server = Server::with(database, clock, |app| app.mail = Some(mailer)).await;
    let partner = PartnerClient::new(&server, "Acme Bank").await;
    let grace = Member::of(&server, partner.id, Role::Brand).await;
    (server, grace)
}

fn forgets(server: &Server, email: &str) -> Page {
    let browser = HttpBrowser::new("en-CA");
    let page = browser.opens(&format!("{}/portal/forgotten", server.url()));
    browser.submits(&page.form("/forgotten"), &[("email", email)])
}

on_both_databases! {
    async fn everybody_gets_the_same_answer_and_a_member_a_letter(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let (server, grace) = opens(database, &office).await;
        let (nobody, somebody) = (forgets(&server, "nobody@bank.example"), forgets(&server, &grace.email.to_uppercase()));
        assert_eq!((nobody.status(), somebody.status()), (200, 200));
        assert_eq!(nobody.text_of("main"), somebody.text_of("main"));
        assert!(somebody.says("If there is an account with this address, a link is on its way."), "{}", somebody.html());
        let letter = office.hands_out();
        assert_eq!(letter.to, [grace.email.as_str()]);
        assert!(letter.text().contains("Somebody, perhaps you, has asked"), "{}", letter.text());
        assert!(office.has_none(), "nobody got a letter");
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&letter.link());
        let home = browser.submits(&page.form("/set-up"), &[("password", PASSWORD)]);
        assert!(home.says("Welcome, Ada Tremblay."), "{}", home.html());
        assert!(grace.opens("").url.ends_with("/sign-in"), "her former session lives");
    }

    async fn three_letters_go_out_within_an_hour(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let (server, grace) = opens(database, &office).await;
        let links: Vec<String> = (0..3)
            .map(|_| {
                forgets(&server, &grace.email);
                office.hands_out().link()
            })
            .collect();
        assert!(forgets(&server, &grace.email).says("a link is on its way"));
        assert!(office.has_none(), "a fourth");
        let browser = HttpBrowser::new("en-CA");
        let statuses: Vec<u16> = links.iter().map(|link| browser.opens(link).status()).collect();
        assert_eq!(statuses, [410, 410, 200], "the newest counts");
        server.app.clock.advance(Duration::from_secs(3_601));
        forgets(&server, &grace.email);
        office.hands_out();
    }

    async fn whoever_asks_voids_no_link_of_an_administrators(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let (server, grace) = opens(database, &office).await;
        let made = resets(&server, &grace, false).await;
        forgets(&server, &grace.email);
        office.hands_out();
        assert_eq!(HttpBrowser::new("en-CA").opens(&link(&server, &made)).status(), 200);
    }

    async fn a_network_that_asks_too_often_is_told_to_wait_whomever_it_asks_for(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let (server, grace) = opens(database, &office).await;
        for number in 0..server.app.limits.wrong_codes_a_network {
            assert_eq!(forgets(&server, &format!("n{number}@bank.example")).status(), 200);
        }
        let (nobody, somebody) = (forgets(&server, "nobody@bank.example"), forgets(&server, &grace.email));
        assert_eq!((nobody.status(), somebody.status()), (429, 429));
        assert!(!somebody.answer.header("retry-after").is_empty());
        assert!(office.has_none());
    }

    async fn what_is_no_address_is_told_and_stays(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let (server, _) = opens(database, &office).await;
        let wrong = forgets(&server, "grace at bank");
        assert_eq!(wrong.status(), 422);
        assert!(wrong.says("Enter an email address") && wrong.html().contains("grace at bank"), "{}", wrong.html());
    }

    async fn without_email_the_page_says_whom_to_ask(database: Database) {
        let server = Server::start(database).await;
        let page = HttpBrowser::new("en-CA").opens(&format!("{}/portal/forgotten", server.url()));
        assert!(page.says("An administrator of your team can make you a link") && page.says("bankfeeds-link member reset"));
        assert!(!page.html().contains("name=\"email\""), "{}", page.html());
        let french = HttpBrowser::new("fr-CA").opens(&format!("{}/portal/forgotten", server.url()));
        assert!(french.says("Mot de passe oublié?"), "{}", french.html());
    }
}
