//! The callout editor: draft, preview, publish, restore; by one member, by two, and by those who may not.

use bankfeeds_link::domain::callout::Callout;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::store;
use serde_json::json;

use super::forms::{problem, sends, value};
use crate::link::{Invitation, Walk};
use crate::support::{Browser, Database, HttpBrowser, Member, Page, PartnerClient, Reader, Server};

pub const PAGE: &str = "/settings/callout";

/// Both languages.
pub const TEXTS: [(&str, &str); 4] = [
    ("title_en", "Before you start"),
    ("body_en", "Only enter these credentials in QuickBooks."),
    ("title_fr", "Avant de commencer"),
    ("body_fr", "N’entrez ces identifiants que dans QuickBooks."),
];

/// Types into the editor and presses one of its buttons.
pub fn types(member: &Member, page: &Page, texts: &[(&str, &str)], button: &str) -> Page {
    let mut fields = texts.to_vec();
    fields.push(("action", button));
    sends(member, page, PAGE, &fields)
}

/// Writes a draft and publishes it, at these times.
pub fn publishes(member: &Member, texts: &[(&str, &str)], times: &[(&str, &str)]) -> Page {
    let page = types(member, &member.opens(PAGE), texts, "publish");
    assert!(page.url.ends_with("/publish"), "{}: {}", page.url, page.html());
    sends(member, &page, "/callout/publish", times)
}

/// The callout that a new customer sees, if there is one: its title.
pub fn seen(invitation: &Invitation, language: &str) -> Option<String> {
    let link = invitation.fresh_link();
    let customer = HttpBrowser::new(language);
    customer.agrees(&customer.presses_next(&customer.opens(&link))).text_of("callout")
}

async fn member(invitation: &Invitation, role: Role) -> Member {
    Member::of(&invitation.server, invitation.bank.id, role).await
}

async fn settings(server: &Server, partner: PartnerId) -> Settings {
    store::partners::get(&mut server.app.store.read().await.unwrap(), partner).await.unwrap().settings
}

