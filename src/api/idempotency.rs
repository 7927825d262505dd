//! `Idempotency-Key`: a POST or PATCH that is sent again with the same key is answered as before, and does nothing.
//!
//! The whole request is one unit of work: what its handler commits becomes durable with the answer that is kept for it, or
//! not at all. A server that dies leaves neither; of two nodes that do the same at once one commits, and the other gives the
//! answer of the first. A request without the header is untouched by all this.

use std::rc::Rc;

use actix_web::body::{self, BoxBody, MessageBody};
use actix_web::dev::{Extensions, ServiceRequest, ServiceResponse};
use actix_web::error::ErrorInternalServerError;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use super::caller::Caller;
use super::error;
use super::overheard::Overheard;
use crate::domain::app::App;
use crate::domain::idempotency::{Answer, Head, IdempotencyKey, Kept, Request};
use crate::domain::refusal::Refusal;

pub const HEADER: &str = "Idempotency-Key";
/// On an answer that was kept: the client learns that nothing was done this time.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// What is kept of an answer's head.
const KEPT_HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ALLOW];
/// From here on an answer is sealed aside.
const LONG: usize = 1024 * 1024;

/// Answers a request with a key once, and each repetition with the same.
pub async fn once<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let key = match key(&request) {
        Ok(Some(key)) => key,
        Ok(None) => return Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refusal) => return Ok(request.error_response(refusal)),
    };
    let Some(app) = request.app_data::<Data<App>>().cloned() else {
        return Ok(request.error_response(Refusal::busy()));
    };
    let Some(_answering) = app.in_progress.enter(&key) else {
        let error = "A request with this Idempotency-Key is being answered. Ask again in a moment.";
        return Ok(request.error_response(Refusal::Conflict(error.into())));
    };
    let mut request = request;
    let body = Overheard::of(&mut request);
    match key.find(&app).await {
        Ok(Some(kept)) => match again(&key, &kept, request.request(), &body).await {
            Ok(answer) => Ok(request.into_response(answer)),
            Err(refusal) => Ok(request.error_response(refusal)),
        },
        Ok(None) => first(&app, &key, (request, body), next).await,
        Err(error) => Ok(request.error_response(Refusal::from(error))),
    }
}

/// The key of a request that can be repeated under one.
fn key(request: &ServiceRequest) -> Result<Option<IdempotencyKey>, Refusal> {
    let mut sent = request.headers().get_all(HEADER);
    let (Some(text), true) = (sent.next(), matches!(*request.method(), Method::POST | Method::PATCH)) else {
        return Ok(None);
    };
    let text = if sent.next().is_none() { text.to_str().unwrap_or_default() } else { "" };
    let partner = request.extensions().get::<Caller>().map(|caller| caller.partner.id);
    let partner = partner.ok_or(Refusal::NotSignedOn)?;
    let app = request.app_data::<Data<App>>().ok_or_else(Refusal::busy)?;
    IdempotencyKey::read(&app.keys.idempotency, partner, text).map(Some)
}

/// Answers for the first time: the handler works in a joint store, whose last unit keeps the answer.
async fn first<B: MessageBody + 'static>(
    app: &App,
    key: &IdempotencyKey,
    (mut request, body): (ServiceRequest, Overheard),
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let app = App { store: app.store.joint(), ..app.clone() };
    let mut handed = Extensions::new();
    handed.insert(Data::new(app.clone()));
    request.add_data_container(Rc::new(handed));
    let answer = next.call(request).await?;
    if !is_final(answer.status()) {
        return Ok(answer.map_into_boxed_body());
    }
    let answer = error::told(answer).map_into_boxed_body();
    let (request, response) = answer.into_parts();
    let (response, told) = response.into_parts();
    let told = body::to_bytes(told).await.map_err(ErrorInternalServerError)?;
    let head = head(&response);
    match keep(&app, key, &request, &body, Answer { head, body: told.to_vec() }).await {
        Ok(None) => Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(told)))),
        Ok(Some(others)) => Ok(ServiceResponse::new(request, others)),
        Err(refusal) => {
            error::is_to_be_told_anew(&request);
            Ok(ServiceResponse::from_err(refusal, request))
        }
    }
}

/// Whether asking again would be answered alike. Where nothing was done and time helps, asking again is right.
fn is_final(status: StatusCode) -> bool {
    let passes = matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS);
    !status.is_server_error() && !passes && status != StatusCode::PAYLOAD_TOO_LARGE
}

/// Commits the answer with what it answers. When another node was quicker, nothing is committed, and its answer is the one.
async fn keep(
    app: &App,
    key: &IdempotencyKey,
    request: &HttpRequest,
    body: &Overheard,
    answer: Answer,
) -> Result<Option<HttpResponse>, Refusal> {
    let address = address(request);
    let asked = Asked { method: request.method().as_str().to_owned(), address, body: body.hash().await? };
    let kept = sealed(app, key, asked, answer).await?;
    let mut db = app.store.last_unit().await?;
    if key.keep(app, &mut db, kept).await? {
        db.commit().await?;
        return Ok(None);
    }
    drop(db);
    let others = key.find(app).await?.ok_or_else(Refusal::busy)?;
    again(key, &others, request, body).await.map(Some)
}

/// What was asked, to be taken elsewhere.
struct Asked {
    method: String,
    address: String,
    body: [u8; 32],
}

impl Asked {
    fn request(&self) -> Request<'_> {
        Request { method: &self.method, address: &self.address, body: self.body }
    }
}

async fn sealed(app: &App, key: &IdempotencyKey, asked: Asked, answer: Answer) -> Result<Kept, Refusal> {
    if answer.body.len() < LONG {
        return Ok(key.sealed(&app.chance, &asked.request(), &answer)?);
    }
    let (key, chance) = (key.clone(), app.chance.clone());
    Ok(app.pushes.aside(move || key.sealed(&chance, &asked.request(), &answer)).await??)
}

/// The answer that was kept, if this is the same request.
async fn again(
    key: &IdempotencyKey,
    kept: &Kept,
    request: &HttpRequest,
    body: &Overheard,
) -> Result<HttpResponse, Refusal> {
    let (method, address, body) = (request.method().as_str(), &address(request), body.hash().await?);
    let Answer { head, body } = key.answer(kept, &Request { method, address, body })?;
    let mut answer = HttpResponse::build(StatusCode::from_u16(head.status).unwrap_or_default());
    for (name, value) in head.headers {
        answer.insert_header((name, value));
    }
    error::is_already_told(request);
    Ok(answer.insert_header((REPLAYED, HeaderValue::from_static("true"))).body(Bytes::from(body)))
}

fn address(request: &HttpRequest) -> String {
    request.uri().path_and_query().map(ToString::to_string).unwrap_or_default()
}

fn head<B>(response: &HttpResponse<B>) -> Head {
    let header = |name: &HeaderName| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some((name.to_string(), value.to_owned()))
    };
    Head { status: response.status().as_u16(), headers: KEPT_HEADERS.iter().filter_map(header).collect() }
}
