//! Drafts and what is published, where two people are at work at once, or one of them clicks twice.

use bankfeeds_link::domain::draft::{self, Topic};
use bankfeeds_link::domain::role::Role;
use serde_json::Value;

use super::branding::{PLACE as BRANDING, png};
use super::callout::{PAGE as CALLOUT, publishes, types};
use super::forms::value;
use crate::link::Invitation;
use crate::support::{Database, Member, Page};

async fn two(database: Database) -> (Invitation, Member, Member) {
    let invitation = Invitation::from_a_bank(database).await;
    let ada = Member::of(&invitation.server, invitation.bank.id, Role::Brand).await;
    let bea = Member::of(&invitation.server, invitation.bank.id, Role::Administrator).await;
    (invitation, ada, bea)
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
}
