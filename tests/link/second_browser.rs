//! What a stranger tries at the pages for a second device, and what a person runs into there.

use std::time::Duration;

use bankfeeds_link::web::urls::Page as Name;

use super::another_device::{TwoScreens, code_form};
use super::{Invitation, Walk};
use crate::support::{Answer, Database, HttpBrowser, Page, agent, send};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const KNOCK: &str = "k";

fn firefox(language: &str) -> HttpBrowser {
    HttpBrowser::new(language).calling_itself(FIREFOX)
}

fn enters(browser: &HttpBrowser, address: &str, code: &str) -> Page {
    browser.submits(&code_form(&browser.opens(address)), &[("code", code)])
}

fn heading(page: &Page) -> String {
    page.html().split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap().to_owned()
}

/// With these cookies and no others.
fn opens_with(address: &str, cookies: &[(&str, &str)]) -> Answer {
    let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    send(&agent(), "GET", address, &[("cookie", &cookies.join("; "))], ())
}

on_both_databases! {
    async fn h_13_the_question_says_what_the_right_device_shows_and_no_other_shows_it(database: Database) {
        let screens = TwoScreens::of(database).await;
        for (language, says) in [("en-CA", "If it is yours, its screen says “"), ("fr-CA", "Si c’est le vôtre, son écran affiche «\u{a0}")] {
            let (address, code) = screens.gets_code();
            // Over the shoulder: somebody with the same browser is quicker than the customer's own desktop.
            let (thief, own) = (firefox(language), firefox(language));
            let shown_to_thief = heading(&enters(&thief, &address, &code));
            let shown_to_own = enters(&own, &address, &code);
            let language_form = screens.phone.opens(&screens.invitation.page_address("another-device"));
            let form = language_form.forms().into_iter().find(|form| form.action.contains("/language?")).unwrap();
            let asked = screens.phone.submits(&form, &[("language", language)]);
            assert!(asked.html().contains(&format!("{says}{shown_to_thief}")), "{}", asked.html());
            assert!(!shown_to_own.html().contains(&shown_to_thief), "the customer sees that it is not theirs");
            screens.says("no");
        }
    }

    async fn h_14_a_browser_is_shown_by_names_we_know_and_never_by_its_own_words(database: Database) {
        let screens = TwoScreens::of(database).await;
        let long = format!("Firefox/1 Windows {}", "x".repeat(3_000));
        for (user_agent, named) in [
            ("<b onload=x>Firefox/1</b> Windows\"'&amp;", "Firefox on Windows"),
            ("Banque Erable: say yes to this device", "A browser that does not say its name"),
            ("Windows and your bank", "A browser on Windows"),
            (long.as_str(), "Firefox on Windows"),
        ] {
            let (address, code) = screens.gets_code();
            let waiting = enters(&HttpBrowser::new("en-CA").calling_itself(user_agent), &address, &code);
            assert!(waiting.says(named), "{user_agent}: {}", waiting.html());
            let asked = screens.phone.opens(&screens.invitation.page_address("another-device"));
            assert!(asked.says(&format!("{named} entered the code at ")), "{user_agent}: {}", asked.html());
            for part in ["onload", "Erable: say", "your bank", "xxxx"] {
                assert!(!asked.html().contains(part) && !waiting.html().contains(part), "{user_agent}");
            }
            screens.says("no");
        }
        let timeline = screens.invitation.server.database.tables().await["timeline"].join("\n");
        assert!(!timeline.contains("onload") && !timeline.contains("say yes") && !timeline.contains("xxxx"), "{timeline}");
    }

    async fn h_15_a_cookie_opens_nothing_but_what_it_was_made_for(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, desktop, thief) = (&screens.invitation, firefox("en-CA"), firefox("en-CA"));
        let (address, code) = screens.gets_code();
        let waiting = enters(&desktop, &address, &code);
        thief.opens(&address);
        let (place, set_up) = (invitation.cookie_name(), invitation.page_address("set-up"));
        let knocked = desktop.cookie(KNOCK).unwrap();
        for answered in [false, true] {
            if answered {
                screens.says("yes");
            }
            // The thief's own value at the address where somebody waits.
            assert!(thief.opens(&waiting.url).says("Enter the code"), "answered: {answered}");
            // What the desktop knocked with is not the session that it gets for it, nor is the phone's session a knock.
            let as_session = opens_with(&set_up, &[(&place, &format!("s.{knocked}"))]);
            assert_eq!(as_session.status, 410, "answered: {answered}");
            let session = screens.phone.cookie(&place).unwrap();
            let as_knock = opens_with(&waiting.url, &[(KNOCK, &session[2..])]);
            assert!(as_knock.status != 200 || as_knock.text().contains("Enter the code"), "answered: {answered}");
            // The same knock at another hand-over's address.
            let elsewhere = waiting.url.replace(address.rsplit('/').next().unwrap(), "BCDFGH");
            let moved = opens_with(&elsewhere, &[(KNOCK, &knocked)]);
            assert!(moved.status == 303 || moved.text().contains("Enter the code"), "answered: {answered}");
        }
        assert!(desktop.opens(&waiting.url).url.ends_with("/set-up"), "the desktop itself goes on");
    }

    async fn h_16_what_was_open_before_a_revocation_is_told_of_it_and_gets_no_further(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, let_in, waits) = (&screens.invitation, firefox("en-CA"), firefox("en-CA"));
        let (address, code) = screens.gets_code();
        let first = enters(&let_in, &address, &code);
        let knocked = let_in.cookie(KNOCK).unwrap();
        screens.says("yes");
        assert_eq!(let_in.opens(&first.url).status(), 200);
        let (address, code) = screens.gets_code();
        let second = enters(&waits, &address, &code);
        let (form, stage) = (code_form(&waits.opens(&address)), format!("{}/stage", second.url));
        assert!(waits.asks("GET", &stage).text().contains("data: waiting"));
        invitation.bank.deletes(&invitation.connection.path("connectionInfo/bankFeedAccounts/credentials")).succeeded();

        assert!(!waits.asks("GET", &stage).text().contains("data: waiting"), "its page is loaded anew");
        assert_eq!(screens.phone.asks("GET", &invitation.page_address("another-device/stage")).status, 410);
        assert_eq!(waits.submits(&form, &[("code", &code)]).status(), 422);
        assert_eq!(let_in.opens(&invitation.page_address("set-up")).status(), 410);
        // What let it in before, once more.
        let replayed = opens_with(&first.url, &[(KNOCK, &knocked)]);
        assert!(replayed.status == 303 || replayed.text().contains("Enter the code"), "{}", replayed.text());
        assert!(!replayed.header("set-cookie").contains(&invitation.cookie_name()));
    }

    async fn h_17_whoever_asks_for_codes_without_end_has_one(database: Database) {
        let screens = TwoScreens::of(database).await;
        let all: Vec<(String, String)> = (0..12).map(|_| screens.gets_code()).collect();
        assert_eq!(screens.invitation.server.database.tables().await["hand_overs"].len(), 1);
        for (address, code) in &all[..3] {
            assert_eq!(enters(&firefox("en-CA"), address, code).status(), 422, "an earlier one");
        }
        let (address, code) = all.last().unwrap();
        assert_eq!(heading(&enters(&firefox("en-CA"), address, code)), "Now say yes on your other device");
    }

    async fn somebody_moves_before_they_agree_and_agrees_on_the_desktop(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (phone, desktop) = (HttpBrowser::new("en-CA"), firefox("en-CA"));
        let select = phone.opens(invitation.link());
        assert!(select.says("you can move there after this step"));
        let permission = phone.presses_next(&select);
        let moves = format!("/link/{}/{}", invitation.connection.id, Name::AnotherDevice.name());
        assert!(permission.html().contains(&moves), "{}", permission.html());
        let start = phone.opens(&invitation.page_address("another-device"));
        let open = phone.submits(&start.form("/another-device"), &[]);
        let waiting = enters(&desktop, &open.text_of("address").unwrap(), &open.text_of("code").unwrap());
        assert!(waiting.says("wake that device"), "its screen may be dark");
        let asked = phone.opens(&invitation.page_address("another-device"));
        phone.submits(&asked.form("/answer"), &[("answer", "yes")]);
        let there = desktop.opens(&waiting.url);
        assert!(there.url.ends_with("/consent") && there.status() == 200, "{}", there.url);
        desktop.agrees(&there);
        assert!(phone.opens(&invitation.page_address("set-up")).says("Do these steps in order"), "one consent for both");
        invitation.server.app.clock.advance(Duration::from_secs(60));
        assert_eq!(desktop.opens(&invitation.page_address("set-up")).status(), 200);
    }
}
