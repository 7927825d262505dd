//! Two screens: the link is open on the phone, and QuickBooks on the desktop. What works, and what does not for strangers.

use std::sync::Barrier;
use std::time::Duration;

use bankfeeds_link::domain::credentials;
use bankfeeds_link::domain::hand_over::{self, Answer};
use bankfeeds_link::domain::link_session::SessionValue;
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::jobs::forget;
use bankfeeds_link::store::hand_overs;

use super::looks::{checked, dressed};
use super::{Invitation, Walk};
use crate::support::{Browser, Database, Form, HttpBrowser, Page, Reader, Server, agent, send, tell};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
const WRONG: &str = "This code does not work at this address.";
const MINUTE: Duration = Duration::from_secs(60);

/// A customer whose phone has the link, at the step with the instructions.
pub struct TwoScreens {
    pub invitation: Invitation,
    pub phone: HttpBrowser,
}

impl TwoScreens {
    pub async fn of(database: Database) -> Self {
        let invitation = Invitation::from_a_bank(database).await;
        let phone = HttpBrowser::new("en-CA");
        phone.agrees(&phone.presses_next(&phone.opens(invitation.link())));
        Self { invitation, phone }
    }

    fn page(&self) -> Page {
        self.phone.opens(&self.invitation.page_address("another-device"))
    }

    /// Gets an address and a code on the phone.
    pub fn gets_code(&self) -> (String, String) {
        let open = self.phone.submits(&self.page().form("/another-device"), &[]);
        assert_eq!(open.status(), 200);
        (open.text_of("address").unwrap(), open.text_of("code").unwrap())
    }

    /// Answers on the phone.
    pub fn says(&self, answer: &str) -> Page {
        self.phone.submits(&self.page().form("/answer"), &[("answer", answer)])
    }

    async fn rows(&self) -> usize {
        self.invitation.server.database.tables().await["wrong_codes"].len()
    }
}

fn desktop() -> HttpBrowser {
    HttpBrowser::new("en-CA").calling_itself(FIREFOX)
}

/// The form for the code, not that of the language button, which posts to the same address with a query.
pub fn code_form(page: &Page) -> Form {
    page.forms().into_iter().find(|form| !form.action.contains('?')).unwrap()
}

fn enters(browser: &HttpBrowser, address: &str, code: &str) -> Page {
    browser.submits(&code_form(&browser.opens(address)), &[("code", code)])
}

fn is_waiting(page: &Page) -> bool {
    page.status() == 200 && page.says("Now say yes on your other device")
}

fn is_refused(page: &Page) -> bool {
    page.status() == 422 && page.says(WRONG)
}

/// A code of the same form that is another.
fn other_than(code: &str) -> &'static str {
    if code == "BBBBBB" { "CCCCCC" } else { "BBBBBB" }
}

