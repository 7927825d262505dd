//! One exchange: what it meant, and both files, without the password.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::at::AtExchange;
use super::words::{self, Told};
use crate::domain::refusal::Refusal;
use crate::ofx;
use crate::store::pretend_exchanges::came_to;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

const REQUEST: &str = "request";
const ANSWER: &str = "answer";

#[derive(Template)]
#[template(path = "sandbox/quickbooks/exchange.html")]
struct OneExchange {
    shell: Shell,
    id: String,
    asked: &'static str,
    moment: String,
    address: String,
    status: Option<String>,
    told: Told,
    request: String,
    answer: Option<String>,
    is_cut: bool,
}

impl Page for OneExchange {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.asked.to_owned()
    }
}

pub async fn get(at: AtExchange) -> Result<HttpResponse, Refusal> {
    let AtExchange { guest, exchange } = at;
    let readable = |bytes: &Vec<u8>| ofx::indented(&ofx::as_text(bytes));
    let page = OneExchange {
        shell: guest.quickbooks(),
        id: exchange.id.to_string(),
        asked: words::asked(guest.tongue, exchange.asked),
        moment: guest.moment(exchange.made_at),
        status: exchange.http_status.map(words::number),
        told: words::told(guest.tongue, exchange.asked, &came_to(&exchange.came_to), exchange.id),
        request: readable(&exchange.request),
        answer: exchange.answer.as_ref().map(readable),
        is_cut: exchange.is_cut,
        address: exchange.address,
    };
    guest.answers(StatusCode::OK, &page)
}

pub async fn get_request(at: AtExchange) -> Result<HttpResponse, Refusal> {
    Ok(file(&at, at.exchange.request.clone(), REQUEST))
}

pub async fn get_answer(at: AtExchange) -> Result<HttpResponse, Refusal> {
    let answer = at.exchange.answer.clone().ok_or_else(|| Refusal::NotFound("answer".to_owned()))?;
    Ok(file(&at, answer, ANSWER))
}

/// To be kept, never to be shown by the browser: whatever a server sent may stand in it.
fn file(at: &AtExchange, bytes: Vec<u8>, side: &str) -> HttpResponse {
    let charset = if std::str::from_utf8(&bytes).is_ok() { "utf-8" } else { "windows-1252" };
    let asked = at.exchange.asked.word();
    HttpResponse::Ok()
        .content_type(format!("text/plain; charset={charset}"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"ofx-{asked}-{side}.txt\"")))
        .body(bytes)
}
