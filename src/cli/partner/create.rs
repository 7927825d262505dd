//! `bankfeeds-link partner create`: a partner with the contract's defaults and one API key, shown once.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::chance::Chance;
use crate::cli::open;
use crate::config::Variables;
use crate::domain::api_key::{self, Maker};
use crate::domain::partner;
use crate::domain::settings::Settings;

const FIRST_KEY: &str = "first key";

#[derive(Args)]
pub struct Create {
    /// The partner's name, as its customers know it
    #[arg(long)]
    name: String,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

impl Create {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let settings = Settings::new(&self.name)?;
        let most = variables.limits()?.api_keys;
        // Before there is a database.
        variables.secret_key()?;
        let opened = open(variables).await?;
        let (chance, now) = (Chance::System, opened.clock.now());
        let mut db = opened.writes(variables).await?;
        let id = partner::create(&mut db, &chance, &settings, now).await?;
        let key = api_key::create(&mut db, &chance, (id, Maker::Operator), FIRST_KEY, most, now).await?.text;
        db.commit().await?;
        if self.json {
            writeln!(out, "{}", json!({ "partnerId": id, "apiKey": key.reveal() }))?;
            return Ok(());
        }
        writeln!(out, "Made the partner {}.\nPartner id: {id}", settings.name.en)?;
        writeln!(out, "API key:    {}\nKeep the key now: it cannot be shown again.", key.reveal())?;
        Ok(())
    }
}
