//! Callouts with a time of their own, by a clock that is turned.

use std::time::Duration;

use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::store;

use super::callout::{PAGE, TEXTS, publishes, seen, types};
use super::forms::{problem, sends, value};
use crate::link::Invitation;
use crate::support::{Database, Member};

const HOLIDAY: [(&str, &str); 4] = [
    ("title_en", "Happy holidays"),
    ("body_en", "We are closed until January 2."),
    ("title_fr", "Joyeuses fêtes"),
    ("body_fr", "Nous sommes fermés jusqu’au 2 janvier."),
];

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}:00.000000Z")).unwrap()
}

fn turn_to(invitation: &Invitation, then: Timestamp) {
    let clock = &invitation.server.app.clock;
    clock.advance(Duration::from_micros(u64::try_from(then.micros() - clock.now().micros()).unwrap()));
}

async fn brand(invitation: &Invitation) -> Member {
    Member::of(&invitation.server, invitation.bank.id, Role::Brand).await
}

/// Eight in the morning of a December day in Toronto, and somebody of the brand.
async fn in_december(database: Database) -> (Invitation, Member) {
    let invitation = Invitation::from_a_bank(database).await;
    let now = invitation.server.now();
    let years = (2026..2100).map(|year| at(&format!("{year}-12-20T13:00")));
    turn_to(&invitation, years.into_iter().find(|it| *it > now).unwrap());
    let member = brand(&invitation).await;
    (invitation, member)
}

/// The year that it is there.
fn year(invitation: &Invitation) -> i32 {
    invitation.server.now().date().year()
}

