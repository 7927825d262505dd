//! Every row of every table as text: whether anything has changed, and where.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::database::Database;

/// The rows of each table, sorted.
pub type Tables = BTreeMap<String, Vec<String>>;

/// What a look moves, at most once a minute: when a member was last here, and in which session.
const SEEN: &str = "last_seen_at";

impl Database {
    /// What rests in the database now.
    pub async fn tables(&self) -> Tables {
        self.but_for("").await
    }

    /// Everything but when somebody was last here.
    pub async fn settled(&self) -> Tables {
        self.but_for(SEEN).await
    }

    /// Without the columns of this name.
    async fn but_for(&self, column: &str) -> Tables {
        match self.is_postgres() {
            true => of_postgres(self.url(), column).await,
            false => of_sqlite(self.url(), column).await,
        }
    }
}

async fn of_postgres(url: &str, but_for: &str) -> Tables {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let names = format!(
        "SELECT table_name::text, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
         FROM information_schema.columns WHERE table_schema = 'public' AND column_name <> '{but_for}' GROUP BY table_name"
    );
    let names: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(names)).fetch_all(&mut connection).await.unwrap();
    let mut tables = Tables::new();
    for (name, columns) in names {
        let rows = AssertSqlSafe(format!("SELECT ROW({columns})::text FROM {name}"));
        tables.insert(name, sqlx::query_scalar(rows).fetch_all(&mut connection).await.unwrap());
    }
    sorted(tables)
}

async fn of_sqlite(url: &str, but_for: &str) -> Tables {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
    let mut tables = Tables::new();
    for name in names {
        let columns =
            format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{name}') WHERE name <> '{but_for}'");
        let columns = AssertSqlSafe(columns);
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
