use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::store;

use super::forms::{filled, problem, sends, value};
use crate::link::Invitation;
use crate::support::{Database, HttpBrowser, Member, PartnerClient, Server};

const PAGE: &str = "/settings/link";

async fn with_member(database: Database, role: Role) -> (Server, PartnerClient, Member) {
    let server = Server::start(database).await;
    let bank = PartnerClient::new(&server, "Acme Bank").await;
    let member = Member::of(&server, bank.id, role).await;
    (server, bank, member)
}

async fn settings(server: &Server, bank: &PartnerClient) -> Settings {
    store::partners::get(&mut server.app.store.read().await.unwrap(), bank.id).await.unwrap().settings
}

on_both_databases! {
    async fn how_customers_reach_the_bank_is_on_the_next_page_they_open(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = Member::of(&invitation.server, invitation.bank.id, Role::Brand).await;
        let typed = [
            ("support-phone", "+1 416 555-0142"),
            ("support-hours-en", "Weekdays, 9 to 5"),
            ("support-hours-fr", "En semaine, de 9 h à 17 h"),
            ("support-email", "help@erable.example"),
            ("help-url", "https://erable.example/help"),
            ("privacy-url", "https://erable.example/privacy"),
            ("terms-url", "https://erable.example/terms"),
            ("accessibility-url", "https://erable.example/a11y"),
        ];
        let saved = sends(&brand, &brand.opens(PAGE), "/contacts", &typed);
        assert!(saved.says("Saved: Support phone, Hours (English), Hours (French), Support email"), "{}", saved.html());
        assert!(saved.says("Live now on every page."));
        let french = HttpBrowser::new("fr-CA").opens(invitation.link());
        assert!(french.says("En semaine, de 9 h à 17 h") && french.says("help@erable.example"), "{}", french.html());
        for address in typed.iter().map(|(_, value)| value).filter(|value| value.starts_with("https")) {
            assert!(french.html().contains(&format!("href=\"{address}\"")), "{address}");
        }
        let gone = sends(&brand, &saved, "/contacts", &typed.map(|(name, _)| (name, "")));
        assert!(gone.says("Saved: "), "{}", gone.html());
        assert!(!HttpBrowser::new("en-CA").opens(invitation.link()).html().contains("help@erable.example"));
    }

    async fn each_limit_is_told_beside_its_field_and_nothing_typed_is_lost(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let letters = |count: usize| "é".repeat(count);
        let address = |length: usize| format!("https://bank.example/{}", "x".repeat(length - 21));
        let hosts = |count: usize| (0..count).map(|number| format!("{number}.example")).collect::<Vec<_>>().join("\r\n");
        let own = |count: u8| (0..count).map(|at| format!("{{{}}}", char::from(b'a' + at))).collect::<String>();
        let cases: [(&str, &str, String, String, &str); 16] = [
            ("/contacts", "support-phone", "311".into(), "31".into(), "Enter a phone number in digits"),
            ("/contacts", "support-hours-en", letters(120), letters(121), "120 characters or less. You have 1 too many."),
            ("/contacts", "support-hours-fr", letters(120), letters(121), "120 characters or less. You have 1 too many."),
            ("/contacts", "support-email", "a@b.example".into(), "a@b".into(), "Enter one email address"),
            ("/contacts", "help-url", address(500), address(501), "500 characters or less. You have 1 too many."),
            ("/contacts", "privacy-url", address(40), "http://bank.example/".into(), "Begin with https://"),
            ("/contacts", "terms-url", address(40), "javascript:alert(1)".into(), "Begin with https://"),
            ("/contacts", "accessibility-url", address(40), "https://bank.example/a b".into(), "no spaces and no backslashes"),
            ("/ways-back", "return-host", hosts(20), hosts(21), "20 sites at most."),
            ("/ways-back", "return-host", "Bank.Example\r\n\r\n bank.example ".into(), "https://bank.example".into(), "Enter the name of a site alone"),
            ("/ways-back", "return-url", address(500), address(501), "500 characters or less. You have 1 too many."),
            ("/ways-back", "return-url", format!("https://bank.example/{}", own(10)), format!("https://bank.example/{}", own(11)), "A link carries 10 parameters"),
            ("/ways-back", "return-url", address(30), "https://evil.example/".into(), "It leads to evil.example, which is not among"),
            ("/ways-back", "return-url", "https://bank.example/{companyId}".into(), "https://bank.example/{companyid}".into(), "There is no parameter companyid. Write companyId instead."),
            ("/ways-back", "refresh-url", address(30), "https://evil.example/".into(), "It leads to evil.example, which is not among"),
            ("/defaults", "time-zone", "america/halifax".into(), "Halifax".into(), "Choose a time zone from the list"),
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
        assert_eq!((now.time_zone.as_str(), now.return_hosts), ("America/Halifax", vec!["bank.example".to_owned()]));
        assert_eq!(now.return_url.as_deref(), Some("https://bank.example/{companyId}"));
    }

    async fn a_host_that_is_still_led_to_cannot_be_taken_away(database: Database) {
        let (server, bank, dev) = with_member(database, Role::Developer).await;
        let both = [("return-url", "https://bank.example/back"), ("return-host", "bank.example")];
        let saved = sends(&dev, &dev.opens(PAGE), "/ways-back", &both);
        assert!(saved.says("Saved: Return URL, Allowed sites."), "{}", saved.html());
        let refused = sends(&dev, &saved, "/ways-back", &[("return-host", "other.example")]);
        assert!(problem(&refused, "return-url").unwrap().contains("bank.example, which is not among the allowed sites"));
        assert_eq!(value(&refused, "/ways-back", "return-host"), "other.example");
        assert_eq!(settings(&server, &bank).await.return_hosts, ["bank.example"]);
    }

    async fn hours_in_french_alone_are_explained(database: Database) {
        let (_server, _bank, brand) = with_member(database, Role::Brand).await;
        let refused = sends(&brand, &brand.opens(PAGE), "/contacts", &[("support-hours-fr", "De 9 h à 17 h")]);
        assert_eq!(problem(&refused, "support-hours-fr").unwrap(), "Fill in the English hours first. French pages show them when there are no French hours.");
        assert_eq!(value(&refused, "/contacts", "support-hours-fr"), "De 9 h à 17 h");
    }

    async fn the_clock_and_the_language_of_the_pages_are_chosen_in_words(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, bank) = (&invitation.server, &invitation.bank);
        let dev = Member::of(server, bank.id, Role::Developer).await;
        let page = dev.opens(PAGE);
        assert!(page.html().contains("<option value=\"America/Toronto\">Eastern Time (Toronto)</option>"), "{}", page.html());
        assert!(page.html().contains("list=\"time-zone-list\"") && page.says("Eastern Time (Toronto). Begin typing"));
        let typed = [("time-zone", "America/Vancouver"), ("default-language", "fr-CA")];
        let saved = sends(&dev, &page, "/defaults", &typed);
        assert!(saved.says("Saved: Time zone, Default language. Live now"), "{}", saved.html());
        let now = settings(server, bank).await;
        assert_eq!((now.time_zone.as_str(), now.default_language), ("America/Vancouver", Language::FrCa));
        assert!(HttpBrowser::new("es").opens(invitation.link()).says("Sélectionnez"), "Spanish asks for neither");
        let analyst = Member::reading("fr-CA", server, bank.id, Role::Analyst).await.opens(PAGE);
        assert!(analyst.says("heure du Pacifique (Vancouver)") && analyst.says("Français"), "{}", analyst.html());
    }

    async fn a_return_url_is_tried_without_being_saved(database: Database) {
        let (server, bank, dev) = with_member(database, Role::Developer).await;
        bank.changes_settings(&server, |it| {
            it.return_hosts = vec!["bank.example".into()];
            it.return_url = Some("https://bank.example/saved?c={companyId}".into());
        }).await;
        let page = dev.opens(PAGE);
        assert!(!page.says("A customer who finishes") && page.html().contains("https://bank.example/saved?c={companyId}"));
        let tries = |url: &str, own: &str| {
            let query = serde_urlencoded::to_string([("try-url", url), ("try-own", own)]).unwrap();
            dev.opens(&format!("{PAGE}?{query}"))
        };
        let saved = tries("", "");
        assert!(saved.says("A customer who finishes would return to"), "{}", saved.html());
        assert!(saved.says("https://bank.example/saved?c=5f2d6c1e-8a43-4b6e-9d0c-7c1b2a3d4e5f"));
        let typed = tries("https://bank.example/{statusCode}?m={errorMessage}&w={customer}&x={branch}", "?customer=a%20b&otp=1");
        assert!(typed.says("https://bank.example/403?m=User%20cancelled.&w=a%20b&x="), "{}", typed.html());
        assert!(typed.says("https://bank.example/200?m=&w=a%20b&x="));
        assert!(typed.says("branch stays empty: the link does not carry it."));
        assert!(typed.says("otp is the link’s own and does not come back."));
        assert!(typed.html().contains("value=\"?customer=a%20b&#38;otp=1\""), "what was typed stays: {}", typed.html());
        for (url, why) in [
            ("https://evil.example/", "It leads to evil.example"),
            ("https://bank.example/{otp}", "The parameter otp belongs to the link itself"),
            ("nonsense", "Begin with https://"),
        ] {
            let refused = tries(url, "");
            assert!(problem(&refused, "try-url").unwrap().contains(why), "{url}: {}", refused.html());
        }
        assert!(problem(&tries("https://bank.example/", &"a".repeat(4_001)), "try-own").unwrap().contains("1 too many"));
        let now = settings(&server, &bank).await;
        assert_eq!(now.return_url.as_deref(), Some("https://bank.example/saved?c={companyId}"));
        bank.changes_settings(&server, |it| it.return_url = None).await;
        assert!(problem(&tries("", ""), "try-url").unwrap().contains("There is no return URL yet."));
    }

    async fn two_editors_of_one_section_are_told_and_of_two_are_not(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let bo = Member::of(&server, bank.id, Role::Brand).await;
        let (hers, his) = (ada.opens(PAGE), bo.opens(PAGE));
        assert!(sends(&ada, &hers, "/contacts", &[("support-phone", "311")]).says("Saved: Support phone."));
        let zone = sends(&ada, &hers, "/defaults", &[("time-zone", "UTC")]);
        assert!(zone.says("Saved: Time zone."), "another section of the same page: {}", zone.html());
        let told = sends(&bo, &his, "/contacts", &[("support-email", "a@b.example")]);
        assert!(told.status() == 409 && told.says("Somebody else changed this while you were typing"), "{}", told.html());
        assert!(told.says("311") && told.says("a@b.example"));
        sends(&bo, &told, "/contacts", &[("support-phone", "311")]);
        let now = settings(&server, &bank).await.support;
        assert_eq!((now.phone.as_deref(), now.email.as_deref()), (Some("311"), Some("a@b.example")));
    }

    async fn each_role_has_the_forms_that_are_its_own(database: Database) {
        let (server, bank, ada) = with_member(database, Role::Administrator).await;
        let page = ada.opens(PAGE);
        let all = ["contacts", "ways-back", "defaults"];
        for (role, may) in [
            (Role::Administrator, &all[..]),
            (Role::Brand, &["contacts"][..]),
            (Role::Developer, &["ways-back", "defaults"][..]),
            (Role::Analyst, &[]),
        ] {
            let member = Member::of(&server, bank.id, role).await;
            let seen = member.opens(PAGE);
            assert!(seen.status() == 200 && seen.says("Support phone") && seen.says("Allowed sites"), "{role}");
            for form in all {
                let has_form = seen.html().contains(&format!("action=\"/portal{PAGE}/{form}\""));
                assert_eq!(has_form, may.contains(&form), "{role} and {form}");
                let stolen = filled(&page, &format!("/{form}"));
                let stolen: Vec<(&str, &str)> = stolen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let answer = member.browser.posts(&member.address(&format!("{PAGE}/{form}")), &stolen);
                assert_eq!(answer.status(), 403, "{role} and {form}");
            }
        }
        let noor = Member::of(&server, bank.id, Role::Onboarding).await;
        assert_eq!(noor.opens(PAGE).status(), 403);
        assert!(!noor.opens("/settings/integrations").html().contains("/portal/settings/link"));
    }
}
