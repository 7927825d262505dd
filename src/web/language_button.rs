//! The language button of pages under nobody's brand: a click that is remembered. It leads back to the page on which it stands.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::answer::see_other;
use super::cookies;
use super::form::Form;
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;

#[derive(Deserialize)]
pub struct Click {
    language: String,
    #[serde(default)]
    back: String,
}

/// Remembers the language, and leads back within the door, else to its `home`. It changes the reader's own preference and
/// nothing else, so it needs no token.
pub fn remember(
    app: &App,
    form: Form<Click>,
    is_within: impl Fn(&str) -> bool,
    home: impl Fn() -> String,
) -> Result<HttpResponse, Refusal> {
    let click = form.preference()?;
    let language = Language::parse(&click.language).ok_or(Refusal::FormRefused)?;
    let back = if is_within(&click.back) { click.back } else { home() };
    let cookie = cookies::made(app, cookies::Purpose::Language, language.tag().to_owned());
    Ok(see_other(&back).cookie(cookie).finish())
}
