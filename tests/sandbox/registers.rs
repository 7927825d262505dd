//! Registers: what was downloaded, and what Update, Disconnect and Reconnect do.

use std::time::Duration;

use super::Desk;
use crate::support::{Database, HttpBrowser};

const DAY: Duration = Duration::from_secs(24 * 3_600);

on_both_databases! {
    async fn what_is_new_is_marked_until_the_next_update(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.pushes(&[("t1", -12.5, "Café Olé"), ("t2", 1_200.0, "Rent <May> & more")]);
        let bank = desk.updates(&bank);
        assert!(bank.says("2 new transactions.") && bank.says("2 new"), "{}", bank.html());
        let register = desk.opens_register(&bank, "Chequing");
        assert!(register.says("Café Olé") && register.says("-$12.50") && register.says("$1,200.00"), "{}", register.html());
        assert!(register.says("Rent <May> & more") && register.says("2026-11-21"));
        assert_eq!(register.html().matches(">New</span>").count(), 2);
        // From the register, and back to it.
        desk.pushes(&[("t3", -3.0, "Stamp")]);
        let again = desk.updates(&register);
        assert_eq!(again.url, register.url);
        assert_eq!(again.html().matches(">New</span>").count(), 1);
        let quiet = desk.updates(&again);
        assert!(quiet.says("Up to date: nothing new.") && quiet.says("Stamp"), "{}", quiet.html());
        assert_eq!(quiet.html().matches(">New</span>").count(), 0);
    }

    async fn a_register_is_read_in_french_with_french_amounts(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.pushes(&[("t1", -1_234.5, "Loyer")]);
        let bank = desk.updates(&bank);
        let register = desk.opens_register(&bank, "Chequing");
        let form = register.form("/sandbox/language");
        let french = desk.browser.submits(&form, &[("language", "fr-CA")]);
        assert_eq!(french.url, register.url);
        assert!(french.says("Solde bancaire\u{a0}: 99,99\u{a0}$") && french.says("1\u{a0}234,50\u{a0}$"), "{}", french.html());
        assert!(french.says("Nouvelle") && french.html().contains("lang=\"fr-CA\""));
    }

    async fn a_transaction_that_comes_again_is_not_entered_twice(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.pushes(&[("t1", -12.5, "Coffee"), ("t2", -3.0, "Stamp")]);
        desk.updates(&bank);
        // Connected once more, from the beginning: the institution gives all of them again.
        let accounts = desk.browser.opens(&format!("{}/accounts", bank.url));
        let again = desk.connects(&accounts, &desk.server.day(-7));
        assert!(again.says("Up to date: nothing new."), "{}", again.html());
        assert!(desk.opens_last_exchange().says("FITID"), "they did come");
        let register = desk.opens_register(&again, "Chequing");
        assert_eq!(register.html().matches("Coffee").count(), 1);
    }

    async fn disconnect_forgets_the_sign_on_and_keeps_the_register(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, (username, _)) = desk.links();
        desk.pushes(&[("t1", -12.5, "Coffee")]);
        let bank = desk.updates(&bank);
        let asks = desk.browser.opens(&format!("{}/disconnect", bank.url));
        assert!(asks.says("The bank is not told."), "{}", asks.html());
        let gone = desk.browser.submits(&asks.form("/disconnect"), &[]);
        assert!(gone.says("Disconnected.") && !gone.says(&username), "{}", gone.html());
        assert!(desk.opens_register(&gone, "Chequing").says("Coffee"));
        let rows = desk.server.database.tables().await["pretend_sign_ons"].join("\n");
        assert!(!rows.contains(&username), "{rows}");
        // The bank hears nothing of it.
        assert_eq!(desk.bank.looks_at(&desk.connection)["status"], "Linked");
        // Nor does Update on an old page do anything.
        let exchanges = desk.opens("/exchanges").html().matches("<li>").count();
        desk.updates(&bank);
        assert_eq!(desk.opens("/exchanges").html().matches("<li>").count(), exchanges);
    }

    async fn a_bank_is_connected_again_with_new_credentials_and_misses_nothing(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.pushes(&[("t1", -12.5, "Coffee")]);
        let bank = desk.updates(&bank);
        let asks = desk.browser.opens(&format!("{}/disconnect", bank.url));
        let gone = desk.browser.submits(&asks.form("/disconnect"), &[]);
        desk.pushes(&[("t2", -3.0, "While away")]);
        desk.server.app.clock.advance(DAY * 3);
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let sign_in = desk.browser.opens(&format!("{}/sign-in", gone.url));
        let accounts = desk.signs_in(&sign_in, (&username, &password));
        let back = desk.connects(&accounts, &desk.server.day(0));
        assert!(back.says("One new transaction."), "{}", back.html());
        let register = desk.opens_register(&back, "Chequing");
        assert!(register.says("Coffee") && register.says("While away"));
        assert_eq!(register.html().matches("Coffee").count(), 1);
    }

    async fn nobody_elses_browser_sees_any_of_it(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        let register = desk.opens_register(&bank, "Chequing");
        let exchange = desk.opens_last_exchange();
        let stranger = HttpBrowser::new("en-CA");
        assert!(stranger.opens(&desk.address("")).says("No bank is linked yet."));
        for page in [&bank.url, &register.url, &exchange.url, &format!("{}/request", exchange.url), &format!("{}/accounts", bank.url)] {
            let shut = stranger.opens(page);
            assert_eq!(shut.status(), 404, "{page}");
            assert!(shut.says("There is nothing at this address"));
        }
        let form = bank.form("/update");
        assert_eq!(stranger.submits(&form, &[]).status(), 404);
        for nonsense in ["/banks/x", "/registers/1", "/exchanges/..%2f", "/banks/x/accounts", "/nothing"] {
            assert_eq!(desk.opens(nonsense).status(), 404, "{nonsense}");
        }
    }

    async fn a_form_without_its_token_changes_nothing(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        let forged = desk.browser.posts(&format!("{}/disconnect", bank.url), &[("csrf", "forged")]);
        assert_eq!(forged.status(), 403);
        let elsewhere = [("origin", "https://evil.example"), ("content-type", "application/x-www-form-urlencoded")];
        let sent = desk.browser.sends("POST", &format!("{}/disconnect", bank.url), &elsewhere, "csrf=x");
        assert_eq!(sent.status, 403);
        assert!(!desk.browser.opens(&bank.url).says("Disconnected."));
    }
}
