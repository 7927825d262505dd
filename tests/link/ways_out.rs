//! Help, and the ways out: in the same place on every page, in the same order, and with a reference that the log knows.

use std::time::Duration;

use bankfeeds_link::domain::settings::{Bilingual, Settings};

use super::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, Page};

const HOUR: Duration = Duration::from_secs(3_600);

fn reachable(settings: &mut Settings) {
    settings.return_hosts = vec!["erable.example".into()];
    settings.refresh_url = Some("https://erable.example/quickbooks".into());
    settings.support.phone = Some("1 888 555-0142".into());
    settings.support.hours = Some(Bilingual::new("Monday to Friday, 8 a.m. to 8 p.m."));
    settings.support.email = Some("entreprises@erable.example".into());
    settings.support.help_url = Some("https://erable.example/help".into());
    settings.support.privacy_url = Some("https://erable.example/privacy".into());
    settings.support.terms_url = Some("https://erable.example/terms".into());
    settings.support.accessibility_url = Some("https://erable.example/accessibility".into());
}

fn footer(page: &Page) -> String {
    let html = page.html();
    html.split_once("<footer>").map_or_else(String::new, |(_, rest)| rest.to_owned())
}

fn reference(page: &Page) -> Option<String> {
    let html = page.html();
    let rest = html.split("Reference: ").nth(1)?;
    Some(rest.chars().take_while(char::is_ascii_alphanumeric).collect())
}

