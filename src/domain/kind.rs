//! A deployment is live or it is a sandbox, as a whole and for good: what is pretended never stands beside what is real, and a
//! clock that can be turned is nobody's who is real (docs/decisions/0011-a-deployment-is-a-sandbox-or-live.md).

use anyhow::{Context as _, bail};

use crate::clock::Timestamp;
use crate::store::{self, Store};

/// The fact under which the database remembers it.
const KIND: &str = "kind";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Live,
    /// With a pretended QuickBooks and a clock that can be turned.
    Sandbox,
}

impl Kind {
    /// Makes sure that the database is of this kind. One that knows no kind yet takes this one; but if it has a partner
    /// already, it is from before there were sandboxes, and live.
    pub async fn claim(self, store: &Store, now: Timestamp) -> anyhow::Result<()> {
        let unwritable = "cannot write to the database";
        let mut db = store.write().await.context(unwritable)?;
        let is_used = store::partners::any(&mut db).await.context(unwritable)?;
        let first = if is_used { Self::Live } else { self };
        let known = store::deployment::first(&mut db, KIND, first.word(), now).await.context(unwritable)?;
        db.commit().await.context(unwritable)?;
        self.agrees_with(&known)
    }

    /// The same for a database that can be nothing but a sandbox: the demo's own.
    pub async fn claim_for_demo(store: &Store, now: Timestamp) -> anyhow::Result<()> {
        let mut db = store.write().await?;
        let known = store::deployment::first(&mut db, KIND, Self::Sandbox.word(), now).await?;
        db.commit().await?;
        Self::Sandbox.agrees_with(&known)
    }

    fn agrees_with(self, known: &str) -> anyhow::Result<()> {
        match self {
            _ if known == self.word() => Ok(()),
            Self::Live => bail!(
                "this database belongs to a sandbox: set SANDBOX=1 to go on with it, or name the live one with DATABASE_URL"
            ),
            Self::Sandbox => bail!(
                "this database is live, and a sandbox needs one of its own: name another with DATABASE_URL, or leave out SANDBOX"
            ),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Sandbox => "sandbox",
        }
    }
}
