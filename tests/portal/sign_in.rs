use bankfeeds_link::domain::member::{self, Email, MemberId, New};
use bankfeeds_link::domain::password;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::secret::SecretText;
use bankfeeds_link::store::members;

use crate::support::{Database, HttpBrowser, Member, PartnerClient, Server};

const PASSWORD: &str = "vq3-kzut-9mt-pw";

on_both_databases! {
    async fn somebody_who_is_not_signed_in_is_led_to_the_door_and_back(database: Database) {
        let (server, _) = with_ada(database).await;
        let browser = HttpBrowser::new("en-CA");
        let door = browser.opens(&format!("{}/portal/no/such?x=1", server.url()));
        assert_eq!(door.status(), 404);
        let door = browser.opens(&format!("{}/portal", server.url()));
        assert!(door.url.ends_with("/portal/sign-in"), "{}", door.url);
        let wrong = [("email", "ada@bank.example"), ("password", "not her password")];
        let refused = browser.submits(&door.form("/sign-in"), &wrong);
        assert_eq!(refused.status(), 422);
        assert!(refused.says("do not fit together") && refused.html().contains("ada@bank.example"));
        let right = [("email", "Ada@bank.example"), ("password", PASSWORD)];
        let home = browser.submits(&refused.form("/sign-in"), &right);
        assert!(home.status() == 200 && home.says("Welcome, Ada."), "{}", home.html());
        let out = browser.submits(&home.form("/sign-out"), &[]);
        assert!(out.url.ends_with("/portal/sign-in"));
        assert!(browser.opens(&format!("{}/portal", server.url())).url.ends_with("/sign-in"));
    }

    async fn a_session_ends_after_half_an_hour_without_a_request_and_after_half_a_day(database: Database) {
        let (server, partner) = with_ada(database).await;
        let member = Member::of(&server, partner.id, Role::Brand).await;
        let minutes = |minutes: u64| server.app.clock.advance(std::time::Duration::from_secs(60 * minutes));
        minutes(29);
        assert_eq!(member.opens("").status(), 200);
        // Marked as seen without anybody waiting for it.
        std::thread::sleep(std::time::Duration::from_millis(300));
        minutes(29);
        assert!(!member.opens("").url.ends_with("/sign-in"));
        minutes(31);
        assert!(member.opens("").url.ends_with("/sign-in"));
    }
}

async fn with_ada(database: Database) -> (Server, PartnerClient) {
    let server = Server::start(database).await;
    let partner = PartnerClient::new(&server, "Acme Bank").await;
    let app = &server.app;
    let email = Email::parse("ada@bank.example").unwrap();
    let mut db = app.store.write().await.unwrap();
    let new = New { email: &email, name: "Ada", role: Role::Brand, password_hash: None };
    let id: MemberId = member::create(&mut db, &app.chance, partner.id, &new, app.clock.now()).await.unwrap().unwrap();
    let hash = password::hash(app, id, &SecretText::new(PASSWORD.into())).await.unwrap();
    members::set_password(&mut db, id, &hash).await.unwrap();
    db.commit().await.unwrap();
    (server, partner)
}
