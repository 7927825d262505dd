//! Lists filtered, ordered and paged: one language for all of them.

use std::time::Duration;

use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::{quickbooks_connects, refused};
use crate::support::{Database, OfficialClient, PartnerClient, Server, checking, transaction};

/// The address of a list with these parameters.
fn at(path: &str, parameters: &[(&str, &str)]) -> String {
    format!("{path}?{}", Serializer::new(String::new()).extend_pairs(parameters).finish())
}

/// What a list answers, in order, by this field.
fn listed(acme: &PartnerClient, path: &str, parameters: &[(&str, &str)], field: &str) -> Vec<String> {
    let answer = acme.gets(&at(path, parameters)).succeeded();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(answer["totalResults"], results.len(), "{parameters:?}");
    results.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

/// Alpha, Bravo (of Québec, polled) and Charlie, a minute apart.
async fn with_companies(database: Database) -> (Server, PartnerClient) {
    let server = Server::start(database).await;
    let acme = PartnerClient::new(&server, "Acme Bank").await;
    acme.creates_company("Alpha");
    server.app.clock.advance(Duration::from_secs(60));
    let tags = json!({ "region": "qc", "uid": "b-1" });
    let bravo = acme.posts("/companies", &json!({ "name": "Bravo", "description": "table 7", "tags": tags }));
    let bravo = bravo.succeeded()["id"].as_str().unwrap().to_owned();
    let connection = acme.connects(&crate::support::Company { id: bravo });
    acme.adds_account(&connection, &checking("acc-1"));
    quickbooks_connects(&server, &connection, "acc-1", 7).await;
    server.app.clock.advance(Duration::from_secs(60));
    acme.posts("/companies", &json!({ "name": "Charlie", "tags": { "region": "on" } })).succeeded();
    (server, acme)
}

on_both_databases! {
    async fn companies_are_found_by_every_field_they_have_and_by_tags(database: Database) {
        let (_server, acme) = with_companies(database).await;
        let bravo = acme.gets("/companies?query=name%3DBravo").succeeded()["results"][0].clone();
        assert_eq!(bravo["dataConnections"][0]["status"], "Linked");
        let id = format!("id = {}", bravo["id"].as_str().unwrap());
        let cases: [(&str, &str, &[&str]); 13] = [
            ("query", "name = Bravo", &["Bravo"]),
            ("query", &id, &["Bravo"]),
            ("query", "name != Bravo", &["Charlie", "Alpha"]),
            ("query", "name ~ AL || name ~ char", &["Charlie", "Alpha"]),
            ("query", "{name ~ a && name ~ r} && description = table 7", &["Bravo"]),
            ("query", "created >= 2026-11-21T15:01:00Z", &["Charlie", "Bravo"]),
            ("query", "created > 2026-11-21T15:00:00Z && created < 2026-11-21T15:02:00Z", &["Bravo"]),
            ("query", "lastSync > 2026-01-01", &["Bravo"]),
            ("query", "name = Bravo && name = Alpha", &[]),
            ("tags", "region = qc", &["Bravo"]),
            ("tags", "region != qc", &["Charlie", "Alpha"]),
            ("tags", "region ~ C || region = on", &["Charlie", "Bravo"]),
            ("tags", "region = qc && uid = b-2", &[]),
        ];
        for (parameter, text, expected) in cases {
            assert_eq!(listed(&acme, "/companies", &[(parameter, text)], "name"), expected, "{text}");
        }
        assert_eq!(listed(&acme, "/companies", &[("query", "name ~ r"), ("tags", "region=on")], "name"), ["Charlie"]);
        let other = listed(&acme, "/companies", &[("tags", "$.region = qc")], "name");
        assert_eq!(other, [""; 0], "a name is no path");
    }

    /// Most queries are answered by the database alone, others row by row; nobody can tell which.
    async fn a_name_is_found_by_any_part_of_it_in_any_case_on_either_way(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let names = ["100 percent", "Zoé ET Fils", "İstanbul Grill", "Ιkarus 7K", "under_score", "zoë et cie", "Kiosk"];
        for name in names {
            acme.creates_company(name);
            server.app.clock.advance(Duration::from_secs(1));
        }
        let stored = listed(&acme, "/companies", &[("orderBy", "created")], "name");
        for part in ["zo", "ZOÉ", "et f", "É e", "i", "K", "k", "ist", "İ", "i̇st", "_", "r_s", "1", "s", "IO", "zzz", "\\"] {
            let lower = part.to_lowercase();
            let has_it = |name: &&String| name.to_lowercase().contains(&lower);
            let expected: Vec<String> = stored.iter().filter(has_it).cloned().collect();
            let query = format!("name ~ {part}");
            for query in [query.clone(), format!("{{{query}}} && created > 2026-01-01"), format!("{query} || name = none")] {
                let found = listed(&acme, "/companies", &[("query", &query), ("orderBy", "created")], "name");
                assert_eq!(found, expected, "{query}");
                let newest = listed(&acme, "/companies", &[("query", &query)], "name");
                assert_eq!(newest, expected.iter().rev().cloned().collect::<Vec<_>>(), "{query}");
            }
        }
    }

    async fn what_the_database_finds_alone_is_paged_from_either_end(database: Database) {
        let (_server, acme) = with_companies(database).await;
        let page = |order: &str, page: &str| {
            let parameters = [("query", "name ~ a"), ("orderBy", order), ("pageSize", "2"), ("page", page)];
            let answer = acme.gets(&at("/companies", &parameters)).succeeded();
            assert_eq!(answer["totalResults"], 3);
            let results = answer["results"].as_array().unwrap();
            results.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((page("created", "1"), page("created", "2")), (vec!["Alpha".into(), "Bravo".into()], vec!["Charlie".into()]));
        assert_eq!((page("-created", "1"), page("-created", "2")), (vec!["Charlie".into(), "Bravo".into()], vec!["Alpha".into()]));
        assert_eq!((page("created", "3"), page("-created", "99")), (vec![], vec![]));
    }

    async fn companies_are_ordered_by_any_field_and_paged_so(database: Database) {
        let (_server, acme) = with_companies(database).await;
        for (order, expected) in [
            ("name", ["Alpha", "Bravo", "Charlie"]),
            ("-name", ["Charlie", "Bravo", "Alpha"]),
            ("created", ["Alpha", "Bravo", "Charlie"]),
            ("-created", ["Charlie", "Bravo", "Alpha"]),
        ] {
            assert_eq!(listed(&acme, "/companies", &[("orderBy", order)], "name"), expected, "{order}");
        }
        assert_eq!(listed(&acme, "/companies", &[("orderBy", "-lastSync")], "name")[0], "Bravo");
        assert_eq!(listed(&acme, "/companies", &[], "name"), ["Charlie", "Bravo", "Alpha"], "newest first");
        let parameters = [("orderBy", "name"), ("query", "name != Bravo"), ("pageSize", "1")];
        let first = acme.gets(&at("/companies", &parameters)).succeeded();
        assert_eq!((&first["results"][0]["name"], &first["totalResults"]), (&json!("Alpha"), &json!(2)));
        let next = acme.gets(first["_links"]["next"]["href"].as_str().unwrap()).succeeded();
        assert_eq!((&next["results"][0]["name"], &next["pageNumber"]), (&json!("Charlie"), &json!(2)));
        assert_eq!(next["_links"]["next"], Value::Null);
    }

    async fn nobody_finds_another_partners_companies(database: Database) {
        let (server, _) = with_companies(database).await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        for parameter in [("query", "name = Bravo"), ("query", "name != x"), ("tags", "region=qc"), ("orderBy", "name")] {
            assert_eq!(listed(&other, "/companies", &[parameter], "name"), [""; 0], "{parameter:?}");
        }
    }

    async fn connections_and_push_operations_take_the_same_language(database: Database) {
        let (server, acme) = with_companies(database).await;
        let bravo = acme.gets("/companies?query=name%3DBravo").succeeded()["results"][0].clone();
        let company = crate::support::Company { id: bravo["id"].as_str().unwrap().to_owned() };
        acme.connects(&company);
        let path = format!("/companies/{}/connections", company.id);
        assert_eq!(listed(&acme, &path, &[("query", "status = Linked")], "status"), ["Linked"]);
        assert_eq!(listed(&acme, &path, &[("orderBy", "status")], "status"), ["Linked", "PendingAuth"]);
        let linked = bravo["dataConnections"][0]["id"].as_str().unwrap();
        let push = format!("/companies/{}/connections/{linked}/push/bankAccounts/acc-1/bankTransactions", company.id);
        for date in [server.day(-1), server.day(5)] {
            acme.posts(&push, &json!({ "accountId": "acc-1", "transactions": [transaction(&date, &date, -4.5, "Coffee")] }));
        }
        let path = format!("/companies/{}/push", company.id);
        assert_eq!(listed(&acme, &path, &[("query", "statusCode >= 400")], "status"), ["Failed"]);
        assert_eq!(listed(&acme, &path, &[("query", "status=Success && requestedOnUtc > 2026-01-01")], "status"), ["Success"]);
        assert_eq!(listed(&acme, &path, &[("orderBy", "-statusCode")], "status"), ["Failed", "Success"]);
        assert!(refused(&acme.gets(&at(&path, &[("tags", "region=qc")])), 400).starts_with("tags: "));
    }

    async fn a_time_at_either_end_of_the_calendar_is_a_time(database: Database) {
        let (_server, acme) = with_companies(database).await;
        for (query, found) in [
            ("created > 9999-12-31T23:59:59-00:01", 0),
            ("created < 9999-12-31T23:59:59-23:59", 3),
            ("lastSync > 9999-12-31T23:59:59-23:59", 0),
            ("created > 0000-01-01T00:00:00+23:59", 3),
        ] {
            assert_eq!(listed(&acme, "/companies", &[("query", query)], "name").len(), found, "{query}");
        }
    }

    async fn what_cannot_be_asked_for_is_refused_with_its_place(database: Database) {
        let (_server, acme) = with_companies(database).await;
        for (parameter, text, says) in [
            ("query", "name = Bravo &&", "query: character 16: a field is missing"),
            ("query", "{ name = Bravo", "query: character 1: this brace is not closed"),
            ("query", "products = x", "query: character 1: there is no such field; there are id, name"),
            ("query", "created > soon", "query: character 11: is not a time"),
            ("query", "name = \0", "query: character 8: the character U+0000"),
            ("tags", "region > qc", "tags: character 8: only times and numbers"),
            ("tags", "region = \0", "tags: character 10: the character U+0000"),
            ("orderBy", "-products", "orderBy: must be one of id, name"),
            ("orderBy", "--name", "orderBy: must be one of id, name"),
        ] {
            let says_it = refused(&acme.gets(&at("/companies", &[(parameter, text)])), 400);
            assert!(says_it.starts_with(says), "{text}: {says_it}");
        }
    }

    async fn the_official_client_filters_orders_and_pages(database: Database) {
        let (server, acme) = with_companies(database).await;
        let mut client = OfficialClient::of(&acme, &server);
        let asked = json!({ "page": 2, "page_size": 1, "query": "name != Bravo", "order_by": "-name", "tags": "uid != x" });
        let page = client.calls("companies.list", asked);
        assert_eq!((&page["results"][0]["name"], &page["totalResults"]), (&json!("Alpha"), &json!(2)));
        assert_eq!(page["pageNumber"], 2);
        let refusal = client.is_refused("companies.list", json!({ "query": "name" }));
        assert_eq!((&refusal["status"], &refusal["statusCode"]), (&json!(400), &json!(400)));
    }
}
