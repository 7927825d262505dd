//! `bankfeeds-link link create`: a fresh linkUrl by hand. It voids every other link of the connection.

use std::io::Write;

use anyhow::anyhow;
use clap::{Args, Subcommand};
use serde_json::json;

use super::open_existing;
use crate::clock::{Clock, Timestamp};
use crate::config::Variables;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::deployment::Deployment;
use crate::domain::language::Language;
use crate::domain::link;
use crate::process::application::{Foundation, assemble};
use crate::store;
use crate::web::when::{self, Zone};

#[derive(Subcommand)]
pub enum Link {
    /// Make a new link; every other link and open session of the connection ends
    Create(Create),
}

#[derive(Args)]
pub struct Create {
    /// Whose link
    #[arg(long, value_name = "ID")]
    connection: ConnectionId,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

impl Link {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        match self {
            Self::Create(create) => create.run(variables, out).await,
        }
    }
}

/// A link that was made, for telling.
struct Made {
    url: String,
    expires_at: Timestamp,
    time_zone: String,
}

impl Create {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let made = make(&open(variables).await?, self.connection).await?;
        if self.json {
            let line = json!({ "linkUrl": made.url, "expiresAt": made.expires_at.text() });
            writeln!(out, "{line}")?;
            return Ok(());
        }
        let until = match Zone::parse(&made.time_zone) {
            Some(zone) => when::moment(Language::En, &zone, made.expires_at.unix_seconds()),
            None => made.expires_at.text(),
        };
        writeln!(out, "{}\nExpires on {until}. Links made before are void.", made.url)?;
        Ok(())
    }
}

async fn open(variables: &Variables) -> anyhow::Result<App> {
    let listen = variables.listen()?;
    let public_url = variables.public_url(listen)?;
    if public_url.is_none() && listen.port() == 0 {
        return Err(anyhow!(
            "PUBLIC_URL is missing: LISTEN_ADDR asks for any free port, so the link's address is unknown"
        ));
    }
    assemble(Foundation {
        secret_key: variables.secret_key()?,
        limits: variables.limits()?,
        store: open_existing(variables).await?,
        public_url: public_url.unwrap_or_else(|| crate::domain::app::PublicUrl::of_listener(listen)),
        trusted_proxies: Vec::new(),
        deployment: Deployment::unasked(Clock::System.now()),
        sandbox: None,
    })
    .await
}

async fn make(app: &App, id: ConnectionId) -> anyhow::Result<Made> {
    let mut db = app.store.write().await?;
    let connection = store::connections::find_any(&mut db, id).await?;
    let connection = connection.ok_or_else(|| anyhow!("there is no connection {id} in this database"))?;
    let partner = store::partners::get(&mut db, connection.partner_id).await?;
    // Read first: the link lives at least until what is told.
    let expires_at = app.clock.now() + app.limits.otp_valid_for;
    let url = link::rotate(app, &mut db, connection.company_id, id).await?;
    db.commit().await?;
    Ok(Made { url, expires_at, time_zone: partner.settings.time_zone })
}
