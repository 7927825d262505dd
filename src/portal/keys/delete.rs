//! Deleting an API key: asked once more, with when it was last used. The last one stays.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use crate::domain::api_key::{self, ApiKey, ApiKeyId};
use crate::domain::refusal::Refusal;
use crate::portal::ago::Ago;
use crate::portal::halt::{self, Said};
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls;

const FORM: &str = "delete-key";

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

#[derive(Template)]
#[template(path = "portal/keys/delete.html")]
struct Delete {
    shell: Shell,
    key: ApiKey,
    used: Option<Ago>,
    csrf: String,
}

impl Page for Delete {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("keys-delete-heading", "name", self.key.name.as_str())
    }
}

pub async fn get(member: Member, id: Path<String>) -> Result<HttpResponse, Refusal> {
    let (key, all) = super::named(&member, &id).await?;
    if key.ends_at.is_none() && super::lasting(&all) == 1 {
        return is_last(&member, &key, StatusCode::OK);
    }
    let page = Delete {
        shell: member.shell(),
        used: key.last_used_at.map(|at| Ago::of(&member, at)),
        csrf: member.csrf(&form(key.id)),
        key,
    };
    member.answers(StatusCode::OK, &page)
}

pub async fn post(member: Member, id: Path<String>, sent: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let (key, _) = super::named(&member, &id).await?;
    sent.from_visitor(&member.app, &member.fingerprint(), &form(key.id))?;
    let mut db = member.writes().await?;
    match api_key::delete(&mut db, member.partner.id, key.id, member.app.clock.now()).await {
        Ok(()) => {
            db.commit().await?;
            member.leads_to(&urls::portal::key_deleted())
        }
        Err(Refusal::Conflict(_)) => is_last(&member, &key, StatusCode::CONFLICT),
        Err(other) => Err(other),
    }
}

/// The form of one key.
fn form(id: ApiKeyId) -> String {
    format!("{FORM}/{id}")
}

fn is_last(member: &Member, key: &ApiKey, status: StatusCode) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let said = Said {
        heading: tongue.t1("keys-delete-not", "name", key.name.as_str()),
        why: tongue.t("keys-is-last").to_owned(),
        onward: (tongue.t("keys-new").to_owned(), urls::portal::new_key()),
    };
    halt::answer(member, status, said)
}