on_both_databases! {
    async fn a_draft_is_nobody_elses_until_it_is_published_and_then_customers_see_it_in_their_language(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        let empty = brand.opens(PAGE);
        assert!(empty.says("Customers who read English see no callout.") && empty.says("There is no draft."));
        let saved = types(&brand, &empty, &TEXTS, "save");
        assert!(saved.says("The draft is saved.") && saved.says("Ada Tremblay saved this draft on"), "{}", saved.html());
        assert_eq!(seen(&invitation, "en-CA"), None);
        let previewed = types(&brand, &saved, &[], "preview");
        assert!(previewed.url.ends_with("#preview"), "{}", previewed.url);
        let html = previewed.html();
        let address = html.split("<iframe").nth(1).unwrap().split("src=\"").nth(1).unwrap().split('"').next().unwrap();
        let frame = brand.browser.opens(&format!("{}{}", invitation.server.url(), address.replace("&#38;", "&")));
        assert!(frame.says("Before you start"), "the frame shows the draft: {}", frame.html());
        let publish = types(&brand, &previewed, &[], "publish");
        assert!(publish.says("What customers see now") && publish.says("What they will see"));
        assert!(publish.says("everybody who opens one of your links"));
        let done = sends(&brand, &publish, "/callout/publish", &[]);
        assert!(done.says("The callout is published. Customers see it from the next page"), "{}", done.html());
        assert!(done.says("There is no draft."));
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Before you start"));
        assert_eq!(seen(&invitation, "fr-CA").as_deref(), Some("Avant de commencer"));
    }

    async fn each_limit_is_told_beside_its_field_and_what_was_typed_stays(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        let family = "👩‍👩‍👧‍👦";
        for (name, limit) in [("title_en", 50), ("body_en", 150), ("title_fr", 50), ("body_fr", 150)] {
            let kept = types(&brand, &brand.opens(PAGE), &[(name, &family.repeat(limit))], "save");
            assert!(kept.status() == 200 && kept.says("The draft is saved."), "{name}");
            let long = "e\u{301}".repeat(limit + 7);
            let refused = types(&brand, &brand.opens(PAGE), &[(name, &long)], "save");
            assert_eq!(refused.status(), 422);
            let words = problem(&refused, name).unwrap();
            assert!(words.contains(&format!("must be {limit} characters or less. You have 7 too many.")), "{words}");
            assert_eq!(value(&refused, PAGE, name), long, "{name}");
            assert!(refused.says(&format!("{} of {limit} characters, 7 too many", limit + 7)), "{name}");
            assert_eq!(value(&brand.opens(PAGE), PAGE, name), family.repeat(limit), "nothing was saved");
            types(&brand, &brand.opens(PAGE), &[(name, "")], "save");
        }
        let marks = format!("Zo{}", "\u{301}".repeat(40));
        for (text, words) in [
            ("ab\r\ncd", "Text in English: character 3 is a line break."),
            ("a\tb", "character 2 is a tab"),
            ("abc\u{202e}d", "character 4 is invisible and changes the direction of writing"),
            ("a\u{7}", "character 2 is an invisible control character"),
            (marks.as_str(), "character 2 carries more accents"),
            ("\u{200b}", "Text in English is missing."),
        ] {
            let refused = types(&brand, &brand.opens(PAGE), &[("body_en", text)], "save");
            assert!(problem(&refused, "body_en").unwrap().contains(words), "{words}: {}", refused.html());
        }
    }

    async fn a_callout_of_the_widest_letters_is_saved_and_a_long_paste_is_kept_and_explained(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        // No letter may have more than 64 bytes.
        let widest = format!("𝐀{}", "\u{334}".repeat(30));
        let texts = [("title_en", 50), ("body_en", 150), ("title_fr", 50), ("body_fr", 150)];
        let texts = texts.map(|(name, limit)| (name, widest.repeat(limit)));
        let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
        let saved = types(&brand, &brand.opens(PAGE), &texts, "save");
        assert!(saved.status() == 200 && saved.says("The draft is saved."), "{} {}", saved.status(), saved.url);
        assert_eq!(value(&saved, PAGE, "body_fr"), widest.repeat(150));

        for field in ["body_en", "body_fr"] {
            let (page, article) = (brand.opens(PAGE), "Sélectionnez « Obtenir » : 5 jours. ".repeat(1_540));
            let kept = types(&brand, &page, &[(field, &article), ("title_en", "Mine"), ("title_fr", "")], "save");
            assert_eq!(kept.status(), 422, "{field}: {}", kept.url);
            assert!(kept.says("must be 150 characters or less. You have"), "{field}");
            assert_eq!(value(&kept, PAGE, field), article.trim(), "{field}");
            assert_eq!(value(&kept, PAGE, "title_en"), "Mine", "{field}");
        }
        assert_eq!(types(&brand, &brand.opens(PAGE), &[("body_en", &"x".repeat(128 * 1024))], "save").status(), 413);
        assert_eq!(types(&brand, &brand.opens(PAGE), &TEXTS, "publish").status(), 200);
        let page = brand.opens("/settings/callout/publish");
        let other = sends(&brand, &page, "/callout/publish", &[("from_date", &"x".repeat(17_000))]);
        assert_eq!(other.status(), 413, "no other form may be as long");
    }

    async fn markup_is_text_like_any_other(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        let texts = [("title_en", "<b>Hello</b>"), ("body_en", "a \"b\" & <script>alert(1)</script>")];
        let published = publishes(&brand, &texts, &[]);
        assert!(!published.html().contains("<b>Hello") && published.says("<b>Hello</b>"));
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("<b>Hello</b>"));
    }

    async fn french_gets_its_spaces_and_suggestions_that_one_button_takes(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        let typed = [("title_fr", "Important: 5 jours"), ("body_fr", "Cliquez sur \"Obtenir\" et contactez-nous par email !")];
        let saved = types(&brand, &brand.opens(PAGE), &typed, "save");
        assert!(saved.says("its French has the non-breaking spaces that Québec asks for"), "{}", saved.html());
        assert_eq!(value(&saved, PAGE, "title_fr"), "Important\u{a0}: 5\u{a0}jours");
        assert_eq!(value(&saved, PAGE, "body_fr"), typed[1].1, "the rest is only suggested");
        for words in ["Cliquez sur", "Communiquez avec nous", "courriel", "in Québec nothing stands before"] {
            assert!(saved.html().to_lowercase().contains(&words.to_lowercase()), "{words}: {}", saved.html());
        }
        let mended = types(&brand, &saved, &[], "mend");
        assert!(mended.says("The suggestions are taken"));
        let better = "Sélectionnez «\u{a0}Obtenir\u{a0}» et communiquez avec nous par courriel!";
        assert_eq!(value(&mended, PAGE, "body_fr"), better);
        assert!(!mended.says("Suggestions for the French"));
    }

    async fn english_alone_is_warned_about_and_can_be_published(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        let saved = types(&brand, &brand.opens(PAGE), &TEXTS[..2], "save");
        assert!(saved.says("There is no French text.") && saved.says("at least equivalent"));
        let page = types(&brand, &saved, &[], "publish");
        assert!(page.says("There is no French text."));
        sends(&brand, &page, "/callout/publish", &[]);
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Before you start"));
        assert_eq!(seen(&invitation, "fr-CA"), None);
    }

    async fn half_a_callout_can_be_a_draft_and_cannot_be_published(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        let page = types(&brand, &brand.opens(PAGE), &TEXTS[..3], "publish");
        assert!(page.says("The draft is not finished.") && page.says("Text in French is missing."), "{}", page.html());
        assert!(!page.html().contains("name=\"from_date\""));
        let forged = sends(&brand, &brand.opens("/settings/callout/discard"), "/callout/discard", &[("version", "99")]);
        assert_eq!(forged.status(), 409, "that version is nobody's");
        assert_eq!(seen(&invitation, "en-CA"), None);
    }

    async fn of_two_who_write_at_once_nobody_loses_anything(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (ada, bea) = (member(&invitation, Role::Brand).await, member(&invitation, Role::Administrator).await);
        let (hers, mine) = (ada.opens(PAGE), bea.opens(PAGE));
        types(&ada, &hers, &[("title_en", "Hers")], "save");
        let told = types(&bea, &mine, &[("title_en", "Mine")], "save");
        assert_eq!(told.status(), 409);
        assert!(told.says("saved this draft on") && told.says("while you were writing"));
        assert!(told.text_of("theirs").is_some() && told.says("Hers"));
        assert_eq!(value(&told, PAGE, "title_en"), "Mine");
        assert_eq!(value(&ada.opens(PAGE), PAGE, "title_en"), "Hers", "nothing was overwritten");
        let saved = types(&bea, &told, &[], "save");
        assert!(saved.says("The draft is saved.") && value(&saved, PAGE, "title_en") == "Mine");

        let (before, publish) = (ada.opens(PAGE), types(&ada, &ada.opens(PAGE), &TEXTS, "publish"));
        types(&bea, &bea.opens(PAGE), &[("title_en", "Newer")], "save");
        let told = sends(&ada, &publish, "/callout/publish", &[]);
        assert!(told.status() == 409 && told.says("The draft was changed while you looked at it."), "{}", told.html());
        assert!(told.says("Newer") && settings(&invitation.server, invitation.bank.id).await.callout_en.is_none());
        let done = sends(&ada, &told, "/callout/publish", &[]);
        assert!(done.says("The callout is published."));
        let gone = types(&ada, &before, &[("title_en", "Late")], "save");
        assert!(gone.status() == 409 && gone.says("published or discarded this draft"), "{}", gone.html());
        assert_eq!(value(&gone, PAGE, "title_en"), "Late");
    }

    async fn a_draft_is_discarded_after_a_look_at_it(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        types(&brand, &brand.opens(PAGE), &TEXTS, "save");
        let asked = brand.opens("/settings/callout/discard");
        assert!(asked.says("Discard the draft?") && asked.says("Avant de commencer"));
        types(&brand, &brand.opens(PAGE), &[("title_en", "Newer")], "save");
        let again = sends(&brand, &asked, "/callout/discard", &[]);
        assert!(again.status() == 409 && again.says("The draft was changed while you looked at it.") && again.says("Newer"));
        let gone = sends(&brand, &again, "/callout/discard", &[]);
        assert!(gone.says("The draft is gone.") && gone.says("There is no draft."));
        assert!(brand.opens("/settings/callout/discard").url.ends_with(PAGE));
    }

    async fn a_former_callout_is_restored_even_one_that_was_set_elsewhere(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            settings.callout_en = Some(Callout::new("From the terminal", "Body").unwrap());
        }).await;
        let brand = member(&invitation, Role::Brand).await;
        assert!(brand.opens("/settings/callout/history").says("Nothing has been published here yet."));
        publishes(&brand, &TEXTS, &[]);
        let history = brand.opens("/settings/callout/history");
        assert!(history.says("Set outside this page") && history.says("Customers see it now"), "{}", history.html());
        let html = history.html();
        let [only] = html.match_indices("/restore\"").collect::<Vec<_>>()[..] else { panic!("{html}") };
        let address = html[..only.0].rsplit("/portal").next().unwrap();
        let asked = brand.opens(&format!("{address}/restore"));
        assert!(asked.says("Restore this callout?") && asked.says("From the terminal") && asked.says("Before you start"));
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Before you start"), "a look changes nothing");
        let done = sends(&brand, &asked, "/restore", &[]);
        assert!(done.says("The former callout is published again."));
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("From the terminal"));
        assert_eq!(seen(&invitation, "fr-CA"), None);
        let history = brand.opens("/settings/callout/history");
        assert!(history.says("Restored") && history.html().matches("/restore\"").count() == 2);
    }

    async fn only_administrator_and_brand_change_it_and_onboarding_does_not_even_look(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        publishes(&brand, &TEXTS, &[]);
        let draft = types(&brand, &brand.opens(PAGE), &[("title_en", "Draft")], "save");
        let (id, places) = (invitation.bank.id, ["", "/publish", "/discard", "/history"]);
        for role in [Role::Developer, Role::Analyst] {
            let member = Member::of(&invitation.server, id, role).await;
            let page = member.opens(PAGE);
            assert!(page.says("Your role may look at the callout.") && page.says("Draft"), "{role}");
            assert!(!page.html().contains("<textarea"), "{role}");
            assert!(!member.opens("/settings/callout/history").html().contains("/restore\""));
            let fields: Vec<(&str, &str)> = [("csrf", "x"), ("version", "1")].into_iter().chain(TEXTS).collect();
            for place in &places[..3] {
                let refused = member.browser.posts(&member.address(&format!("{PAGE}{place}")), &fields);
                assert_eq!(refused.status(), 403, "{role} {place}");
            }
            assert_eq!(member.opens("/settings/callout/publish").status(), 403);
        }
        let onboarding = Member::of(&invitation.server, id, Role::Onboarding).await;
        for place in places {
            assert_eq!(onboarding.opens(&format!("{PAGE}{place}")).status(), 403, "{place}");
        }
        assert_eq!(value(&draft, PAGE, "title_en"), "Draft");
        assert_eq!(value(&brand.opens(PAGE), PAGE, "title_en"), "Draft");
    }

    async fn another_partners_callouts_are_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        publishes(&brand, &TEXTS, &[("from_date", "2099-01-01"), ("from_time", "9:00")]);
        publishes(&brand, &TEXTS, &[]);
        let entries = bankfeeds_link::domain::callout_history::all(
            &mut invitation.server.app.store.read().await.unwrap(),
            invitation.bank.id,
        ).await.unwrap();
        let other = PartnerClient::new(&invitation.server, "Other").await;
        let stranger = Member::of(&invitation.server, other.id, Role::Administrator).await;
        for id in [entries[0].id.to_string(), "00000000-0000-4000-8000-000000000000".into(), "x".into(), "%00".into()] {
            for verb in ["restore", "take-back"] {
                let place = format!("{PAGE}/history/{id}/{verb}");
                assert_eq!(stranger.opens(&place).status(), 404, "{place}");
            }
        }
        assert!(stranger.opens("/settings/callout/history").says("Nothing has been published here yet."));
    }

    async fn nothing_that_a_client_sends_is_an_error_of_ours(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let brand = member(&invitation, Role::Brand).await;
        for changes in [&[("version", "x")][..], &[("version", "-1")], &[("version", "9223372036854775808")],
            &[("action", "explode")], &[("csrf", "x")], &[("title_en", "\u{0}")]] {
            let status = sends(&brand, &brand.opens(PAGE), PAGE, changes).status();
            assert!((400..500).contains(&status), "{changes:?}: {status}");
        }
        assert!(brand.opens("/settings/callout?done=nonsense").status() < 500);
        types(&brand, &brand.opens(PAGE), &TEXTS, "save");
        for changes in [("from_which", "third"), ("from_date", "\u{0}"), ("until_time", "99999999999:1"), ("version", "")] {
            let page = brand.opens("/settings/callout/publish");
            let status = sends(&brand, &page, "/callout/publish", &[changes]).status();
            assert!((400..500).contains(&status), "{changes:?}: {status}");
        }
    }
}

