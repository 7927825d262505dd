//! What an address is about, and that it is the caller's own: these types exist only for a partner's own things.
//!
//! Malformed, unknown and another partner's are one answer.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;

use super::caller::Caller;
use crate::domain::app::App;
use crate::domain::company::Company;
use crate::domain::connection::Connection;
use crate::domain::partner::Partner;
use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::domain::source_account;
use crate::store;

type Asking<T> = Pin<Box<dyn Future<Output = Result<T, Refusal>>>>;

/// A company of the calling partner.
pub struct OwnCompany {
    pub company: Company,
}

impl FromRequest for OwnCompany {
    type Error = Refusal;
    type Future = Asking<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::extract(&request).await?;
            let no_such = || Refusal::NotFound("company".into());
            let id = id(&request, "companyId").filter(|id| caller.reaches(*id)).ok_or_else(no_such)?;
            let mut db = app(&request)?.store.read().await?;
            let company = store::companies::find(&mut db, caller.partner.id, id).await?.ok_or_else(no_such)?;
            Ok(Self { company })
        })
    }
}

/// A connection of the calling partner: below the company it belongs to or, where the address names none, by itself.
pub struct OwnConnection {
    pub connection: Connection,
    pub partner: Arc<Partner>,
}

impl FromRequest for OwnConnection {
    type Error = Refusal;
    type Future = Asking<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::extract(&request).await?;
            let no_such = || Refusal::NotFound("connection".into());
            let connection = id(&request, "connectionId").ok_or_else(no_such)?;
            let mut db = app(&request)?.store.read().await?;
            let found = if request.match_info().get("companyId").is_some() {
                let company = id(&request, "companyId").ok_or_else(no_such)?;
                store::connections::find(&mut db, caller.partner.id, company, connection).await?
            } else {
                store::connections::find_any(&mut db, connection).await?
            };
            let is_own = |it: &Connection| it.partner_id == caller.partner.id && caller.reaches(it.company_id);
            Ok(Self { connection: found.filter(is_own).ok_or_else(no_such)?, partner: caller.partner })
        })
    }
}

/// An id in the address. Nothing for a malformed one.
pub fn id<T: FromStr>(request: &HttpRequest, name: &str) -> Option<T> {
    request.match_info().get(name)?.parse().ok()
}

#[derive(Deserialize)]
struct AccountPath {
    #[serde(rename = "accountId")]
    account_id: String,
}

/// The partner's id of a source account in the address, of a form that an account may have.
pub async fn account_id(request: &HttpRequest) -> Result<String, Refusal> {
    let path = Path::<AccountPath>::extract(request).await.ok().map(|path| path.into_inner().account_id);
    let is_possible = |id: &String| plain_text::check(id).is_ok() && plain_text::length(id) <= source_account::ID_LIMIT;
    path.filter(is_possible).ok_or_else(|| Refusal::NotFound("bank account".into()))
}

fn app(request: &HttpRequest) -> Result<&Data<App>, Refusal> {
    request.app_data::<Data<App>>().ok_or(Refusal::NotSignedOn)
}
