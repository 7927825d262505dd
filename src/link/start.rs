//! The link itself: looked at freely, gone from the address bar at once. Nothing is ever shown at an address with a right
//! code in it.

use actix_web::http::Method;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::visit::{self, asked_language};
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::link::{self, Knock};
use crate::domain::link_session::{self, Look};
use crate::domain::otp::Otp;
use crate::domain::refusal::Refusal;
use crate::http::visitor;
use crate::store::links::Session;
use crate::web::answer::see_other;
use crate::web::{cookies, urls};

/// GET and HEAD: a right code leads to the first page with a sealed cookie; anything else is counted and refused.
pub async fn get(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    if is_prefetch(&request) {
        // Nobody reads it: without a page it says nothing untrue, and without a redirect it opens nothing.
        return Ok(HttpResponse::ServiceUnavailable().finish());
    }
    let address = Address::of(&request, &app);
    if let Some(session) = visit::live_session(&app, &request, address.connection).await?
        && session.company_id == address.company
    {
        return Ok(see_other(&furthest(&session)).finish());
    }
    let networks = link::networks(&app, visitor::address(&request, &app));
    let knock = Knock { company: address.company, connection: address.connection, otp: address.otp.as_ref(), networks };
    let opening = link::knock(&app, &knock).await?;
    let mut answer = see_other(&urls::select_software(address.connection));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    let query = address.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let look = Look::at(&app, &opening, link_session::parameters(query));
    answer.cookie(visit::look_cookie(&app, address.connection, &look)?);
    if let Some(language) = asked_language(request.query_string()) {
        answer.cookie(cookies::made(&app, cookies::Purpose::LinkLanguage, language.tag().to_owned()));
    }
    Ok(answer.finish())
}

/// What an address says. Ids and codes that cannot be read are knocked with all the same, as ones that fit nothing, so
/// that nobody learns by the answer or its time which part was wrong.
struct Address {
    company: CompanyId,
    connection: ConnectionId,
    otp: Option<Otp>,
    query: Vec<(String, String)>,
}

impl Address {
    fn of(request: &HttpRequest, app: &App) -> Self {
        let part = |name: &str| request.match_info().query(name).to_owned();
        let query: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
        let mut codes = query.iter().filter(|(name, _)| name == "otp").map(|(_, value)| value);
        // Two codes are no code: which of them would count?
        let otp = match (codes.next(), codes.next()) {
            (Some(code), None) => Otp::parse(code, app.limits.otp_digits),
            _ => None,
        };
        Self {
            company: part("company").parse().unwrap_or(CompanyId(uuid::Uuid::nil())),
            connection: part("connection").parse().unwrap_or(ConnectionId(uuid::Uuid::nil())),
            otp,
            query,
        }
    }
}

/// A browser that fetches ahead of its reader must not be taken for the reader.
pub fn is_prefetch(request: &HttpRequest) -> bool {
    let purpose = request.headers().get("sec-purpose").or_else(|| request.headers().get("purpose"));
    purpose.and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("prefetch"))
}

/// Where somebody goes on who opens their own link again.
pub fn furthest(session: &Session) -> String {
    if session.consented_at.is_some() && session.source_accounts > 0 {
        urls::set_up(session.connection_id)
    } else {
        urls::consent(session.connection_id)
    }
}
