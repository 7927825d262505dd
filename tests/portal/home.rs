//! What a member sees first.

use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::settings::Settings;

use crate::support::{Database, Member, PartnerClient, Server};

on_both_databases! {
    async fn each_role_is_told_what_is_theirs_to_do_next(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let told = async |role: Role| {
            let page = Member::of(&server, acme.id, role).await.opens("");
            let all = [
                ("factor", "Protect your account"),
                ("integration", "Switch QuickBooks Online Bank Feeds on"),
                ("logo", "Upload your logo"),
                ("callout", "Write your callout in French"),
                ("contact", "Say how customers reach you"),
                ("key", "Connect your program"),
                ("company", "Add your first company"),
            ];
            let html = page.html();
            let open = html.split("<h2>Done").next().unwrap().to_owned();
            all.into_iter().filter(|(_, words)| open.contains(words)).map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(told(Role::Administrator).await, ["logo", "contact", "key", "company"]);
        assert_eq!(told(Role::Developer).await, ["key", "company"]);
        assert_eq!(told(Role::Brand).await, ["factor", "logo", "contact"]);
        assert_eq!(told(Role::Onboarding).await, ["factor", "company"]);
        assert_eq!(told(Role::Analyst).await, ["factor"]);
        let change = |settings: &mut Settings| {
            settings.integration_enabled = false;
            settings.support.phone = Some("+1 416 555-0142".into());
            settings.callout_en = Some(bankfeeds_link::domain::callout::Callout::new("Hello", "Welcome").unwrap());
        };
        acme.changes_settings(&server, change).await;
        acme.creates_company("Bistro");
        // Whether the key that made the company counts as used already is a matter of moments.
        let told_then = told(Role::Administrator).await;
        assert_eq!(told_then.iter().copied().filter(|it| *it != "key").collect::<Vec<_>>(), ["integration", "logo", "callout"]);
        assert_eq!(told(Role::Onboarding).await, ["factor"]);
    }

    async fn what_is_done_stands_below_and_every_place_is_one_step_away(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        acme.creates_company("Bistro");
        let yves = Member::reading("fr-CA", &server, acme.id, Role::Onboarding).await;
        let page = yves.opens("");
        let html = page.html();
        let (open, done) = html.split_once("<h2>Fait</h2>").unwrap();
        assert!(open.contains("Protéger votre compte") && done.contains("Ajouter votre première entreprise"), "{html}");
        let places = html.split("class=\"goto\"").nth(1).unwrap();
        assert!(places.contains("/portal/companies") && !places.contains("/portal/developers/keys"), "{places}");
    }
}
