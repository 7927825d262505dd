//! The permission: what is agreed to is what was on the page, and it says what is true of this deployment.

use std::time::Duration;

use bankfeeds_link::clock::Clock;
use bankfeeds_link::store;
use bankfeeds_link::store::connections::Consent;

use super::{Invitation, Walk};
use crate::support::{
    Browser, Database, HttpBrowser, Page, PartnerClient, QuickBooks, Reader, Server, checking, credit_card, savings,
    tell,
};

/// The words on a page of permission, as its form names them: language and hash.
fn words_of(page: &Page) -> (String, String) {
    let form = page.form("/consent");
    let (_, text) = form.hidden.iter().find(|(name, _)| name == "text").unwrap();
    let (language, hash) = text.split_once('.').unwrap();
    (language.to_owned(), hash.to_owned())
}

async fn kept(invitation: &Invitation) -> Vec<Consent> {
    let mut db = invitation.server.app.store.read().await.unwrap();
    store::connections::consents(&mut db, invitation.connection.id.parse().unwrap()).await.unwrap()
}

fn switches(browser: &HttpBrowser, page: &Page, to: &str) -> Page {
    browser.submits(&page.form("/language"), &[("language", to)])
}

on_both_databases! {
    async fn what_changed_after_it_was_shown_is_shown_again_before_anybody_agrees_to_it(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        invitation.bank.adds_account(&invitation.connection, &credit_card("7777"));
        let again = marie.agrees(&permission);
        assert_eq!(again.status(), 409);
        assert!(again.says("has changed since you opened this page") && again.says("Card"), "{}", again.html());
        assert!(kept(&invitation).await.is_empty(), "nobody agreed to what they had not seen");
        assert!(marie.agrees(&again).url.ends_with("/set-up"));
        let consents = kept(&invitation).await;
        assert_eq!(consents.len(), 1);
        assert_eq!((consents[0].language.clone(), consents[0].text_hash.clone()), words_of(&again));
    }

    async fn another_language_is_other_words(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let english = marie.presses_next(&marie.opens(invitation.link()));
        let french = switches(&marie, &english, "fr-CA");
        assert_ne!(words_of(&english).1, words_of(&french).1);
        let again = marie.agrees(&english);
        assert_eq!(again.status(), 409);
        assert!(again.says("Ce qui sera transmis a changé"));
        // A "no" is kept with the words it was said to.
        marie.submits(&english.form("/consent"), &[("answer", "decline")]);
        let consents = kept(&invitation).await;
        assert_eq!((consents[0].granted, consents[0].language.as_str()), (false, "en-CA"));
        assert_eq!(consents[0].text_hash, words_of(&english).1);
    }

    async fn nobody_agrees_to_words_of_their_own(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        let mut form = permission.form("/consent");
        let text = form.hidden.iter_mut().find(|(name, _)| name == "text").unwrap();
        text.1 = format!("en-CA.{}", "0".repeat(64));
        for answer in ["agree", "decline"] {
            assert_eq!(marie.submits(&form, &[("answer", answer)]).status(), 403);
        }
        form.hidden.retain(|(name, _)| name != "text");
        assert_eq!(marie.submits(&form, &[("answer", "decline")]).status(), 403);
        assert!(kept(&invitation).await.is_empty());
    }

    async fn whoever_comes_back_is_told_when_they_agreed(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        assert!(!permission.says("You agreed"));
        marie.agrees(&permission);
        invitation.server.app.clock.advance(Duration::from_secs(1_800));
        let again = marie.opens(&invitation.page_address("consent"));
        assert!(again.says("You agreed to this on November 21, 2026."), "{}", again.html());
        let french = switches(&marie, &again, "fr-CA");
        assert!(french.says("Vous avez donné votre accord le 21\u{a0}novembre 2026."), "{}", french.html());
        let declined = marie.submits(&french.form("/consent"), &[("answer", "decline")]);
        assert!(declined.says("La connexion n’a pas été établie"));
        assert!(!marie.opens(&invitation.page_address("consent")).says("votre accord"), "taken back");
    }

    async fn how_far_back_follows_the_setting_and_so_do_the_steps(database: Database) {
        let server = Server::with(database, Clock::System, |app| {
            app.limits.history_days = 90;
            app.limits.otp_valid_for = Duration::from_secs(7_200);
            app.limits.session = Duration::from_secs(1_800);
        }).await;
        let bank = PartnerClient::new(&server, "Banque Érable").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        bank.adds_account(&connection, &checking("4821"));
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(&connection.link_url));
        assert!(permission.says("The first ones can be up to 90 days old."), "{}", permission.html());
        assert!(marie.agrees(&permission).says("A date older than 90 days is ignored."));
        let lost = HttpBrowser::new("fr-CA").opens(&format!("{}/link/{}/consent", server.url(), connection.id));
        assert!(lost.says("Nous gardons votre place pendant 30\u{a0}minutes"), "{}", lost.html());
        let elsewhere = HttpBrowser::new("en-CA").opens(&format!("{}/company/1", server.url()));
        assert!(elsewhere.says("works for 2 hours."), "{}", elsewhere.html());
    }

    async fn a_partners_own_limit_and_menus_are_what_its_pages_say(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            settings.history_days = Some(1);
            settings.menus.en.business = vec!["Money".into(), "Bank <feeds>".into()];
            settings.menus.fr.accounting = vec!["Argent".into()];
        }).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        assert!(permission.says("The first ones can be up to one day old."), "{}", permission.html());
        let set_up = marie.agrees(&permission);
        assert!(set_up.says("A date older than one day is ignored."), "{}", set_up.html());
        assert!(set_up.html().contains("Bank &#60;feeds&#62;") && set_up.says("Banking"), "{}", set_up.html());
        assert!(!set_up.says("Bookkeeping"));
        let french = switches(&marie, &set_up, "fr-CA");
        assert!(french.says("Argent") && french.says("Bank <feeds>") && !french.says("Opérations >"), "{}", french.html());
        let ready = marie.gets_credentials(&french);
        assert!(ready.says("Argent") && ready.says("Bank <feeds>"), "{}", ready.html());
    }

    async fn it_promises_no_transactions_where_none_are_sent(database: Database) {
        let invitation = Invitation::with(database, |settings| settings.bank_transactions = false).await;
        let marie = HttpBrowser::new("en-CA");
        let page = marie.presses_next(&marie.opens(invitation.link()));
        assert!(page.says("so that your account balances appear in QuickBooks") && page.says("No transactions are sent."));
        assert!(!page.says("new transactions"), "{}", page.html());
    }

    async fn without_an_account_the_page_says_whom_to_ask(database: Database) {
        let server = Server::start(database).await;
        let mut settings = bankfeeds_link::domain::settings::Settings::new("Banque Érable").unwrap();
        settings.support.phone = Some("1 888 555-0142".into());
        let bank = PartnerClient::with_settings(&server, &settings).await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        let marie = HttpBrowser::new("en-CA");
        let html = marie.presses_next(&marie.opens(&connection.link_url)).html();
        let notice = html.split("class=\"notice\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(notice.contains("No account is ready yet.") && notice.contains("tel:18885550142"), "{notice}");
        assert!(!html.contains("value=\"agree\""), "there is nothing to agree to");
    }

    async fn a_no_after_a_yes_says_that_quickbooks_can_still_sign_on(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let first = marie.presses_next(&marie.opens(invitation.link()));
        let declined = marie.submits(&first.form("/consent"), &[("answer", "decline")]);
        assert!(declined.says("Nothing was sent to QuickBooks.") && !declined.says("Revoke credentials"));
        let permission = marie.opens(&invitation.page_address("consent"));
        marie.gets_credentials(&marie.agrees(&permission));
        let permission = marie.opens(&invitation.page_address("consent"));
        let declined = marie.submits(&permission.form("/consent"), &[("answer", "decline")]);
        assert!(declined.says("QuickBooks can still use the credentials you got before"), "{}", declined.html());
        assert!(declined.html().contains(&format!("/link/{}/revoke", invitation.connection.id)));
    }

    async fn the_last_page_says_whether_quickbooks_has_connected_an_account(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.agrees(&marie.presses_next(&marie.opens(invitation.link())));
        let (username, password) = invitation.bank.generates_credentials(&invitation.connection);
        let early = marie.opens(&invitation.page_address("finish"));
        assert!(early.says("QuickBooks has not connected an account yet."), "{}", early.html());
        assert!(early.html().contains(&format!("/link/{}/set-up", invitation.connection.id)));
        QuickBooks::signing_on(&invitation.server, &username, &password).downloads_everything();
        let finished = marie.opens(&invitation.page_address("finish"));
        assert!(finished.says("QuickBooks will collect your new transactions") && !finished.says("not connected"));
    }
}

