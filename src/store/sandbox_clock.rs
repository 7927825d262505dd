//! Table `sandbox_clock`: one row once a sandbox's clock has been turned.

use std::time::Duration;

use super::{Db, maybe, one};
use crate::clock::Ahead;

#[derive(sqlx::FromRow)]
struct Row {
    ahead_micros: i64,
    turns: i64,
}

impl From<Row> for Ahead {
    fn from(row: Row) -> Self {
        Self { by: Duration::from_micros(u64::try_from(row.ahead_micros).unwrap_or_default()), turns: row.turns }
    }
}

/// How far ahead the sandbox is; nothing where nobody has turned its clock.
pub async fn ahead(db: &mut Db) -> sqlx::Result<Ahead> {
    let row: Option<Row> = maybe!(db, "SELECT ahead_micros, turns FROM sandbox_clock WHERE id = 1")?;
    Ok(row.map(Ahead::from).unwrap_or_default())
}

/// Adds to it. `None`: it would be more than `most`.
pub async fn turn(db: &mut Db, span: Duration, most: Duration) -> sqlx::Result<Option<Ahead>> {
    let micros = |span: Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
    if span > most {
        return Ok(None);
    }
    let row: Option<Row> = maybe!(
        db,
        "INSERT INTO sandbox_clock (id, ahead_micros, turns) VALUES (1, $1, 1)
         ON CONFLICT (id) DO UPDATE SET ahead_micros = sandbox_clock.ahead_micros + excluded.ahead_micros,
             turns = sandbox_clock.turns + 1
         WHERE sandbox_clock.ahead_micros + excluded.ahead_micros <= $2
         RETURNING ahead_micros, turns",
        micros(span),
        micros(most),
    )?;
    Ok(row.map(Ahead::from))
}

/// Nothing ahead any more.
pub async fn reset(db: &mut Db) -> sqlx::Result<Ahead> {
    let row: Row = one!(
        db,
        "INSERT INTO sandbox_clock (id, ahead_micros, turns) VALUES (1, 0, 1)
         ON CONFLICT (id) DO UPDATE SET ahead_micros = 0, turns = sandbox_clock.turns + 1
         RETURNING ahead_micros, turns",
    )?;
    Ok(row.into())
}
