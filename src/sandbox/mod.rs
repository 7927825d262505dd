//! The sandbox's door: a partner's developer who tries everything without a contract. Mounted only where there is one.

pub mod clock;
pub mod developer;
pub mod key;
pub mod page;
pub mod quickbooks;
mod ribbon;
mod tell;
pub mod walk;
pub mod wipe;

use actix_web::guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, QueryConfig, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route};

use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::web::dead_end::as_page;
use crate::web::form::Form;
use crate::web::language_button::{self, Click};
use crate::web::urls::sandbox as urls;

/// Mounts this door's addresses.
pub fn mount(config: &mut ServiceConfig) {
    let pages = web::scope("/sandbox")
        .app_data(QueryConfig::default().error_handler(|_, _| Refusal::NotFound("page".to_owned()).into()))
        .service(only_post("/language", web::post().to(click_language)))
        .service(shown("", look().to(walk::get)))
        .service(only_post("/steps/{step}", web::post().to(walk::post)))
        .service(only_post("/key", web::post().to(key::post)))
        .service(only_post("/key/forget", web::post().to(key::post_forget)))
        .service(page("/clock", look().to(clock::get), web::post().to(clock::post)))
        .service(page("/wipe", look().to(wipe::get), web::post().to(wipe::post)))
        .configure(quickbooks::mount)
        .default_service(web::to(tell::unknown));
    config.service(pages.wrap(from_fn(as_page::<tell::DeadEnd>)));
}

/// GET pages answer HEAD too; the framework does not by itself.
fn look() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A page with a form of its own.
fn page(path: &str, get: Route, post: Route) -> Resource {
    let refused = web::to(async || not_allowed("GET, HEAD, POST"));
    web::resource(path).route(get).route(post).default_service(refused)
}

/// A page to look at.
fn shown(path: &str, get: Route) -> Resource {
    web::resource(path).route(get).default_service(web::to(async || not_allowed("GET, HEAD")))
}

fn only_post(path: &str, post: Route) -> Resource {
    web::resource(path).route(post).default_service(web::to(async || not_allowed("POST")))
}

fn not_allowed(allow: &'static str) -> Result<HttpResponse, Refusal> {
    Err(Refusal::MethodNotAllowed { allow })
}

async fn click_language(app: Data<App>, form: Form<Click>) -> Result<HttpResponse, Refusal> {
    language_button::remember(&app, form, urls::is_within, urls::quickbooks)
}
