//! `bankfeeds-link partner …`: what the portal does for the partner's staff, for the operator.

use std::io::Write;

use anyhow::anyhow;
use clap::Subcommand;

use crate::config::Variables;
use crate::domain::partner::{self, PartnerId};
use crate::store::{self, Db};

mod changes;
mod create;
mod flags;
mod key;
mod picture;
mod set;
mod show;

#[derive(Subcommand)]
pub enum Partner {
    /// Make a partner and its first API key
    Create(create::Create),
    /// API keys
    #[command(subcommand)]
    Key(key::Key),
    /// Change names, looks, callout, contacts, switches and address
    Set(Box<set::Set>),
    /// Print all settings
    Show(show::Show),
}

impl Partner {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        match self {
            Self::Create(create) => create.run(variables, out).await,
            Self::Key(key) => key.run(variables, out).await,
            Self::Set(set) => set.run(variables, out).await,
            Self::Show(show) => show.run(variables, out).await,
        }
    }
}

/// The partner that was named; where there is only one it need not be.
pub(super) async fn find(db: &mut Db, id: Option<PartnerId>) -> anyhow::Result<partner::Partner> {
    match id {
        Some(id) => store::partners::find(db, id).await?.ok_or_else(|| anyhow!("there is no partner {id} in this database")),
        None => store::partners::only(db).await?.ok_or_else(|| {
            anyhow!("this database has no partner yet (make one with partner create) or several (name one with --partner ID)")
        }),
    }
}
