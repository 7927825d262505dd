//! This door's description, OpenAPI 3.1, made from the structs that are read and written and from the words that refuse. Which
//! operations there are is on this screen; the suite compares it with what is mounted.

mod api_keys;
mod companies;
mod connections;
mod examples;
mod limits;
mod operation;
mod other_integrations;
mod refused;
mod shapes;
mod source_accounts;
mod transactions;

use serde_json::{Map, Value, json};

use crate::domain::app::PublicUrl;
use crate::domain::source_account;
use operation::Operation;
use refused::Refusals;
use shapes::Shapes;

const COMPANIES: &str = "Companies";
const CONNECTIONS: &str = "Connections";
const SOURCE_ACCOUNTS: &str = "Source accounts";
const TRANSACTIONS: &str = "Transactions";
const API_KEYS: &str = "API keys";
/// Its operations are all refused.
pub const OTHER_INTEGRATIONS: &str = "For other integrations";
const ABOUT: &str = "Paths, bodies and codes of the public bank feeds API, so that a client made for it works when its base \
    address is changed. Readable at /docs.";

/// The whole document, for a server at this address.
pub fn document(public_url: &PublicUrl) -> Value {
    let (mut shapes, mut refusals) = (Shapes::new(), Refusals::default());
    let mut paths = Map::new();
    for (tag, path, operations) in addresses() {
        let parameters = parameters(path);
        let told = operations.into_iter().map(|operation| operation.told(tag, &parameters, &mut shapes, &mut refusals));
        let told: Map<String, Value> = told.map(|(method, told)| (method.to_owned(), told)).collect();
        paths.insert(path.to_owned(), told.into());
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "bankfeeds-link", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": public_url.origin() }],
        "tags": tags(),
        "security": [{ "apiKey": [] }],
        "paths": paths,
        "components": { "schemas": shapes.named(), "responses": refusals.shared(), "headers": limits::headers(), "securitySchemes": security() },
    })
}

type Address = (&'static str, &'static str, Vec<Operation>);

/// Every operation under its heading and its address.
fn addresses() -> Vec<Address> {
    let mut all = companies_and_below();
    all.extend(keys());
    all.extend(for_other_integrations());
    all
}

fn keys() -> Vec<Address> {
    let all = "/apiKeys";
    vec![
        (API_KEYS, all, vec![api_keys::list(all), api_keys::create()]),
        (API_KEYS, "/apiKeys/{apiKeyId}", vec![api_keys::delete()]),
        (API_KEYS, "/apiKeys/{apiKeyId}/roll", vec![api_keys::roll()]),
    ]
}

fn companies_and_below() -> Vec<Address> {
    let all = "/companies";
    let one = "/companies/{companyId}";
    let access_token = "/companies/{companyId}/accessToken";
    let connections_of = "/companies/{companyId}/connections";
    let connection = "/companies/{companyId}/connections/{connectionId}";
    let accounts = "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts";
    let batch = "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/batch";
    let account = "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/{accountId}";
    let of_connection = "/connections/{connectionId}/connectionInfo/bankFeedAccounts";
    let credentials = "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/credentials";
    let push = "/companies/{companyId}/connections/{connectionId}/push/bankAccounts/{accountId}/bankTransactions";
    let model = "/companies/{companyId}/connections/{connectionId}/options/bankAccounts/{accountId}/bankTransactions";
    let operations = "/companies/{companyId}/push";
    let operation = "/companies/{companyId}/push/{pushOperationKey}";
    vec![
        (COMPANIES, all, vec![companies::list(all), companies::create()]),
        (COMPANIES, one, vec![companies::get(), companies::replace(), companies::update(), companies::delete()]),
        (COMPANIES, access_token, vec![companies::access_token()]),
        (CONNECTIONS, connections_of, vec![connections::list(connections_of), connections::create()]),
        (CONNECTIONS, connection, vec![connections::get(), connections::unlink(), connections::delete()]),
        (SOURCE_ACCOUNTS, accounts, vec![source_accounts::list(), source_accounts::create(), source_accounts::put()]),
        (SOURCE_ACCOUNTS, batch, vec![source_accounts::create_batch()]),
        (SOURCE_ACCOUNTS, account, vec![source_accounts::update(), source_accounts::delete()]),
        (SOURCE_ACCOUNTS, of_connection, vec![source_accounts::list_of_connection()]),
        (
            SOURCE_ACCOUNTS,
            credentials,
            vec![source_accounts::generate_credentials(), source_accounts::delete_credentials()],
        ),
        (TRANSACTIONS, push, vec![transactions::create()]),
        (TRANSACTIONS, model, vec![transactions::model()]),
        (TRANSACTIONS, operations, vec![transactions::list_operations(operations)]),
        (TRANSACTIONS, operation, vec![transactions::get_operation()]),
    ]
}

