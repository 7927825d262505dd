//! Username and password. The institution is asked at once, and nothing is kept unless it takes them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::at::AtBank;
use super::books;
use super::form::Wrongs;
use super::talk::{Heard, Pair, said};
use super::words::{self, Told};
use crate::domain::pretend::account::Listed;
use crate::domain::pretend::came_to::{Answered, CameTo};
use crate::domain::pretend::{self, Asked, Stage};
use crate::domain::refusal::Refusal;
use crate::ofx::Reply;
use crate::secret::SecretText;
use crate::store::pretend_sign_ons::{self, Taken};
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

const FORM: &str = "sign-in";
/// What OFX has room for (OFX 2.5.1.5), in characters.
const LONGEST: usize = 32;

#[derive(Template)]
#[template(path = "sandbox/quickbooks/sign_in.html")]
struct SignIn {
    shell: Shell,
    csrf: String,
    action: String,
    bank: String,
    username: String,
    wrongs: Wrongs,
    /// What the institution said to the last try.
    told: Option<Told>,
}

impl Page for SignIn {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("qb-sign-in", "bank", self.bank.as_str())
    }

    fn has_error(&self) -> bool {
        !self.wrongs.is_empty()
    }
}

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
}

pub async fn get(at: AtBank) -> Result<HttpResponse, Refusal> {
    if at.bank.stage == Stage::Found {
        return at.guest.leads_to(&urls::terms(at.bank.id));
    }
    let username = at.bank.username.clone().unwrap_or_default();
    shown(&at, username, Wrongs::default(), None)
}

pub async fn post(at: AtBank, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let Typed { username, password } = form.from_visitor(&at.guest.app, &at.guest.fingerprint(), FORM)?;
    if at.bank.stage == Stage::Found {
        return at.guest.leads_to(&urls::terms(at.bank.id));
    }
    let (username, password) = (username.trim().to_owned(), SecretText::new(password));
    let mut wrongs = wrongs(&at, &username, password.reveal());
    if !wrongs.is_empty() {
        return shown(&at, username, wrongs, None);
    }
    match tried(&at, &Pair { username: username.clone(), password }).await? {
        None => at.guest.leads_to(&urls::choose(at.bank.id)),
        Some(told) => {
            wrongs.add("told", &told.words);
            shown(&at, username, wrongs, Some(told))
        }
    }
}

fn wrongs(at: &AtBank, username: &str, password: &str) -> Wrongs {
    let mut wrongs = Wrongs::default();
    for (field, typed, missing, too_long) in [
        ("username", username, "qb-username-missing", "qb-username-long"),
        ("password", password.trim(), "qb-password-missing", "qb-password-long"),
    ] {
        let key = match typed.chars().count() {
            0 => missing,
            1..=LONGEST => continue,
            _ => too_long,
        };
        wrongs.add(field, at.guest.tongue.t(key));
    }
    wrongs
}

/// Asks for the profile first, as QuickBooks does, then for the accounts. `None`: signed on; else why not.
async fn tried(at: &AtBank, pair: &Pair) -> Result<Option<Told>, Refusal> {
    let caller = at.caller();
    let profile = caller.profile().await?;
    let part = |reply: &Reply| reply.profile.as_ref().map(|part| said(&part.status));
    if let Some(told) = kept(at, profile, Asked::Profile, part, None).await? {
        return Ok(Some(told));
    }
    let accounts = caller.accounts(pair).await?;
    let part = |reply: &Reply| reply.accounts.as_ref().map(|part| said(&part.status));
    kept(at, accounts, Asked::Accounts, part, Some(pair)).await
}

/// Keeps an exchange; and with it, where it was the sign-on and went well, what was signed on with.
async fn kept(
    at: &AtBank,
    heard: Heard,
    asked: Asked,
    part: impl Fn(&Reply) -> Option<crate::domain::pretend::came_to::Said>,
    pair: Option<&Pair>,
) -> Result<Option<Told>, Refusal> {
    let listed: Option<Vec<Listed>> = heard.came_to.as_ref().ok().and_then(list);
    let came_to = match &heard.came_to {
        Err(came_to) => came_to.clone(),
        Ok(reply) => CameTo::Answered(Answered {
            sign_on: said(&reply.sign_on),
            part: part(reply),
            accounts: listed.as_ref().map(Vec::len),
            ..Answered::default()
        }),
    };
    let (id, app) = (heard.id, &at.guest.app);
    let mut db = at.guest.writes().await?;
    heard.keep(&mut db, &at.guest.fingerprint(), &came_to).await?;
    if let (true, Some(pair), Some(listed)) = (came_to.is_good(), pair, &listed) {
        let password = pretend::sealed(app, &pair.password, at.bank.id)?;
        let taken = Taken { username: &pair.username, password: &password, listed };
        pretend_sign_ons::sign_on(&mut db, at.bank.id, &taken).await?;
    }
    db.commit().await?;
    let is_good = came_to.is_good() && (pair.is_none() || listed.is_some());
    Ok((!is_good).then(|| words::told(at.guest.tongue, asked, &came_to, id)))
}

fn list(reply: &Reply) -> Option<Vec<Listed>> {
    let accounts = reply.accounts.as_ref()?.body.as_ref()?;
    Some(accounts.iter().take(pretend::MOST_ACCOUNTS).map(books::listed).collect())
}

fn shown(at: &AtBank, username: String, wrongs: Wrongs, told: Option<Told>) -> Result<HttpResponse, Refusal> {
    let status = if wrongs.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SignIn {
        shell: at.guest.quickbooks(),
        csrf: at.guest.csrf(FORM),
        action: urls::sign_in(at.bank.id),
        bank: at.name().to_owned(),
        username,
        wrongs,
        told,
    };
    at.guest.answers(status, &page)
}
