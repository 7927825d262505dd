//! JSON bodies that are none, that are too much, or that say two things at once.

use serde_json::json;

use crate::link::Invitation;
use crate::support::Database;

use super::{CANARY, Door, Raw, contents, is_refused, sends, tells_nothing};

/// Every address that takes a JSON body, below a connection; with a body that it takes.
fn addresses(invitation: &Invitation) -> [(String, String); 4] {
    let connection = &invitation.connection;
    let account = json!({ "id": "x", "accountName": "x", "accountType": "checking", "accountNumber": "1", "currency": "CAD", "balance": 1 });
    [
        ("/companies".to_owned(), json!({ "name": "Bistro" }).to_string()),
        (format!("/companies/{}/connections", connection.company), json!({ "platformKey": "hcws" }).to_string()),
        (connection.path("connectionInfo/bankFeedAccounts"), account.to_string()),
        (
            connection.path("push/bankAccounts/4821/bankTransactions"),
            json!({ "accountId": "4821", "transactions": [{ "id": "1", "date": "2026-11-21", "amount": 1 }] })
                .to_string(),
        ),
    ]
}

fn posts(invitation: &Invitation, path: &str, body: &[u8]) -> Raw {
    let authorization = invitation.bank.authorization();
    let head = format!("POST {path} HTTP/1.1\r\nAuthorization: {authorization}\r\nContent-Type: application/json\r\n");
    sends(&invitation.server, &head, body)
}

/// Bodies that are refused everywhere, whatever the address expects.
fn unreadable(good: &str) -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: String| text.into_bytes();
    let open = good.trim_end_matches('}');
    let first = good.split(':').next().unwrap().trim_start_matches('{').to_owned();
    let utf_16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("nothing", Vec::new()),
        ("blanks", text(" \r\n\t".into())),
        ("cut short", text(open.to_owned())),
        ("garbage behind", text(format!("{good}{CANARY}"))),
        ("two documents", text(format!("{good}{good}"))),
        ("a byte order mark", text(format!("\u{feff}{good}"))),
        ("UTF-16", utf_16),
        ("an array", text(format!("[{good}]"))),
        ("a text", text(format!("\"{CANARY}\""))),
        ("null", text("null".into())),
        ("a number", text("1e999999".into())),
        ("not a number", text(format!("{{{first}: NaN}}"))),
        ("infinity", text(format!("{{{first}: -Infinity}}"))),
        ("a comment", text(format!("/*{CANARY}*/{good}"))),
        ("single quotes", text(good.replace('"', "'"))),
        ("a comma too many", text(format!("{open},}}"))),
        ("a form", text(format!("name={CANARY}&platformKey={CANARY}"))),
        ("XML", text(format!("<!DOCTYPE x [<!ENTITY c '{CANARY}'>]><x>&c;</x>"))),
        ("a field twice", text(format!("{open},{first}:\"{CANARY}\"}}"))),
        ("half a surrogate", text(format!("{{{first}:\"{CANARY}\\ud800\"}}"))),
        ("surrogates the wrong way round", text(format!("{{{first}:\"\\udc00\\ud800\"}}"))),
        ("an unknown escape", text(format!("{{{first}:\"\\x41\"}}"))),
        ("a raw control character", text(format!("{{{first}:\"{CANARY}\u{1}\"}}"))),
        ("bytes that are no UTF-8", [b"{", first.as_bytes(), b":\"\xc0\xaf\xff\"}"].concat()),
        ("an object for a text", text(format!("{{{first}:{{\"{CANARY}\":\"{CANARY}\"}}}}"))),
        ("an array for a text", text(format!("{{{first}:[\"{CANARY}\"]}}"))),
        ("ten thousand arrays in a field", text(format!("{{{first}:{}", "[".repeat(10_000)))),
        ("ten thousand objects in a field", text(format!("{{{first}:{}", format!("{{{first}:").repeat(10_000)))),
        ("a million digits", text(format!("{{{first}:{}}}", "9".repeat(200_000)))),
        ("no fields at all", text("{}".into())),
        ("a field with a long name alone", text(format!("{{\"{}{CANARY}\":1}}", "k".repeat(100_000)))),
    ]
}

/// What is beside the point and left alone, however odd it is.
fn beside_the_point(good: &str) -> Vec<(&'static str, String)> {
    let open = good.trim_end_matches('}');
    let many: String = (0..10_000).map(|number| format!(",\"{CANARY}{number}\":{number}")).collect();
    vec![
        ("a number beyond every number", format!("{open},\"later\":-1e999999}}")),
        ("a hundred levels", format!("{open},\"later\":{}{}}}", "[".repeat(100), "]".repeat(100))),
        ("an unknown field twice", format!("{open},\"{CANARY}\":1,\"{CANARY}\":2}}")),
        ("ten thousand fields", format!("{open}{many}}}")),
        ("__proto__", format!("{open},\"__proto__\":{{\"{CANARY}\":1}},\"constructor\":null}}")),
        (
            "fields that are ours to set",
            format!("{open},\"partnerId\":\"{CANARY}\",\"status\":\"Linked\",\"feedStartDate\":\"1999-01-01\"}}"),
        ),
    ]
}

on_both_databases! {
    async fn a_body_that_is_no_json_object_is_refused_everywhere_and_changes_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = contents(&invitation.server.database).await;
        for (path, good) in addresses(&invitation) {
            let end = good.strip_suffix("}").unwrap();
            // The last brace alone is taken off: an account ends with a number, a push with a list.
            let good = format!("{end}}}");
            for (what, body) in unreadable(&good) {
                is_refused(&posts(&invitation, &path, &body), Door::Api, &[400], &format!("{path}: {what}"));
            }
            let deep = "{\"a\":".repeat(10_000);
            is_refused(&posts(&invitation, &path, deep.as_bytes()), Door::Api, &[400], "ten thousand levels");
        }
        assert_eq!(contents(&invitation.server.database).await, before);
    }

    async fn what_is_beside_the_point_is_left_alone(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = invitation.bank.lists_accounts(&invitation.connection);
        for (path, good) in addresses(&invitation).into_iter().take(2) {
            for (what, body) in beside_the_point(&good) {
                let answer = posts(&invitation, &path, body.as_bytes());
                tells_nothing(&answer, what);
                assert_eq!(answer.status, 200, "{what}: {}", answer.body);
                let shown: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
                assert!(!["Linked"].contains(&shown["status"].as_str().unwrap_or_default()), "{what}: {shown}");
            }
        }
        assert_eq!(invitation.bank.lists_accounts(&invitation.connection), before);
    }

    async fn v1_5_3_a_tag_that_is_given_twice_is_refused(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let body = format!(r#"{{"name":"Bistro","tags":{{"{CANARY}":"1","{CANARY}":"2"}}}}"#);
        let answer = posts(&invitation, "/companies", body.as_bytes());
        is_refused(&answer, Door::Api, &[400], "a tag twice");
        assert!(answer.body.contains("tags: must give each name once"), "{}", answer.body);
    }
}
