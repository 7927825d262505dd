//! From "Link account" to "Connect".

use super::{Desk, NAME, NOM, choices};
use crate::support::{Database, HttpBrowser};

on_both_databases! {
    async fn a_customer_links_a_bank_as_in_quickbooks(database: Database) {
        let desk = Desk::open(database).await;
        let empty = desk.opens("");
        assert!(empty.says("No bank is linked yet.") && empty.says("Test mode"), "{}", empty.html());
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let sign_in = desk.finds_the_bank();
        assert!(sign_in.says(&format!("Sign in to {NAME}")), "{}", sign_in.html());
        // As people type them.
        let accounts = desk.signs_in(&sign_in, (&format!(" {} ", username.to_lowercase()), &password.to_lowercase()));
        assert!(accounts.says("Choose accounts") && accounts.says("Chequing") && accounts.says("credit card"), "{}", accounts.html());
        // Nothing is connected before Connect.
        assert_eq!(desk.bank.looks_at(&desk.connection)["status"], "PendingAuth");
        let bank = desk.connects(&accounts, &desk.server.day(-7));
        assert!(bank.says(NAME) && bank.says("2 accounts are connected. Up to date: nothing new.") && bank.says("$99.99"), "{}", bank.html());
        assert!(desk.opens("").says("Chequing"));
        let connected = desk.bank.lists_accounts(&desk.connection);
        assert!(connected.as_array().unwrap().iter().all(|it| it["status"] == "connected"), "{connected}");
        assert_eq!(desk.bank.looks_at(&desk.connection)["status"], "Linked");
    }

    async fn the_institution_is_found_without_accents_in_both_languages(database: Database) {
        let desk = Desk::open(database).await;
        for (query, name) in [("erable", NAME), ("BANQUE affaires", NAME), ("business", NAME)] {
            let found = desk.opens(&format!("/link-account?q={}", query.replace(' ', "+")));
            assert!(found.says(name) && found.says("One bank"), "{query}: {}", found.html());
        }
        let french = HttpBrowser::new("fr-CA").opens(&desk.address("/link-account?q=erable"));
        assert!(french.says(NOM) && french.says(&format!("en anglais\u{a0}: {NAME}")), "{}", french.html());
        let nothing = desk.opens("/link-account?q=maple");
        assert!(nothing.says("No bank is listed as “maple”."), "{}", nothing.html());
        let too_long = desk.opens(&format!("/link-account?q={}", "x".repeat(101)));
        assert_eq!(too_long.status(), 422);
        assert!(too_long.says("Search for at most 100 characters."));
    }

    async fn an_institution_that_is_not_listed_cannot_be_chosen(database: Database) {
        let desk = Desk::open(database).await;
        let list = choices(&desk.opens("/link-account"));
        let stranger = "00000000-0000-4000-8000-000000000000";
        let refused = desk.browser.submits(&list, &[("institution", stranger)]);
        assert_eq!(refused.status(), 422);
        assert!(refused.says("This bank is no longer listed."), "{}", refused.html());
        assert_eq!(desk.browser.submits(&list, &[("institution", "no id")]).status(), 403);
    }

    async fn the_terms_come_first_and_must_be_agreed_to(database: Database) {
        let desk = Desk::open(database).await;
        let institution = desk.bank.id.to_string();
        let terms = desk.browser.submits(&choices(&desk.opens("/link-account")), &[("institution", &institution)]);
        let refused = desk.browser.submits(&terms.form("/terms"), &[]);
        assert_eq!(refused.status(), 422);
        assert!(refused.says("Agree to the terms to go on.") && refused.html().contains("<title>Error: "));
        let early = desk.browser.opens(&terms.url.replace("/terms", "/sign-in"));
        assert!(early.url.ends_with("/terms"), "{}", early.url);
    }

    async fn what_is_missing_or_too_long_is_said_beside_its_field(database: Database) {
        let desk = Desk::open(database).await;
        let sign_in = desk.finds_the_bank();
        let empty = desk.signs_in(&sign_in, ("", " "));
        assert_eq!(empty.status(), 422);
        assert!(empty.says("Enter the username.") && empty.says("Enter the password."));
        let long = desk.signs_in(&sign_in, ("KEPT-AS-TYPED", &"x".repeat(33)));
        assert!(long.says("Enter a password of at most 32 characters.") && long.html().contains("KEPT-AS-TYPED"));
        assert!(!long.html().contains("xxxx"));
        assert!(desk.opens("/exchanges").says("Nothing has been said yet."));
    }

    async fn accounts_types_and_start_dates_that_make_no_sense_are_refused_in_words(database: Database) {
        let desk = Desk::open(database).await;
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let page = desk.signs_in(&desk.finds_the_bank(), (&username, &password));
        let form = page.form("/accounts");
        let week = desk.server.day(-7);
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[("type-0", "chequing"), ("start-date", &week)], "Choose at least one account."),
            (&[("account", "7"), ("start-date", &week)], "One of the accounts is not in the bank’s list."),
            (&[("account", "0"), ("type-0", "creditCard"), ("start-date", &week)], "Chequing: choose an account type that fits."),
            (&[("account", "1"), ("type-1", "savings"), ("start-date", &week)], "Card: choose an account type that fits."),
            (&[("account", "0"), ("type-0", "chequing"), ("start-date", "14/11/2026")], "Enter the start date as year, month and day"),
            (&[("account", "0"), ("type-0", "chequing"), ("start-date", "2026-12-24")], "Enter a start date that is not in the future."),
        ];
        for (fields, words) in cases {
            let refused = desk.browser.submits(&form, fields);
            assert_eq!(refused.status(), 422, "{words}");
            assert!(refused.says(words), "{words}: {}", refused.html());
        }
        assert_eq!(desk.bank.looks_at(&desk.connection)["status"], "PendingAuth");
        assert!(desk.opens("").says("No bank is linked yet."));
    }

    async fn a_start_date_older_than_seven_days_is_said_to_be_ignored(database: Database) {
        let desk = Desk::open(database).await;
        let (username, password) = desk.bank.generates_credentials(&desk.connection);
        let page = desk.signs_in(&desk.finds_the_bank(), (&username, &password));
        assert!(page.says("such as 2026-11-14. An earlier date is ignored"), "{}", page.html());
        let bank = desk.connects(&page, "2026-01-01");
        let register = desk.opens_register(&bank, "Chequing");
        assert!(register.says("The start date 2026-01-01 was ignored"), "{}", register.html());
        let accounts = desk.bank.lists_accounts(&desk.connection);
        let start = accounts[0]["feedStartDate"].as_str().unwrap();
        assert!(start.starts_with("2026-11-14"), "{start}");
    }

    async fn an_unfinished_bank_gives_way_to_the_next(database: Database) {
        let desk = Desk::open(database).await;
        let first = desk.finds_the_bank();
        let second = desk.finds_the_bank();
        assert_eq!(desk.browser.opens(&first.url).status(), 404);
        assert_eq!(desk.browser.opens(&second.url).status(), 200);
        assert!(desk.opens("").says("No bank is linked yet."));
    }

    async fn twenty_banks_are_enough(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        let id = bank.url.rsplit('/').next().unwrap().to_owned();
        many(&desk, &id).await;
        let institution = desk.bank.id.to_string();
        let full = desk.browser.submits(&choices(&desk.opens("/link-account")), &[("institution", &institution)]);
        assert_eq!(full.status(), 422);
        assert!(full.says("There are 20 banks here"), "{}", full.html());
    }
}

/// Nineteen more, put there by hand: each would take a second.
async fn many(desk: &Desk, id: &str) {
    use bankfeeds_link::domain::pretend::{EVERY, SignOnId};
    use bankfeeds_link::store::pretend_sign_ons;
    let app = &desk.server.app;
    let mut db = app.store.write().await.unwrap();
    let all = pretend_sign_ons::due(&mut db, app.clock.now() + EVERY, 5).await.unwrap();
    assert_eq!(all[0].id.to_string(), id);
    let visitor = all[0].visitor().unwrap();
    for _ in 0..19 {
        let (new, names) = (SignOnId::new(&app.chance), ("Bank", "Banque"));
        let chosen = (new, all[0].institution_id);
        assert!(pretend_sign_ons::choose(&mut db, &visitor, chosen, names, app.clock.now(), 20).await.unwrap());
        pretend_sign_ons::disconnect(&mut db, new).await.unwrap();
    }
    db.commit().await.unwrap();
}
