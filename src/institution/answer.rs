//! One request file answered: who signs on, and each request in it.

use std::collections::HashSet;
use std::mem::{Discriminant, discriminant};
use std::vec::IntoIter;

use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::sign_on::{SignedOn, Standing, standing};
use crate::domain::statement::{Asker, Opened};
use crate::ofx::{Accounts, Answer, Ask, Body, Profile, Request, SetAnswer, Statement, Status, Wrapper, WrapperAnswer};
use crate::store;

use super::delivery::Delivery;
use super::sign_on::{self, Visitor};
use super::{accounts, profile, statements};

/// What a file is answered with.
pub struct Given {
    pub answer: Answer,
    /// Those whose transactions stand in the answer's lists, in their order, which are still empty.
    pub lists: Vec<Opened>,
}

impl From<Answer> for Given {
    fn from(answer: Answer) -> Self {
        Self { answer, lists: Vec::new() }
    }
}

/// The answer to a file. Whatever is wrong with the sign-on stands in every answer of it (OFX 2.5.1.2).
pub async fn to(app: &App, delivery: &Delivery) -> Result<Given, Refusal> {
    let request = &delivery.request;
    let visitor = sign_on::visitor(app, delivery).await?;
    let given = match visitor {
        Visitor::Customer(signed_on) => to_customer(app, request, &signed_on).await?,
        Visitor::Anonymous => to_stranger(app, delivery).await?.into(),
        Visitor::Refused(status) => request.refuse(status, app.clock.now().datetime()).into(),
    };
    log(request, &given.answer);
    Ok(given)
}

async fn to_stranger(app: &App, delivery: &Delivery) -> Result<Answer, Refusal> {
    let profile = profile::for_strangers(app, delivery.partner).await?;
    Ok(Gathered::of(profile).answer(app, &delivery.request))
}

/// All bookkeeping of the file is one unit of work; what it gives out is read after that.
async fn to_customer(app: &App, request: &Request, signed_on: &SignedOn) -> Result<Given, Refusal> {
    let mut db = app.store.write().await?;
    let now = app.clock.now();
    match standing(app, &mut db, signed_on, now).await? {
        Standing::Good => {}
        Standing::Revoked => return Ok(request.refuse(Status::sign_on_invalid(), now.datetime()).into()),
        Standing::Paused { wait } => return Ok(request.refuse(Status::paused(wait), now.datetime()).into()),
    }
    let partner = app.partners.at_version(&mut db, signed_on.partner, signed_on.partner_version).await?;
    let bank_id = store::connections::bank_id(&mut db, signed_on.connection).await?.unwrap_or_default();
    let software = software(request);
    let asker = Asker { signed_on, partner: &partner, software: software.as_deref() };
    let opened = statements::open(app, &mut db, &asker, (asks(request), &bank_id)).await?;
    db.commit().await?;

    let statement = |one: &Result<Opened, Status>| match one {
        Ok(opened) => Ok(statements::statement(opened, &bank_id)),
        Err(status) => Err(status.clone()),
    };
    let statements: Vec<Result<Statement, Status>> = opened.iter().map(statement).collect();
    let mut gathered =
        Gathered { statements: statements.into_iter(), ..Gathered::of(profile::of_partner(app, &partner)) };
    if asks(request).any(|ask| matches!(ask, Ask::Accounts { .. })) {
        let mut db = app.store.read().await?;
        let here = store::source_accounts::of_connection(&mut db, signed_on.connection).await?;
        gathered.accounts = Some(accounts::list(&here, &bank_id, now.datetime()));
    }
    let lists = opened.into_iter().filter_map(Result::ok).filter(|one| one.window.is_some());
    Ok(Given { answer: gathered.answer(app, request), lists: lists.collect() })
}

fn asks(request: &Request) -> impl Iterator<Item = &Ask> {
    request.sets.iter().flat_map(|set| &set.wrappers).map(|wrapper| &wrapper.ask)
}

/// Everything that the answers of one file are made of.
struct Gathered {
    profile: Profile,
    /// `None` where nobody asked, or to whom they are not shown.
    accounts: Option<Accounts>,
    /// One for each statement request, in their order.
    statements: IntoIter<Result<Statement, Status>>,
    /// What else has been given.
    seen: HashSet<Discriminant<Ask>>,
}

impl Gathered {
    /// What a stranger may see.
    fn of(profile: Profile) -> Self {
        Self { profile, accounts: None, statements: Vec::new().into_iter(), seen: HashSet::new() }
    }

    fn answer(mut self, app: &App, request: &Request) -> Answer {
        let mut sign_on = request.sign_on_answer(Status::OK, app.clock.now().datetime());
        sign_on.dt_prof_up = Some(self.profile.dt_prof_up);
        let sets = request.sets.iter().map(|asked| SetAnswer {
            set: asked.set,
            wrappers: asked.wrappers.iter().map(|wrapper| self.answer_one(wrapper)).collect(),
        });
        Answer { sets: sets.collect(), sign_on }
    }

    fn answer_one(&mut self, wrapper: &Wrapper) -> WrapperAnswer {
        match &wrapper.ask {
            ask @ (Ask::Profile { .. } | Ask::Accounts { .. }) if !self.seen.insert(discriminant(ask)) => {
                wrapper.refuse(statements::asked_again())
            }
            Ask::Profile { dt_prof_up } => profile::answer(&self.profile, wrapper, *dt_prof_up),
            Ask::Accounts { .. } => match &self.accounts {
                Some(accounts) => wrapper.answer(Body::Accounts(accounts.clone())),
                None => wrapper.refuse(Status::sign_on_needed()),
            },
            Ask::Statement { .. } | Ask::CardStatement { .. } => match self.statements.next() {
                Some(Ok(statement)) => wrapper.answer(Body::Statement(statement)),
                Some(Err(status)) => wrapper.refuse(status),
                None => wrapper.refuse(Status::account_not_found()),
            },
            Ask::NotOffered | Ask::Synchronise { .. } => wrapper.refuse(Status::not_offered()),
        }
    }
}

/// One line a file: which software it was and how it went. Never a user, a password or a body.
fn log(request: &Request, answer: &Answer) {
    let sign_on = request.sign_on.as_ref();
    let app_id = plain(sign_on.and_then(|sign_on| sign_on.app_id.as_deref()));
    let app_version = plain(sign_on.and_then(|sign_on| sign_on.app_ver.as_deref()));
    let codes: Vec<u32> =
        answer.sets.iter().flat_map(|set| &set.wrappers).map(|wrapper| wrapper.status.code).take(20).collect();
    tracing::info!(
        app_id,
        app_version,
        ofx_version = request.header.version,
        sign_on = answer.sign_on.status.code,
        ?codes,
        "OFX file answered"
    );
}

/// What the client calls itself, such as `QWIN 2700`.
fn software(request: &Request) -> Option<String> {
    let sign_on = request.sign_on.as_ref()?;
    let name = [plain(sign_on.app_id.as_deref()), plain(sign_on.app_ver.as_deref())].join(" ");
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// What a client says of itself, fit for a log.
fn plain(text: Option<&str>) -> String {
    text.unwrap_or_default().chars().filter(char::is_ascii_graphic).take(16).collect()
}
