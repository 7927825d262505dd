//! `bankfeeds-link partner key …`: API keys added, each shown once; listed with their last use; rolled; deleted, but for the last one.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::find;
use crate::chance::Chance;
use crate::cli::open_existing;
use crate::clock::Timestamp;
use crate::config::Variables;
use crate::domain::api_key::{ApiKey, ApiKeyId, MadeBy, Maker, New};
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::domain::{api_key, settings};

#[derive(Subcommand)]
pub enum Key {
    /// Add a named API key
    Add(Add),
    /// List the API keys: name, beginning, when made, when last used
    List(List),
    /// Make a key with the name of another, which ends in a while
    Roll(Roll),
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
pub struct Roll {
    /// The key's id, as list shows it
    #[arg(value_name = "KEY_ID")]
    id: ApiKeyId,
    /// Whose key; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// How long the old key works on, 0 to 168
    #[arg(long, value_name = "HOURS", default_value_t = api_key::OVERLAP_HOURS)]
    overlap_hours: u64,
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
            Self::Roll(roll) => roll.run(variables, out).await,
            Self::Delete(delete) => delete.run(variables, out).await,
        }
    }
}

impl Add {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let name = settings::name("--name", &self.name)?;
        let most = variables.limits()?.api_keys;
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.writes(variables).await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        let by = (partner.id, Maker::Operator);
        let key = api_key::create(&mut db, &Chance::System, by, &name, most, now).await;
        let text = key.map_err(in_words)?.text;
        db.commit().await?;
        if self.json {
            writeln!(out, "{}", json!({ "partnerId": partner.id, "name": name, "apiKey": text.reveal() }))?;
            return Ok(());
        }
        writeln!(out, "Added the API key \"{name}\" for {}.", partner.settings.name.en)?;
        writeln!(out, "API key: {}\nKeep it now: it cannot be shown again.", text.reveal())?;
        Ok(())
    }
}

impl List {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.store.read().await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        let keys = api_key::of_partner(&mut db, partner.id, now).await?;
        if self.json {
            let keys: Vec<_> = keys.iter().map(told).collect();
            writeln!(out, "{}", json!({ "partnerId": partner.id, "apiKeys": keys }))?;
            return Ok(());
        }
        for ApiKey { id, name, prefix, made_by, created_at, last_used_at, ends_at } in keys {
            let by = made_by.map_or_else(String::new, |by| format!(" by {}", maker(&by)));
            let used = last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {at}"));
            let ends = ends_at.map_or_else(String::new, |at| format!(", ends {at}"));
            writeln!(out, "{id}  {prefix}…  \"{name}\", added {created_at}{by}, {used}{ends}")?;
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
        "createdBy": key.made_by.as_ref().map(maker),
        "lastUsed": key.last_used_at.map(Timestamp::text),
        "ends": key.ends_at.map(Timestamp::text),
    })
}

/// Who made a key, in a few words.
fn maker(made_by: &MadeBy) -> String {
    match made_by {
        MadeBy::Member { name: Some(name) } => name.clone(),
        MadeBy::Member { name: None } => "a former member".to_owned(),
        MadeBy::Key { name } => format!("the key \"{name}\""),
        MadeBy::Operator => "the operator".to_owned(),
    }
}

impl Roll {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let overlap = api_key::overlap(Some(self.overlap_hours));
        let overlap = overlap.map_err(|why| anyhow::anyhow!("--overlap-hours {why}"))?;
        let most = variables.limits()?.api_keys;
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.writes(variables).await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        let whose = (partner.id, self.id, Maker::Operator);
        let rolled = api_key::roll(&mut db, &Chance::System, whose, overlap, most, now).await;
        let (old, New { key, text }) = rolled.map_err(in_words)?;
        db.commit().await?;
        let ends = old.ends_at.unwrap_or(now);
        if self.json {
            let told = json!({ "partnerId": partner.id, "id": key.id, "name": key.name, "apiKey": text.reveal(),
                "previous": { "id": old.id, "ends": ends.text() } });
            writeln!(out, "{told}")?;
            return Ok(());
        }
        writeln!(out, "Rolled the API key \"{}\"; the old one, {}, ends {ends}.", key.name, old.id)?;
        writeln!(out, "API key: {}\nKeep it now: it cannot be shown again.", text.reveal())?;
        Ok(())
    }
}

impl Delete {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.writes(variables).await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        api_key::delete(&mut db, partner.id, self.id, now).await.map_err(in_words)?;
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
