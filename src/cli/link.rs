//! `bankfeeds-link link create`: a fresh linkUrl by hand, opened in a browser if that is wanted. It voids every other link of the
//! connection.

use std::io::Write;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Opened, open_existing, public_url};
use crate::clock::Timestamp;
use crate::config::Variables;
use crate::domain::app::App;
use crate::domain::audit::Author;
use crate::domain::connection::{self, ConnectionId};
use crate::domain::deployment::Deployment;
use crate::domain::language::Language;
use crate::domain::link;
use crate::domain::timeline::Who;
use crate::process::application::{Foundation, assemble};
use crate::store;
use crate::web::when::{self, Zone};
use whose::{Found, Whose, by_id, by_name};

mod whose;

#[derive(Subcommand)]
pub enum Link {
    /// Make a new link; every other link and open session of the connection ends
    Create(Create),
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Subject {
    /// Whose link, by the connection's id
    #[arg(long, value_name = "ID")]
    connection: Option<ConnectionId>,
    /// Whose link, by the company's name; a company without a connection gets one
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
}

#[derive(Args)]
pub struct Create {
    #[command(flatten)]
    subject: Subject,
    /// Open the link in a browser on this machine
    #[arg(long)]
    open: bool,
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
    connection: ConnectionId,
    /// Whether the connection was made for it, too.
    is_first: bool,
}

impl Create {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let app = open(variables).await?;
        let made = make(&app, self.whose()?).await?;
        if self.json {
            let (url, until) = (&made.url, made.expires_at.text());
            writeln!(out, "{}", json!({ "linkUrl": url, "expiresAt": until, "connectionId": made.connection }))?;
        } else {
            tell(&made, out)?;
        }
        out.flush()?;
        // After it was printed: whoever has no browser has the link.
        if self.open {
            open_in_browser(&made.url)?;
        }
        Ok(())
    }

    fn whose(&self) -> anyhow::Result<Whose<'_>> {
        match (self.subject.connection, self.subject.company.as_deref()) {
            (Some(connection), _) => Ok(Whose::Connection(connection)),
            (None, Some(name)) => Ok(Whose::Company(name)),
            (None, None) => bail!("name a connection or a company"),
        }
    }
}

/// Whoever has no browser has the link: that is a warning, in which the one-time password does not stand once more.
fn open_in_browser(url: &str) -> std::io::Result<()> {
    match open::that_detached(url) {
        Ok(()) => Ok(()),
        Err(_) => {
            writeln!(std::io::stderr(), "no browser could be opened on this machine: open the link above by hand")
        }
    }
}

fn tell(made: &Made, out: &mut impl Write) -> std::io::Result<()> {
    let until = match Zone::parse(&made.time_zone) {
        Some(zone) => when::moment(Language::En, &zone, made.expires_at.unix_seconds()),
        None => made.expires_at.text(),
    };
    writeln!(out, "{}\nExpires on {until}.", made.url)?;
    match made.is_first {
        true => writeln!(out, "The company had no connection; this one was made: {}", made.connection),
        false => writeln!(out, "Links made before are void."),
    }
}

async fn open(variables: &Variables) -> anyhow::Result<App> {
    let public_url = public_url(variables)?;
    let (secret_key, limits) = (variables.secret_key()?, variables.limits()?);
    let Opened { store, clock } = open_existing(variables).await?;
    assemble(Foundation {
        secret_key,
        limits,
        store,
        public_url,
        trusted_proxies: Vec::new(),
        deployment: Deployment::unasked(clock.now()),
        clock,
        mail: None,
        sandbox: None,
    })
    .await
}

async fn make(app: &App, whose: Whose<'_>) -> anyhow::Result<Made> {
    let mut db = app.store.write().await?.in_name_of(Author::operator());
    let Found { partner, company, connection } = match whose {
        Whose::Connection(id) => by_id(&mut db, id).await?,
        Whose::Company(name) => by_name(&mut db, name).await?,
    };
    let partner = store::partners::get(&mut db, partner).await?;
    // Read first: the link lives at least until what is told.
    let now = app.clock.now();
    let (id, is_first) = match connection {
        Some(id) => (id, false),
        None if !partner.settings.links_are_on() => {
            bail!("the company has no connection, and the partner's integration or its data type bank-accounts is off")
        }
        None => (connection::create(&mut db, &app.chance, partner.id, company, now).await?.id, true),
    };
    let url = link::rotate(app, &mut db, (company, id), Who::Operator).await?;
    db.commit().await?;
    let expires_at = now + app.limits.otp_valid_for;
    Ok(Made { url, expires_at, time_zone: partner.settings.time_zone, connection: id, is_first })
}