on_both_databases! {
    async fn help_stands_in_the_same_place_and_order_on_every_page_and_dead_end(database: Database) {
        let invitation = Invitation::with(database, reachable).await;
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        let help = footer(&first);
        let order = ["Contact Banque Érable", "tel:18885550142", "Monday", "mailto:", "/help", "/privacy", "/terms", "/accessibility"];
        let places: Vec<_> = order.iter().map(|part| help.find(part).unwrap_or_else(|| panic!("{part}: {help}"))).collect();
        assert!(places.is_sorted(), "{places:?}");
        let permission = marie.presses_next(&first);
        let mut pages = vec![marie.submits(&permission.form("/consent"), &[("answer", "decline")])];
        let ready = marie.gets_credentials(&marie.agrees(&permission));
        pages.extend(["consent", "set-up", "credentials", "revoke", "finish"].map(|it| marie.opens(&invitation.page_address(it))));
        pages.push(marie.submits(&ready.form("/language"), &[("language", "xx")]));
        pages.push(HttpBrowser::new("en-CA").opens(invitation.link()));
        invitation.server.app.clock.advance(HOUR);
        pages.push(HttpBrowser::new("en-CA").opens(invitation.link()));
        let statuses: Vec<u16> = pages.iter().map(Page::status).collect();
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 403, 410, 410]);
        for page in &pages {
            assert_eq!(footer(page), help, "{}", page.url);
        }
    }

    async fn a_partner_who_set_nothing_has_no_empty_help(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let page = marie.opens(invitation.link());
        for absent in ["<footer", "<dl class=\"contact\"", "<ul class=\"papers\"", "<h2>Contact", "tel:", "mailto:"] {
            assert!(!page.html().contains(absent), "{absent}");
        }
    }

    async fn the_ways_out_are_a_new_link_the_support_page_and_the_phone_in_this_order(database: Database) {
        let invitation = Invitation::with(database, reachable).await;
        invitation.server.app.clock.advance(HOUR);
        let html = HttpBrowser::new("en-CA").opens(invitation.link()).html();
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let refresh = format!("https://erable.example/quickbooks?connectionId={}&#38;reason=expired", invitation.connection.id);
        let order = [refresh.as_str(), "https://erable.example/help", "tel:18885550142", "Reference: "];
        let places: Vec<_> = order.iter().map(|part| main.find(part).unwrap_or_else(|| panic!("{part}: {main}"))).collect();
        assert!(places.is_sorted(), "{places:?}");
    }

    async fn a_refresh_url_of_a_host_that_is_not_allowed_is_no_way_out(database: Database) {
        let invitation = Invitation::with(database, reachable).await;
        // Past the check of the settings, as a document from an older version might be.
        let app = &invitation.server.app;
        let mut db = app.store.write().await.unwrap();
        let partner = bankfeeds_link::store::partners::get(&mut db, invitation.bank.id).await.unwrap();
        let settings = Settings { return_hosts: vec!["other.example".into()], ..partner.settings };
        bankfeeds_link::domain::partner::change_settings(&mut db, partner.id, &settings, partner.version, app.clock.now()).await.unwrap();
        db.commit().await.unwrap();
        app.clock.advance(HOUR);
        let page = HttpBrowser::new("en-CA").opens(invitation.link());
        assert_eq!(page.status(), 410);
        assert!(!page.html().contains("erable.example/quickbooks") && page.html().contains("erable.example/help"));
    }

    async fn every_dead_end_but_the_neutral_one_has_a_reference_that_the_log_knows(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let reader = || HttpBrowser::new("en-CA");
        let lost = reader().opens(&invitation.page_address("consent"));
        let put = {
            let answer = reader().asks("PUT", &invitation.page_address("consent"));
            Page { url: invitation.page_address("consent"), answer }
        };
        let neutral = [reader().opens(&invitation.wrong_link()), reader().opens(&format!("{}/company/1", invitation.server.url()))];
        for page in &neutral {
            assert_eq!(reference(page), None, "{}", page.url);
        }
        invitation.server.app.clock.advance(HOUR);
        let expired = reader().opens(invitation.link());
        for _ in 0..30 {
            reader().opens(&invitation.wrong_link());
        }
        let too_many = reader().opens(&invitation.wrong_link());
        for (page, status) in [(lost, 410), (put, 405), (expired, 410), (too_many, 429)] {
            assert_eq!(page.status(), status);
            let reference = reference(&page).unwrap_or_else(|| panic!("{status}: {}", page.html()));
            assert_eq!(reference.len(), 8);
            assert!(page.answer.header("x-request-id").starts_with(&reference), "the id of every line in the log");
        }
    }

    async fn something_else_leads_to_the_partners_support(database: Database) {
        let invitation = Invitation::with(database, reachable).await;
        let page = HttpBrowser::new("en-CA").opens(invitation.link());
        assert!(page.html().contains("href=\"https://erable.example/help\">I use something else</a>"), "{}", page.html());
        invitation.bank.changes_settings(&invitation.server, |settings| settings.support.help_url = None).await;
        let html = HttpBrowser::new("fr-CA").opens(invitation.link()).html();
        let details = html.split("<details>").nth(1).unwrap().split("</details>").next().unwrap();
        assert!(details.contains("<summary>J’utilise un autre logiciel</summary>") && details.contains("tel:18885550142"), "{details}");
    }

    async fn words_in_the_other_language_say_so_to_a_voice(database: Database) {
        let invitation = Invitation::with(database, reachable).await;
        let (french, english) = (HttpBrowser::new("fr-CA").opens(invitation.link()), HttpBrowser::new("en-CA").opens(invitation.link()));
        let foreign = "lang=\"en-CA\">Monday to Friday, 8 a.m. to 8 p.m.";
        assert!(french.html().contains(foreign) && !english.html().contains(foreign));
        for page in [&french, &english] {
            assert_eq!(page.answer.header("vary"), "Accept-Language, Cookie");
        }
    }

    async fn the_language_button_keeps_the_step_and_the_choice(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        let french = marie.submits(&first.form("/language"), &[("language", "fr-CA")]);
        assert!(french.url.ends_with("/select-software") && french.html().contains("value=\"hcws\" checked"));
        let nothing = marie.submits(&french.form("/select-software"), &[]);
        assert_eq!(nothing.status(), 422);
        assert!(nothing.html().contains("<title>Erreur\u{a0}: "), "{}", nothing.html());
        let english = marie.submits(&nothing.form("/language"), &[("language", "en-CA")]);
        assert!(english.status() == 200 && english.says("Select your accounting software"));
    }
}
