//! A refusal as a page: in the reader's language, with the partner's brand only for those who have shown that they know
//! it, and a way out.

use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use super::language::CLICK_ADDRESS;
use super::visit::language_of;
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::domain::return_url;
use crate::http::{panics, refusal, request_id};
use crate::web::answer;
use crate::web::assets::Assets;
use crate::web::brand::Brands;
use crate::web::page::Shell;
use crate::web::problem::{Problem, ProblemPage};
use crate::web::texts::Tongue;

/// How long a partner leaves its integration off is not ours to know; an hour is a polite guess.
const OFF_FOR: Duration = Duration::from_secs(3_600);

/// Takes a refusal out of the answer and puts its page in.
pub async fn as_page(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // After a panic the request is gone: what its page needs is kept before.
    let (shell, reference) = (shell(request.request(), Language::En), reference(request.request()));
    let (stands_for_page, problem) = (stands_for_page(request.request()), trouble(request.method()));
    let answer = panics::caught(request, next, || after_panic(shell, stands_for_page, (problem, reference))).await?;
    let Some(refusal) = refusal::of(&answer) else { return Ok(answer.map_into_boxed_body()) };
    let page = told(answer.request(), refusal);
    Ok(refusal::retold(answer, page))
}

fn after_panic(shell: Option<Shell>, stands_for_page: bool, (problem, reference): (Problem, String)) -> HttpResponse {
    let Some(shell) = shell else { return HttpResponse::InternalServerError().finish() };
    answered(stands_for_page, ProblemPage::neutral(shell, problem, reference), None)
}

/// The page of a refusal. Exhaustive: a new refusal has to be told here too.
fn told(request: &HttpRequest, refusal: &Refusal) -> HttpResponse {
    match refusal {
        Refusal::NoSuchLink | Refusal::NotFound(_) => neutral(request, Problem::NoSuchLink, None),
        Refusal::TooManyTries { retry_after } => {
            let minutes = u32::try_from(retry_after.as_secs().div_ceil(60)).unwrap_or(u32::MAX);
            neutral(request, Problem::TooManyTries { minutes }, Some(*retry_after))
        }
        Refusal::LostPlace => neutral(request, Problem::LostPlace, None),
        Refusal::LinkExpired(partner) => branded(request, Problem::Expired, (partner, "expired"), None),
        Refusal::AlreadyOpened(partner) => branded(request, Problem::AlreadyOpened, (partner, "opened"), None),
        Refusal::IntegrationOff(partner) => branded(request, Problem::IntegrationOff, (partner, "off"), Some(OFF_FOR)),
        Refusal::Busy { retry_after } => known(request, Problem::Busy, Some(*retry_after)),
        Refusal::DatabaseAway { retry_after } => {
            with_status(known(request, trouble(request.method()), Some(*retry_after)), refusal)
        }
        Refusal::Trouble(_) => known(request, trouble(request.method()), None),
        Refusal::FormRefused => known(request, Problem::FormRefused, None),
        // At a page, nothing is invalid but a body that broke off.
        Refusal::Invalid { .. } | Refusal::TooSlow => with_status(known(request, Problem::FormNotWhole, None), refusal),
        Refusal::TooLarge { .. } => known(request, Problem::FormTooLarge, None),
        Refusal::NotForm
        | Refusal::NotJson
        | Refusal::Conflict(_)
        | Refusal::AnotherRequest
        | Refusal::TooManyRequests { .. }
        | Refusal::TooManySets { .. }
        | Refusal::NotSignedOn
        | Refusal::Hurdle(_)
        | Refusal::Forbidden(_) => with_status(known(request, Problem::NotForThis, None), refusal),
        Refusal::MethodNotAllowed { allow } => {
            let mut page = known(request, Problem::NotForThis, None);
            page.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
            page
        }
    }
}

/// Looking changes nothing; whether a button's work was kept is not known when trouble comes after it.
fn trouble(method: &Method) -> Problem {
    if *method == Method::POST { Problem::Unconfirmed } else { Problem::Trouble }
}

/// The one page behind every company's `redirect`.
pub async fn company(request: HttpRequest) -> HttpResponse {
    neutral(&request, Problem::Company, None)
}

