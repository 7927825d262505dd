//! Developers › API keys.

use std::time::Duration;

use bankfeeds_link::domain::role::Role;

use crate::support::{Database, HttpBrowser, Member, Page, PartnerClient, Server};

const HOUR: Duration = Duration::from_secs(3_600);
const KEYS: &str = "/developers/keys";
const NEW: &str = "/developers/keys/new";

async fn developer(database: Database) -> (Server, PartnerClient, Member) {
    let server = Server::start(database).await;
    let acme = PartnerClient::new(&server, "Acme Bank").await;
    let ada = Member::of(&server, acme.id, Role::Developer).await;
    (server, acme, ada)
}

impl Member {
    /// Makes a key of this name, and sees it.
    fn makes_key(&self, name: &str) -> Page {
        self.browser.submits(&self.opens(NEW).form("/keys/new"), &[("name", name)])
    }
}

/// The key that is shown on a page.
fn shown(page: &Page) -> String {
    let key = page.text_of("key").unwrap_or_else(|| panic!("{} shows no key: {}", page.url, page.html()));
    assert!(key.starts_with("bfl_"), "{key}");
    key
}

/// The addresses of one key's pages, in the order of the list: newest first.
fn pages_of_keys(list: &Page, what: &str) -> Vec<String> {
    let html = list.html();
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.ends_with(what)).map(|link| link.trim_start_matches("/portal").to_owned()).collect()
}

