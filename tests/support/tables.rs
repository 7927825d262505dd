//! Every row of every table as text: whether anything has changed, and where.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::database::Database;

/// The rows of each table, sorted.
pub type Tables = BTreeMap<String, Vec<String>>;

impl Database {
    /// What rests in the database now.
    pub async fn tables(&self) -> Tables {
        match self.is_postgres() {
            true => of_postgres(self.url()).await,
            false => of_sqlite(self.url()).await,
        }
    }
}

async fn of_postgres(url: &str) -> Tables {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let names = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
    let mut tables = Tables::new();
    for name in names {
        let rows = AssertSqlSafe(format!("SELECT it::text FROM {name} it"));
        tables.insert(name, sqlx::query_scalar(rows).fetch_all(&mut connection).await.unwrap());
    }
    sorted(tables)
}

async fn of_sqlite(url: &str) -> Tables {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
    let mut tables = Tables::new();
    for name in names {
        let columns = AssertSqlSafe(format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{name}')"));
        let columns: Vec<String> = sqlx::query_scalar(columns).fetch_all(&mut connection).await.unwrap();
        let rows = AssertSqlSafe(format!("SELECT {} FROM {name}", columns.join(" || ',' || ")));
        tables.insert(name, sqlx::query_scalar(rows).fetch_all(&mut connection).await.unwrap());
    }
    sorted(tables)
}

fn sorted(mut tables: Tables) -> Tables {
    tables.values_mut().for_each(|rows| rows.sort_unstable());
    tables
}
