//! `bankfeeds-link audit …`: whether the logs of who changed what are as they were written, and a log taken along.

use std::io::Write;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;

use super::open_existing;
use crate::config::Variables;
use crate::domain::app::Keys;
use crate::domain::audit::chain;
use crate::domain::audit::exported;
use crate::domain::audit::verify::{PORTION, Verified, verify};
use crate::domain::key_check;
use crate::domain::partner::PartnerId;
use crate::store;

#[derive(Subcommand)]
pub enum Audit {
    /// Follow every partner's log from its first entry; what is not as it was written is told, and the exit code is 1
    Verify(Verify),
    /// Print a partner's log, an entry a line, with what its hashes are made of (docs/audit.md)
    Export(Export),
}

#[derive(Args)]
pub struct Verify {
    /// Whose log; all are verified if it is left out
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// Answer one line of JSON a log
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct Export {
    /// Whose log; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
}

impl Audit {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        match self {
            Self::Verify(verify) => verify.run(variables, out).await,
            Self::Export(export) => export.run(variables, out).await,
        }
    }
}

impl Verify {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let keys = Keys::from_root(&variables.secret_key()?);
        let opened = open_existing(variables).await?;
        key_check::check(&opened.store, &keys, opened.clock.now()).await?;
        let mut db = opened.store.read().await?;
        let partners = match self.partner {
            Some(id) => vec![super::partner::find(&mut db, Some(id)).await?.id],
            None => store::partners::all_ids(&mut db).await?,
        };
        drop(db);
        let mut broken = Vec::new();
        for partner in partners {
            let verified = verify(&opened.store, partner, Some(&keys.audit), |_| true).await?;
            self.tell(out, &verified)?;
            broken.extend(verified.broken.map(|it| (partner, it)));
        }
        out.flush()?;
        match broken.first() {
            None => Ok(()),
            Some((partner, it)) => bail!("the audit log of the partner {partner} is not whole: {it}"),
        }
    }

    fn tell(&self, out: &mut impl Write, verified: &Verified) -> std::io::Result<()> {
        let Verified { partner, entries, removed, broken, .. } = verified;
        if self.json {
            let broken = broken.map(|it| json!({ "entry": it.number, "how": it.how }));
            let told =
                json!({ "partnerId": partner, "entries": entries, "personalValuesRemoved": removed, "broken": broken });
            return writeln!(out, "{told}");
        }
        let are = |count: &i64, one: &str, more: &str| format!("{count} {}", if *count == 1 { one } else { more });
        let entries = are(entries, "entry is", "entries are");
        let removed = are(removed, "personal value was", "personal values were");
        match broken {
            None => writeln!(out, "{partner}: {entries} as written; {removed} removed."),
            Some(it) => writeln!(out, "{partner}: {entries} as written, and then {it}."),
        }
    }
}

impl Export {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let opened = open_existing(variables).await?;
        let mut db = opened.store.read().await?;
        let partner = super::partner::find(&mut db, self.partner).await?.id;
        let last = store::audit::count(&mut db, partner).await?;
        drop(db);
        let (mut after, mut before) = (0, chain::NOTHING.to_vec());
        while after < last {
            let until = last.min(after + PORTION);
            let mut db = opened.store.read().await?;
            let entries = store::audit::portion(&mut db, partner, after, until).await?;
            let kept = store::audit::personal(&mut db, partner, after, until).await?;
            drop(db);
            for entry in &entries {
                let own = kept.iter().filter(|kept| kept.number == entry.number);
                let own = own.map(|kept| (kept.name.as_str(), Some(kept.salt.as_slice()), kept.value.clone()));
                out.write_all(exported(entry, &before, own).as_bytes())?;
                before.clone_from(&entry.hash);
            }
            after = until;
        }
        Ok(out.flush()?)
    }
}
