//! What QuickBooks does by itself once a day.

use std::time::Duration;

use bankfeeds_link::jobs::forget;
use bankfeeds_link::sandbox::quickbooks::daily::update_due;

use super::Desk;
use crate::support::Database;

const DAY: Duration = Duration::from_secs(24 * 3_600);

on_both_databases! {
    async fn each_bank_is_asked_once_a_day(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.pushes(&[("t1", -12.5, "Coffee")]);
        let app = &desk.server.app;
        app.clock.advance(DAY - Duration::from_secs(5));
        assert_eq!(update_due(app).await.unwrap(), 0);
        app.clock.advance(Duration::from_secs(5));
        assert_eq!(update_due(app).await.unwrap(), 1);
        assert_eq!(update_due(app).await.unwrap(), 0);
        let bank = desk.browser.opens(&bank.url);
        assert!(bank.says("One new transaction."), "{}", bank.html());
        // A jump of many days is one download.
        app.clock.advance(DAY * 9);
        assert_eq!(update_due(app).await.unwrap(), 1);
        assert_eq!(desk.bank.looks_at(&desk.connection)["status"], "Linked");
    }

    async fn a_revoked_set_is_refused_every_day_until_a_new_one_is_entered(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        desk.bank.revokes_credentials(&desk.connection).succeeded();
        let refused = desk.updates(&bank);
        assert!(refused.says("The bank did not take this username and password."), "{}", refused.html());
        assert!(refused.says("The bank says:") && refused.says("Get new credentials"));
        assert!(desk.opens("").says("The bank did not take this username and password."));
        let app = &desk.server.app;
        for _ in 0..2 {
            app.clock.advance(DAY);
            assert_eq!(update_due(app).await.unwrap(), 1);
        }
        let fresh = desk.bank.generates_credentials(&desk.connection);
        let sign_in = desk.browser.opens(&format!("{}/sign-in", bank.url));
        let accounts = desk.signs_in(&sign_in, (&fresh.0, &fresh.1));
        let back = desk.connects(&accounts, &desk.server.day(-7));
        assert!(back.says("Up to date: nothing new."), "{}", back.html());
    }

    async fn a_disconnected_bank_is_left_alone(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        let asks = desk.browser.opens(&format!("{}/disconnect", bank.url));
        desk.browser.submits(&asks.form("/disconnect"), &[]);
        desk.server.app.clock.advance(DAY * 2);
        assert_eq!(update_due(&desk.server.app).await.unwrap(), 0);
    }

    async fn after_thirty_days_without_a_visit_all_is_forgotten(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, _) = desk.links();
        let app = &desk.server.app;
        app.clock.advance(DAY * 30 - Duration::from_secs(60));
        // Downloads by themselves are no visit.
        assert_eq!(update_due(app).await.unwrap(), 1);
        forget::once(app).await.unwrap();
        assert_eq!(desk.browser.opens(&bank.url).status(), 200);
        app.clock.advance(Duration::from_secs(120));
        forget::once(app).await.unwrap();
        assert_eq!(desk.browser.opens(&bank.url).status(), 404);
        let tables = desk.server.database.tables().await;
        for (name, rows) in tables.iter().filter(|(name, _)| name.starts_with("pretend_")) {
            assert!(rows.is_empty(), "{name} keeps {} rows", rows.len());
        }
    }
}
