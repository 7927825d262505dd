//! Door 1: a person with a linkUrl. Its addresses on one screen; its refusals are told as pages.

pub mod another_device;
pub mod consent;
pub mod continue_here;
pub mod credentials;
#[cfg(test)]
mod every_page;
pub mod finish;
pub mod keep_going;
pub mod language;
pub mod live;
pub mod preview;
pub mod revoke;
pub mod select_software;
pub mod set_up;
mod spelling;
pub mod start;
pub mod tell;
pub mod visit;
pub mod watchers;

use actix_web::guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route};

use crate::domain::refusal::Refusal;
use crate::web::{assets, brand, swatch};

/// Mounts this door's addresses and the files that its pages are made of.
pub fn mount(config: &mut ServiceConfig) {
    let start = web::resource("/companies/{company}/connections/{connection}/start");
    let start = start.route(look().to(start::get)).route(web::post().to(language::post_here));
    let company = web::resource("/company/{company}").route(look().to(tell::company));
    let company = company.route(web::post().to(language::post_here));
    // Whoever types the host alone is told the same.
    let front = web::resource("/").route(look().to(tell::company)).route(web::post().to(language::post_here));
    let pages = web::scope("/link/{connection}")
        .service(page("/select-software", look().to(select_software::get), web::post().to(select_software::post)))
        .service(page("/consent", look().to(consent::get), web::post().to(consent::post)))
        .service(shown("/set-up", look().to(set_up::get)))
        .service(page("/credentials", look().to(credentials::get), web::post().to(credentials::post)))
        .service(only_post("/credentials/entered", web::post().to(credentials::post_entered)))
        .service(shown("/credentials/events", look().to(live::get)))
        .service(page("/revoke", look().to(revoke::get), web::post().to(revoke::post)))
        .service(shown("/revoked", look().to(revoke::get_revoked)))
        .service(page("/another-device", look().to(another_device::get), web::post().to(another_device::post)))
        .service(only_post("/another-device/answer", web::post().to(another_device::post_answer)))
        .service(shown("/another-device/stage", look().to(another_device::get_stage)))
        .service(only_post("/keep-going", web::post().to(keep_going::post)))
        .service(shown("/finish", look().to(finish::get_finished)))
        .service(shown("/declined", look().to(finish::get_declined)))
        .service(only_post("/language", web::post().to(language::post)))
        .default_service(web::to(tell::unknown));
    let continued = web::scope("/continue/{tag}")
        .service(page("", look().to(continue_here::get), web::post().to(continue_here::post)))
        .service(shown("/waiting", look().to(continue_here::get_waiting)))
        .service(shown("/waiting/stage", look().to(continue_here::get_stage)))
        .default_service(web::to(tell::unknown));
    // Before the pages behind a link, whose addresses a preview's forms and links have.
    let nowhere =
        web::scope(&["/link/", preview::samples::NOWHERE].concat()).default_service(web::to(preview::nowhere));
    let previewed = web::resource("/preview/{page}").route(look().to(preview::get));
    let previewed = previewed.default_service(web::to(preview::nowhere));
    config
        .service(web::resource("/preview").route(look().to(preview::chosen)).wrap(from_fn(tell::as_page)))
        .service(nowhere.wrap(from_fn(tell::as_page)))
        .service(previewed.wrap(from_fn(tell::as_page)))
        .service(only_look_and_post(start).wrap(from_fn(tell::as_page)))
        .service(only_look_and_post(company).wrap(from_fn(tell::as_page)))
        .service(only_look_and_post(front).wrap(from_fn(tell::as_page)))
        .service(pages.wrap(from_fn(tell::as_page)))
        .service(continued.wrap(from_fn(tell::as_page)))
        .service(web::resource("/static/{file}").route(look().to(assets::get)))
        .service(web::resource("/theme/{name}.css").route(look().to(brand::theme)))
        .service(web::resource("/brand/{name}").route(look().to(brand::image)))
        .service(web::resource("/swatch/{name}.svg").route(look().to(swatch::get)))
        .service(web::resource("/robots.txt").route(look().to(robots)));
}

/// Mounts what answers at every address that is nobody's: the neutral page, with its language button.
pub fn mount_unknown(config: &mut ServiceConfig) {
    let anywhere = web::resource("/{anything:.*}").route(web::post().guard(is_form()).to(language::post_here));
    config.service(anywhere.default_service(web::to(tell::unknown)).wrap(from_fn(tell::as_page)));
}

/// GET pages answer HEAD too; the framework does not by itself.
fn look() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A page with a form of its own.
fn page(path: &str, get: Route, post: Route) -> Resource {
    only_look_and_post(shown(path, get).route(post))
}

/// A page to look at. Should a dead end stand in its place, that page's language button posts here.
fn shown(path: &str, get: Route) -> Resource {
    let click = web::post().guard(guard::fn_guard(language::is_click)).to(language::post_here);
    web::resource(path).route(get).route(click).default_service(web::to(async || not_allowed("GET, HEAD")))
}

fn only_look_and_post(resource: Resource) -> Resource {
    resource.default_service(web::to(async || not_allowed("GET, HEAD, POST")))
}

fn only_post(path: &str, post: Route) -> Resource {
    web::resource(path).route(post).default_service(web::to(async || not_allowed("POST")))
}

fn not_allowed(allow: &'static str) -> Result<HttpResponse, Refusal> {
    Err(Refusal::MethodNotAllowed { allow })
}

fn is_form() -> impl guard::Guard {
    guard::Header("content-type", "application/x-www-form-urlencoded")
}

/// No crawler has any business behind a link.
async fn robots() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("User-agent: *\nDisallow: /\n")
}
