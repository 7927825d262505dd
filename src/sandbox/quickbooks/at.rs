//! What a request is about: a bank, a register or an exchange of this visitor's own. Anybody else's is not there.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::talk::{Caller, Pair};
use crate::domain::language::Language;
use crate::domain::pretend;
use crate::domain::refusal::Refusal;
use crate::sandbox::page::Guest;
use crate::store;
use crate::store::pretend_exchanges::Exchange;
use crate::store::pretend_registers::Register;
use crate::store::pretend_sign_ons::SignOn;

/// At a bank.
pub struct AtBank {
    pub guest: Guest,
    pub bank: SignOn,
}

/// At an account's register.
pub struct AtRegister {
    pub guest: Guest,
    pub bank: SignOn,
    pub register: Register,
}

/// At an exchange.
pub struct AtExchange {
    pub guest: Guest,
    pub exchange: Exchange,
}

impl AtBank {
    /// Whoever asks this bank for something, in this visitor's name.
    pub fn caller(&self) -> Caller<'_> {
        Caller { app: &self.guest.app, visitor: self.guest.fingerprint(), bank: &self.bank }
    }

    pub fn name(&self) -> &str {
        name(&self.bank, self.guest.language())
    }

    async fn of(guest: Guest, request: &HttpRequest) -> Result<Self, Refusal> {
        let id = part(request, "bank")?;
        let mut db = guest.app.store.read().await?;
        let bank = store::pretend_sign_ons::find(&mut db, &guest.fingerprint(), id).await?;
        Ok(Self { bank: bank.ok_or_else(|| not_found("bank"))?, guest })
    }
}

impl AtRegister {
    async fn of(guest: Guest, request: &HttpRequest) -> Result<Self, Refusal> {
        let id = part(request, "register")?;
        let mut db = guest.app.store.read().await?;
        let visitor = guest.fingerprint();
        let register = store::pretend_registers::find(&mut db, &visitor, id).await?;
        let register = register.ok_or_else(|| not_found("register"))?;
        let bank = store::pretend_sign_ons::find(&mut db, &visitor, register.sign_on_id).await?;
        Ok(Self { bank: bank.ok_or_else(|| not_found("bank"))?, register, guest })
    }
}

impl AtExchange {
    async fn of(guest: Guest, request: &HttpRequest) -> Result<Self, Refusal> {
        let id = part(request, "exchange")?;
        let mut db = guest.app.store.read().await?;
        let exchange = store::pretend_exchanges::find(&mut db, &guest.fingerprint(), id).await?;
        Ok(Self { exchange: exchange.ok_or_else(|| not_found("exchange"))?, guest })
    }
}

/// A bank as it is listed in a language.
pub fn name(bank: &SignOn, language: Language) -> &str {
    match language {
        Language::En => &bank.name_en,
        Language::FrCa => &bank.name_fr,
    }
}

/// What a bank is signed on to with. `None`: it is disconnected, or the key outside is another.
pub fn pair(app: &crate::domain::app::App, bank: &SignOn) -> Option<Pair> {
    let password = pretend::opened(app, bank.password.as_deref()?, bank.id)?;
    Some(Pair { username: bank.username.clone()?, password })
}

fn part<T: FromStr>(request: &HttpRequest, name: &str) -> Result<T, Refusal> {
    request.match_info().query(name).parse().map_err(|_| not_found(name))
}

fn not_found(what: &str) -> Refusal {
    Refusal::NotFound(what.to_owned())
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T, Refusal>>>>;

macro_rules! from_request {
    ($($at:ident),+) => {
        $(impl FromRequest for $at {
            type Error = Refusal;
            type Future = Found<Self>;

            fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
                let (guest, request) = (Guest::from_request(request, payload), request.clone());
                Box::pin(async move { Self::of(guest.await?, &request).await })
            }
        })+
    };
}

from_request!(AtBank, AtRegister, AtExchange);
