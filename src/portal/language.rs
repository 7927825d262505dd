//! The language button: a click that is remembered. It leads back to the page on which it stands.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;

use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::web::answer::see_other;
use crate::web::cookies;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

#[derive(Deserialize)]
pub struct Click {
    language: String,
    #[serde(default)]
    back: String,
}

/// It changes the reader's own preference and nothing else, so it needs no token.
pub async fn post(app: Data<App>, form: Form<Click>) -> Result<HttpResponse, Refusal> {
    let click = form.preference()?;
    let language = Language::parse(&click.language).ok_or(Refusal::FormRefused)?;
    let back = if urls::is_within(&click.back) { click.back } else { urls::home() };
    let cookie = cookies::made(&app, cookies::Purpose::Language, language.tag().to_owned());
    Ok(see_other(&back).cookie(cookie).finish())
}
