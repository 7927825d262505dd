//! What belongs to a company or a connection goes with it, from every table there is.

use bankfeeds_link::domain::connection::{self, ConnectionId};
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::store::source_accounts::{self as accounts, Polled};
use serde_json::json;

use crate::link::{Invitation, Walk};
use crate::support::{Database, HttpBrowser, PartnerClient, Server, checking, transaction};

/// An account id and texts that are nowhere but in what is removed.
const ACCOUNT: &str = "acct-zq7canary";
const TEXT: &str = "flour zq7canary";

/// Leaves something in every table that a story about a connection leaves something in.
async fn leaves_traces(invitation: &Invitation) {
    let (server, bank, connection) = (&invitation.server, &invitation.bank, &invitation.connection);
    bank.adds_account(connection, &checking(ACCOUNT));
    let customer = HttpBrowser::new("en-CA");
    customer.walks_to_credentials(invitation.link());
    HttpBrowser::new("en-CA").opens(&invitation.wrong_link());
    connects(server, &connection.id).await;
    bank.pushes(connection, ACCOUNT, &[transaction("t-zq7canary", &server.day(0), 1.0, TEXT)]).succeeded();
    bank.pushes(connection, ACCOUNT, &[transaction("t-zq7canary", &server.day(0), 2.0, TEXT)]);
    bank.gets(&format!("/companies/{}/accessToken", connection.company)).succeeded();
    let changed = json!({ "description": TEXT, "tags": { "region": TEXT } });
    bank.sends("PATCH", &format!("/companies/{}", connection.company), &changed).succeeded();
}

async fn connects(server: &Server, id: &str) {
    let (app, now, id) = (&server.app, server.now(), ConnectionId(id.parse().unwrap()));
    let mut db = app.store.write().await.unwrap();
    let held = accounts::hold(&mut db, id, ACCOUNT).await.unwrap().unwrap();
    let feed_start = Some(now.date() - time::Duration::days(7));
    accounts::mark_connected(&mut db, held.id, &Polled { feed_start, snapshot_at: now, now }).await.unwrap();
    connection::settle(&mut db, &app.chance, id, Who::Software, None, now).await.unwrap();
    db.commit().await.unwrap();
}

/// The tables in which one of these words is, whatever a database makes of ids and texts.
async fn tables_with(database: &Database, words: &[&str]) -> Vec<String> {
    let plain = |text: &str| text.to_lowercase().replace('-', "");
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let forms: Vec<String> = words.iter().flat_map(|word| [plain(word), hex(word)]).collect();
    let holds = |row: &String| forms.iter().any(|form| plain(row).contains(form));
    let tables = database.tables().await;
    tables.into_iter().filter(|(_, rows)| rows.iter().any(holds)).map(|(name, _)| name).collect()
}

on_both_databases! {
    async fn a_deleted_connection_leaves_nothing_in_any_table(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        leaves_traces(&invitation).await;
        let (bank, connection) = (&invitation.bank, &invitation.connection);
        let words = [connection.id.as_str(), "zq7canary"];
        let before = tables_with(&invitation.server.database, &words).await;
        for table in ["connections", "links", "link_sessions", "credentials", "consents", "source_accounts", "transactions",
            "push_operations", "timeline", "wrong_code_buckets"] {
            assert!(before.iter().any(|it| it == table), "nothing of it in {table} before: {before:?}");
        }
        assert_eq!(bank.deletes(&connection.path("")).status, 200);
        // Its company has kept a description and a tag of its own.
        assert_eq!(tables_with(&invitation.server.database, &words[1..]).await, ["audit_personal", "companies"]);
        // The audit log's own words have its id, and nothing else of it.
        assert_eq!(tables_with(&invitation.server.database, &words[..1]).await, ["audit_entries"]);
    }

    async fn a_deleted_company_leaves_nothing_in_any_table(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        leaves_traces(&invitation).await;
        let (bank, connection) = (&invitation.bank, &invitation.connection);
        let stranger = PartnerClient::new(&invitation.server, "Other Bank").await;
        let kept = stranger.connects(&stranger.creates_company("Garage"));
        let words = [connection.id.as_str(), connection.company.as_str(), "zq7canary"];
        let before = tables_with(&invitation.server.database, &words).await;
        assert!(before.iter().any(|it| it == "access_tokens") && before.len() >= 12, "{before:?}");
        assert_eq!(bank.deletes(&format!("/companies/{}", connection.company)).status, 204);
        assert_eq!(tables_with(&invitation.server.database, &words[2..]).await, [""; 0]);
        // The audit log's own words have the ids.
        assert_eq!(tables_with(&invitation.server.database, &words).await, ["audit_entries"]);
        stranger.looks_at(&kept);
    }
}
