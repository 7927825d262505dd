use serde_json::{Value, json};

use super::{quickbooks_connects, refused};
use crate::support::{Database, PartnerClient, Server, checking, transaction};

on_both_databases! {
    async fn a_company_is_created_and_got(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let asked = json!({ "name": "Bistro (Chez[1] Zoé)", "description": "table 7", "tags": { "region": "qc" } });
        let company = acme.posts("/companies", &asked).succeeded();
        let id = company["id"].as_str().unwrap();
        let expected = json!({
            "id": id,
            "name": "Bistro Chez1 Zoé",
            "description": "table 7",
            "redirect": format!("{}/company/{id}", server.url()),
            "created": "2026-11-21T15:00:00.000000Z",
            "createdByUserName": null,
            "products": [],
            "tags": { "region": "qc" },
            "dataConnections": [],
            "referenceSubsidiaryCompanies": [],
        });
        assert_eq!(company, expected);
        assert_eq!(acme.gets(&format!("/companies/{id}")).succeeded(), expected);
    }

    async fn a_company_needs_a_name_with_something_in_it(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for (asked, says) in [
            (json!({ "name": "[]" }), "name:"),
            (json!({ "name": "x".repeat(201) }), "name"),
            (json!({ "name": "Bistro", "description": "a\u{0}b" }), "description"),
            (json!({ "name": "Bistro", "tags": { "": "x" } }), "tags"),
            (json!({ "name": "Bistro", "tags": { "k": "x".repeat(101) } }), "tags"),
        ] {
            assert!(refused(&acme.posts("/companies", &asked), 400).starts_with(says), "{asked}");
        }
        assert_eq!(acme.gets("/companies").succeeded()["totalResults"], 0);
    }

    async fn the_list_shows_connections_without_codes(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let (bistro, garage) = (acme.creates_company("Bistro"), acme.creates_company("Garage"));
        let connection = acme.connects(&bistro);
        acme.adds_account(&connection, &checking("acc-1"));
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let listed = acme.gets("/companies").succeeded();
        assert_eq!(listed["totalResults"], 2);
        let found = |id: &str| {
            listed["results"].as_array().unwrap().iter().find(|it| it["id"] == id).cloned().unwrap_or(Value::Null)
        };
        let shown = &found(&bistro.id)["dataConnections"][0];
        assert_eq!(shown["linkUrl"], connection.link_url.split('?').next().unwrap());
        assert_eq!((&shown["status"], &shown["lastSync"]), (&json!("Linked"), &found(&bistro.id)["lastSync"]));
        assert_eq!(found(&bistro.id)["lastSync"], "2026-11-21T15:00:00.000000Z");
        assert_eq!(found(&garage.id)["dataConnections"], json!([]));
        let got = acme.gets(&format!("/companies/{}", bistro.id)).succeeded();
        assert!(got["dataConnections"][0]["linkUrl"].as_str().unwrap().contains("?otp="));
    }

    async fn lists_come_in_pages(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let mut all: Vec<String> = (0..5).map(|number| acme.creates_company(&format!("Shop {number}")).id).collect();
        let page = |number| acme.gets(&format!("/companies?page={number}&pageSize=2")).succeeded();
        let mut seen: Vec<String> = Vec::new();
        for number in 1..=3 {
            let results = page(number)["results"].as_array().unwrap().clone();
            seen.extend(results.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        }
        all.sort_unstable();
        seen.sort_unstable();
        assert_eq!(seen, all);
        assert_eq!(page(2)["_links"]["next"]["href"], "/companies?page=3&pageSize=2");
        assert_eq!(page(9)["results"], json!([]));
        assert!(refused(&acme.gets("/companies?page=0"), 400).starts_with("page"));
    }

    async fn a_company_is_updated_field_by_field_and_replaced_whole(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        acme.connects(&bistro);
        let path = format!("/companies/{}", bistro.id);
        let asked = json!({ "description": "table 7", "tags": { "region": "qc" }, "name": null, "products": ["later"] });
        let updated = acme.sends("PATCH", &path, &asked).succeeded();
        assert_eq!((&updated["name"], &updated["description"]), (&json!("Bistro"), &json!("table 7")));
        assert_eq!(updated["tags"], json!({ "region": "qc" }));
        assert_eq!(updated["dataConnections"].as_array().unwrap().len(), 1);
        let renamed = acme.sends("PATCH", &path, &json!({ "name": "Chez [Zoé]" })).succeeded();
        assert_eq!((&renamed["name"], &renamed["description"]), (&json!("Chez Zoé"), &json!("table 7")));
        assert_eq!(acme.sends("PATCH", &path, &json!({})).succeeded()["name"], "Chez Zoé");
        let replaced = acme.sends("PUT", &path, &json!({ "name": "Bistro" })).succeeded();
        assert_eq!((&replaced["description"], &replaced["tags"]), (&Value::Null, &json!({})));
        assert_eq!(acme.gets(&path).succeeded()["name"], "Bistro");
    }

    async fn a_change_that_breaks_a_rule_changes_nothing(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let path = format!("/companies/{}", acme.creates_company("Bistro").id);
        let tags: std::collections::BTreeMap<String, &str> = (0..11).map(|tag| (tag.to_string(), "x")).collect();
        for (method, asked, says) in [
            ("PATCH", json!({ "name": "[]" }), "name:"),
            ("PATCH", json!({ "tags": { "x".repeat(28): "x" } }), "tags: a name"),
            ("PATCH", json!({ "tags": tags }), "tags: at most 10"),
            ("PATCH", json!({ "description": "x".repeat(1_001), "name": "Garage" }), "description"),
            ("PATCH", json!({ "tags": { "k": 7 } }), "tags.k: must be a string"),
            ("PUT", json!({ "description": "x" }), "name: is required"),
            ("PUT", json!({ "name": "Garage", "tags": { "k": "x".repeat(101) } }), "tags: a value"),
        ] {
            assert!(refused(&acme.sends(method, &path, &asked), 400).starts_with(says), "{asked}");
        }
        assert_eq!(acme.gets(&path).succeeded()["name"], "Bistro");
        let other = PartnerClient::new(&server, "Other Bank").await;
        for method in ["PATCH", "PUT"] {
            refused(&other.sends(method, &path, &json!({ "name": "Mine" })), 404);
        }
        assert_eq!(acme.gets(&path).succeeded()["name"], "Bistro");
    }

    async fn a_deleted_company_leaves_no_row_in_any_table(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let rows = async || {
            let mut tables = server.database.tables().await;
            // When a key was used last is written soon after it was.
            tables.remove("api_keys");
            // How many there are is told by the list.
            tables.remove("company_counts");
            // What the audit log keeps is told where it is verified.
            tables.retain(|name, _| !name.starts_with("audit_"));
            tables
        };
        let before = rows().await;
        let bistro = acme.creates_company("Bistro");
        let connection = acme.connects(&bistro);
        acme.adds_account(&connection, &checking("acc-1"));
        acme.generates_credentials(&connection);
        quickbooks_connects(&server, &connection, "acc-1", 7).await;
        let coffee = transaction("t-1", &server.day(-1), -4.5, "Coffee");
        acme.pushes(&connection, "acc-1", &[coffee]).succeeded();
        assert_ne!(rows().await, before);
        assert_eq!(acme.deletes(&format!("/companies/{}", bistro.id)).status, 204);
        assert_eq!(rows().await, before);
    }

    async fn a_deleted_company_takes_everything_with_it(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let bistro = acme.creates_company("Bistro");
        let connection = acme.connects(&bistro);
        acme.adds_account(&connection, &checking("acc-1"));
        acme.generates_credentials(&connection);
        let path = format!("/companies/{}", bistro.id);
        let answer = acme.deletes(&path);
        assert_eq!((answer.status, answer.text().as_str()), (204, ""));
        refused(&acme.gets(&path), 404);
        refused(&acme.gets(&connection.path("")), 404);
        refused(&acme.deletes(&path), 404);
    }
}
