//! What a partner's developer reads, in a browser or by a program: the document itself, and two pages made from it and from the
//! texts in `docs/`. They hold nothing of any partner's, so no key is asked for. Each is made once, when it is first asked for.

mod fields;
mod guide;
mod markdown;
mod reference;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, guard};

use super::describe;
use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::web::assets::{self, Assets};
use crate::web::{answer, urls};

/// Mounts what the API says of itself, for anybody.
pub fn mount(config: &mut ServiceConfig) {
    let look = || web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    config
        .service(web::resource("/openapi.json").route(look().to(get_openapi)))
        .service(web::resource("/docs").route(look().to(get_reference)))
        .service(web::resource("/docs/guide").route(look().to(get_guide)));
}

/// One for the whole server.
#[derive(Default)]
pub struct Docs {
    openapi: OnceLock<File>,
    reference: OnceLock<File>,
    guide: OnceLock<File>,
}

/// The document.
async fn get_openapi(request: HttpRequest, app: Data<App>, docs: Data<Docs>) -> Result<HttpResponse, Refusal> {
    let make = || Ok(format!("{:#}\n", describe::document(&app.public_url)));
    Ok(file(&docs.openapi, make)?.answer(&request, HttpResponse::Ok().content_type("application/json")))
}

/// Every operation, for people.
async fn get_reference(
    request: HttpRequest,
    app: Data<App>,
    assets: Data<Assets>,
    docs: Data<Docs>,
) -> Result<HttpResponse, Refusal> {
    let make = || reference::drawn(&app.public_url, Arc::clone(&assets));
    Ok(file(&docs.reference, make)?.answer(&request, &mut answer::public_page()))
}

/// The one-page guide.
async fn get_guide(
    request: HttpRequest,
    app: Data<App>,
    assets: Data<Assets>,
    docs: Data<Docs>,
) -> Result<HttpResponse, Refusal> {
    let make = || guide::drawn(&app.public_url, Arc::clone(&assets));
    Ok(file(&docs.guide, make)?.answer(&request, &mut answer::public_page()))
}

/// The bar of both pages.
struct Bar {
    assets: Arc<Assets>,
    is_guide: bool,
}

impl Bar {
    fn reference(&self) -> String {
        urls::docs()
    }

    fn guide(&self) -> String {
        urls::guide()
    }

    fn openapi(&self) -> String {
        urls::openapi()
    }
}

/// What is there, or what is made now; of two that are made at once one stays.
fn file(place: &OnceLock<File>, make: impl FnOnce() -> askama::Result<String>) -> Result<&File, Refusal> {
    if let Some(file) = place.get() {
        return Ok(file);
    }
    let text = make().map_err(|error| anyhow::Error::new(error).context("a page does not render"))?;
    Ok(place.get_or_init(|| File::new(text)))
}

/// A text that changes only with the program or its settings: asked for again, it is not sent again.
struct File {
    tag: EntityTag,
    plain: Bytes,
    gzipped: Option<Bytes>,
}

impl File {
    fn new(text: String) -> Self {
        let gzipped = assets::gzip(text.as_bytes()).map(Bytes::from);
        Self { tag: EntityTag::new_weak(assets::fingerprint(text.as_bytes())), plain: text.into(), gzipped }
    }

    fn answer(&self, request: &HttpRequest, answer: &mut HttpResponseBuilder) -> HttpResponse {
        answer
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::VARY, "Accept-Encoding"))
            .insert_header(ETag(self.tag.clone()));
        if self.is_known_to(request) {
            return answer.status(StatusCode::NOT_MODIFIED).finish();
        }
        match &self.gzipped {
            Some(gzipped) if assets::takes_gzip(request.headers()) => {
                answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(gzipped.clone())
            }
            _ => answer.body(self.plain.clone()),
        }
    }

    fn is_known_to(&self, request: &HttpRequest) -> bool {
        match IfNoneMatch::parse(request) {
            Ok(IfNoneMatch::Any) => request.headers().contains_key(header::IF_NONE_MATCH),
            Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|tag| tag.weak_eq(&self.tag)),
            Err(_) => false,
        }
    }
}
