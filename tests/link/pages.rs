//! The three steps and the pair that is shown once.

use std::time::Duration;

use bankfeeds_link::domain::callout::Callout;
use bankfeeds_link::store;

use super::{Invitation, Walk};
use crate::support::{Database, HttpBrowser};

const MINUTE: Duration = Duration::from_secs(60);

on_both_databases! {
    async fn next_with_nothing_selected_says_so_beside_the_tile(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let page = marie.opens(invitation.link());
        let again = marie.submits(&page.form("/select-software"), &[]);
        assert_eq!(again.status(), 422);
        assert!(again.html().contains("<title>Error: Select your accounting software – Banque Érable</title>"));
        assert!(again.says("Select your accounting software, then select Next."));
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200, "nothing was claimed");
    }

    async fn the_permission_follows_from_what_the_partner_switched_on(database: Database) {
        let invitation = Invitation::with(database, |settings| settings.bank_transactions = false).await;
        let marie = HttpBrowser::new("en-CA");
        let page = marie.presses_next(&marie.opens(invitation.link()));
        assert!(page.says("Your bank accounts") && !page.says("Your bank transactions"));
        assert!(page.says("ending in 4821") && !page.says("0004821"), "masked to the last four");
        assert!(!page.says("Bistro 12"), "a company's name may be an internal id");
    }

    async fn the_consent_is_recorded_with_its_words_and_language(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("fr-CA");
        marie.agrees(&marie.presses_next(&marie.opens(invitation.link())));
        let mut db = invitation.server.app.store.read().await.unwrap();
        let connection = invitation.connection.id.parse().unwrap();
        let consents = store::connections::consents(&mut db, connection).await.unwrap();
        let [consent] = consents.as_slice() else { panic!("{consents:?}") };
        assert!(consent.granted && consent.language == "fr-CA" && consent.text_hash.len() == 64);
        assert_eq!(consent.at, invitation.server.now());
    }

    async fn nobody_gets_to_the_credentials_without_the_permission(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.presses_next(&marie.opens(invitation.link()));
        for page in ["set-up", "credentials"] {
            assert!(marie.opens(&invitation.page_address(page)).url.ends_with("/consent"), "{page}");
        }
    }

    async fn declining_is_recorded_and_leads_back_to_the_partner(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            settings.return_hosts = vec!["erable.example".into()];
            settings.return_url =
                Some("https://erable.example/back?code={statusCode}&why={errorMessage}&who={customer}".into());
        }).await;
        let marie = HttpBrowser::new("en-CA");
        let page = marie.opens(&format!("{}&customer=m%20%26%20co", invitation.link()));
        let permission = marie.presses_next(&page);
        let declined = marie.submits(&permission.form("/consent"), &[("answer", "decline")]);
        assert!(declined.says("You did not connect"));
        let back = "https://erable.example/back?code=403&#38;why=User%20cancelled.&#38;who=m%20%26%20co";
        assert!(declined.html().contains(back), "{}", declined.html());
    }

    async fn who_agrees_and_then_declines_has_declined(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        assert!(marie.agrees(&permission).url.ends_with("/set-up"));
        marie.submits(&permission.form("/consent"), &[("answer", "decline")]);
        assert!(marie.opens(&invitation.page_address("set-up")).url.ends_with("/consent"));
    }

    async fn nobody_has_finished_without_credentials(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        assert!(marie.opens(&invitation.page_address("finish")).url.ends_with("/consent"));
        let set_up = marie.agrees(&permission);
        assert!(marie.opens(&invitation.page_address("finish")).url.ends_with("/set-up"));
        marie.gets_credentials(&set_up);
        assert!(marie.opens(&invitation.page_address("finish")).url.ends_with("/finish"));
    }

    async fn without_an_account_nobody_reaches_the_end(database: Database) {
        let server = crate::support::Server::start(database).await;
        let bank = crate::support::PartnerClient::new(&server, "Banque Érable").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        let marie = HttpBrowser::new("en-CA");
        let page = marie.presses_next(&marie.opens(&connection.link_url));
        assert!(page.says("No account is ready yet."));
        assert_eq!(marie.agrees(&page).status(), 422);
    }

    async fn the_callout_stands_above_the_button_in_its_own_language_only(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            settings.callout_en = Some(Callout::new("Before you start", "Have your **client number** ready.").unwrap());
        }).await;
        let marie = HttpBrowser::new("en-CA");
        let set_up = marie.agrees(&marie.presses_next(&marie.opens(invitation.link())));
        let html = set_up.html();
        let (callout, button) = (html.find("Before you start").unwrap(), html.find("Get credentials</button>").unwrap());
        assert!(callout < button && set_up.says("**client number**"), "plain text, directly above");
        let french = marie.submits(&set_up.forms()[0], &[("language", "fr-CA")]);
        assert!(french.says("Configurez QuickBooks") && !french.html().contains("class=\"callout\""));
    }

    async fn the_pair_has_the_contracts_form_and_nothing_between_its_letters(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let (username, password) = (ready.text_of("username").unwrap(), ready.html());
        assert_eq!(username.len(), 14);
        let inside = password.split("id=\"password\"").nth(1).unwrap().split_once('>').unwrap().1;
        let letters: String = inside.split("</dd>").next().unwrap().split("<button").next().unwrap()
            .split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text).or(Some(piece))).collect();
        assert_eq!(letters.trim().len(), 16, "{letters:?}");
        assert!(letters.trim().chars().all(|letter| "23456789BCDFGHJKLMNPQRSTVWXZ".contains(letter)));
        assert_eq!(ready.answer.header("cache-control"), "no-store");
    }

    async fn a_reload_shows_the_same_pair_for_ten_minutes_and_then_never_again(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let username = ready.text_of("username").unwrap();
        invitation.server.app.clock.advance(MINUTE * 9);
        assert_eq!(marie.opens(&ready.url).text_of("username"), Some(username.clone()));
        invitation.server.app.clock.advance(MINUTE);
        let later = marie.opens(&ready.url);
        assert!(later.says("We already showed these credentials") && later.text_of("password").is_none());
        let set_up = marie.opens(&invitation.page_address("set-up"));
        assert!(set_up.says(&username) && set_up.text_of("password").is_none(), "which sets exist, never the password");
    }

    async fn pressing_twice_makes_one_set_and_a_new_form_makes_another(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let set_up = marie.agrees(&marie.presses_next(&marie.opens(invitation.link())));
        let first = marie.gets_credentials(&set_up).text_of("username");
        assert_eq!(marie.gets_credentials(&set_up).text_of("username"), first);
        let again = marie.opens(&invitation.page_address("set-up"));
        let second = marie.gets_credentials(&again).text_of("username");
        assert_ne!(second, first);
        let mut db = invitation.server.app.store.read().await.unwrap();
        let sets = store::credentials::live(&mut db, invitation.connection.id.parse().unwrap()).await.unwrap();
        assert_eq!(sets.len(), 2, "the older one stays valid");
    }

    async fn every_page_answers_head_like_get(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        for page in ["select-software", "consent", "set-up", "credentials", "revoke", "finish", "declined"] {
            let (get, head) = (
                marie.asks("GET", &invitation.page_address(page)),
                marie.asks("HEAD", &invitation.page_address(page)),
            );
            assert_eq!((get.status, head.status), (200, 200), "{page}");
            assert!(head.bytes.is_empty(), "{page}");
        }
        let put = marie.asks("PUT", &invitation.page_address("consent"));
        assert_eq!((put.status, put.header("allow")), (405, "GET, HEAD, POST"));
    }

    async fn a_form_from_elsewhere_or_for_somebody_else_is_refused(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, thief) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let page = marie.opens(invitation.link());
        let theirs = thief.opens(invitation.link());
        let stolen = marie.submits(&theirs.form("/select-software"), &[("software", "hcws")]);
        assert_eq!(stolen.status(), 403, "another browser's token");
        let form = page.form("/select-software");
        let body = format!("csrf={}&software=hcws", form.hidden[0].1);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        for origin in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "none"), ("origin", "https://evil.example")] {
            assert_eq!(marie.sends("POST", &form.action, &[kind, origin], &body).status, 403, "{origin:?}");
        }
        assert_eq!(marie.presses_next(&page).status(), 200);
    }
}
