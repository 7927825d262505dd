//! The official client, unmodified but for its server_url and its repetition, through every operation that it has.

use serde_json::{Value, json};

use super::quickbooks_connects;
use crate::support::{Connection, Database, OfficialClient, PartnerClient, Server};

/// A request about a thing, with more.
fn with(at: &Value, more: Value) -> Value {
    let mut request = at.clone();
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

/// Answers the company's part of every request about it.
fn companies(client: &mut OfficialClient) -> Value {
    let company = client.calls("companies.create", json!({ "name": "Bistro", "tags": { "region": "qc" } }));
    let of_company = json!({ "company_id": company["id"] });
    assert_eq!(client.calls("companies.get", of_company.clone())["name"], "Bistro");
    let changed = with(&of_company, json!({ "company_update_request": { "description": "table 7" } }));
    assert_eq!(client.calls("companies.update", changed)["tags"]["region"], "qc");
    let whole = with(&of_company, json!({ "company_request_body": { "name": "Bistro Zoé" } }));
    assert_eq!(client.calls("companies.replace", whole)["description"], json!(null));
    let listed =
        client.calls("companies.list", json!({ "query": "name ~ zoé", "order_by": "-created", "page_size": 1 }));
    assert_eq!(listed["results"][0]["name"], "Bistro Zoé");
    let token = client.calls("companies.get_access_token", of_company.clone());
    assert_eq!((&token["tokenType"], &token["expiresIn"]), (&json!("Bearer"), &json!(86_400)));
    of_company
}

/// Answers the connection's part of every request about it.
fn connections(client: &mut OfficialClient, of_company: &Value) -> Value {
    let asked = with(of_company, json!({ "request_body": { "platform_key": "hcws" } }));
    let connection = client.calls("connections.create", asked);
    assert_eq!((&connection["status"], &connection["sourceType"]), (&json!("PendingAuth"), &json!("BankFeed")));
    let at = with(of_company, json!({ "connection_id": connection["id"] }));
    assert_eq!(client.calls("connections.get", at.clone())["linkUrl"], connection["linkUrl"]);
    let listed = client.calls("connections.list", of_company.clone());
    assert_eq!(listed["results"][0]["linkUrl"], connection["linkUrl"]);
    at
}

fn source_accounts(client: &mut OfficialClient, at: &Value) {
    let account = json!({
        "id": "acc-1", "account_name": "Everyday", "account_type": "checking", "account_number": "12345670",
        "routing_info": { "bank_code": "021001088", "type": "bankcode" }, "currency": "CAD", "balance": 99.99,
        "account_info": { "nickname": "Daily", "available_balance": 10.5 },
    });
    let added = client.calls("source_accounts.create", with(at, json!({ "request_body": account })));
    assert_eq!((&added["id"], &added["status"]), (&json!("acc-1"), &json!("pending")));
    assert_eq!(added["routingInfo"]["bankCode"], "021001088");
    let listed = client.calls("source_accounts.list", at.clone());
    assert_eq!(
        (&listed[0]["accountName"], &listed[0]["accountInfo"]["nickname"]),
        (&json!("Everyday"), &json!("Daily"))
    );
    let old = json!({
        "id": "acc-2", "account_name": "Old", "account_type": "Credit", "account_number": "98765432",
        "sort_code": "123456", "currency": "CAD", "balance": 0,
    });
    let old = with(at, json!({ "request_body": old }));
    assert_eq!(client.calls("source_accounts.create", old.clone())["sortCode"], "123456");
    assert_eq!(client.is_refused("source_accounts.create", old)["status"], 409);
    batches(client, at, account);
    let changed = json!({ "account_id": "acc-2", "source_account": { "id": "acc-2", "account_name": "Older" } });
    assert_eq!(client.calls("source_accounts.update", with(at, changed))["accountName"], "Older");
    let of_old = with(at, json!({ "account_id": "acc-2" }));
    assert_eq!(client.calls("source_accounts.delete", of_old.clone()), json!(null));
    assert_eq!(client.is_refused("source_accounts.delete", of_old)["status"], 404);
    let pair = client.calls("source_accounts.generate_credentials", with(at, json!({ "request_body": "{}" })));
    assert_eq!(pair["username"].as_str().unwrap().len(), 14);
}

fn batches(client: &mut OfficialClient, at: &Value, account: Value) {
    let named = |ids: &[&str]| {
        let accounts: Vec<Value> = ids.iter().map(|id| with(&account, json!({ "id": id }))).collect();
        with(at, json!({ "request_body": accounts }))
    };
    let all = client.calls("source_accounts.create_batch", named(&["acc-3", "acc-4"]));
    assert_eq!((&all[0]["sourceAccountId"], &all[1]["result"]["statusCode"]), (&json!("acc-3"), &json!(201)));
    assert_eq!(all[1]["result"]["account"]["accountInfo"]["nickname"], "Daily");
    let mixed = client.calls("source_accounts.create_batch", named(&["acc-4", "acc-5"]));
    assert_eq!((&mixed[0]["result"]["statusCode"], &mixed[1]["result"]["statusCode"]), (&json!("409"), &json!(201)));
    let none = client.is_refused("source_accounts.create_batch", named(&["acc-4", "acc-5"]));
    assert_eq!(none["status"], 409);
    assert!(none["body"].as_str().unwrap().contains("acc-5"), "{none}");
}

async fn transactions(client: &mut OfficialClient, server: &Server, of_company: &Value, at: &Value) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let quickbooks = Connection {
        id: text(&at["connection_id"]),
        company: text(&at["company_id"]),
        link_url: String::new(),
        body: json!(null),
    };
    quickbooks_connects(server, &quickbooks, "acc-1", 7).await;
    let of_account = with(at, json!({ "account_id": "acc-1" }));
    let model = client.calls("transactions.get_create_model", of_account.clone());
    assert_eq!(model["properties"]["transactions"]["properties"]["amount"]["required"], true);
    let item = json!({
        "id": "1", "date_": format!("{}T10:21:00", server.day(-1)), "amount": -12.34, "balance": 87.65,
        "description": "Coffee", "transaction_type": "Debit",
    });
    let mut push = with(
        &of_account,
        json!({
            "timeout_in_minutes": 10, "allow_sync_on_push_complete": true,
            "create_bank_transactions": { "account_id": "acc-1", "transactions": [item] },
        }),
    );
    let pushed = client.calls("transactions.create", push.clone());
    assert_eq!((&pushed["status"], &pushed["data"]["accountId"]), (&json!("Success"), &json!("acc-1")));
    assert_eq!((&pushed["timeoutInMinutes"], &pushed["changes"][0]["type"]), (&json!(10), &json!("Created")));
    push["create_bank_transactions"]["transactions"][0]["amount"] = json!(-99);
    let refusal = client.is_refused("transactions.create", push);
    assert_eq!((&refusal["status"], &refusal["statusCode"]), (&json!(400), &json!(400)));
    assert_eq!(refusal["validation"]["errors"][0]["itemId"], "1");
    let operation = with(of_company, json!({ "push_operation_key": pushed["pushOperationKey"] }));
    assert_eq!(client.calls("transactions.get_create_operation", operation)["status"], "Success");
    let listed = client.calls("transactions.list_create_operations", of_company.clone());
    assert_eq!((&listed["totalResults"], &listed["results"].as_array().unwrap().len()), (&json!(2), &2));
    let company = client.calls("companies.get", of_company.clone());
    assert_eq!(company["dataConnections"][0]["status"], "Linked");
}

