//! A new API key: its name, and then, for the one time, the key.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::shown;
use crate::domain::api_key::{self, Maker};
use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::domain::settings::{self, NAME_LIMIT};
use crate::domain::spent_form;
use crate::portal::field::{Field, Problem, problems};
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::texts::Tongue;
use crate::web::urls;

const FORM: &str = "new-key";

#[derive(Deserialize)]
pub struct Typed {
    name: String,
}

#[derive(Template)]
#[template(path = "portal/keys/create.html")]
struct Create {
    shell: Shell,
    field: Field,
    once: Once,
    room: String,
    is_full: bool,
}

impl Page for Create {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("keys-new").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        problems([&self.field])
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    asked(&member, StatusCode::OK, "", None).await
}

pub async fn post(member: Member, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let (typed, nonce) = once::typed(&member, form, FORM)?;
    let name = match name(member.tongue, &typed.name) {
        Ok(name) => name,
        Err(why) => return asked(&member, StatusCode::UNPROCESSABLE_ENTITY, &typed.name, Some(why)).await,
    };
    let (app, now) = (&member.app, member.app.clock.now());
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, now).await? {
        return shown::already(&member);
    }
    let by = (member.partner.id, Maker::Member(member.who.id));
    match api_key::create(&mut db, &app.chance, by, &name, app.limits.api_keys, now).await {
        Ok(made) => {
            db.commit().await?;
            shown::now(&member, &made, None)
        }
        // Somebody took the last place: the page says how many there are.
        Err(Refusal::Conflict(_)) => {
            drop(db);
            asked(&member, StatusCode::CONFLICT, &typed.name, None).await
        }
        Err(other) => Err(other),
    }
}

async fn asked(
    member: &Member,
    status: StatusCode,
    typed: &str,
    problem: Option<String>,
) -> Result<HttpResponse, Refusal> {
    let keys = super::of_partner(member).await?;
    let tongue = member.tongue;
    let field = Field::new("name", tongue.t("keys-name"), typed).hint(tongue.t("keys-name-hint"));
    let page = Create {
        shell: member.shell(),
        field: field.required().autocomplete("off").problem(problem),
        once: Once::of(member, FORM),
        room: super::room(member, &keys),
        is_full: super::is_full(member, &keys),
    };
    member.answers(status, &page)
}

/// A name as it is kept, or what is wrong with it and how to mend it.
fn name(tongue: Tongue, typed: &str) -> Result<String, String> {
    let too_many = plain_text::length(typed.trim()).saturating_sub(NAME_LIMIT);
    if plain_text::is_blank(typed) {
        return Err(tongue.t("keys-name-missing").to_owned());
    }
    if let Err(unwelcome) = plain_text::check(typed) {
        return Err(tongue.t1("keys-name-unwelcome", "place", unwelcome.place));
    }
    if too_many > 0 {
        return Err(tongue.t2("keys-name-long", ("limit", NAME_LIMIT), ("count", too_many)));
    }
    settings::name("name", typed).map_err(|_| tongue.t("keys-name-missing").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;

    #[test]
    fn a_name_is_kept_trimmed_or_its_problem_is_told() {
        let said = |typed: &str| name(Tongue::new(Language::En), typed);
        assert_eq!(said("  night batch ").as_deref(), Ok("night batch"));
        assert_eq!(said(&"é".repeat(60)).map(|name| name.chars().count()), Ok(60));
        for (typed, words) in [
            ("", "Enter a name"),
            (" \u{200b} ", "Enter a name"),
            ("a\u{0}b", "character 2"),
            ("\u{202e}x", "character 1"),
            (&"x".repeat(62), "2 too many"),
        ] {
            let why = said(typed).unwrap_err();
            assert!(why.contains(words), "{typed:?}: {why}");
        }
    }
}
