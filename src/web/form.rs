//! A form that cannot be read without checking where it came from: its own site by the browser's word, and this very
//! visit by a token bound to it (security reference 4.4).

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::http::body;
use crate::secret::Fingerprint;

pub mod upload;

const BODY_LIMIT: usize = 16 * 1024;
/// Room for an article that somebody pastes, and for four texts of the widest letters.
const LONG_BODY_LIMIT: usize = 128 * 1024;
const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The token of one form for one visitor.
pub fn token(app: &App, visitor: &Fingerprint, form: &str) -> String {
    app.keys.csrf.token(&[visitor.bytes(), form.as_bytes()])
}

/// A form's body of so many bytes at most, from our own site, but with its token still to be checked.
pub struct Form<T, const MOST: usize = BODY_LIMIT> {
    fields: Vec<(String, String)>,
    _read_as: std::marker::PhantomData<T>,
}

/// A form in which people write at length: what is too long is to be kept and explained.
pub type LongForm<T> = Form<T, LONG_BODY_LIMIT>;

impl<T: DeserializeOwned, const MOST: usize> Form<T, MOST> {
    /// The fields, if the form was made for this visitor.
    pub fn from_visitor(self, app: &App, visitor: &Fingerprint, form: &str) -> Result<T, Refusal> {
        if !app.keys.csrf.is_token(self.field("csrf"), &[visitor.bytes(), form.as_bytes()]) {
            return Err(Refusal::FormRefused);
        }
        self.read()
    }

    /// One field, before anything is known of who sent it.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value)
    }

    /// The fields of a form that changes nothing but the reader's own preference, and so needs no token.
    pub fn preference(self) -> Result<T, Refusal> {
        self.read()
    }

    fn read(self) -> Result<T, Refusal> {
        let body = serde_urlencoded::to_string(&self.fields).unwrap_or_default();
        serde_urlencoded::from_str(&body).map_err(|_| Refusal::FormRefused)
    }
}

impl<T: 'static, const MOST: usize> FromRequest for Form<T, MOST> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let origin = request.app_data::<Data<App>>().map(|app| app.public_url.origin().to_owned());
        let is_ours = comes_from(request.headers(), origin.as_deref().unwrap_or_default());
        let is_form = body::is_of_type(request, MEDIA_TYPE);
        let body = body::whole(request, payload, MOST);
        Box::pin(async move {
            if !is_ours {
                return Err(Refusal::FormRefused);
            }
            if !is_form {
                return Err(Refusal::NotForm);
            }
            let body = body.await?;
            let fields = serde_urlencoded::from_bytes(&body).map_err(|_| Refusal::FormRefused)?;
            Ok(Self { fields, _read_as: std::marker::PhantomData })
        })
    }
}

/// Whether the browser says that one of our own pages sent this, and nothing it says speaks against that. A browser
/// that says nothing at all must at least name one of our pages as the referrer.
fn comes_from(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match (text("sec-fetch-site"), text("origin").filter(|sent| *sent != "null")) {
        (site, Some(sent)) => sent == origin && site.is_none_or(|site| site == "same-origin"),
        (Some(site), None) => site == "same-origin",
        (None, None) => text("referer").is_some_and(|it| it.strip_prefix(origin).is_some_and(|it| it.starts_with('/'))),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_our_own_pages_may_send_a_form() {
        let ours = "https://link.example";
        let cases = [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", ours)], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], false),
            (&[("sec-fetch-site", ""), ("referer", "https://link.example/")], false),
            (&[("sec-fetch-site", "same-site"), ("origin", ours)], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", ours)], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("origin", ours)], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "null"), ("referer", "https://link.example/link/1/consent")], true),
            (&[("referer", "https://link.example.evil.example/")], false),
            (&[], false),
        ];
        for (sent, expected) in cases {
            let headers: HeaderMap = sent
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            assert_eq!(comes_from(&headers, ours), expected, "{sent:?}");
        }
    }
}