on_both_databases! {
    async fn a_customer_goes_on_at_the_desktop_and_both_share_the_place(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, desktop) = (&screens.invitation, desktop());
        let (address, code) = screens.gets_code();
        assert!(address.len() < invitation.server.url().len() + 20, "{address} is long to type");
        let waiting = enters(&desktop, &address.to_lowercase(), &format!("{} {}", &code[..3].to_lowercase(), &code[3..]));
        assert!(is_waiting(&waiting) && waiting.says("Firefox on Windows") && waiting.says("Banque Érable"), "{}", waiting.html());
        let asked = screens.page();
        assert!(asked.says("Firefox on Windows entered the code at 10:00 a.m. Eastern Standard Time."), "{}", asked.html());
        // Without a yes nothing is open to it.
        assert_eq!(desktop.opens(&invitation.page_address("set-up")).status(), 410);
        assert!(is_waiting(&desktop.opens(&waiting.url)));

        assert!(screens.says("yes").says("Your other device can go on"));
        let set_up = desktop.opens(&waiting.url);
        assert!(set_up.url.ends_with("/set-up") && set_up.status() == 200, "{}: {}", set_up.url, set_up.html());
        let ready = desktop.gets_credentials(&set_up);
        let username = ready.text_of("username").unwrap();
        assert!(screens.phone.opens(&invitation.page_address("set-up")).says(&username));
        let on_the_phone = screens.phone.opens(&invitation.page_address("credentials"));
        assert!(on_the_phone.says("We already showed these credentials"), "the pair is for the browser that asked for it");

        // What either browser does keeps both: an hour after the first step, and half an hour after the other's.
        invitation.server.app.clock.advance(30 * MINUTE);
        desktop.submits(&desktop.opens(&invitation.page_address("set-up")).form("/keep-going"), &[]);
        invitation.server.app.clock.advance(45 * MINUTE);
        let permission = screens.phone.opens(&invitation.page_address("consent"));
        assert_eq!(permission.status(), 200);
        screens.phone.submits(&permission.form("/consent"), &[("answer", "decline")]);
        assert!(desktop.opens(&invitation.page_address("set-up")).url.ends_with("/consent"), "one consent for both");
        invitation.server.app.clock.advance(60 * MINUTE);
        for browser in [&screens.phone, &desktop] {
            assert_eq!(browser.opens(&invitation.page_address("consent")).status(), 410);
        }
        let timeline = invitation.server.database.tables().await["timeline"].join("\n");
        assert!(timeline.contains("Firefox on Windows brought the code, and the first browser said yes to it"), "{timeline}");
    }

    async fn revoking_on_one_of_two_screens_ends_the_other(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, desktop) = (&screens.invitation, desktop());
        let (address, code) = screens.gets_code();
        let waiting = enters(&desktop, &address, &code);
        screens.says("yes");
        desktop.gets_credentials(&desktop.opens(&waiting.url));
        let asked = desktop.opens(&invitation.page_address("revoke"));
        let revoked = desktop.submits(&asked.form("/revoke"), &[]);
        assert!(revoked.says("Your credentials are revoked"));
        assert_eq!(screens.phone.opens(&invitation.page_address("set-up")).status(), 410);
    }

    async fn after_five_wrong_codes_the_right_one_is_refused(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (desktop, (address, code)) = (desktop(), screens.gets_code());
        let form = code_form(&desktop.opens(&address));
        for number in 1..=5 {
            assert!(is_refused(&desktop.submits(&form, &[("code", other_than(&code))])), "wrong code {number}");
        }
        assert!(is_refused(&desktop.submits(&form, &[("code", &code)])));
        let over = screens.page();
        assert!(over.says("The code was wrong too often") && !over.html().contains(&code));
        // A new one counts anew, and is another.
        let (next, again) = screens.gets_code();
        assert!(next != address && again != code);
        assert!(is_refused(&enters(&desktop, &address, &again)), "the earlier address is nobody's");
        assert!(is_waiting(&enters(&desktop, &next, &again)));
    }

    async fn four_wrong_codes_and_half_a_code_leave_the_right_one_its_try(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (desktop, (address, code)) = (desktop(), screens.gets_code());
        let form = code_form(&desktop.opens(&address));
        for _ in 0..4 {
            assert!(is_refused(&desktop.submits(&form, &[("code", other_than(&code))])));
        }
        let before = screens.rows().await;
        for typo in ["", &code[1..], "AEIOUY", "……", &"9".repeat(9_000)] {
            let page = desktop.submits(&form, &[("code", typo)]);
            assert!(page.status() == 422 && page.says("Enter the six letters and digits of the code."), "{typo}");
        }
        assert_eq!(screens.rows().await, before, "what can be no code is no guess");
        assert!(is_waiting(&desktop.submits(&form, &[("code", &code)])));
        assert_eq!(screens.rows().await, before, "the right code counts for nothing");
    }

    async fn a_code_lives_ten_minutes_to_the_second_and_so_does_the_question(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (clock, desktop) = (screens.invitation.server.app.clock.clone(), desktop());
        let (address, code) = screens.gets_code();
        clock.advance(10 * MINUTE - Duration::from_secs(1));
        let waiting = enters(&desktop, &address, &code);
        assert!(is_waiting(&waiting), "a second before");
        let asked = screens.page().form("/answer");
        clock.advance(10 * MINUTE - Duration::from_secs(1));
        assert!(is_waiting(&desktop.opens(&waiting.url)), "there is time to answer");
        clock.advance(Duration::from_secs(1));
        let over = desktop.opens(&waiting.url);
        assert!(over.status() == 410 && over.says("You cannot continue on this device"), "{}", over.html());
        assert!(screens.phone.submits(&asked, &[("answer", "yes")]).says("The code has expired"), "a late yes is none");
        assert_eq!(desktop.opens(&screens.invitation.page_address("set-up")).status(), 410);

        let (address, code) = screens.gets_code();
        clock.advance(10 * MINUTE);
        assert!(is_refused(&enters(&desktop, &address, &code)), "to the second");
        assert!(screens.page().says("The code has expired"));
    }

    async fn a_code_is_used_once_whatever_was_answered(database: Database) {
        let screens = TwoScreens::of(database).await;
        for (answer, said) in [("yes", "Your other device can go on"), ("no", "That device was not let in")] {
            let (address, code) = screens.gets_code();
            let (first, second) = (desktop(), desktop());
            let waiting = enters(&first, &address, &code);
            assert!(is_refused(&enters(&second, &address, &code)), "somebody waits already");
            // The form that was sent twice by the same browser, as a double click does.
            assert!(is_waiting(&enters(&first, &address, &code)));
            let question = screens.page().form("/answer");
            assert!(screens.phone.submits(&question, &[("answer", answer)]).says(said));
            let other = if answer == "yes" { "no" } else { "yes" };
            assert!(screens.phone.submits(&question, &[("answer", other)]).says(said), "the first answer stands");
            assert!(is_refused(&enters(&second, &address, &code)));
            let after = first.opens(&waiting.url);
            assert_eq!(after.url.ends_with("/set-up"), answer == "yes", "{}", after.url);
            assert_eq!(after.status(), if answer == "yes" { 200 } else { 410 });
        }
    }

    async fn nobody_else_says_yes(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, waits) = (&screens.invitation, desktop());
        invitation.server.app.clock.advance(Duration::from_secs(301));
        let thief = HttpBrowser::new("en-CA");
        thief.presses_next(&thief.opens(&invitation.fresh_link()));
        let (address, code) = screens.gets_code();
        let waiting = enters(&waits, &address, &code);
        let question = screens.page().form("/answer");
        // With the customer's own form, from a browser that has a session of the same connection.
        assert_eq!(thief.submits(&question, &[("answer", "yes")]).status(), 403);
        // With a good token of the thief's own, for another form or another hand-over.
        let thiefs = thief.opens(&invitation.page_address("another-device")).form("/another-device");
        let stolen = Form { action: question.action.clone(), hidden: thiefs.hidden };
        let id = question.hidden.iter().find(|(name, _)| name == "hand_over").unwrap().1.clone();
        assert_eq!(thief.submits(&stolen, &[("hand_over", &id), ("answer", "yes")]).status(), 403);
        let twisted = Form {
            hidden: question.hidden.iter().filter(|(name, _)| name != "hand_over").cloned().collect(),
            ..question.clone()
        };
        let invented = "9f3c2a10-0000-4000-8000-000000000000";
        assert_eq!(screens.phone.submits(&twisted, &[("hand_over", invented), ("answer", "yes")]).status(), 403);
        assert_eq!(screens.phone.submits(&question, &[("answer", "perhaps")]).status(), 403);
        // From another site, in the customer's own browser.
        let body = question.hidden.iter().map(|(name, value)| format!("{name}={value}&")).collect::<String>() + "answer=yes";
        let evil = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://evil.example")];
        assert_eq!(screens.phone.sends("POST", &question.action, &evil, &body).status, 403);
        assert!(is_waiting(&waits.opens(&waiting.url)), "nothing was answered");
    }

    async fn a_code_is_entered_in_a_form_of_our_own_by_the_browser_that_it_was_made_for(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (address, code) = screens.gets_code();
        let (victim, thief) = (desktop(), desktop());
        let (mine, theirs) = (code_form(&victim.opens(&address)), code_form(&thief.opens(&address)));
        // The thief's form in the victim's browser would take the victim into the thief's place.
        assert_eq!(victim.submits(&theirs, &[("code", &code)]).status(), 403);
        let without_cookie = desktop().submits(&mine, &[("code", &code)]);
        assert!(without_cookie.status() == 410 && without_cookie.says("Allow cookies"), "{}", without_cookie.html());
        assert!(is_waiting(&victim.submits(&mine, &[("code", &code)])));
    }

    async fn a_revocation_meanwhile_ends_what_waits(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, desktop) = (&screens.invitation, desktop());
        for is_answered in [false, true] {
            let (address, code) = screens.gets_code();
            let waiting = enters(&desktop, &address, &code);
            let question = screens.page().form("/answer");
            if is_answered {
                screens.phone.submits(&question, &[("answer", "yes")]);
            }
            invitation.bank.deletes(&invitation.connection.path("connectionInfo/bankFeedAccounts/credentials")).succeeded();
            assert_eq!(screens.phone.submits(&question, &[("answer", "yes")]).status(), 410);
            let after = desktop.opens(&waiting.url);
            assert!(after.says("Enter the code") && after.url == address, "{}", after.url);
            assert!(is_refused(&enters(&desktop, &address, &code)));
            assert_eq!(desktop.opens(&invitation.page_address("set-up")).status(), 410);
            // With another link for the next round.
            let permission = screens.phone.presses_next(&screens.phone.opens(&invitation.fresh_link()));
            screens.phone.agrees(&permission);
        }
    }

    async fn a_yes_that_a_revocation_crosses_lets_nobody_in(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, app) = (&screens.invitation, screens.invitation.server.app.clone());
        let (address, code) = screens.gets_code();
        enters(&desktop(), &address, &code);
        let connection = invitation.connection.id.parse().unwrap();
        let cookie = screens.phone.cookie(&invitation.cookie_name()).unwrap();
        let session = SessionValue::from_cookie(&cookie[2..]).unwrap().fingerprint();
        let kept = hand_overs::of_session(&mut app.store.read().await.unwrap(), &session).await.unwrap().unwrap();
        let mut saying = app.store.write().await.unwrap();
        assert!(hand_over::answer(&app, &mut saying, connection, (&session, kept.id), Answer::Yes).await.unwrap());
        let revoking = tokio::spawn({
            let app = app.clone();
            async move {
                let mut db = app.store.write().await.unwrap();
                credentials::revoke_all(&app, &mut db, connection, Who::Partner, None).await.unwrap();
                db.commit().await.unwrap();
            }
        });
        // Long enough for the revocation to reach what the yes holds.
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!revoking.is_finished(), "it did not wait");
        saying.commit().await.unwrap();
        revoking.await.unwrap();
        assert!(invitation.server.database.tables().await["link_sessions"].is_empty(), "a session has survived");
    }

    async fn a_session_that_has_ended_hands_nothing_over(database: Database) {
        let clock = bankfeeds_link::clock::Clock::standing_at(time::macros::datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| app.limits.session = 5 * MINUTE).await;
        let screens = with_server(server).await;
        let (clock, desktop) = (screens.invitation.server.app.clock.clone(), desktop());
        let (address, code) = screens.gets_code();
        clock.advance(5 * MINUTE);
        assert!(is_refused(&enters(&desktop, &address, &code)), "before the code");
        let permission = screens.phone.presses_next(&screens.phone.opens(&screens.invitation.fresh_link()));
        screens.phone.agrees(&permission);
        let (address, code) = screens.gets_code();
        let waiting = enters(&desktop, &address, &code);
        clock.advance(5 * MINUTE);
        assert_eq!(desktop.opens(&waiting.url).status(), 410, "after it");
    }

    async fn of_two_browsers_with_the_right_code_at_once_one_waits(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (address, code) = screens.gets_code();
        let forms: Vec<_> = (0..6).map(|_| desktop()).map(|it| (code_form(&it.opens(&address)), it)).collect();
        let start = Barrier::new(forms.len());
        let pages: Vec<Page> = std::thread::scope(|scope| {
            let all = forms.iter().map(|(form, browser)| {
                scope.spawn(|| {
                    start.wait();
                    browser.submits(form, &[("code", &code)])
                })
            });
            all.collect::<Vec<_>>().into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert_eq!(pages.iter().filter(|page| is_waiting(page)).count(), 1);
        assert_eq!(pages.iter().filter(|page| is_refused(page)).count(), 5);
    }

    async fn many_wrong_codes_at_once_get_five_tries_together(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (address, code) = screens.gets_code();
        let forms: Vec<_> = (0..8).map(|_| desktop()).map(|it| (code_form(&it.opens(&address)), it)).collect();
        std::thread::scope(|scope| {
            for (form, browser) in &forms {
                scope.spawn(|| assert!(is_refused(&browser.submits(form, &[("code", other_than(&code))]))));
            }
        });
        assert!(is_refused(&enters(&desktop(), &address, &code)));
    }

    async fn guessed_addresses_are_counted_by_network_like_wrong_links(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (invitation, desktop) = (&screens.invitation, desktop());
        let (address, code) = screens.gets_code();
        let tag = |number: usize| format!("BBBB{number:02}").replace(['0', '1'], "C");
        let short = |number| format!("{}/continue/{}", invitation.server.url(), tag(number));
        let form = code_form(&desktop.opens(&address));
        for number in 0..29 {
            let guess = Form { action: short(number), hidden: form.hidden.clone() };
            assert!(is_refused(&desktop.submits(&guess, &[("code", &code)])), "{}", guess.action);
        }
        assert_eq!(HttpBrowser::new("en-CA").opens(&invitation.wrong_link()).status(), 404, "the thirtieth");
        let paused = desktop.submits(&form, &[("code", &code)]);
        assert_eq!((paused.status(), paused.answer.header("retry-after")), (429, "600"));
        invitation.server.app.clock.advance(10 * MINUTE - Duration::from_secs(1));
        assert_eq!(desktop.submits(&form, &[("code", &code)]).status(), 429);
    }

    async fn looking_at_the_address_changes_nothing_and_says_nothing(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (address, code) = screens.gets_code();
        let before = screens.invitation.server.database.tables().await;
        let unknown = format!("{}/continue/BCDFGH", screens.invitation.server.url());
        let scanner = HttpBrowser::new("en-CA");
        for here in [&address, &unknown, &format!("{address}/waiting"), &format!("{address}/waiting/stage")] {
            for method in ["GET", "HEAD", "OPTIONS"] {
                let answer = scanner.asks(method, here);
                assert!(matches!(answer.status, 200 | 303 | 405), "{method} {here}: {}", answer.status);
                assert!(method == "GET" || answer.header("set-cookie").is_empty(), "{method} {here}");
            }
        }
        for purpose in ["prefetch", "prefetch;prerender"] {
            let ahead = send(&agent(), "GET", &address, &[("sec-purpose", purpose)], ());
            assert!(ahead.status == 503 && ahead.header("set-cookie").is_empty());
        }
        assert_eq!(screens.invitation.server.database.tables().await, before);
        let page = scanner.opens(&address);
        assert!(!page.html().contains("rable") && !page.html().contains(&code), "{}", page.html());
        assert!(is_waiting(&enters(&desktop(), &address, &code)), "the scanner used nothing up");
        let malformed = scanner.opens(&format!("{}/continue/K7QX4", screens.invitation.server.url()));
        assert!(malformed.status() == 404 && malformed.says("We cannot open this link"));
    }

    async fn whoever_has_no_right_code_learns_nothing_about_why(database: Database) {
        let screens = TwoScreens::of(database).await;
        let (stranger, url) = (desktop(), screens.invitation.server.url());
        let mut refused = Vec::new();
        let mut tries = |what: &'static str, address: &str, code: &str| {
            let page = enters(&stranger, address, code);
            let tag = address.rsplit('/').next().unwrap();
            let headers = page.answer.headers.iter().filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()));
            let headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
            refused.push((what, page.status(), page.html().replace(tag, "(tag)"), headers));
        };
        tries("a tag that is nobody's", &format!("{url}/continue/BCDFGH"), "BBBBBB");
        let (address, code) = screens.gets_code();
        tries("a wrong code", &address, other_than(&code));
        enters(&desktop(), &address, &code);
        tries("somebody waits", &address, &code);
        screens.says("no");
        tries("answered", &address, &code);
        let (address, code) = screens.gets_code();
        screens.invitation.server.app.clock.advance(10 * MINUTE);
        tries("expired", &address, &code);
        tries("expired and wrong", &address, other_than(&code));
        for (what, status, html, headers) in &refused {
            assert_eq!((*status, html, headers), (422, &refused[0].2, &refused[0].3), "{what}");
        }
    }

    async fn a_hand_over_is_forgotten_a_day_after_its_end(database: Database) {
        let screens = TwoScreens::of(database).await;
        let server = &screens.invitation.server;
        screens.gets_code();
        for (after, left) in [(10 * MINUTE, 1), (24 * 60 * MINUTE, 1), (Duration::from_micros(1), 0)] {
            server.app.clock.advance(after);
            forget::once(&server.app).await.unwrap();
            assert_eq!(server.database.tables().await["hand_overs"].len(), left, "after {after:?}");
        }
    }

    async fn no_more_than_five_browsers_share_a_place(database: Database) {
        let screens = TwoScreens::of(database).await;
        let desktops: Vec<HttpBrowser> = (0..6).map(|_| {
            screens.invitation.server.app.clock.advance(Duration::from_secs(1));
            let ((address, code), browser) = (screens.gets_code(), desktop());
            let waiting = enters(&browser, &address, &code);
            screens.says("yes");
            assert_eq!(browser.opens(&waiting.url).status(), 200);
            browser
        }).collect();
        let statuses = desktops.iter().map(|it| it.opens(&screens.invitation.page_address("set-up")).status());
        assert_eq!(statuses.collect::<Vec<_>>(), [410, 410, 200, 200, 200, 200]);
        assert_eq!(screens.page().status(), 200, "the one that says yes stays");
    }
}

