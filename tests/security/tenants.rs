//! Two partners: whatever belongs to one is nothing to the other.

use serde_json::{Value, json};

use crate::link::{Invitation, Walk};
use crate::support::{Answer, Database, HttpBrowser, PartnerClient, checking, transaction};

const INVENTED: &str = "6b1f0f3c-0000-4000-8000-000000000000";

/// What is told, without the id of the request.
fn told(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    if let Some(body) = body.as_object_mut() {
        body.remove("correlationId");
    }
    (answer.status, body)
}

/// Every operation that names something: method, address and body. `account` and `push` are ids of the partner's own.
fn operations(
    company: &str,
    connection: &str,
    (account, push): (&str, &str),
    day: &str,
) -> Vec<(&'static str, String, Value)> {
    let accounts = format!("/companies/{company}/connections/{connection}/connectionInfo/bankFeedAccounts");
    let transactions =
        format!("/companies/{company}/connections/{connection}/push/bankAccounts/{account}/bankTransactions");
    let batch = json!({ "accountId": account, "transactions": [transaction("t-2", day, -1.0, "Flour")] });
    vec![
        ("GET", format!("/companies/{company}"), Value::Null),
        ("DELETE", format!("/companies/{company}"), Value::Null),
        ("PUT", format!("/companies/{company}"), json!({ "name": "Mine" })),
        ("PATCH", format!("/companies/{company}"), json!({ "name": "Mine" })),
        ("GET", format!("/companies/{company}/connections"), Value::Null),
        ("POST", format!("/companies/{company}/connections"), json!({ "platformKey": "hcws" })),
        ("GET", format!("/companies/{company}/connections/{connection}"), Value::Null),
        ("PATCH", format!("/companies/{company}/connections/{connection}"), json!({ "status": "Unlinked" })),
        ("DELETE", format!("/companies/{company}/connections/{connection}"), Value::Null),
        ("POST", format!("/companies/{company}/connections/{connection}/bankFeeds/otp"), Value::Null),
        ("GET", accounts.clone(), Value::Null),
        ("POST", accounts.clone(), checking("2")),
        ("PUT", accounts.clone(), json!([checking("2")])),
        ("POST", format!("{accounts}/batch"), json!([checking("2")])),
        ("PATCH", format!("{accounts}/{account}"), json!({ "accountName": "Mine" })),
        ("DELETE", format!("{accounts}/{account}"), Value::Null),
        ("GET", format!("/companies/{company}/accessToken"), Value::Null),
        ("GET", transactions.replace("/push/", "/options/"), Value::Null),
        ("GET", format!("/connections/{connection}/connectionInfo/bankFeedAccounts"), Value::Null),
        ("POST", format!("{accounts}/credentials"), Value::Null),
        ("DELETE", format!("{accounts}/credentials"), Value::Null),
        ("POST", transactions, batch),
        ("GET", format!("/companies/{company}/push"), Value::Null),
        ("GET", format!("/companies/{company}/push/{push}"), Value::Null),
    ]
}

