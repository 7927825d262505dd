//! Many rows in one statement: the one place where the two databases differ. SQLite reads a JSON array, PostgreSQL
//! arrays; a single INSERT a row is twelve times slower.

use serde_json::json;

use super::Db;
use super::transactions::New;
use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::domain::link::Link;
use crate::domain::source_account::SourceAccountId;
use crate::domain::transaction::TransactionType;

/// Stores the rows; all of them or, with an error, none.
pub async fn insert_transactions(
    db: &mut Db,
    account: SourceAccountId,
    rows: &[New<'_>],
    pushed_at: Timestamp,
) -> sqlx::Result<()> {
    match db {
        Db::Sqlite(unit) => {
            let rows = sqlx::query(
                "INSERT INTO transactions (source_account_id, transaction_id, place, fitid, written_date, amount, kind,
                     description, counterparty, reference, balance, content_hash, pushed_at, earliest_at)
                 SELECT $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                     value ->> 7, value ->> 8, value ->> 9, value ->> 10, $3, value ->> 11
                 FROM json_each($2)",
            )
            .bind(account)
            .bind(as_json(rows)?)
            .bind(pushed_at);
            let (connection, trust) = unit.connection();
            trust.over(rows.execute(connection)).await?;
        }
        Db::Postgres(unit) => {
            let rows = sqlx::query(
                "INSERT INTO transactions (source_account_id, transaction_id, place, fitid, written_date, amount, kind,
                     description, counterparty, reference, balance, content_hash, pushed_at, earliest_at)
                 SELECT $1, id, place, fitid, written_date, amount, kind, description, counterparty, reference, balance,
                     content_hash, $2, earliest_at
                 FROM UNNEST($3::text[], $4::bigint[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[],
                     $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[])
                     AS row (id, place, fitid, written_date, amount, kind, description, counterparty, reference,
                         balance, content_hash, earliest_at)",
            )
            .bind(account)
            .bind(pushed_at)
            .bind(rows.iter().map(|row| row.item.id.as_str()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.place).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.fitid.as_str()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.date).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.amount.to_string()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.kind.map(TransactionType::word)).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.description.as_deref()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.counterparty.as_deref()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.reference.as_deref()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.item.balance.map(|it| it.to_string())).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.content_hash.as_str()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.earliest_at.datetime()).collect::<Vec<_>>());
            let (connection, trust) = unit.connection();
            trust.over(rows.execute(connection)).await?;
        }
    }
    Ok(())
}

/// Every value as JSON text or integer: nothing is left to SQLite's idea of a number.
fn as_json(rows: &[New<'_>]) -> sqlx::Result<String> {
    let rows = rows.iter().map(|row| {
        let item = row.item;
        (
            &item.id,
            row.place,
            &row.fitid,
            item.date.to_string(),
            item.amount.to_string(),
            item.kind.map(TransactionType::word),
            &item.description,
            &item.counterparty,
            &item.reference,
            item.balance.map(|it| it.to_string()),
            &row.content_hash,
            row.earliest_at.text(),
        )
    });
    serde_json::to_string(&rows.collect::<Vec<_>>()).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Every link of these connections, issued after `since`, that nobody has claimed and that still lives; the newest last.
pub async fn unclaimed_links(
    db: &mut Db,
    connections: &[ConnectionId],
    since: Timestamp,
    now: Timestamp,
) -> sqlx::Result<Vec<Link>> {
    match db {
        Db::Sqlite(unit) => {
            let links = sqlx::query_as(
                "SELECT id, connection_id, expires_at FROM links
                 WHERE connection_id IN (SELECT unhex(value) FROM json_each($1))
                   AND issued_at > $2 AND issued_at <= $3 AND expires_at > $3
                   AND claimed_at IS NULL AND voided_at IS NULL
                 ORDER BY issued_at",
            )
            .bind(json!(connections.iter().map(|it| it.0.simple().to_string()).collect::<Vec<_>>()).to_string())
            .bind(since)
            .bind(now);
            let (connection, trust) = unit.connection();
            trust.over(links.fetch_all(connection)).await
        }
        Db::Postgres(unit) => {
            let links = sqlx::query_as(
                "SELECT id, connection_id, expires_at FROM links
                 WHERE connection_id = ANY($1)
                   AND issued_at > $2 AND issued_at <= $3 AND expires_at > $3
                   AND claimed_at IS NULL AND voided_at IS NULL
                 ORDER BY issued_at",
            )
            .bind(connections.iter().map(|it| it.0).collect::<Vec<_>>())
            .bind(since)
            .bind(now);
            let (connection, trust) = unit.connection();
            trust.over(links.fetch_all(connection)).await
        }
    }
}

/// Stores links that are issued now; all of them or, with an error, none.
pub async fn insert_links(db: &mut Db, links: &[Link], now: Timestamp) -> sqlx::Result<()> {
    match db {
        Db::Sqlite(unit) => {
            let hex = |id: uuid::Uuid| id.simple().to_string();
            let row = |link: &Link| json!([hex(link.id.0), hex(link.connection_id.0), link.expires_at.text()]);
            let rows: Vec<_> = links.iter().map(row).collect();
            let rows = sqlx::query(
                "INSERT INTO links (id, connection_id, issued_at, expires_at)
                 SELECT unhex(value ->> 0), unhex(value ->> 1), $2, value ->> 2 FROM json_each($1)",
            )
            .bind(json!(rows).to_string())
            .bind(now);
            let (connection, trust) = unit.connection();
            trust.over(rows.execute(connection)).await?;
        }
        Db::Postgres(unit) => {
            let rows = sqlx::query(
                "INSERT INTO links (id, connection_id, issued_at, expires_at)
                 SELECT id, connection_id, $1, expires_at
                 FROM UNNEST($2::uuid[], $3::uuid[], $4::timestamptz[]) AS row (id, connection_id, expires_at)",
            )
            .bind(now)
            .bind(links.iter().map(|link| link.id.0).collect::<Vec<_>>())
            .bind(links.iter().map(|link| link.connection_id.0).collect::<Vec<_>>())
            .bind(links.iter().map(|link| link.expires_at.datetime()).collect::<Vec<_>>());
            let (connection, trust) = unit.connection();
            trust.over(rows.execute(connection)).await?;
        }
    }
    Ok(())
}

/// Id and content hash of those of the ids that are there already.
pub async fn known_transactions(
    db: &mut Db,
    account: SourceAccountId,
    ids: &[&str],
) -> sqlx::Result<Vec<(String, String)>> {
    match db {
        Db::Sqlite(unit) => {
            let known = sqlx::query_as(
                "SELECT transaction_id, content_hash FROM transactions
                 WHERE source_account_id = $1 AND transaction_id IN (SELECT value FROM json_each($2))",
            )
            .bind(account)
            .bind(json!(ids).to_string());
            let (connection, trust) = unit.connection();
            trust.over(known.fetch_all(connection)).await
        }
        Db::Postgres(unit) => {
            let known = sqlx::query_as(
                "SELECT transaction_id, content_hash FROM transactions
                 WHERE source_account_id = $1 AND transaction_id = ANY($2)",
            )
            .bind(account)
            .bind(ids);
            let (connection, trust) = unit.connection();
            trust.over(known.fetch_all(connection)).await
        }
    }
}