/// A customer of a bank on this server, as [`TwoScreens::of`] makes one.
async fn with_server(server: Server) -> TwoScreens {
    let invitation = Invitation::on(server, |_| {}).await;
    let phone = HttpBrowser::new("en-CA");
    phone.agrees(&phone.presses_next(&phone.opens(invitation.link())));
    TwoScreens { invitation, phone }
}

#[test]
fn two_nodes_hand_over_to_one_another() {
    tell(async {
        let screens = TwoScreens::of(Database::postgres().await).await;
        let (first, second) = (&screens.invitation.server, screens.invitation.restarted().await);
        let there = |address: &str| address.replace(first.url(), second.url());
        let (other, (address, code)) = (desktop(), screens.gets_code());
        let form = code_form(&other.opens(&there(&address)));
        assert!(is_refused(&other.submits(&form, &[("code", other_than(&code))])));
        let waiting = other.submits(&form, &[("code", &code)]);
        assert!(is_waiting(&waiting), "{}", waiting.html());
        assert!(screens.says("yes").says("Your other device can go on"));
        let set_up = other.opens(&waiting.url);
        assert!(set_up.url == there(&screens.invitation.page_address("set-up")) && set_up.status() == 200);
        // The code that is asked for at one node is counted at the other.
        let (address, code) = screens.gets_code();
        let here_and_there = [address.clone(), there(&address)];
        for number in 0..5 {
            let here = &here_and_there[number % 2];
            assert!(is_refused(&enters(&desktop(), here, other_than(&code))));
        }
        assert!(is_refused(&enters(&desktop(), &here_and_there[1], &code)));
    });
}

