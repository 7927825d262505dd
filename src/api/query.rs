//! The parameters behind the question mark, read one by one and refused by name.

use std::borrow::Cow;

use actix_web::HttpRequest;

use crate::domain::refusal::Refusal;

/// The parameter, if it is there and not empty. Given twice, none would be the right one.
pub fn parameter<'a>(request: &'a HttpRequest, name: &str) -> Result<Option<Cow<'a, str>>, Refusal> {
    let all = url::form_urlencoded::parse(request.query_string().as_bytes());
    let mut given = all.filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value);
    match (given.next(), given.next()) {
        (_, Some(_)) => Err(Refusal::invalid(format!("{name}: is given twice"))),
        (value, None) => Ok(value),
    }
}

/// A whole number from `least` to `most`.
pub fn whole_number(request: &HttpRequest, name: &str, least: i64, most: i64) -> Result<Option<i64>, Refusal> {
    let Some(text) = parameter(request, name)? else { return Ok(None) };
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    let wrong = || Refusal::invalid(format!("{name}: must be a whole number from {least} to {most}"));
    number.ok_or_else(wrong).map(Some)
}

/// `true` or `false`, in any letter case.
pub fn flag(request: &HttpRequest, name: &str) -> Result<Option<bool>, Refusal> {
    match parameter(request, name)?.map(|text| text.to_ascii_lowercase()).as_deref() {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid(format!("{name}: must be true or false"))),
    }
}
