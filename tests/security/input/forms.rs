//! Forms that no page of ours has sent.

use crate::link::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, Page};

use super::{CANARY, Door, Raw, contents, is_refused, sends_bytes, tells_nothing};

const FORM: &str = "application/x-www-form-urlencoded";

/// Posts as the browser that holds this cookie.
fn posts(invitation: &Invitation, marie: &HttpBrowser, page: &str, kind: &str, body: &[u8]) -> Raw {
    let tag = invitation.connection.id.replace('-', "")[..8].to_owned();
    let place = marie.cookie(&format!("l-{tag}")).unwrap();
    let id = &invitation.connection.id;
    let head = format!(
        "POST /link/{id}/{page} HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nCookie: l-{tag}={place}\r\n"
    );
    sends_bytes(&invitation.server, head.as_bytes(), body)
}

fn token(page: &Page, end: &str) -> String {
    let form = page.form(end);
    form.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1.clone()
}

on_both_databases! {
    async fn a_form_that_no_page_has_sent_is_refused_as_a_page_and_does_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(invitation.link());
        let csrf = token(&first, "/select-software");
        let before = contents(&invitation.server.database).await;
        let many: String = (0..2_500).map(|number| format!("&{number}=")).collect();
        let multipart = format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--b--\r\n");
        let cases: [(&str, &str, Vec<u8>, &[u16]); 15] = [
            ("nothing", FORM, Vec::new(), &[403]),
            ("no token", FORM, format!("software={CANARY}").into(), &[403]),
            ("the token empty", FORM, "csrf=&software=hcws".into(), &[403]),
            ("two tokens", FORM, format!("csrf={CANARY}&csrf={csrf}&software=hcws").into(), &[403]),
            ("another software", FORM, format!("csrf={csrf}&software={CANARY}").into(), &[422]),
            ("two answers", FORM, format!("csrf={csrf}&software=hcws&software={CANARY}").into(), &[403]),
            ("a field that is a list", FORM, format!("csrf={csrf}&software[]=hcws").into(), &[422]),
            ("no UTF-8", FORM, [b"csrf=\xff\xfe%ff&software=".as_slice(), CANARY.as_bytes()].concat(), &[403]),
            ("a NUL", FORM, format!("csrf={csrf}%00&software=hcws").into(), &[403]),
            ("two and a half thousand fields", FORM, format!("csrf=x{many}").into(), &[403]),
            ("more than 16 kB", FORM, format!("csrf={csrf}&software=hcws&x={}", CANARY.repeat(1_400)).into(), &[413]),
            ("multipart", "multipart/form-data; boundary=b", multipart.into(), &[403, 415]),
            ("JSON", "application/json", format!("{{\"csrf\":\"{csrf}\",\"software\":\"hcws\"}}").into(), &[403, 415]),
            ("plain text", "text/plain", format!("csrf={csrf}&software=hcws").into(), &[403, 415]),
            ("no kind", "", format!("csrf={csrf}&software=hcws").into(), &[403, 415]),
        ];
        for (what, kind, body, statuses) in cases {
            is_refused(&posts(&invitation, &marie, "select-software", kind, &body), Door::Pages, statuses, what);
        }
        assert_eq!(contents(&invitation.server.database).await, before);
        let permission = marie.presses_next(&first);
        assert_eq!(permission.status(), 200, "the right form still works");
    }

    async fn a_field_that_no_button_sends_is_refused_behind_the_token_too(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let permission = marie.presses_next(&marie.opens(invitation.link()));
        let csrf = token(&permission, "/consent");
        let text = permission.form("/consent").hidden.into_iter().find(|(name, _)| name == "text").unwrap().1;
        let before = contents(&invitation.server.database).await;
        for answer in ["", CANARY, "agree%00", "Agree", "agree&answer=decline"] {
            let body = format!("csrf={csrf}&text={text}&answer={answer}");
            is_refused(&posts(&invitation, &marie, "consent", FORM, body.as_bytes()), Door::Pages, &[403, 422], answer);
        }
        let language = permission.form("/language");
        let csrf = language.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
        for (page, choice) in [("consent", CANARY), ("consent", "%00"),  ("consent", "xx")] {
            let body = format!("csrf={csrf}&language={choice}");
            is_refused(&posts(&invitation, &marie, &format!("language?page={page}"), FORM, body.as_bytes()), Door::Pages, &[403, 422], choice);
        }
        assert_eq!(contents(&invitation.server.database).await, before);
        // A page that there is not leads to one that there is, and is not repeated.
        let body = format!("csrf={csrf}&language=en-CA");
        let led = posts(&invitation, &marie, &format!("language?page=//{CANARY}"), FORM, body.as_bytes());
        assert_eq!((led.status, led.head.contains(CANARY)), (303, false), "{}", led.head);
        let ready = marie.agrees(&permission);
        let csrf = token(&ready, "/credentials");
        for nonce in ["", "%00", "%ff", &"9".repeat(65)] {
            let body = format!("csrf={csrf}&nonce={nonce}");
            let answer = posts(&invitation, &marie, "credentials", FORM, body.as_bytes());
            // A nonce of another making is one of its own: it counts once, and is not stored as it came.
            assert!(matches!(answer.status, 303 | 403), "{nonce}: {}", answer.status);
            tells_nothing(&answer, nonce);
        }
    }
}
