//! `bankfeeds-link partner key …`: API keys added, each shown once; listed with their last use; deleted, but for the last one.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::find;
use crate::chance::Chance;
use crate::cli::open_existing;
use crate::clock::Timestamp;
use crate::config::Variables;
use crate::domain::api_key::{ApiKey, ApiKeyId};
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::domain::{api_key, settings};
use crate::store;

#[derive(Subcommand)]
pub enum Key {
    /// Add a named API key
    Add(Add),
    /// List the API keys: name, beginning, when made, when last used
    List(List),
    /// Delete an API key; whoever uses it is refused from then on
    Delete(Delete),
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

#[derive(Args)]
pub struct List {
    /// Whose keys; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct Delete {
    /// The key's id, as list shows it
    #[arg(value_name = "KEY_ID")]
    id: ApiKeyId,
    /// Whose key; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
}

impl Key {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run(variables, out).await,
            Self::List(list) => list.run(variables, out).await,
            Self::Delete(delete) => delete.run(variables, out).await,
        }
    }
}

impl Add {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let name = settings::name("--name", &self.name)?;
        let most = variables.limits()?.api_keys;
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.store.write().await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        let key = api_key::create(&mut db, &Chance::System, partner.id, &name, most, now).await;
        let key = key.map_err(in_words)?;
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

impl List {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let mut db = open_existing(variables).await?.store.read().await?;
        let partner = find(&mut db, self.partner).await?;
        let keys = store::api_keys::of_partner(&mut db, partner.id).await?;
        if self.json {
            let keys: Vec<_> = keys.iter().map(told).collect();
            writeln!(out, "{}", json!({ "partnerId": partner.id, "apiKeys": keys }))?;
            return Ok(());
        }
        for ApiKey { id, name, prefix, created_at, last_used_at } in keys {
            let used = last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {at}"));
            writeln!(out, "{id}  {prefix}…  \"{name}\", added {created_at}, {used}")?;
        }
        Ok(())
    }
}

fn told(key: &ApiKey) -> serde_json::Value {
    json!({
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "created": key.created_at.text(),
        "lastUsed": key.last_used_at.map(Timestamp::text),
    })
}

impl Delete {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let mut db = open_existing(variables).await?.store.write().await?;
        let partner = find(&mut db, self.partner).await?;
        api_key::delete(&mut db, partner.id, self.id).await.map_err(in_words)?;
        db.commit().await?;
        writeln!(out, "Deleted the API key {}.", self.id)?;
        Ok(())
    }
}

/// The refusals that are the operator's own affair, without the log's words in front.
fn in_words(refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::Conflict(why) => anyhow::anyhow!(why),
        Refusal::NotFound(what) => anyhow::anyhow!("the partner has no such {what}; partner key list shows them"),
        other => other.into(),
    }
}
