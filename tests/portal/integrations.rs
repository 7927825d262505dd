use bankfeeds_link::domain::callout::Callout;
use bankfeeds_link::domain::role::Role;

use crate::support::{Database, Member, PartnerClient, Server};

const PAGE: &str = "/settings/integrations";

on_both_databases! {
    async fn a_new_partner_is_told_what_is_missing_and_where_to_put_it_right(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let page = ada.opens(PAGE);
        assert!(page.says("QuickBooks Online Bank Feeds") && page.says("Needs setup"), "{}", page.html());
        assert!(page.says("1 of 4 checks done") && page.says("Set up"));
        for (words, place) in [
            ("Your logo", "/portal/settings/branding"),
            ("Your name in French", "/portal/settings/branding"),
            ("A way to reach you", "/portal/settings/link"),
        ] {
            assert!(page.html().contains(&format!("<a href=\"{place}\">{words}")), "{words}: {}", page.html());
        }
        assert!(!page.says("The callout"), "no callout at all is complete");
        bank.changes_settings(&server, |it| it.callout_fr = Callout::new("Avis", "Lisez ceci.").ok()).await;
        assert!(ada.opens(PAGE).says("Your callout in both languages, or no callout at all"));
    }

    async fn what_is_missing_is_no_link_to_a_page_that_is_closed_to_the_reader(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let noor = Member::of(&server, bank.id, Role::Onboarding).await;
        let page = noor.opens(PAGE);
        assert!(page.status() == 200 && page.says("Your logo"));
        assert!(!page.html().contains("/portal/settings/branding") && !page.html().contains("/portal/settings/link\""));
    }

    async fn the_state_is_the_partners_own_and_off_is_off_for_two_reasons(database: Database) {
        let server = Server::start(database).await;
        let (bank, other) = (PartnerClient::new(&server, "Acme Bank").await, PartnerClient::new(&server, "Other Bank").await);
        let ada = Member::of(&server, bank.id, Role::Analyst).await;
        let eve = Member::reading("fr-CA", &server, other.id, Role::Analyst).await;
        bank.changes_settings(&server, |it| it.bank_accounts = false).await;
        assert!(ada.opens(PAGE).says("Bank accounts are switched off, so customers cannot open their links."));
        bank.changes_settings(&server, |it| it.integration_enabled = false).await;
        let page = ada.opens(PAGE);
        assert!(page.text_of("main").unwrap().contains("Off") && page.says("Manage"), "{}", page.html());
        assert!(page.says("Customers cannot open their links. Accounts that are connected keep working."));
        let theirs = eve.opens(PAGE);
        assert!(theirs.says("À configurer") && theirs.says("Configurer"), "{}", theirs.html());
        assert!(!theirs.says("Acme"));
    }

    async fn with_all_that_customers_look_for_it_is_enabled(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let drawn = bankfeeds_link::domain::image::draw(LOGO, bankfeeds_link::domain::image::Purpose::Logo).unwrap();
        let mut db = server.app.store.write().await.unwrap();
        let logo = bankfeeds_link::domain::partner::ImageKind::Logo;
        bankfeeds_link::domain::partner::set_image(&mut db, bank.id, logo, &drawn, server.now()).await.unwrap();
        db.commit().await.unwrap();
        bank.changes_settings(&server, |it| {
            it.name.fr = Some("Banque Acmé".into());
            it.support.phone = Some("311".into());
        }).await;
        let page = Member::of(&server, bank.id, Role::Brand).await.opens(PAGE);
        assert!(page.says("Enabled") && page.says("4 of 4 checks done") && page.says("Manage"), "{}", page.html());
        assert!(!page.says("Still missing"));
    }
}

const LOGO: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 10"><path d="M0 0h60v10H0z"/></svg>"#;
