//! The bank's staff: the way into the portal, for whoever tries the demo.

use anyhow::{Context as _, bail};

use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::member::Email;
use crate::domain::partner::PartnerId;
use crate::domain::role::Role;
use crate::domain::set_up::{self, Asked, Draft, Kind};
use crate::store;
use crate::web::urls::portal as urls;

const ADMINISTRATOR: &str = "you@harbour-light.example";

/// How somebody gets in.
pub enum Portal {
    /// Nobody has been there yet: a link for the first administrator.
    SetUp(String),
    /// Somebody has set it up, and signs in with this address.
    SignIn { email: String },
}

/// A link to set up the portal, as long as nobody has. Links of earlier starts are void.
pub async fn portal(app: &App, partner: PartnerId) -> anyhow::Result<Portal> {
    let now = app.clock.now();
    let mut db = app.store.write().await?;
    let members = store::members::of_partner(&mut db, partner).await?;
    if let Some(member) = members.into_iter().find(|member| member.role == Role::Administrator) {
        return Ok(Portal::SignIn { email: member.email });
    }
    let email = Email::parse(ADMINISTRATOR).context("the demo's own address")?;
    let (role, language) = (Role::Administrator, Language::En);
    let draft = Draft { kind: Kind::First, email: &email, name: None, role, language };
    let asked = set_up::invite(&mut db, &app.chance, (partner, None), &draft, now).await?;
    let Asked::Made(made) = asked else { bail!("the demo's bank has as many open set-up links as there may be") };
    db.commit().await?;
    Ok(Portal::SetUp(app.public_url.join(&urls::set_up_link(made.code.reveal()))))
}