fn for_other_integrations(client: &mut OfficialClient, at: &Value) {
    let of_account = json!({ "source_account_id": "acc-1", "sync_id": "1" });
    for (operation, more) in [
        ("account_mapping.get", json!({})),
        ("account_mapping.create", json!({ "bank_feed_account_mapping": { "source_account_id": "acc-1" } })),
        ("company_information.get", json!({})),
        ("source_accounts.generate_otp", json!({})),
        ("bank_accounts.list", json!({})),
        ("bank_accounts.get_create_model", json!({})),
        ("bank_accounts.create", json!({ "bank_account_prototype": { "currency": "CAD" } })),
        ("managed_bank_feeds.run_ad_hoc_sync", of_account.clone()),
        ("managed_bank_feeds.get_latest_sync", of_account.clone()),
        ("managed_bank_feeds.get_sync", of_account),
    ] {
        let refusal = client.is_refused(operation, with(at, more));
        assert_eq!(refusal["status"], 400, "{operation}");
        assert!(refusal.to_string().contains("This operation is not for QuickBooks"), "{operation}: {refusal}");
    }
}

fn ends(client: &mut OfficialClient, of_company: &Value, at: &Value) {
    assert_eq!(client.calls("source_accounts.delete_credentials", at.clone()), json!(null));
    assert_eq!(client.calls("connections.get", at.clone())["status"], "Deauthorized");
    let unlinked = with(at, json!({ "request_body": { "status": "Unlinked" } }));
    assert_eq!(client.calls("connections.unlink", unlinked)["status"], "Unlinked");
    assert_eq!(client.calls("connections.delete", at.clone()), json!(null));
    assert_eq!(client.is_refused("connections.get", at.clone())["status"], 404);
    assert_eq!(client.calls("companies.delete", of_company.clone()), json!(null));
    assert_eq!(client.is_refused("companies.get", of_company.clone())["error"], "There is no such company.");
}

on_both_databases! {
    async fn the_official_client_works_by_changing_its_base_address(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let mut client = OfficialClient::of(&acme, &server);
        for suffix in ["", "_async"] {
            client.suffix = suffix;
            let of_company = companies(&mut client);
            let at = connections(&mut client, &of_company);
            source_accounts(&mut client, &at);
            transactions(&mut client, &server, &of_company, &at).await;
            for_other_integrations(&mut client, &at);
            ends(&mut client, &of_company, &at);
        }
        // What the client has and nobody tried would be missing here, also in its next version.
        let all = client.operations();
        assert_eq!(client.called, all);
    }
}