/// The words of the story in a language.
struct Words {
    next: &'static str,
    permission: &'static str,
    set_up: &'static str,
    another: &'static str,
    get: &'static str,
    enter: &'static str,
    go: &'static str,
    none: &'static str,
    waiting: &'static str,
    asked: &'static str,
    yes: &'static str,
    goes_on: &'static str,
}

const ENGLISH: Words = Words {
    next: "Next",
    permission: "What does not happen",
    set_up: "Set up QuickBooks",
    another: "Continue on another device",
    get: "Get an address and a code",
    enter: "Enter the code",
    go: "Continue",
    none: "Enter the six letters and digits of the code.",
    waiting: "Now say yes on your other device",
    asked: "Is this your other device?",
    yes: "Yes, continue there",
    goes_on: "Your other device can go on",
};

const FRENCH: Words = Words {
    next: "Suivant",
    permission: "Ce que vous n’autorisez pas",
    set_up: "Configurez QuickBooks",
    another: "Continuer sur un autre appareil",
    get: "Obtenir une adresse et un code",
    enter: "Entrez le code",
    go: "Continuer",
    none: "Entrez les six lettres et chiffres du code.",
    waiting: "Dites maintenant oui sur votre autre appareil",
    asked: "Est-ce votre autre appareil?",
    yes: "Oui, continuer là-bas",
    goes_on: "Votre autre appareil peut continuer",
};

