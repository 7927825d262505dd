//! Wiping.

use std::time::Duration;

use super::{Developer, company_of, sandbox};
use crate::support::{Database, HttpBrowser};

on_both_databases! {
    async fn a_partner_wipes_what_is_its_own_and_nobody_elses(database: Database) {
        let server = sandbox(database).await;
        let acme = Developer::inside(&server, "Acme Bank").await;
        let other = Developer::inside(&server, "Other Bank").await;
        for number in 0..25 {
            acme.partner.creates_company(&format!("Bakery {number}"));
        }
        let kept = company_of(&other.takes("create", &[("name", "Florist")]));
        acme.turns("day");
        let asked = acme.opens("/sandbox/wipe");
        assert!(asked.says("25 companies go") && asked.says("The clock stays ahead"), "{}", asked.html());
        let done = acme.wipes();
        assert!(done.says("The sandbox was wiped") && done.says("Begin with step 1"), "{}", done.html());
        assert_eq!(acme.partner.gets("/companies").succeeded()["totalResults"], 0);
        assert_eq!(other.partner.gets(&format!("/companies/{kept}")).status, 200);
        assert!(other.opens("/sandbox").says("Florist"));
        assert_eq!(server.app.clock.ahead(), Some(Duration::from_secs(24 * 3_600)), "others are here");
        // The key and the settings are as they were.
        assert!(acme.opens("/sandbox").says("You are Acme Bank."));
    }

    async fn the_only_partner_gets_the_true_time_back(database: Database) {
        let server = sandbox(database).await;
        let acme = Developer::inside(&server, "Acme Bank").await;
        let start = server.now();
        acme.turns("ten-days");
        let company = acme.partner.creates_company("Bakery");
        let link = acme.partner.connects(&company).link_url;
        assert!(acme.opens("/sandbox/wipe").says("goes back to the true time"));
        acme.wipes();
        assert_eq!((server.now(), server.app.clock.ahead()), (start, Some(Duration::ZERO)));
        assert_eq!(HttpBrowser::new("en-CA").opens(&link).status(), 404);
        // All goes on from here.
        let made = acme.takes("create", &[("name", "Bakery")]);
        assert!(made.says("PendingAuth"), "{}", made.html());
    }

    async fn nothing_goes_without_the_button(database: Database) {
        let server = sandbox(database).await;
        let acme = Developer::inside(&server, "Acme Bank").await;
        acme.partner.creates_company("Bakery");
        acme.opens("/sandbox/wipe");
        assert_eq!(acme.browser.posts(&format!("{}/sandbox/wipe", server.url()), &[]).status(), 403);
        assert_eq!(acme.partner.gets("/companies").succeeded()["totalResults"], 1);
    }
}
