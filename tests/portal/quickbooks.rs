use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::feed::ConnectionStatus;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::store::source_accounts::Polled;
use bankfeeds_link::store::{self, connections, source_accounts};
use serde_json::json;

use super::forms::{filled, problem, sends, value};
use crate::link::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, Member, PartnerClient, Server, transaction};

const PAGE: &str = "/settings/integrations/quickbooks";

/// A bank and somebody of its own, at the page.
async fn with_member(database: Database, role: Role) -> (Server, PartnerClient, Member) {
    let server = Server::start(database).await;
    let bank = PartnerClient::new(&server, "Acme Bank").await;
    let member = Member::of(&server, bank.id, role).await;
    (server, bank, member)
}

async fn settings(server: &Server, bank: &PartnerClient) -> Settings {
    store::partners::get(&mut server.app.store.read().await.unwrap(), bank.id).await.unwrap().settings
}

/// The account with this id is connected, as by a first statement.
async fn is_connected(invitation: &Invitation, account: &str) {
    let server = &invitation.server;
    let connection: ConnectionId = invitation.connection.id.parse().unwrap();
    let mut db = server.app.store.write().await.unwrap();
    let account = source_accounts::find(&mut db, connection, account).await.unwrap().unwrap();
    let polled = Polled { feed_start: Some(server.now().date()), snapshot_at: server.now(), now: server.now() };
    source_accounts::mark_connected(&mut db, account.id, &polled).await.unwrap();
    connections::set_status(&mut db, connection, ConnectionStatus::Linked, server.now()).await.unwrap();
    db.commit().await.unwrap();
}

