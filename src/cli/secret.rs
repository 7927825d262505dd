//! `bankfeeds-link secret`: a new root key, alone on its line, so that `SECRET_KEY=$(bankfeeds-link secret)` works; and
//! `secret replace`, which lets the database belong to the key that is set.

use std::io::Write;

use clap::Subcommand;

use super::{Opened, open_existing};
use crate::chance::Chance;
use crate::config::Variables;
use crate::domain::app::PublicUrl;
use crate::domain::audit::verify::Verified;
use crate::domain::deployment::Deployment;
use crate::domain::key_check;
use crate::process::application::{Foundation, unchecked};
use crate::secret::SecretKey;

#[derive(Subcommand)]
pub enum Replace {
    /// Let the database take the SECRET_KEY that is set now, in place of its own, while no server runs; all open links and
    /// sessions end
    Replace,
}

pub fn run(out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "{}", SecretKey::random(&Chance::System).to_base64().reveal())?;
    Ok(())
}

impl Replace {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let listen = variables.listen()?;
        let Opened { store, clock } = open_existing(variables).await?;
        let app = unchecked(Foundation {
            secret_key: variables.secret_key()?,
            limits: variables.limits()?,
            store,
            public_url: PublicUrl::of_listener(listen),
            trusted_proxies: Vec::new(),
            deployment: Deployment::unasked(clock.now()),
            clock,
            mail: None,
            sandbox: None,
        })?;
        let broken = key_check::replace(&app).await?;
        writeln!(out, "The database belongs to the SECRET_KEY that is set. All open links and sessions have ended.")?;
        for Verified { partner, broken, .. } in broken {
            let Some(broken) = broken else { continue };
            writeln!(
                out,
                "Warning: the audit log of the partner {partner} was not sealed anew, for it is not whole: {broken}."
            )?;
        }
        writeln!(
            out,
            "Under another key than before no password of the portal fits, and no authenticator app: each member needs a \
             link from `bankfeeds-link member reset --second-factor --email ADDRESS`."
        )?;
        Ok(())
    }
}
