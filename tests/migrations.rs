//! Both databases end up with the same tables, and every migration survives rows.

use std::collections::BTreeMap;

use bankfeeds_link::store::Store;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

use crate::support::{Database, project, tell};

/// Table and column, with type and whether nothing is allowed.
type Columns = BTreeMap<String, String>;

#[test]
fn both_databases_end_up_with_the_same_columns() {
    tell(async {
        let (sqlite, postgres) = (migrated(Database::sqlite()).await, migrated(Database::postgres().await).await);
        let columns = sqlite.columns().await;
        assert!(columns.len() > 50, "{columns:?}");
        assert_eq!(columns, postgres.columns().await);
    });
}

#[test]
fn both_databases_end_up_with_the_same_indexes() {
    tell(async {
        let (sqlite, postgres) = (migrated(Database::sqlite()).await, migrated(Database::postgres().await).await);
        let indexes = sqlite.indexes().await;
        assert!(indexes.len() > 5, "{indexes:?}");
        assert_eq!(indexes, postgres.indexes().await);
    });
}

on_both_databases! {
    /// After each migration come the rows that `tests/migrations/` has for it; the next one has to live with them.
    async fn every_migration_survives_the_rows_that_are_there(database: Database) {
        let raw = Raw::open(database).await;
        let all = Migrator::new(project().join("migrations")).await.unwrap();
        let migrations: Vec<_> = all.iter().cloned().collect();
        for (place, migration) in migrations.iter().enumerate() {
            raw.migrate(&Migrator::with_migrations(migrations[..=place].to_vec())).await;
            let name = format!("{}_{}", migration.version, migration.description.replace(' ', "_"));
            let rows = project().join(format!("tests/migrations/{name}.sql"));
            let rows = std::fs::read_to_string(&rows).unwrap_or_else(|_| {
                panic!("{} is missing: write rows for the tables that this migration makes", rows.display())
            });
            raw.execute(&rows).await;
        }
        for (table, count) in raw.counts().await {
            assert!(count > 0, "no row of {table} has been through the migrations");
        }
        // The last word has the store: it opens what has grown so, and finds nothing changed underneath.
        Store::open(raw.database.url()).await.unwrap();
    }
}

async fn migrated(database: Database) -> Raw {
    database.store().await.close().await;
    Raw::open(database).await
}

/// A database without the store around it.
struct Raw {
    pool: Pool,
    database: Database,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    async fn open(database: Database) -> Self {
        let pool = if database.is_postgres() {
            Pool::Postgres(PgPool::connect(database.url()).await.unwrap())
        } else {
            Pool::Sqlite(SqlitePool::connect(&format!("{}?mode=rwc", database.url())).await.unwrap())
        };
        Self { pool, database }
    }

    async fn migrate(&self, migrator: &Migrator) {
        match &self.pool {
            Pool::Sqlite(pool) => migrator.run(pool).await.unwrap(),
            Pool::Postgres(pool) => migrator.run(pool).await.unwrap(),
        }
    }

    async fn execute(&self, statements: &str) {
        let statements = AssertSqlSafe(statements.to_owned());
        match &self.pool {
            Pool::Sqlite(pool) => drop(sqlx::raw_sql(statements).execute(pool).await.unwrap()),
            Pool::Postgres(pool) => drop(sqlx::raw_sql(statements).execute(pool).await.unwrap()),
        }
    }

    async fn columns(&self) -> Columns {
        let rows: Vec<(String, String, String, bool)> = match &self.pool {
            Pool::Sqlite(pool) => sqlx::query_as(
                "SELECT t.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema t, pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
            )
            .fetch_all(pool)
            .await
            .unwrap(),
            Pool::Postgres(pool) => sqlx::query_as(
                "SELECT table_name::text, column_name::text, upper(udt_name::text), is_nullable = 'NO'
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
            )
            .fetch_all(pool)
            .await
            .unwrap(),
        };
        rows.into_iter()
            .map(|(table, column, kind, is_required)| {
                // PostgreSQL answers with its own short names.
                let kind = match kind.as_str() {
                    "INT8" => "BIGINT",
                    "BOOL" => "BOOLEAN",
                    kind => kind,
                };
                (format!("{table}.{column}"), format!("{kind} {}", if is_required { "NOT NULL" } else { "NULL" }))
            })
            .collect()
    }

    /// Those that the migrations name; what a constraint makes has other names in each database.
    async fn indexes(&self) -> Vec<String> {
        let mut names: Vec<String> = match &self.pool {
            Pool::Sqlite(pool) => sqlx::query_scalar(
                "SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_autoindex%'",
            )
            .fetch_all(pool)
            .await
            .unwrap(),
            Pool::Postgres(pool) => sqlx::query_scalar(
                "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN
                     (SELECT conname FROM pg_constraint)",
            )
            .fetch_all(pool)
            .await
            .unwrap(),
        };
        names.sort_unstable();
        names
    }

    async fn counts(&self) -> BTreeMap<String, i64> {
        let columns = self.columns().await;
        let mut counts: BTreeMap<String, i64> =
            columns.keys().map(|column| (column.split('.').next().unwrap_or_default().to_owned(), 0)).collect();
        for (table, count) in &mut counts {
            let statement = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
            *count = match &self.pool {
                Pool::Sqlite(pool) => sqlx::query_scalar(statement).fetch_one(pool).await.unwrap(),
                Pool::Postgres(pool) => sqlx::query_scalar(statement).fetch_one(pool).await.unwrap(),
            };
        }
        counts
    }
}