on_both_databases! {
    async fn switching_off_is_asked_twice_with_numbers_and_then_customers_are_told(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, bank) = (&invitation.server, &invitation.bank);
        let ada = Member::of(server, bank.id, Role::Administrator).await;
        assert!(ada.opens(PAGE).says("Nobody has an open link."));
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        let neighbour = bank.connects(&bank.creates_company("Neighbour"));
        is_connected(&invitation, "4821").await;
        let page = ada.opens(PAGE);
        for words in ["One person has an open link.", "One link is waiting to be opened", "One account is connected. It keeps working."] {
            assert!(page.says(words), "{words}: {}", page.html());
        }
        let sure = sends(&ada, &page, "/enabled", &[("integration", "off")]);
        assert!(sure.status() == 200 && sure.says("Switch off: Integration?"), "{}", sure.html());
        assert!(sure.says("One person has an open link.") && sure.says("One account is connected. It keeps working."));
        assert!(settings(server, bank).await.integration_enabled, "nothing is off yet");
        assert_eq!(marie.agrees(&permission).status(), 200);
        let off = sends(&ada, &sure, "/enabled", &[]);
        assert!(off.says("Saved: Integration. Live now on every page."), "{}", off.html());
        assert_eq!(value(&off, "/enabled", "integration"), "off");
        assert!(off.says("While it is off") && !off.says("What switching it off would do now"));
        for browser in [&marie, &HttpBrowser::new("en-CA")] {
            let told = browser.opens(&neighbour.link_url);
            assert_eq!(told.status(), 503, "{}", told.html());
        }
        assert_eq!(marie.opens(&invitation.page_address("set-up")).status(), 503);
        let refused = bank.posts(&format!("/companies/{}/connections", neighbour.company), &json!({ "platformKey": "hcws" }));
        assert_eq!(refused.status, 403);
        let day = server.day(0);
        let pushed = bank.pushes(&invitation.connection, "4821", &[transaction("t-1", &day, -1.0, "Coffee")]);
        assert_eq!(pushed.status, 200, "what is connected goes on: {}", pushed.text());
        let on = sends(&ada, &off, "/enabled", &[("integration", "on")]);
        assert!(on.says("Saved: Integration."), "nothing has to be asked: {}", on.html());
        assert_eq!(marie.opens(&invitation.page_address("set-up")).status(), 200);
    }

    async fn without_accounts_nothing_connects_and_without_transactions_nothing_is_pushed(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, bank) = (&invitation.server, &invitation.bank);
        let ada = Member::of(server, bank.id, Role::Administrator).await;
        is_connected(&invitation, "4821").await;
        let both = [("bank-accounts", "off"), ("bank-transactions", "off")];
        let sure = sends(&ada, &ada.opens(PAGE), "/data-types", &both);
        assert!(sure.says("Switch off: Bank accounts and Bank transactions?"), "{}", sure.html());
        assert!(sure.says("Your program gets error 403 when it pushes transactions") && sure.says("QuickBooks gets its balance only."));
        assert!(sure.says("Your program gets error 403 when it creates a connection."));
        sends(&ada, &sure, "/data-types", &[]);
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 503);
        let day = server.day(0);
        let pushed = bank.pushes(&invitation.connection, "4821", &[transaction("t-1", &day, -1.0, "Coffee")]);
        assert_eq!(pushed.status, 403);
        let accounts = sends(&ada, &ada.opens(PAGE), "/data-types", &[("bank-accounts", "on")]);
        assert!(accounts.says("Saved: Bank accounts. Live now"), "{}", accounts.html());
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 200);
    }

    async fn names_and_menus_are_what_the_next_customer_reads(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = Member::of(&invitation.server, invitation.bank.id, Role::Brand).await;
        let page = brand.opens(PAGE);
        assert!(page.says("Empty: Bookkeeping > Bank Transactions"), "ours is the hint: {}", page.html());
        let typed = [("institution-en", " Acme <Business> "), ("institution-fr", "Acmé"), ("menus-business-en", "Money › Feeds")];
        let saved = sends(&brand, &page, "/names", &typed);
        let labels = "Institution as listed in QuickBooks (English), Institution as listed in QuickBooks (French), Menus in the business view (English)";
        assert!(saved.says(&format!("Saved: {labels}. Live now on every page.")), "{}", saved.html());
        assert_eq!(value(&saved, "/names", "menus-business-en"), "Money > Feeds");
        let marie = HttpBrowser::new("en-CA");
        let set_up = marie.agrees(&marie.presses_next(&marie.opens(invitation.link())));
        assert!(set_up.says("Acme <Business>") && set_up.says("Money\u{a0}› Feeds"), "{}", set_up.html());
        let again = sends(&brand, &saved, "/names", &[("menus-business-en", "")]);
        assert!(again.says("Saved: Menus in the business view (English)."), "{}", again.html());
        assert!(marie.opens(&invitation.page_address("set-up")).says("Bookkeeping\u{a0}› Bank Transactions"));
    }

    async fn each_limit_is_told_beside_its_field_and_nothing_typed_is_lost(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let letters = |count: usize| "é".repeat(count);
        let menus = |count: usize, length: usize| vec![letters(length); count].join(">");
        let cases: [(&str, &str, String, String, &str); 14] = [
            ("/names", "institution-en", letters(60), letters(61), "60 characters or less. You have 1 too many."),
            ("/names", "institution-en", letters(1), String::new(), "Fill this in."),
            ("/names", "institution-fr", letters(60), letters(62), "60 characters or less. You have 2 too many."),
            ("/names", "menus-accounting-en", menus(5, 40), menus(6, 40), "5 menus at most, with > between them."),
            ("/names", "menus-accounting-fr", menus(5, 40), menus(5, 41), "40 characters or less. You have 1 too many."),
            ("/names", "menus-business-fr", "a > b".into(), "a > ".into(), "A menu’s name is missing beside a >."),
            ("/names", "menus-business-en", "a".into(), "a\tb".into(), "Character 2 is a tab."),
            ("/start", "history-days", "90".into(), "91".into(), "Enter a whole number from 1 to 90"),
            ("/start", "history-days", "1".into(), "0".into(), "Enter a whole number from 1 to 90"),
            ("/address", "address-line", letters(32), letters(33), "32 characters or less. You have 1 too many."),
            ("/address", "city", letters(32), letters(33), "32 characters or less. You have 1 too many."),
            ("/address", "region", letters(5), letters(6), "5 characters or less. You have 1 too many."),
            ("/address", "postal-code", letters(11), letters(12), "11 characters or less. You have 1 too many."),
            ("/address", "country", "usa".into(), "US".into(), "Enter three letters, such as CAN or USA."),
        ];
        for (form, name, fine, wrong, why) in cases {
            let page = ada.opens(PAGE);
            let refused = sends(&ada, &page, form, &[(name, &wrong)]);
            assert_eq!(refused.status(), 422, "{name}");
            assert!(problem(&refused, name).unwrap().contains(why), "{name}: {:?}", problem(&refused, name));
            assert_eq!(value(&refused, form, name), wrong, "what was typed stays");
            let kept = sends(&ada, &refused, form, &[(name, &fine)]);
            assert!(kept.says("Saved: "), "{name}: {}", kept.html());
        }
        let now = settings(&server, &bank).await;
        assert_eq!((now.history_days, now.address.country.as_str(), now.address.city.len()), (Some(1), "USA", 64));
        assert_eq!(now.menus.fr.business, ["a", "b"]);
    }

    async fn all_that_is_wrong_with_a_form_is_told_at_once(database: Database) {
        let (_server, _bank, ada) = with_member(database, Role::Administrator).await;
        let wrong = [("address-line", "a\nb"), ("region", "Ontario"), ("country", "Canada"), ("city", "Laval")];
        let refused = sends(&ada, &ada.opens(PAGE), "/address", &wrong);
        assert!(problem(&refused, "address-line").unwrap().contains("Character 2 is a line break."));
        assert!(problem(&refused, "region").is_some() && problem(&refused, "country").is_some());
        assert!(problem(&refused, "city").is_none() && value(&refused, "/address", "city") == "Laval");
    }

    async fn two_editors_of_one_section_are_told_of_each_other_and_one_decides(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let bo = Member::of(&server, bank.id, Role::Brand).await;
        let (hers, his) = (ada.opens(PAGE), bo.opens(PAGE));
        sends(&ada, &hers, "/names", &[("institution-en", "Acme One")]);
        let told = sends(&bo, &his, "/names", &[("institution-en", "Acme Two"), ("institution-fr", "Acmé Deux")]);
        assert_eq!(told.status(), 409);
        assert!(told.says("Somebody else changed this while you were typing"), "{}", told.html());
        assert!(told.says("Acme One"), "what is saved now: {}", told.html());
        assert_eq!(value(&told, "/names", "institution-en"), "Acme Two", "what was typed stays");
        assert_eq!(settings(&server, &bank).await.institution.en, "Acme One", "nothing is overwritten");
        assert!(told.html().contains("href=\"/portal/settings/integrations/quickbooks\">Keep what is saved"));
        let kept = sends(&bo, &told, "/names", &[]);
        assert!(kept.says("Saved: "), "{}", kept.html());
        let now = settings(&server, &bank).await.institution;
        assert_eq!((now.en.as_str(), now.fr.as_deref()), ("Acme Two", Some("Acmé Deux")));
    }

    async fn whoever_is_overtaken_twice_is_told_twice(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let page = ada.opens(PAGE);
        bank.changes_settings(&server, |it| it.history_days = Some(10)).await;
        let first = sends(&ada, &page, "/start", &[("history-days", "30")]);
        assert!(first.status() == 409 && first.says("10 days") && first.says("30 days"), "{}", first.html());
        bank.changes_settings(&server, |it| it.history_days = Some(20)).await;
        let second = sends(&ada, &first, "/start", &[]);
        assert!(second.status() == 409 && second.says("20 days"), "{}", second.html());
        assert!(sends(&ada, &second, "/start", &[]).says("Saved: Days."));
        assert_eq!(settings(&server, &bank).await.history_days, Some(30));
    }

    async fn editors_of_different_sections_do_not_disturb_one_another(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let bo = Member::of(&server, bank.id, Role::Brand).await;
        let (hers, his) = (ada.opens(PAGE), bo.opens(PAGE));
        assert!(sends(&ada, &hers, "/start", &[("history-days", "14")]).says("Saved: Days."));
        assert!(sends(&bo, &his, "/names", &[("institution-fr", "Acmé")]).says("Saved: "));
        assert!(sends(&ada, &hers, "/address", &[("city", "Laval")]).says("Saved: City."));
        let now = settings(&server, &bank).await;
        let all = (now.history_days, now.institution.fr.as_deref(), now.address.city.as_str());
        assert_eq!(all, (Some(14), Some("Acmé"), "Laval"));
    }

    async fn what_two_people_want_alike_is_no_conflict_and_what_is_sent_as_it_was_changes_nothing(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let page = ada.opens(PAGE);
        bank.changes_settings(&server, |it| it.history_days = Some(10)).await;
        let alike = sends(&ada, &page, "/start", &[("history-days", "10")]);
        assert!(alike.status() == 200 && alike.says("Nothing was changed"), "{}", alike.html());
        let version = store::partners::get(&mut server.app.store.read().await.unwrap(), bank.id).await.unwrap().version;
        sends(&ada, &alike, "/address", &[]);
        let after = store::partners::get(&mut server.app.store.read().await.unwrap(), bank.id).await.unwrap();
        assert_eq!((after.version, after.settings.address.city.as_str()), (version, "-"));
    }

    async fn whoever_may_not_change_a_section_reads_it_as_facts_and_cannot_send_it(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let page = ada.opens(PAGE);
        let all = ["enabled", "data-types", "names", "start", "address"];
        for (role, may) in [
            (Role::Administrator, &all[..]),
            (Role::Brand, &["names"][..]),
            (Role::Developer, &[]),
            (Role::Onboarding, &[]),
            (Role::Analyst, &[]),
        ] {
            let member = Member::of(&server, bank.id, role).await;
            let seen = member.opens(PAGE);
            assert!(seen.status() == 200 && seen.says("Institution as listed in QuickBooks (English)") && seen.says("Acme Bank"));
            for form in all {
                let address = format!("{PAGE}/{form}");
                let has_form = seen.html().contains(&format!("action=\"/portal{address}\""));
                assert_eq!(has_form, may.contains(&form), "{role} and {form}");
                // With the administrator's own fields and token: role and token are asked for, each by itself.
                let stolen = filled(&page, &format!("/{form}"));
                let stolen: Vec<(&str, &str)> = stolen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                assert_eq!(member.browser.posts(&member.address(&address), &stolen).status(), 403, "{role} and {form}");
            }
        }
        let analyst = Member::of(&server, bank.id, Role::Analyst).await.opens(PAGE);
        assert!(analyst.says("7 days (default)") && analyst.says("Bookkeeping > Bank Transactions (default)"));
        assert!(analyst.says("Not set") && !analyst.html().contains("type=\"radio\""), "{}", analyst.html());
    }

    async fn another_partners_settings_are_neither_seen_nor_changed(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let eve = Member::of(&server, other.id, Role::Administrator).await;
        let hers = ada.opens(PAGE);
        assert!(!eve.opens(PAGE).says("Acme"));
        let stolen = filled(&hers, "/start");
        let stolen: Vec<(&str, &str)> = stolen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(eve.browser.posts(&eve.address(&format!("{PAGE}/start")), &stolen).status(), 403);
        sends(&eve, &eve.opens(PAGE), "/start", &[("history-days", "33")]);
        assert_eq!(settings(&server, &bank).await.history_days, None);
        assert_eq!(settings(&server, &other).await.history_days, Some(33));
    }

    async fn a_form_that_comes_in_pieces_is_explained_and_breaks_nothing(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let page = ada.opens(PAGE);
        for form in ["enabled", "data-types", "names", "start", "address"] {
            let address = page.form(&format!("/{form}")).action;
            let token = value(&page, &format!("/{form}"), "csrf");
            assert_eq!(ada.browser.posts(&address, &[]).status(), 403, "{form}");
            let other = value(&page, if form == "start" { "/names" } else { "/start" }, "csrf");
            assert_eq!(ada.browser.posts(&address, &[("csrf", &other)]).status(), 403, "{form}");
            let bare = ada.browser.posts(&address, &[("csrf", &token)]);
            // Nothing is a start-date limit like any other: the one that is saved already.
            let expected = if form == "start" { 200 } else { 422 };
            assert_eq!(bare.status(), expected, "{form}: {}", bare.html());
            let odd = [("csrf", token.as_str()), ("integration", "maybe"), ("history-days", "\u{0}"), ("seen", "\u{202e}")];
            assert_eq!(ada.browser.posts(&address, &odd).status(), 422, "{form}");
        }
        let asked = ada.opens(&format!("{PAGE}/names"));
        assert!(asked.status() == 200 && asked.says("Manage QuickBooks Online Bank Feeds"), "where a sign-in leads back to");
        assert_eq!(settings(&server, &bank).await, Settings::new("Acme Bank").unwrap());
        assert!(!ada.opens(&format!("{PAGE}?said=nonsense.institution")).says("Saved"));
    }

    async fn the_page_speaks_french(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::reading("fr-CA", &server, bank.id, Role::Administrator).await;
        let page = ada.opens(PAGE);
        assert!(page.says("Gérer QuickBooks Online Bank Feeds") && page.says("Personne n’a de lien ouvert."), "{}", page.html());
        let refused = sends(&ada, &page, "/start", &[("history-days", "91")]);
        assert_eq!(problem(&refused, "history-days").unwrap(), "Entrez un nombre entier de 1 à 90, ou laissez le champ vide.");
        let saved = sends(&ada, &refused, "/start", &[("history-days", "90")]);
        assert!(saved.says("Enregistré\u{a0}: Jours. En vigueur dès maintenant"), "{}", saved.html());
    }
}