/// Both screens turn their pages by themselves, but for what is pressed here. Leaves pictures.
async fn two_real_browsers(first: Browser, second: Browser, words: &Words, name: &str) {
    let invitation = Invitation::with(Database::sqlite(), dressed).await;
    first.opens(invitation.link()).await;
    first.presses(words.next).await;
    first.sees(words.permission).await;
    first.presses(words.next).await;
    first.sees(words.set_up).await;
    first.presses(words.another).await;
    first.sees(words.get).await;
    checked(&first, &format!("{name}-1-start")).await;
    first.presses(words.get).await;
    let (address, code) = (first.text_of("address").await, first.text_of("code").await);
    checked(&first, &format!("{name}-2-open")).await;

    second.opens(&address).await;
    second.sees(words.enter).await;
    checked(&second, &format!("{name}-3-enter")).await;
    second.presses(words.go).await;
    second.sees(words.none).await;
    checked(&second, &format!("{name}-4-none")).await;
    let field = second.client.find(fantoccini::Locator::Id("code")).await.unwrap();
    field.send_keys(&code.to_lowercase()).await.unwrap();
    second.presses(words.go).await;
    second.sees(words.waiting).await;
    checked(&second, &format!("{name}-5-waiting")).await;

    first.sees(words.asked).await;
    checked(&first, &format!("{name}-6-asked")).await;
    first.presses(words.yes).await;
    first.sees(words.goes_on).await;
    checked(&first, &format!("{name}-7-let-in")).await;
    second.sees(words.set_up).await;
    assert!(second.address().await.ends_with("/set-up"));
}

#[test]
fn a_phone_hands_over_to_a_desktop_and_both_turn_their_pages_by_themselves() {
    tell(async {
        let phone = Browser::of(Reader::french().on_a_phone()).await;
        let desktop = Browser::of(Reader::french()).await;
        two_real_browsers(phone, desktop, &FRENCH, "screens-fr").await;
    });
}

#[test]
fn a_dark_desktop_hands_over_to_a_phone() {
    tell(async {
        let desktop = Browser::of(Reader::english()).await;
        let phone = Browser::of(Reader::english().on_a_phone()).await;
        for browser in [&desktop, &phone] {
            let dark = serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
            browser.asks_chromium("Emulation.setEmulatedMedia", &dark);
        }
        two_real_browsers(desktop, phone, &ENGLISH, "screens-en-dark").await;
    });
}
