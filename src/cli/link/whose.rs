//! Whose link it is to be: a connection by its id, or a company by its name, as people at a terminal know it.

use anyhow::{anyhow, bail};
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::partner::PartnerId;
use crate::store::companies::Named;
use crate::store::{self, Db};

/// Companies that are read at once.
const BATCH: i64 = 1_000;
/// Ids that fit in a line that somebody reads.
const MOST_TOLD: usize = 10;

pub enum Whose<'a> {
    Connection(ConnectionId),
    Company(&'a str),
}

pub struct Found {
    pub partner: PartnerId,
    pub company: CompanyId,
    /// `None`: the company has none yet.
    pub connection: Option<ConnectionId>,
}

pub async fn by_id(db: &mut Db, id: ConnectionId) -> anyhow::Result<Found> {
    let found = store::connections::find_any(db, id).await?;
    let found = found.ok_or_else(|| anyhow!("there is no connection {id} in this database"))?;
    Ok(Found { partner: found.partner_id, company: found.company_id, connection: Some(id) })
}

/// The one company of this name, in whatever letter case. Several, or several connections, are told with their ids.
pub async fn by_name(db: &mut Db, name: &str) -> anyhow::Result<Found> {
    let mut named = all_named(db, name).await?;
    if named.len() > 1 {
        let ids = listed(named.iter().map(|company| company.id.to_string()), named.len().try_into()?);
        bail!("{} companies are called {name}: {ids}; name the connection with --connection", named.len());
    }
    let company = named.pop().ok_or_else(|| anyhow!("no company in this database is called {name}"))?;
    let (connections, total) = store::connections::page(db, company.id, BATCH, 0).await?;
    if total > 1 {
        let ids = listed(connections.iter().map(|connection| connection.id.to_string()), total);
        bail!("{} has {total} connections; name one with --connection: {ids}", company.name);
    }
    let connection = connections.first().map(|connection| connection.id);
    Ok(Found { partner: company.partner_id, company: company.id, connection })
}

async fn all_named(db: &mut Db, name: &str) -> anyhow::Result<Vec<Named>> {
    let (wanted, mut last, mut found) = (folded(name), CompanyId(uuid::Uuid::nil()), Vec::new());
    loop {
        let some = store::companies::named_after(db, last, BATCH).await?;
        let Some(newest) = some.last() else { return Ok(found) };
        last = newest.id;
        found.extend(some.into_iter().filter(|company| folded(&company.name) == wanted));
    }
}

/// Letter case and the number of blanks do not tell names apart.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().nfc().collect()
}

fn listed(ids: impl Iterator<Item = String>, total: i64) -> String {
    let told: Vec<String> = ids.take(MOST_TOLD).collect();
    let is_all = i64::try_from(told.len()).is_ok_and(|told| told == total);
    format!("{}{}", told.join(", "), if is_all { "" } else { ", …" })
}
