//! The parameters behind the question mark, read one by one and refused by name.

use std::borrow::Cow;

use actix_web::HttpRequest;

use crate::domain::refusal::Refusal;

/// The parameter, if it is there and not empty. Given twice, the first counts.
pub fn parameter<'a>(request: &'a HttpRequest, name: &str) -> Option<Cow<'a, str>> {
    let all = url::form_urlencoded::parse(request.query_string().as_bytes());
    all.into_iter().find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

/// A whole number from `least` to `most`.
pub fn whole_number(request: &HttpRequest, name: &str, least: i64, most: i64) -> Result<Option<i64>, Refusal> {
    let Some(text) = parameter(request, name) else { return Ok(None) };
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    let wrong = || Refusal::invalid(format!("{name}: must be a whole number from {least} to {most}"));
    number.ok_or_else(wrong).map(Some)
}

/// `true` or `false`, in any letter case.
pub fn flag(request: &HttpRequest, name: &str) -> Result<Option<bool>, Refusal> {
    match parameter(request, name).map(|text| text.to_ascii_lowercase()).as_deref() {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid(format!("{name}: must be true or false"))),
    }
}
