//! What came in: a request file, and to whose address. Nothing is asked of its headers, since clients send what they
//! like: any content type is good whose body can be read.

use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::domain::app::App;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::http::{body, visitor};
use crate::ofx;

/// A request file that could be read.
pub struct Delivery {
    /// Its sets in the order in which they are answered.
    pub request: ofx::Request,
    /// Whose profile a stranger is shown, if the address says so.
    pub partner: Option<PartnerId>,
    /// Where it came from.
    pub address: IpAddr,
}

impl FromRequest for Delivery {
    type Error = Refusal;
    type Future = LocalBoxFuture<'static, Result<Self, Refusal>>;

    fn from_request(http: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let partner = http.match_info().get("partner").map(str::parse::<PartnerId>).transpose();
        let address = http.app_data::<Data<App>>().map(|app| visitor::address(http, app));
        let body = body::whole(http, payload, ofx::MAX_BODY);
        Box::pin(async move {
            let partner = partner.map_err(|_| Refusal::NotFound("institution".to_owned()))?;
            let address = address.ok_or_else(Refusal::busy)?;
            let mut request = ofx::read(&body.await?).map_err(|why| Refusal::invalid(why.to_string()))?;
            request.sets.sort_by_key(|asked| asked.set);
            Ok(Self { request, partner, address })
        })
    }
}
