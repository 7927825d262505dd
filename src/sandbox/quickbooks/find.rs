//! Link account: find the institution in QuickBooks' list.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use super::form::Wrongs;
use crate::domain::pretend::{MOST_SIGN_ONS, SignOnId};
use crate::domain::refusal::Refusal;
use crate::sandbox::page::Guest;
use crate::store;
use crate::store::pretend_directory::Institution;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

pub const FORM: &str = "link-account";
/// The longest list that is searched.
const MOST_LISTED: i64 = 1_000;
/// What one page shows of it.
const MOST_SHOWN: usize = 20;
/// What may be searched for, in characters.
const LONGEST: usize = 100;

#[derive(Template)]
#[template(path = "sandbox/quickbooks/find.html")]
struct Find {
    shell: Shell,
    csrf: String,
    query: String,
    found: Vec<Entry>,
    /// There are more than these.
    is_cut: bool,
    wrongs: Wrongs,
}

/// An institution on the page.
struct Entry {
    id: Uuid,
    name: String,
    /// What the other language calls it, if that differs.
    also: Option<String>,
}

impl Page for Find {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("qb-find").to_owned()
    }

    fn has_error(&self) -> bool {
        !self.wrongs.is_empty()
    }
}

#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

#[derive(Deserialize)]
pub struct Choice {
    institution: Uuid,
}

pub async fn get(guest: Guest, search: Query<Search>) -> Result<HttpResponse, Refusal> {
    if search.q.chars().count() > LONGEST {
        return shown(&guest, String::new(), "qb-find-too-long").await;
    }
    shown(&guest, search.into_inner().q, "").await
}

/// An institution is chosen: a bank begins, and the terms are next.
pub async fn post(guest: Guest, form: Form<Choice>) -> Result<HttpResponse, Refusal> {
    let choice = form.from_visitor(&guest.app, &guest.fingerprint(), FORM)?;
    let Some(institution) = listed(&guest).await?.into_iter().find(|it| it.id == choice.institution) else {
        return shown(&guest, String::new(), "qb-find-gone").await;
    };
    let id = SignOnId::new(&guest.app.chance);
    let names = (institution.name.en.as_str(), institution.name.fr.as_deref().unwrap_or(&institution.name.en));
    let mut db = guest.writes().await?;
    let (visitor, now) = (guest.fingerprint(), guest.app.clock.now());
    let chosen = store::pretend_sign_ons::choose(&mut db, &visitor, (id, institution.id), names, now, MOST_SIGN_ONS);
    if !chosen.await? {
        return shown(&guest, String::new(), "qb-find-full").await;
    }
    db.commit().await?;
    guest.leads_to(&urls::terms(id))
}

async fn listed(guest: &Guest) -> Result<Vec<Institution>, Refusal> {
    let mut db = guest.app.store.read().await?;
    Ok(store::pretend_directory::listed(&mut db, MOST_LISTED).await?)
}

/// `wrong`: the text of what is wrong, or empty.
async fn shown(guest: &Guest, query: String, wrong: &str) -> Result<HttpResponse, Refusal> {
    let words: Vec<String> = query.split_whitespace().map(folded).collect();
    let fits = |name: &str| words.iter().all(|word| folded(name).contains(word));
    let mut found: Vec<Institution> = listed(guest).await?;
    found.retain(|it| fits(&it.name.en) || it.name.fr.as_deref().is_some_and(fits));
    let language = guest.language();
    let mut found: Vec<Entry> = found.into_iter().map(|it| entry(&it, language)).collect();
    found.sort_by_key(|entry| folded(&entry.name));
    let is_cut = found.len() > MOST_SHOWN;
    found.truncate(MOST_SHOWN);
    let mut wrongs = Wrongs::default();
    if !wrong.is_empty() {
        wrongs.add("q", guest.tongue.t(wrong));
    }
    let status = if wrongs.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Find { shell: guest.quickbooks(), csrf: guest.csrf(FORM), query, found, is_cut, wrongs };
    guest.answers(status, &page)
}

fn entry(institution: &Institution, language: crate::domain::language::Language) -> Entry {
    let name = institution.name.in_language(language).to_owned();
    let also = institution.name.in_language(language.other());
    Entry { id: institution.id, also: Some(also.to_owned()).filter(|also| *also != name), name }
}

/// Without capitals and accents, as people type names.
fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    plain.collect::<String>().replace('œ', "oe").replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_are_found_without_their_accents_and_capitals() {
        assert_eq!(folded("Banque Érable"), folded("BANQUE erable"));
        assert_eq!(folded("Caisse du Cœur"), "caisse du coeur");
    }
}
