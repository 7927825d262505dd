//! The six dead ends, each with its own page: calm, with a way out, and branded only for those who know the brand.

use std::time::Duration;

use super::{Invitation, Walk};
use crate::support::{Database, HttpBrowser};

const HOUR: Duration = Duration::from_secs(3_600);

on_both_databases! {
    async fn an_expired_link_says_so_for_seven_days_and_then_it_is_unknown(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            settings.support.phone = Some("1 888 555-0142".into());
            settings.return_hosts = vec!["erable.example".into()];
            settings.refresh_url = Some("https://erable.example/quickbooks".into());
        }).await;
        invitation.server.app.clock.advance(HOUR);
        let page = HttpBrowser::new("fr-CA").opens(invitation.link());
        assert_eq!(page.status(), 410);
        assert!(page.says("Ce lien est expiré") && page.says("Banque Érable") && page.says("1 888 555-0142"));
        let refresh = format!("https://erable.example/quickbooks?connectionId={}&#38;reason=expired", invitation.connection.id);
        assert!(page.html().contains(&refresh), "{}", page.html());
        assert!(page.says("Référence"));
        invitation.server.app.clock.advance(HOUR * 24 * 7);
        assert_eq!(HttpBrowser::new("fr-CA").opens(invitation.link()).status(), 404);
    }

    async fn integration_off_is_told_to_holders_of_a_link_and_to_nobody_else(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        invitation.bank.changes_settings(&invitation.server, |settings| settings.integration_enabled = false).await;
        for page in [HttpBrowser::new("en-CA").opens(invitation.link()), marie.agrees(&permission)] {
            assert_eq!(page.status(), 503);
            assert!(page.says("You cannot connect to QuickBooks right now") && page.says("Banque Érable"));
            assert_ne!(page.answer.header("retry-after"), "");
        }
        assert_eq!(HttpBrowser::new("en-CA").opens(&invitation.wrong_link()).status(), 404);
    }

    async fn bank_accounts_off_is_integration_off(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        invitation.bank.changes_settings(&invitation.server, |settings| settings.bank_accounts = false).await;
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 503);
    }

    async fn a_clean_address_without_a_session_says_what_to_do(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for page in ["select-software", "consent", "set-up", "credentials", "revoke", "revoked", "finish", "declined"] {
            let lost = HttpBrowser::new("en-CA").opens(&invitation.page_address(page));
            assert_eq!(lost.status(), 410, "{page}");
            assert!(lost.says("We lost your place") && lost.says("Allow cookies"), "{page}");
        }
    }

    async fn the_page_behind_every_redirect_is_one_and_the_same(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let page = |id: &str| HttpBrowser::new("fr-CA").opens(&format!("{}/company/{id}", invitation.server.url()));
        let (known, unknown) = (page(&invitation.connection.company), page("nobody"));
        assert_eq!(known.status(), 200);
        assert_eq!(known.html(), unknown.html());
        assert!(!known.html().contains("Banque Érable"));
    }

    async fn an_address_that_is_nobodys_gets_the_neutral_page(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&format!("{}/favicon.php", invitation.server.url()));
        assert_eq!(page.status(), 404);
        assert!(page.says("We cannot open this link"));
    }

    async fn a_picture_whose_name_is_none_is_not_there(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for name in ["%00", "%ff.png", "%E2%80%AE", "..%2f..", "1ac7.png"] {
            let answer = HttpBrowser::new("en-CA").asks("GET", &format!("{}/brand/{name}", invitation.server.url()));
            assert_eq!(answer.status, 404, "{name}");
        }
    }
}
