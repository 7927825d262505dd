//! Drafts and what is published, where two people are at work at once, or one of them clicks twice.

use std::time::Duration;

use bankfeeds_link::domain::branding_draft::BrandingDraft;
use bankfeeds_link::domain::draft::{self, Topic};
use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::store;
use serde_json::Value;

use super::branding::{PLACE as BRANDING, png};
use super::callout::{PAGE as CALLOUT, TEXTS, publishes, seen, types};
use super::forms::{sends, value};
use crate::link::Invitation;
use crate::support::{Database, Member, Page};

async fn two(database: Database) -> (Invitation, Member, Member) {
    let invitation = Invitation::from_a_bank(database).await;
    let ada = Member::of(&invitation.server, invitation.bank.id, Role::Brand).await;
    let bea = Member::of(&invitation.server, invitation.bank.id, Role::Administrator).await;
    (invitation, ada, bea)
}

/// Presses the button of a page that asks before it does something.
fn presses(member: &Member, page: &Page) -> Page {
    sends(member, page, page.url.split_once("/portal").unwrap().1, &[])
}

/// The question whether the oldest of what was published is to be restored.
fn asks_to_restore(member: &Member, place: &str) -> Page {
    let html = member.opens(&format!("{place}/history")).html();
    let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let link = links.filter(|link| link.contains("/restore")).last().unwrap_or_else(|| panic!("{html}"));
    member.opens(link.split_once("/portal").unwrap().1)
}

/// Saves these looks and publishes them.
fn shows(member: &Member, name: &str) -> Page {
    let saved = member.saves_branding(&member.opens(BRANDING), &[("name-en", name)], &[]);
    assert_eq!(saved.status(), 200, "{}", saved.html());
    let published = member.publishes_branding();
    assert!(published.says("Published."), "{}", published.html());
    published
}

async fn drafted(here: &Invitation, topic: Topic) -> Option<(Value, i64)> {
    let mut db = here.server.app.store.read().await.unwrap();
    draft::of(&mut db, here.bank.id, topic).await.unwrap().map(|draft| (draft.content, draft.version))
}

async fn name(here: &Invitation) -> String {
    let mut db = here.server.app.store.read().await.unwrap();
    BrandingDraft::of(&store::partners::get(&mut db, here.bank.id).await.unwrap()).name.en
}

async fn publications(here: &Invitation) -> usize {
    here.server.database.tables().await["publications"].len()
}

/// Another section of the settings is saved.
async fn speaks_french(here: &Invitation) {
    let mut db = here.server.app.store.write().await.unwrap();
    let mut partner = store::partners::get(&mut db, here.bank.id).await.unwrap();
    partner.settings.default_language = Language::FrCa;
    let now = here.server.app.clock.now();
    assert!(store::partners::update(&mut db, here.bank.id, &partner.settings, partner.version, now).await.unwrap());
    db.commit().await.unwrap();
}

/// What both say to two forms that are sent at the same time.
fn together<T: Send>(first: impl FnOnce() -> T + Send, second: impl FnOnce() -> T + Send) -> [T; 2] {
    std::thread::scope(|scope| {
        let second = scope.spawn(second);
        [first(), second.join().unwrap()]
    })
}

