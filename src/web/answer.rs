//! How a page is answered: its status, its language, and headers that let it run nothing but our own script.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::neutral;
use super::page::Page;
use super::texts::Tongue;
use crate::domain::refusal::Refusal;

/// No inline script or style, nothing from elsewhere, forms only to ourselves, in nobody's frame.
macro_rules! page_policy {
    ($more:literal) => {
        page_policy!($more, "'none'")
    };
    ($more:literal, $ancestors:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; ",
            $more,
            "form-action 'self'; frame-ancestors ",
            $ancestors,
            "; base-uri 'none'; object-src 'none'; ",
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
    };
}
const PAGE_POLICY: &str = page_policy!("");
const LISTENING_POLICY: &str = page_policy!("connect-src 'self'; ");
const FRAMING_POLICY: &str = page_policy!("frame-src 'self'; ");
const FRAMED_POLICY: &str = page_policy!("", "'self'");
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(), \
     clipboard-write=(self), fullscreen=(), browsing-topics=()";
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// What the browser may do on a page beyond showing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nothing.
    Page,
    /// Its script asks the server for what is new.
    Listening,
    /// It shows another page of ours in a frame.
    Framing,
    /// It may be shown in a frame of ours.
    Framed,
}

impl Policy {
    fn words(self) -> &'static str {
        match self {
            Self::Page => PAGE_POLICY,
            Self::Listening => LISTENING_POLICY,
            Self::Framing => FRAMING_POLICY,
            Self::Framed => FRAMED_POLICY,
        }
    }
}

/// A page as an answer, still open for cookies.
pub fn page<P: Page + Template>(status: StatusCode, page: &P) -> Result<(HttpResponseBuilder, String), Refusal> {
    let policy = if page.listens() { Policy::Listening } else { Policy::Page };
    drawn(status, page, (page.shell().tongue, policy))
}

/// A page that one of our own may show in a frame: a preview, which holds nothing that is anybody's.
pub fn framed_page<P: Page + Template>(status: StatusCode, page: &P) -> Result<(HttpResponseBuilder, String), Refusal> {
    drawn(status, page, (page.shell().tongue, Policy::Framed))
}

/// The same for a page under nobody's brand.
pub fn neutral_page<P: neutral::Page + Template>(
    status: StatusCode,
    page: &P,
) -> Result<(HttpResponseBuilder, String), Refusal> {
    drawn(status, page, (page.shell().tongue, Policy::Page))
}

/// The same for a page of the portal.
pub fn portal_page(
    status: StatusCode,
    page: &impl Template,
    tongue: Tongue,
    policy: Policy,
) -> Result<(HttpResponseBuilder, String), Refusal> {
    drawn(status, page, (tongue, policy))
}

fn drawn(
    status: StatusCode,
    page: &impl Template,
    (tongue, policy): (Tongue, Policy),
) -> Result<(HttpResponseBuilder, String), Refusal> {
    let html = page.render().map_err(|error| anyhow::Error::new(error).context("a page does not render"))?;
    let mut answer = HttpResponse::build(status);
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy.words()))
        // With `no-referrer` browsers send `Origin: null` along with our own forms.
        .insert_header((header::REFERRER_POLICY, "same-origin"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_LANGUAGE, tongue.tag()))
        .insert_header((header::VARY, "Accept-Language, Cookie"))
        .insert_header((PERMISSIONS_POLICY, PERMISSIONS))
        .insert_header((OPENER_POLICY, "same-origin"))
        .insert_header((ROBOTS, "noindex, nofollow"));
    if policy == Policy::Framed {
        answer.insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"));
    }
    Ok((answer, html))
}

/// "Look there": 303, so that a form is not sent again.
pub fn see_other(address: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::SeeOther();
    answer
        .insert_header((header::LOCATION, address))
        .insert_header((OPENER_POLICY, "same-origin"))
        .insert_header((ROBOTS, "noindex, nofollow"));
    answer
}

/// A page that is the same for everybody, in English, and may be kept: who makes it says for how long.
pub fn public_page() -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .insert_header((header::CONTENT_LANGUAGE, "en"))
        .insert_header((PERMISSIONS_POLICY, PERMISSIONS))
        .insert_header((OPENER_POLICY, "same-origin"))
        .insert_header((ROBOTS, "noindex, nofollow"));
    answer
}
