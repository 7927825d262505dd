//! One company's story, told by the examples: a bistro with one account in QuickBooks. The suite holds each against its schema.

use serde_json::{Value, json};

pub const COMPANY: &str = "8a210b68-6988-11ed-a1eb-0242ac120002";
pub const CONNECTION: &str = "2e9d2c44-f675-40ba-8049-353bfcb5e171";
pub const PUSH: &str = "3fead2a1-3b10-4376-b6cd-1f5d0a1c9d9e";
pub const API_KEY: &str = "c7a1d9f4-0d55-4f4b-9c57-0d1e2f3a4b5c";
pub const ACCOUNT: &str = "acc-001";

pub fn company() -> Value {
    json!({
        "id": COMPANY,
        "name": "Bistro Zoé",
        "description": "Table service, Saint-Denis",
        "redirect": format!("https://link.bank.example/company/{COMPANY}"),
        "lastSync": "2026-11-21T11:45:08.120000Z",
        "created": "2026-11-14T13:02:11.000000Z",
        "createdByUserName": null,
        "products": [],
        "tags": { "region": "qc" },
        "dataConnections": [linked()],
        "referenceSubsidiaryCompanies": [],
    })
}

/// As it is before its customer has opened the link.
pub fn connection() -> Value {
    json!({
        "id": CONNECTION,
        "integrationId": "6b113e06-e818-45d7-977b-8e6bb3d01269",
        "integrationKey": "hcws",
        "sourceId": "56e6575a-3f1f-4918-b009-f7535555f0d6",
        "sourceType": "BankFeed",
        "platformName": "QuickBooks Online Bank Feeds",
        "linkUrl": format!("https://link.bank.example/companies/{COMPANY}/connections/{CONNECTION}/start?otp=742271"),
        "status": "PendingAuth",
        "created": "2026-11-14T13:02:12.000000Z",
        "dataConnectionErrors": [],
        "connectionInfo": { "sourceAccounts": 0, "connectedAccounts": 0 },
    })
}

pub fn linked() -> Value {
    let mut linked = connection();
    linked["status"] = "Linked".into();
    linked["lastSync"] = "2026-11-21T11:45:08.120000Z".into();
    linked["connectionInfo"] = json!({ "sourceAccounts": 1, "connectedAccounts": 1 });
    linked
}

pub fn unlinked() -> Value {
    let mut unlinked = linked();
    unlinked["status"] = "Unlinked".into();
    unlinked["connectionInfo"]["connectedAccounts"] = 0.into();
    unlinked
}

pub fn new_account() -> Value {
    json!({
        "id": ACCOUNT,
        "accountName": "Everyday",
        "accountType": "checking",
        "accountNumber": "12345670",
        "routingInfo": { "bankCode": "021001088", "type": "bankcode" },
        "currency": "CAD",
        "balance": 99.90,
        "accountInfo": { "nickname": "Daily", "availableBalance": 99.90 },
    })
}

pub fn account() -> Value {
    json!({
        "id": ACCOUNT,
        "accountName": "Everyday",
        "accountType": "checking",
        "accountNumber": "12345670",
        "routingInfo": { "bankCode": "021001088", "type": "bankcode" },
        "currency": "CAD",
        "balance": 99.90,
        "accountInfo": { "description": null, "nickname": "Daily", "accountOpenDate": null, "availableBalance": 99.90 },
        "modifiedDate": "2026-11-14T13:02:13.000000Z",
        "status": "pending",
    })
}

pub fn connected_account() -> Value {
    let mut connected = account();
    connected["status"] = "connected".into();
    connected["feedStartDate"] = "2026-11-14".into();
    connected
}

pub fn transactions() -> Value {
    json!({
        "accountId": ACCOUNT,
        "transactions": [{
            "id": "716422529",
            "date": "2026-11-21",
            "description": "Coffee beans",
            "amount": -4.50,
            "balance": 95.40,
            "transactionType": "Debit",
        }],
    })
}

pub fn push() -> Value {
    let mut push = json!({ "data": transactions() });
    push["data"]["transactions"][0]["counterparty"] = Value::Null;
    push["data"]["transactions"][0]["reference"] = Value::Null;
    if let (Some(push), Some(operation)) = (push.as_object_mut(), operation().as_object()) {
        push.extend(operation.clone());
    }
    push
}

pub fn operation() -> Value {
    json!({
        "changes": [{
            "type": "Created",
            "recordRef": { "id": PUSH, "dataType": "bankTransactions" },
            "attachmentId": null,
        }],
        "dataType": "bankTransactions",
        "companyId": COMPANY,
        "pushOperationKey": PUSH,
        "dataConnectionKey": CONNECTION,
        "requestedOnUtc": "2026-11-21T15:00:00.000000Z",
        "completedOnUtc": "2026-11-21T15:00:00.014000Z",
        "timeoutInMinutes": null,
        "status": "Success",
        "errorMessage": null,
        "validation": { "errors": [], "warnings": [] },
        "statusCode": 200,
    })
}

/// A page of a list with this one result; `path` is the list's own.
pub fn page(path: &str, result: Value) -> Value {
    json!({
        "results": [result],
        "pageNumber": 1,
        "pageSize": 100,
        "totalResults": 1,
        "_links": { "self": { "href": path }, "current": { "href": format!("{path}?page=1&pageSize=100") } },
    })
}
