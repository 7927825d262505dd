//! `bankfeeds-link member …`: the portal's people, for the operator. Links are printed, not sent.

use std::io::Write;

use anyhow::anyhow;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::partner::find;
use super::set_up_link::{address, email, in_words, until};
use super::{open_existing, public_url};
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::config::Variables;
use crate::domain::app::PublicUrl;
use crate::domain::member::{self, Email, Member as Person};
use crate::domain::partner::{Partner, PartnerId};
use crate::domain::role::Role;
use crate::domain::set_up::{self, Draft, Kind, Made, SetUpLink, Start, State};
use crate::store;

#[derive(Subcommand)]
pub enum Member {
    /// List a partner's members and invitations
    List(List),
    /// Print a link with which somebody joins a partner's portal; it works once, for 72 hours
    Invite(Invite),
    /// Print a link with which a member chooses a new password; it works once, for 72 hours
    Reset(Reset),
}

#[derive(Args)]
pub struct List {
    /// Whose members; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct Invite {
    /// Whose portal; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// The address to sign in with
    #[arg(long, value_name = "ADDRESS", value_parser = email)]
    email: Email,
    /// administrator, developer, brand, onboarding or analyst
    #[arg(long, value_parser = role)]
    role: Role,
    /// The person's name, which they can change when they join
    #[arg(long, value_parser = name)]
    name: Option<String>,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct Reset {
    /// The address that the member signs in with
    #[arg(long, value_name = "ADDRESS", value_parser = email)]
    email: Email,
    /// Remove authenticator app, recovery codes and passkeys, too, when the link is used
    #[arg(long)]
    second_factor: bool,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

fn role(text: &str) -> Result<Role, String> {
    let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    text.parse().map_err(|_| format!("it must be one of {}", words.join(", ")))
}

fn name(text: &str) -> Result<String, String> {
    member::name(text).ok_or_else(|| format!("it must be one line of at most {} characters", member::NAME_LIMIT))
}

impl Member {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run(variables, out).await,
            Self::Invite(invite) => invite.run(variables, out).await,
            Self::Reset(reset) => reset.run(variables, out).await,
        }
    }
}

impl List {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.store.read().await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        let members = store::members::of_partner(&mut db, partner.id).await?;
        let invitations = set_up::invitations(&mut db, partner.id).await?;
        if self.json {
            let members: Vec<Value> = members.iter().map(told).collect();
            let invitations: Vec<Value> = invitations.iter().map(told_invitation).collect();
            let told = json!({ "partnerId": partner.id, "members": members, "invitations": invitations });
            writeln!(out, "{told}")?;
            return Ok(());
        }
        for Person { email, name, role, has_second_factor, last_seen_at, .. } in members {
            let seen = last_seen_at.map_or_else(|| "never seen".to_owned(), |at| format!("last seen {at}"));
            let factor = if has_second_factor { "with a second factor" } else { "without a second factor" };
            writeln!(out, "{email}  \"{name}\", {role}, {factor}, {seen}")?;
        }
        for link in invitations {
            let is_open = link.state(now) == State::Open;
            let state =
                if is_open { format!("invited until {}", link.expires_at) } else { "invitation expired".into() };
            writeln!(out, "{}  {}, {state}", link.email, link.role)?;
        }
        Ok(())
    }
}

fn told(person: &Person) -> Value {
    json!({
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "secondFactor": person.has_second_factor,
        "created": person.created_at.text(),
        "lastSeen": person.last_seen_at.map(Timestamp::text),
    })
}

fn told_invitation(link: &SetUpLink) -> Value {
    json!({ "email": link.email, "name": link.name, "role": link.role, "expiresAt": link.expires_at.text() })
}

impl Invite {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let public_url = public_url(variables)?;
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.writes(variables).await?, opened.clock.now());
        let partner = find(&mut db, self.partner).await?;
        let language = partner.settings.default_language;
        let (name, role) = (self.name.as_deref(), self.role);
        let draft = Draft { kind: Kind::Invitation, email: &self.email, name, role, language };
        let made = set_up::invite(&mut db, &Chance::System, (partner.id, None), &draft, now).await?;
        let made = in_words(made)?;
        db.commit().await?;
        tell(out, self.json, (&public_url, &partner), &made)
    }
}

impl Reset {
    async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let public_url = public_url(variables)?;
        let opened = open_existing(variables).await?;
        let (mut db, now) = (opened.writes(variables).await?, opened.clock.now());
        let person = store::team::by_address(&mut db, &self.email.folded()).await?;
        let person = person.ok_or_else(|| anyhow!("no member has this address; member list shows them"))?;
        let partner = store::partners::get(&mut db, person.partner_id).await?;
        let start =
            Start { by: None, language: partner.settings.default_language, forgets_second_factor: self.second_factor };
        let made = in_words(set_up::reset(&mut db, &Chance::System, &person, &start, now).await?)?;
        db.commit().await?;
        tell(out, self.json, (&public_url, &partner), &made)
    }
}

fn tell(
    out: &mut impl Write,
    in_json: bool,
    (public_url, partner): (&PublicUrl, &Partner),
    made: &Made,
) -> anyhow::Result<()> {
    let url = address(public_url, made);
    if in_json {
        let (email, role, until) = (&made.link.email, made.link.role, made.link.expires_at.text());
        let told =
            json!({ "partnerId": partner.id, "email": email, "role": role, "setUpUrl": url, "expiresAt": until });
        writeln!(out, "{told}")?;
        return Ok(());
    }
    writeln!(out, "{url}")?;
    writeln!(
        out,
        "Works once, until {}. Links made for them before are void.",
        until(&partner.settings.time_zone, made)
    )?;
    Ok(())
}
