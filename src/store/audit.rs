//! Tables `audit_entries`, `audit_heads` and `audit_personal`: written by the commit of a unit of work, read by whoever looks at the log.

mod find;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Db, all, change, maybe, one};
use crate::chance::Chance;
use crate::clock::{Clock, Timestamp};
use crate::domain::audit::chain::{self, Entry, Head};
use crate::domain::audit::{Author, Body, Deed, Kept, Note, Pending, REMOVED, Thing, ThingKind, What};
use crate::domain::partner::PartnerId;
use crate::secret::PurposeKey;

pub use find::{Wanted, actors, page};

/// What a log is written with: the key of its seals, the time, and the salts.
#[derive(Clone)]
pub struct Scribe(Arc<Tools>);

struct Tools {
    key: PurposeKey,
    clock: Clock,
    chance: Chance,
}

impl Scribe {
    pub fn new(key: PurposeKey, clock: Clock, chance: Chance) -> Self {
        Self(Arc::new(Tools { key, clock, chance }))
    }
}

/// Writes what was noted in this unit of work. The end of a partner's chain is the last thing that a unit takes, and several partners' in
/// one order: no two units wait for one another.
pub(super) async fn write(db: &mut Db, scribe: Option<&Scribe>, pending: Vec<Pending>) -> sqlx::Result<()> {
    let Some(scribe) = scribe else {
        // A change without its entry is none.
        let why =
            "what belongs into the audit log was done in a unit that only looks, or in a store without a key for it";
        return Err(sqlx::Error::Configuration(why.into()));
    };
    let mut of_partners: BTreeMap<PartnerId, Vec<Pending>> = BTreeMap::new();
    for one in pending {
        of_partners.entry(one.deed.partner()).or_default().push(one);
    }
    for (partner, pending) in of_partners {
        let mut chain = Chain::take(db, scribe, partner).await?;
        for one in pending {
            chain.goes_on_with(db, one).await?;
        }
        chain.give_back(db).await?;
    }
    Ok(())
}

/// A partner's chain in the hands of this unit of work.
struct Chain<'a> {
    tools: &'a Tools,
    partner: PartnerId,
    number: i64,
    hash: Vec<u8>,
    /// The seal of an end that somebody has meddled with. It is left as it is: what follows must not make it good.
    broken: Option<Vec<u8>>,
    now: Timestamp,
}

impl<'a> Chain<'a> {
    async fn take(db: &mut Db, scribe: &'a Scribe, partner: PartnerId) -> sqlx::Result<Self> {
        let tools = &*scribe.0;
        let head = match hold(db, partner).await? {
            Some(head) => head,
            None => {
                let mac = chain::seal(&tools.key, partner, 0, &chain::NOTHING);
                insert_head(db, partner, &chain::NOTHING, &mac).await?;
                hold(db, partner).await?.ok_or(sqlx::Error::RowNotFound)?
            }
        };
        let mut chain =
            Self { tools, partner, number: head.number, hash: head.hash.clone(), broken: None, now: tools.clock.now() };
        // An end that was removed begins anew at nothing, with entries before it.
        let last = if head.number == 0 { last(db, partner).await? } else { None };
        if last.is_some() || !head.is_sealed(&tools.key, partner) {
            tracing::error!(%partner, "the audit log of this partner was changed by somebody else: see bankfeeds-link audit verify");
            let last = if last.is_some() { last } else { self::last(db, partner).await? };
            if let Some(last) = last {
                (chain.number, chain.hash) = (last.number, last.hash);
            }
            chain.broken = Some(if head.number == 0 { Vec::new() } else { head.mac });
        }
        Ok(chain)
    }

    async fn goes_on_with(&mut self, db: &mut Db, Pending { author, deed }: Pending) -> sqlx::Result<()> {
        let note = match deed {
            Deed::Note(note) => note,
            Deed::Forget { partner, subject } => {
                let removed = forget(db, partner, subject).await?;
                if removed == 0 {
                    return Ok(());
                }
                let thing = Thing::with_id(ThingKind::Log, subject);
                Note::of(partner, What::PersonalDataRemoved, thing).changed(
                    REMOVED,
                    removed.to_string(),
                    None::<String>,
                )
            }
        };
        let nobody = Author::clock();
        let author = author.as_deref().unwrap_or(&nobody);
        let number = self.number + 1;
        let (body, kept) = Body::write(note, author, number, self.now, &self.tools.chance);
        let text = serde_json::to_string(&body).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let hash = chain::hash(&self.hash, &text).to_vec();
        let (area, actor) = (body.what.area().word().to_owned(), body.who.mark());
        insert(db, self.partner, &Entry { number, at: self.now, area, actor, body: text, hash: hash.clone() }).await?;
        for kept in &kept {
            insert_personal(db, self.partner, kept).await?;
        }
        (self.number, self.hash) = (number, hash);
        Ok(())
    }

