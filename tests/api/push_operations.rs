use std::time::Duration;

use serde_json::json;

use super::{quickbooks_connects, refused};
use crate::support::{Database, PartnerClient, Server, checking, transaction};

on_both_databases! {
    async fn operations_are_kept_newest_first_and_failed_ones_too(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let connection = acme.connects(&acme.creates_company("Bistro"));
        acme.adds_account(&connection, &checking("acc-1"));
        let batch = [transaction("1", &server.day(0), 1.0, "Coffee")];
        refused(&acme.pushes(&connection, "acc-1", &batch), 400);
        quickbooks_connects(&server, &connection, "acc-1", 3).await;
        server.app.clock.advance(Duration::from_secs(1));
        let mut done = acme.pushes(&connection, "acc-1", &batch).succeeded();
        done.as_object_mut().unwrap().remove("data");

        let path = format!("/companies/{}/push", connection.company);
        let listed = acme.gets(&path).succeeded();
        assert_eq!(listed["totalResults"], 2);
        assert_eq!(listed["results"][0], done);
        let failed = &listed["results"][1];
        assert_eq!((&failed["status"], &failed["statusCode"]), (&json!("Failed"), &json!(400)));
        assert_eq!(failed["changes"], json!([]));
        assert!(failed["errorMessage"].as_str().unwrap().contains("pending"));
        assert_eq!(failed["validation"]["errors"][0]["itemId"], "acc-1");
        let got = acme.gets(&format!("{path}/{}", failed["pushOperationKey"].as_str().unwrap())).succeeded();
        assert_eq!(&got, failed);
        assert_eq!(acme.gets(&format!("{path}?pageSize=1&page=2")).succeeded()["results"][0], got);
    }

    async fn an_operation_belongs_to_its_company(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let (bistro, garage) = (acme.creates_company("Bistro"), acme.creates_company("Garage"));
        let connection = acme.connects(&bistro);
        acme.adds_account(&connection, &checking("acc-1"));
        acme.pushes(&connection, "acc-1", &[transaction("1", &server.day(0), 1.0, "Coffee")]);
        let listed = acme.gets(&format!("/companies/{}/push", bistro.id)).succeeded();
        let key = listed["results"][0]["pushOperationKey"].as_str().unwrap();
        acme.gets(&format!("/companies/{}/push/{key}", bistro.id)).succeeded();
        refused(&acme.gets(&format!("/companies/{}/push/{key}", garage.id)), 404);
        refused(&acme.gets(&format!("/companies/{}/push/latest", bistro.id)), 404);
    }
}