on_both_databases! {
    async fn ten_every_operation_on_anothers_things_is_the_same_as_on_invented_ones(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, owner, theirs) = (&invitation.server, &invitation.bank, &invitation.connection);
        let day = server.day(0);
        // A link, a session, a set of credentials and a push operation, which was refused: all the kinds of things there are.
        HttpBrowser::new("en-CA").walks_to_credentials(invitation.link());
        owner.pushes(theirs, "4821", &[transaction("t-1", &day, 1.0, "Rent")]);
        let push = owner.gets(&format!("/companies/{}/push", theirs.company)).succeeded()["results"][0]["pushOperationKey"]
            .as_str().unwrap().to_owned();
        let stranger = PartnerClient::new(server, "Another Bank").await;
        let mine = stranger.connects(&stranger.creates_company("Mine"));
        stranger.adds_account(&mine, &checking("4821"));
        stranger.looks_at(&mine);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let before = server.database.tables().await;
        // All theirs; then their connection in the stranger's own company, and the other way round.
        let things = [
            ((theirs.company.as_str(), theirs.id.as_str()), ("4821", push.as_str())),
            ((&mine.company, &theirs.id), ("4821", &push)),
            ((&theirs.company, &mine.id), ("4821", &push)),
        ];
        for (place, ((company, connection), ids)) in things.into_iter().enumerate() {
            let invented = [
                if company == mine.company { company } else { INVENTED },
                if connection == mine.id { connection } else { INVENTED },
            ];
            let asked = operations(company, connection, ids, &day);
            let made_up = operations(invented[0], invented[1], ("4821", INVENTED), &day);
            for ((method, path, body), (_, unknown, _)) in asked.iter().zip(&made_up) {
                // What names only the stranger's own company is theirs to do.
                let names_theirs = path.contains(&theirs.id) || path.contains(&theirs.company) || path.contains(&push);
                if !names_theirs {
                    continue;
                }
                let (answer, expected) = (stranger.sends(method, path, body), stranger.sends(method, unknown, body));
                assert_eq!(answer.status, 404, "{place} {method} {path}: {}", answer.text());
                assert_eq!(told(&answer), told(&expected), "{place} {method} {path}");
                let names = |answer: &Answer| {
                    let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
                    // An answer that comes before the whole body closes the connection: a matter of chance.
                    names.retain(|name| name != "connection");
                    names.sort();
                    names
                };
                assert_eq!(names(&answer), names(&expected), "{method} {path}");
            }
        }
        assert_eq!(server.database.tables().await, before, "nothing of either has changed");
        let list = stranger.gets("/companies").succeeded();
        assert_eq!(list["totalResults"], 1, "{list}");
        assert!(!list.to_string().contains(&theirs.company));
        let query = stranger.gets(&format!("/companies?query=id%3D{}", theirs.company));
        assert!(!query.text().contains("Bistro 12"), "{}", query.text());
    }

    async fn ten_no_field_of_a_body_sets_what_is_not_the_callers_to_set(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, bank) = (&invitation.server, &invitation.bank);
        let stranger = PartnerClient::new(server, "Another Bank").await;
        let smuggled = json!({
            "name": "Bistro", "id": INVENTED, "companyId": INVENTED, "partnerId": stranger.id.to_string(),
            "partner_id": stranger.id.to_string(), "redirect": "https://evil.example", "created": "1999-01-01T00:00:00Z",
            "status": "Linked", "lastSync": "1999-01-01T00:00:00Z",
        });
        let company = bank.posts("/companies", &smuggled).succeeded();
        assert_ne!(company["id"], INVENTED);
        assert!(company["redirect"].as_str().unwrap().starts_with(server.url()), "{company}");
        assert_eq!(stranger.gets("/companies").succeeded()["totalResults"], 0);
        let path = format!("/companies/{}/connections", company["id"].as_str().unwrap());
        let smuggled = json!({
            "platformKey": "hcws", "id": INVENTED, "companyId": invitation.connection.company, "status": "Linked",
            "partnerId": stranger.id.to_string(), "linkUrl": "https://evil.example", "created": "1999-01-01T00:00:00Z",
            "connectionInfo": { "connectedAccounts": "7" },
        });
        let connection = bank.posts(&path, &smuggled).succeeded();
        assert_ne!(connection["id"], INVENTED);
        assert_eq!(connection["status"], "PendingAuth");
        assert!(connection["linkUrl"].as_str().unwrap().starts_with(server.url()), "{connection}");
        assert_eq!(connection["connectionInfo"]["connectedAccounts"].to_string().trim_matches('"'), "0", "{connection}");
        let mut smuggled = checking("1");
        for (name, value) in [
            ("status", json!("connected")), ("feedStartDate", json!("1999-01-01")), ("modifiedDate", json!("1999-01-01")),
            ("connectionId", json!(invitation.connection.id)), ("partnerId", json!(stranger.id.to_string())),
            ("ofxAccountId", json!("evil")), ("place", json!(-1)),
        ] {
            smuggled[name] = value;
        }
        let accounts = format!("{path}/{}/connectionInfo/bankFeedAccounts", connection["id"].as_str().unwrap());
        let account = bank.posts(&accounts, &smuggled).succeeded();
        assert_eq!(account["status"], "pending", "{account}");
        assert!(account["feedStartDate"].is_null() || !account.to_string().contains("1999"), "{account}");
        assert!(!account.to_string().contains("evil"), "{account}");
        assert_eq!(bank.lists_accounts(&invitation.connection).as_array().unwrap().len(), 2, "none was slipped in there");
    }
}
