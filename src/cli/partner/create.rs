//! `bankfeeds-link partner create`: a partner with the contract's defaults and one API key, shown once; and, for
//! a first administrator, a link to the portal.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::chance::Chance;
use crate::cli::set_up_link::{address, email, in_words, until};
use crate::cli::{open, public_url};
use crate::config::Variables;
use crate::domain::api_key::{self, Maker};
use crate::domain::member::Email;
use crate::domain::partner;
use crate::domain::role::Role;
use crate::domain::set_up::{self, Draft, Kind};
use crate::domain::settings::Settings;

const FIRST_KEY: &str = "first key";

#[derive(Args)]
pub struct Create {
    /// The partner's name, as its customers know it
    #[arg(long)]
    name: String,
    /// The first administrator's address: prints a link with which they set up the portal
    #[arg(long, value_name = "ADDRESS", value_parser = email)]
    email: Option<Email>,
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
        // Before anything is made.
        let administrator =
            self.email.as_ref().map(|email| public_url(variables).map(|url| (email, url))).transpose()?;
        let opened = open(variables).await?;
        let (chance, now) = (Chance::System, opened.clock.now());
        let mut db = opened.writes(variables).await?;
        let id = partner::create(&mut db, &chance, &settings, now).await?;
        let key = api_key::create(&mut db, &chance, (id, Maker::Operator), FIRST_KEY, most, now).await?.text;
        let invited = match &administrator {
            Some((email, url)) => {
                let draft = first(email, &settings);
                let asked = set_up::invite(&mut db, &chance, (id, None), &draft, now).await?;
                Some((in_words(asked)?, url))
            }
            None => None,
        };
        db.commit().await?;
        let link = invited.as_ref().map(|(made, url)| address(url, made));
        if self.json {
            let mut told = json!({ "partnerId": id, "apiKey": key.reveal() });
            if let Some(link) = link {
                told["setUpUrl"] = json!(link);
            }
            writeln!(out, "{told}")?;
            return Ok(());
        }
        writeln!(out, "Made the partner {}.\nPartner id: {id}", settings.name.en)?;
        writeln!(out, "API key:    {}\nKeep the key now: it cannot be shown again.", key.reveal())?;
        if let Some(((made, _), link)) = invited.as_ref().zip(link) {
            writeln!(out, "Portal, for {}: {link}", made.link.email)?;
            writeln!(out, "That link works once, until {}.", until(&settings.time_zone, made))?;
        }
        Ok(())
    }
}

/// The partner's first administrator, who invites everybody else.
fn first<'a>(email: &'a Email, settings: &Settings) -> Draft<'a> {
    let language = settings.default_language;
    Draft { kind: Kind::First, email, name: None, role: Role::Administrator, language }
}