/// The count in a real browser: seen at once, heard when typing stops, by what a reader counts.
#[test]
fn characters_are_counted_while_somebody_types() {
    crate::support::tell(async {
        let server = Server::start(Database::sqlite()).await;
        let bank = PartnerClient::new(&server, "Banque Érable").await;
        for (reader, french) in [(Reader::english(), false), (Reader::french().on_a_phone(), true)] {
            let member = Member::of(&server, bank.id, Role::Brand).await;
            let browser = Browser::of(reader).await;
            browser.opens(&member.address("/sign-in")).await;
            let cookie = json!({ "name": "p", "value": member.browser.cookie("p").unwrap(), "url": server.url(),
                "httpOnly": true });
            browser.asks_chromium("Network.setCookie", &cookie);
            browser.opens(&member.address(PAGE)).await;
            let types = async |text: &str| {
                browser
                    .evaluates(&format!(
                        "(() => {{ const field = document.getElementById('title_en'); field.value = {};
                            field.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()",
                        json!(text)
                    ))
                    .await;
                browser.evaluates("document.querySelector('[data-count=title_en]').textContent").await
            };
            // An emoji family, and é typed as two code points.
            let family = types("👩‍👩‍👧‍👦e\u{301}").await;
            let (two, one) = if french {
                ("2\u{a0}caractères sur 50", "1\u{a0}caractère sur 50, ")
            } else {
                ("2 of 50 characters", "")
            };
            assert_eq!(family, two);
            if french {
                assert_eq!(types("a").await, one.trim_end_matches(", "));
            }
            let long = types(&"é".repeat(57)).await;
            let words =
                if french { "57\u{a0}caractères sur 50, 7 de trop" } else { "57 of 50 characters, 7 too many" };
            assert_eq!(long, words);
            let is_over = "document.querySelector('[data-count=title_en]').classList.contains('over')";
            assert_eq!(browser.evaluates(is_over).await, true);
            let status = "document.getElementById('counted').textContent";
            assert_eq!(browser.evaluates(status).await, "", "nothing is said while somebody types");
            tokio::time::sleep(std::time::Duration::from_millis(1_400)).await;
            assert!(browser.evaluates(status).await.as_str().unwrap().ends_with(words), "once, when typing stops");
            assert_eq!(browser.evaluates("document.getElementById('title_en').value.length").await, 57, "never cut");
            let width = "document.documentElement.scrollWidth <= innerWidth";
            assert_eq!(browser.evaluates(width).await, true, "nothing scrolls sideways");
            browser.keeps_a_picture(if french { "portal-callout-phone-fr" } else { "portal-callout-en" });
            assert_eq!(browser.console(), [""; 0]);
        }
    });
}
