//! The language button: a click that is remembered. It never claims a link.

use actix_web::guard::GuardContext;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::visit::{LANGUAGE_FORM, Visit};
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::{cookies, urls};

#[derive(Deserialize)]
pub struct Click {
    language: String,
}

/// Which page the button stands on.
#[derive(Deserialize)]
pub struct StandsOn {
    page: String,
}

/// The query by which such a button's address differs from the page's own form.
const CLICK: &str = "language";

/// What a dead end in the place of a page gives its language button as address: relative, so that it names nothing.
pub const CLICK_ADDRESS: &str = "?language";

/// The button on a page of a visit: remembers the language and leads back to that page.
pub async fn post(visit: Visit, on: Query<StandsOn>, form: Form<Click>) -> Result<HttpResponse, Refusal> {
    let click = form.from_visitor(&visit.app, &visit.visitor(), LANGUAGE_FORM)?;
    let page = urls::Page::named(&on.page).unwrap_or(urls::Page::SelectSoftware);
    remembered(&visit.app, &click, &urls::page(visit.connection, page))
}

/// The button on a dead end, which posts to the page's own address: remembers the language and shows the page again.
/// It changes the reader's own preference and nothing else, so the page needs no token and gives away no address.
pub async fn post_here(request: HttpRequest, app: Data<App>, form: Form<Click>) -> Result<HttpResponse, Refusal> {
    let here = match request.uri().query() {
        Some(CLICK) => request.uri().path(),
        _ => request.uri().path_and_query().map_or("/", |address| address.as_str()),
    };
    // Two slashes at its head would lead to another host.
    let here = format!("/{}", here.trim_start_matches(['/', '\\']));
    remembered(&app, &form.preference()?, &here)
}

/// Whether a POST comes from the language button of a dead end that stands in a page's place.
pub fn is_click(context: &GuardContext<'_>) -> bool {
    context.head().uri.query() == Some(CLICK)
}

fn remembered(app: &App, click: &Click, back_to: &str) -> Result<HttpResponse, Refusal> {
    let language = Language::parse(&click.language).ok_or(Refusal::FormRefused)?;
    let cookie = cookies::made(app, cookies::Purpose::Language, language.tag().to_owned());
    Ok(see_other(back_to).cookie(cookie).finish())
}