on_both_databases! {
    async fn a_key_is_shown_once_with_a_ready_line_and_works(database: Database) {
        let (server, acme, ada) = developer(database).await;
        let form = ada.opens(NEW).form("/keys/new");
        let page = ada.browser.submits(&form, &[("name", "night batch")]);
        assert!(page.status() == 200 && page.says("Copy your key now") && page.says("You will not be able to see it again."));
        let key = shown(&page);
        let client = acme.with_key(&key);
        assert_eq!(page.text_of("authorization").unwrap(), format!("Authorization: {}", client.authorization()));
        let line = format!("curl -H 'Authorization: {}' {}/companies", client.authorization(), server.url());
        assert_eq!(page.text_of("curl").unwrap(), line);
        assert!(!page.url.contains(&key) && page.answer.header("cache-control") == "no-store");
        client.gets("/companies").succeeded();
        // A reload sends the form again.
        let again = ada.browser.submits(&form, &[("name", "night batch")]);
        assert!(again.status() == 409 && again.says("was shown already") && !again.html().contains(&key[10..]));
        assert_eq!(server.database.tables().await["api_keys"].len(), 2);
        let list = ada.opens(KEYS);
        assert!(list.says("night batch") && list.says(&key[..10]) && list.says("You have 2 keys of at most 10."));
        assert!(list.says(ada.name) && list.says("The operator"), "{}", list.html());
        assert!(!list.html().contains(&key[10..]), "never again");
        let french = Member::reading("fr-CA", &server, acme.id, Role::Developer).await;
        let page = french.makes_key("lot de nuit");
        assert!(page.says("Copiez votre clé maintenant") && page.says("Vous ne pourrez plus la voir ensuite."));
        shown(&page);
        assert!(french.opens(KEYS).says("Vous avez 3\u{a0}clés, sur un maximum de 10."));
    }

    async fn a_double_click_makes_one_key(database: Database) {
        let (server, _, ada) = developer(database).await;
        let form = ada.opens(NEW).form("/keys/new");
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let click = || ada.browser.submits(&form, &[("name", "night batch")]).status();
            let clicks: Vec<_> = (0..4).map(|_| scope.spawn(click)).collect();
            clicks.into_iter().map(|click| click.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(server.database.tables().await["api_keys"].len(), 2);
    }

    async fn the_list_says_in_words_when_a_key_was_used_and_who_is_gone(database: Database) {
        let (server, acme, ada) = developer(database).await;
        let key = acme.with_key(&shown(&ada.makes_key("night batch")));
        assert!(ada.opens(KEYS).says("Never"));
        for client in [&key, &acme] {
            client.gets("/companies").succeeded();
        }
        for _ in 0..100 {
            if !ada.opens(KEYS).says("Never") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let reader = async |hours: u32| {
            server.app.clock.advance(hours * HOUR);
            Member::of(&server, acme.id, Role::Analyst).await.opens(KEYS)
        };
        let list = reader(2).await;
        assert!(list.says("2 hours ago") && !list.says("Never"), "{}", list.html());
        assert!(list.html().contains("UTC)\""), "the exact moment is there, too");
        assert!(!list.says("Create an API key") && !list.says("Delete"), "an analyst reads");
        let days = reader(48).await;
        assert!(days.says("2 days ago"), "{}", days.html());
        server.database.finds(&format!("DELETE FROM members WHERE email = '{}'", ada.email)).await;
        let list = reader(0).await;
        assert!(list.says("A former member") && list.says("night batch"), "{}", list.html());
    }

    async fn a_name_that_cannot_be_is_kept_and_explained(database: Database) {
        let (server, _, ada) = developer(database).await;
        let long = "x".repeat(63);
        for (typed, why) in [
            ("", "Enter a name for the key"),
            ("   ", "Enter a name for the key"),
            (long.as_str(), "It has 3 too many."),
            ("night\u{202e}batch", "Remove character 6"),
        ] {
            let page = ada.makes_key(typed);
            assert_eq!(page.status(), 422, "{typed:?}");
            let html = page.html();
            assert!(html.matches(why).count() == 2, "beside the field and in the summary: {html}");
            assert!(html.contains("href=\"#name\"") && html.contains("aria-invalid=\"true\""));
            assert!(html.contains(&format!("value=\"{typed}\"")), "what was typed stays: {html}");
        }
        assert_eq!(server.database.tables().await["api_keys"].len(), 1);
    }

    async fn ten_keys_are_told_before_the_form_and_an_eleventh_is_none(database: Database) {
        let (server, _, ada) = developer(database).await;
        let early = ada.opens(NEW).form("/keys/new");
        for number in 2..=10 {
            shown(&ada.makes_key(&format!("key {number}")));
        }
        let page = ada.opens(NEW);
        assert!(page.says("You have 10 keys of at most 10.") && page.says("Delete one"), "{}", page.html());
        assert!(page.forms().iter().all(|form| !form.action.ends_with("/keys/new")), "nothing to fill in for nothing");
        assert!(!ada.opens(KEYS).html().contains("/developers/keys/new\""));
        let late = ada.browser.submits(&early, &[("name", "one more")]);
        assert!(late.status() == 409 && late.says("You have 10 keys of at most 10."), "{}", late.html());
        assert_eq!(server.database.tables().await["api_keys"].len(), 10);
    }

    async fn a_key_is_rolled_with_the_overlap_that_was_chosen(database: Database) {
        let (server, acme, ada) = developer(database).await;
        let page = ada.opens(&pages_of_keys(&ada.opens(KEYS), "/roll")[0]);
        assert!(page.says("Roll the key “tests”") && page.says("7 more days"));
        let form = page.form("/roll");
        let rolled = ada.browser.submits(&form, &[("hours", "24")]);
        assert!(rolled.says("The old key works until"), "{}", rolled.html());
        let successor = acme.with_key(&shown(&rolled));
        assert_eq!(ada.browser.submits(&form, &[("hours", "24")]).status(), 409, "sent again");
        let list = ada.opens(KEYS);
        assert!(list.says("Ends on"));
        assert_eq!(pages_of_keys(&list, "/roll").len(), 1, "one that ends is rolled no more");
        server.app.clock.advance(24 * HOUR);
        assert_eq!((acme.gets("/companies").status, successor.gets("/companies").status), (401, 200));
        // Signed in for so long is nobody.
        let ada = Member::of(&server, acme.id, Role::Administrator).await;
        let at_once = ada.opens(&pages_of_keys(&ada.opens(KEYS), "/roll")[0]);
        let rolled = ada.browser.submits(&at_once.form("/roll"), &[("hours", "0")]);
        assert!(rolled.says("The old key works no more."), "{}", rolled.html());
        assert_eq!(successor.gets("/companies").status, 401);
        acme.with_key(&shown(&rolled)).gets("/companies").succeeded();
    }

    async fn hours_that_no_choice_has_and_a_key_that_ends_are_refused(database: Database) {
        let (server, _, ada) = developer(database).await;
        let address = pages_of_keys(&ada.opens(KEYS), "/roll")[0].clone();
        let forms = [ada.opens(&address).form("/roll"), ada.opens(&address).form("/roll")];
        for hours in ["169", "-1", "x", "", "18446744073709551616"] {
            assert_eq!(ada.browser.submits(&forms[0], &[("hours", hours)]).status(), 403, "{hours}");
        }
        shown(&ada.browser.submits(&forms[0], &[("hours", "1")]));
        for page in [ada.browser.submits(&forms[1], &[("hours", "1")]), ada.opens(&address)] {
            assert!(page.says("cannot be rolled") && page.says("rolled already"), "{}", page.html());
        }
        assert_eq!(server.database.tables().await["api_keys"].len(), 2);
    }

    async fn a_key_is_deleted_after_a_question_and_the_last_one_stays(database: Database) {
        let (server, acme, ada) = developer(database).await;
        server.app.clock.advance(Duration::from_secs(1));
        let key = shown(&ada.makes_key("night batch"));
        let pages = pages_of_keys(&ada.opens(KEYS), "/delete");
        let asked = ada.opens(&pages[0]);
        assert!(asked.says("Delete the key “night batch”?") && asked.says("Last used") && asked.says(&key[..10]));
        let last = ada.opens(&pages[1]).form("/delete");
        let list = ada.browser.submits(&asked.form("/delete"), &[]);
        assert!(list.says("The key was deleted.") && !list.says("night batch"), "{}", list.html());
        assert_eq!(acme.with_key(&key).gets("/companies").status, 401);
        assert_eq!(ada.browser.submits(&asked.form("/delete"), &[]).status(), 404, "it is gone");
        let stays = ada.opens(&pages[1]);
        assert!(stays.says("Create another one first") && stays.forms().iter().all(|it| !it.action.ends_with("/delete")));
        let refused = ada.browser.submits(&last, &[]);
        assert!(refused.status() == 409 && refused.says("Create another one first"), "{}", refused.html());
        assert_eq!(server.database.tables().await["api_keys"].len(), 1);
        acme.gets("/companies").succeeded();
    }

    async fn whoever_proved_who_they_are_long_ago_does_so_again_before_keys(database: Database) {
        let (server, _, ada) = developer(database).await;
        let pages = [NEW.to_owned(), pages_of_keys(&ada.opens(KEYS), "/roll")[0].clone()];
        let forms = [ada.opens(NEW).form("/keys/new"), ada.opens(NEW).form("/keys/new")];
        server.app.clock.advance(Duration::from_secs(11 * 60));
        assert_eq!(ada.opens(KEYS).status(), 200, "looking is free");
        for page in &pages {
            let answer = ada.browser.asks("GET", &ada.address(page));
            let to = serde_urlencoded::to_string([("to", format!("/portal{page}"))]).unwrap();
            assert_eq!((answer.status, answer.header("location")), (303, format!("/portal/confirm?{to}").as_str()));
        }
        // What was being filled in meanwhile is taken.
        shown(&ada.browser.submits(&forms[0], &[("name", "night batch")]));
        server.app.clock.advance(Duration::from_secs(10 * 60));
        let late = ada.browser.submits(&forms[1], &[("name", "too late")]);
        assert!(late.url.contains("/portal/confirm"), "{}", late.url);
        assert_eq!(server.database.tables().await["api_keys"].len(), 2);
    }

    async fn another_partners_key_is_no_key(database: Database) {
        let (server, _, ada) = developer(database).await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let theirs = Member::of(&server, other.id, Role::Developer).await;
        for what in ["/roll", "/delete"] {
            let page = pages_of_keys(&theirs.opens(KEYS), what)[0].clone();
            assert_eq!(theirs.opens(&page).status(), 200);
            let invented = page.replace(page.split('/').nth(3).unwrap(), "6b1f0f3c-0000-4000-8000-000000000000");
            for address in [page, invented, format!("{KEYS}/x{what}")] {
                assert_eq!(ada.opens(&address).status(), 404, "{address}");
            }
        }
        assert_eq!(other.gets("/companies").status, 200);
        assert!(!HttpBrowser::new("en-CA").opens(&ada.address(KEYS)).says("tests"));
    }
}
