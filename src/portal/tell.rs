//! A refusal as a page of the portal: what stands in the way, and how to go on.

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::PAGES;
use super::page::{Page, Shell};
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::refusal::{Hurdle, Refusal};
use crate::http::request_id;
use crate::web::answer::see_other;
use crate::web::assets::Assets;
use crate::web::dead_end::{self, Instead};
use crate::web::reader::{address_of, language_of};
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/dead_end.html")]
pub struct DeadEnd {
    shell: Shell,
    what: What,
    /// What the log knows this page by.
    reference: String,
}

#[derive(Clone, Copy)]
enum What {
    NoPage,
    Role,
    FormRefused,
    TooLarge,
    TooMany,
    Trouble,
}

impl Page for DeadEnd {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = match self.what {
            What::NoPage => "dead-end-no-page",
            What::Role => "dead-end-role",
            What::FormRefused => "dead-end-form",
            What::TooLarge => "dead-end-large",
            What::TooMany => "dead-end-many",
            What::Trouble => "dead-end-trouble",
        };
        self.shell.tongue.t(key).to_owned()
    }
}

impl DeadEnd {
    fn is_no_page(&self) -> bool {
        matches!(self.what, What::NoPage)
    }

    fn why(&self) -> &'static str {
        self.shell.tongue.t(match self.what {
            What::NoPage => "dead-end-no-page-why",
            What::Role => "dead-end-role-why",
            What::FormRefused => "dead-end-form-why",
            What::TooLarge => "dead-end-large-why",
            What::TooMany => "dead-end-many-why",
            What::Trouble => "dead-end-trouble-why",
        })
    }
}

/// An address that is nobody's; with a slash at its end the portal's own, which people type.
pub async fn unknown(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    match request.path().trim_end_matches('/') == urls::home() {
        true => Ok(see_other(&urls::home()).finish()),
        false => Err(Refusal::NotFound("page".to_owned())),
    }
}

impl dead_end::DeadEnd for DeadEnd {
    fn of_trouble(request: &HttpRequest) -> Option<Self> {
        dead_end(request, What::Trouble)
    }

    fn of(request: &HttpRequest, refused: &Refusal) -> Instead<Self> {
        let what = match refused {
            Refusal::Hurdle(Hurdle::SignIn) => return Instead::Address(sign_in(request)),
            Refusal::Hurdle(Hurdle::SecondFactor) => return Instead::Address(urls::authenticator()),
            Refusal::Hurdle(Hurdle::Proof) => return Instead::Address(urls::confirm(&wanted(request))),
            Refusal::Hurdle(Hurdle::Role) | Refusal::Forbidden(_) => What::Role,
            Refusal::NoSuchLink
            | Refusal::NotFound(_)
            | Refusal::LostPlace
            | Refusal::LinkExpired(_)
            | Refusal::AlreadyOpened(_) => What::NoPage,
            Refusal::TooLarge { .. } => What::TooLarge,
            Refusal::FormRefused
            | Refusal::Invalid { .. }
            | Refusal::NotSignedOn
            | Refusal::NotForm
            | Refusal::NotJson
            | Refusal::Conflict(_)
            | Refusal::AnotherRequest
            | Refusal::TooManySets { .. }
            | Refusal::MethodNotAllowed { .. }
            | Refusal::TooSlow => What::FormRefused,
            Refusal::TooManyTries { .. } | Refusal::TooManyRequests { .. } => What::TooMany,
            Refusal::Busy { .. } | Refusal::DatabaseAway { .. } | Refusal::IntegrationOff(_) | Refusal::Trouble(_) => {
                What::Trouble
            }
        };
        Instead::Page(dead_end(request, what))
    }

    fn drawn(&self, status: StatusCode) -> Result<(HttpResponseBuilder, String), Refusal> {
        super::page::drawn(status, self)
    }
}

/// Where somebody wanted to look. A form cannot be sent again: they go back to the page on which it stood, if that can be looked at.
fn wanted(request: &HttpRequest) -> String {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return address_of(request);
    }
    let origin = request.app_data::<Data<App>>().map(|app| app.public_url.origin().to_owned());
    let referrer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let page = referrer.zip(origin).and_then(|(from, origin)| from.strip_prefix(origin.as_str()).map(str::to_owned));
    page.filter(|page| urls::is_within(page) && can_be_looked_at(page)).unwrap_or_else(urls::home)
}

/// What answers a form and nothing else cannot.
fn can_be_looked_at(page: &str) -> bool {
    let path = page.split('?').next().unwrap_or_default();
    let below = path.strip_prefix(urls::home().as_str()).unwrap_or_default();
    PAGES.iter().any(|entry| entry.get.is_some() && ResourceDef::new(entry.path).is_match(below))
}

fn sign_in(request: &HttpRequest) -> String {
    match wanted(request) {
        address if address == urls::home() => urls::sign_in(),
        address => urls::sign_in_and_go_to(&address),
    }
}

fn dead_end(request: &HttpRequest, what: What) -> Option<DeadEnd> {
    let reference = request_id::reference(&request.extensions());
    let known = request.extensions().get::<Shell>().cloned();
    let shell = known.or_else(|| stranger(request))?;
    let back = match what {
        // What is there in the other language, too. Whatever else stood in the address may be anything.
        What::Role | What::Trouble => request.path().to_owned(),
        _ => urls::home(),
    };
    Some(DeadEnd { shell: shell.at(back), what, reference })
}

/// The shell for somebody who was not recognised.
fn stranger(request: &HttpRequest) -> Option<Shell> {
    let app = request.app_data::<Data<App>>()?;
    let assets = request.app_data::<Data<Assets>>()?.clone().into_inner();
    let tongue = Tongue::new(language_of(app, request, Language::En));
    Some(Shell::of(app, tongue, assets, &address_of(request)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_what_answers_forms_alone() {
        for page in ["/portal", "/portal/settings/callout?x=1", "/portal/developers/keys", "/portal/audit?who=all"] {
            assert!(can_be_looked_at(page), "{page}");
        }
        for page in ["/portal/audit/verify", "/portal/account/recovery-codes/file", "/portal/no/such"] {
            assert!(!can_be_looked_at(page), "{page}");
        }
    }
}
