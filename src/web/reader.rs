//! Whoever reads an answer: in which language, and where they are.

use actix_web::HttpRequest;
use actix_web::http::header;

use super::cookies;
use crate::domain::app::App;
use crate::domain::language::{self, Language};

/// A click, then the browser's wish, then `default`.
pub fn language_of(app: &App, request: &HttpRequest, default: Language) -> Language {
    let accept = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    language::negotiate(cookies::clicked_language(app, request), None, accept, default)
}

/// Where a request went, as a link can lead there again.
pub fn address_of(request: &HttpRequest) -> String {
    request.uri().path_and_query().map_or_else(String::new, |address| address.as_str().to_owned())
}
