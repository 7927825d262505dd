//! English and French on every page; the button is remembered and never claims.

use super::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, Page};

fn switches(browser: &HttpBrowser, page: &Page, to: &str) -> Page {
    let form = &page.forms()[0];
    browser.submits(form, &[("language", to)])
}

on_both_databases! {
    async fn the_browsers_language_decides_until_somebody_clicks(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("fr-CA,fr;q=0.9,en;q=0.5");
        let page = marie.opens(invitation.link());
        assert!(page.says("Sélectionnez votre logiciel de comptabilité"));
        assert_eq!(page.answer.header("content-language"), "fr-CA");
        let english = switches(&marie, &page, "en-CA");
        assert!(english.says("Select your accounting software"), "the same step, in the other language");
        assert!(marie.presses_next(&english).says("Connect to QuickBooks Online Bank Feeds"), "remembered");
    }

    async fn the_language_button_does_not_claim_the_link(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let curious = HttpBrowser::new("en-CA");
        switches(&curious, &curious.opens(invitation.link()), "fr-CA");
        let marie = HttpBrowser::new("en-CA");
        assert_eq!(marie.presses_next(&marie.opens(invitation.link())).status(), 200);
    }

    async fn the_links_own_language_outranks_the_browsers_and_a_click_outranks_both(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let page = marie.opens(&format!("{}&lang=fr", invitation.link()));
        let permission = marie.presses_next(&page);
        assert!(permission.says("Connexion bancaire avec QuickBooks en ligne"), "also on the pages after it");
        assert!(switches(&marie, &permission, "en-CA").says("Connect to QuickBooks Online Bank Feeds"));
    }

    async fn a_browser_that_names_neither_gets_the_partners_language(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            settings.default_language = bankfeeds_link::domain::language::Language::FrCa;
        }).await;
        let page = HttpBrowser::new("es-MX").opens(invitation.link());
        assert!(page.says("Sélectionnez votre logiciel de comptabilité"));
    }

    async fn every_dead_end_can_be_read_in_the_other_language(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let first = HttpBrowser::new("en-CA");
        first.presses_next(&first.opens(invitation.link()));
        let dead_ends = [
            (invitation.wrong_link(), 404, "Nous ne pouvons pas ouvrir ce lien"),
            (invitation.link().to_owned(), 410, "Ce lien a déjà été ouvert"),
            (invitation.page_address("consent"), 410, "Nous ne savons plus où vous en étiez"),
            (invitation.page_address("set-up"), 410, "Nous ne savons plus où vous en étiez"),
            (format!("{}/company/1", invitation.server.url()), 200, "Votre connexion se gère auprès de votre institution financière"),
            (format!("{}/nowhere", invitation.server.url()), 404, "Nous ne pouvons pas ouvrir ce lien"),
        ];
        for (address, status, words) in dead_ends {
            let reader = HttpBrowser::new("en-CA");
            let french = switches(&reader, &reader.opens(&address), "fr-CA");
            assert_eq!(french.status(), status, "{address}");
            assert!(french.says(words), "{address}: {}", french.html());
            assert_eq!(french.url, address, "the reader stays where they were");
        }
    }

    async fn the_button_leads_nowhere_else(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let reader = HttpBrowser::new("en-CA");
        let page = reader.posts(&format!("{}//evil.example/", invitation.server.url()), &[("language", "fr-CA")]);
        assert!(page.url.starts_with(invitation.server.url()), "{}", page.url);
    }
}