on_both_databases! {
    async fn each_button_of_the_callout_that_is_pressed_twice_saves_once_and_leads_on(database: Database) {
        let (here, ada, _) = two(database).await;
        for (button, title) in [("save", "One"), ("mend", "Two"), ("preview", "Three"), ("publish", "Four")] {
            let page = ada.opens(CALLOUT);
            let clicks = || types(&ada, &page, &[("title_en", title)], button);
            let once = clicks();
            let saved = drafted(&here, Topic::Callout).await;
            let twice = clicks();
            assert_eq!((twice.status(), &twice.url), (200, &once.url), "{button}: {}", twice.html());
            assert_eq!(drafted(&here, Topic::Callout).await, saved, "{button}");
        }
        let page = ada.opens(CALLOUT);
        let clicks = || types(&ada, &page, &[("title_en", "Five")], "save").says("The draft is saved.");
        assert_eq!(together(clicks, clicks), [true, true]);
    }

    async fn looks_that_are_saved_twice_are_saved_once(database: Database) {
        let (here, ada, _) = two(database).await;
        let picture = png(40, 40, [1, 2, 3, 255]);
        for name in ["One", "Two"] {
            let page = ada.opens(BRANDING);
            let clicks = || ada.saves_branding(&page, &[("name-en", name)], &[("icon", "icon.png", &picture)]);
            assert!(clicks().says("The draft is saved."));
            let saved = drafted(&here, Topic::Branding).await;
            let twice = clicks();
            assert!(twice.status() == 200 && twice.says("The draft is saved."), "{}", twice.html());
            assert_eq!(drafted(&here, Topic::Branding).await, saved);
        }
        ada.publishes_branding();
        ada.saves_branding(&ada.opens(BRANDING), &[("name-en", "Three")], &[]);
        let page = ada.opens(BRANDING);
        // What is shown already, typed over the draft, makes an end of it.
        for _ in 0..2 {
            let unchanged = ada.saves_branding(&page, &[("name-en", "Two")], &[]);
            assert!(unchanged.says("This is what your customers see already"), "{}", unchanged.html());
        }
    }

    async fn a_callout_that_is_published_restored_or_taken_back_twice_is_so_once(database: Database) {
        let (here, ada, _) = two(database).await;
        publishes(&ada, &TEXTS, &[]);
        let tomorrow = (here.server.app.clock.now() + Duration::from_secs(48 * 3_600)).text();
        let scheduled = [("from_date", &tomorrow[..10]), ("from_time", "9:00")];
        for (times, words) in [(&[][..], "The callout is published."), (&scheduled, "The callout is published for later")] {
            let title = format!("With {} times", times.len());
            let page = types(&ada, &ada.opens(CALLOUT), &[("title_en", &title)], "publish");
            let clicks = || sends(&ada, &page, "/callout/publish", times);
            let once = clicks();
            assert!(once.says(words), "{}", once.html());
            let before = publications(&here).await;
            let twice = clicks();
            assert_eq!(twice.url, once.url, "{}", twice.html());
            assert_eq!(publications(&here).await, before, "{words}");
        }
        let page = types(&ada, &ada.opens(CALLOUT), &[("title_en", "Two clicks")], "publish");
        let before = publications(&here).await;
        let clicks = || presses(&ada, &page).says("The callout is published.");
        assert_eq!(together(clicks, clicks), [true, true]);
        let page = asks_to_restore(&ada, CALLOUT);
        let clicks = || presses(&ada, &page).says("The former callout is published again.");
        assert_eq!(together(clicks, clicks), [true, true]);
        assert_eq!(publications(&here).await, before + 2);
        let html = ada.opens(CALLOUT).html();
        let (link, _) = html.split_once("/take-back\"").unwrap();
        let page = ada.opens(&format!("{}/take-back", link.rsplit_once("/portal").unwrap().1));
        for _ in 0..2 {
            let said = presses(&ada, &page);
            assert!(said.says("The callout is taken back"), "{}", said.html());
        }
    }

    async fn looks_that_are_published_or_restored_twice_are_so_once(database: Database) {
        let (here, ada, _) = two(database).await;
        ada.saves_branding(&ada.opens(BRANDING), &[], &[]);
        let page = ada.opens("/settings/branding/publish");
        for _ in 0..2 {
            let said = presses(&ada, &page);
            assert!(said.says("Published."), "{}", said.html());
        }
        let page = asks_to_restore(&ada, BRANDING);
        let clicks = || presses(&ada, &page).says("Restored.");
        assert_eq!(together(clicks, clicks), [true, true]);
        assert_eq!((publications(&here).await, name(&here).await.as_str()), (3, "Banque Érable"));
    }

    async fn a_draft_that_is_discarded_twice_is_gone_both_times(database: Database) {
        let (_here, ada, _) = two(database).await;
        types(&ada, &ada.opens(CALLOUT), &TEXTS, "save");
        ada.saves_branding(&ada.opens(BRANDING), &[], &[]);
        for place in [CALLOUT, BRANDING] {
            let page = ada.opens(&format!("{place}/discard"));
            for _ in 0..2 {
                let said = presses(&ada, &page);
                assert!(said.says("The draft is gone."), "{place}: {}", said.html());
            }
        }
    }

    async fn whoever_wrote_from_a_callout_that_is_no_longer_shown_is_told(database: Database) {
        let (here, ada, bea) = two(database).await;
        publishes(&bea, &[("title_en", "Old"), ("body_en", "Old text")], &[]);
        let page = ada.opens(CALLOUT);
        publishes(&bea, &[("title_en", "New"), ("body_en", "New text")], &[]);
        let told = types(&ada, &page, &[("title_en", "Mine")], "save");
        assert!(told.status() == 409 && told.says("published another callout while you were writing"), "{}", told.html());
        assert!(told.text_of("theirs").unwrap().contains("New text"), "{}", told.html());
        assert_eq!((value(&told, CALLOUT, "title_en"), value(&told, CALLOUT, "body_en")), ("Mine".into(), "Old text".into()));
        assert_eq!(drafted(&here, Topic::Callout).await, None, "nothing is kept");
        // A mistake in between does not make it forgotten.
        let wrong = types(&ada, &page, &[("title_en", &"x".repeat(51))], "save");
        assert_eq!(types(&ada, &wrong, &[("title_en", "Mine")], "save").status(), 409);
        let saved = types(&ada, &told, &[], "save");
        assert!(saved.says("The draft is saved.") && value(&saved, CALLOUT, "body_en") == "Old text", "{}", saved.html());
    }

    async fn whoever_edits_looks_that_are_no_longer_shown_is_told(database: Database) {
        let (here, ada, bea) = two(database).await;
        let page = ada.opens(BRANDING);
        shows(&bea, "New");
        let told = ada.saves_branding(&page, &[("name-en", "Mine")], &[]);
        assert_eq!(told.status(), 409, "{}", told.html());
        assert!(told.says("Somebody published other looks while you were editing") && told.says("New"), "{}", told.html());
        assert!(told.html().contains("value=\"Mine\""), "what was typed is kept");
        assert_eq!(drafted(&here, Topic::Branding).await, None, "nothing is kept");
        let wrong = ada.saves_branding(&page, &[("primary", "yellow")], &[]);
        assert_eq!(ada.saves_branding(&wrong, &[("name-en", "Mine")], &[]).status(), 409, "nor is it forgotten over a mistake");
        assert!(ada.saves_branding(&told, &[("name-en", "Mine")], &[]).says("The draft is saved."));
    }

    async fn whoever_publishes_over_a_callout_that_they_have_not_seen_is_asked_again(database: Database) {
        let (here, ada, bea) = two(database).await;
        publishes(&bea, &[("title_en", "First"), ("body_en", "Text")], &[]);
        publishes(&bea, &[("title_en", "Second"), ("body_en", "Text")], &[]);
        let publish = types(&ada, &ada.opens(CALLOUT), &[("title_en", "Third")], "publish");
        let restored = presses(&bea, &asks_to_restore(&bea, CALLOUT));
        assert!(restored.says("The former callout is published again."), "{}", restored.html());
        let told = presses(&ada, &publish);
        assert!(told.status() == 409 && told.says("published another callout, or took one back"), "{}", told.html());
        assert!(told.text_of("changes").unwrap().contains("First"), "what customers see now: {}", told.html());
        assert_eq!(seen(&here, "en-CA").as_deref(), Some("First"), "nothing is done");
        assert!(presses(&ada, &told).says("The callout is published."));
        assert_eq!(seen(&here, "en-CA").as_deref(), Some("Third"));

        let restore = asks_to_restore(&ada, CALLOUT);
        publishes(&bea, &[("title_en", "Fourth")], &[]);
        let told = presses(&ada, &restore);
        assert!(told.status() == 409 && told.says("published another callout, or took one back"), "{}", told.html());
        assert!(told.text_of("changes").unwrap().contains("Fourth"), "{}", told.html());
        assert_eq!(seen(&here, "en-CA").as_deref(), Some("Fourth"), "nothing is done");
        assert!(presses(&ada, &told).says("The former callout is published again."));
    }

    async fn whoever_publishes_over_looks_that_they_have_not_seen_is_asked_again(database: Database) {
        let (here, ada, bea) = two(database).await;
        shows(&bea, "First");
        ada.saves_branding(&ada.opens(BRANDING), &[("name-en", "Second")], &[]);
        let review = ada.opens("/settings/branding/publish");
        assert!(presses(&bea, &asks_to_restore(&bea, BRANDING)).says("Restored."));
        let told = presses(&ada, &review);
        assert!(told.status() == 409 && told.says("the looks have changed"), "{}", told.html());
        assert!(told.says("Banque Érable") && !told.says("First"), "what customers see now: {}", told.html());
        assert_eq!(name(&here).await, "Banque Érable", "nothing is done");
        assert!(presses(&ada, &told).says("Published."));
        assert_eq!(name(&here).await, "Second");
    }

    async fn of_two_who_restore_at_the_same_time_the_second_is_asked_again(database: Database) {
        let (_here, ada, bea) = two(database).await;
        publishes(&bea, &[("title_en", "First"), ("body_en", "Text")], &[]);
        publishes(&bea, &[("title_en", "Second"), ("body_en", "Text")], &[]);
        shows(&bea, "First");
        for place in [CALLOUT, BRANDING] {
            let (hers, theirs) = (asks_to_restore(&ada, place), asks_to_restore(&bea, place));
            let mut statuses = together(|| presses(&ada, &hers).status(), || presses(&bea, &theirs).status());
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409], "{place}");
        }
    }

    async fn other_settings_disturb_nobody_who_drafts_publishes_or_restores(database: Database) {
        let (here, ada, bea) = two(database).await;
        publishes(&bea, &[("title_en", "First"), ("body_en", "Text")], &[]);
        publishes(&bea, &[("title_en", "Second"), ("body_en", "Text")], &[]);
        shows(&bea, "First");
        let (callout, branding) = (ada.opens(CALLOUT), ada.opens(BRANDING));
        let restores = [CALLOUT, BRANDING].map(|place| asks_to_restore(&bea, place));
        speaks_french(&here).await;
        let publish = types(&ada, &callout, &[("title_en", "Third")], "publish");
        assert!(presses(&bea, &restores[0]).says("The former callout is published again."));
        assert_eq!(presses(&ada, &publish).status(), 409, "but this does");
        assert!(ada.saves_branding(&branding, &[("name-en", "Second")], &[]).says("The draft is saved."));
        assert!(presses(&bea, &restores[1]).says("Restored."));
    }
}