/// What is saved at one node is on the pages of another within a second.
#[test]
fn a_setting_is_live_at_every_node_at_once() {
    crate::support::tell(async {
        let invitation =
            Invitation::on(Server::with_clock(Database::postgres().await, Clock::System).await, |_| {}).await;
        let there = invitation.restarted().await;
        let ada = Member::of(&invitation.server, invitation.bank.id, Role::Administrator).await;
        let (marie, link) =
            (HttpBrowser::new("en-CA"), invitation.link().replace(invitation.server.url(), there.url()));
        // Both know the partner as it was.
        let set_up = marie.agrees(&marie.presses_next(&marie.opens(&link)));
        assert!(
            set_up.says("Banque Érable") && set_up.says("A date older than 7 days is ignored."),
            "{}",
            set_up.html()
        );
        let page = ada.opens(PAGE);
        let begun = Instant::now();
        assert!(sends(&ada, &page, "/start", &[("history-days", "30")]).says("Live now on every page."));
        let here = marie.opens(&set_up.url);
        assert!(here.says("A date older than 30 days is ignored."), "{}", here.html());
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        println!("a setting was live at the other node after {:?}", begun.elapsed());
        sends(&ada, &sends(&ada, &ada.opens(PAGE), "/enabled", &[("integration", "off")]), "/enabled", &[]);
        assert_eq!(marie.opens(&set_up.url).status(), 503);
    });
}
