//! The operator's door: what is asked for on the command line, one file a command.
//!
//! What a command has to say goes to the writer it is handed (stdout), the log to stderr; what went wrong is one line.

use std::io::Write;
use std::process::ExitCode;

use actix_web::rt::System;
use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};

use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Variables;
use crate::demo;
use crate::domain::app::{Keys, PublicUrl};
use crate::domain::audit::Author;
use crate::domain::kind::Kind;
use crate::domain::{key_check, sandbox_clock};
use crate::store::audit::Scribe;
use crate::store::{Db, Store};

mod audit;
mod link;
mod member;
mod partner;
mod secret;
mod serve;
mod set_up_link;
mod trouble;

/// What an error about the database begins with.
pub(crate) const DATABASE: &str = "cannot use the database that DATABASE_URL names";

/// Links a bank's small-business customers to QuickBooks bank feeds.
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the link pages, the JSON API and the OFX institution. Settings: docs/configuration.md
    Serve,
    /// Try everything with an invented bank, in files of its own
    Demo(demo::Demo),
    /// Print a new SECRET_KEY
    #[command(args_conflicts_with_subcommands = true)]
    Secret {
        #[command(subcommand)]
        replace: Option<secret::Replace>,
    },
    /// Make a partner, change its settings, add API keys
    #[command(subcommand)]
    Partner(partner::Partner),
    /// The portal's people: list them, invite one, let one choose a new password
    #[command(subcommand)]
    Member(member::Member),
    /// Verify the logs of who changed what, or print one
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Make links by hand
    #[command(subcommand)]
    Link(link::Link),
}

/// Runs what the process was asked for.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match System::new().block_on(run(arguments.command, &mut std::io::stdout())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell if stderr is gone, too.
            let _ = writeln!(std::io::stderr(), "bankfeeds-link: {}", trouble::line(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        Command::Serve => serve::run(&Variables::of_process()?, out).await,
        Command::Demo(demo) => demo.run(out).await,
        Command::Secret { replace: None } => secret::run(out),
        Command::Secret { replace: Some(replace) } => replace.run(&Variables::of_process()?, out).await,
        Command::Partner(partner) => partner.run(&Variables::of_process()?, out).await,
        Command::Member(member) => member.run(&Variables::of_process()?, out).await,
        Command::Audit(audit) => audit.run(&Variables::of_process()?, out).await,
        Command::Link(link) => link.run(&Variables::of_process()?, out).await,
    }
}

/// The database that a command works on, and the clock that goes there: a sandbox pretends its own.
struct Opened {
    store: Store,
    clock: Clock,
}

impl Opened {
    /// A unit of work in the operator's name. Needs `SECRET_KEY`, which must be this database's: what an operator changes stands in the
    /// audit log.
    async fn writes(&self, variables: &Variables) -> anyhow::Result<Db> {
        let keys = Keys::from_root(&variables.secret_key()?);
        key_check::check(&self.store, &keys, self.clock.now()).await?;
        let scribe = Scribe::new(keys.audit.clone(), self.clock.clone(), Chance::System);
        Ok(self.store.clone().with_scribe(scribe).write().await?.in_name_of(Author::operator()))
    }
}

/// The database that is there. A command typed in the wrong folder must not make an empty one.
async fn open_existing(variables: &Variables) -> anyhow::Result<Opened> {
    let url = variables.database_url()?;
    if let Some(file) = Store::sqlite_file(url.reveal()).filter(|file| !file.exists()) {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        bail!(
            "there is no database at {}: go to the folder in which the server runs, or name its database with DATABASE_URL \
             (a first one is made by serve and by partner create)",
            file.display()
        );
    }
    open(variables).await
}

/// The database that is there or is made, of the kind that is asked for.
async fn open(variables: &Variables) -> anyhow::Result<Opened> {
    let kind = variables.kind()?;
    let store = Store::open(variables.database_url()?.reveal()).await.context(DATABASE)?;
    let clock = clock(&store, kind).await?;
    Ok(Opened { store, clock })
}

/// Where people reach the server: what a link that is made here begins with.
fn public_url(variables: &Variables) -> anyhow::Result<PublicUrl> {
    let listen = variables.listen()?;
    match variables.public_url(listen)? {
        Some(url) => Ok(url),
        None if listen.port() == 0 => {
            bail!("PUBLIC_URL is missing: LISTEN_ADDR asks for any free port, so the link's address is unknown")
        }
        None => Ok(PublicUrl::of_listener(listen)),
    }
}

/// The clock of this database, which is of this kind or refused.
async fn clock(store: &Store, kind: Kind) -> anyhow::Result<Clock> {
    kind.claim(store, Clock::System.now()).await?;
    Ok(match kind {
        Kind::Live => Clock::System,
        Kind::Sandbox => sandbox_clock::of(store).await?,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
