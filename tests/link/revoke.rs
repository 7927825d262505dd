//! Revoking: asked first, at once, for everybody but the browser that pressed it.

use bankfeeds_link::domain::audit::Author;
use bankfeeds_link::domain::credentials::{self, Asked};
use bankfeeds_link::domain::refusal::Refusal;
use bankfeeds_link::domain::sign_on::{Attempt, SignOn, sign_on};
use bankfeeds_link::secret::{Fingerprint, SecretText};
use bankfeeds_link::store;

use super::{Invitation, Walk};
use crate::support::{Database, HttpBrowser};

on_both_databases! {
    async fn revoking_ends_every_set_and_the_browser_that_pressed_it_may_get_a_new_one(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let app = &invitation.server.app;
        let (username, password) = invitation.bank.generates_credentials(&invitation.connection);
        let signs_on = async || {
            let password = SecretText::new(password.clone());
            let attempt = Attempt { username: &username, password: &password, address: [192, 0, 2, 1].into() };
            matches!(sign_on(app, &attempt).await.unwrap(), SignOn::Good(_))
        };
        assert!(signs_on().await);

        let marie = HttpBrowser::new("en-CA");
        let ready = marie.walks_to_credentials(invitation.link());
        let shown = ready.text_of("username").unwrap();
        let confirm = marie.opens(&invitation.page_address("revoke"));
        assert!(confirm.says("Revoke all credentials?") && signs_on().await, "asking does nothing yet");
        let revoked = marie.submits(&confirm.form("/revoke"), &[]);
        assert!(revoked.says("Your credentials are revoked"));
        assert!(revoked.says("November 21, 2026") && revoked.says("Eastern Standard Time"), "{}", revoked.html());
        assert!(!signs_on().await, "sets made elsewhere end too");

        let set_up = marie.opens(&ready.url);
        assert!(set_up.url.ends_with("/set-up") && !set_up.says(&shown), "the sealed copy is gone");
        assert!(marie.gets_credentials(&set_up).says("Your credentials are ready"));
    }

    async fn revoking_ends_the_links_and_sessions_of_everybody_else(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (marie, colleague) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        marie.walks_to_credentials(invitation.link());
        let second = invitation.bank.looks_at(&invitation.connection)["linkUrl"].as_str().unwrap().to_owned();
        colleague.walks_to_credentials(&second);
        let confirm = marie.opens(&invitation.page_address("revoke"));
        marie.submits(&confirm.form("/revoke"), &[]);
        assert_eq!(colleague.opens(&invitation.page_address("set-up")).status(), 410);
        assert_eq!(HttpBrowser::new("en-CA").opens(&second).status(), 410);
        assert_eq!(marie.opens(&invitation.page_address("set-up")).status(), 200);
    }

    async fn a_session_that_ends_while_the_password_is_hashed_gets_no_set(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let app = &invitation.server.app;
        let connection = invitation.connection.id.parse().unwrap();
        let (session, form) = (Fingerprint::of(b"ended a moment ago"), Fingerprint::of(b"its form"));
        let asked = Asked::OnPage { session, seal: app.keys.sealed_copy.clone(), form };
        let made = credentials::generate(app, connection, &asked, Author::operator()).await;
        assert!(matches!(made, Err(Refusal::LostPlace)));
        let mut db = app.store.read().await.unwrap();
        assert!(store::credentials::live(&mut db, connection).await.unwrap().is_empty());
    }

    async fn revoking_by_the_api_ends_every_session(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        assert_eq!(invitation.bank.revokes_credentials(&invitation.connection).status, 204);
        assert_eq!(marie.opens(&invitation.page_address("set-up")).status(), 410);
    }
}
