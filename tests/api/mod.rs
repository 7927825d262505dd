//! Door 2: a partner's program, one file per resource.

mod access_tokens;
mod api_keys;
mod audit;
mod bad_input;
mod bank_transactions;
mod bodies;
mod callers;
mod companies;
mod connections;
mod credentials;
mod description;
mod idempotency;
mod lists;
mod official_client;
mod other_integrations;
mod public_description;
mod push_operations;
mod rate_limits;
mod removal;
mod routes;
mod several_accounts;
mod source_accounts;

use bankfeeds_link::domain::connection::{self, ConnectionId};
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::store::source_accounts::{self as accounts, Polled};

use crate::support::{Answer, Connection, Server};

/// Asserts that this is a refusal in the API's one shape, with a correlation id, and answers what it says.
pub fn refused(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    let body = answer.json();
    let mut fields: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    let expected =
        ["canBeRetried", "correlationId", "detailedErrorCode", "error", "service", "statusCode", "validation"];
    assert_eq!(fields, expected);
    assert_eq!(body["statusCode"], status);
    assert_eq!(body["correlationId"], answer.header("x-request-id"));
    body["error"].as_str().unwrap().to_owned()
}

/// Does to an account what its first statement request does, with a feed from `start` days before today on.
pub async fn quickbooks_connects(server: &Server, connection: &Connection, account: &str, start: i64) {
    let (app, now) = (&server.app, server.now());
    let id = ConnectionId(connection.id.parse().unwrap());
    let mut db = app.store.write().await.unwrap();
    let held = accounts::hold(&mut db, id, account).await.unwrap().unwrap();
    let feed_start = Some(now.date() - time::Duration::days(start));
    accounts::mark_connected(&mut db, held.id, &Polled { feed_start, snapshot_at: now, now }).await.unwrap();
    bankfeeds_link::store::connections::mark_polled(&mut db, id, None, now).await.unwrap();
    connection::settle(&mut db, &app.chance, id, Who::Software, None, now).await.unwrap();
    db.commit().await.unwrap();
}