fn for_other_integrations() -> Vec<Address> {
    use other_integrations as other;
    let mapping = "/companies/{companyId}/connections/{connectionId}/bankFeedAccounts/mapping";
    let information = "/companies/{companyId}/connections/{connectionId}/bankFeeds/info";
    let otp = "/companies/{companyId}/connections/{connectionId}/bankFeeds/otp";
    let target_accounts = "/companies/{companyId}/connections/{connectionId}/data/bankAccounts";
    let model = "/companies/{companyId}/connections/{connectionId}/options/bankAccounts";
    let new_target_account = "/companies/{companyId}/connections/{connectionId}/push/bankAccounts";
    let syncs = "/companies/{companyId}/connections/{connectionId}/bankFeedAccounts/{accountId}/managedBankFeeds/syncs";
    let sync = "/companies/{companyId}/connections/{connectionId}/bankFeedAccounts/{accountId}/managedBankFeeds/syncs/{syncId}";
    vec![
        (OTHER_INTEGRATIONS, mapping, vec![other::get_mapping(), other::create_mapping()]),
        (OTHER_INTEGRATIONS, information, vec![other::information()]),
        (OTHER_INTEGRATIONS, otp, vec![other::otp()]),
        (OTHER_INTEGRATIONS, target_accounts, vec![other::list_target_accounts()]),
        (OTHER_INTEGRATIONS, model, vec![other::target_account_model()]),
        (OTHER_INTEGRATIONS, new_target_account, vec![other::create_target_account()]),
        (OTHER_INTEGRATIONS, syncs, vec![other::start_sync()]),
        (OTHER_INTEGRATIONS, sync, vec![other::get_sync()]),
    ]
}

/// The parameters that an address holds, in their order.
fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.map(parameter).collect()
}

fn parameter(name: &str) -> Value {
    let uuid = |description, example| (description, json!({ "type": "string", "format": "uuid" }), example);
    let (description, schema, example) = match name {
        "companyId" => uuid("The company's id.", examples::COMPANY),
        "connectionId" => uuid("The connection's id.", examples::CONNECTION),
        "apiKeyId" => uuid("The key's id, which is not its text.", examples::API_KEY),
        "pushOperationKey" => uuid("The operation's key.", examples::PUSH),
        "accountId" => {
            let schema = json!({ "type": "string", "minLength": 1, "maxLength": source_account::ID_LIMIT });
            ("Your own id of the account.", schema, examples::ACCOUNT)
        }
        _ => ("The id of a sync.", json!({ "type": "string", "minLength": 1 }), "latest"),
    };
    json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema, "example": example })
}

fn tags() -> Value {
    json!([
        { "name": COMPANIES, "description": "Your small-business customers." },
        { "name": CONNECTIONS, "description": "A company's way to QuickBooks, with the link that you send its customer to." },
        { "name": SOURCE_ACCOUNTS, "description": "The bank accounts that a customer may connect, and the credentials that QuickBooks signs on with." },
        { "name": TRANSACTIONS, "description": "Pushing bank transactions, and what came of each push." },
        { "name": API_KEYS, "description": "The keys that your programs come with." },
        { "name": OTHER_INTEGRATIONS, "description": "The public API has these for integrations other than QuickBooks Online. A client that asks is told so, and nothing is done." },
    ])
}

fn security() -> Value {
    json!({
        "companyAccessToken": {
            "type": "http",
            "scheme": "bearer",
            "description": "A company access token, which reads one company for a day.",
        },
        "apiKey": {
            "type": "http",
            "scheme": "basic",
            "description": "The API key in base64, as `Authorization: Basic base64(apiKey)`; as a user without password it works, too.",
        },
    })
}
