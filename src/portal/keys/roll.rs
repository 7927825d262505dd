//! Rolling an API key: a new one with the same name, while the old one works on for as long as its machines need.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::shown;
use crate::domain::api_key::{self, ApiKey, ApiKeyId, Maker};
use crate::domain::refusal::Refusal;
use crate::domain::spent_form;
use crate::portal::ago::Ago;
use crate::portal::halt::{self, Said};
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::urls;

const FORM: &str = "roll-key";
/// Hours, and the key of their words. Within [`api_key::MOST_OVERLAP_HOURS`].
const CHOICES: [(u64, &str); 5] = [
    (0, "keys-overlap-none"),
    (1, "keys-overlap-hour"),
    (24, "keys-overlap-day"),
    (72, "keys-overlap-three"),
    (168, "keys-overlap-week"),
];

#[derive(Deserialize)]
pub struct Chosen {
    hours: u64,
}

#[derive(Template)]
#[template(path = "portal/keys/roll.html")]
struct Roll {
    shell: Shell,
    key: ApiKey,
    used: Option<Ago>,
    choices: [Choice; CHOICES.len()],
    once: Once,
}

struct Choice {
    hours: u64,
    words: &'static str,
    is_chosen: bool,
}

impl Page for Roll {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t1("keys-roll-heading", "name", self.key.name.as_str())
    }
}

pub async fn get(member: Member, id: Path<String>) -> Result<HttpResponse, Refusal> {
    let (key, _) = super::named(&member, &id).await?;
    if key.ends_at.is_some() {
        return is_ending(&member, &key, StatusCode::OK);
    }
    let tongue = member.tongue;
    let choice = |(hours, words)| Choice { hours, words: tongue.t(words), is_chosen: hours == api_key::OVERLAP_HOURS };
    let page = Roll {
        shell: member.shell(),
        used: key.last_used_at.map(|at| Ago::of(&member, at)),
        choices: CHOICES.map(choice),
        once: Once::of(&member, &form(key.id)),
        key,
    };
    member.answers(StatusCode::OK, &page)
}

pub async fn post(member: Member, id: Path<String>, sent: Form<Chosen>) -> Result<HttpResponse, Refusal> {
    let id: ApiKeyId = id.parse().map_err(|_| Refusal::NotFound("API key".into()))?;
    let (chosen, nonce) = once::typed(&member, sent, &form(id))?;
    let overlap = api_key::overlap(Some(chosen.hours)).map_err(|_| Refusal::FormRefused)?;
    let (app, now) = (&member.app, member.app.clock.now());
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, now).await? {
        return shown::already(&member);
    }
    let whose = (member.partner.id, id, Maker::Member(member.who.id));
    match api_key::roll(&mut db, &app.chance, whose, overlap, app.limits.api_keys, now).await {
        Ok((old, made)) => {
            db.commit().await?;
            shown::now(&member, &made, Some(&old))
        }
        Err(Refusal::Conflict(_)) => {
            drop(db);
            refused(&member, id).await
        }
        Err(other) => Err(other),
    }
}

/// The form of one key.
fn form(id: ApiKeyId) -> String {
    format!("{FORM}/{id}")
}

/// It was rolled meanwhile, or as many as may be are ending.
async fn refused(member: &Member, id: ApiKeyId) -> Result<HttpResponse, Refusal> {
    let (key, _) = super::named(member, &id.to_string()).await?;
    if key.ends_at.is_some() {
        return is_ending(member, &key, StatusCode::CONFLICT);
    }
    let tongue = member.tongue;
    let why = tongue.t1("keys-many-ending", "count", member.app.limits.api_keys);
    halt(member, StatusCode::CONFLICT, tongue.t1("keys-roll-not", "name", key.name.as_str()), why)
}

fn is_ending(member: &Member, key: &ApiKey, status: StatusCode) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let time = key.ends_at.map(|at| member.moment(at)).unwrap_or_default();
    let why = tongue.t1("keys-is-ending", "time", time);
    halt(member, status, tongue.t1("keys-roll-not", "name", key.name.as_str()), why)
}

fn halt(member: &Member, status: StatusCode, heading: String, why: String) -> Result<HttpResponse, Refusal> {
    let onward = (member.tongue.t("keys-back").to_owned(), urls::portal::keys());
    halt::answer(member, status, Said { heading, why, onward })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_one_that_a_key_may_live_on_and_the_usual_is_among_them() {
        for (hours, _) in CHOICES {
            assert!(api_key::overlap(Some(hours)).is_ok(), "{hours}");
        }
        let hours = CHOICES.map(|(hours, _)| hours);
        assert_eq!((hours[0], hours[4]), (0, api_key::MOST_OVERLAP_HOURS));
        assert!(hours.contains(&api_key::OVERLAP_HOURS));
    }
}
