//! Developers › API keys: which there are, who made them, when they were last used.

pub mod create;
pub mod delete;
pub mod roll;
mod shown;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::ago::Ago;
use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::api_key::{self, ApiKey, ApiKeyId, MadeBy};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::web::texts::Tongue;
use crate::web::urls;
use crate::web::urls::portal::DELETED;

#[derive(Template)]
#[template(path = "portal/keys/list.html")]
struct List {
    shell: Shell,
    keys: Vec<Row>,
    /// How many of those there may be.
    room: String,
    is_full: bool,
    may_change: bool,
    may_try: bool,
}

struct Row {
    id: ApiKeyId,
    name: String,
    prefix: String,
    by: String,
    created: Ago,
    used: Option<Ago>,
    ends: Option<String>,
}

impl Page for List {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("keys-heading").to_owned()
    }
}

/// What has just been done, for the page that comes after it.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    deleted: String,
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let deleted = (asked.deleted == DELETED).then(|| member.tongue.t("keys-deleted").to_owned());
    let keys = of_partner(&member).await?;
    let page = List {
        room: room(&member, &keys),
        is_full: is_full(&member, &keys),
        keys: keys.into_iter().rev().map(|key| Row::of(&member, key)).collect(),
        may_change: member.may(Action::ChangeKeys),
        may_try: member.app.sandbox.is_some() && member.may(Action::UseSandbox),
        shell: member.shell().saying(deleted),
    };
    member.answers(StatusCode::OK, &page)
}

impl Row {
    fn of(member: &Member, key: ApiKey) -> Self {
        Self {
            id: key.id,
            by: maker(member.tongue, key.made_by.as_ref()),
            name: key.name,
            prefix: key.prefix,
            created: Ago::of(member, key.created_at),
            used: key.last_used_at.map(|at| Ago::of(member, at)),
            ends: key.ends_at.map(|at| member.moment(at)),
        }
    }
}

/// Who made a key. Nobody knows it of those from before that was written down.
fn maker(tongue: Tongue, made_by: Option<&MadeBy>) -> String {
    match made_by {
        Some(MadeBy::Member { name: Some(name) }) => name.clone(),
        Some(MadeBy::Member { name: None }) => tongue.t("keys-by-former").to_owned(),
        Some(MadeBy::Key { name }) => tongue.t1("keys-by-key", "name", name.as_str()),
        Some(MadeBy::Operator) => tongue.t("keys-by-operator").to_owned(),
        None => "—".to_owned(),
    }
}

/// The partner's keys that sign on, oldest first.
async fn of_partner(member: &Member) -> Result<Vec<ApiKey>, Refusal> {
    let mut db = member.app.store.read().await?;
    Ok(api_key::of_partner(&mut db, member.partner.id, member.app.clock.now()).await?)
}

/// The key that an address names, among all of its partner's. Another partner's is none.
async fn named(member: &Member, id: &str) -> Result<(ApiKey, Vec<ApiKey>), Refusal> {
    let no_such = || Refusal::NotFound("API key".into());
    let id: ApiKeyId = id.parse().map_err(|_| no_such())?;
    let keys = of_partner(member).await?;
    let key = keys.iter().find(|key| key.id == id).cloned().ok_or_else(no_such)?;
    Ok((key, keys))
}

/// Those that do not end by themselves are counted.
fn lasting(keys: &[ApiKey]) -> usize {
    keys.iter().filter(|key| key.ends_at.is_none()).count()
}

fn is_full(member: &Member, keys: &[ApiKey]) -> bool {
    i64::try_from(lasting(keys)).unwrap_or(i64::MAX) >= member.app.limits.api_keys
}

/// How many keys there are of how many, before a form is filled in.
fn room(member: &Member, keys: &[ApiKey]) -> String {
    member.tongue.t2("keys-room", ("count", lasting(keys)), ("most", member.app.limits.api_keys))
}