/// An address that is nobody's.
pub async fn unknown() -> Result<HttpResponse, Refusal> {
    Err(Refusal::NoSuchLink)
}

/// Branded for a reader whose visit was recognised before the refusal came, neutral for anybody else.
fn known(request: &HttpRequest, problem: Problem, retry_after: Option<Duration>) -> HttpResponse {
    let partner = request.extensions().get::<Arc<Partner>>().cloned();
    match partner {
        Some(partner) => branded(request, problem, (&partner, "trouble"), retry_after),
        None => neutral(request, problem, retry_after),
    }
}

fn neutral(request: &HttpRequest, problem: Problem, retry_after: Option<Duration>) -> HttpResponse {
    let Some(shell) = shell(request, Language::En) else { return HttpResponse::InternalServerError().finish() };
    answered(stands_for_page(request), ProblemPage::neutral(shell, problem, reference(request)), retry_after)
}

fn branded(
    request: &HttpRequest,
    problem: Problem,
    (partner, reason): (&Partner, &str),
    retry_after: Option<Duration>,
) -> HttpResponse {
    let shell = shell(request, partner.settings.default_language);
    let (Some(shell), Some(brands)) = (shell, request.app_data::<Data<Brands>>()) else {
        return HttpResponse::InternalServerError().finish();
    };
    let brand = brands.of(partner, shell.tongue.language());
    let connection = request.match_info().query("connection").parse().ok();
    let refresh = return_url::refresh(&partner.settings, connection, reason);
    let page = ProblemPage { shell: shell.branded(brand), problem, refresh, reference: Some(reference(request)) };
    answered(stands_for_page(request), page, retry_after)
}

/// The beginning of the request's id, under which the log has the reason.
fn reference(request: &HttpRequest) -> String {
    request_id::reference(&request.extensions())
}

fn shell(request: &HttpRequest, default: Language) -> Option<Shell> {
    let app = request.app_data::<Data<App>>()?;
    let assets = request.app_data::<Data<Assets>>()?.clone().into_inner();
    Some(Shell::of(app, Tongue::new(language_of(app, request, default)), assets))
}

