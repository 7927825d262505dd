//! `bankfeeds-link partner key add`: one more API key, shown once.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::find;
use crate::chance::Chance;
use crate::cli::open_existing;
use crate::clock::Clock;
use crate::config::Variables;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::domain::{api_key, settings};

#[derive(Subcommand)]
pub enum Key {
    /// Add a named API key
    Add(Add),
}

#[derive(Args)]
pub struct Add {
    /// Whose key; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// What the key is for, to tell it from others
    #[arg(long)]
    name: String,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

impl Key {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run(variables, out).await,
        }
    }
}

impl Add {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let name = settings::name("--name", &self.name)?;
        let most = variables.limits()?.api_keys;
        let mut db = open_existing(variables).await?.write().await?;
        let partner = find(&mut db, self.partner).await?;
        let key = api_key::create(&mut db, &Chance::System, partner.id, &name, most, Clock::System.now()).await;
        let key = key.map_err(|refusal| match refusal {
            Refusal::Conflict(why) => anyhow::anyhow!(why),
            other => other.into(),
        })?;
        db.commit().await?;
        if self.json {
            writeln!(out, "{}", json!({ "partnerId": partner.id, "name": name, "apiKey": key.reveal() }))?;
            return Ok(());
        }
        writeln!(out, "Added the API key \"{name}\" for {}.", partner.settings.name.en)?;
        writeln!(out, "API key: {}\nKeep it now: it cannot be shown again.", key.reveal())?;
        Ok(())
    }
}
