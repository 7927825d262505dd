//! The steps, and their buttons. Each makes its calls over HTTP and keeps what was answered.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::ask::{self, Answered};
use super::calls::{self, Call, Ids};
use super::standing::Standing;
use super::{NAME, TRANSACTIONS, transactions};
use crate::domain::company::CompanyId;
use crate::domain::refusal::Refusal;
use crate::sandbox::developer::Developer;
use crate::store;
use crate::store::sandbox_calls::Called;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::urls::sandbox as urls;

pub const FORM: &str = "walk";
/// The API takes longer names; a page does not show them well.
const NAME_LIMIT: usize = 80;

/// In the order of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Create,
    Link,
    Credentials,
    Connect,
    Push,
    Update,
    Revoke,
    Silence,
}

impl Step {
    pub const ALL: [Self; 8] = [
        Self::Create,
        Self::Link,
        Self::Credentials,
        Self::Connect,
        Self::Push,
        Self::Update,
        Self::Revoke,
        Self::Silence,
    ];

    /// What addresses and the database call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Link => "link",
            Self::Credentials => "credentials",
            Self::Connect => "connect",
            Self::Push => "push",
            Self::Update => "update",
            Self::Revoke => "revoke",
            Self::Silence => "silence",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Create => "walk-create",
            Self::Link => "walk-link",
            Self::Credentials => "walk-credentials",
            Self::Connect => "walk-connect",
            Self::Push => "walk-push",
            Self::Update => "walk-update",
            Self::Revoke => "walk-revoke",
            Self::Silence => "walk-silence",
        }
    }
}

/// What a partner's program asks at this step, for the company and the connection that the walk is about.
pub fn calls(step: Step, ids: Ids, standing: &Standing, developer: &Developer) -> Vec<Call> {
    match step {
        // A new company has new ids.
        Step::Create => Vec::new(),
        Step::Link | Step::Update | Step::Silence => vec![calls::look_at_connection(ids)],
        Step::Credentials => vec![calls::generate_credentials(ids)],
        Step::Connect => vec![calls::list_accounts(ids)],
        Step::Push => push(ids, standing, developer, &Pressed::default()).into_iter().collect(),
        Step::Revoke => vec![calls::revoke_credentials(ids)],
    }
}

/// All that a form of the walk may send.
#[derive(Default, Deserialize)]
pub struct Pressed {
    company: Option<CompanyId>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    count: String,
}

/// Takes a step. The button of the link leads on to it, all others back to the walk.
pub async fn post(developer: Developer, step: Path<String>, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let guest = &developer.guest;
    let pressed = form.from_visitor(&guest.app, &guest.fingerprint(), FORM)?;
    let step = Step::parse(&step).ok_or(Refusal::FormRefused)?;
    if step == Step::Create {
        return create(&developer, &pressed.name).await;
    }
    let standing = Standing::of(&guest.app, developer.partner.id, pressed.company).await?;
    // Gone meanwhile: the walk says where it stands.
    let Some(ids) = standing.ids() else { return Ok(see_other(&urls::walk(None::<&str>)).finish()) };
    let calls = match step {
        Step::Push => push(ids, &standing, &developer, &pressed).into_iter().collect(),
        _ => calls(step, ids, &standing, &developer),
    };
    let mut made = Made::default();
    for call in calls {
        made.make(&developer, &call).await?;
    }
    made.keep(&developer, ids.company, step).await?;
    let link = made.last.as_ref().map(|answer| answer.text("linkUrl")).filter(|link| !link.is_empty());
    match link.filter(|_| step == Step::Link) {
        Some(link) => Ok(see_other(link).finish()),
        None => Ok(back(ids.company, step)),
    }
}

fn back(company: CompanyId, step: Step) -> HttpResponse {
    see_other(&format!("{}#{}", urls::walk(Some(company)), step.word())).finish()
}

/// The company, its connection and its accounts; stops at the first call that is refused.
async fn create(developer: &Developer, name: &str) -> Result<HttpResponse, Refusal> {
    let name = if name.trim().is_empty() { NAME } else { name.trim() };
    let name: String = name.chars().take(NAME_LIMIT).collect();
    let mut made = Made::default();
    let Some(company) = made.makes_one(developer, &calls::create_company(&name)).await? else {
        return Err(made.refusal());
    };
    let company_id: CompanyId = company.parse().map_err(|_| Refusal::NotFound("company".into()))?;
    if let Some(connection) = made.makes_one(developer, &calls::connect(&company)).await? {
        for account in calls::ACCOUNTS {
            made.make(developer, &calls::add_account(&company, &connection, account)).await?;
        }
    }
    made.keep(developer, company_id, Step::Create).await?;
    Ok(back(company_id, Step::Create))
}

/// Invented transactions for the account that was chosen, as many as were asked for. None: the connection has no account.
fn push(ids: Ids, standing: &Standing, developer: &Developer, pressed: &Pressed) -> Option<Call> {
    let account = standing.account(&pressed.account).or(standing.first_account())?;
    let count = pressed.count.trim().parse().unwrap_or(TRANSACTIONS);
    let today = developer.partner.today(developer.guest.app.clock.now());
    Some(calls::push(ids, &account.draft.account_id, transactions::made(account, count, today)))
}

/// The calls of one step that were made, to be kept.
#[derive(Default)]
struct Made {
    told: Vec<Called>,
    last: Option<Answered>,
}

impl Made {
    async fn make(&mut self, developer: &Developer, call: &Call) -> Result<&Answered, Refusal> {
        let guest = &developer.guest;
        let answered = ask::ask(guest.sandbox()?, &developer.key, call).await;
        self.told.push(answered.told(&guest.app, call));
        Ok(self.last.insert(answered))
    }

    /// The id of what was made. `None`: it was refused.
    async fn makes_one(&mut self, developer: &Developer, call: &Call) -> Result<Option<String>, Refusal> {
        let answered = self.make(developer, call).await?;
        Ok(Some(answered.text("id").to_owned()).filter(|id| answered.is_success() && !id.is_empty()))
    }

    /// Why there is no company under which an answer could be kept.
    fn refusal(&self) -> Refusal {
        match self.last.as_ref().map_or(0, |answer| answer.status) {
            401 => Refusal::NotSignedOn,
            400..=499 => Refusal::FormRefused,
            _ => Refusal::busy(),
        }
    }

    async fn keep(&self, developer: &Developer, company: CompanyId, step: Step) -> Result<(), Refusal> {
        let mut db = developer.guest.app.store.write().await?;
        store::sandbox_calls::replace(&mut db, company, step.word(), &self.told).await?;
        Ok(db.commit().await?)
    }
}
