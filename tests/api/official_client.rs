//! The official client, unmodified but for its server_url, through every operation that is here.

use serde_json::json;

use super::quickbooks_connects;
use crate::support::{Connection, Database, OfficialClient, PartnerClient, Server};

on_both_databases! {
    async fn the_official_client_works_by_changing_its_base_address(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let mut client = OfficialClient::of(&acme, &server);

        let company = client.calls("companies.create", json!({ "name": "Bistro", "tags": { "region": "qc" } }));
        let of_company = json!({ "company_id": company["id"] });
        assert_eq!(client.calls("companies.get", of_company.clone())["name"], "Bistro");

        let mut changed = of_company.clone();
        changed["company_update_request"] = json!({ "description": "table 7" });
        assert_eq!(client.calls("companies.update", changed)["tags"]["region"], "qc");
        let mut whole = of_company.clone();
        whole["company_request_body"] = json!({ "name": "Bistro Zoé" });
        assert_eq!(client.calls("companies.replace", whole)["description"], json!(null));

        let mut asked = of_company.clone();
        asked["request_body"] = json!({ "platform_key": "hcws" });
        let connection = client.calls("connections.create", asked);
        assert_eq!((&connection["status"], &connection["sourceType"]), (&json!("PendingAuth"), &json!("BankFeed")));
        let at = json!({ "company_id": company["id"], "connection_id": connection["id"] });
        assert_eq!(client.calls("connections.get", at.clone())["linkUrl"], connection["linkUrl"]);
        let listed = client.calls("connections.list", of_company.clone());
        assert_eq!(listed["results"][0]["linkUrl"], connection["linkUrl"]);

        let mut asked = at.clone();
        asked["request_body"] = json!({
            "id": "acc-1", "account_name": "Everyday", "account_type": "checking", "account_number": "12345670",
            "routing_info": { "bank_code": "021001088", "type": "bankcode" }, "currency": "CAD", "balance": 99.99,
            "account_info": { "nickname": "Daily", "available_balance": 10.5 },
        });
        let account = client.calls("source_accounts.create", asked);
        assert_eq!((&account["id"], &account["status"]), (&json!("acc-1"), &json!("pending")));
        assert_eq!(account["routingInfo"]["bankCode"], "021001088");
        let listed = client.calls("source_accounts.list", at.clone());
        assert_eq!(listed[0]["accountName"], "Everyday");
        let mut asked = at.clone();
        asked["request_body"] = json!({
            "id": "acc-2", "account_name": "Old", "account_type": "Credit", "account_number": "98765432",
            "sort_code": "123456", "currency": "CAD", "balance": 0,
        });
        assert_eq!(client.calls("source_accounts.create", asked.clone())["sortCode"], "123456");
        assert_eq!(client.is_refused("source_accounts.create", asked)["status"], 409);

        let mut with_bytes = at.clone();
        with_bytes["request_body"] = json!("{}");
        let pair = client.calls("source_accounts.generate_credentials", with_bytes);
        assert_eq!(pair["username"].as_str().unwrap().len(), 14);

        let quickbooks = Connection {
            id: connection["id"].as_str().unwrap().to_owned(),
            company: company["id"].as_str().unwrap().to_owned(),
            link_url: String::new(),
            body: json!(null),
        };
        quickbooks_connects(&server, &quickbooks, "acc-1", 7).await;
        let mut push = at.clone();
        push["account_id"] = json!("acc-1");
        push["timeout_in_minutes"] = json!(10);
        push["create_bank_transactions"] = json!({ "account_id": "acc-1", "transactions": [
            { "id": "1", "date_": format!("{}T10:21:00", server.day(-1)), "amount": -12.34, "balance": 87.65,
              "description": "Coffee", "transaction_type": "Debit" },
        ] });
        let pushed = client.calls("transactions.create", push.clone());
        assert_eq!((&pushed["status"], &pushed["data"]["accountId"]), (&json!("Success"), &json!("acc-1")));
        push["create_bank_transactions"]["transactions"][0]["amount"] = json!(-99);
        let refusal = client.is_refused("transactions.create", push);
        assert_eq!((&refusal["status"], &refusal["statusCode"]), (&json!(400), &json!(400)));
        assert_eq!(refusal["validation"]["errors"][0]["itemId"], "1");

        let mut operation = of_company.clone();
        operation["push_operation_key"] = pushed["pushOperationKey"].clone();
        assert_eq!(client.calls("transactions.get_create_operation", operation)["status"], "Success");
        let listed = client.calls("transactions.list_create_operations", of_company.clone());
        assert_eq!((&listed["totalResults"], &listed["results"].as_array().unwrap().len()), (&json!(2), &2));

        assert_eq!(client.calls("companies.list", json!({}))["results"][0]["dataConnections"][0]["status"], "Linked");
        assert_eq!(client.calls("source_accounts.delete_credentials", at.clone()), json!(null));
        assert_eq!(client.calls("connections.get", at.clone())["status"], "Deauthorized");
        let mut unlink = at.clone();
        unlink["request_body"] = json!({ "status": "Unlinked" });
        assert_eq!(client.calls("connections.unlink", unlink)["status"], "Unlinked");
        assert_eq!(client.calls("connections.delete", at.clone()), json!(null));
        assert_eq!(client.is_refused("connections.get", at.clone())["status"], 404);
        assert_eq!(client.calls("companies.delete", of_company.clone()), json!(null));
        assert_eq!(client.is_refused("companies.get", of_company)["error"], "There is no such company.");
    }
}
