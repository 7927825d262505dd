//! One's own account: who one is here, what one signs in with, and where one is signed in.

pub mod authenticator;
pub mod passkeys;
pub mod password;
pub mod recovery_codes;
pub mod sessions;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::letters::{self, Change, Changed};
use super::member::{Member, session_cookie};
use super::page::{Page, Shell};
use crate::domain::member_session;
use crate::domain::passkey;
use crate::domain::password::LENGTH_ALONE;
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::second_factor::{self, Added, Standing};
use crate::jobs::errands::Errands;
use crate::jobs::letters::send;
use crate::store;
use crate::web::answer::see_other;
use crate::web::urls::portal as urls;

/// What has just been done, in the address that a form leads to.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "portal/account.html")]
struct Account {
    shell: Shell,
    email: String,
    role: &'static str,
    name: String,
    has_second_factor: bool,
    /// Why one is needed, if it is.
    needs_second_factor: Option<String>,
    has_password: bool,
    standing: Standing,
    /// Since when there is an authenticator.
    since: Option<String>,
    /// Whether this deployment can have any.
    has_passkeys: bool,
    sessions: Vec<sessions::Row>,
}

impl Page for Account {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("account-heading").to_owned()
    }
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let (app, who, tongue) = (&member.app, &member.who, member.tongue);
    let mut db = app.store.read().await?;
    let standing = second_factor::standing(&mut db, who.id).await?;
    let sessions = member_session::of_member(&mut db, who.id, app.clock.now()).await?;
    let has_password = store::members::password_of(&mut db, who.id).await?.is_some();
    drop(db);
    let page = Account {
        shell: member.shell().at(urls::account()).saying(done(&member, &asked.done)),
        email: who.email.clone(),
        name: who.name.clone(),
        role: tongue.t(role(who.role)),
        has_second_factor: standing.has_any(),
        needs_second_factor: who
            .needs_second_factor()
            .then(|| tongue.t1("account-second-needed", "why", why_second_factor(&member))),
        has_password,
        since: standing.authenticator.map(|(since, _)| member.moment(since)),
        standing,
        has_passkeys: passkey::are_possible(app),
        sessions: sessions::rows(&member, sessions),
    };
    member.answers(StatusCode::OK, &page)
}

/// Why a second step is asked of the member.
fn why_second_factor(member: &Member) -> String {
    match member.who.role.needs_second_factor() {
        true => member.tongue.t("second-factor-by-role").to_owned(),
        false => member.tongue.t1("second-factor-by-password", "least", LENGTH_ALONE),
    }
}

/// Writes to the member what was changed.
fn tell(member: &Member, errands: &Errands, what: Changed) {
    let (partner, to, tongue) = (&member.partner, member.who.email.as_str(), member.tongue);
    let change = Change { partner, to, tongue, from: member.address, at: member.app.clock.now(), what };
    send(errands, &member.app, letters::changed(&change));
}

/// After a second factor was added: under the session's new value, and by way of the recovery codes if they were made now.
fn goes_on(mut member: Member, added: Added, notice: &str, to: &str) -> Result<HttpResponse, Refusal> {
    member.value = added.value;
    let mut answer = match added.codes {
        Some(codes) => recovery_codes::shown(&member, codes, Some(member.tongue.t(notice)))?,
        None => see_other(to).finish(),
    };
    let cookie = session_cookie(&member.app, &member.value);
    answer.add_cookie(&cookie).map_err(|error| anyhow::anyhow!("a cookie does not fit: {error}"))?;
    Ok(answer)
}

/// The account again, and what has been done.
fn leads_to(done: &str) -> String {
    urls::account_after(done)
}

const PASSWORD: &str = "password";
const AUTHENTICATOR_REMOVED: &str = "authenticator-removed";

fn done(member: &Member, word: &str) -> Option<String> {
    let key = match word {
        PASSWORD => "account-password-changed",
        AUTHENTICATOR_REMOVED => "account-authenticator-removed",
        _ => return None,
    };
    Some(member.tongue.t(key).to_owned())
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "account-administrator",
        Role::Developer => "account-developer",
        Role::Brand => "account-brand",
        Role::Onboarding => "account-onboarding",
        Role::Analyst => "account-analyst",
    }
}