fn answered(stands_for_page: bool, mut page: ProblemPage, retry_after: Option<Duration>) -> HttpResponse {
    // At a page's own address its form posts there too, so the language button needs an address that differs.
    if stands_for_page {
        page.shell.language_action = Some(CLICK_ADDRESS.to_owned());
    }
    let status = StatusCode::from_u16(page.problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Ok((mut answer, html)) = answer::page(status, &page) else {
        return HttpResponse::InternalServerError().finish();
    };
    // A dead end may stand at the linkUrl itself: its files are not asked for with the code in a Referer.
    answer.insert_header((header::REFERRER_POLICY, "strict-origin"));
    if let Some(retry_after) = retry_after {
        answer.insert_header((header::RETRY_AFTER, retry_after.as_secs().max(1)));
    }
    answer.body(html)
}

fn stands_for_page(request: &HttpRequest) -> bool {
    let part = |name| request.match_info().get(name);
    part("tag").is_some() || part("connection").is_some() && part("company").is_none()
}

fn with_status(mut page: HttpResponse, refused: &Refusal) -> HttpResponse {
    *page.status_mut() = refusal::status(refused);
    page
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use actix_web::dev::Payload;
    use actix_web::http::StatusCode;
    use actix_web::middleware::from_fn;
    use actix_web::{FromRequest, test, web};

    use super::*;
    use crate::clock::Clock;
    use crate::domain::app::PublicUrl;
    use crate::domain::deployment::{Deployment, OwnProfile};
    use crate::domain::limits::Limits;
    use crate::http;
    use crate::process::application::{Foundation, assemble};
    use crate::secret::SecretKey;
    use crate::store::Store;

    struct Faulty;

    impl FromRequest for Faulty {
        type Error = Refusal;
        type Future = Ready<Result<Self, Refusal>>;

        fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
            let part = request.match_info().query("connection");
            assert!(part.len() > 9_000, "hush {part}");
            ready(Ok(Self))
        }
    }

    async fn app(folder: &std::path::Path) -> App {
        let store = Store::open(&format!("sqlite:{}", folder.join("test.db").display())).await.unwrap();
        let public_url = PublicUrl::parse("https://link.example").unwrap();
        let now = Clock::System.now();
        let deployment = Deployment::settled(&store, OwnProfile::default(), &public_url, now).await.unwrap();
        let secret_key = SecretKey::random(&crate::chance::Chance::System);
        let (trusted_proxies, limits) = (Vec::new(), Limits::default());
        assemble(Foundation {
            store,
            secret_key,
            public_url,
            trusted_proxies,
            limits,
            deployment,
            clock: Clock::System,
            mail: None,
            sandbox: None,
        })
        .await
        .unwrap()
    }

    #[actix_web::test]
    async fn f_19_a_panic_behind_a_page_is_a_page_in_the_readers_language() {
        let folder = tempfile::tempdir().unwrap();
        let pages = web::scope("/link/{connection}")
            .route(
                "/handler",
                web::get().to(async |request: HttpRequest| -> HttpResponse { panic!("hush {request:?}") }),
            )
            .route("/extractor", web::get().to(async |_: Faulty| HttpResponse::Ok()))
            .route("/good", web::get().to(async || HttpResponse::Ok()))
            .wrap(from_fn(as_page));
        let all = actix_web::App::new()
            .app_data(Data::new(app(folder.path()).await))
            .app_data(Data::new(Assets::new()))
            .app_data(Data::new(Brands::default()))
            .service(pages)
            .wrap(from_fn(http::headers::complete))
            .wrap(from_fn(http::request_id::give));
        let door = test::init_service(all).await;
        let ask = |page: &str| {
            let request = test::TestRequest::get().uri(&format!("/link/c0ffee/{page}"));
            request.insert_header(("Accept-Language", "fr-CA")).to_request()
        };
        for page in ["handler", "extractor"] {
            let error = test::try_call_service(&door, ask(page)).await.err().unwrap();
            // What the framework makes of an error that leaves the outermost middleware.
            let answer = error.error_response();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{page}");
            assert_eq!(answer.headers().get("x-request-id").unwrap().len(), 32);
            assert!(answer.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
            let html = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
            let html = String::from_utf8(html.to_vec()).unwrap();
            assert!(html.contains("ce service éprouve un problème") && !html.contains("hush"), "{html}");
        }
        assert_eq!(test::call_service(&door, ask("good")).await.status(), StatusCode::OK);
    }

    #[actix_web::test]
    async fn a_page_tells_each_refusal_as_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let app = Data::new(app(folder.path()).await);
        let away = || Refusal::DatabaseAway { retry_after: Duration::from_secs(2) };
        let broken = || Refusal::Trouble(anyhow::anyhow!("hush"));
        // None of them may need it: it may well be what is in trouble.
        app.store.close().await;
        for (method, refusal, status, words) in [
            (Method::POST, Refusal::TooSlow, 408, "We did not receive all of it"),
            (Method::POST, Refusal::invalid("hush"), 400, "We did not receive all of it"),
            (Method::POST, Refusal::TooLarge { limit_bytes: 9 }, 413, "more than this page takes"),
            (Method::POST, Refusal::NotForm, 415, "Open your link again"),
            (Method::POST, Refusal::Conflict("hush".into()), 409, "Open your link again"),
            (Method::PUT, Refusal::MethodNotAllowed { allow: "GET" }, 405, "Open your link again"),
            (Method::POST, Refusal::FormRefused, 403, "had been open for too long"),
            (Method::GET, Refusal::busy(), 503, "many people are using"),
            (Method::POST, away(), 503, "we could not confirm what you just did"),
            (Method::GET, away(), 503, "nothing has changed in your accounts"),
            (Method::POST, broken(), 500, "we could not confirm what you just did"),
            (Method::GET, broken(), 500, "nothing has changed in your accounts"),
        ] {
            let what = format!("{method} {refusal}");
            let request = test::TestRequest::default().method(method).app_data(app.clone());
            let page = told(&request.app_data(Data::new(Assets::new())).to_http_request(), &refusal);
            assert_eq!(page.status(), status, "{what}");
            let html = actix_web::body::to_bytes(page.into_body()).await.unwrap();
            let html = String::from_utf8(html.to_vec()).unwrap();
            assert!(html.contains(words) && !html.contains("hush"), "{what}: {html}");
        }
    }
}