    async fn give_back(self, db: &mut Db) -> sqlx::Result<()> {
        let seal = || chain::seal(&self.tools.key, self.partner, self.number, &self.hash).to_vec();
        let mac = self.broken.clone().unwrap_or_else(seal);
        set_head(db, self.partner, &Head { number: self.number, hash: self.hash, mac }).await
    }
}

/// The end of the chain, for this unit of work alone.
async fn hold(db: &mut Db, partner: PartnerId) -> sqlx::Result<Option<Head>> {
    maybe!(db, "UPDATE audit_heads SET number = number WHERE partner_id = $1 RETURNING number, hash, mac", partner)
}

async fn insert_head(db: &mut Db, partner: PartnerId, hash: &[u8], mac: &[u8]) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO audit_heads (partner_id, number, hash, mac) VALUES ($1, 0, $2, $3) ON CONFLICT DO NOTHING",
        partner,
        hash,
        mac,
    )?;
    Ok(())
}

async fn set_head(db: &mut Db, partner: PartnerId, head: &Head) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE audit_heads SET number = $2, hash = $3, mac = $4 WHERE partner_id = $1",
        partner,
        head.number,
        &head.hash,
        &head.mac,
    )?;
    Ok(())
}

async fn last(db: &mut Db, partner: PartnerId) -> sqlx::Result<Option<Entry>> {
    maybe!(
        db,
        "SELECT number, at, area, actor, body, hash FROM audit_entries WHERE partner_id = $1 ORDER BY number DESC LIMIT 1",
        partner,
    )
}

async fn insert(db: &mut Db, partner: PartnerId, entry: &Entry) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO audit_entries (partner_id, number, at, area, actor, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        partner,
        entry.number,
        entry.at,
        &entry.area,
        &entry.actor,
        &entry.body,
        &entry.hash,
    )?;
    Ok(())
}

async fn insert_personal(db: &mut Db, partner: PartnerId, kept: &Kept) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO audit_personal (partner_id, number, name, salt, value, subject) VALUES ($1, $2, $3, $4, $5, $6)",
        partner,
        kept.number,
        &kept.name,
        &kept.salt,
        &kept.value,
        kept.subject,
    )?;
    Ok(())
}

async fn forget(db: &mut Db, partner: PartnerId, subject: uuid::Uuid) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM audit_personal WHERE partner_id = $1 AND subject = $2", partner, subject)
}

/// Signs the end of a chain anew: under another key than before.
pub async fn seal_anew(db: &mut Db, partner: PartnerId, key: &PurposeKey) -> sqlx::Result<()> {
    if let Some(head) = hold(db, partner).await? {
        let mac = chain::seal(key, partner, head.number, &head.hash).to_vec();
        set_head(db, partner, &Head { mac, ..head }).await?;
    }
    Ok(())
}

/// The end of a partner's chain. None: there is no log.
pub async fn head(db: &mut Db, partner: PartnerId) -> sqlx::Result<Option<Head>> {
    maybe!(db, "SELECT number, hash, mac FROM audit_heads WHERE partner_id = $1", partner)
}

/// The entries behind `after`, up to the one numbered `until`, in their order.
pub async fn portion(db: &mut Db, partner: PartnerId, after: i64, until: i64) -> sqlx::Result<Vec<Entry>> {
    all!(
        db,
        "SELECT number, at, area, actor, body, hash FROM audit_entries
         WHERE partner_id = $1 AND number > $2 AND number <= $3 ORDER BY number",
        partner,
        after,
        until,
    )
}

/// The personal values of these entries that are still there, in the entries' order.
pub async fn personal(db: &mut Db, partner: PartnerId, after: i64, until: i64) -> sqlx::Result<Vec<Kept>> {
    all!(
        db,
        "SELECT number, name, salt, value, subject FROM audit_personal
         WHERE partner_id = $1 AND number > $2 AND number <= $3 ORDER BY number",
        partner,
        after,
        until,
    )
}

/// Whether there is an entry behind this one.
pub async fn has_after(db: &mut Db, partner: PartnerId, number: i64) -> sqlx::Result<bool> {
    let found: Option<(i64,)> =
        maybe!(db, "SELECT number FROM audit_entries WHERE partner_id = $1 AND number > $2 LIMIT 1", partner, number)?;
    Ok(found.is_some())
}

/// The partners that have no log.
pub async fn partners_without(db: &mut Db) -> sqlx::Result<Vec<PartnerId>> {
    let found: Vec<(PartnerId,)> = all!(
        db,
        "SELECT p.id FROM partners p
         WHERE NOT EXISTS (SELECT 1 FROM audit_heads h WHERE h.partner_id = p.id)
             AND NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.partner_id = p.id)
         ORDER BY p.id",
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// How many entries a partner's log has, as its end says.
pub async fn count(db: &mut Db, partner: PartnerId) -> sqlx::Result<i64> {
    let (count,): (i64,) =
        one!(db, "SELECT CAST(coalesce(max(number), 0) AS BIGINT) FROM audit_heads WHERE partner_id = $1", partner)?;
    Ok(count)
}
