//! The contract's limits for what a partner's program sends, each at n and at n+1.

use serde_json::{Value, json};

use crate::api::{quickbooks_connects, refused};
use crate::support::{Connection, Database, PartnerClient, Server, checking};

use super::contents;

const ACCOUNTS: &str = "connectionInfo/bankFeedAccounts";

async fn connected(server: &Server) -> (PartnerClient, Connection) {
    let acme = PartnerClient::new(server, "Acme Bank").await;
    let connection = acme.connects(&acme.creates_company("Bistro"));
    acme.adds_account(&connection, &checking("acc-1"));
    quickbooks_connects(server, &connection, "acc-1", 7).await;
    (acme, connection)
}

/// A batch of items from the texts of their amounts, digit for digit as they stand here.
fn pushes_amounts(
    acme: &PartnerClient,
    server: &Server,
    connection: &Connection,
    amounts: &[(String, &str)],
) -> crate::support::Answer {
    let day = server.day(0);
    let item = |(id, amount): &(String, &str)| {
        format!(r#"{{"id":"{id}","date":"{day}","amount":{amount},"balance":{amount}}}"#)
    };
    let items: Vec<String> = amounts.iter().map(item).collect();
    let body = format!(r#"{{"accountId":"acc-1","transactions":[{}]}}"#, items.join(","));
    let path = connection.path("push/bankAccounts/acc-1/bankTransactions");
    let authorization = acme.authorization();
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
    crate::support::send(&crate::support::agent(), "POST", &format!("{}{path}", server.url()), &headers, body)
}

on_both_databases! {
    async fn v1_4_2_an_amount_is_kept_to_the_last_digit_or_refused(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let kept = [
            "0", "-0.00", "0.01", "-9223372036854775808", "9223372036854775808.99", "9999999999999999999999999999", "1e27",
            "-1.5E+3", "25e-2", "0.0000000000000000000000000001", "0e64",
        ];
        let amounts: Vec<(String, &str)> = (1..).map(|it: i32| it.to_string()).zip(kept).collect();
        let answer = pushes_amounts(&acme, &server, &connection, &amounts);
        assert_eq!(answer.status, 200, "{}", answer.text());
        // Digit for digit: a reader that knows floats alone would lose the last ones.
        assert!(answer.text().contains(r#""amount":9223372036854775808.99"#), "{}", answer.text());
        let before = contents(&server.database).await;
        for refused_one in ["10000000000000000000000000000", "123456789012345678901234567890", "1e28", "1e65", "1e999999", "1e-29", "-1e99999999999999999999",
            "0.12345678901234567890123456789", "\"1\"", "true", "[1]", "{}"] {
            let answer = pushes_amounts(&acme, &server, &connection, &[("n".to_owned(), refused_one)]);
            refused(&answer, 400);
            let message = answer.json()["validation"]["errors"][0]["message"].as_str().unwrap().to_owned();
            assert!(message.starts_with("transactions[0].amount: must "), "{refused_one}: {message}");
        }
        for no_number in ["NaN", "Infinity", "-", "+1", "01", ".5", "1.", "0x10", "1,5", "1_000"] {
            refused(&pushes_amounts(&acme, &server, &connection, &[("n".to_owned(), no_number)]), 400);
        }
        assert_eq!(contents(&server.database).await, before);
    }

    async fn a_date_is_one_of_the_calendar_and_of_the_days_that_count(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let before = contents(&server.database).await;
        for date in [
            "0000-01-01", "0001-01-01", "1900-02-29", "2026-02-29", "2025-02-29", "2026-13-01", "2026-11-31", "9999-12-31", "10000-01-01", "-2026-11-21",
            "+2026-11-21", "2026-11-23", "2026-11-12", "2026-11-2", "20261121", "2026-11-21T24:00:00", "2026-11-21T10:61", "2026-11-21T10:00:00+99:99:99", "2026-11-21\u{0}",
            "２０２６-11-21", "2026-11-21T", "today", "", " 2026-11-21",
        ] {
            let answer = acme.pushes(&connection, "acc-1", &[json!({ "id": "1", "date": date, "amount": 1 })]);
            refused(&answer, 400);
            assert_eq!(answer.json()["validation"]["errors"].as_array().unwrap().len(), 1, "{date}: {}", answer.text());
        }
        assert_eq!(contents(&server.database).await, before);
        // The earliest day of the history anywhere, and the latest day anywhere.
        for (id, date) in [("a", "2026-11-14"), ("b", "2026-11-22"), ("c", "2026-11-22T23:59:59.999999999-12:00")] {
            let answer = acme.pushes(&connection, "acc-1", &[json!({ "id": id, "date": date, "amount": 1 })]);
            assert_eq!(answer.status, 200, "{date}: {}", answer.text());
        }
    }

    async fn a_text_is_as_long_as_its_reader_counts(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let named = |name: &str| { let mut it = checking("x"); it["accountName"] = name.into(); it };
        for (name, says) in [
            ("", "accountName: is required"), (" \u{a0}", "accountName: is required"), ("\u{200b}\u{2060}", "accountName: is required"),
            (&"é".repeat(101), "accountName: must be 100 characters or less"), ("Chequing\u{0}", "accountName: character 9 is a control character (U+0000)"),
            ("a\nb", "accountName: character 2 is a line break"), ("a\tb", "accountName: character 2 is a tab"), ("e\u{301}\u{202e}x", "accountName: character 2 is a character that changes the direction"),
            ("\u{2066}x", "accountName: character 1 is"), ("\u{85}", "accountName: character 1 is a line break"), (&format!("Zo{}", "\u{301}".repeat(64)), "accountName: character 2 carries more marks"),
        ] {
            let error = refused(&acme.posts(&connection.path(ACCOUNTS), &named(name)), 400);
            assert!(error.starts_with(says), "{name:?}: {error}");
        }
        let longest = "e\u{301}".repeat(100);
        let shown = acme.posts(&connection.path(ACCOUNTS), &named(&longest)).succeeded();
        assert_eq!(shown["accountName"], longest.as_str());
        let item = |description: String| json!({ "id": "1", "date": server.day(0), "amount": 1, "description": description });
        refused(&acme.pushes(&connection, "acc-1", &[item("x".repeat(2_001))]), 400);
        let answer = acme.pushes(&connection, "acc-1", &[item(format!("{}\u{202e}\u{0}", "é".repeat(1_998)))]).succeeded();
        assert_eq!(answer["data"]["transactions"][0]["description"], format!("{}  ", "é".repeat(1_998)));
        assert_eq!(answer["validation"]["warnings"][0]["validatorName"], "PlainText");
    }

    async fn an_id_an_account_and_a_currency_have_their_form(database: Database) {
        let server = Server::start(database).await;
        let (acme, connection) = connected(&server).await;
        let with = |field: &str, value: Value| { let mut it = checking("x"); it[field] = value; it };
        for (field, value, says) in [
            ("id", json!("x".repeat(65)), "id: must be 64"), ("id", json!("a\u{0}"), "id: character 2"), ("id", json!(7), "id: must be a string"),
            ("currency", json!("cad"), "currency: must be"), ("currency", json!("CA"), "currency: must be"), ("currency", json!("C\u{c4}D"), "currency: must be"), ("currency", json!(""), "currency: must be"),
            ("accountType", json!("mortgage"), "accountType: must be one of"), ("accountType", json!("Checking"), "accountType: must be one of"), ("accountType", json!(""), "accountType: must be one of"),
            ("accountNumber", json!("1".repeat(65)), "accountNumber: must be 64"), ("sortCode", json!("1".repeat(21)), "sortCode: must be 20"), ("balance", json!("1"), "balance: must be a number"),
            ("routingInfo", json!({ "type": "zip" }), "routingInfo.type: must be one of"), ("accountInfo", json!({ "description": "x".repeat(201) }), "accountInfo.description: must be 200"),
            ("accountInfo", json!({ "accountOpenDate": "2026-02-30" }), "accountInfo.accountOpenDate: must be a date"), ("routingInfo", json!([]), "routingInfo: must be an object"),
        ] {
            let error = refused(&acme.posts(&connection.path(ACCOUNTS), &with(field, value)), 400);
            assert!(error.starts_with(says), "{field}: {error}");
        }
        let path = format!("/companies/{}/connections", connection.company);
        for key in ["", "gbol", "HCWS", "hcws ", "hcws\u{0}"] {
            assert!(refused(&acme.posts(&path, &json!({ "platformKey": key })), 400).starts_with("platformKey: must be hcws"));
        }
        for id in ["../../x", "a?b#c", "%00", "' OR 1=1 --", "<b>", "é \u{200b}x", "x".repeat(64).as_str()] {
            let shown = acme.posts(&connection.path(ACCOUNTS), &with("id", json!(id))).succeeded();
            assert_eq!(shown["id"], id);
        }
    }

    async fn a_company_has_ten_tags_and_a_name_of_letters(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let tags = |count: usize| -> Value { (0..count).map(|it| (format!("tag{it}"), json!("x"))).collect::<serde_json::Map<_, _>>().into() };
        let makes = |name: &str, tags: Value| acme.posts("/companies", &json!({ "name": name, "tags": tags }));
        makes("Bistro", tags(10)).succeeded();
        assert!(refused(&makes("Bistro", tags(11)), 400).starts_with("tags: at most 10"));
        makes("Bistro", json!({ "t".repeat(27): "v".repeat(100), "null": "" })).succeeded();
        for (name, value) in [("t".repeat(28), "v".to_owned()), ("t".to_owned(), "v".repeat(101)), (String::new(), "v".to_owned()), ("t".to_owned(), "\u{0}".to_owned())] {
            assert!(refused(&makes("Bistro", json!({ name: value })), 400).starts_with("tags"));
        }
        assert_eq!(makes(&"é".repeat(200), json!({})).succeeded()["name"], "é".repeat(200));
        for name in ["é".repeat(201), format!("e{}", "\u{301}".repeat(5_000)), String::new(), "\u{202e}()[]".into(), "?!.".into(), "\u{200b}".into(), "\u{301}".into()] {
            assert!(refused(&makes(&name, json!({})), 400).starts_with("name"), "{name:?}");
        }
        assert_eq!(makes("<b>{{7*7}}\u{202e} किराना\u{0} & Zoë's 株式会社</b>", json!({})).succeeded()["name"], "b77 किराना & Zoë's 株式会社b");
        let described = |text: String| acme.posts("/companies", &json!({ "name": "Bistro", "description": text }));
        described("d".repeat(1_000)).succeeded();
        refused(&described("d".repeat(1_001)), 400);
        refused(&described(format!("e{}", "\u{301}".repeat(20_000))), 400);
    }
}
