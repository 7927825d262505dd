//! Door 3: a partner's people. Every page in one table, with what its visitor must be allowed; refusals told as pages.

pub mod account;
pub mod ago;
pub mod audit;
pub mod branding;
pub mod callout;
pub mod companies;
pub mod field;
mod halt;
pub mod home;
pub mod integrations;
pub mod keys;
mod letters;
pub mod link_settings;
mod live;
pub mod member;
mod needs;
pub mod once;
pub mod page;
mod pages;
pub mod preview;
pub mod quickbooks;
mod roles;
mod sections;
mod signing_in;
pub mod team;
mod tell;
pub mod visitor;

use actix_web::guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, QueryConfig, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route};

use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::web::dead_end::as_page;
use crate::web::form::Form;
use crate::web::language_button::{self, Click};
use crate::web::urls::portal as urls;
pub use needs::Needs;
pub use pages::{Entry, PAGES};
use signing_in::{forgotten, second_factor, set_up, sign_in};

/// Mounts this door's addresses.
pub fn mount(config: &mut ServiceConfig) {
    let open = web::scope("/portal")
        .app_data(QueryConfig::default().error_handler(|_, _| Refusal::NotFound("page".to_owned()).into()))
        .service(only_post("/language", web::post().to(click_language)))
        .service(page("/sign-in", look().to(sign_in::get), web::post().to(sign_in::post)))
        .service(page("/sign-in/second", look().to(second_factor::get), web::post().to(second_factor::post)))
        .service(only_post("/sign-in/passkey", web::post().to(sign_in::post_passkey)))
        .service(page("/set-up", look().to(set_up::get), web::post().to(set_up::post)))
        .service(page("/forgotten", look().to(forgotten::get), web::post().to(forgotten::post)));
    let all = PAGES.iter().fold(open, |scope, entry| scope.service(resource(entry)));
    config.service(all.default_service(web::to(tell::unknown)).wrap(from_fn(as_page::<tell::DeadEnd>)));
}

fn resource(entry: &Entry) -> Resource {
    let allow = match (entry.get, entry.post) {
        (Some(_), Some(_)) => "GET, HEAD, POST",
        (Some(_), None) => "GET, HEAD",
        (None, _) => "POST",
    };
    let routes = entry.get.iter().chain(entry.post.iter());
    let resource = routes.fold(web::resource(entry.path).app_data(entry.needs), |it, route| it.route(route()));
    resource.default_service(web::to(move || not_allowed(allow)))
}

/// GET pages answer HEAD too; the framework does not by itself.
fn look() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A page for whoever comes to the door.
fn page(path: &str, get: Route, post: Route) -> Resource {
    web::resource(path).route(get).route(post).default_service(web::to(|| not_allowed("GET, HEAD, POST")))
}

fn only_post(path: &str, post: Route) -> Resource {
    web::resource(path).route(post).default_service(web::to(|| not_allowed("POST")))
}

async fn not_allowed(allow: &'static str) -> Result<HttpResponse, Refusal> {
    Err(Refusal::MethodNotAllowed { allow })
}

async fn click_language(app: Data<App>, form: Form<Click>) -> Result<HttpResponse, Refusal> {
    language_button::remember(&app, form, urls::is_within, urls::home)
}