#[test]
fn the_permission_prints_on_one_letter_page() {
    tell(async {
        for (reader, words, name) in [(Reader::english(), "Next", "en"), (Reader::french(), "Suivant", "fr")] {
            let invitation = Invitation::with(Database::sqlite(), |settings| {
                settings.support.phone = Some("1 888 555-0142".into());
            })
            .await;
            for account in [credit_card("7777"), savings("0078"), savings("0079")] {
                invitation.bank.adds_account(&invitation.connection, &account);
            }
            let browser = Browser::of(reader).await;
            browser.opens(invitation.link()).await;
            browser.presses(words).await;
            browser.sees("0077").await;
            let printed = "getComputedStyle(document.querySelector('.printed')).display";
            assert_eq!(browser.evaluates(printed).await, "none", "on the screen it is nobody's business");
            browser.asks_chromium("Emulation.setEmulatedMedia", &serde_json::json!({ "media": "print" }));
            assert_eq!(browser.evaluates(printed).await, "block");
            let printed = browser.evaluates("document.querySelector('.printed').textContent").await;
            let printed = printed.as_str().unwrap().replace('\u{a0}', " ");
            let [partner, date, reference] = match name {
                "en" => ["Banque Érable: ", "November 21, 2026 at 10:00 a.m. Eastern Standard Time", "Reference: "],
                _ => ["Banque Érable : ", "21 novembre 2026 à 10 h 00, heure normale de l’Est", "Référence : "],
            };
            for words in [partner, date, reference, &invitation.page_address("consent")] {
                assert!(printed.contains(words), "{words:?} is not in {printed}");
            }
            assert!(!printed.contains("otp"), "{printed}");
            browser.keeps_a_picture(&format!("permission-{name}-print"));
            let pdf = browser.prints(&format!("permission-{name}"));
            let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
            assert_eq!(pages, 1, "{name}");
        }
    });
}