on_both_databases! {
    async fn a_scheduled_callout_comes_and_goes_by_the_partners_clock(database: Database) {
        let (invitation, ada) = in_december(database).await;
        publishes(&ada, &TEXTS, &[]);
        let year = year(&invitation);
        let (from, until) = (format!("{year}-12-24"), format!("{}-01-02", year + 1));
        let times = [("from_date", from.as_str()), ("from_time", "14:05"), ("until_date", &until), ("until_time", "9 h")];
        let done = publishes(&ada, &HOLIDAY, &times);
        assert!(done.says("The callout is published for later."), "{}", done.html());
        let span = format!("From December 24, {year} at 2:05 p.m. Eastern Standard Time until January 2, {} at 9:00 a.m.", year + 1);
        assert!(done.says("Scheduled") && done.says(&span), "{}", done.html());
        for (then, title, titre) in [
            (format!("{year}-12-24T19:04"), "Before you start", "Avant de commencer"),
            (format!("{year}-12-24T19:05"), "Happy holidays", "Joyeuses fêtes"),
            (format!("{}-01-02T13:59", year + 1), "Happy holidays", "Joyeuses fêtes"),
            (format!("{}-01-02T14:00", year + 1), "Before you start", "Avant de commencer"),
        ] {
            turn_to(&invitation, at(&then));
            assert_eq!(seen(&invitation, "en-CA").as_deref(), Some(title), "{then}");
            assert_eq!(seen(&invitation, "fr-CA").as_deref(), Some(titre), "{then}");
        }
    }

    async fn what_is_scheduled_can_be_taken_back(database: Database) {
        let (invitation, ada) = in_december(database).await;
        publishes(&ada, &TEXTS, &[]);
        let tomorrow = format!("{}-12-21", year(&invitation));
        let page = publishes(&ada, &HOLIDAY, &[("from_date", &tomorrow), ("from_time", "0:00")]);
        let html = page.html();
        let address = html.split("/take-back\"").next().unwrap().rsplit("/portal").next().unwrap();
        let [asked, stale] = [(), ()].map(|()| ada.opens(&format!("{address}/take-back")));
        assert!(asked.says("Take this callout back?") && asked.says("Happy holidays"));
        assert!(ada.opens("/settings/callout/history").says("Scheduled"));
        let done = sends(&ada, &asked, "/take-back", &[]);
        let history = ada.opens("/settings/callout/history");
        assert!(history.says("Taken back") && !history.says("Scheduled"), "{}", history.html());
        assert!(done.says("The callout is taken back.") && !done.says("Happy holidays"), "{}", done.html());
        assert!(sends(&ada, &asked, "/take-back", &[]).says("The callout is taken back."), "sent twice");
        assert_eq!(sends(&ada, &stale, "/take-back", &[]).status(), 404, "once");
        turn_to(&invitation, at(&format!("{tomorrow}T12:00")));
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Before you start"));
        let history = brand(&invitation).await.opens("/settings/callout/history");
        assert!(history.says("Happy holidays") && !history.says("Taken back"), "its time has come: {}", history.html());
    }

    async fn what_is_published_without_a_time_follows_the_one_that_has_one(database: Database) {
        let (invitation, ada) = in_december(database).await;
        let tomorrow = format!("{}-12-21", year(&invitation));
        publishes(&ada, &HOLIDAY, &[("until_date", &tomorrow), ("until_time", "8:00")]);
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Happy holidays"), "at once");
        let page = types(&ada, &ada.opens(PAGE), &TEXTS, "publish");
        assert!(page.says("customers see a callout that was published for that time"), "{}", page.html());
        let done = sends(&ada, &page, "/callout/publish", &[]);
        assert!(done.says("After that they see the one that has no time."), "{}", done.html());
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Happy holidays"));
        turn_to(&invitation, at(&format!("{tomorrow}T13:00")));
        assert_eq!(seen(&invitation, "en-CA").as_deref(), Some("Before you start"));
    }

    async fn times_that_nobody_can_mean_are_told_beside_their_field(database: Database) {
        let (invitation, ada) = in_december(database).await;
        types(&ada, &ada.opens(PAGE), &TEXTS, "save");
        let publish = ada.opens("/settings/callout/publish");
        assert!(publish.says("It is now December 20,") && publish.says("Eastern Standard Time"), "{}", publish.html());
        let (this, next) = (format!("{}", year(&invitation)), format!("{}", year(&invitation) + 1));
        let later = format!("{}-01-01", year(&invitation) + 6);
        let (past, day) = (format!("{this}-12-19"), format!("{next}-01-10"));
        for (times, name, words) in [
            (&[("from_time", "9:00")][..], "from_date", "Enter the day, too."),
            (&[("from_date", &day)], "from_time", "Enter the time, too."),
            (&[("from_date", "2026-02-30"), ("from_time", "9:00")], "from_date", "Enter a day of the calendar"),
            (&[("from_date", &day), ("from_time", "25:00")], "from_time", "Enter a time, such as 14:05."),
            (&[("from_date", &past), ("from_time", "9:00")], "from_date", "The beginning must be still to come."),
            (&[("from_date", &later), ("from_time", "9:00")], "from_date", "The beginning must be within five years."),
            (&[("until_date", &past), ("until_time", "9:00")], "until_date", "The end must be still to come."),
            (&[("until_date", &later), ("until_time", "9:00")], "until_date", "The end must be within five years."),
            (
                &[("from_date", &day), ("from_time", "9:00"), ("until_date", &day), ("until_time", "9:00")],
                "until_date",
                "The end must be later than the beginning.",
            ),
        ] {
            let refused = sends(&ada, &publish, "/callout/publish", times);
            assert_eq!(refused.status(), 422, "{words}");
            assert!(problem(&refused, name).unwrap().contains(words), "{words}: {}", refused.html());
            for (name, typed) in times {
                assert_eq!(value(&refused, "/callout/publish", name), *typed);
            }
        }
        assert_eq!(seen(&invitation, "en-CA"), None);
    }

    async fn the_hours_that_the_clocks_skip_or_repeat_are_told(database: Database) {
        let (invitation, ada) = in_december(database).await;
        types(&ada, &ada.opens(PAGE), &TEXTS, "save");
        let publish = ada.opens("/settings/callout/publish");
        // The second Sunday of March and the first of November.
        let year = year(&invitation) + 1;
        let sunday = |month: time::Month, first: u8| {
            let days = (first..first + 7).map(|day| time::Date::from_calendar_date(year, month, day).unwrap());
            days.into_iter().find(|day| day.weekday() == time::Weekday::Sunday).unwrap().to_string()
        };
        let (spring, autumn) = (sunday(time::Month::March, 8), sunday(time::Month::November, 1));
        let skipped = [("from_date", spring.as_str()), ("from_time", "2:30")];
        let refused = sends(&ada, &publish, "/callout/publish", &skipped);
        let words = problem(&refused, "from_time").unwrap();
        assert!(words.contains("put forward") && words.contains("3:00 a.m. Eastern Daylight Time or later"), "{words}");
        let twice = [("from_date", autumn.as_str()), ("from_time", "1:30")];
        let asked = sends(&ada, &publish, "/callout/publish", &twice);
        assert!(problem(&asked, "from_time").unwrap().contains("comes twice"));
        assert!(asked.says("1:30 a.m. Eastern Daylight Time") && asked.says("1:30 a.m. Eastern Standard Time"));
        let done = sends(&ada, &asked, "/callout/publish", &[("from_which", "second")]);
        assert!(done.says("1:30 a.m. Eastern Standard Time"), "{}", done.html());
    }

    async fn the_eleventh_with_a_time_is_refused_until_one_is_taken_back(database: Database) {
        let (invitation, ada) = in_december(database).await;
        let tomorrow = format!("{}-12-21", year(&invitation));
        for hour in 0..10 {
            let time = format!("{hour}:00");
            let done = publishes(&ada, &TEXTS, &[("from_date", &tomorrow), ("from_time", &time)]);
            assert!(done.says("published for later"), "{hour}");
        }
        let refused = publishes(&ada, &TEXTS, &[("from_date", &tomorrow), ("from_time", "10:00")]);
        assert_eq!(refused.status(), 422);
        assert!(refused.says("There are ten scheduled callouts"), "{}", refused.html());
        let mut db = invitation.server.app.store.read().await.unwrap();
        let partner = store::partners::get(&mut db, invitation.bank.id).await.unwrap();
        assert_eq!(partner.settings.timed_callouts.len(), 10);
        drop(db);
        assert!(ada.opens(PAGE).says("Ada Tremblay saved this draft"), "the draft is still there");
    }

    async fn the_audit_log_has_what_was_done_with_the_texts_before_and_after(database: Database) {
        let (invitation, ada) = in_december(database).await;
        publishes(&ada, &TEXTS, &[]);
        let tomorrow = format!("{}-12-21", year(&invitation));
        let page = publishes(&ada, &HOLIDAY, &[("from_date", &tomorrow), ("from_time", "0:00")]);
        let html = page.html();
        let address = html.split("/take-back\"").next().unwrap().rsplit("/portal").next().unwrap().to_owned();
        sends(&ada, &ada.opens(&format!("{address}/take-back")), "/take-back", &[]);
        sends(&ada, &ada.opens(&format!("{address}/restore")), "/restore", &[]);
        let mut db = invitation.server.app.store.read().await.unwrap();
        let entries = store::audit::portion(&mut db, invitation.bank.id, 0, i64::MAX).await.unwrap();
        let bodies: Vec<serde_json::Value> = entries.iter().map(|it| serde_json::from_str(&it.body).unwrap()).collect();
        let told: Vec<(&str, String)> = bodies
            .iter()
            .filter(|body| body["thing"]["kind"] == "callout")
            .map(|body| {
                let changes = body["changes"].as_array().unwrap();
                let title = changes.iter().find(|change| change["field"] == "callout_en.title").unwrap();
                (body["what"].as_str().unwrap(), format!("{} > {}", title["before"], title["after"]))
            })
            .collect();
        assert_eq!(told.len(), 4, "{bodies:?}");
        assert_eq!(told[0], ("callout published", "null > \"Before you start\"".to_owned()));
        assert_eq!(told[1], ("callout scheduled", "\"Before you start\" > \"Happy holidays\"".to_owned()));
        assert_eq!(told[2], ("callout unscheduled", "\"Happy holidays\" > null".to_owned()));
        assert_eq!(told[3], ("callout restored", "\"Before you start\" > \"Happy holidays\"".to_owned()));
    }
}
